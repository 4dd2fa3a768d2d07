/* steps_sqlite.c - see steps_sqlite.h.
 *
 * What SQLite's ALTER TABLE can do is enough, since 3.35: columns are added at the end, renamed, and
 * dropped; a column of another type is a new one that is filled from the old. No table is rebuilt, so a
 * column is added to a million rows at once, and what is converted takes one pass. Indexes, triggers and
 * views follow a rename by themselves, but for their own names: those that bear one are made anew.
 *
 * Each step is a function; the table at the end says which. */
#include "evolve/steps_sqlite.h"

#include <string.h>

struct writer {
    struct sql_statements *statements;
    struct arena *arena;
    const struct step *step;
};

/* An SQL name, quoted. */
static const char *quoted(struct arena *arena, const char *name)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_quote_sql_name(&sql, name);
    return sql.bytes;
}

static const char *text_literal(struct arena *arena, const char *text)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_quote_sql_text(&sql, text);
    return sql.bytes;
}

static void say(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(struct writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *sql = arena_vprintf(writer->arena, format, arguments);
    va_end(arguments);
    sql_statements_add(writer->statements, sql, writer->step->why ? writer->step->why : "");
}

static const char *table_of(struct writer *writer)
{
    return quoted(writer->arena, writer->step->class->table);
}

/* Whether the class had versions, and has them still, so that their table changes as well. */
static bool has_versions(const struct step *step)
{
    return step->former && step->former->keeps_versions && step->class &&
           step->class->keeps_versions;
}

static const char *versions_of(struct writer *writer, const struct model_class *class)
{
    return quoted(writer->arena, schema_sql_version_table(writer->arena, class->table));
}

/* The columns of a field under another name. */
static size_t columns_called(struct writer *writer, const struct model_field *field,
                             const char *name, const char *names[2])
{
    struct model_field other = *field;
    other.column = name;
    return schema_sql_column_names(writer->arena, &other, names);
}

/* Hangers. */

static void drop_words(struct writer *writer, const struct hanger *hanger)
{
    static const char *const events[] = {"insert", "delete", "update"};
    const char *name = schema_sql_words_name(writer->arena, hanger->class, hanger->field);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        say(writer, "DROP TRIGGER %s",
            quoted(writer->arena, arena_printf(writer->arena, "%s:%s", name, events[i])));
    say(writer, "DROP TABLE %s", quoted(writer->arena, name));
}

static void drop_hanger(struct writer *writer)
{
    const struct hanger *hanger = writer->step->hanger;
    struct arena *arena = writer->arena;
    switch (hanger->kind) {
    case HANGER_FIELD_INDEX:
        say(writer, "DROP INDEX %s",
            quoted(arena, schema_sql_field_index_name(arena, hanger->class, hanger->field)));
        break;
    case HANGER_INDEX:
        say(writer, "DROP INDEX %s",
            quoted(arena, schema_sql_index_name(arena, hanger->class, hanger->index)));
        break;
    case HANGER_WORDS:
        drop_words(writer, hanger);
        break;
    case HANGER_TRAIL:
        say(writer, "DROP VIEW %s", quoted(arena, hanger->class->table));
        break;
    }
}

static void add_hanger(struct writer *writer)
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
        const char *column = quoted(arena, hanger->field->column);
        schema_sql_add_words(writer->statements, hanger->class, hanger->field);
        say(writer, "INSERT INTO %s (rowid, words) SELECT \"_row\", %s FROM %s",
            quoted(arena, schema_sql_words_name(arena, hanger->class, hanger->field)), column,
            quoted(arena, hanger->class->table));
        break;
    }
    case HANGER_TRAIL:
        schema_sql_add_trail(writer->statements, hanger->class);
        break;
    }
}

/* Tables. */

static void add_class(struct writer *writer)
{
    const struct model_class *class = writer->step->class;
    schema_sql_add_table(writer->statements, class);
    if (class->keeps_versions)
        schema_sql_add_versions(writer->statements, class);
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->type == FIELD_RELATION)
            schema_sql_add_join(writer->statements, class, class->fields[i]);
}

static void drop_keepers(struct writer *writer, const char *version_table)
{
    static const char *const operations[] = {"UPDATE", "DELETE"};
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        say(writer, "DROP TRIGGER %s",
            quoted(writer->arena,
                   arena_printf(writer->arena, "_Keep:%s:%s", operations[i], version_table)));
}

static void move_versions(struct writer *writer, const char *from, const char *to)
{
    drop_keepers(writer, from);
    say(writer, "ALTER TABLE %s RENAME TO %s", quoted(writer->arena, from),
        quoted(writer->arena, to));
    schema_sql_add_version_keepers(writer->statements, to, writer->step->why);
}

