/* self_erasure.h - POST /functions/erase {"password": ..., "authData": ...}: a user erases himself, where a sentence
 * lets him ("Patients can erase their own record."), with what a log-in would ask for: who has set up a second factor
 * brings it.
 *
 * It is what erasure.h does, without the rows of others. The answer says what went and what stays of
 * the rows that the user may get, and of no others; it is the last that the session is good for. Traces in the
 * files go with the next of the server's daily passes, at its next start, or with the operator's next erasure. */
#ifndef RUNTIME_ROUTES_SELF_ERASURE_H
#define RUNTIME_ROUTES_SELF_ERASURE_H

#include "request/request.h"

bool self_erasure_prepare(struct request *request);
bool self_erasure_hash(struct request *request);
bool self_erasure_execute(struct request *request);

#endif
