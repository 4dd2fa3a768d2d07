/* emergency_held.h - whether the principal holds emergency access, so that what it reads is entered
 * in the audit trail. */
#ifndef RUNTIME_GUARD_EMERGENCY_HELD_H
#define RUNTIME_GUARD_EMERGENCY_HELD_H

#include "request/request.h"

/* In *held, whether the principal is a user who holds emergency access to any patient now. It is
 * looked up once for a request. */
bool emergency_is_held(struct request *request, bool *held);

#endif
