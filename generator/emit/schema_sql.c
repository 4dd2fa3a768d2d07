/* schema_sql.c - see schema_sql.h.
 *
 * Class tables keep their rowid: with 100,000 rows, tables WITHOUT ROWID answered gets by id about
 * a tenth faster, but finds by an indexed pointer slower, and random ids made inserts much slower.
 * It has a name, "_row", because VACUUM numbers rows anew where it has none.
 * Tables are STRICT, so that SQLite holds every value to its column's type. Columns are nullable
 * even where a field is required: the server checks that, and a later migration may make a field
 * required while older rows lack it. Index names carry a prefix with a colon, which no class name
 * can have, because SQLite keeps tables and indexes in one name space. */
#include "emit/schema_sql.h"

#include "emit/audit_view.h"
#include "emit/origin.h"

#include <string.h>

void sql_statements_add(struct sql_statements *statements, const char *sql, const char *origin)
{
    if (statements->count == statements->capacity) {
        statements->capacity = statements->capacity == 0 ? 64 : statements->capacity * 2;
        struct sql_statement *list =
            arena_alloc_array(statements->arena, statements->capacity, sizeof *list);
        if (statements->count > 0)
            memcpy(list, statements->list, statements->count * sizeof *list);
        statements->list = list;
    }
    statements->list[statements->count++] = (struct sql_statement){sql, origin};
}

static void add_buffer(struct sql_statements *statements, const struct buffer *sql,
                       const char *origin)
{
    sql_statements_add(statements, sql->bytes, origin);
}

static const char *column_type(const struct model_field *field)
{
    switch (field->sealed ? FIELD_BYTES : field->type) {
    case FIELD_NUMBER:
    case FIELD_GEOPOINT:
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

void schema_sql_column(struct buffer *sql, const struct model_field *field, const char *name)
{
    buffer_quote_sql_name(sql, name);
    buffer_printf(sql, " %s", column_type(field));
    if (field->type == FIELD_BOOLEAN && !field->sealed) {
        buffer_add_string(sql, " CHECK (");
        buffer_quote_sql_name(sql, name);
        buffer_add_string(sql, " IN (0, 1))");
    }
}

size_t schema_sql_column_names(struct arena *arena, const struct model_field *field,
                               const char *names[2])
{
    if (field->type == FIELD_RELATION)
        return 0;
    if (field->type != FIELD_GEOPOINT) {
        names[0] = field->column;
        return 1;
    }
    names[0] = arena_printf(arena, "%s_latitude", field->column);
    names[1] = arena_printf(arena, "%s_longitude", field->column);
    return 2;
}

/* ",\n    \"name\" TYPE" for each column of the field; none for a Relation. */
static void schema_sql_columns(struct buffer *sql, const struct model_field *field)
{
    const char *names[2];
    size_t count = schema_sql_column_names(sql->arena, field, names);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(sql, ",\n    ");
        schema_sql_column(sql, field, names[i]);
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
        schema_sql_columns(sql, class->fields[i]);
}

void schema_sql_add_table(struct sql_statements *statements, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, statements->arena);
    open_table(&sql, class, class->table,
               "\"_row\" INTEGER PRIMARY KEY,\n    \"objectId\" TEXT UNIQUE NOT NULL");
    buffer_add_string(&sql, "\n) STRICT");
    add_buffer(statements, &sql,
               origin_text(statements->arena, class->schema_span, class->spec_span));
}

/* Rows of such a table stay as they were written, whoever tries to change them. */
static void add_keeper(struct sql_statements *statements, const char *table, const char *operation,
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
    add_buffer(statements, &sql, origin);
}

void schema_sql_add_version_keepers(struct sql_statements *statements, const char *version_table,
                                    const char *origin)
{
    add_keeper(statements, version_table, "UPDATE", origin);
    add_keeper(statements, version_table, "DELETE", origin);
}

const char *schema_sql_version_table(struct arena *arena, const char *table)
{
    return arena_printf(arena, "_Version:%s", table);
}

/* The versions of a class's rows: the same columns, and who wrote them, when and by which means. */
void schema_sql_add_versions(struct sql_statements *statements, const struct model_class *class)
{
    struct arena *arena = statements->arena;
    const char *table = schema_sql_version_table(arena, class->table);
    const char *origin = origin_text(arena, class->schema_span, class->spec_span);
    struct buffer sql;
    buffer_init(&sql, arena);
    open_table(&sql, class, table, "\"objectId\" TEXT NOT NULL");
    buffer_add_string(&sql, ",\n    \"_version\" INTEGER NOT NULL,\n    \"_by\" TEXT,\n"
                            "    \"_at\" INTEGER NOT NULL,\n    \"_means\" TEXT NOT NULL,\n"
                            "    PRIMARY KEY (\"objectId\", \"_version\")\n) STRICT");
    add_buffer(statements, &sql, origin);
    schema_sql_add_version_keepers(statements, table, origin);
}

const char *schema_sql_join_table(struct arena *arena, const char *table, const char *column)
{
    return arena_printf(arena, "_Join:%s:%s", column, table);
}

/* Relation: a row for each pair, found from either end. */
void schema_sql_add_join(struct sql_statements *statements, const struct model_class *class,
                         const struct model_field *field)
{
    struct arena *arena = statements->arena;
    const char *table = schema_sql_join_table(arena, class->table, field->column);
    const char *origin = origin_text(arena, field->schema_span, field->spec_span);
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "CREATE TABLE ");
    buffer_quote_sql_name(&sql, table);
    buffer_add_string(&sql,
                      " (\n    \"owningId\" TEXT NOT NULL,\n    \"relatedId\" TEXT NOT NULL,\n"
                      "    PRIMARY KEY (\"owningId\", \"relatedId\")\n"
                      ") STRICT, WITHOUT ROWID");
    add_buffer(statements, &sql, origin);
    struct buffer index;
    buffer_init(&index, arena);
    buffer_add_string(&index, "CREATE INDEX ");
    buffer_quote_sql_name(&index,
                          arena_printf(arena, "_Related:%s:%s", field->column, class->table));
    buffer_add_string(&index, " ON ");
    buffer_quote_sql_name(&index, table);
    buffer_add_string(&index, " (\"relatedId\")");
    add_buffer(statements, &index, origin);
}

