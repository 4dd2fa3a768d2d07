/* message.c - see message.h. Each operation's members are a table. */
#include "live/message.h"

#include "formats/json.h"

#include <stddef.h>

enum { NAME_LIMIT = 1000 /* of a list */ };

enum member_kind { MEMBER_STRING, MEMBER_NUMBER, MEMBER_OBJECT, MEMBER_NAMES, MEMBER_QUERY };

struct member {
    const char *name;
    enum member_kind kind;
    bool required;
    size_t place; /* in struct live_message; 0: nobody asks for it */
};

#define PLACE(member) offsetof(struct live_message, member)

static const struct member connect_members[] = {
    {"op", MEMBER_STRING, true, 0},
    {"applicationId", MEMBER_STRING, true, PLACE(application_id)},
    {"javascriptKey", MEMBER_STRING, false, PLACE(javascript_key)},
    {"masterKey", MEMBER_STRING, false, PLACE(master_key)},
    {"clientKey", MEMBER_STRING, false, PLACE(client_key)},
    {"windowsKey", MEMBER_STRING, false, PLACE(windows_key)},
    {"restAPIKey", MEMBER_STRING, false, PLACE(rest_key)},
    {"sessionToken", MEMBER_STRING, false, PLACE(session_token)},
    {"installationId", MEMBER_STRING, false, PLACE(installation_id)},
    {NULL, MEMBER_STRING, false, 0},
};

static const struct member subscribe_members[] = {
    {"op", MEMBER_STRING, true, 0},
    {"requestId", MEMBER_NUMBER, true, PLACE(request_id)},
    {"query", MEMBER_QUERY, true, 0},
    {"sessionToken", MEMBER_STRING, false, PLACE(session_token)},
    {"since", MEMBER_STRING, false, PLACE(since)},
    {NULL, MEMBER_STRING, false, 0},
};

static const struct member query_members[] = {
    {"where", MEMBER_OBJECT, true, PLACE(where)},
    {"className", MEMBER_STRING, true, PLACE(class_name)},
    {"keys", MEMBER_NAMES, false, PLACE(keys)},
    {"watch", MEMBER_NAMES, false, PLACE(watch)},
    {"include", MEMBER_NAMES, false, 0}, /* events have pointers, as parse-server's */
    {NULL, MEMBER_STRING, false, 0},
};

static const struct member unsubscribe_members[] = {
    {"op", MEMBER_STRING, true, 0},
    {"requestId", MEMBER_NUMBER, true, PLACE(request_id)},
    {NULL, MEMBER_STRING, false, 0},
};

static const struct {
    const char *name;
    const struct member *members;
} operations[] = {
    [LIVE_CONNECT] = {"connect", connect_members},
    [LIVE_SUBSCRIBE] = {"subscribe", subscribe_members},
    [LIVE_UPDATE] = {"update", subscribe_members},
    [LIVE_UNSUBSCRIBE] = {"unsubscribe", unsubscribe_members},
};

static bool read_members(struct context *context, const cJSON *object, const struct member *members,
                         struct live_message *message);

static bool refuse(struct context *context, const char *format, const char *what)
{
    return fail(context, PARSE_INTERNAL, format, what);
}

static const char *type_name(const cJSON *json)
{
    if (cJSON_IsString(json))
        return "string";
    if (cJSON_IsNumber(json))
        return "number";
    if (cJSON_IsBool(json))
        return "boolean";
    if (cJSON_IsArray(json))
        return "array";
    return cJSON_IsNull(json) ? "null" : "object";
}

static bool has_type(struct context *context, const cJSON *json, bool right, const char *expected)
{
    return right || fail(context, PARSE_INTERNAL, "Invalid type: %s (expected %s)", type_name(json),
                         expected);
}

static bool check_names(struct context *context, const cJSON *list)
{
    const cJSON *name;
    int count = 0;

    if (!has_type(context, list, cJSON_IsArray(list), "array"))
        return false;
    if (!list->child)
        return refuse(context, "Array is too short (0), minimum 1%s", "");
    cJSON_ArrayForEach(name, list)
    {
        if (!has_type(context, name, cJSON_IsString(name), "string"))
            return false;
        if (++count > NAME_LIMIT)
            return refuse(context, "Array is too long%s", "");
        for (const cJSON *other = list->child; other != name; other = other->next)
            if (strcmp(other->valuestring, name->valuestring) == 0)
                return refuse(context, "Array items are not unique%s", "");
    }
    return true;
}

static bool read_member(struct context *context, const cJSON *json, const struct member *member,
                        struct live_message *message)
{
    char *place = (char *)message + member->place;

    switch (member->kind) {
    case MEMBER_STRING:
        if (!has_type(context, json, cJSON_IsString(json), "string"))
            return false;
        if (member->place)
            *(struct text *)(void *)place = text_of(json->valuestring);
        return true;
    case MEMBER_NUMBER:
        if (!has_type(context, json, cJSON_IsNumber(json), "number"))
            return false;
        *(double *)(void *)place = json->valuedouble;
        return true;
    case MEMBER_OBJECT:
    case MEMBER_QUERY:
        if (!has_type(context, json, cJSON_IsObject(json), "object"))
            return false;
        if (member->kind == MEMBER_QUERY)
            return read_members(context, json, query_members, message);
        *(const cJSON **)(void *)place = json;
        return true;
    case MEMBER_NAMES:
        if (!check_names(context, json))
            return false;
        if (member->place)
            *(const cJSON **)(void *)place = json;
        return true;
    }
    return false;
}

static bool is_member(const struct member *members, const char *name)
{
    while (members->name && strcmp(members->name, name) != 0)
        members++;
    return members->name != NULL;
}

static bool read_members(struct context *context, const cJSON *object, const struct member *members,
                         struct live_message *message)
{
    const cJSON *json;

    for (const struct member *member = members; member->name; member++)
        if (member->required && !cJSON_GetObjectItemCaseSensitive(object, member->name))
            return refuse(context, "Missing required property: %s", member->name);
    cJSON_ArrayForEach(json, object)
    {
        if (!is_member(members, json->string))
            return refuse(context, "Additional properties not allowed%s", "");
    }
    for (const struct member *member = members; member->name; member++) {
        json = cJSON_GetObjectItemCaseSensitive(object, member->name);
        if (json && !read_member(context, json, member, message))
            return false;
    }
    return true;
}

bool live_message_read(struct context *context, struct text text, struct live_message *message)
{
    struct context scratch = {.arena = context->arena};
    cJSON *json = json_parse(&scratch, text);
    const cJSON *name;

    *message = (struct live_message){.request_id = 0};
    if (!json)
        return refuse(context, "The message is no JSON%s", "");
    if (!has_type(context, json, cJSON_IsObject(json), "object"))
        return false;
    name = cJSON_GetObjectItemCaseSensitive(json, "op");
    if (!name)
        return refuse(context, "Missing required property: %s", "op");
    if (!has_type(context, name, cJSON_IsString(name), "string"))
        return false;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].name, name->valuestring) == 0) {
            message->operation = (enum live_operation)i;
            return read_members(context, json, operations[i].members, message);
        }
    return refuse(context, "No enum match for: %.100s", name->valuestring);
}
