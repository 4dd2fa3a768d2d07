/* handlers.c - what the routes of class Order do. Generated. */
#include "classes/order/handlers.h"

#include "classes/order/model.h"
#include "objects/objects.h"

bool order_handle_get(struct request *request)
{
    return object_get(request, &order_model, request->segments[0]);
}

bool order_handle_find(struct request *request)
{
    return objects_find_class(request, &order_model, NULL);
}

bool order_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &order_model);
}

bool order_handle_create(struct request *request)
{
    return object_create(request);
}

bool order_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &order_model, request->segments[0]);
}

bool order_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool order_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &order_model, request->segments[0]);
}

bool order_handle_delete(struct request *request)
{
    return object_delete(request, &order_model, request->segments[0]);
}
