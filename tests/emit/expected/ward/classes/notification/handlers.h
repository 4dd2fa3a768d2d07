/* handlers.h - what the routes of class Notification do. Generated. */
#ifndef CLASSES_NOTIFICATION_HANDLERS_H
#define CLASSES_NOTIFICATION_HANDLERS_H

#include "request/request.h"

bool notification_handle_get(struct request *request);
bool notification_handle_find(struct request *request);
bool notification_handle_create_prepare(struct request *request);
bool notification_handle_create(struct request *request);
bool notification_handle_update_prepare(struct request *request);
bool notification_handle_update(struct request *request);
bool notification_handle_delete_prepare(struct request *request);
bool notification_handle_delete(struct request *request);

#endif
