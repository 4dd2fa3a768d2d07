/* class_model.c - classes/NAME/model.c: a class's table of fields, its names and its indexes. The
 * runtime's class.h explains each member. */
#include "emit/c_code.h"
#include "emit/code/class_lifecycles.h"
#include "emit/code/class_notices.h"
#include "emit/code/class_parts.h"
#include "emit/code/class_stamps.h"
#include "emit/code/hooks.h"
#include "emit/emit.h"
#include "emit/schema_sql.h"

#include <stdlib.h>
#include <string.h>

/* A member of an initialiser whose value is an SQL name, quoted for SQL and then for C. */
static void add_sql_name(struct buffer *buffer, const char *member, const char *name)
{
    struct buffer quoted;
    buffer_init(&quoted, buffer->arena);
    buffer_quote_sql_name(&quoted, name);
    buffer_printf(buffer, "        .%s = ", member);
    c_string(buffer, quoted.bytes);
    buffer_add_string(buffer, ",\n");
}

static void add_field_columns(struct buffer *buffer, const struct model_class *class,
                              const struct model_field *field, int column)
{
    struct arena *arena = buffer->arena;
    switch (field->type) {
    case FIELD_RELATION:
        buffer_add_string(buffer, "        .column = -1,\n        .column_name = \"\",\n");
        add_sql_name(buffer, "join_table",
                     arena_printf(arena, "_Join:%s:%s", field->column, class->table));
        return;
    case FIELD_GEOPOINT:
        buffer_printf(buffer, "        .column = COLUMN_FIRST_FIELD + %d,\n", column);
        add_sql_name(buffer, "column_name", arena_printf(arena, "%s_latitude", field->column));
        add_sql_name(buffer, "second_column_name",
                     arena_printf(arena, "%s_longitude", field->column));
        return;
    default:
        buffer_printf(buffer, "        .column = COLUMN_FIRST_FIELD + %d,\n", column);
        add_sql_name(buffer, "column_name", field->column);
    }
    if (field->text_indexed) {
        add_sql_name(buffer, "text_index",
                     arena_printf(arena, "_Text:%s:%s", field->column, class->table));
    }
}

/* The first name, where it is another one. */
static void add_record(struct buffer *buffer, int indent, const char *record, const char *name)
{
    if (!record || strcmp(record, name) == 0)
        return;
    buffer_printf(buffer, ",\n%*s.record = ", indent, "");
    c_text(buffer, record);
}

