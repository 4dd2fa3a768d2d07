/* class_source.c - classes/NAME.c: a class's table of fields, its names, its permissions, and the
 * function that writes a row as JSON. The runtime's class.h explains each member. */
#include "emit/c_code.h"
#include "emit/code/class_rules.h"
#include "emit/emit.h"
#include "emit/permissions.h"

#include <stdlib.h>
#include <string.h>

static const char *type_constant(int type)
{
    static const char *const names[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "FIELD_STRING",   [FIELD_NUMBER] = "FIELD_NUMBER",
        [FIELD_BOOLEAN] = "FIELD_BOOLEAN", [FIELD_DATE] = "FIELD_DATE",
        [FIELD_OBJECT] = "FIELD_OBJECT",   [FIELD_ARRAY] = "FIELD_ARRAY",
        [FIELD_POINTER] = "FIELD_POINTER", [FIELD_RELATION] = "FIELD_RELATION",
        [FIELD_FILE] = "FIELD_FILE",       [FIELD_GEOPOINT] = "FIELD_GEOPOINT",
        [FIELD_POLYGON] = "FIELD_POLYGON", [FIELD_BYTES] = "FIELD_BYTES",
    };
    return type >= 0 && type < FIELD_TYPE_COUNT ? names[type] : "-1";
}

