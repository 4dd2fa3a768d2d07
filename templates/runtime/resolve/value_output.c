/* value_output.c - see value_output.h. Dates and bytes are texts; a File, a GeoPoint and an ACL are objects of
 * which somebody asks some fields, under names of his own. */
#include "resolve/value_output.h"

#include "files/file_url.h"
#include "formats/acl.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "read/file_writer.h"
#include "resolve/arguments.h"
#include "resolve/output.h"

const void *value_source_of(const struct node *node, const struct class_field *field)
{
    int index = class_field_index(node->class, field);
    const void *source = shown_row_source(&node->found, index, node->object);

    if (!source || object_state_of(node->class, source, index) != FIELD_SET)
        return NULL;
    return source;
}

static bool is_typename(const struct run *run, const struct graphql_collected *field)
{
    return field->field == run->resolve->schema->typename_field;
}

static void write_typename(struct buffer *json, const char *name)
{
    json_write_string(json, text_of(name));
}

static void write_geopoint_object(struct run *run, struct buffer *json,
                                  const struct graphql_collected *below, double latitude,
                                  double longitude)
{
    bool first = true;

    buffer_add_char(json, '{');
    for (; below; below = below->next) {
        output_name(json, below->response_name, &first);
        if (is_typename(run, below))
            write_typename(json, "GeoPoint");
        else
            json_write_number(json, text_is(below->field->name, "latitude") ? latitude : longitude);
    }
    buffer_add_char(json, '}');
}

/* The stored form is [[latitude, longitude], ...]. */
static void write_polygon_list(struct run *run, struct buffer *json,
                               const struct graphql_collected *below, struct text stored)
{
    const char *separator = "";
    const cJSON *corner;

    buffer_add_char(json, '[');
    cJSON_ArrayForEach(corner, json_parse(&run->request->context, stored))
    {
        buffer_add_string(json, separator);
        separator = ",";
        write_geopoint_object(run, json, below, cJSON_GetNumberValue(cJSON_GetArrayItem(corner, 0)),
                              cJSON_GetNumberValue(cJSON_GetArrayItem(corner, 1)));
    }
    buffer_add_char(json, ']');
}

static void write_file_object(struct run *run, struct buffer *json,
                              const struct graphql_collected *below, struct text name,
                              const struct file_place *place)
{
    bool first = true;

    buffer_add_char(json, '{');
    for (; below; below = below->next) {
        output_name(json, below->response_name, &first);
        if (is_typename(run, below)) {
            write_typename(json, "FileInfo");
        } else if (text_is(below->field->name, "name")) {
            json_write_string(json, name);
        } else {
            buffer_add_char(json, '"');
            file_url_write(json, run->request, place, name);
            buffer_add_char(json, '"');
        }
    }
    buffer_add_char(json, '}');
}

static void write_base64(struct buffer *json, struct text bytes)
{
    buffer_add_char(json, '"');
    base64_write(json, bytes);
    buffer_add_char(json, '"');
}

bool value_output(struct run *run, struct buffer *json, const struct member *member,
                  const struct node *node)
{
    const struct class_field *field = member->field;
    const void *source = value_source_of(node, field);
    const void *value = source ? object_value(source, field) : NULL;
    const struct geopoint *point;

    if (!source)
        return false;
    switch (field->type) {
    case FIELD_DATE:
        date_write_json(json, *(const int64_t *)value);
        return true;
    case FIELD_BYTES:
        write_base64(json, *(const struct text *)value);
        return true;
    case FIELD_FILE:
        write_file_object(
            run, json, member->below, *(const struct text *)value,
            &(struct file_place){.class_name = node->class->name,
                                 .object_id = ((const struct object *)node->object)->object_id});
        return true;
    case FIELD_GEOPOINT:
        point = value;
        write_geopoint_object(run, json, member->below, point->latitude, point->longitude);
        return true;
    case FIELD_POLYGON:
        write_polygon_list(run, json, member->below, *(const struct text *)value);
        return true;
    default:
        file_writer_value(json, run->request, node->class, field, source);
        return true;
    }
}

/* ACLs. */

static void write_right(struct buffer *json, const cJSON *rights, const char *right)
{
    bool has = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(rights, right));

    buffer_add_string(json, has ? "true" : "false");
}

/* An entry, of which `who` is the user's global id or the role's name. */
static void write_entry(struct run *run, struct buffer *json, const struct graphql_collected *below,
                        const char *type, const cJSON *rights, struct text who)
{
    const struct class *user = run->request->app->user;
    bool first = true;

    buffer_add_char(json, '{');
    for (; below; below = below->next) {
        output_name(json, below->response_name, &first);
        if (is_typename(run, below))
            write_typename(json, type);
        else if (text_is(below->field->name, "userId"))
            global_id_write(json, user, who);
        else if (text_is(below->field->name, "roleName"))
            json_write_string(json, who);
        else
            write_right(json, rights, text_is(below->field->name, "read") ? "read" : "write");
    }
    buffer_add_char(json, '}');
}

static const char role_prefix[] = "role:";

/* The entries of users, or of roles; null where there is none, as in parse-server. */
static void write_entries(struct run *run, struct buffer *json,
                          const struct graphql_collected *below, const cJSON *acl, bool roles)
{
    size_t length = sizeof role_prefix - 1;
    size_t start = json->length;
    const char *separator = "[";
    const cJSON *entry;

    cJSON_ArrayForEach(entry, acl)
    {
        bool is_role = strncmp(entry->string, role_prefix, length) == 0;
        if (is_role != roles || strcmp(entry->string, "*") == 0)
            continue;
        buffer_add_string(json, separator);
        separator = ",";
        write_entry(run, json, below, roles ? "RoleACL" : "UserACL", entry,
                    text_of(entry->string + (is_role ? length : 0)));
    }
    buffer_add_string(json, json->length == start ? "null" : "]");
}

static bool collect(struct run *run, const struct graphql_collected *field,
                    struct graphql_collected **below)
{
    return graphql_collect_below(run->resolve->schema, field->field->type->named, field,
                                 run->variables, run->errors, below);
}

bool value_output_acl(struct run *run, struct buffer *json, const struct member *member,
                      const struct node *node)
{
    const struct object *object = node->object;
    struct text written = TEXT("{\"*\":{\"read\":true,\"write\":true}}");
    struct buffer text;
    const cJSON *acl;
    bool first = true;

    if (!object->has_acl && run->request->app->private_by_default)
        return false;
    if (object->has_acl) {
        buffer_init(&text, run->request->context.arena, 128);
        acl_write_json(&text, object->acl);
        written = buffer_text(&text);
    }
    acl = json_parse(&run->request->context, written);
    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = member->below; at; at = at->next) {
        const cJSON *everybody = cJSON_GetObjectItemCaseSensitive(acl, "*");
        struct graphql_collected *below = NULL;
        output_name(json, at->response_name, &first);
        if (is_typename(run, at)) {
            write_typename(json, "ACL");
            continue;
        }
        if (!collect(run, at, &below))
            break;
        if (!text_is(at->field->name, "public"))
            write_entries(run, json, below, acl, text_is(at->field->name, "roles"));
        else if (everybody)
            write_entry(run, json, below, "PublicACL", everybody, text_none());
        else
            buffer_add_string(json, "null");
    }
    buffer_add_char(json, '}');
    return true;
}
