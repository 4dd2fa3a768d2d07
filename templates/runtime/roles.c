/* roles.c - see roles.h. */
#include "roles.h"

#include "field_name.h"
#include "json.h"
#include "objects.h"
#include "webhook.h"

/* The name that the edit sets, or no text. */
static struct text name_of(const struct object_edit *edit)
{
    const struct class_field *field = class_find_field(edit->class, text_of("name"));
    int index = field ? (int)(field - edit->class->fields) : -1;

    if (index < 0 || *object_state(edit->class, edit->object, index) != FIELD_SET)
        return text_none();
    return *(const struct text *)(const void *)((const char *)edit->object + field->offset);
}

bool roles_check_name(struct request *request, const struct object_edit *edit)
{
    struct text name = name_of(edit);

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
    if (!name_of(edit).length)
        return fail(&request->context, PARSE_INCORRECT_TYPE, "name is required.");
    if (!((const struct object *)edit->object)->has_acl)
        return fail(&request->context, PARSE_INCORRECT_TYPE, "ACL is required.");
    return true;
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
    return objects_create(request);
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
