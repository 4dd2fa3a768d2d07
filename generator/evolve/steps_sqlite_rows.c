/* steps_sqlite_rows.c - see steps_sqlite_rows.h. */
#include "evolve/steps_sqlite_rows.h"

#include <string.h>

/* Rows. */

void sqlite_convert(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *former = sql_name(writer->arena, step->retired);
    const char *hole = strstr(step->text, "%s");
    step_say(writer, "UPDATE %s SET %s = %.*s%s%s WHERE %s IS NOT NULL", step_table(writer),
             sql_name(writer->arena, step->field->column), (int)(hole - step->text), step->text,
             former, hole + 2, former);
}

/* A user's expression sees the former column under its name of then. */
void sqlite_convert_using(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *former = sql_name(writer->arena, step->retired);
    step_say(writer,
             "UPDATE %s SET %s = (SELECT %s FROM (SELECT %s.%s AS %s)) WHERE %s IS NOT NULL",
             step_table(writer), sql_name(writer->arena, step->field->column), step->text,
             step_table(writer), former, sql_name(writer->arena, step->was->name), former);
}

void sqlite_fill(struct step_writer *writer)
{
    const char *column = sql_name(writer->arena, writer->step->field->column);
    step_say(writer, "UPDATE %s SET %s = %s WHERE %s IS NULL", step_table(writer), column,
             writer->step->text, column);
}

/* What a value is sealed for: its class and the field that is, or was, encrypted, under the names that
 * stay. */
static const char *place(struct step_writer *writer, const struct model_field *field)
{
    const struct model_class *class = writer->step->class;
    return arena_printf(writer->arena, "%s, %s, \"objectId\"",
                        sql_text(writer->arena, class->record ? class->record : class->name),
                        sql_text(writer->arena, field->record ? field->record : field->name));
}

void sqlite_seal(struct step_writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *former = sql_name(writer->arena, writer->step->retired);
    step_say(writer, "UPDATE %s SET %s = seal_value(%s, %s) WHERE %s IS NOT NULL",
             step_table(writer), sql_name(writer->arena, field->column), place(writer, field),
             former, former);
}

void sqlite_unseal(struct step_writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *former = sql_name(writer->arena, writer->step->retired);
    const char *type = field->type == FIELD_NUMBER  ? "REAL"
                       : field->type == FIELD_DATE  ? "INTEGER"
                       : field->type == FIELD_BYTES ? "BLOB"
                                                    : "TEXT";
    step_say(writer, "UPDATE %s SET %s = unseal_value(%s, %s, '%s') WHERE %s IS NOT NULL",
             step_table(writer), sql_name(writer->arena, field->column),
             place(writer, writer->step->was), former, type, former);
}

/* Every column that the class's table and its versions share. */
static const char *shared_columns(struct step_writer *writer)
{
    const struct model_class *class = writer->step->class;
    struct buffer list;
    buffer_init(&list, writer->arena);
    buffer_add_string(&list, "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\"");
    for (size_t i = 0; i < class->field_count; i++) {
        const char *names[2];
        size_t count = schema_sql_column_names(writer->arena, class->fields[i], names);
        for (size_t j = 0; j < count; j++)
            buffer_printf(&list, ", %s", sql_name(writer->arena, names[j]));
    }
    return list.bytes;
}

/* A version of every row, behind those that there are. Who migrates is nobody. */
void sqlite_append_versions(struct step_writer *writer)
{
    const struct model_class *class = writer->step->class;
    const struct model_field *counter = model_find_field(class, "version");
    const char *newest = arena_printf(writer->arena,
                                      "(SELECT coalesce(max(\"_version\"), 0) + 1 FROM %s AS v "
                                      "WHERE v.\"objectId\" = %s.\"objectId\")",
                                      step_versions(writer, class), step_table(writer));
    const char *columns = shared_columns(writer);
    if (counter && counter->type == FIELD_NUMBER && !counter->sealed)
        step_say(writer, "UPDATE %s SET %s = %s", step_table(writer),
                 sql_name(writer->arena, counter->column), newest);
    step_say(writer,
             "INSERT INTO %s (%s, \"_version\", \"_by\", \"_at\", \"_means\") SELECT %s, %s, NULL, "
             "unixepoch() * 1000, 'migration' FROM %s",
             step_versions(writer, class), columns, columns, newest, step_table(writer));
}

