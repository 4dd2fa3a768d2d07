/* models.c - see models.h. */
#include "emit/clients/models.h"

#include "emit/origin.h"

#include <string.h>

struct walk {
    struct buffer *buffer;
    const struct model *model;
    const struct client_writer *writer;
    struct names types;
    struct named_classes classes;
};

/* A format of the writer's tables, with the one name that is its. */
static const char *filled(struct arena *arena, const char *format, const char *name)
{
    const char *hole = format ? strstr(format, "%s") : NULL;
    if (!hole)
        return format ? format : name;
    return arena_printf(arena, "%.*s%s%s", (int)(hole - format), format, name, hole + 2);
}

static const char *builtin_type(const struct client_writer *writer, const struct model_class *class)
{
    static const char *const names[] = {"_Role", "_Session", "_Installation"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(class->name, names[i]) == 0)
            return writer->builtin_types[i];
    return NULL;
}

static const char *class_type(const struct walk *walk, const struct model_class *class)
{
    const char *builtin = builtin_type(walk->writer, class);
    return builtin ? builtin : name_of_class(&walk->classes, class);
}

/* The type of an array's elements: one that takes nothing for a value is the same without. */
static const char *element_type(const struct walk *walk, const struct model_field *field)
{
    if (field->element_type < 0)
        return language_type(walk->writer->language, FIELD_ARRAY);
    if (field->element_type == FIELD_POINTER || field->element_type == FIELD_RELATION)
        return walk->writer->any_object;
    const char *type = language_type(walk->writer->language, (enum field_type)field->element_type);
    size_t length = strlen(type);
    bool is_optional = length > 0 && type[length - 1] == '?';
    return arena_printf(walk->buffer->arena, "%.*s", (int)(length - is_optional), type);
}

static const char *type_of(const struct walk *walk, const struct client_field *field)
{
    struct arena *arena = walk->buffer->arena;
    switch (field->field->type) {
    case FIELD_POINTER:
        return filled(arena, walk->writer->pointer_format, field->target);
    case FIELD_RELATION:
        return filled(arena, walk->writer->relation_format, field->target);
    case FIELD_ARRAY:
        return language_array(arena, walk->writer->language, element_type(walk, field->field));
    default:
        return field->values ? field->values
                             : language_type(walk->writer->language, field->field->type);
    }
}

/* The type of a field's listed values; NULL: it lists none. */
static const char *add_values(struct walk *walk, const struct client_class *class,
                              const struct client_field *field)
{
    if (field->field->one_of_count == 0)
        return NULL;
    struct arena *arena = walk->buffer->arena;
    struct client_values values = {.owner = class, .field = field->field};
    char first = field->field->name[0];
    bool is_small = first >= 'a' && first <= 'z';
    values.name = names_take(&walk->types, arena_printf(arena, "%s%c%s", class->name,
                                                        is_small ? first - 'a' + 'A' : first,
                                                        field->field->name + 1));
    struct names taken;
    names_of_members(&taken, &walk->types, values.name, MEMBERS_OF_VALUES);
    const char **names = arena_alloc_array(arena, field->field->one_of_count, sizeof *names);
    for (size_t i = 0; i < field->field->one_of_count; i++)
        names[i] = names_of_text(&taken, field->field->one_of[i]);
    values.names = names;
    walk->writer->add_values(walk->buffer, &values);
    return field->field->type == FIELD_STRING ? values.name : NULL;
}

static void add_class(struct walk *walk, const struct client_class *class)
{
    struct buffer *buffer = walk->buffer;
    size_t count = 0;
    struct client_field *fields =
        arena_alloc_array(buffer->arena, class->class->field_count, sizeof *fields);
    struct names taken;
    names_of_members(&taken, &walk->types, class->name,
                     class->is_user ? MEMBERS_OF_USER : MEMBERS_OF_OBJECT);
    for (size_t i = 0; i < class->class->field_count; i++) {
        const struct model_field *field = class->class->fields[i];
        /* What every user has the SDK's class has. */
        if (class->is_user && field->inputs == INPUT_NONE)
            continue;
        struct client_field *one = &fields[count++];
        *one = (struct client_field){
            .owner = class, .field = field, .name = names_take(&taken, field->name)};
        one->target = field->target ? class_type(walk, field->target) : NULL;
        one->values = add_values(walk, class, one);
        one->type = type_of(walk, one);
    }
    walk->writer->open_class(buffer, class);
    for (size_t i = 0; i < count; i++)
        walk->writer->add_field(buffer, &fields[i]);
    if (walk->writer->add_methods)
        walk->writer->add_methods(buffer, class, fields, count);
    buffer_add_string(buffer, walk->writer->class_end);
}

/* The lists of names that end the file. */
static void add_names(const struct walk *walk)
{
    struct buffer *buffer = walk->buffer;
    enum language language = walk->writer->language;
    size_t count;
    const char *const *roles = role_names(buffer->arena, walk->model, &count);
    buffer_add_string(buffer, walk->writer->before_roles);
    language_quote_all(buffer, language, roles, count, ", ");
    const char *const *functions = function_names(buffer->arena, walk->model, &count);
    buffer_add_string(buffer, walk->writer->before_functions);
    language_quote_all(buffer, language, functions, count, ", ");
    buffer_add_string(buffer, walk->writer->end);
}

void models_write(struct buffer *buffer, const struct model *model,
                  const struct client_writer *writer)
{
    struct walk walk = {.buffer = buffer, .model = model, .writer = writer};
    names_of_classes(&walk.types, buffer->arena, writer->language);
    names_of_model(&walk.classes, &walk.types, buffer->arena, model);
    struct client_class *classes =
        arena_alloc_array(buffer->arena, model->class_count, sizeof *classes);
    size_t count = 0;
    writer->open(buffer, model);
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (builtin_type(writer, class))
            continue;
        classes[count] = (struct client_class){.class = class,
                                               .name = walk.classes.names[i],
                                               .is_user = strcmp(class->name, "_User") == 0};
        add_class(&walk, &classes[count++]);
    }
    if (writer->close)
        writer->close(buffer, classes, count);
    add_names(&walk);
}

void models_origin(struct buffer *buffer, const struct client_class *class)
{
    buffer_printf(buffer, "%s: ", class->class->name);
    buffer_quote_comment(
        buffer, origin_text(buffer->arena, class->class->schema_span, class->class->spec_span));
}

void models_list_values(struct buffer *buffer, enum language language,
                        const struct client_values *values, const struct client_list *list)
{
    size_t count = values->field->one_of_count;
    for (size_t i = 0; i < count; i++) {
        buffer_printf(buffer, "%s%s%s", list->before, values->names[i], list->between);
        language_quote(buffer, language, values->field->one_of[i]);
        buffer_add_string(buffer, i + 1 < count ? list->behind : list->last);
    }
}
