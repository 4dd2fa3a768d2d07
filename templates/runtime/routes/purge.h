/* purge.h - DELETE /purge/:class: every object of a class goes (master key only). */
#ifndef RUNTIME_ROUTES_PURGE_H
#define RUNTIME_ROUTES_PURGE_H

#include "request/request.h"

bool purge_class(struct request *request);

#endif
