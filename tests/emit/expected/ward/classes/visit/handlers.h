/* handlers.h - what the routes of class Visit do. Generated. */
#ifndef CLASSES_VISIT_HANDLERS_H
#define CLASSES_VISIT_HANDLERS_H

#include "request/request.h"

bool visit_handle_get(struct request *request);
bool visit_handle_find(struct request *request);
bool visit_handle_create_prepare(struct request *request);
bool visit_handle_create(struct request *request);
bool visit_handle_update_prepare(struct request *request);
bool visit_handle_update(struct request *request);
bool visit_handle_delete_prepare(struct request *request);
bool visit_handle_delete(struct request *request);

#endif