const char *schema_sql_field_index_name(struct arena *arena, const struct model_class *class,
                                        const struct model_field *field)
{
    return arena_printf(arena, "%s:%s:%s", field->unique ? "_Unique" : "_Field", class->table,
                        field->column);
}

const char *schema_sql_index_name(struct arena *arena, const struct model_class *class,
                                  const struct model_index *index)
{
    return arena_printf(arena, "_Index:%s:%s", class->table, index->name);
}

const char *schema_sql_words_name(struct arena *arena, const struct model_class *class,
                                  const struct model_field *field)
{
    return arena_printf(arena, "_Text:%s:%s", field->column, class->table);
}

void schema_sql_add_field_index(struct sql_statements *statements, const struct model_class *class,
                                const struct model_field *field)
{
    struct arena *arena = statements->arena;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_printf(&sql, "CREATE %sINDEX ", field->unique ? "UNIQUE " : "");
    buffer_quote_sql_name(&sql, schema_sql_field_index_name(arena, class, field));
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
    add_buffer(statements, &sql, origin_text(arena, field->schema_span, field->spec_span));
}

void schema_sql_add_index(struct sql_statements *statements, const struct model_class *class,
                          const struct model_index *index)
{
    struct arena *arena = statements->arena;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_printf(&sql, "CREATE %sINDEX ", index->unique ? "UNIQUE " : "");
    buffer_quote_sql_name(&sql, schema_sql_index_name(arena, class, index));
    buffer_add_string(&sql, " ON ");
    buffer_quote_sql_name(&sql, class->table);
    buffer_add_string(&sql, " (");
    for (size_t i = 0; i < index->column_count; i++)
        buffer_printf(&sql, "%s%s", i == 0 ? "" : ", ", index->columns[i]);
    buffer_add_string(&sql, ")");
    add_buffer(statements, &sql, origin_text(arena, class->schema_span, class->spec_span));
}

/* A full-text index: FTS5 without a copy of the text (sqlite.org/fts5.html#contentless_tables), kept
 * in step by triggers. It only narrows what is looked at: text_score() decides (where_text.c). So
 * its words are stems without diacritics, the widest reading of a search. */
void schema_sql_add_words(struct sql_statements *statements, const struct model_class *class,
                          const struct model_field *field)
{
    struct arena *arena = statements->arena;
    const char *origin = origin_text(arena, field->schema_span, field->spec_span);
    const char *name = schema_sql_words_name(arena, class, field);
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "CREATE VIRTUAL TABLE ");
    buffer_quote_sql_name(&sql, name);
    buffer_add_string(&sql, " USING fts5(words, content='', tokenize='porter unicode61 "
                            "remove_diacritics 2')");
    add_buffer(statements, &sql, origin);
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
        add_buffer(statements, &trigger, origin);
    }
}

/* The class that shows the audit trail is a view of it. */
void schema_sql_add_trail(struct sql_statements *statements, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, statements->arena);
    audit_view_add(&sql, class);
    add_buffer(statements, &sql,
               origin_text(statements->arena, class->schema_span, class->spec_span));
}

void schema_sql_add_class(struct sql_statements *statements, const struct model *model,
                          const struct model_class *class)
{
    if (class == model->audit_log) {
        schema_sql_add_trail(statements, class);
        return;
    }
    schema_sql_add_table(statements, class);
    if (class->keeps_versions)
        schema_sql_add_versions(statements, class);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_RELATION)
            schema_sql_add_join(statements, class, field);
        else if (model_field_has_index(class, field))
            schema_sql_add_field_index(statements, class, field);
        if (field->text_indexed)
            schema_sql_add_words(statements, class, field);
    }
    for (size_t i = 0; i < class->index_count; i++)
        schema_sql_add_index(statements, class, &class->indexes[i]);
}

void schema_sql_render(struct buffer *file, const struct sql_statements *statements,
                       const char *heading)
{
    buffer_add_string(file, heading);
    const char *origin = "";
    for (size_t i = 0; i < statements->count; i++) {
        const struct sql_statement *statement = &statements->list[i];
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
