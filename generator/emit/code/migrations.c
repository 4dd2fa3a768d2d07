/* migrations.c - migrations/0001_initial.sql and the same statements as C strings in migrations.c.
 *
 * Class tables keep their rowid: with 100,000 rows, tables WITHOUT ROWID answered gets by id about
 * a tenth faster, but finds by an indexed pointer slower, and random ids made inserts much slower.
 * It has a name, "_row", because VACUUM numbers rows anew where it has none.
 * Tables are STRICT, so that SQLite holds every value to its column's type. Columns are nullable
 * even where a field is required: the server checks that, and a later migration may make a field
 * required while older rows lack it. Index names carry a prefix with a colon, which no class name
 * can have, because SQLite keeps tables and indexes in one name space. */
#include "emit/audit_view.h"
#include "emit/c_code.h"
#include "emit/emit.h"
#include "emit/origin.h"

#include <stdlib.h>
#include <string.h>

/* One statement, and the line of the inputs that it comes from. */
struct statement {
    const char *sql; /* without the semicolon */
    const char *origin;
};

struct statements {
    struct arena *arena;
    struct statement *list;
    size_t count;
    size_t capacity;
};

static void add_statement(struct statements *statements, const struct buffer *sql,
                          const char *origin)
{
    if (statements->count == statements->capacity) {
        statements->capacity = statements->capacity == 0 ? 64 : statements->capacity * 2;
        struct statement *list =
            arena_alloc_array(statements->arena, statements->capacity, sizeof *list);
        if (statements->count > 0)
            memcpy(list, statements->list, statements->count * sizeof *list);
        statements->list = list;
    }
    statements->list[statements->count++] = (struct statement){sql->bytes, origin};
}

static const char *column_type(const struct model_field *field)
{
    switch (field->sealed ? FIELD_BYTES : field->type) {
    case FIELD_NUMBER:
        return "REAL";
    case FIELD_BOOLEAN:
    case FIELD_DATE:
        return "INTEGER";
    case FIELD_BYTES:
        return "BLOB";
    default:
        return "TEXT";
    }
}

/* ",\n    \"name\" TYPE" for each column of the field. */
static void add_columns(struct buffer *sql, const struct model_field *field)
{
    static const char *const parts[] = {"latitude", "longitude"};
    if (field->type == FIELD_RELATION)
        return;
    if (field->type == FIELD_GEOPOINT) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            buffer_add_string(sql, ",\n    ");
            buffer_quote_sql_name(sql, arena_printf(sql->arena, "%s_%s", field->column, parts[i]));
            buffer_add_string(sql, " REAL");
        }
        return;
    }
    buffer_add_string(sql, ",\n    ");
    buffer_quote_sql_name(sql, field->column);
    buffer_printf(sql, " %s", column_type(field));
    if (field->type == FIELD_BOOLEAN) {
        buffer_add_string(sql, " CHECK (");
        buffer_quote_sql_name(sql, field->column);
        buffer_add_string(sql, " IN (0, 1))");
    }
}

/* A table with the columns of the class, which begin with its id in some way; without its end. */
static void open_table(struct buffer *sql, const struct model_class *class, const char *name,
                       const char *id_columns)
{
    buffer_add_string(sql, "CREATE TABLE ");
    buffer_quote_sql_name(sql, name);
    buffer_printf(sql,
                  " (\n    %s,\n"
                  "    \"createdAt\" INTEGER NOT NULL,\n"
                  "    \"updatedAt\" INTEGER NOT NULL,\n    \"_acl\" TEXT",
                  id_columns);
    for (size_t i = 0; i < class->field_count; i++)
        add_columns(sql, class->fields[i]);
}

static void add_table(struct statements *statements, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, statements->arena);
    open_table(&sql, class, class->table,
               "\"_row\" INTEGER PRIMARY KEY,\n    \"objectId\" TEXT UNIQUE NOT NULL");
    buffer_add_string(&sql, "\n) STRICT");
    add_statement(statements, &sql,
                  origin_text(statements->arena, class->schema_span, class->spec_span));
}

/* Rows of such a table stay as they were written, whoever tries to change them. */
static void add_keeper(struct statements *statements, const char *table, const char *operation,
                       const char *origin)
{
    struct arena *arena = statements->arena;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "CREATE TRIGGER ");
    buffer_quote_sql_name(&sql, arena_printf(arena, "_Keep:%s:%s", operation, table));
    buffer_printf(&sql, " BEFORE %s ON ", operation);
    buffer_quote_sql_name(&sql, table);
    buffer_add_string(&sql, " BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END");
    add_statement(statements, &sql, origin);
}

