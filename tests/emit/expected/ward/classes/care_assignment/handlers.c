/* handlers.c - what the routes of class CareAssignment do. Generated. */
#include "classes/care_assignment/handlers.h"

#include "classes/care_assignment/model.h"
#include "objects/objects.h"

bool care_assignment_handle_get(struct request *request)
{
    return object_get(request, &care_assignment_model, request->segments[0]);
}

bool care_assignment_handle_find(struct request *request)
{
    return objects_find_class(request, &care_assignment_model, NULL);
}

bool care_assignment_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &care_assignment_model);
}

bool care_assignment_handle_create(struct request *request)
{
    return object_create(request);
}

bool care_assignment_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &care_assignment_model, request->segments[0]);
}

bool care_assignment_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool care_assignment_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &care_assignment_model, request->segments[0]);
}

bool care_assignment_handle_delete(struct request *request)
{
    return object_delete(request, &care_assignment_model, request->segments[0]);
}
