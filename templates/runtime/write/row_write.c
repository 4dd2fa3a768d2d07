/* row_write.c - see row_write.h.
 *
 * Each write asks the guard and what else may refuse it, is done, and is then held to what it made
 * of the row; a refusal at any point undoes it, since each request runs in a savepoint. */
#include "write/row_write.h"

#include "guard/audit.h"
#include "guard/guard.h"
#include "model/columns.h"
#include "model/value.h"
#include "write/account_name.h"
#include "write/change_feed.h"
#include "write/file_holders.h"
#include "write/file_references.h"
#include "write/row_check.h"
#include "write/stamps.h"
#include "write/versions_table.h"

static bool fail_not_unique(struct request *request, const char *conflict)
{
    if (conflict && strcmp(conflict, "_User.username") == 0)
        return fail(&request->context, PARSE_USERNAME_TAKEN,
                    "Account already exists for this username.");
    if (conflict && strcmp(conflict, "_User.email") == 0)
        return fail(&request->context, PARSE_EMAIL_TAKEN,
                    "Account already exists for this email address.");
    return fail(&request->context, PARSE_DUPLICATE_VALUE,
                "A duplicate value for a field with unique values was provided");
}

/* Runs a statement that changes rows, and releases it. */
static bool run(struct request *request, struct store_statement *statement)
{
    bool unique;

    return sql_run_unique(&request->context, statement, &unique) &&
           (unique || fail_not_unique(request, store_conflict(request->store)));
}

/* Runs the statement that writes the object; a user's names are taken first, so that of two that are
 * taken already the username is told, as in parse-server. */
static bool keep_names_and_run(struct request *request, const struct class *class,
                               const void *object, struct store_statement *statement)
{
    if (class == request->app->user && !account_names_keep(request, object)) {
        store_release(statement);
        return false;
    }
    return run(request, statement);
}

/* The roles that other threads remember are out of date once roles change. */
static void note_change(struct request *request, const struct class *class)
{
    if (class == request->app->role)
        request->session_changes = true;
}

static struct store_statement *prepare(struct request *request, const struct buffer *text)
{
    struct store_statement *statement = NULL;

    if (!text->failed)
        statement = store_prepare(request->store, buffer_text(text));
    if (!statement)
        fail_internal(&request->context, "a statement could not be prepared");
    return statement;
}

static bool bind_acl(struct store_statement *statement, int parameter, const struct object *object)
{
    return object->has_acl ? store_bind_text(statement, parameter, object->acl)
                           : store_bind_null(statement, parameter);
}

/* Parameters are numbered as the class's columns are, from 1. */
static bool bind_all(struct context *context, struct store_statement *statement,
                     const struct class *class, const struct object *object)
{
    if (!store_bind_text(statement, COLUMN_OBJECT_ID + 1, object->object_id) ||
        !store_bind_int64(statement, COLUMN_CREATED_AT + 1, object->created_at) ||
        !store_bind_int64(statement, COLUMN_UPDATED_AT + 1, object->updated_at) ||
        !bind_acl(statement, COLUMN_ACL + 1, object))
        return false;
    for (int i = 0; i < class->field_count; i++)
        if (value_columns(&class->fields[i]) > 0 &&
            !value_bind(context, statement, class->fields[i].column + 1, class, &class->fields[i],
                        object))
            return false;
    return true;
}

static bool asks(bool (*check)(struct row_change *change), struct row_change *change)
{
    return !check || check(change);
}

/* What is asked of a new row before it is there; where it starts only of clients: what the master key
 * creates may come from elsewhere. */
static bool check_new(struct row_change *change)
{
    const struct class_checks *checks = change->class->checks;

    return row_check_new(change) &&
           (change->request->principal.master || asks(checks->check_new, change)) &&
           file_references_check(change) && asks(checks->check_signed, change) &&
           stamps_set(change) && (!change->before || asks(checks->check_row, change));
}

/* The same of a change. */
static bool check_change(struct row_change *change)
{
    const struct class_checks *checks = change->class->checks;

    return row_check_change(change) && (!change->before || asks(checks->check_step, change)) &&
           file_references_check(change) && asks(checks->check_signed, change) &&
           stamps_set(change) && (!change->before || asks(checks->check_row, change));
}

/* Says that another row has a value of the object's already, if the principal may make such a row. */
static bool fail_taken(struct request *request, const struct class *class, const void *object)
{
    struct store_statement *row;
    struct row_image *image;
    struct buffer text;
    bool found;

    buffer_init(&text, request->context.arena, 256);
    for (int i = 0; i < class->column_count; i++) {
        buffer_add_string(&text, i ? ", ?" : "SELECT ?");
        buffer_add_int64(&text, i + 1);
    }
    row = prepare(request, &text);
    if (!row)
        return false;
    if (!bind_all(&request->context, row, class, object) ||
        !sql_next(&request->context, row, &found)) {
        store_release(row);
        return fail_internal(&request->context, "an object could not be bound");
    }
    image = row_image_read(request->context.arena, class, row);
    store_release(row);
    if (!image)
        return fail_internal(&request->context, "out of memory");
    return row_check_taken(request, image) && fail_not_unique(request, NULL);
}

