/* steps_sqlite.c - see steps_sqlite.h.
 *
 * What SQLite's ALTER TABLE can do is enough, since 3.35: columns are added at the end, renamed, and
 * dropped; a column of another type is a new one that is filled from the old. No table is rebuilt, so a
 * column is added to a million rows at once, and what is converted takes one pass. Indexes, triggers and
 * views follow a rename by themselves, but for their own names: those that bear one are made anew.
 *
 * Each step is a function; the table at the end says which. */
#include "evolve/steps_sqlite.h"

#include "evolve/step_writer.h"
#include "evolve/steps_sqlite_rows.h"

#include <string.h>

/* The columns of a field under another name. */
static size_t columns_called(struct step_writer *writer, const struct model_field *field,
                             const char *name, const char *names[2])
{
    struct model_field other = *field;
    other.column = name;
    return schema_sql_column_names(writer->arena, &other, names);
}

/* Hangers. */

static void drop_words(struct step_writer *writer, const struct hanger *hanger)
{
    static const char *const events[] = {"insert", "delete", "update"};
    const char *name = schema_sql_words_name(writer->arena, hanger->class, hanger->field);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        step_say(writer, "DROP TRIGGER %s",
                 sql_name(writer->arena, arena_printf(writer->arena, "%s:%s", name, events[i])));
    step_say(writer, "DROP TABLE %s", sql_name(writer->arena, name));
}

static void drop_hanger(struct step_writer *writer)
{
    const struct hanger *hanger = writer->step->hanger;
    struct arena *arena = writer->arena;
    switch (hanger->kind) {
    case HANGER_FIELD_INDEX:
        step_say(writer, "DROP INDEX %s",
                 sql_name(arena, schema_sql_field_index_name(arena, hanger->class, hanger->field)));
        break;
    case HANGER_INDEX:
        step_say(writer, "DROP INDEX %s",
                 sql_name(arena, schema_sql_index_name(arena, hanger->class, hanger->index)));
        break;
    case HANGER_WORDS:
        drop_words(writer, hanger);
        break;
    case HANGER_TRAIL:
        step_say(writer, "DROP VIEW %s", sql_name(arena, hanger->class->table));
        break;
    }
}

static void add_hanger(struct step_writer *writer)
{
    const struct hanger *hanger = writer->step->hanger;
    struct arena *arena = writer->arena;
    switch (hanger->kind) {
    case HANGER_FIELD_INDEX:
        schema_sql_add_field_index(writer->statements, hanger->class, hanger->field);
        break;
    case HANGER_INDEX:
        schema_sql_add_index(writer->statements, hanger->class, hanger->index);
        break;
    case HANGER_WORDS: {
        const char *column = sql_name(arena, hanger->field->column);
        schema_sql_add_words(writer->statements, hanger->class, hanger->field);
        step_say(writer, "INSERT INTO %s (rowid, words) SELECT \"_row\", %s FROM %s",
                 sql_name(arena, schema_sql_words_name(arena, hanger->class, hanger->field)),
                 column, sql_name(arena, hanger->class->table));
        break;
    }
    case HANGER_TRAIL:
        schema_sql_add_trail(writer->statements, hanger->class);
        break;
    }
}

/* Tables. */

static void add_class(struct step_writer *writer)
{
    const struct model_class *class = writer->step->class;
    schema_sql_add_table(writer->statements, class);
    if (class->keeps_versions)
        schema_sql_add_versions(writer->statements, class);
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->type == FIELD_RELATION)
            schema_sql_add_join(writer->statements, class, class->fields[i]);
}

static void drop_keepers(struct step_writer *writer, const char *version_table)
{
    static const char *const operations[] = {"UPDATE", "DELETE"};
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        step_say(writer, "DROP TRIGGER %s",
                 sql_name(writer->arena, arena_printf(writer->arena, "_Keep:%s:%s", operations[i],
                                                      version_table)));
}

static void move_versions(struct step_writer *writer, const char *from, const char *to)
{
    drop_keepers(writer, from);
    step_say(writer, "ALTER TABLE %s RENAME TO %s", sql_name(writer->arena, from),
             sql_name(writer->arena, to));
    schema_sql_add_version_keepers(writer->statements, to, writer->step->why);
}

static void rename_class(struct step_writer *writer)
{
    const struct step *step = writer->step;
    if (strcmp(step->former->table, step->class->table) == 0)
        return;
    step_say(writer, "ALTER TABLE %s RENAME TO %s", sql_name(writer->arena, step->former->table),
             step_table(writer));
    if (step_has_versions(step))
        move_versions(writer, schema_sql_version_table(writer->arena, step->former->table),
                      schema_sql_version_table(writer->arena, step->class->table));
}

static void retire_versions(struct step_writer *writer)
{
    move_versions(writer, schema_sql_version_table(writer->arena, writer->step->former->table),
                  writer->step->retired);
}

static void drop_related(struct step_writer *writer, const struct model_class *class,
                         const struct model_field *field)
{
    step_say(writer, "DROP INDEX %s",
             sql_name(writer->arena,
                      arena_printf(writer->arena, "_Related:%s:%s", field->column, class->table)));
}

static void move_join(struct step_writer *writer, const struct model_class *class,
                      const struct model_field *field, const char *to)
{
    const char *from = schema_sql_join_table(writer->arena, class->table, field->column);
    drop_related(writer, class, field);
    step_say(writer, "ALTER TABLE %s RENAME TO %s", sql_name(writer->arena, from),
             sql_name(writer->arena, to));
}

static const char *retired_join(struct step_writer *writer, const struct model_class *class,
                                const char *retired)
{
    return arena_printf(writer->arena, "%s:%s", retired, class->table);
}