/* A member of an initialiser whose value is an SQL name, quoted for SQL and then for C. */
static void add_sql_name(struct buffer *buffer, const char *member, const char *name)
{
    struct buffer quoted;
    buffer_init(&quoted, buffer->arena);
    buffer_quote_sql_name(&quoted, name);
    buffer_printf(buffer, "        .%s = ", member);
    c_string(buffer, quoted.bytes, 12);
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

static void add_text_array(struct buffer *buffer, const char *member, const char *const *texts,
                           size_t count)
{
    if (count > 0) {
        buffer_printf(buffer, "        .%s = ", member);
        c_text_array(buffer, texts, count);
        buffer_printf(buffer, ",\n        .%s = %zu,\n",
                      strcmp(member, "one_of") == 0 ? "one_of_count" : "alias_count", count);
    }
}

static void add_field(struct buffer *buffer, const struct model_class *class,
                      const struct model_field *field, int column)
{
    buffer_add_string(buffer, "    /* ");
    c_origin(buffer, field->schema_span, field->spec_span);
    buffer_add_string(buffer, " */\n    [");
    c_constant(buffer, class, field);
    buffer_add_string(buffer, "] = {\n        .name = ");
    c_text(buffer, field->name);
    buffer_printf(buffer, ",\n        .type = %s,\n        .element_type = %s,\n",
                  type_constant((int)field->type), type_constant(field->element_type));
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
    buffer_add_string(buffer, field->reserved ? "        .reserved = true,\n" : "");
    buffer_add_string(buffer, field->sealed ? "        .sealed = true,\n" : "");
    add_text_array(buffer, "one_of", field->one_of, field->one_of_count);
    if (field->default_json) {
        buffer_add_string(buffer, "        .default_json = ");
        c_text(buffer, field->default_json);
        buffer_add_string(buffer, ",\n");
    }
    add_text_array(buffer, "aliases", field->aliases, field->alias_count);
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

/* (const int[]){message_FROM, message_TO} */
static void add_constants(struct buffer *buffer, const struct model_class *class,
                          const struct model_field *const *fields, size_t count)
{
    buffer_add_string(buffer, "(const int[]){");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        c_constant(buffer, class, fields[i]);
    }
    buffer_add_string(buffer, "}");
}

static void add_protected(struct buffer *buffer, const struct model_class *class,
                          const struct model_protected *protected)
{
    const struct model_field **fields =
        arena_alloc_array(buffer->arena, protected->field_count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < protected->field_count; i++) {
        const struct model_field *field = model_find_field(class, protected->fields[i]);
        if (field)
            fields[count++] = field;
    }
    buffer_add_string(buffer, "    {.principal = ");
    c_text(buffer, protected->principal);
    if (count > 0) {
        buffer_add_string(buffer, ", .fields = ");
        add_constants(buffer, class, fields, count);
        buffer_printf(buffer, ", .field_count = %zu", count);
    }
    buffer_add_string(buffer, "},\n");
}

static void add_protected_fields(struct buffer *buffer, const struct model_class *class)
{
    size_t count;
    const struct model_protected *protected = protected_of(buffer->arena, class, &count);
    if (count == 0)
        return;
    buffer_add_string(buffer, "static const struct protected_fields protected_fields[] = {\n");
    for (size_t i = 0; i < count; i++)
        add_protected(buffer, class, &protected[i]);
    buffer_add_string(buffer, "};\n\n");
}

static void add_user_fields(struct buffer *buffer, const struct model_class *class,
                            const char *name, const struct model_field *const *fields, size_t count)
{
    if (count > 0) {
        buffer_printf(buffer, "    .%ss = ", name);
        add_constants(buffer, class, fields, count);
        buffer_printf(buffer, ",\n    .%s_count = %zu,\n", name, count);
    }
}

/* {"patient":1,"date":-1} */
static const char *index_keys_json(struct arena *arena, const struct model_index *index)
{
    static const char descending[] = " DESC";
    struct buffer json;
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
    if (class->index_count == 0)
        return;
    buffer_add_string(buffer, "static const struct class_index indexes[] = {\n");
    for (size_t i = 0; i < class->index_count; i++) {
        buffer_add_string(buffer, "    {");
        c_text(buffer, class->indexes[i].name);
        buffer_add_string(buffer, ", ");
        c_text(buffer, index_keys_json(buffer->arena, &class->indexes[i]));
        buffer_add_string(buffer, "},\n");
    }
    buffer_add_string(buffer, "};\n\n");
}

static const char *writer_function(enum field_type type)
{
    static const char *const functions[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "write_string",   [FIELD_NUMBER] = "write_number",
        [FIELD_BOOLEAN] = "write_boolean", [FIELD_DATE] = "write_date",
        [FIELD_OBJECT] = "write_json",     [FIELD_ARRAY] = "write_array",
        [FIELD_POINTER] = "write_pointer", [FIELD_RELATION] = "write_relation",
        [FIELD_FILE] = "write_file",       [FIELD_GEOPOINT] = "write_geopoint",
        [FIELD_POLYGON] = "write_polygon", [FIELD_BYTES] = "write_bytes",
    };
    return functions[type];
}

/* One call that writes the field under one of its names. */
static void add_write_call(struct buffer *buffer, const struct model_class *class,
                           const struct model_field *field, const char *name, int column)
{
    struct buffer key; /* ,"name": */
    buffer_init(&key, buffer->arena);
    buffer_add_string(&key, ",");
    buffer_quote_json(&key, name);
    buffer_add_string(&key, ":");
    buffer_printf(buffer, "        %s(writer, ",
                  field->sealed ? "write_sealed" : writer_function(field->type));
    if (field->type != FIELD_RELATION)
        buffer_printf(buffer, "row, COLUMN_FIRST_FIELD + %d, ", column);
    c_string(buffer, key.bytes, 12);
    buffer_printf(buffer, ", %zu", key.length);
    if (field->target)
        buffer_printf(buffer, ", &%s_model", field->target->c_name);
    if (field->sealed) {
        buffer_add_string(buffer, ", &fields[");
        c_constant(buffer, class, field);
        buffer_add_string(buffer, "]");
    }
    if (field->type == FIELD_POINTER || field->type == FIELD_ARRAY || field->sealed) {
        buffer_add_string(buffer, ",\n                      projection_included(projection, ");
        c_constant(buffer, class, field);
        buffer_add_string(buffer, ")");
    }
    buffer_add_string(buffer, ");\n");
}

static void add_write_members(struct buffer *buffer, const struct model_class *class)
{
    buffer_add_string(buffer,
                      "static void write_members(struct object_writer *writer, "
                      "const struct row *row,\n"
                      "                          const struct projection *projection)\n{\n");
    buffer_add_string(buffer, class->field_count == 0 ? "    (void)projection;\n" : "");
    buffer_add_string(buffer, "    write_object_head(writer, row);\n");
    int column = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        buffer_add_string(buffer, "    if (projection_shows(projection, ");
        c_constant(buffer, class, field);
        buffer_add_string(buffer, ")) {\n");
        add_write_call(buffer, class, field, field->name, column);
        for (size_t j = 0; j < field->alias_count; j++)
            add_write_call(buffer, class, field, field->aliases[j], column);
        buffer_add_string(buffer, "    }\n");
        column += column_count(field->type);
    }
    buffer_add_string(buffer, "    write_object_acl(writer, row);\n}\n\n");
}