/* Runs the statement that inserts the object. */
static bool insert(struct request *request, const struct class *class, const void *object,
                   struct store_statement *statement)
{
    bool unique;

    if (class == request->app->user)
        return keep_names_and_run(request, class, object, statement);
    return sql_run_unique(&request->context, statement, &unique) &&
           (unique || fail_taken(request, class, object));
}

bool rows_insert(struct request *request, const struct class *class, void *object)
{
    struct store_statement *statement;
    struct row_change change;
    struct buffer text;

    if (!guard_permits(request, class, OPERATION_CREATE) ||
        !row_change_new(&change, request, class, object) || !check_new(&change))
        return false;
    buffer_init(&text, request->context.arena, 1024);
    buffer_add_string(&text, "INSERT INTO ");
    buffer_add_string(&text, class->table);
    buffer_add_string(&text, " (");
    buffer_add_string(&text, class->columns);
    buffer_add_string(&text, ") VALUES (?1");
    for (int i = 1; i < class->column_count; i++) {
        buffer_add_string(&text, ", ?");
        buffer_add_int64(&text, i + 1);
    }
    buffer_add_char(&text, ')');
    statement = prepare(request, &text);
    if (!statement)
        return false;
    if (!bind_all(&request->context, statement, class, object)) {
        store_release(statement);
        return fail_internal(&request->context, "an object could not be bound");
    }
    note_change(request, class);
    return insert(request, class, object, statement) && file_holders_note(request, class, object) &&
           row_check_inserted(request, class, ((const struct object *)object)->object_id) &&
           asks(class->checks->check_written, &change) &&
           version_append(request, class, ((const struct object *)object)->object_id) &&
           change_note(request, class, ((const struct object *)object)->object_id, NULL, false) &&
           audit_insert(request, class, ((const struct object *)object)->object_id);
}

bool rows_may_update(struct request *request, const struct class *class, void *object,
                     const bool *related)
{
    struct row_change change;

    return row_change_of(&change, request, class, object, related) && check_change(&change);
}

bool rows_may_change(struct request *request, const struct class *class, void *object)
{
    struct row_change change;

    return row_change_of(&change, request, class, object, NULL) && row_check_change(&change);
}

/* Whether an update writes the field. */
static bool is_changed(const struct class *class, const void *object, int field)
{
    return value_columns(&class->fields[field]) > 0 &&
           *object_state(class, (void *)object, field) != FIELD_ABSENT;
}

/* Never the time of before: "updatedAt" = max(?1, "updatedAt" + 1). */
static void add_update_time(struct buffer *text)
{
    buffer_add_string(text, " SET ");
    buffer_add_string(text, COLUMN_NAME_UPDATED_AT);
    buffer_add_string(text, " = max(?1, ");
    buffer_add_string(text, COLUMN_NAME_UPDATED_AT);
    buffer_add_string(text, " + 1)");
}

static void add_assignment(struct buffer *text, const char *column, int parameter)
{
    buffer_add_string(text, ", ");
    buffer_add_string(text, column);
    buffer_add_string(text, " = ?");
    buffer_add_int64(text, parameter);
}

static void add_assignments(struct buffer *text, const struct class *class, const void *object)
{
    int parameter = 2;

    add_update_time(text);
    if (((const struct object *)object)->has_acl)
        add_assignment(text, COLUMN_NAME_ACL, parameter++);
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (!is_changed(class, object, i))
            continue;
        add_assignment(text, field->column_name, parameter++);
        if (field->second_column_name)
            add_assignment(text, field->second_column_name, parameter++);
    }
    buffer_add_string(text, " WHERE ");
    buffer_add_string(text, COLUMN_NAME_OBJECT_ID);
    buffer_add_string(text, " = ?");
    buffer_add_int64(text, parameter);
}

/* Binds in the order of add_assignments(). */
static bool bind_assignments(struct context *context, struct store_statement *statement,
                             const struct class *class, const void *object)
{
    const struct object *head = object;
    int parameter = 2;

    if (!store_bind_int64(statement, 1, head->updated_at))
        return false;
    if (head->has_acl && !bind_acl(statement, parameter++, head))
        return false;
    for (int i = 0; i < class->field_count; i++) {
        if (!is_changed(class, object, i))
            continue;
        if (!value_bind(context, statement, parameter, class, &class->fields[i], object))
            return false;
        parameter += value_columns(&class->fields[i]);
    }
    return store_bind_text(statement, parameter, head->object_id);
}

