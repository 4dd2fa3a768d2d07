/* handlers.h - what the routes of class CareAssignment do. Generated. */
#ifndef CLASSES_CARE_ASSIGNMENT_HANDLERS_H
#define CLASSES_CARE_ASSIGNMENT_HANDLERS_H

#include "request/request.h"

bool care_assignment_handle_get(struct request *request);
bool care_assignment_handle_find(struct request *request);
bool care_assignment_handle_create_prepare(struct request *request);
bool care_assignment_handle_create(struct request *request);
bool care_assignment_handle_update_prepare(struct request *request);
bool care_assignment_handle_update(struct request *request);
bool care_assignment_handle_delete_prepare(struct request *request);
bool care_assignment_handle_delete(struct request *request);

#endif
