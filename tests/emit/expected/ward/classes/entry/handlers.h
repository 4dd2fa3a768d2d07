/* handlers.h - what the routes of class Entry do. Generated. */
#ifndef CLASSES_ENTRY_HANDLERS_H
#define CLASSES_ENTRY_HANDLERS_H

#include "request/request.h"

bool entry_handle_get(struct request *request);
bool entry_handle_find(struct request *request);
bool entry_handle_create_prepare(struct request *request);
bool entry_handle_create(struct request *request);

#endif
