/* coercion.c - lists and input objects (specification, sections 3.10 to 3.12), of literals and of
 * JSON alike; see coercion.h. */
#include "graphql/coercion.h"
#include "graphql/suggest.h"

bool graphql_refuse_value(struct graphql_coercion *coercion, struct graphql_place place,
                          const struct graphql_path *path, const char *message,
                          const struct text *texts, size_t count)
{
    struct arena *arena = coercion->errors->arena;
    struct text what = graphql_message(arena, message, texts, count);
    struct graphql_error *error;

    if (coercion->subject.bytes)
        what = graphql_message(arena, "{} has invalid value{}{}: {}",
                               GRAPHQL_TEXTS(coercion->subject,
                                             path ? (struct text)TEXT(" at ") : text_none(),
                                             graphql_print_path(arena, path), what));
    error = graphql_error_add(coercion->errors, coercion->code, "{}", GRAPHQL_TEXTS(what));
    graphql_error_at(coercion->errors, error, place);
    if (coercion->field)
        graphql_error_in(coercion->errors, error, coercion->field);
    return false;
}

bool graphql_coerce_null(struct graphql_coercion *coercion, struct graphql_place place,
                         const struct graphql_type_use *type, const struct graphql_path *path,
                         struct graphql_coerced *coerced)
{
    if (type->wrapping == GRAPHQL_NON_NULL)
        return graphql_refuse_value(coercion, place, path,
                                    "Expected value of non-null type \"{}\" not to be null.",
                                    GRAPHQL_TEXTS(type->printed));
    coerced->kind = GRAPHQL_COERCED_NULL;
    coerced->type = type->named;
    return true;
}

void graphql_begin_object(struct graphql_coerced_fields *object, struct graphql_coerced *coerced,
                          const struct graphql_type *type, struct text printed)
{
    *object = (struct graphql_coerced_fields){
        .coerced = coerced, .type = type, .printed = printed, .valid = true};
    coerced->kind = GRAPHQL_COERCED_OBJECT;
    coerced->type = type;
    object->end = &coerced->members;
}

void graphql_begin_list(struct graphql_coerced *coerced, const struct graphql_type_use *of)
{
    coerced->kind = GRAPHQL_COERCED_LIST;
    coerced->type = of->named;
}

struct graphql_coerced *graphql_list_item(struct graphql_coercion *coercion,
                                          struct graphql_coerced *coerced,
                                          const struct graphql_coerced ***end)
{
    struct graphql_coerced *item = arena_alloc(coercion->errors->arena, sizeof *item);

    if (!item || coercion->errors->full)
        return NULL;
    **end = item;
    *end = &item->next;
    coerced->count++;
    return item;
}

static struct text input_name(const void *list, size_t i)
{
    return ((const struct graphql_input *)list)[i].name;
}

const struct graphql_input *graphql_object_input(struct graphql_coercion *coercion,
                                                 struct graphql_coerced_fields *object,
                                                 struct text name, struct graphql_place place,
                                                 const struct graphql_path *path)
{
    const struct graphql_type *type = object->type;
    const struct graphql_input *input = graphql_find_input(type, name);
    struct graphql_options options = {type->inputs, type->input_count, input_name};
    struct text suggestion = TEXT("");

    if (input) {
        object->given++;
        return input;
    }
    object->valid = false;
    if (!coercion->validation->hides_schema)
        suggestion = graphql_suggest(coercion->errors, "", name, &options);
    graphql_refuse_value(
        coercion, place, path,
        "Expected value of type \"{}\" not to include unknown field \"{}\"{}{}{}: {}.",
        GRAPHQL_TEXTS(
            type->name, name, suggestion.length ? (struct text)TEXT(".") : text_none(), suggestion,
            suggestion.length ? (struct text)TEXT(" Found") : (struct text)TEXT(", found"),
            object->printed));
    return NULL;
}

static struct graphql_coerced_member *add_member(struct graphql_coercion *coercion,
                                                 struct graphql_coerced_fields *object,
                                                 const struct graphql_input *input,
                                                 const struct graphql_coerced *value)
{
    struct graphql_coerced_member *member = arena_alloc(coercion->errors->arena, sizeof *member);

    if (!member)
        return NULL;
    *member = (struct graphql_coerced_member){.input = input, .value = value};
    *object->end = member;
    object->end = &member->next;
    object->coerced->count++;
    return member;
}

struct graphql_coerced *graphql_object_member(struct graphql_coercion *coercion,
                                              struct graphql_coerced_fields *object,
                                              const struct graphql_input *input)
{
    struct graphql_coerced *value = arena_alloc(coercion->errors->arena, sizeof *value);

    return value && add_member(coercion, object, input, value) ? value : NULL;
}

static const struct graphql_coerced_member *find_member(const struct graphql_coerced *object,
                                                        const struct graphql_input *input)
{
    const struct graphql_coerced_member *member = object->members;

    while (member && member->input != input)
        member = member->next;
    return member;
}

/* What is not given has its default, or has to be given. */
static bool add_wanted(struct graphql_coercion *coercion, struct graphql_coerced_fields *object,
                       struct graphql_place place, const struct graphql_path *path)
{
    const struct graphql_type *type = object->type;

    for (size_t i = 0; i < type->wanted_count; i++) {
        const struct graphql_input *input = type->wanted[i];
        if (find_member(object->coerced, input))
            continue;
        if (input->default_value) {
            /* Validation has no use for it, and is done for defaults themselves, too. */
            if (input->coerced_default &&
                !add_member(coercion, object, input, input->coerced_default))
                return false;
            continue;
        }
        object->valid = false;
        if (coercion->validation->hides_schema)
            graphql_refuse_value(
                coercion, place, path,
                "Expected value of type \"{}\" to include all required fields, found: {}.",
                GRAPHQL_TEXTS(type->name, object->printed));
        else
            graphql_refuse_value(
                coercion, place, path,
                "Expected value of type \"{}\" to include required field \"{}\", found: {}.",
                GRAPHQL_TEXTS(type->name, input->name, object->printed));
    }
    return true;
}

bool graphql_end_object(struct graphql_coercion *coercion, struct graphql_coerced_fields *object,
                        struct graphql_place place, const struct graphql_path *path)
{
    const struct graphql_coerced *coerced = object->coerced;
    bool is_one = object->given == 1 && coerced->count == 1;
    struct graphql_path within = {.parent = path};

    if (!add_wanted(coercion, object, place, path))
        return false;
    if (!object->type->is_one_of ||
        (is_one && coerced->members->value->kind != GRAPHQL_COERCED_NULL))
        return object->valid;
    if (is_one)
        within.name = coerced->members->input->name;
    graphql_refuse_value(coercion, place, is_one ? &within : path,
                         "Within OneOf Input Object type \"{}\", exactly one field must be "
                         "specified, and the value for that field must be non-null.",
                         GRAPHQL_TEXTS(object->type->name));
    return false;
}
