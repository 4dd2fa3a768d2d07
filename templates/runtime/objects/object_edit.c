/* object_edit.c - see object_edit.h. The parts follow the life of an edit: reading a body member by
 * member, completing a create, inserting, updating, answering. */
#include "objects/object_edit.h"

#include "formats/acl.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/guard.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/field_name.h"
#include "model/value.h"
#include "objects/condition.h"
#include "objects/field_change.h"
#include "objects/object_step.h"
#include "objects/version_field.h"
#include "read/file_writer.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "write/file_references.h"
#include "write/row_write.h"

static struct object *head_of(const struct object_edit *edit)
{
    return edit->object;
}

static unsigned char *state_of(const struct object_edit *edit, const struct class_field *field)
{
    return object_state(edit->class, edit->object, class_field_index(edit->class, field));
}

static const char *operation_of(const cJSON *value)
{
    const cJSON *operation = cJSON_GetObjectItemCaseSensitive(value, "__op");

    return cJSON_IsString(operation) ? operation->valuestring : NULL;
}

static bool is_type(const cJSON *value, const char *name)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(value, "__type");

    return cJSON_IsString(type) && strcmp(type->valuestring, name) == 0;
}

/* createdAt and updatedAt are the server's: a client's are checked for their type and dropped. */
static bool read_own_date(struct request *request, const struct object_edit *edit,
                          const cJSON *value)
{
    if (cJSON_IsNull(value) || is_type(value, "Date"))
        return true;
    return fail(&request->context, PARSE_INCORRECT_TYPE,
                "schema mismatch for %.*s.%s; expected Date", TEXT_PRINTED(edit->class->name),
                value->string);
}

/* The members that every object has. *handled tells whether this is one of them. */
static bool read_builtin(struct request *request, struct object_edit *edit, const cJSON *member,
                         bool *handled)
{
    struct object *head = head_of(edit);
    struct text name = text_of(member->string);

    *handled = true;
    if (text_is(name, "ACL")) {
        const char *operation = operation_of(member);
        if (cJSON_IsNull(member))
            return true;
        if (operation && strcmp(operation, "Delete") == 0) {
            /* Not "no ACL", which would open the object, but one that lets nobody in. */
            head->has_acl = true;
            head->acl = text_of("");
            return true;
        }
        head->has_acl = acl_from_json(&request->context, member, &head->acl);
        return head->has_acl;
    }
    if (text_is(name, "objectId")) {
        if (cJSON_IsString(member) && member->valuestring[0])
            head->object_id = text_of(member->valuestring);
        else if (!cJSON_IsString(member) && !cJSON_IsNull(member))
            return fail(&request->context, PARSE_INVALID_KEY_NAME,
                        "objectId is an invalid field name.");
        return true;
    }
    if (text_is(name, "createdAt") || text_is(name, "updatedAt"))
        return read_own_date(request, edit, member);
    *handled = false;
    return true;
}

static bool fail_unknown(struct request *request, const struct object_edit *edit, struct text name)
{
    if (text_is(name, "id"))
        return fail(&request->context, PARSE_INVALID_KEY_NAME, "id is an invalid field name.");
    if (!field_name_is_valid(name))
        return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid field name: %.*s.",
                    TEXT_PRINTED(name));
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "Permission denied for action addField on class %.*s: it has no field %.*s.",
                TEXT_PRINTED(edit->class->name), TEXT_PRINTED(name));
}

/* The JSON of the edit's value for a field, to compare two that were given for it. */
static struct text value_json(struct request *request, const struct object_edit *edit,
                              const struct class_field *field)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 64);
    value_write_json(&json, edit->class, field, edit->object);
    return buffer_text(&json);
}

/* Sets a field; a field that has two names, or is given twice, must get the same value. */
static bool read_value(struct request *request, struct object_edit *edit,
                       const struct class_field *field, const cJSON *value)
{
    struct text before = text_none();

    if (field->type == FIELD_RELATION) {
        const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(value, "className");
        if (cJSON_IsNull(value) || (is_type(value, "Relation") && cJSON_IsString(class_name) &&
                                    text_is(field->target->name, class_name->valuestring)))
            return true; /* what a get returned, sent back: says nothing */
        return fail_schema_mismatch(request, edit->class, field, "a value");
    }
    if (*state_of(edit, field) != FIELD_ABSENT)
        before = value_json(request, edit, field);
    if (!value_from_json(&request->context, edit->class, field, value, edit->object))
        return false;
    if (field_is_changed(edit, field) ||
        (before.bytes && !text_equal(before, value_json(request, edit, field))))
        return fail(&request->context, PARSE_VALIDATION, "%.*s is given twice, with two values",
                    TEXT_PRINTED(field->name));
    return true;
}

