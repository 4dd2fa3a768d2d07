/* class_parts.c - see class_parts.h. */
#include "emit/code/class_parts.h"

#include "emit/c_code.h"

#include <stdlib.h>
#include <string.h>

const char *const operation_constants[OPERATION_TOTAL] = {
    [OPERATION_GET] = "OPERATION_GET",
    [OPERATION_FIND] = "OPERATION_FIND",
    [OPERATION_COUNT] = "OPERATION_COUNT",
    [OPERATION_CREATE] = "OPERATION_CREATE",
    [OPERATION_UPDATE] = "OPERATION_UPDATE",
    [OPERATION_DELETE] = "OPERATION_DELETE",
    [OPERATION_ADD_FIELD] = "OPERATION_ADD_FIELD",
};

const char *field_type_constant(int type)
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

struct buffer *class_file(struct output *output, const struct model_class *class, const char *name,
                          const char *about)
{
    struct buffer *buffer = output_file(output, "classes/%s/%s", class->c_name, name);
    const char *at = strchr(about, '@');
    c_comment(buffer, 0,
              arena_printf(buffer->arena, "%s - %.*s%s%s Generated.", name, (int)(at - about),
                           about, class->name, at + 1));
    return buffer;
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void add_all_includes(struct buffer *buffer, const struct model *model, const char *header)
{
    const char **names = arena_alloc_array(buffer->arena, model->class_count + 1, sizeof *names);
    bool with_builtin = strcmp(header, "model.h") == 0;
    size_t count = 0;
    for (size_t i = 0; i < model->class_count; i++)
        if (with_builtin || !model->classes[i]->builtin)
            names[count++] = model->classes[i]->c_name;
    if (count > 0)
        qsort(names, count, sizeof *names, compare_strings);
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "#include \"classes/%s/%s\"\n", names[i], header);
}

static int compare_classes(const void *a, const void *b)
{
    return strcmp((*(const struct model_class *const *)a)->name,
                  (*(const struct model_class *const *)b)->name);
}

const struct model_class **classes_by_name(struct arena *arena, const struct model *model)
{
    const struct model_class **classes =
        arena_alloc_array(arena, model->class_count + 1, sizeof *classes);
    for (size_t i = 0; i < model->class_count; i++)
        classes[i] = model->classes[i];
    if (model->class_count > 0)
        qsort(classes, model->class_count, sizeof *classes, compare_classes);
    return classes;
}

void add_guard(struct buffer *buffer, const struct model_class *class, const char *header)
{
    char *guard = arena_printf(buffer->arena, "CLASSES_%s_%s_H", class->c_name, header);
    for (char *c = guard; *c != '\0'; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    buffer_printf(buffer, "#ifndef %s\n#define %s\n\n", guard, guard);
}

void add_table(struct buffer *buffer, const char *type, const char *name, const char *members)
{
    buffer_printf(buffer,
                  *members == '\0' ? "const struct %s %s = {0};\n" : "const struct %s %s = {\n",
                  type, name);
    if (*members != '\0')
        buffer_printf(buffer, "%s};\n", members);
}

void add_class_includes(struct buffer *buffer, const struct model_class *class,
                        const char *room_header)
{
    const char **targets =
        arena_alloc_array(buffer->arena, class->field_count + 1, sizeof *targets);
    size_t count = 0;
    buffer_printf(buffer, "#include \"classes/%s/model.h\"\n\n", class->c_name);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_class *target = class->fields[i]->target;
        if (target && target != class)
            targets[count++] = target->c_name;
    }
    if (count > 0)
        qsort(targets, count, sizeof *targets, compare_strings);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(targets[i], targets[i - 1]) != 0)
            buffer_printf(buffer, "#include \"classes/%s/model.h\"\n", targets[i]);
    if (*room_header != '\0')
        buffer_printf(buffer, "#include \"%s\"\n", room_header);
    buffer_add_string(buffer, count > 0 || *room_header != '\0' ? "\n" : "");
}

bool rule_opens_rows(const struct model_rule *rule)
{
    return rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT;
}

const struct model_rule *class_first_rule(const struct model_class *class, enum rule_kind kind)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == kind)
            return class->rules[i];
    return NULL;
}

void add_rule_who(struct buffer *buffer, const struct model_role *role, const char *rows)
{
    enum role_members members = !role ? MEMBERS_SIGNED_IN : role->members;
    buffer_add_string(buffer, "{");
    struct c_list list = c_list_open(buffer);
    c_list_add(&list, members == MEMBERS_EVERYONE ? ".audience = AUDIENCE_EVERYONE"
                      : members == MEMBERS_ROLE   ? ".audience = AUDIENCE_ROLE"
                                                  : ".audience = AUDIENCE_SIGNED_IN");
    if (members == MEMBERS_ROLE) {
        c_list_next(&list, sizeof ".role = TEXT(\"\")" + strlen(role->role_name));
        buffer_add_string(buffer, ".role = ");
        c_text(buffer, role->role_name);
    }
    if (*rows != '\0') {
        c_list_next(&list, sizeof ".rows = \"\"" + strlen(rows));
        buffer_add_string(buffer, ".rows = ");
        c_string(buffer, rows);
    }
    buffer_add_string(buffer, "}");
}

const char *format_text(struct arena *arena, const char *text)
{
    struct buffer format;
    buffer_init(&format, arena);
    for (const char *c = text; *c != '\0'; c++)
        buffer_add(&format, *c == '%' ? "%%" : c, *c == '%' ? 2 : 1);
    return format.bytes;
}