static void add_field(struct buffer *buffer, const struct model_class *class,
                      const struct model_field *field, int column)
{
    c_origin_comment(buffer, 4, field->schema_span, field->spec_span);
    buffer_add_string(buffer, "    [");
    c_constant(buffer, class, field);
    buffer_add_string(buffer, "] = {\n        .name = ");
    c_text(buffer, field->name);
    add_record(buffer, 8, field->record, field->name);
    buffer_printf(buffer, ",\n        .type = %s,\n        .element_type = %s,\n",
                  field_type_constant((int)field->type), field_type_constant(field->element_type));
    if (field->type != FIELD_RELATION) {
        buffer_printf(buffer, "        .offset = offsetof(struct %s_object, ", class->c_name);
        c_member(buffer, field);
        buffer_add_string(buffer, "),\n");
    }
    add_field_columns(buffer, class, field, column);
    if (field->target)
        buffer_printf(buffer, "        .target = &%s_model,\n", field->target->c_name);
    buffer_add_string(buffer, field->required ? "        .required = true,\n" : "");
    buffer_add_string(buffer, field->unique ? "        .unique = true,\n" : "");
    buffer_add_string(buffer, field->server_set ? "        .server_set = true,\n" : "");
    bool is_stamped = field_is_stamped(class, field);
    bool is_reserved = is_stamped && !field_has_lifecycle(class, field);
    buffer_add_string(buffer, field->reserved || is_reserved ? "        .reserved = true,\n" : "");
    buffer_add_string(buffer, is_stamped ? "        .stamped = true,\n" : "");
    buffer_add_string(buffer, field->sealed ? "        .sealed = true,\n" : "");
    if (field->default_json) {
        buffer_add_string(buffer, "        .default_json = ");
        c_text(buffer, field->default_json);
        buffer_add_string(buffer, ",\n");
    }
    if (field->alias_count > 0) {
        buffer_add_string(buffer, "        .aliases = ");
        c_text_array(buffer, field->aliases, field->alias_count);
        buffer_printf(buffer, ",\n        .alias_count = %zu,\n", field->alias_count);
    }
    if (field->one_of_count > 0) {
        buffer_add_string(buffer, "        .words = ");
        c_text_array(buffer, field->one_of, field->one_of_count);
        buffer_printf(buffer, ",\n        .word_count = %zu,\n", field->one_of_count);
    }
    if (field->file_type_count > 0) {
        buffer_add_string(buffer, "        .file_types = ");
        c_text_array(buffer, field->file_types, field->file_type_count);
        buffer_printf(buffer, ",\n        .file_type_count = %zu,\n", field->file_type_count);
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_fields(struct buffer *buffer, const struct model_class *class)
{
    if (class->field_count == 0)
        return;
    buffer_add_string(buffer, "static const struct class_field fields[] = {\n");
    int column = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        add_field(buffer, class, class->fields[i], column);
        column += column_count(class->fields[i]->type);
    }
    buffer_add_string(buffer, "};\n\n");
}

struct wire_name {
    const char *name;
    const struct model_field *field;
};

/* strcmp() compares bytes as unsigned char, which is the order of the runtime's text_compare(). */
static int compare_wire_names(const void *a, const void *b)
{
    return strcmp(((const struct wire_name *)a)->name, ((const struct wire_name *)b)->name);
}

static void add_names(struct buffer *buffer, const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->field_count; i++)
        count += 1 + class->fields[i]->alias_count;
    if (count == 0)
        return;
    struct wire_name *names = arena_alloc_array(buffer->arena, count, sizeof *names);
    count = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        names[count++] = (struct wire_name){field->name, field};
        for (size_t j = 0; j < field->alias_count; j++)
            names[count++] = (struct wire_name){field->aliases[j], field};
    }
    qsort(names, count, sizeof *names, compare_wire_names);
    buffer_add_string(buffer, "/* Sorted, for a binary search; aliases have rows of their own. */\n"
                              "static const struct class_name names[] = {\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, "    {");
        c_text(buffer, names[i].name);
        buffer_add_string(buffer, ", ");
        c_constant(buffer, class, names[i].field);
        buffer_add_string(buffer, "},\n");
    }
    buffer_add_string(buffer, "};\n\n");
}

/* {"patient":1,"date":-1} */
static const char *index_keys_json(struct arena *arena, const struct model_index *index)
{
    static const char descending[] = " DESC";
    struct buffer json;
    if (index->keys)
        return index->keys;
    buffer_init(&json, arena);
    for (size_t i = 0; i < index->column_count; i++) {
        const char *column = index->columns[i];
        size_t length = strlen(column);
        bool descends = length > sizeof descending &&
                        strcmp(column + length - (sizeof descending - 1), descending) == 0;
        buffer_add_string(&json, i == 0 ? "{" : ",");
        if (index->fields[i])
            buffer_quote_json(&json, index->fields[i]->name);
        else /* quoted for SQL, which is the same for the names that every class has */
            buffer_add(&json, column, length - (descends ? sizeof descending - 1 : 0));
        buffer_add_string(&json, descends ? ":-1" : ":1");
    }
    buffer_add_string(&json, "}");
    return json.bytes;
}

