/* field_path.c - see field_path.h. The new JSON is written beside the old one, level by level. */
#include "objects/field_path.h"

#include "formats/json.h"
#include "formats/json_list.h"
#include "model/field_name.h"
#include "read/shown_row.h"

#include <math.h>

enum { INDEX_DIGITS = 4 };

/* What is being changed, the same at every level. */
struct path_edit {
    struct request *request;
    const struct class *class;
    const struct field_change *change;
    const void *stored;
    struct buffer *json;
};

bool field_path_is_index(struct text component)
{
    for (size_t i = 0; i < component.length; i++)
        if (!is_ascii_digit(component.bytes[i]))
            return false;
    return component.length > 0 && component.length <= INDEX_DIGITS;
}

static int index_of(struct text component)
{
    int index = 0;

    for (size_t i = 0; i < component.length; i++)
        index = 10 * index + (component.bytes[i] - '0');
    return index;
}

static bool is_operation(const struct path_edit *edit, const char *name)
{
    return text_is(edit->change->operation, name);
}

static bool fail_kind(const struct path_edit *edit, const char *what)
{
    const struct field_change *change = edit->change;

    return fail(&edit->request->context, PARSE_INCORRECT_TYPE, "%.*s.%.*s is not %s",
                TEXT_PRINTED(change->field->name), TEXT_PRINTED(change->path), what);
}

/* Writes the JSON value that an operation makes of `base`, which is NULL when there is none. */
static bool write_changed(const struct path_edit *edit, const cJSON *base)
{
    const struct field_change *change = edit->change;
    struct context *context = &edit->request->context;
    double number;

    if (cJSON_IsNull(base))
        base = NULL;
    if (is_operation(edit, "Set") || is_operation(edit, "SetOnInsert")) {
        json_write_tree(edit->json, change->operand);
        return true;
    }
    if (is_operation(edit, "Increment")) {
        number = cJSON_GetObjectItemCaseSensitive(change->operand, "amount")->valuedouble;
        if (base && !cJSON_IsNumber(base))
            return fail_kind(edit, "a number");
        number += base ? base->valuedouble : 0;
        if (!isfinite(number))
            return fail(context, PARSE_VALIDATION, "%.*s would be no number any more",
                        TEXT_PRINTED(change->field->name));
        json_write_number(edit->json, number);
        return true;
    }
    if (base && !cJSON_IsArray(base))
        return fail_kind(edit, "an array");
    return json_list_change(context, change->operation, base,
                            cJSON_GetObjectItemCaseSensitive(change->operand, "objects"),
                            edit->json);
}

static bool write_at_path(const struct path_edit *edit, const cJSON *base, struct text path);

/* Writes what the rest of the path leads to, changed. */
static bool write_rest(const struct path_edit *edit, const cJSON *base, struct text rest)
{
    if (!rest.bytes)
        return write_changed(edit, base);
    if (is_operation(edit, "Delete") && !cJSON_IsObject(base) && !cJSON_IsArray(base)) {
        json_write_tree(edit->json, base);
        return true;
    }
    return write_at_path(edit, base, rest);
}

/* Writes one member of an object, changed; *first tells whether a comma goes before it. */
static bool write_member(const struct path_edit *edit, struct text name, const cJSON *base,
                         struct text rest, bool *first)
{
    if (!rest.bytes && is_operation(edit, "Delete"))
        return true;
    if (!*first)
        buffer_add_char(edit->json, ',');
    *first = false;
    json_write_string(edit->json, name);
    buffer_add_char(edit->json, ':');
    return write_rest(edit, base, rest);
}

/* Writes an object in which the member is changed. `base` is an object or NULL. */
static bool write_map(const struct path_edit *edit, const cJSON *base, struct text name,
                      struct text rest)
{
    struct buffer *json = edit->json;
    bool first = true;
    bool written = false;

    buffer_add_char(json, '{');
    for (const cJSON *member = base ? base->child : NULL; member; member = member->next) {
        if (text_is(name, member->string)) {
            written = true;
            if (!write_member(edit, name, member, rest, &first))
                return false;
            continue;
        }
        buffer_add_string(json, first ? "" : ",");
        first = false;
        json_write_string(json, text_of(member->string));
        buffer_add_char(json, ':');
        json_write_tree(json, member);
    }
    if (!written && !is_operation(edit, "Delete") && !write_member(edit, name, NULL, rest, &first))
        return false;
    buffer_add_char(json, '}');
    return true;
}

/* Writes an array in which the element is changed; one that is deleted becomes null, so that the others
 * stay where they are. `base` is an array or NULL. */
static bool write_list(const struct path_edit *edit, const cJSON *base, int index, struct text rest)
{
    struct buffer *json = edit->json;
    const cJSON *element = base ? base->child : NULL;
    bool is_delete = is_operation(edit, "Delete");

    buffer_add_char(json, '[');
    for (int i = 0; element || (i <= index && !is_delete); i++) {
        bool is_meant = i == index;
        bool is_null = is_meant ? is_delete && !rest.bytes : !element;
        buffer_add_string(json, i ? "," : "");
        if (is_null)
            buffer_add_string(json, "null");
        else if (!is_meant)
            json_write_tree(json, element);
        else if (!write_rest(edit, element, rest))
            return false;
        element = element ? element->next : NULL;
    }
    buffer_add_char(json, ']');
    return true;
}

/* An array has no member of a name. Whoever is not shown the field is not told that there is one: what is
 * set takes its place. *refused says which it is. */
static bool refuse_member(const struct path_edit *edit, bool *refused)
{
    struct request *request = edit->request;
    const struct object *stored = edit->stored;

    *refused =
        !stored || shown_row_require(request, edit->class, stored->object_id, edit->change->field);
    return *refused ? fail_kind(edit, "in an object: there is an array on the way")
                    : forgive(&request->context);
}

static bool write_at_path(const struct path_edit *edit, const cJSON *base, struct text path)
{
    struct text name = field_name_root(path);
    struct text rest = text_none();
    bool is_whole = path.bytes == edit->change->path.bytes;
    bool refused;

    if (name.length < path.length)
        rest = (struct text){path.bytes + name.length + 1, path.length - name.length - 1};
    if (cJSON_IsArray(base) || (is_whole && edit->change->field->type == FIELD_ARRAY)) {
        if (field_path_is_index(name))
            return write_list(edit, cJSON_IsArray(base) ? base : NULL, index_of(name), rest);
        if (is_operation(edit, "Delete")) { /* it is gone already */
            json_write_tree(edit->json, base);
            return true;
        }
        if (!refuse_member(edit, &refused) || refused)
            return false;
    }
    return write_map(edit, cJSON_IsObject(base) ? base : NULL, name, rest);
}

bool field_path_write(struct request *request, const struct class *class,
                      const struct field_change *change, const void *stored, const cJSON *base,
                      struct buffer *json)
{
    struct path_edit edit = {request, class, change, stored, json};

    return change->path.bytes ? write_at_path(&edit, base, change->path)
                              : write_changed(&edit, base);
}