/* A key with dots leads into an Object field. */
static bool read_path(struct request *request, struct object_edit *edit,
                      const struct class_field *field, const cJSON *member)
{
    struct text key = text_of(member->string);
    struct text root = field_name_root(key);
    struct text path = {key.bytes + root.length + 1, key.length - root.length - 1};

    if (operation_of(member))
        return field_change_read(request, edit, field, path, member);
    return field_change_set(request, edit, field, path, member);
}

static bool read_member(struct request *request, struct object_edit *edit, const cJSON *member)
{
    struct text key = text_of(member->string);
    struct text root = field_name_root(key);
    const char *operation = operation_of(member);
    const struct class_field *field;
    bool handled;

    if (!read_builtin(request, edit, member, &handled) || handled)
        return request->context.error.code == 0;
    field = class_find_field(edit->class, root);
    if (!field) {
        if (operation && strcmp(operation, "Delete") == 0 && field_name_is_valid(root))
            return true; /* it is gone already */
        return fail_unknown(request, edit, root);
    }
    if (field->server_set && !request->principal.master)
        return guard_refuse_field(request, edit->class,
                                  request->method == METHOD_POST ? OPERATION_CREATE
                                                                 : OPERATION_UPDATE,
                                  field->name, "only the server sets the field");
    if (root.length != key.length)
        return read_path(request, edit, field, member);
    if (operation)
        return field_change_read(request, edit, field, text_none(), member);
    return read_value(request, edit, field, member);
}

static bool is_ignored(const char *const *ignored, const char *name)
{
    for (; ignored && *ignored; ignored++)
        if (strcmp(*ignored, name) == 0)
            return true;
    return false;
}

static bool check_values(struct request *request, const struct object_edit *edit)
{
    const struct class_checks *checks = edit->class->checks;

    return !checks->check_values || checks->check_values(&request->context, edit->object);
}

bool object_edit_read(struct request *request, const struct class *class, const cJSON *body,
                      const char *const *ignored, struct object_edit *edit)
{
    struct arena *arena = request->context.arena;
    const cJSON *member;

    *edit = (struct object_edit){.class = class};
    edit->last_change = &edit->changes;
    edit->object = arena_alloc(arena, class->object_size);
    edit->computed = arena_alloc(arena, (size_t) class->field_count + 1);
    if (!edit->object || !edit->computed)
        return fail_internal(&request->context, "out of memory");
    if (!file_references_note(request, body))
        return false;
    cJSON_ArrayForEach(member, body)
    {
        if (!is_ignored(ignored, member->string) && !read_member(request, edit, member))
            return false;
    }
    return object_edit_check(request, edit);
}

bool object_edit_check(struct request *request, const struct object_edit *edit)
{
    return check_values(request, edit) && object_steps_check(request, edit);
}

bool object_edit_complete(struct request *request, struct object_edit *edit)
{
    const struct class *class = edit->class;

    if (head_of(edit)->object_id.bytes)
        return fail(&request->context, PARSE_INVALID_KEY_NAME,
                    "objectId is an invalid field name.");
    if (!object_steps_complete(request, edit) || !field_changes_apply(request, edit, NULL))
        return false;
    if (edit->changes && !check_values(request, edit))
        return false;
    return !class->checks->complete ||
           class->checks->complete(&request->context, edit->object, edit->computed);
}

/* Whether the answer would tell values that the client did not send. */
static bool computes(const struct object_edit *edit)
{
    for (int i = 0; i < edit->class->field_count; i++)
        if (edit->computed[i])
            return true;
    return edit->computed_acl;
}

/* What of the written row the answer may tell. A new user is asked for as itself: nobody is signed in
 * yet. */
static bool find_shown(struct request *request, const struct object_edit *edit, bool is_new,
                       struct shown_row *found, bool *shown)
{
    struct principal principal = request->principal;
    bool done;

