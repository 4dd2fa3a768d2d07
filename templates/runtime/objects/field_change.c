/* field_change.c - see field_change.h. Reading an operation checks all that does not need the
 * stored value; applying it then works on JSON: the old value is parsed, the new one written. */
#include "objects/field_change.h"

#include "formats/json.h"
#include "model/field_name.h"
#include "model/value.h"
#include "objects/field_path.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "write/row_write.h"

enum { PATH_DEPTH_LIMIT = 16 };

bool fail_schema_mismatch(struct request *request, const struct class *class,
                          const struct class_field *field, const char *got)
{
    struct text expected = value_type_name(request->context.arena, field);

    return fail(&request->context, PARSE_INCORRECT_TYPE,
                "schema mismatch for %.*s.%.*s; expected %.*s but got %s",
                TEXT_PRINTED(class->name), TEXT_PRINTED(field->name), TEXT_PRINTED(expected), got);
}

bool field_is_changed(const struct object_edit *edit, const struct class_field *field)
{
    const struct field_change *change = edit->changes;

    while (change && change->field != field)
        change = change->next;
    return change != NULL;
}

/* Appends to the edit's changes. A field can be changed once, and not be set as well; but several
 * paths in it can, and a relation may gain and lose objects. */
static bool add_change(struct request *request, struct object_edit *edit,
                       struct field_change change)
{
    struct field_change *copy = arena_alloc(request->context.arena, sizeof *copy);
    const struct class_field *field = change.field;
    int index = class_field_index(edit->class, field);

    if (!copy)
        return fail_internal(&request->context, "out of memory");
    if (field->type != FIELD_RELATION &&
        (*object_state(edit->class, edit->object, index) != FIELD_ABSENT ||
         (!change.path.bytes && field_is_changed(edit, field))))
        return fail(&request->context, PARSE_VALIDATION, "%.*s is given twice",
                    TEXT_PRINTED(field->name));
    *copy = change;
    *edit->last_change = copy;
    edit->last_change = &copy->next;
    return true;
}

/* Reading: one function for each kind of operand. */

static bool read_delete(struct request *request, struct object_edit *edit,
                        struct field_change change)
{
    int index = class_field_index(edit->class, change.field);

    if (change.field->type == FIELD_RELATION)
        return true;
    if (change.path.bytes)
        return add_change(request, edit, change);
    *object_state(edit->class, edit->object, index) = FIELD_UNSET;
    return true;
}

/* {"__op":"SetOnInsert","amount":VALUE}: sets the value of a new object, and leaves a stored one be.
 * Not for users, roles and sessions, whose routes look at the values themselves. */
static bool read_set_on_insert(struct request *request, struct object_edit *edit,
                               struct field_change change)
{
    const struct app *app = request->app;

    if (edit->class == app->user || edit->class == app->role || edit->class == app->session)
        return fail(&request->context, PARSE_COMMAND_UNAVAILABLE,
                    "The SetOnInsert operator is not supported yet.");
    if (change.field->type == FIELD_RELATION)
        return fail_schema_mismatch(request, edit->class, change.field, "a value");
    change.operand = cJSON_GetObjectItemCaseSensitive(change.operand, "amount");
    if (!change.operand)
        return fail(&request->context, PARSE_INVALID_JSON, "setting must provide an amount");
    return add_change(request, edit, change);
}

static bool read_increment(struct request *request, struct object_edit *edit,
                           struct field_change change)
{
    if (!cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(change.operand, "amount")))
        return fail(&request->context, PARSE_INVALID_JSON, "incrementing must provide a number");
    return add_change(request, edit, change);
}

static bool read_elements(struct request *request, struct object_edit *edit,
                          struct field_change change)
{
    const cJSON *objects = cJSON_GetObjectItemCaseSensitive(change.operand, "objects");
    void *scratch;

    if (!cJSON_IsArray(objects))
        return fail(&request->context, PARSE_INVALID_JSON, "objects to add must be an array");
    if (!change.path.bytes) {
        /* Elements are checked as the whole value's would be. */
        scratch = arena_alloc(request->context.arena, edit->class->object_size);
        if (!scratch)
            return fail_internal(&request->context, "out of memory");
        if (!value_from_json(&request->context, edit->class, change.field, objects, scratch))
            return false;
    }
    return add_change(request, edit, change);
}

