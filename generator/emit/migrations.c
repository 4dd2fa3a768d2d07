/* migrations.c - migrations/0001_initial.sql and the same statements as C strings in migrations.c.
 *
 * Class tables keep their rowid: with 100,000 rows, tables WITHOUT ROWID answered gets by id about
 * a tenth faster, but finds by an indexed pointer slower, and random ids made inserts much slower.
 * Tables are STRICT, so that SQLite holds every value to its column's type. Columns are nullable
 * even where a field is required: the server checks that, and a later migration may make a field
 * required while older rows lack it. Index names carry a prefix with a colon, which no class name
 * can have, because SQLite keeps tables and indexes in one name space. */
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
        if (statements->count > 0) {
            memcpy(list, statements->list, statements->count * sizeof *list);
        }
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
    if (field->type == FIELD_RELATION) {
        return;
    }
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

static void add_table(struct statements *statements, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, statements->arena);
    buffer_add_string(&sql, "CREATE TABLE ");
    buffer_quote_sql_name(&sql, class->table);
    buffer_add_string(&sql, " (\n    \"objectId\" TEXT PRIMARY KEY NOT NULL,\n"
                            "    \"createdAt\" INTEGER NOT NULL,\n"
                            "    \"updatedAt\" INTEGER NOT NULL,\n    \"_acl\" TEXT");
    for (size_t i = 0; i < class->field_count; i++) {
        add_columns(&sql, class->fields[i]);
    }
    buffer_add_string(&sql, "\n) STRICT");
    add_statement(statements, &sql,
                  origin_text(statements->arena, class->schema_span, class->spec_span));
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
    for (size_t i = 0; i < index->column_count; i++) {
        buffer_printf(&sql, "%s%s", i == 0 ? "" : ", ", index->columns[i]);
    }
    buffer_add_string(&sql, ")");
    add_statement(statements, &sql, origin_text(arena, class->schema_span, class->spec_span));
}

/* Whether an index of several columns begins with the field and so serves its look-ups too. */
static bool leads_an_index(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->index_count; i++) {
        if (class->indexes[i].column_count > 1 && class->indexes[i].fields[0] == field) {
            return true;
        }
    }
    return false;
}

static void add_class(struct statements *statements, const struct model_class *class)
{
    add_table(statements, class);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_RELATION) {
            add_join_table(statements, class, field);
        } else if (field->unique || (field->indexed && !leads_an_index(class, field))) {
            add_field_index(statements, class, field);
        }
    }
    for (size_t i = 0; i < class->index_count; i++) {
        add_index(statements, class, &class->indexes[i]);
    }
}

/* What no query of a client can name: hashes of passwords and of tokens, folded names, failed
 * log-ins, what links users to other services, Parse.Config's parameters, webhooks, who uploaded which file,
 * and the ids of recent requests. */
static void add_system_tables(struct statements *statements)
{
    static const char *const tables[] = {
        "CREATE TABLE \"_Credential\" (\n    \"userId\" TEXT PRIMARY KEY NOT NULL,\n"
        "    \"passwordHash\" TEXT NOT NULL,\n    \"changedAt\" INTEGER NOT NULL\n"
        ") STRICT, WITHOUT ROWID",
        "CREATE TABLE \"_FormerPassword\" (\n    \"number\" INTEGER PRIMARY KEY,\n"
        "    \"userId\" TEXT NOT NULL,\n    \"passwordHash\" TEXT NOT NULL\n) STRICT",
        "CREATE INDEX \"_FormerPassword:userId\" ON \"_FormerPassword\" (\"userId\")",
        "CREATE TABLE \"_AccountName\" (\n    \"kind\" TEXT NOT NULL,\n"
        "    \"folded\" TEXT NOT NULL,\n    \"userId\" TEXT NOT NULL,\n"
        "    PRIMARY KEY (\"kind\", \"folded\")\n) STRICT, WITHOUT ROWID",
        "CREATE UNIQUE INDEX \"_AccountName:userId\" ON \"_AccountName\" (\"userId\", \"kind\")",
        "CREATE TABLE \"_LoginFailure\" (\n    \"account\" TEXT PRIMARY KEY NOT NULL,\n"
        "    \"count\" INTEGER NOT NULL,\n    \"lockedUntil\" INTEGER NOT NULL,\n"
        "    \"failedAt\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
        "CREATE INDEX \"_LoginFailure:failedAt\" ON \"_LoginFailure\" (\"failedAt\")",
        "CREATE TABLE \"_AuthData\" (\n    \"userId\" TEXT NOT NULL,\n"
        "    \"provider\" TEXT NOT NULL,\n    \"id\" TEXT,\n    \"secret\" BLOB,\n"
        "    PRIMARY KEY (\"userId\", \"provider\")\n) STRICT, WITHOUT ROWID",
        "CREATE UNIQUE INDEX \"_AuthData:id\" ON \"_AuthData\" (\"provider\", \"id\")",
        "CREATE TABLE \"_SessionToken\" (\n    \"tokenHash\" BLOB PRIMARY KEY NOT NULL,\n"
        "    \"sessionId\" TEXT NOT NULL\n) STRICT, WITHOUT ROWID",
        "CREATE INDEX \"_SessionToken:sessionId\" ON \"_SessionToken\" (\"sessionId\")",
        "CREATE TABLE \"_GlobalConfig\" (\n    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
        "    \"value\" TEXT NOT NULL,\n    \"masterKeyOnly\" INTEGER NOT NULL\n"
        ") STRICT, WITHOUT ROWID",
        "CREATE TABLE \"_EmailToken\" (\n    \"userId\" TEXT NOT NULL,\n"
        "    \"purpose\" INTEGER NOT NULL,\n    \"tokenHash\" BLOB NOT NULL,\n"
        "    \"email\" TEXT NOT NULL,\n    \"issuedAt\" INTEGER NOT NULL,\n"
        "    \"expiresAt\" INTEGER NOT NULL,\n    PRIMARY KEY (\"userId\", \"purpose\")\n"
        ") STRICT, WITHOUT ROWID",
        "CREATE UNIQUE INDEX \"_EmailToken:tokenHash\" ON \"_EmailToken\" (\"tokenHash\")",
        "CREATE TABLE \"_Hook\" (\n    \"className\" TEXT NOT NULL,\n"
        "    \"name\" TEXT NOT NULL,\n    \"url\" TEXT NOT NULL,\n"
        "    PRIMARY KEY (\"className\", \"name\")\n) STRICT, WITHOUT ROWID",
        "CREATE TABLE \"_File\" (\n    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
        "    \"ownerId\" TEXT,\n    \"contentType\" TEXT NOT NULL,\n"
        "    \"size\" INTEGER NOT NULL,\n    \"createdAt\" INTEGER NOT NULL\n"
        ") STRICT, WITHOUT ROWID",
        "CREATE TABLE \"_Idempotency\" (\n    \"requestId\" TEXT PRIMARY KEY NOT NULL,\n"
        "    \"expiresAt\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
        "CREATE INDEX \"_Idempotency:expiresAt\" ON \"_Idempotency\" (\"expiresAt\")",
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct buffer sql;
        buffer_init(&sql, statements->arena);
        buffer_add_string(&sql, tables[i]);
        add_statement(statements, &sql, "the server's own");
    }
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
        c_string(file, statements->list[i].sql, 4);
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
    for (size_t i = 0; i < model->class_count; i++) {
        add_class(&statements, model->classes[i]);
    }
    add_system_tables(&statements);
    render_sql(sql_file, &statements);
    render_c(output_file(output, "migrations.c"), &statements);
}