    if (is_new && edit->class == request->app->user && !principal.master)
        request->principal = (struct principal){.user_id = head_of(edit)->object_id,
                                                .no_acl_is_public = principal.no_acl_is_public};
    done = shown_row_find(request, edit->class, head_of(edit)->object_id, found, shown);
    request->principal = principal;
    return done;
}

/* Appends the members that the server computed, as far as the principal is shown them, under each
 * name of their fields. */
static bool write_computed(struct request *request, const struct object_edit *edit, bool is_new)
{
    struct buffer *body = &request->response.body;
    struct shown_row found;
    bool shown = false;

    if (computes(edit) && !find_shown(request, edit, is_new, &found, &shown))
        return false;
    for (int i = 0; shown && i < edit->class->field_count; i++) {
        const struct class_field *field = &edit->class->fields[i];
        const void *source = edit->computed[i] ? shown_row_source(&found, i, edit->object) : NULL;
        for (size_t j = 0; source && j <= field->alias_count; j++) {
            buffer_add_char(body, ',');
            json_write_string(body, j ? field->aliases[j - 1] : field->name);
            buffer_add_char(body, ':');
            file_writer_value(body, request, edit->class, field, source);
        }
    }
    if (shown && edit->computed_acl) {
        buffer_add_string(body, ",\"ACL\":");
        acl_write_json(body, head_of(edit)->acl);
    }
    buffer_add_char(body, '}');
    return true;
}

/* Where the schema says which ACL new objects of the class have, it is that one. Else: in a private app an object without an ACL is its creator's; one that the master key made is the
 * master key's. An installation is its device's, which the guard sees to. Where the app has rules
 * for the class, they decide alone, and there is no ACL. */
static bool set_default_acl(struct request *request, struct object_edit *edit)
{
    struct object *head = head_of(edit);
    const char *of_class = edit->class->access->default_acl;

    if (!head->has_acl && of_class) {
        head->has_acl = edit->computed_acl = true;
        head->acl =
            acl_for_creator(request->context.arena, text_of(of_class), request->principal.user_id);
        return head->acl.bytes ? true : fail_internal(&request->context, "out of memory");
    }
    if (head->has_acl || edit->class->access->is_ruled || !request->app->private_by_default ||
        edit->class == request->app->installation)
        return true;
    head->has_acl = edit->computed_acl = true;
    head->acl = text_of("");
    if (principal_signed_in(&request->principal))
        head->acl = acl_of_owner(request->context.arena, request->principal.user_id);
    return head->acl.bytes ? true : fail_internal(&request->context, "out of memory");
}

/* A copy of the object, to tell afterwards what the app's stamps have set; *copy is NULL where the
 * class has none. */
static bool remember(struct request *request, const struct object_edit *edit, void **copy)
{
    *copy = NULL;
    if (!edit->class->checks->stamp && !edit->class->checks->acknowledgement)
        return true;
    *copy = arena_alloc(request->context.arena, edit->class->object_size);
    if (!*copy)
        return fail_internal(&request->context, "out of memory");
    memcpy(*copy, edit->object, edit->class->object_size);
    return true;
}

/* What has been set is the server's, and the answer tells it. */
static void note_stamped(struct object_edit *edit, void *before)
{
    const struct class *class = edit->class;

    for (int i = 0; before && i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        size_t size = value_member_size(field);
        if (*object_state(class, edit->object, i) != *object_state(class, before, i) ||
            memcmp(object_value(edit->object, field), object_value(before, field), size) != 0)
            edit->computed[i] = true;
    }
}

static bool insert_row(struct request *request, struct object_edit *edit)
{
    void *before;

    if (!remember(request, edit, &before) || !rows_insert(request, edit->class, edit->object))
        return false;
    note_stamped(edit, before);
    return true;
}

static bool update_row(struct request *request, struct object_edit *edit, const bool *related)
{
    void *before;

    if (!remember(request, edit, &before) ||
        !rows_update(request, edit->class, edit->object, related))
        return false;
    note_stamped(edit, before);
    return true;
}