/* The versions of a class's rows: the same columns, and who wrote them, when and by which means. */
static void add_version_table(struct statements *statements, const struct model_class *class)
{
    struct arena *arena = statements->arena;
    const char *table = arena_printf(arena, "_Version:%s", class->table);
    const char *origin = origin_text(arena, class->schema_span, class->spec_span);
    struct buffer sql;
    buffer_init(&sql, arena);
    open_table(&sql, class, table, "\"objectId\" TEXT NOT NULL");
    buffer_add_string(&sql, ",\n    \"_version\" INTEGER NOT NULL,\n    \"_by\" TEXT,\n"
                            "    \"_at\" INTEGER NOT NULL,\n    \"_means\" TEXT NOT NULL,\n"
                            "    PRIMARY KEY (\"objectId\", \"_version\")\n) STRICT");
    add_statement(statements, &sql, origin);
    add_keeper(statements, table, "UPDATE", origin);
    add_keeper(statements, table, "DELETE", origin);
}

/* Relation: a row for each pair, found from either end. */
static void add_join_table(struct statements *statements, const struct model_class *class,
                           const struct model_field *field)
{
    struct arena *arena = statements->arena;
    const char *table = arena_printf(arena, "_Join:%s:%s", field->column, class->table);
    const char *origin = origin_text(arena, field->schema_span, field->spec_span);
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "CREATE TABLE ");
    buffer_quote_sql_name(&sql, table);
    buffer_add_string(&sql,
                      " (\n    \"owningId\" TEXT NOT NULL,\n    \"relatedId\" TEXT NOT NULL,\n"
                      "    PRIMARY KEY (\"owningId\", \"relatedId\")\n"
                      ") STRICT, WITHOUT ROWID");
    add_statement(statements, &sql, origin);
    struct buffer index;
    buffer_init(&index, arena);
    buffer_add_string(&index, "CREATE INDEX ");
    buffer_quote_sql_name(&index,
                          arena_printf(arena, "_Related:%s:%s", field->column, class->table));
    buffer_add_string(&index, " ON ");
    buffer_quote_sql_name(&index, table);
    buffer_add_string(&index, " (\"relatedId\")");
    add_statement(statements, &index, origin);
}

static void add_field_index(struct statements *statements, const struct model_class *class,
                            const struct model_field *field)
{
    struct arena *arena = statements->arena;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_printf(&sql, "CREATE %sINDEX ", field->unique ? "UNIQUE " : "");
    buffer_quote_sql_name(&sql,
                          arena_printf(arena, "%s:%s:%s", field->unique ? "_Unique" : "_Field",
                                       class->table, field->column));
    buffer_add_string(&sql, " ON ");
    buffer_quote_sql_name(&sql, class->table);
    buffer_add_string(&sql, " (");
    if (field->type == FIELD_GEOPOINT) {
        buffer_quote_sql_name(&sql, arena_printf(arena, "%s_latitude", field->column));
        buffer_add_string(&sql, ", ");
        buffer_quote_sql_name(&sql, arena_printf(arena, "%s_longitude", field->column));
    } else {
        buffer_quote_sql_name(&sql, field->column);
    }
    buffer_add_string(&sql, ")");
    add_statement(statements, &sql, origin_text(arena, field->schema_span, field->spec_span));
}

static void add_index(struct statements *statements, const struct model_class *class,
                      const struct model_index *index)
{
    struct arena *arena = statements->arena;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_printf(&sql, "CREATE %sINDEX ", index->unique ? "UNIQUE " : "");
    buffer_quote_sql_name(&sql, arena_printf(arena, "_Index:%s:%s", class->table, index->name));
    buffer_add_string(&sql, " ON ");
    buffer_quote_sql_name(&sql, class->table);
    buffer_add_string(&sql, " (");
    for (size_t i = 0; i < index->column_count; i++)
        buffer_printf(&sql, "%s%s", i == 0 ? "" : ", ", index->columns[i]);
    buffer_add_string(&sql, ")");
    add_statement(statements, &sql, origin_text(arena, class->schema_span, class->spec_span));
}

/* A full-text index: FTS5 without a copy of the text (sqlite.org/fts5.html#contentless_tables), kept
 * in step by triggers. It only narrows what is looked at: text_score() decides (where_text.c). So
 * its words are stems without diacritics, the widest reading of a search. */