static bool read_relation(struct request *request, struct object_edit *edit,
                          struct field_change change)
{
    const cJSON *objects = cJSON_GetObjectItemCaseSensitive(change.operand, "objects");
    const cJSON *pointer;

    if (!cJSON_IsArray(objects))
        return fail(&request->context, PARSE_INVALID_JSON, "objects to add must be an array");
    cJSON_ArrayForEach(pointer, objects)
    {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(pointer, "__type");
        const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(pointer, "className");
        const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(pointer, "objectId");
        if (!cJSON_IsString(type) || strcmp(type->valuestring, "Pointer") != 0 ||
            !cJSON_IsString(class_name) || !cJSON_IsString(object_id) || !object_id->valuestring[0])
            return fail(&request->context, PARSE_INCORRECT_TYPE, "This is not a valid Pointer");
        if (!text_is(change.field->target->name, class_name->valuestring))
            return fail_schema_mismatch(
                request, edit->class, change.field,
                arena_printf(request->context.arena, "Relation<%s>", class_name->valuestring)
                    .bytes);
    }
    return add_change(request, edit, change);
}

static const struct change_kind {
    const char *name;
    int type; /* of the fields that it is for; -1: any */
    const char *type_name;
    bool (*read)(struct request *request, struct object_edit *edit, struct field_change change);
} kinds[] = {
    {"Increment", FIELD_NUMBER, "Number", read_increment},
    {"Add", FIELD_ARRAY, "Array", read_elements},
    {"AddUnique", FIELD_ARRAY, "Array", read_elements},
    {"Remove", FIELD_ARRAY, "Array", read_elements},
    {"AddRelation", FIELD_RELATION, "Relation", read_relation},
    {"RemoveRelation", FIELD_RELATION, "Relation", read_relation},
    {"Delete", -1, NULL, read_delete},
    {"SetOnInsert", -1, NULL, read_set_on_insert},
};

static const struct change_kind *find_operation(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

/* {"__op":"Batch","ops":[...]}: several operations on one relation. */
static bool read_batch(struct request *request, struct object_edit *edit,
                       const struct class_field *field, const cJSON *batch)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(batch, "ops");
    const cJSON *element;

    if (field->type != FIELD_RELATION || !cJSON_IsArray(list))
        return fail(&request->context, PARSE_INVALID_JSON, "bad Batch value");
    cJSON_ArrayForEach(element, list)
    {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(element, "__op");
        if (!cJSON_IsString(name) || strcmp(name->valuestring, "Batch") == 0)
            return fail(&request->context, PARSE_INVALID_JSON, "bad Batch value");
        if (!field_change_read(request, edit, field, text_none(), element))
            return false;
    }
    return true;
}

/* Fails unless the path leads into an Object, or to an element of an Array and into it, by keys that may be
 * stored. */
static bool check_path(struct request *request, const struct object_edit *edit,
                       const struct class_field *field, struct text path)
{
    size_t depth = 1;
    size_t start = 0;

    if (!path.bytes)
        return true;
    if (field->type != FIELD_OBJECT &&
        !(field->type == FIELD_ARRAY && field_path_is_index(field_name_root(path))))
        return fail_schema_mismatch(request, edit->class, field, "Object");
    for (size_t i = 0; i <= path.length; i++) {
        if (i < path.length && path.bytes[i] == '$')
            return fail(&request->context, PARSE_INVALID_NESTED_KEY,
                        "Nested keys should not contain the '$' or '.' characters");
        if (i < path.length && path.bytes[i] != '.')
            continue;
        if (i == start || depth++ > PATH_DEPTH_LIMIT)
            return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid field name: %.*s.%.*s.",
                        TEXT_PRINTED(field->name), TEXT_PRINTED(path));
        start = i + 1;
    }
    return true;
}