static void add_indexes(struct buffer *buffer, const struct model_class *class)
{
    size_t count = class->index_count + class->told_index_count;
    if (count == 0)
        return;
    buffer_add_string(buffer, "static const struct class_index indexes[] = {\n");
    for (size_t i = 0; i < count; i++) {
        const struct model_index *index = i < class->index_count
                                              ? &class->indexes[i]
                                              : &class->told_indexes[i - class->index_count];
        buffer_add_string(buffer, "    {");
        c_text(buffer, index->name);
        buffer_add_string(buffer, ", ");
        c_text(buffer, index_keys_json(buffer->arena, index));
        buffer_add_string(buffer, "},\n");
    }
    buffer_add_string(buffer, "};\n\n");
}

/* The select list, whose order the columns' numbers follow; returns how many fields' columns. */
static int add_columns(struct buffer *buffer, const struct model_class *class)
{
    struct buffer list;
    buffer_init(&list, buffer->arena);
    buffer_add_string(&list, "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\"");
    int columns = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        columns += column_count(field->type);
        if (field->type == FIELD_RELATION)
            continue;
        buffer_add_string(&list, ", ");
        if (field->type == FIELD_GEOPOINT) {
            buffer_quote_sql_name(&list, arena_printf(buffer->arena, "%s_latitude", field->column));
            buffer_add_string(&list, ", ");
            buffer_quote_sql_name(&list,
                                  arena_printf(buffer->arena, "%s_longitude", field->column));
        } else {
            buffer_quote_sql_name(&list, field->column);
        }
    }
    buffer_add_string(buffer, "    .columns = ");
    c_string(buffer, list.bytes);
    buffer_add_string(buffer, ",\n");
    return columns;
}

/* A field, present or retired, by its first name. */
struct record {
    const char *name;
    size_t number;
};

static int compare_records(const void *a, const void *b)
{
    return strcmp(((const struct record *)a)->name, ((const struct record *)b)->name);
}

/* "static const int record_order[]": see struct class. */
static void add_record_order(struct buffer *buffer, const struct model_class *class)
{
    size_t count = class->field_count + class->retired_count;
    struct record *records = arena_alloc_array(buffer->arena, count, sizeof *records);
    for (size_t i = 0; i < count; i++) {
        const struct model_field *field =
            i < class->field_count ? class->fields[i] : class->retired[i - class->field_count];
        records[i] = (struct record){field->record ? field->record : field->name, i};
    }
    qsort(records, count, sizeof *records, compare_records);
    buffer_add_string(buffer,
                      "/* The fields by their first names, as version_hash.h wants them. */\n"
                      "static const int record_order[] = {\n");
    for (size_t i = 0; i < count; i++) {
        size_t number = records[i].number;
        buffer_add_string(buffer, "    ");
        if (number < class->field_count)
            c_constant(buffer, class, class->fields[number]);
        else
            buffer_printf(buffer, "%s_field_count + %zu", class->c_name,
                          number - class->field_count);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, "};\n\n");
}

/* Fields of once, whose columns the versions still have. */
static void add_retired(struct buffer *buffer, const struct model_class *class)
{
    if (class->retired_count == 0)
        return;
    buffer_add_string(buffer, "/* Fields of once, which versions still have. */\n"
                              "static const struct class_field retired[] = {\n");
    int column = 0;
    for (size_t i = 0; i < class->field_count; i++)
        column += column_count(class->fields[i]->type);
    for (size_t i = 0; i < class->retired_count; i++) {
        const struct model_field *field = class->retired[i];
        buffer_add_string(buffer, "    {\n        .name = ");
        c_text(buffer, field->record ? field->record : field->name);
        buffer_printf(buffer,
                      ",\n        .type = %s,\n        .element_type = -1,\n"
                      "        .column = COLUMN_FIRST_FIELD + %d + COLUMN_VERSION_COUNT,\n",
                      field_type_constant((int)field->type), column);
        buffer_add_string(buffer, field->sealed ? "        .sealed = true,\n" : "");
        buffer_add_string(buffer, "    },\n");
        column += column_count(field->type);
    }
    buffer_add_string(buffer, "};\n\n");
}