bool rows_update(struct request *request, const struct class *class, void *object,
                 const bool *related)
{
    struct text object_id = ((const struct object *)object)->object_id;
    struct store_statement *statement;
    const struct row_image *image;
    struct row_change change;
    struct buffer text;

    if (!row_change_of(&change, request, class, object, related) || !check_change(&change) ||
        !change_begin(request, class, object_id, &image))
        return false;
    buffer_init(&text, request->context.arena, 512);
    buffer_add_string(&text, "UPDATE ");
    buffer_add_string(&text, class->table);
    add_assignments(&text, class, object);
    statement = prepare(request, &text);
    if (!statement)
        return false;
    if (!bind_assignments(&request->context, statement, class, object)) {
        store_release(statement);
        return fail_internal(&request->context, "an object could not be bound");
    }
    note_change(request, class);
    return keep_names_and_run(request, class, object, statement) &&
           file_holders_note(request, class, object) &&
           row_check_updated(request, class, object_id) &&
           asks(class->checks->check_written, &change) &&
           version_append(request, class, object_id) &&
           change_note(request, class, object_id, image, false) &&
           audit_update(request, class, object, related);
}

/* Runs "<before><table><after>" with up to two texts as its parameters. */
static bool run_with_texts(struct request *request, const char *before, const char *table,
                           const char *after, struct text first, struct text second)
{
    struct sql_value values[3] = {{.kind = SQL_END}};
    struct buffer text;
    int count = 0;

    if (first.bytes)
        values[count++] = sql_text(first);
    if (second.bytes)
        values[count] = sql_text(second);
    buffer_init(&text, request->context.arena, 128);
    buffer_add_string(&text, before);
    buffer_add_string(&text, table);
    buffer_add_string(&text, after);
    buffer_add_char(&text, '\0');
    if (text.failed)
        return fail_internal(&request->context, "out of memory");
    return run(request, request_statement(request, text.bytes, values));
}

/* Takes an object out of the relations that it owns and of those that it belongs to. */
static bool delete_relations(struct request *request, const struct class *class,
                             struct text object_id)
{
    const struct app *app = request->app;

    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *owner = app->classes[i];
        for (int j = 0; j < owner->field_count; j++) {
            const struct class_field *field = &owner->fields[j];
            if (!field->join_table)
                continue;
            if (owner == class &&
                !run_with_texts(request, "DELETE FROM ", field->join_table,
                                " WHERE \"owningId\" = ?1", object_id, text_none()))
                return false;
            if (field->target == class &&
                !run_with_texts(request, "DELETE FROM ", field->join_table,
                                " WHERE \"relatedId\" = ?1", object_id, text_none()))
                return false;
        }
    }
    return true;
}

static bool may_go(struct request *request, const struct class *class, struct text object_id)
{
    return !class->checks->check_delete || class->checks->check_delete(request, object_id);
}

bool rows_delete(struct request *request, const struct class *class, struct text object_id)
{
    const struct row_image *image;

    note_change(request, class);
    /* It is entered while the row is there: whom the entry tells of is asked of the row. */
    return may_go(request, class, object_id) && change_begin(request, class, object_id, &image) &&
           audit_delete(request, class, object_id) &&
           run_with_texts(request, "DELETE FROM ", class->table, " WHERE \"objectId\" = ?1",
                          object_id, text_none()) &&
           delete_relations(request, class, object_id) &&
           change_note(request, class, object_id, image, true) &&
           (class != request->app->user || account_names_forget(request, object_id));
}

bool rows_delete_all(struct request *request, const struct class *class)
{
    const struct app *app = request->app;

    if (!request->principal.master)
        return guard_refuse(request, class, OPERATION_DELETE,
                            "deleting all rows is the master key's");
    if (!guard_permits(request, class, OPERATION_DELETE) || !may_go(request, class, text_none()))
        return false;
    note_change(request, class);
    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *owner = app->classes[i];
        for (int j = 0; j < owner->field_count; j++) {
            const struct class_field *field = &owner->fields[j];
            if (field->join_table && (owner == class || field->target == class) &&
                !run_with_texts(request, "DELETE FROM ", field->join_table, "", text_none(),
                                text_none()))
                return false;
        }
    }
    return change_note_all(request, class) &&
           run_with_texts(request, "DELETE FROM ", class->table, "", text_none(), text_none()) &&
           audit_delete_all(request, class, store_changes(request->store));
}

bool rows_relate(struct request *request, const struct class *class,
                 const struct class_field *relation, struct text owning_id, struct text related_id,
                 bool add)
{
    bool done;

    note_change(request, class);
    if (add)
        done = run_with_texts(request, "INSERT INTO ", relation->join_table,
                              " (\"owningId\", \"relatedId\") VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING",
                              owning_id, related_id);
    else
        done = run_with_texts(request, "DELETE FROM ", relation->join_table,
                              " WHERE \"owningId\" = ?1 AND \"relatedId\" = ?2", owning_id,
                              related_id);
    return done && audit_relate(request, class, relation, owning_id, related_id, add);
}