bool object_edit_insert(struct request *request, struct object_edit *edit)
{
    struct object *head = head_of(edit);
    struct buffer *body = &request->response.body;
    struct save save = {.edit = edit, .is_new = true};

    if (!head->object_id.bytes)
        head->object_id = new_object_id(request->context.arena);
    if (!head->object_id.bytes)
        return fail_internal(&request->context, "out of memory");
    head->created_at = head->updated_at = request->now;
    if (!guard_permits(request, edit->class, OPERATION_CREATE) || !set_default_acl(request, edit) ||
        !object_steps_before_save(request, &save) || !insert_row(request, edit) ||
        !field_changes_relate(request, edit, head->object_id) ||
        !object_steps_after_save(request, &save))
        return false;
    buffer_add_string(body, "{\"objectId\":");
    json_write_string(body, head->object_id);
    buffer_add_string(body, ",\"createdAt\":");
    date_write_json(body, head->created_at);
    return write_computed(request, edit, true);
}

/* Selects the row to be written, and reads it where changes need it. Each update has a time of its own, be it
 * a millisecond ahead of the clock: by it clients tell whether an object is still the one that they read. */
static bool read_stored(struct request *request, const struct object_edit *edit,
                        struct text object_id, void **stored)
{
    struct row_query query = {
        .class = edit->class,
        .operation = OPERATION_UPDATE,
        .object_id = object_id,
        .limit = -1,
    };
    struct object *head = head_of(edit);
    struct store_statement *rows;
    int64_t before = 0;
    bool found;

    *stored = NULL;
    if (!rows_select(request, &query, &rows))
        return false;
    if (sql_next(&request->context, rows, &found) && !found)
        fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    if (found)
        before = store_column_int64(rows, COLUMN_UPDATED_AT);
    head->updated_at = request->now > before ? request->now : before + 1;
    if (found && (edit->changes || object_steps_want_saved(request, edit->class))) {
        *stored = arena_alloc(request->context.arena, edit->class->object_size);
        if (!*stored)
            fail_internal(&request->context, "out of memory");
        else
            value_read_row(&request->context, edit->class, rows, *stored);
    }
    store_release(rows);
    return request->context.error.code == 0 &&
           condition_check(request, edit->class, object_id, before);
}

/* A flag for each field whose relation the edit changes; NULL when there is none. */
static const bool *related_fields(struct request *request, const struct object_edit *edit)
{
    const struct class *class = edit->class;
    bool *related = NULL;

    for (const struct field_change *change = edit->changes; change; change = change->next) {
        if (change->field->type != FIELD_RELATION)
            continue;
        if (!related)
            related = arena_alloc_array(request->context.arena, (size_t) class->field_count,
                                        sizeof *related);
        if (!related) {
            fail_internal(&request->context, "out of memory");
            return NULL;
        }
        related[class_field_index(class, change->field)] = true;
    }
    return related;
}

bool object_edit_update(struct request *request, struct object_edit *edit, struct text object_id)
{
    struct object *head = head_of(edit);
    struct buffer *body = &request->response.body;
    const bool *related;
    void *stored;

    if (head->object_id.bytes && !text_equal(head->object_id, object_id))
        return fail(&request->context, PARSE_INVALID_KEY_NAME,
                    "objectId is an invalid field name.");
    head->object_id = object_id;
    if (!read_stored(request, edit, object_id, &stored) ||
        !field_changes_apply(request, edit, stored) ||
        (edit->changes && !object_edit_check(request, edit)))
        return false;
    struct save save = {.edit = edit, .stored = stored};
    if (!object_steps_before_save(request, &save))
        return false;
    related = related_fields(request, edit);
    if (request->context.error.code || !update_row(request, edit, related) ||
        !field_changes_relate(request, edit, object_id) || !object_steps_after_save(request, &save))
        return false;
    buffer_add_string(body, "{\"updatedAt\":");
    date_write_json(body, head->updated_at);
    return write_computed(request, edit, false);
}

bool object_edit_rehearse_update(struct request *request, struct object_edit *edit,
                                 struct text object_id)
{
    const bool *related;
    void *stored;

    head_of(edit)->object_id = object_id;
    if (!read_stored(request, edit, object_id, &stored) ||
        !field_changes_apply(request, edit, stored) ||
        (edit->changes && !object_edit_check(request, edit)) ||
        !version_field_before_save(request, &(struct save){.edit = edit, .stored = stored}))
        return false;
    related = related_fields(request, edit);
    return request->context.error.code == 0 &&
           rows_may_update(request, edit->class, edit->object, related);
}
