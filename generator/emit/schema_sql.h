/* schema_sql.h - the SQL of what a class keeps in the database: tables, versions, joins, indexes,
 * full-text indexes, and the view of the audit trail.
 *
 * The first migration is made of all of them (emit/code/migrations.c), later ones of those that an
 * edit of the schema has made or changed (evolve/). */
#ifndef GENERATOR_EMIT_SCHEMA_SQL_H
#define GENERATOR_EMIT_SCHEMA_SQL_H

#include "base/buffer.h"
#include "model/model.h"

/* One statement, and the line of the inputs that it comes from. */
struct sql_statement {
    const char *sql;    /* without the semicolon */
    const char *origin; /* "schema.json:12", or why it is there */
};

struct sql_statements {
    struct arena *arena;
    struct sql_statement *list;
    size_t count;
    size_t capacity;
};

/* Appends a statement; the texts are kept, not copied. */
void sql_statements_add(struct sql_statements *statements, const char *sql, const char *origin);

/* The definition of one of a field's columns: "\"name\" TYPE". */
void schema_sql_column(struct buffer *sql, const struct model_field *field, const char *name);

/* The columns of a field: "name", or the two of a GeoPoint. Returns how many; 0 for a Relation. */
size_t schema_sql_column_names(struct arena *arena, const struct model_field *field,
                               const char *names[2]);

/* The names of what a class or field keeps beside the class's table. */
const char *schema_sql_version_table(struct arena *arena, const char *table);
const char *schema_sql_join_table(struct arena *arena, const char *table, const char *column);

void schema_sql_add_table(struct sql_statements *statements, const struct model_class *class);

/* The versions of a class's rows, and what keeps them as they are. */
void schema_sql_add_versions(struct sql_statements *statements, const struct model_class *class);
void schema_sql_add_version_keepers(struct sql_statements *statements, const char *version_table,
                                    const char *origin);

/* A Relation's rows. */
void schema_sql_add_join(struct sql_statements *statements, const struct model_class *class,
                         const struct model_field *field);

/* An index of one field, of several, and of a field's words. */
void schema_sql_add_field_index(struct sql_statements *statements, const struct model_class *class,
                                const struct model_field *field);
void schema_sql_add_index(struct sql_statements *statements, const struct model_class *class,
                          const struct model_index *index);
void schema_sql_add_words(struct sql_statements *statements, const struct model_class *class,
                          const struct model_field *field);

/* Their names in the database. */
const char *schema_sql_field_index_name(struct arena *arena, const struct model_class *class,
                                        const struct model_field *field);
const char *schema_sql_index_name(struct arena *arena, const struct model_class *class,
                                  const struct model_index *index);
const char *schema_sql_words_name(struct arena *arena, const struct model_class *class,
                                  const struct model_field *field);

/* The view by which a class shows the audit trail. */
void schema_sql_add_trail(struct sql_statements *statements, const struct model_class *class);

/* All of a class. */
void schema_sql_add_class(struct sql_statements *statements, const struct model *model,
                          const struct model_class *class);

/* The whole as the text of a migration file, which begins with the heading (comment lines). */
void schema_sql_render(struct buffer *file, const struct sql_statements *statements,
                       const char *heading);

#endif
