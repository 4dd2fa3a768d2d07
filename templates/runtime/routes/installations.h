/* installations.h - the class _Installation: the devices that an app runs on.
 *
 * A device names itself by an installation id, its own choice, and by the token that push services
 * know it by. Registering again updates what is there, and a token belongs to one installation
 * (parse-server, RestWrite.handleInstallation). Clients create, get and update installations; only
 * the master key finds and deletes them. */
#ifndef RUNTIME_ROUTES_INSTALLATIONS_H
#define RUNTIME_ROUTES_INSTALLATIONS_H

#include "request/request.h"

/* Stages of the /installations routes. */
bool installations_find(struct request *request);
bool installations_get(struct request *request);
bool installations_create(struct request *request);
bool installations_update(struct request *request);
bool installations_delete(struct request *request);

#endif