static void rename_class(struct writer *writer)
{
    const struct step *step = writer->step;
    if (strcmp(step->former->table, step->class->table) == 0)
        return;
    say(writer, "ALTER TABLE %s RENAME TO %s", quoted(writer->arena, step->former->table),
        table_of(writer));
    if (has_versions(step))
        move_versions(writer, schema_sql_version_table(writer->arena, step->former->table),
                      schema_sql_version_table(writer->arena, step->class->table));
}

static void retire_versions(struct writer *writer)
{
    move_versions(writer, schema_sql_version_table(writer->arena, writer->step->former->table),
                  writer->step->retired);
}

static void drop_related(struct writer *writer, const struct model_class *class,
                         const struct model_field *field)
{
    say(writer, "DROP INDEX %s",
        quoted(writer->arena,
               arena_printf(writer->arena, "_Related:%s:%s", field->column, class->table)));
}

static void move_join(struct writer *writer, const struct model_class *class,
                      const struct model_field *field, const char *to)
{
    const char *from = schema_sql_join_table(writer->arena, class->table, field->column);
    drop_related(writer, class, field);
    say(writer, "ALTER TABLE %s RENAME TO %s", quoted(writer->arena, from),
        quoted(writer->arena, to));
}

static const char *retired_join(struct writer *writer, const struct model_class *class,
                                const char *retired)
{
    return arena_printf(writer->arena, "%s:%s", retired, class->table);
}

static void retire_class(struct writer *writer)
{
    const struct model_class *former = writer->step->former;
    say(writer, "ALTER TABLE %s RENAME TO %s", quoted(writer->arena, former->table),
        quoted(writer->arena, writer->step->retired));
    if (former->keeps_versions)
        move_versions(writer, schema_sql_version_table(writer->arena, former->table),
                      arena_printf(writer->arena, "%s:versions", writer->step->retired));
    for (size_t i = 0; i < former->field_count; i++)
        if (former->fields[i]->type == FIELD_RELATION)
            move_join(writer, former, former->fields[i],
                      arena_printf(writer->arena, "%s:%s", writer->step->retired,
                                   former->fields[i]->column));
}

static void add_join(struct writer *writer)
{
    schema_sql_add_join(writer->statements, writer->step->class, writer->step->field);
}

static void rename_join(struct writer *writer)
{
    const struct step *step = writer->step;
    const char *to = schema_sql_join_table(writer->arena, step->class->table, step->field->column);
    if (strcmp(schema_sql_join_table(writer->arena, step->former->table, step->was->column), to) ==
        0)
        return;
    move_join(writer, step->former, step->was, to);
    say(writer, "CREATE INDEX %s ON %s (\"relatedId\")",
        quoted(writer->arena, arena_printf(writer->arena, "_Related:%s:%s", step->field->column,
                                           step->class->table)),
        quoted(writer->arena, to));
}

/* The class has its name of now already, but its joins have theirs of then. */
static void retire_join(struct writer *writer)
{
    const struct step *step = writer->step;
    move_join(writer, step->former, step->was, retired_join(writer, step->class, step->retired));
}

/* Columns. */

static void add_column(struct writer *writer)
{
    const struct step *step = writer->step;
    const char *names[2];
    size_t count = schema_sql_column_names(writer->arena, step->field, names);
    for (size_t i = 0; i < count; i++) {
        struct buffer column;
        buffer_init(&column, writer->arena);
        schema_sql_column(&column, step->field, names[i]);
        say(writer, "ALTER TABLE %s ADD COLUMN %s", table_of(writer), column.bytes);
        if (has_versions(step))
            say(writer, "ALTER TABLE %s ADD COLUMN %s", versions_of(writer, step->class),
                column.bytes);
    }
}

static void rename_columns(struct writer *writer, const char *const from[2],
                           const char *const to[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(from[i], to[i]) == 0)
            continue;
        say(writer, "ALTER TABLE %s RENAME COLUMN %s TO %s", table_of(writer),
            quoted(writer->arena, from[i]), quoted(writer->arena, to[i]));
        if (has_versions(writer->step))
            say(writer, "ALTER TABLE %s RENAME COLUMN %s TO %s",
                versions_of(writer, writer->step->class), quoted(writer->arena, from[i]),
                quoted(writer->arena, to[i]));
    }
}

static void rename_column(struct writer *writer)
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

static void retire_column(struct writer *writer)
{
    const struct step *step = writer->step;
    const char *from[2];
    const char *to[2];
    size_t count = schema_sql_column_names(writer->arena, step->was, from);
    columns_called(writer, step->was, step->retired, to);
    rename_columns(writer, from, to, count);
}

