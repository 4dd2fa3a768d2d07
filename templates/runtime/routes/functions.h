/* functions.h - POST /functions/:name: the app's own code, in its hooks.c or behind a webhook.
 *
 * A function of hooks.c runs on the writer, within the transaction; a webhook is asked in the call
 * stage and touches nothing here. */
#ifndef RUNTIME_ROUTES_FUNCTIONS_H
#define RUNTIME_ROUTES_FUNCTIONS_H

#include "request/request.h"

bool functions_prepare(struct request *request);
bool functions_execute(struct request *request);

#endif
