/* handlers.h - what the routes of class Patient do. Generated. */
#ifndef CLASSES_PATIENT_HANDLERS_H
#define CLASSES_PATIENT_HANDLERS_H

#include "request/request.h"

bool patient_handle_get(struct request *request);
bool patient_handle_find(struct request *request);
bool patient_handle_create_prepare(struct request *request);
bool patient_handle_create(struct request *request);
bool patient_handle_update_prepare(struct request *request);
bool patient_handle_update(struct request *request);
bool patient_handle_delete_prepare(struct request *request);
bool patient_handle_delete(struct request *request);

#endif