bool field_change_read(struct request *request, struct object_edit *edit,
                       const struct class_field *field, struct text path, const cJSON *operand)
{
    const char *name = cJSON_GetObjectItemCaseSensitive(operand, "__op")->valuestring;
    const struct change_kind *kind = find_operation(name);

    if (!kind && strcmp(name, "Batch") == 0)
        return read_batch(request, edit, field, operand);
    if (!kind)
        return fail(&request->context, PARSE_COMMAND_UNAVAILABLE,
                    "The %s operator is not supported yet.", name);
    if (!path.bytes && kind->type >= 0 && kind->type != (int)field->type)
        return fail_schema_mismatch(request, edit->class, field, kind->type_name);
    if (!check_path(request, edit, field, path))
        return false;
    return kind->read(
        request, edit,
        (struct field_change){
            .field = field, .path = path, .operation = text_of(kind->name), .operand = operand});
}

bool field_change_set(struct request *request, struct object_edit *edit,
                      const struct class_field *field, struct text path, const cJSON *value)
{
    return check_path(request, edit, field, path) &&
           add_change(
               request, edit,
               (struct field_change){
                   .field = field, .path = path, .operation = text_of("Set"), .operand = value});
}

/* Applying. */

/* The field's value as JSON before the change: the edit's own when it has one already. */
static bool read_base(struct request *request, const struct object_edit *edit,
                      const struct class_field *field, const void *stored, cJSON **base)
{
    int index = class_field_index(edit->class, field);
    const void *object =
        *object_state(edit->class, edit->object, index) == FIELD_ABSENT ? stored : edit->object;
    struct buffer json;

    *base = NULL;
    if (!object)
        return true;
    buffer_init(&json, request->context.arena, 64);
    value_write_json(&json, edit->class, field, object);
    *base = json_parse(&request->context, buffer_text(&json));
    return *base != NULL;
}

/* Whether an operation may fail because of what is stored: at a path there may be something else than a
 * number or an array. */
static bool depends_on_stored(const struct field_change *change)
{
    return change->path.bytes && !text_is(change->operation, "Set") &&
           !text_is(change->operation, "SetOnInsert") && !text_is(change->operation, "Delete");
}

static bool apply(struct request *request, struct object_edit *edit,
                  const struct field_change *change, const void *stored)
{
    struct context *context = &request->context;
    int index = class_field_index(edit->class, change->field);
    struct buffer json;
    cJSON *base;
    cJSON *value;

    if (stored && text_is(change->operation, "SetOnInsert"))
        return true;
    if (stored && depends_on_stored(change) &&
        !shown_row_require(request, edit->class, ((const struct object *)stored)->object_id,
                           change->field))
        return false;
    if (!read_base(request, edit, change->field, stored, &base))
        return false;
    if (text_is(change->operation, "Delete") && !cJSON_IsObject(base) && !cJSON_IsArray(base))
        return true; /* what is to be deleted is not there */
    buffer_init(&json, context->arena, 64);
    if (!field_path_write(request, edit->class, change, stored, base, &json))
        return false;
    if (json.failed)
        return fail_internal(context, "out of memory");
    /* Paths make values deeper than a body may be. */
    if (!json_is_valid(buffer_text(&json)))
        return fail(context, PARSE_INVALID_NESTED_KEY, "%.*s would be nested too deeply",
                    TEXT_PRINTED(change->field->name));
    value = json_parse(context, buffer_text(&json));
    if (!value || !value_from_json(context, edit->class, change->field, value, edit->object))
        return false;
    if (!text_is(change->operation, "Set") && !text_is(change->operation, "SetOnInsert") &&
        !text_is(change->operation, "Delete"))
        edit->computed[index] = true;
    return true;
}

bool field_changes_apply(struct request *request, struct object_edit *edit, const void *stored)
{
    for (const struct field_change *change = edit->changes; change; change = change->next)
        if (change->field->type != FIELD_RELATION && !apply(request, edit, change, stored))
            return false;
    return true;
}

bool field_changes_relate(struct request *request, const struct object_edit *edit,
                          struct text object_id)
{
    const cJSON *pointer;

    for (const struct field_change *change = edit->changes; change; change = change->next) {
        if (change->field->type != FIELD_RELATION)
            continue;
        cJSON_ArrayForEach(pointer, cJSON_GetObjectItemCaseSensitive(change->operand, "objects"))
        {
            const cJSON *related_id = cJSON_GetObjectItemCaseSensitive(pointer, "objectId");
            if (!rows_relate(request, edit->class, change->field, object_id,
                             text_of(related_id->valuestring),
                             text_is(change->operation, "AddRelation")))
                return false;
        }
    }
    return true;
}
