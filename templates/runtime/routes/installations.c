/* installations.c - see installations.h. A create and an update are the same thing here: a
 * registration, which is read from the body, matched with what is stored, and then written to the
 * row that it turned out to be about. Everything happens on the writer, since what is stored decides
 * whether the body makes an object or changes one. */
#include "routes/installations.h"

#include "formats/json.h"
#include "guard/guard.h"
#include "objects/objects.h"

enum { IOS_TOKEN_LENGTH = 64 };

/* What a client says of itself. */
struct registration {
    struct text object_id; /* of an update, else no text */
    struct text said_id;   /* the objectId in the body */
    struct text installation_id;
    bool says_installation_id; /* in the body, and not in a header alone */
    struct text device_token;
    struct text device_type;
    struct text app_identifier;
};

/* What is stored; all are no texts when there is none. */
struct installation {
    struct text object_id;
    struct text installation_id;
    struct text device_token;
    struct text device_type;
};

/* The body's member of that name when it is a text that is not empty, else NULL. */
static char *body_string(const struct request *request, const char *name)
{
    cJSON *member = cJSON_GetObjectItemCaseSensitive(request->body, name);
    char *string = cJSON_GetStringValue(member);

    return string && *string ? string : NULL;
}

static void lower_case(char *string)
{
    for (; *string; string++)
        if (*string >= 'A' && *string <= 'Z')
            *string = (char)(*string - 'A' + 'a');
}

/* Reads the registration; ids are kept in lower case, in the body too. */
static bool read_registration(struct request *request, struct registration *registration)
{
    char *id = body_string(request, "installationId");
    char *token = body_string(request, "deviceToken");

    registration->said_id = text_of(body_string(request, "objectId"));
    registration->device_type = text_of(body_string(request, "deviceType"));
    registration->app_identifier = text_of(body_string(request, "appIdentifier"));
    if (token && strlen(token) == IOS_TOKEN_LENGTH)
        lower_case(token);
    registration->device_token = text_of(token);
    request->device_token = registration->device_token;
    registration->says_installation_id = id != NULL;
    if (!id && !request->principal.master && request->installation_id.length) {
        struct text copy = arena_copy(request->context.arena, request->installation_id);
        if (!copy.bytes)
            return fail_internal(&request->context, "out of memory");
        id = (char *)(uintptr_t)copy.bytes;
    }
    if (id)
        lower_case(id);
    registration->installation_id = text_of(id);
    /* In private apps the guard gives a device the row of the id that it names. */
    if (id)
        request->installation_id = registration->installation_id;
    return true;
}

static struct text read_text(struct request *request, const struct class *class,
                             struct store_statement *rows, const char *name)
{
    int column = class_find_field(class, text_of(name))->column;

    if (store_column_is_null(rows, column))
        return text_none();
    return arena_copy(request->context.arena, store_column_text(rows, column));
}

/* Runs a query with the rights of the master key: up to `limit` installations. */
static bool find(struct request *request, struct row_query *query, struct installation *found,
                 size_t limit, size_t *count)
{
    struct principal before = request_act_as_server(request);
    struct store_statement *rows;
    bool more = true;
    bool done;

    *count = 0;
    query->class = request->app->installation;
    query->operation = OPERATION_FIND;
    query->limit = (int64_t)limit;
    done = rows_select(request, query, &rows);
    while (done && *count < limit && (done = sql_next(&request->context, rows, &more)) && more)
        found[(*count)++] = (struct installation){
            .object_id =
                arena_copy(request->context.arena, store_column_text(rows, COLUMN_OBJECT_ID)),
            .installation_id = read_text(request, query->class, rows, "installationId"),
            .device_token = read_text(request, query->class, rows, "deviceToken"),
            .device_type = read_text(request, query->class, rows, "deviceType"),
        };
    store_release(rows);
    request_act_as(request, before);
    return done;
}

