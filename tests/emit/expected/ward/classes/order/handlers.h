/* handlers.h - what the routes of class Order do. Generated. */
#ifndef CLASSES_ORDER_HANDLERS_H
#define CLASSES_ORDER_HANDLERS_H

#include "request/request.h"

bool order_handle_get(struct request *request);
bool order_handle_find(struct request *request);
bool order_handle_create_prepare(struct request *request);
bool order_handle_create(struct request *request);
bool order_handle_update_prepare(struct request *request);
bool order_handle_update(struct request *request);
bool order_handle_delete_prepare(struct request *request);
bool order_handle_delete(struct request *request);

#endif
