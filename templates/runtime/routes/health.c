/* health.c - see health.h. */
#include "routes/health.h"

bool health_get(struct request *request)
{
    buffer_add_string(&request->response.body, "{\"status\":\"ok\"}");
    return true;
}
