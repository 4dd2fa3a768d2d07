/* schemas.c - see schemas.h. The JSON is written from the tables that the server itself works by, so
 * what it tells is what holds. Read from the bottom. */
#include "routes/schemas.h"

#include "formats/json.h"
#include "guard/guard.h"
#include "model/class_access.h"
#include "model/value.h"

/* A member's key, with the comma before it unless it is the object's first. */
static void write_key(struct buffer *body, struct text key)
{
    if (body->length && body->bytes[body->length - 1] != '{')
        buffer_add_char(body, ',');
    json_write_string(body, key);
    buffer_add_char(body, ':');
}

static void write_type(struct buffer *body, const char *name, const char *type)
{
    write_key(body, text_of(name));
    buffer_add_string(body, "{\"type\":\"");
    buffer_add_string(body, type);
    buffer_add_string(body, "\"}");
}

static void write_field(struct buffer *body, const struct class_field *field)
{
    write_key(body, field->name);
    buffer_add_string(body, "{\"type\":\"");
    buffer_add_string(body, value_type_word(field->type));
    buffer_add_char(body, '"');
    if (field->target) {
        write_key(body, text_of("targetClass"));
        json_write_string(body, field->target->name);
    }
    if (field->required)
        buffer_add_string(body, ",\"required\":true");
    if (field->default_json.bytes) {
        write_key(body, text_of("defaultValue"));
        buffer_add_text(body, field->default_json);
    }
    buffer_add_char(body, '}');
}

static void write_fields(struct buffer *body, const struct app *app, const struct class *class)
{
    buffer_add_char(body, '{');
    write_type(body, "objectId", "String");
    write_type(body, "createdAt", "Date");
    write_type(body, "updatedAt", "Date");
    write_type(body, "ACL", "ACL");
    /* Fields to Parse, though here no column of the class's table holds them. */
    if (class == app->user)
        write_type(body, "password", "String");
    if (class == app->session)
        write_type(body, "sessionToken", "String");
    for (int i = 0; i < class->field_count; i++)
        write_field(body, &class->fields[i]);
    buffer_add_char(body, '}');
}

/* ["owner","editors"] */
static void write_field_names(struct buffer *body, const struct class *class, const int *fields,
                              size_t count)
{
    buffer_add_char(body, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_add_char(body, ',');
        json_write_string(body, class->fields[fields[i]].name);
    }
    buffer_add_char(body, ']');
}

static bool is_among(int field, const int *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i] == field)
            return true;
    return false;
}

/* The fields of an operation's own pointerFields: those that readUserFields or writeUserFields do
 * not bring to it anyway. */
static void write_pointer_fields(struct buffer *body, const struct class *class,
                                 enum operation operation)
{
    const struct permission *permission = &class->access->permissions[operation];
    bool reads = operation <= OPERATION_COUNT;
    const int *others = reads ? class->access->read_user_fields : class->access->write_user_fields;
    size_t other_count =
        reads ? class->access->read_user_field_count : class->access->write_user_field_count;
    bool any = false;

    for (size_t i = 0; i < permission->pointer_field_count; i++) {
        int field = permission->pointer_fields[i];
        if (is_among(field, others, other_count))
            continue;
        if (any)
            buffer_add_char(body, ',');
        else
            write_key(body, text_of("pointerFields"));
        if (!any)
            buffer_add_char(body, '[');
        any = true;
        json_write_string(body, class->fields[field].name);
    }
    if (any)
        buffer_add_char(body, ']');
}

/* {"*":true,"pointerFields":["owner"]} */
static void write_permission(struct buffer *body, const struct class *class,
                             enum operation operation)
{
    const struct permission *permission = &class->access->permissions[operation];

    buffer_add_char(body, '{');
    if (permission->everyone)
        buffer_add_string(body, "\"*\":true");
    if (permission->requires_authentication) {
        write_key(body, text_of("requiresAuthentication"));
        buffer_add_string(body, "true");
    }
    for (size_t i = 0; i < permission->principal_count; i++) {
        write_key(body, permission->principals[i]);
        buffer_add_string(body, "true");
    }
    write_pointer_fields(body, class, operation);
    buffer_add_char(body, '}');
}

static void write_permissions(struct buffer *body, const struct class *class)
{
    static const enum operation operations[] = {
        OPERATION_FIND,   OPERATION_GET,    OPERATION_COUNT,     OPERATION_CREATE,
        OPERATION_UPDATE, OPERATION_DELETE, OPERATION_ADD_FIELD,
    };

    buffer_add_char(body, '{');
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        write_key(body, text_of(guard_operation_name(operations[i])));
        write_permission(body, class, operations[i]);
    }
    write_key(body, text_of("protectedFields"));
    buffer_add_char(body, '{');
    for (size_t i = 0; i < class->access->protected_count; i++) {
        const struct protected_fields *group = &class->access->protected_fields[i];
        write_key(body, group->principal);
        write_field_names(body, class, group->fields, group->field_count);
    }
    buffer_add_char(body, '}');
    if (class->access->read_user_field_count) {
        write_key(body, text_of("readUserFields"));
        write_field_names(body, class, class->access->read_user_fields,
                          class->access->read_user_field_count);
    }
    if (class->access->write_user_field_count) {
        write_key(body, text_of("writeUserFields"));
        write_field_names(body, class, class->access->write_user_fields,
                          class->access->write_user_field_count);
    }
    buffer_add_char(body, '}');
}

static void write_indexes(struct buffer *body, const struct class *class)
{
    write_key(body, text_of("indexes"));
    buffer_add_string(body, "{\"_id_\":{\"_id\":1}");
    for (size_t i = 0; i < class->index_count; i++) {
        write_key(body, class->indexes[i].name);
        buffer_add_text(body, class->indexes[i].keys_json);
    }
    buffer_add_char(body, '}');
}

static void write_schema(struct buffer *body, const struct app *app, const struct class *class)
{
    buffer_add_string(body, "{\"className\":");
    json_write_string(body, class->name);
    write_key(body, text_of("fields"));
    write_fields(body, app, class);
    write_key(body, text_of("classLevelPermissions"));
    write_permissions(body, class);
    if (class->index_count)
        write_indexes(body, class);
    buffer_add_char(body, '}');
}

bool schemas_find(struct request *request)
{
    struct buffer *body = &request->response.body;

    buffer_add_string(body, "{\"results\":[");
    for (size_t i = 0; i < request->app->class_count; i++) {
        if (i)
            buffer_add_char(body, ',');
        write_schema(body, request->app, request->app->classes[i]);
    }
    buffer_add_string(body, "]}");
    return true;
}

bool schemas_get(struct request *request)
{
    struct text name = request->segments[0];
    const struct class *class = app_find_class(request->app, name);

    if (!class)
        return fail(&request->context, PARSE_INVALID_CLASS_NAME, "Class %.*s does not exist.",
                    TEXT_PRINTED(name));
    write_schema(&request->response.body, request->app, class);
    return true;
}

bool schemas_change(struct request *request)
{
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "This server's schema is compiled in. Edit the schema file, generate the server "
                "anew and start it.");
}
