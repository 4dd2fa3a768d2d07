/* role_request.c - see role_request.h. */
#include "accounts/role_request.h"

#include "accounts/roles.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "objects/system_object.h"
#include "read/rows.h"

static const char pending[] = "pending";

/* What each state that is decided means for the role. */
static const struct {
    const char *status;
    const char *action; /* in the audit trail */
    bool changes_role;
    bool member;
} decisions[] = {
    {"approved", "approve", true, true},
    {"rejected", "reject", false, false},
    {"revoked", "revoke", true, false},
};

static bool is_ours(const struct request *request, const struct object_edit *edit)
{
    return edit->class == request->app->role_request;
}

static void set_decision(const struct request *request, struct object_edit *edit)
{
    system_object_set_date(edit, "decidedAt", request->now);
    if (principal_signed_in(&request->principal))
        system_object_set_text(edit, "decidedBy", request->principal.user_id);
    else
        system_object_remove(edit, "decidedBy");
}

/* {"user": pointer, "role": name, "status": {"$in": ["pending", "approved"]}, "objectId": {"$ne": its own}} */
static cJSON *where_open(const struct object_edit *edit)
{
    static const char *const open[] = {pending, "approved"};
    struct text user = system_object_text(edit->class, edit->object, "user");
    struct text role = system_object_text(edit->class, edit->object, "role");
    cJSON *where = cJSON_CreateObject();
    cJSON *pointer = cJSON_AddObjectToObject(where, "user");
    cJSON *status = cJSON_AddObjectToObject(where, "status");
    cJSON *values = cJSON_CreateStringArray(open, sizeof open / sizeof *open);
    cJSON *other = cJSON_AddObjectToObject(where, "objectId");
    struct text own = ((const struct object *)edit->object)->object_id;

    if (!values || !cJSON_AddStringToObject(other, "$ne", own.bytes) ||
        !cJSON_AddItemToObject(status, "$in", values) ||
        !cJSON_AddStringToObject(pointer, "__type", "Pointer") ||
        !cJSON_AddStringToObject(pointer, "className", "_User") ||
        !cJSON_AddStringToObject(pointer, "objectId", user.bytes) ||
        !cJSON_AddStringToObject(where, "role", role.bytes))
        return NULL;
    return where;
}

/* Asked once the request is there, so that only they hear of another who may make it: whether somebody has asked
 * for a role, or has it, is nothing for strangers. */
static bool check_only(struct request *request, const struct object_edit *edit)
{
    struct row_query query = {.class = edit->class, .operation = OPERATION_COUNT};
    struct principal before;
    int64_t count = 0;
    bool done;

    json_use_arena(request->context.arena);
    query.where = where_open(edit);
    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    before = request_act_as_server(request);
    done = rows_count(request, &query, &count);
    request_act_as(request, before);
    return done && (count == 0 || fail(&request->context, PARSE_DUPLICATE_VALUE,
                                       "There is a request for this role already."));
}

/* The master key may bring requests that were decided elsewhere. */
static void note_decided(struct request *request, struct object_edit *edit)
{
    struct text status = system_object_text(edit->class, edit->object, "status");

    if (status.bytes && !text_is(status, pending))
        set_decision(request, edit);
}

static bool check_change(struct request *request, struct object_edit *edit)
{
    static const char *const kept[] = {"user", "role", NULL};
    const struct class *class = edit->class;
    struct text status = system_object_text(class, edit->object, "status");
    void *stored;

    if (!system_object_read(request, class, ((struct object *)edit->object)->object_id, &stored))
        return false;
    if (!stored)
        return true; /* the update itself says so */
    if (!system_object_keeps(request, edit, stored, kept))
        return false;
    if (!status.bytes || text_equal(status, system_object_text(class, stored, "status")))
        return true;
    if (!request->principal.master &&
        text_equal(request->principal.user_id, system_object_text(class, stored, "user")))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Nobody decides on their own request.");
    set_decision(request, edit);
    return true;
}

bool role_request_before_save(struct request *request, struct save *save)
{
    if (!is_ours(request, save->edit))
        return true;
    if (!save->is_new)
        return check_change(request, save->edit);
    note_decided(request, save->edit);
    return true;
}

static struct text describe(struct request *request, struct text user_id, struct text role)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 128);
    buffer_add_string(&json, "{\"user\":");
    json_write_string(&json, user_id);
    buffer_add_string(&json, ",\"role\":");
    json_write_string(&json, role);
    buffer_add_char(&json, '}');
    return buffer_text(&json);
}

bool role_request_after_save(struct request *request, const struct save *save)
{
    const struct object_edit *edit = save->edit;
    const struct class *class = edit->class;
    struct text object_id;
    struct text status;
    struct text user_id;
    struct text role;
    void *stored;

    if (!is_ours(request, edit))
        return true;
    if (save->is_new && !check_only(request, edit))
        return false;
    if (system_object_state(class, edit->object, "decidedAt") != FIELD_SET)
        return true;
    object_id = ((const struct object *)edit->object)->object_id;
    if (!system_object_read(request, class, object_id, &stored) || !stored)
        return request->context.error.code == 0;
    status = system_object_text(class, stored, "status");
    user_id = system_object_text(class, stored, "user");
    role = system_object_text(class, stored, "role");
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
        if (text_is(status, decisions[i].status))
            return (!decisions[i].changes_role ||
                    roles_set_member(request, role, user_id, decisions[i].member)) &&
                   audit_note(request, decisions[i].action, class->name, object_id,
                              describe(request, user_id, role));
    return true;
}
