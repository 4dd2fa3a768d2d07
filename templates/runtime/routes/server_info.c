/* server_info.c - see server_info.h. */
#include "routes/server_info.h"

/* The version of parse-server whose answers these servers give; the dashboard and the SDKs choose by
 * it what they ask for. Features that are false take their controls out of the dashboard. It shows no
 * data at all unless fields and classes may be added and removed, so these are true: whoever tries is
 * told where the schema is changed (schemas.c). */
static const char server_info[] =
    "{\"features\":{"
    "\"globalConfig\":{\"create\":true,\"read\":true,\"update\":true,\"delete\":true},"
    "\"hooks\":{\"create\":true,\"read\":true,\"update\":true,\"delete\":true},"
    "\"cloudCode\":{\"jobs\":false},"
    "\"logs\":{\"level\":false,\"size\":false,\"order\":false,\"until\":false,\"from\":false},"
    "\"push\":{\"immediatePush\":false,\"scheduledPush\":false,\"storedPushData\":false,"
    "\"pushAudiences\":false,\"localization\":false},"
    "\"schemas\":{\"addField\":true,\"removeField\":true,\"addClass\":true,"
    "\"removeClass\":true,\"clearAllDataFromClass\":true,\"exportClass\":false,"
    "\"editClassLevelPermissions\":false,\"editPointerPermissions\":false},"
    "\"settings\":{\"securityCheck\":true}},"
    "\"parseServerVersion\":\"9.10.0\"}";

static bool answer(struct request *request, const char *json)
{
    buffer_add_string(&request->response.body, json);
    return true;
}

bool server_info_get(struct request *request)
{
    return answer(request, server_info);
}

bool events_track(struct request *request)
{
    return answer(request, "{}");
}

bool push_send(struct request *request)
{
    return fail(&request->context, PARSE_PUSH_MISCONFIGURED,
                "This server sends no push notifications.");
}

bool jobs_start(struct request *request)
{
    return fail(&request->context, PARSE_SCRIPT_FAILED, "Invalid job.");
}

bool script_log_get(struct request *request)
{
    return answer(request, "[]");
}

bool jobs_find(struct request *request)
{
    return answer(request, "[]");
}

bool jobs_get_data(struct request *request)
{
    return answer(request, "{\"in_use\":[],\"jobs\":[]}");
}

bool push_audiences_find(struct request *request)
{
    return answer(request, "{\"results\":[]}");
}
