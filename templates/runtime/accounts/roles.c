/* roles.c - see roles.h. */
#include "accounts/roles.h"

#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "hooks/webhook.h"
#include "model/field_name.h"
#include "objects/objects.h"
#include "objects/system_object.h"
#include "read/rows.h"
#include "write/row_write.h"

/* The name that the edit sets, or no text. */
static struct text name_of(const struct object_edit *edit)
{
    const struct class_field *field = class_find_field(edit->class, text_of("name"));
    int index = field ? class_field_index(edit->class, field) : -1;

    if (index < 0 || *object_state(edit->class, edit->object, index) != FIELD_SET)
        return text_none();
    return *(const struct text *)object_value(edit->object, field);
}

bool roles_check_name(struct request *request, const struct object_edit *edit)
{
    struct text name = edit->class == request->app->role ? name_of(edit) : text_none();

    for (size_t i = 0; i < name.length; i++)
        if (!is_ascii_letter(name.bytes[i]) && !is_ascii_digit(name.bytes[i]) &&
            !memchr("_- ", name.bytes[i], 3))
            return fail(
                &request->context, PARSE_INVALID_ROLE_NAME,
                "A role's name can only contain alphanumeric characters, _, -, and spaces.");
    return true;
}

bool roles_check_complete(struct request *request, const struct object_edit *edit)
{
    if (edit->class != request->app->role)
        return true;
    if (!name_of(edit).length)
        return fail(&request->context, PARSE_INCORRECT_TYPE, "name is required.");
    if (!((const struct object *)edit->object)->has_acl)
        return fail(&request->context, PARSE_INCORRECT_TYPE, "ACL is required.");
    return true;
}

static bool make_role(struct request *request, struct text name, struct text *role_id)
{
    const struct class *class = request->app->role;
    const struct class_field *field = class_find_field(class, text_of("name"));
    struct object *role = arena_alloc(request->context.arena, class->object_size);

    *role_id = new_object_id(request->context.arena);
    if (!role || !role_id->bytes)
        return fail_internal(&request->context, "out of memory");
    role->object_id = *role_id;
    role->created_at = role->updated_at = request->now;
    role->has_acl = true;
    role->acl = text_of(""); /* nobody but the master key */
    *(struct text *)object_member(role, field) = name;
    *object_state(class, role, class_field_index(class, field)) = FIELD_SET;
    return rows_insert(request, class, role);
}

bool roles_set_member(struct request *request, struct text name, struct text user_id, bool member)
{
    struct principal before = request_act_as_server(request);
    const struct class *class = request->app->role;
    struct text role_id;
    bool done = rows_find_id(request, request->app->role, "name", name, &role_id);

    if (done && !role_id.bytes && member)
        done = make_role(request, name, &role_id);
    if (done && role_id.bytes)
        done = rows_relate(request, class, class_find_field(class, text_of("users")), role_id,
                           user_id, member);
    request_act_as(request, before);
    return done;
}

/* An app whose rules speak of roles has no others: a mistyped name is told. */
static bool check_known(struct request *request, struct text role)
{
    const struct app *app = request->app;
    struct buffer names;

    if (!app->role_name_count)
        return true;
    buffer_init(&names, request->context.arena, 128);
    for (size_t i = 0; i < app->role_name_count; i++) {
        if (text_equal(app->role_names[i], role))
            return true;
        buffer_add_string(&names, i ? ", " : " ");
        buffer_add_text(&names, app->role_names[i]);
    }
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "there is no role %.*s; there is%.*s",
                TEXT_PRINTED(role), TEXT_PRINTED(buffer_text(&names)));
}

static bool change_user(struct request *request, bool member)
{
    struct text user_id = request->segments[0];
    struct text role = request->segments[1];
    struct buffer payload;

    if (!check_known(request, role) ||
        !rows_require(request, request->app->user, OPERATION_UPDATE, user_id))
        return false;
    buffer_init(&payload, request->context.arena, 64);
    buffer_add_string(&payload, "{\"role\":");
    json_write_string(&payload, role);
    buffer_add_char(&payload, '}');
    buffer_add_string(&request->response.body, "{}");
    return roles_set_member(request, role, user_id, member) &&
           audit_note(request, member ? "add-role" : "remove-role", request->app->user->name,
                      user_id, buffer_text(&payload));
}

bool roles_add_user(struct request *request)
{
    return change_user(request, true);
}

bool roles_remove_user(struct request *request)
{
    return change_user(request, false);
}

bool roles_find(struct request *request)
{
    return objects_find_class(request, request->app->role, NULL);
}

bool roles_get(struct request *request)
{
    return object_get(request, request->app->role, request->segments[0]);
}

bool roles_create_prepare(struct request *request)
{
    return object_create_prepare(request, request->app->role);
}

bool roles_create(struct request *request)
{
    return object_create(request);
}

bool roles_update_prepare(struct request *request)
{
    return object_update_prepare(request, request->app->role, request->segments[0]);
}

bool roles_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool roles_delete_prepare(struct request *request)
{
    return webhook_before_delete(request, request->app->role, request->segments[0]);
}

bool roles_delete(struct request *request)
{
    if (!objects_delete_one(request, request->app->role, request->segments[0]))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return true;
}