/* The versions keep what was written then, in plain: their hashes are over it. */
static void drop_plain(struct writer *writer)
{
    say(writer, "ALTER TABLE %s DROP COLUMN %s", table_of(writer),
        quoted(writer->arena, writer->step->retired));
}

/* Rows. */

static void convert(struct writer *writer)
{
    const struct step *step = writer->step;
    const char *former = quoted(writer->arena, step->retired);
    const char *hole = strstr(step->text, "%s");
    say(writer, "UPDATE %s SET %s = %.*s%s%s WHERE %s IS NOT NULL", table_of(writer),
        quoted(writer->arena, step->field->column), (int)(hole - step->text), step->text, former,
        hole + 2, former);
}

/* A user's expression sees the former column under its name of then. */
static void convert_using(struct writer *writer)
{
    const struct step *step = writer->step;
    const char *former = quoted(writer->arena, step->retired);
    say(writer, "UPDATE %s SET %s = (SELECT %s FROM (SELECT %s.%s AS %s)) WHERE %s IS NOT NULL",
        table_of(writer), quoted(writer->arena, step->field->column), step->text, table_of(writer),
        former, quoted(writer->arena, step->was->name), former);
}

static void fill(struct writer *writer)
{
    const char *column = quoted(writer->arena, writer->step->field->column);
    say(writer, "UPDATE %s SET %s = %s WHERE %s IS NULL", table_of(writer), column,
        writer->step->text, column);
}

/* What a value is sealed for: its class and the field that is, or was, encrypted, under the names that
 * stay. */
static const char *place(struct writer *writer, const struct model_field *field)
{
    const struct model_class *class = writer->step->class;
    return arena_printf(writer->arena, "%s, %s, \"objectId\"",
                        text_literal(writer->arena, class->record ? class->record : class->name),
                        text_literal(writer->arena, field->record ? field->record : field->name));
}

static void seal(struct writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *former = quoted(writer->arena, writer->step->retired);
    say(writer, "UPDATE %s SET %s = seal_value(%s, %s) WHERE %s IS NOT NULL", table_of(writer),
        quoted(writer->arena, field->column), place(writer, field), former, former);
}

static void unseal(struct writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *former = quoted(writer->arena, writer->step->retired);
    const char *type = field->type == FIELD_NUMBER  ? "REAL"
                       : field->type == FIELD_DATE  ? "INTEGER"
                       : field->type == FIELD_BYTES ? "BLOB"
                                                    : "TEXT";
    say(writer, "UPDATE %s SET %s = unseal_value(%s, %s, '%s') WHERE %s IS NOT NULL",
        table_of(writer), quoted(writer->arena, field->column), place(writer, writer->step->was),
        former, type, former);
}

/* Every column that the class's table and its versions share. */
static const char *shared_columns(struct writer *writer)
{
    const struct model_class *class = writer->step->class;
    struct buffer list;
    buffer_init(&list, writer->arena);
    buffer_add_string(&list, "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\"");
    for (size_t i = 0; i < class->field_count; i++) {
        const char *names[2];
        size_t count = schema_sql_column_names(writer->arena, class->fields[i], names);
        for (size_t j = 0; j < count; j++)
            buffer_printf(&list, ", %s", quoted(writer->arena, names[j]));
    }
    return list.bytes;
}

/* A version of every row, behind those that there are. Who migrates is nobody. */
static void append_versions(struct writer *writer)
{
    const struct model_class *class = writer->step->class;
    const struct model_field *counter = model_find_field(class, "version");
    const char *newest = arena_printf(writer->arena,
                                      "(SELECT coalesce(max(\"_version\"), 0) + 1 FROM %s AS v "
                                      "WHERE v.\"objectId\" = %s.\"objectId\")",
                                      versions_of(writer, class), table_of(writer));
    const char *columns = shared_columns(writer);
    if (counter && counter->type == FIELD_NUMBER && !counter->sealed)
        say(writer, "UPDATE %s SET %s = %s", table_of(writer),
            quoted(writer->arena, counter->column), newest);
    say(writer,
        "INSERT INTO %s (%s, \"_version\", \"_by\", \"_at\", \"_means\") SELECT %s, %s, NULL, "
        "unixepoch() * 1000, 'migration' FROM %s",
        versions_of(writer, class), columns, columns, newest, table_of(writer));
}

static void add_versions(struct writer *writer)
{
    schema_sql_add_versions(writer->statements, writer->step->class);
    append_versions(writer);
}

/* Questions. */

static void ask(struct writer *writer, const char *what, const char *select)
{
    const struct step *step = writer->step;
    const char *name =
        step->field ? arena_printf(writer->arena, "%s.%s", step->class->name, step->field->name)
                    : step->class->name;
    say(writer, "-- must be empty: %s %s\n%s", name, what, select);
}

