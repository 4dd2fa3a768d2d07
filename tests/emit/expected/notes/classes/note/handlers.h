/* handlers.h - what the routes of class Note do. Generated. */
#ifndef CLASSES_NOTE_HANDLERS_H
#define CLASSES_NOTE_HANDLERS_H

#include "request/request.h"

bool note_handle_get(struct request *request);
bool note_handle_find(struct request *request);
bool note_handle_create_prepare(struct request *request);
bool note_handle_create(struct request *request);
bool note_handle_update_prepare(struct request *request);
bool note_handle_update(struct request *request);
bool note_handle_delete_prepare(struct request *request);
bool note_handle_delete(struct request *request);

#endif