void sqlite_add_versions(struct step_writer *writer)
{
    schema_sql_add_versions(writer->statements, writer->step->class);
    sqlite_append_versions(writer);
}

/* Questions. */

static void ask(struct step_writer *writer, const char *what, const char *select)
{
    const struct step *step = writer->step;
    const char *name =
        step->field ? arena_printf(writer->arena, "%s.%s", step->class->name, step->field->name)
                    : step->class->name;
    step_say(writer, "-- must be empty: %s %s\n%s", name, what, select);
}

void sqlite_ask_missing(struct step_writer *writer)
{
    const char *names[2];
    if (schema_sql_column_names(writer->arena, writer->step->field, names) == 0)
        return;
    ask(writer, "is required, and these objects lack it",
        arena_printf(writer->arena, "SELECT \"objectId\" FROM %s WHERE %s IS NULL",
                     step_table(writer), sql_name(writer->arena, names[0])));
}

void sqlite_ask_values(struct step_writer *writer)
{
    const struct model_field *field = writer->step->field;
    struct buffer list;
    buffer_init(&list, writer->arena);
    if (field->sealed || field->one_of_count == 0)
        return; /* SQL cannot look at it: the server does, at the next change */
    for (size_t i = 0; i < field->one_of_count; i++)
        buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", sql_text(writer->arena, field->one_of[i]));
    const char *column = sql_name(writer->arena, field->column);
    const char *wrong =
        field->type == FIELD_ARRAY
            ? arena_printf(writer->arena,
                           "EXISTS (SELECT 1 FROM json_each(%s) WHERE value NOT IN (%s))", column,
                           list.bytes)
            : arena_printf(writer->arena, "%s NOT IN (%s)", column, list.bytes);
    ask(writer, "has a value that it may not have any more",
        arena_printf(writer->arena, "SELECT \"objectId\" FROM %s WHERE %s", step_table(writer),
                     wrong));
}

void sqlite_ask_target(struct step_writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *column = sql_name(writer->arena, field->column);
    if (field->type != FIELD_POINTER || field->sealed)
        return;
    ask(writer, "points at what is not in its new class",
        arena_printf(writer->arena,
                     "SELECT \"objectId\" FROM %s WHERE %s IS NOT NULL AND %s NOT IN "
                     "(SELECT \"objectId\" FROM %s)",
                     step_table(writer), column, column,
                     sql_name(writer->arena, field->target->table)));
}

void sqlite_ask_unique(struct step_writer *writer)
{
    const struct step *step = writer->step;
    struct buffer columns;
    struct buffer present;
    buffer_init(&columns, writer->arena);
    buffer_init(&present, writer->arena);
    const char *names[2];
    const struct model_index *index = step->hanger ? step->hanger->index : NULL;
    size_t count =
        index ? index->column_count : schema_sql_column_names(writer->arena, step->field, names);
    for (size_t i = 0; i < count; i++) {
        const char *column = index ? index->columns[i] : sql_name(writer->arena, names[i]);
        size_t length = index ? strcspn(column, " ") : strlen(column); /* without the direction */
        buffer_printf(&columns, "%s%.*s", i == 0 ? "" : ", ", (int)length, column);
        buffer_printf(&present, "%s%.*s IS NOT NULL", i == 0 ? "" : " AND ", (int)length, column);
    }
    ask(writer, "is to be unique, and these objects share a value",
        arena_printf(writer->arena,
                     "SELECT group_concat(\"objectId\", ', ') FROM %s WHERE %s GROUP BY %s HAVING "
                     "count(*) > 1",
                     step_table(writer), present.bytes, columns.bytes));
}