static void ask_missing(struct writer *writer)
{
    const char *names[2];
    if (schema_sql_column_names(writer->arena, writer->step->field, names) == 0)
        return;
    ask(writer, "is required, and these objects lack it",
        arena_printf(writer->arena, "SELECT \"objectId\" FROM %s WHERE %s IS NULL",
                     table_of(writer), quoted(writer->arena, names[0])));
}

static void ask_values(struct writer *writer)
{
    const struct model_field *field = writer->step->field;
    struct buffer list;
    buffer_init(&list, writer->arena);
    if (field->sealed || field->one_of_count == 0)
        return; /* SQL cannot look at it: the server does, at the next change */
    for (size_t i = 0; i < field->one_of_count; i++)
        buffer_printf(&list, "%s%s", i == 0 ? "" : ", ",
                      text_literal(writer->arena, field->one_of[i]));
    const char *column = quoted(writer->arena, field->column);
    const char *wrong =
        field->type == FIELD_ARRAY
            ? arena_printf(writer->arena,
                           "EXISTS (SELECT 1 FROM json_each(%s) WHERE value NOT IN (%s))", column,
                           list.bytes)
            : arena_printf(writer->arena, "%s NOT IN (%s)", column, list.bytes);
    ask(writer, "has a value that it may not have any more",
        arena_printf(writer->arena, "SELECT \"objectId\" FROM %s WHERE %s", table_of(writer),
                     wrong));
}

static void ask_target(struct writer *writer)
{
    const struct model_field *field = writer->step->field;
    const char *column = quoted(writer->arena, field->column);
    if (field->type != FIELD_POINTER || field->sealed)
        return;
    ask(writer, "points at what is not in its new class",
        arena_printf(writer->arena,
                     "SELECT \"objectId\" FROM %s WHERE %s IS NOT NULL AND %s NOT IN "
                     "(SELECT \"objectId\" FROM %s)",
                     table_of(writer), column, column,
                     quoted(writer->arena, field->target->table)));
}

static void ask_unique(struct writer *writer)
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
        const char *column = index ? index->columns[i] : quoted(writer->arena, names[i]);
        size_t length = index ? strcspn(column, " ") : strlen(column); /* without the direction */
        buffer_printf(&columns, "%s%.*s", i == 0 ? "" : ", ", (int)length, column);
        buffer_printf(&present, "%s%.*s IS NOT NULL", i == 0 ? "" : " AND ", (int)length, column);
    }
    ask(writer, "is to be unique, and these objects share a value",
        arena_printf(writer->arena,
                     "SELECT group_concat(\"objectId\", ', ') FROM %s WHERE %s GROUP BY %s HAVING "
                     "count(*) > 1",
                     table_of(writer), present.bytes, columns.bytes));
}

static void purge(struct writer *writer)
{
    const struct step *step = writer->step;
    if (step->class)
        say(writer, "ALTER TABLE %s DROP COLUMN %s", table_of(writer),
            quoted(writer->arena, step->retired));
    else
        say(writer, "DROP TABLE %s", quoted(writer->arena, step->retired));
}

static void (*const functions[])(struct writer *) = {
    [STEP_DROP_HANGER] = drop_hanger,
    [STEP_ADD_HANGER] = add_hanger,
    [STEP_ADD_CLASS] = add_class,
    [STEP_RENAME_CLASS] = rename_class,
    [STEP_RETIRE_CLASS] = retire_class,
    [STEP_ADD_VERSIONS] = add_versions,
    [STEP_RETIRE_VERSIONS] = retire_versions,
    [STEP_ADD_JOIN] = add_join,
    [STEP_RENAME_JOIN] = rename_join,
    [STEP_RETIRE_JOIN] = retire_join,
    [STEP_ADD_COLUMN] = add_column,
    [STEP_RENAME_COLUMN] = rename_column,
    [STEP_RETIRE_COLUMN] = retire_column,
    [STEP_DROP_PLAIN] = drop_plain,
    [STEP_CONVERT] = convert,
    [STEP_CONVERT_USING] = convert_using,
    [STEP_FILL] = fill,
    [STEP_SEAL] = seal,
    [STEP_UNSEAL] = unseal,
    [STEP_APPEND_VERSIONS] = append_versions,
    [STEP_ASK_MISSING] = ask_missing,
    [STEP_ASK_VALUES] = ask_values,
    [STEP_ASK_TARGET] = ask_target,
    [STEP_ASK_UNIQUE] = ask_unique,
    [STEP_PURGE] = purge,
};

void steps_to_sqlite(struct sql_statements *statements, const struct vector *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        struct writer writer = {statements, statements->arena, steps->items[i]};
        functions[writer.step->kind](&writer);
    }
}
