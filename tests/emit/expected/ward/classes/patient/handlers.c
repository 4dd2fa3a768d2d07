/* handlers.c - what the routes of class Patient do. Generated. */
#include "classes/patient/handlers.h"

#include "classes/patient/model.h"
#include "objects/objects.h"

bool patient_handle_get(struct request *request)
{
    return object_get(request, &patient_model, request->segments[0]);
}

bool patient_handle_find(struct request *request)
{
    return objects_find_class(request, &patient_model, NULL);
}

bool patient_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &patient_model);
}

bool patient_handle_create(struct request *request)
{
    return object_create(request);
}

bool patient_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &patient_model, request->segments[0]);
}

bool patient_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool patient_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &patient_model, request->segments[0]);
}

bool patient_handle_delete(struct request *request)
{
    return object_delete(request, &patient_model, request->segments[0]);
}