/* One row of .permissions, or nothing when only the master key may. */
static void add_permission(struct buffer *buffer, const struct model_class *class,
                           const char *operation, const struct model_permission *permission)
{
    const char *separator = "";
    const char *line_break = ",\n            "; /* lists go on lines of their own */
    if (!permission->everyone && !permission->requires_authentication &&
        permission->principal_count == 0 && permission->pointer_field_count == 0)
        return;
    buffer_printf(buffer, "        [%s] = {", operation);
    if (permission->everyone) {
        buffer_add_string(buffer, ".everyone = true");
        separator = ", ";
    }
    if (permission->requires_authentication) {
        buffer_printf(buffer, "%s.requires_authentication = true", separator);
        separator = ", ";
    }
    if (permission->principal_count > 0) {
        buffer_printf(buffer, "%s.principals = ", *separator != '\0' ? line_break : "");
        c_text_array(buffer, permission->principals, permission->principal_count);
        buffer_printf(buffer, ", .principal_count = %zu", permission->principal_count);
        separator = ", ";
    }
    if (permission->pointer_field_count > 0) {
        buffer_printf(buffer, "%s.pointer_fields = ", *separator != '\0' ? line_break : "");
        add_constants(buffer, class, permission->pointer_fields, permission->pointer_field_count);
        buffer_printf(buffer, ", .pointer_field_count = %zu", permission->pointer_field_count);
    }
    buffer_add_string(buffer, "},\n");
}

static void add_permissions(struct buffer *buffer, const struct model *model,
                            const struct model_class *class)
{
    struct buffer rows;
    buffer_init(&rows, buffer->arena);
    for (int operation = 0; operation < OPERATION_TOTAL; operation++) {
        struct model_permission permission =
            permission_of(model, class, (enum class_operation)operation);
        add_permission(&rows, class, class_rules_operations[operation], &permission);
    }
    if (rows.length > 0) {
        buffer_add_string(buffer, "    .permissions = {\n");
        buffer_add(buffer, rows.bytes, rows.length);
        buffer_add_string(buffer, "    },\n");
    }
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
    c_string(buffer, list.bytes, 15);
    buffer_add_string(buffer, ",\n");
    return columns;
}

static void add_class(struct buffer *buffer, const struct model *model,
                      const struct model_class *class)
{
    struct buffer table;
    buffer_init(&table, buffer->arena);
    buffer_quote_sql_name(&table, class->table);
    buffer_printf(buffer, "const struct class %s_model = {\n    .name = ", class->c_name);
    c_text(buffer, class->name);
    buffer_add_string(buffer, ",\n    .table = ");
    c_string(buffer, table.bytes, 15);
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
    add_permissions(buffer, model, class);
    size_t protected_count;
    protected_of(buffer->arena, class, &protected_count);
    if (protected_count > 0) {
        buffer_add_string(buffer, "    .protected_fields = protected_fields,\n"
                                  "    .protected_count = sizeof protected_fields / sizeof "
                                  "protected_fields[0],\n");
    }
    class_rules_add_members(buffer, class);
    add_user_fields(buffer, class, "read_user_field", class->read_user_fields,
                    class->read_user_field_count);
    add_user_fields(buffer, class, "write_user_field", class->write_user_fields,
                    class->write_user_field_count);
    if (class->index_count > 0) {
        buffer_add_string(buffer, "    .indexes = indexes,\n"
                                  "    .index_count = sizeof indexes / sizeof indexes[0],\n");
    }
    if (class_has_hooks(class))
        buffer_printf(buffer, "    .hooks = &%s_hook_class,\n", class->c_name);
    buffer_add_string(buffer, "    .write_members = write_members,\n};\n");
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The headers of the classes that fields point at, each once, in alphabetical order. */
static void add_includes(struct buffer *buffer, const struct model_class *class)
{
    const char **targets =
        arena_alloc_array(buffer->arena, class->field_count + 1, sizeof *targets);
    size_t count = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_class *target = class->fields[i]->target;
        if (target && target != class)
            targets[count++] = target->c_name;
    }
    if (count > 0)
        qsort(targets, count, sizeof *targets, compare_strings);
    buffer_printf(buffer, "#include \"classes/%s.h\"\n\n", class->c_name);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(targets[i], targets[i - 1]) != 0)
            buffer_printf(buffer, "#include \"classes/%s.h\"\n", targets[i]);
    buffer_add_string(buffer, "#include \"read/object_writer.h\"\n\n");
}

void emit_class_sources(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer = output_file(output, "classes/%s.c", class->c_name);
        buffer_printf(buffer, "/* %s.c - what the server knows of class ", class->c_name);
        buffer_quote_comment(buffer, class->name);
        buffer_add_string(buffer, ". Generated. */\n");
        add_includes(buffer, class);
        add_fields(buffer, class);
        add_names(buffer, class);
        add_protected_fields(buffer, class);
        class_rules_add_tables(buffer, model, class);
        add_indexes(buffer, class);
        add_write_members(buffer, class);
        add_class(buffer, model, class);
    }
}