static void add_text_index(struct statements *statements, const struct model_class *class,
                           const struct model_field *field)
{
    struct arena *arena = statements->arena;
    const char *origin = origin_text(arena, field->schema_span, field->spec_span);
    const char *name = arena_printf(arena, "_Text:%s:%s", field->column, class->table);
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "CREATE VIRTUAL TABLE ");
    buffer_quote_sql_name(&sql, name);
    buffer_add_string(&sql, " USING fts5(words, content='', tokenize='porter unicode61 "
                            "remove_diacritics 2')");
    add_statement(statements, &sql, origin);
    static const struct {
        const char *name;
        const char *event;
        bool removes;
        bool adds;
    } triggers[] = {
        {"insert", "INSERT", false, true},
        {"delete", "DELETE", true, false},
        {"update", "UPDATE OF", true, true},
    };
    for (size_t i = 0; i < sizeof triggers / sizeof triggers[0]; i++) {
        struct buffer trigger;
        buffer_init(&trigger, arena);
        buffer_add_string(&trigger, "CREATE TRIGGER ");
        buffer_quote_sql_name(&trigger, arena_printf(arena, "%s:%s", name, triggers[i].name));
        buffer_printf(&trigger, " AFTER %s ", triggers[i].event);
        if (triggers[i].removes && triggers[i].adds) {
            buffer_quote_sql_name(&trigger, field->column);
            buffer_add_string(&trigger, " ");
        }
        buffer_add_string(&trigger, "ON ");
        buffer_quote_sql_name(&trigger, class->table);
        buffer_add_string(&trigger, " BEGIN\n");
        if (triggers[i].removes) {
            buffer_add_string(&trigger, "    INSERT INTO ");
            buffer_quote_sql_name(&trigger, name);
            buffer_add_string(&trigger, " (");
            buffer_quote_sql_name(&trigger, name);
            buffer_add_string(&trigger, ", rowid, words) VALUES ('delete', old.\"_row\", old.");
            buffer_quote_sql_name(&trigger, field->column);
            buffer_add_string(&trigger, ");\n");
        }
        if (triggers[i].adds) {
            buffer_add_string(&trigger, "    INSERT INTO ");
            buffer_quote_sql_name(&trigger, name);
            buffer_add_string(&trigger, " (rowid, words) VALUES (new.\"_row\", new.");
            buffer_quote_sql_name(&trigger, field->column);
            buffer_add_string(&trigger, ");\n");
        }
        buffer_add_string(&trigger, "END");
        add_statement(statements, &trigger, origin);
    }
}

/* Whether an index of several columns begins with the field and so serves its look-ups too. */
static bool leads_an_index(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->index_count; i++)
        if (class->indexes[i].column_count > 1 && class->indexes[i].fields[0] == field)
            return true;
    return false;
}

static void add_class(struct statements *statements, const struct model_class *class)
{
    add_table(statements, class);
    if (class->keeps_versions)
        add_version_table(statements, class);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_RELATION)
            add_join_table(statements, class, field);
        else if (field->unique || (field->indexed && !leads_an_index(class, field)))
            add_field_index(statements, class, field);
        if (field->text_indexed)
            add_text_index(statements, class, field);
    }
    for (size_t i = 0; i < class->index_count; i++)
        add_index(statements, class, &class->indexes[i]);
}

/* The class that shows the audit trail is a view of it. */
static void add_audit_view(struct statements *statements, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, statements->arena);
    audit_view_add(&sql, class);
    add_statement(statements, &sql,
                  origin_text(statements->arena, class->schema_span, class->spec_span));
}

static void render_sql(struct buffer *file, const struct statements *statements)
{
    buffer_add_string(file, "-- 0001_initial - the tables of an empty database. Generated.\n");
    const char *origin = "";
    for (size_t i = 0; i < statements->count; i++) {
        const struct statement *statement = &statements->list[i];
        buffer_add_string(file, "\n");
        if (strcmp(origin, statement->origin) != 0) {
            buffer_add_string(file, "-- ");
            buffer_quote_comment(file, statement->origin);
            buffer_add_string(file, "\n");
            origin = statement->origin;
        }
        buffer_printf(file, "%s;\n", statement->sql);
    }
}

static void render_c(struct buffer *file, const struct statements *statements)
{
    buffer_add_string(file, "/* migrations.c - the statements of migrations/, for the server to "
                            "apply. Generated. */\n#include \"app.h\"\n\n"
                            "static const char *const initial[] = {\n");
    for (size_t i = 0; i < statements->count; i++) {
        buffer_add_string(file, "    ");
        c_string(file, statements->list[i].sql);
        buffer_add_string(file, ",\n");
    }
    buffer_add_string(file, "};\n\nconst struct migration application_migrations[] = {\n"
                            "    {\n        .version = 1,\n        .name = \"initial\",\n"
                            "        .statements = initial,\n"
                            "        .statement_count = sizeof initial / sizeof initial[0],\n"
                            "    },\n};\n");
}

void emit_migrations(const struct model *model, struct output *output)
{
    struct buffer *sql_file = output_file(output, "migrations/0001_initial.sql");
    struct statements statements = {.arena = sql_file->arena};
    for (size_t i = 0; i < model->class_count; i++)
        if (model->classes[i] != model->audit_log)
            add_class(&statements, model->classes[i]);
    if (model->audit_log)
        add_audit_view(&statements, model->audit_log);
    render_sql(sql_file, &statements);
    render_c(output_file(output, "migrations.c"), &statements);
}