/* Those with that value of a field; none when the value is no text. */
static bool find_by(struct request *request, const char *name, struct text value,
                    struct installation *found, size_t limit, size_t *count)
{
    cJSON *where = cJSON_CreateObject();
    struct row_query query = {.where = where};

    *count = 0;
    if (!value.bytes)
        return true;
    if (!where || !cJSON_AddStringToObject(where, name, value.bytes))
        return fail_internal(&request->context, "out of memory");
    return find(request, &query, found, limit, count);
}

static bool remove_one(struct request *request, struct text object_id)
{
    struct principal before = request_act_as_server(request);
    struct text if_match = request->if_match;
    bool done;

    request->if_match = text_none();
    done = objects_delete_one(request, request->app->installation, object_id);
    request->if_match = if_match;
    request_act_as(request, before);
    return done;
}

/* Removes the installations that have this one's token, but not its id: `name` says which id, "objectId" or
 * "installationId". */
static bool remove_others(struct request *request, const struct registration *registration,
                          const char *name, struct text id)
{
    cJSON *where = cJSON_CreateObject();
    cJSON *other = where ? cJSON_AddObjectToObject(where, name) : NULL;
    struct row_query query = {.where = where};
    struct installation found;
    size_t count = 1;

    if (!other ||
        !cJSON_AddStringToObject(where, "deviceToken", registration->device_token.bytes) ||
        !cJSON_AddStringToObject(other, "$ne", id.bytes) ||
        (registration->app_identifier.bytes &&
         !cJSON_AddStringToObject(where, "appIdentifier", registration->app_identifier.bytes)))
        return fail_internal(&request->context, "out of memory");
    while (count > 0)
        if (!find(request, &query, &found, 1, &count) ||
            (count > 0 && !remove_one(request, found.object_id)))
            return false;
    return true;
}

static bool differs(struct text said, struct text stored)
{
    return said.bytes && !text_equal(said, stored);
}

/* What an update may not change. */
static bool check_unchanged(struct request *request, const struct registration *registration,
                            const struct installation *stored)
{
    const char *name = NULL;

    if (registration->says_installation_id && stored->installation_id.bytes &&
        differs(registration->installation_id, stored->installation_id))
        name = "installationId";
    else if (stored->device_token.bytes && !registration->says_installation_id &&
             !stored->installation_id.bytes &&
             differs(registration->device_token, stored->device_token))
        name = "deviceToken";
    else if (differs(registration->device_type, stored->device_type))
        name = "deviceType";
    return !name || fail(&request->context, PARSE_CHANGED_IMMUTABLE_FIELD,
                         "%s may not be changed in this operation", name);
}

/* Nothing stored has the registration's id: which installation has its token? */
static bool match_by_token(struct request *request, const struct registration *registration,
                           const struct installation *holders, size_t count, struct text *object_id)
{
    if (count == 0)
        return true;
    if (count == 1 && (!holders->installation_id.bytes || !registration->installation_id.bytes)) {
        *object_id = holders->object_id;
        return true;
    }
    if (!registration->says_installation_id)
        return fail(&request->context, PARSE_INSTALLATION_AMBIGUOUS,
                    "Must specify installationId when deviceToken matches multiple Installation "
                    "objects");
    return remove_others(request, registration, "installationId", registration->installation_id);
}

/* An installation has the registration's id; others may have its token. */
static bool match_by_id(struct request *request, const struct registration *registration,
                        const struct installation *match, const struct installation *holders,
                        size_t count, struct text *object_id)
{
    *object_id = match->object_id;
    if (count == 1 && !holders->installation_id.bytes) {
        /* The token came before the id: both rows are this device's, and the token's stays. */
        *object_id = holders->object_id;
        return text_equal(match->object_id, holders->object_id) ||
               remove_one(request, match->object_id);
    }
    if (!differs(registration->device_token, match->device_token))
        return true;
    if (registration->says_installation_id)
        return remove_others(request, registration, "installationId",
                             registration->installation_id);
    /* Whoever names neither id in the body may not be the one that the token has moved to. */
    return !registration->said_id.bytes || !text_equal(registration->said_id, match->object_id) ||
           remove_others(request, registration, "objectId", match->object_id);
}