static void retire_class(struct step_writer *writer)
{
    const struct model_class *former = writer->step->former;
    step_say(writer, "ALTER TABLE %s RENAME TO %s", sql_name(writer->arena, former->table),
             sql_name(writer->arena, writer->step->retired));
    if (former->keeps_versions)
        move_versions(writer, schema_sql_version_table(writer->arena, former->table),
                      arena_printf(writer->arena, "%s:versions", writer->step->retired));
    for (size_t i = 0; i < former->field_count; i++)
        if (former->fields[i]->type == FIELD_RELATION)
            move_join(writer, former, former->fields[i],
                      arena_printf(writer->arena, "%s:%s", writer->step->retired,
                                   former->fields[i]->column));
}

static void add_join(struct step_writer *writer)
{
    schema_sql_add_join(writer->statements, writer->step->class, writer->step->field);
}

static void rename_join(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *to = schema_sql_join_table(writer->arena, step->class->table, step->field->column);
    if (strcmp(schema_sql_join_table(writer->arena, step->former->table, step->was->column), to) ==
        0)
        return;
    move_join(writer, step->former, step->was, to);
    step_say(writer, "CREATE INDEX %s ON %s (\"relatedId\")",
             sql_name(writer->arena, arena_printf(writer->arena, "_Related:%s:%s",
                                                  step->field->column, step->class->table)),
             sql_name(writer->arena, to));
}

/* The class has its name of now already, but its joins have theirs of then. */
static void retire_join(struct step_writer *writer)
{
    const struct step *step = writer->step;
    move_join(writer, step->former, step->was, retired_join(writer, step->class, step->retired));
}

/* Columns. */

static void add_column(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *names[2];
    size_t count = schema_sql_column_names(writer->arena, step->field, names);
    for (size_t i = 0; i < count; i++) {
        struct buffer column;
        buffer_init(&column, writer->arena);
        schema_sql_column(&column, step->field, names[i]);
        step_say(writer, "ALTER TABLE %s ADD COLUMN %s", step_table(writer), column.bytes);
        if (step_has_versions(step))
            step_say(writer, "ALTER TABLE %s ADD COLUMN %s", step_versions(writer, step->class),
                     column.bytes);
    }
}

static void rename_columns(struct step_writer *writer, const char *const from[2],
                           const char *const to[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(from[i], to[i]) == 0)
            continue;
        step_say(writer, "ALTER TABLE %s RENAME COLUMN %s TO %s", step_table(writer),
                 sql_name(writer->arena, from[i]), sql_name(writer->arena, to[i]));
        if (step_has_versions(writer->step))
            step_say(writer, "ALTER TABLE %s RENAME COLUMN %s TO %s",
                     step_versions(writer, writer->step->class), sql_name(writer->arena, from[i]),
                     sql_name(writer->arena, to[i]));
    }
}

static void rename_column(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *from[2];
    const char *to[2];
    bool is_first = step->was != NULL;
    size_t count =
        columns_called(writer, step->field, is_first ? step->was->column : step->retired, from);
    columns_called(writer, step->field,
                   is_first && step->retired ? step->retired : step->field->column, to);
    rename_columns(writer, from, to, count);
}

static void retire_column(struct step_writer *writer)
{
    const struct step *step = writer->step;
    const char *from[2];
    const char *to[2];
    size_t count = schema_sql_column_names(writer->arena, step->was, from);
    columns_called(writer, step->was, step->retired, to);
    rename_columns(writer, from, to, count);
}

/* The versions keep what was written then, in plain: their hashes are over it. */
static void drop_plain(struct step_writer *writer)
{
    step_say(writer, "ALTER TABLE %s DROP COLUMN %s", step_table(writer),
             sql_name(writer->arena, writer->step->retired));
}

static void purge(struct step_writer *writer)
{
    const struct step *step = writer->step;
    if (step->class)
        step_say(writer, "ALTER TABLE %s DROP COLUMN %s", step_table(writer),
                 sql_name(writer->arena, step->retired));
    else
        step_say(writer, "DROP TABLE %s", sql_name(writer->arena, step->retired));
}

static void (*const functions[])(struct step_writer *) = {
    [STEP_DROP_HANGER] = drop_hanger,
    [STEP_ADD_HANGER] = add_hanger,
    [STEP_ADD_CLASS] = add_class,
    [STEP_RENAME_CLASS] = rename_class,
    [STEP_RETIRE_CLASS] = retire_class,
    [STEP_ADD_VERSIONS] = sqlite_add_versions,
    [STEP_RETIRE_VERSIONS] = retire_versions,
    [STEP_ADD_JOIN] = add_join,
    [STEP_RENAME_JOIN] = rename_join,
    [STEP_RETIRE_JOIN] = retire_join,
    [STEP_ADD_COLUMN] = add_column,
    [STEP_RENAME_COLUMN] = rename_column,
    [STEP_RETIRE_COLUMN] = retire_column,
    [STEP_DROP_PLAIN] = drop_plain,
    [STEP_CONVERT] = sqlite_convert,
    [STEP_CONVERT_USING] = sqlite_convert_using,
    [STEP_FILL] = sqlite_fill,
    [STEP_SEAL] = sqlite_seal,
    [STEP_UNSEAL] = sqlite_unseal,
    [STEP_APPEND_VERSIONS] = sqlite_append_versions,
    [STEP_ASK_MISSING] = sqlite_ask_missing,
    [STEP_ASK_VALUES] = sqlite_ask_values,
    [STEP_ASK_TARGET] = sqlite_ask_target,
    [STEP_ASK_UNIQUE] = sqlite_ask_unique,
    [STEP_PURGE] = purge,
};

void steps_to_sqlite(struct sql_statements *statements, const struct vector *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        struct step_writer writer = {statements, statements->arena, steps->items[i]};
        functions[writer.step->kind](&writer);
    }
}
