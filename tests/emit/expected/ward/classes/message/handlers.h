/* handlers.h - what the routes of class Message do. Generated. */
#ifndef CLASSES_MESSAGE_HANDLERS_H
#define CLASSES_MESSAGE_HANDLERS_H

#include "request/request.h"

bool message_handle_get(struct request *request);
bool message_handle_find(struct request *request);
bool message_handle_create_prepare(struct request *request);
bool message_handle_create(struct request *request);
bool message_handle_update_prepare(struct request *request);
bool message_handle_update(struct request *request);
bool message_handle_delete_prepare(struct request *request);
bool message_handle_delete(struct request *request);

#endif
