/* handlers.c - what the routes of class Entry do. Generated. */
#include "classes/entry/handlers.h"

#include "classes/entry/model.h"
#include "objects/objects.h"

bool entry_handle_get(struct request *request)
{
    return object_get(request, &entry_model, request->segments[0]);
}

bool entry_handle_find(struct request *request)
{
    return objects_find_class(request, &entry_model, NULL);
}

bool entry_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &entry_model);
}

bool entry_handle_create(struct request *request)
{
    return object_create(request);
}