/* Finds the object that the registration is about, and removes what it takes the place of. No text:
 * it is a new one. */
static bool find_object(struct request *request, const struct registration *registration,
                        struct text *object_id)
{
    struct row_query query = {.object_id = registration->object_id};
    struct installation by_object = {0};
    struct installation by_id = {0};
    struct installation holders[2];
    const struct installation *match;
    size_t found = 0;
    size_t holder_count;

    if (registration->object_id.bytes && !find(request, &query, &by_object, 1, &found))
        return false;
    if (registration->object_id.bytes && !found)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found for update.");
    if (!find_by(request, "installationId", registration->installation_id, &by_id, 1, &found) ||
        !find_by(request, "deviceToken", registration->device_token, holders, 2, &holder_count) ||
        (registration->object_id.bytes && !check_unchanged(request, registration, &by_object)))
        return false;
    match = found ? &by_id : &by_object;
    if (!registration->device_type.bytes && !match->object_id.bytes)
        return fail(&request->context, PARSE_MISSING_REQUIRED_FIELD,
                    "deviceType must be specified in this operation");
    if (match->object_id.bytes)
        return match_by_id(request, registration, match, holders, holder_count, object_id);
    return match_by_token(request, registration, holders, holder_count, object_id);
}

/* Makes the object, or changes the one that the registration is about, whatever id the body names: that
 * may be of a row which another one has taken the place of. */
static bool write_object(struct request *request, struct text object_id)
{
    static const char *const of_another[] = {"objectId", NULL};
    const struct class *class = request->app->installation;
    const struct object *object;
    struct object_edit edit;

    if (!object_edit_read(request, class, request->body, object_id.bytes ? of_another : NULL,
                          &edit))
        return false;
    object = edit.object;
    if (object_id.bytes)
        return object_edit_update(request, &edit, object_id);
    if (!object_edit_complete(request, &edit) || !object_edit_insert(request, &edit))
        return false;
    request->response.status = 201;
    request->response.location = arena_printf(request->context.arena, "/installations/%.*s",
                                              TEXT_PRINTED(object->object_id));
    return true;
}

bool installations_create(struct request *request)
{
    struct registration registration = {0};
    struct text object_id = text_none();

    json_use_arena(request->context.arena);
    if (!read_registration(request, &registration))
        return false;
    if (!registration.device_token.bytes && !registration.installation_id.bytes)
        return fail(&request->context, PARSE_MISSING_REQUIRED_FIELD,
                    "at least one ID field (deviceToken, installationId) must be specified in this "
                    "operation");
    return find_object(request, &registration, &object_id) && write_object(request, object_id);
}

bool installations_update(struct request *request)
{
    struct registration registration = {.object_id = request->segments[0]};
    struct text object_id = request->segments[0];

    json_use_arena(request->context.arena);
    if (!read_registration(request, &registration))
        return false;
    /* Nothing that matches devices: a plain update. */
    if (!registration.device_token.bytes && !registration.installation_id.bytes &&
        !registration.device_type.bytes)
        return write_object(request, object_id);
    return find_object(request, &registration, &object_id) && write_object(request, object_id);
}

/* Lists of devices are the master key's, whatever the class-level permissions say. */
bool installations_find(struct request *request)
{
    if (!request->principal.master)
        return guard_refuse(request, request->app->installation, OPERATION_FIND,
                            "lists of devices are the master key's");
    return objects_find_class(request, request->app->installation, NULL);
}

bool installations_get(struct request *request)
{
    return object_get(request, request->app->installation, request->segments[0]);
}

bool installations_delete(struct request *request)
{
    if (!objects_delete_one(request, request->app->installation, request->segments[0]))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return true;
}
