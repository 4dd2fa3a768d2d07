/* handlers.c - what the routes of class Note do. Generated. */
#include "classes/note/handlers.h"

#include "classes/note/model.h"
#include "objects/objects.h"

bool note_handle_get(struct request *request)
{
    return object_get(request, &note_model, request->segments[0]);
}

bool note_handle_find(struct request *request)
{
    return objects_find_class(request, &note_model, NULL);
}

bool note_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &note_model);
}

bool note_handle_create(struct request *request)
{
    return object_create(request);
}

bool note_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &note_model, request->segments[0]);
}

bool note_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool note_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &note_model, request->segments[0]);
}

bool note_handle_delete(struct request *request)
{
    return object_delete(request, &note_model, request->segments[0]);
}