/* What is kept of the class's rows besides them: versions_table.h. */
static void add_versions(struct buffer *buffer, const struct model_class *class)
{
    const struct model_field *number = model_find_field(class, "version");
    if (!class->keeps_versions)
        return;
    struct buffer quoted;
    buffer_init(&quoted, buffer->arena);
    buffer_quote_sql_name(&quoted, arena_printf(buffer->arena, "_Version:%s", class->table));
    buffer_add_string(buffer, "    .version_table = ");
    c_string(buffer, quoted.bytes);
    buffer_add_string(buffer, ",\n    .version_field = ");
    if (number && number->type == FIELD_NUMBER && !number->sealed)
        c_constant(buffer, class, number);
    else
        buffer_add_string(buffer, "-1");
    buffer_add_string(buffer, class->field_count + class->retired_count > 0
                                  ? ",\n    .record_order = record_order,\n"
                                  : ",\n");
    if (class->retired_count == 0)
        return;
    struct buffer columns;
    buffer_init(&columns, buffer->arena);
    for (size_t i = 0; i < class->retired_count; i++) {
        const char *names[2];
        size_t count = schema_sql_column_names(buffer->arena, class->retired[i], names);
        for (size_t j = 0; j < count; j++) {
            buffer_add_string(&columns, ", ");
            buffer_quote_sql_name(&columns, names[j]);
        }
    }
    buffer_add_string(buffer, "    .retired = retired,\n"
                              "    .retired_count = sizeof retired / sizeof retired[0],\n"
                              "    .retired_columns = ");
    c_string(buffer, columns.bytes);
    buffer_add_string(buffer, ",\n");
}

static void add_class(struct buffer *buffer, const struct model_class *class)
{
    struct buffer table;
    buffer_init(&table, buffer->arena);
    buffer_quote_sql_name(&table, class->table);
    buffer_printf(buffer, "const struct class %s_model = {\n    .name = ", class->c_name);
    c_text(buffer, class->name);
    add_record(buffer, 4, class->record, class->name);
    buffer_add_string(buffer, ",\n    .table = ");
    c_string(buffer, table.bytes);
    buffer_add_string(buffer, ",\n");
    int columns = add_columns(buffer, class);
    buffer_printf(buffer, "    .column_count = COLUMN_FIRST_FIELD + %d,\n", columns);
    if (class->field_count > 0) {
        buffer_printf(buffer,
                      "    .fields = fields,\n    .field_count = %s_field_count,\n"
                      "    .names = names,\n    .name_count = sizeof names / sizeof names[0],\n",
                      class->c_name);
    }
    buffer_printf(buffer,
                  "    .object_size = sizeof(struct %s_object),\n"
                  "    .state_offset = offsetof(struct %s_object, state),\n",
                  class->c_name, class->c_name);
    add_versions(buffer, class);
    if (class->index_count + class->told_index_count > 0) {
        buffer_add_string(buffer, "    .indexes = indexes,\n"
                                  "    .index_count = sizeof indexes / sizeof indexes[0],\n");
    }
    buffer_printf(buffer,
                  "    .codec = &%s_codec,\n    .access = &%s_access,\n    .checks = &%s_checks,\n",
                  class->c_name, class->c_name, class->c_name);
    if (class_has_notices(class))
        buffer_printf(buffer, "    .notices = &%s_notices,\n", class->c_name);
    if (class_has_hooks(class))
        buffer_printf(buffer, "    .hooks = &%s_hook_class,\n", class->c_name);
    buffer_add_string(buffer, "};\n");
}

void emit_class_models(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer =
            class_file(output, class, "model.c", "the fields of class @, and what it consists of.");
        add_class_includes(buffer, class, "");
        add_fields(buffer, class);
        add_names(buffer, class);
        add_indexes(buffer, class);
        if (class->keeps_versions && class->field_count + class->retired_count > 0) {
            add_retired(buffer, class);
            add_record_order(buffer, class);
        }
        add_class(buffer, class);
    }
}
