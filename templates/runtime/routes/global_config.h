/* global_config.h - Parse.Config: parameters that all clients read and the master key sets. */
#ifndef RUNTIME_ROUTES_GLOBAL_CONFIG_H
#define RUNTIME_ROUTES_GLOBAL_CONFIG_H

#include "request/request.h"

/* GET and PUT /config */
bool global_config_get(struct request *request);
bool global_config_update(struct request *request);

#endif
