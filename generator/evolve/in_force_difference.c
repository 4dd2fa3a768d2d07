/* in_force_difference.c - see in_force_difference.h. Read from the bottom. */
#include "evolve/in_force_difference.h"

#include "evolve/difference.h"
#include "model/in_force.h"

#include <string.h>

/* What one of the models says of an assignment. */
struct side {
    const struct model_class *class;
    struct in_force_terms terms;
};

struct comparing {
    struct access_differences *differences;
    struct arena *arena;
    struct side sides[2]; /* then, now */
};

enum { THEN, NOW };

static bool gives_to_assigned(const struct model *model)
{
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->scope == SCOPE_ASSIGNED)
            return true;
    return false;
}

/* The field in the other model; NULL: it is not there. */
static const struct model_field *other_field(const struct comparing *comparing, int side,
                                             const struct model_field *field)
{
    const struct model_class *then = comparing->sides[THEN].class;
    const struct model_class *now = comparing->sides[NOW].class;
    if (side == NOW)
        return difference_former_field(then, now, field);
    for (size_t i = 0; i < now->field_count; i++)
        if (difference_former_field(then, now, now->fields[i]) == field)
            return now->fields[i];
    return NULL;
}

/* Whether one counts whose field, which may be NULL, has the value, which may be, too. */
static bool counts_with(const struct side *side, const struct model_field *field, const char *value)
{
    for (size_t i = 0; i < side->terms.condition_count; i++) {
        const struct model_condition *term = &side->terms.conditions[i];
        if (term->field != field)
            continue;
        bool is_one = false;
        for (size_t j = 0; value && j < term->value_count; j++)
            is_one = is_one || strcmp(term->values[j], value) == 0;
        return is_one != term->negated;
    }
    return true;
}

/* What counts besides, now that the other side does not ask for the Date or Boolean; NULL: it does. */
static const char *text_of_lost(struct arena *arena, const struct model_field *field,
                                const struct model_field *other)
{
    static const char *const texts[] = {
        [IN_FORCE_STARTS] = "before its %s",
        [IN_FORCE_ENDS] = "after its %s",
        [IN_FORCE_TRUE] = "whose %s is not true",
        [IN_FORCE_FALSE] = "whose %s is true",
    };
    enum in_force kind = in_force_of(arena, field->name, field->type);
    if (kind == IN_FORCE_NOTHING || (other && in_force_of(arena, other->name, other->type) == kind))
        return NULL;
    return arena_printf(arena, texts[kind], field->name);
}

static void add_value(struct comparing *comparing, int side, const struct model_field *field,
                      const char *value, struct buffer *text)
{
    const struct model_field *other = other_field(comparing, side, field);
    if (counts_with(&comparing->sides[side], field, value) ||
        !counts_with(&comparing->sides[side == THEN ? NOW : THEN], other, value))
        return;
    buffer_add_string(text, text->length > 0 ? " or " : "");
    if (value)
        buffer_printf(text, "'%s'", value);
    else
        buffer_add_string(text, "not set");
}

/* The values with which it counts on the other side only; NULL: there are none. */
static const char *text_of_values(struct comparing *comparing, int side,
                                  const struct model_field *field)
{
    const struct model_field *other = other_field(comparing, side, field);
    struct buffer text;
    buffer_init(&text, comparing->arena);
    for (size_t i = 0; i < field->one_of_count; i++)
        add_value(comparing, side, field, field->one_of[i], &text);
    for (size_t i = 0; other && i < other->one_of_count; i++) {
        bool is_told = false;
        for (size_t j = 0; j < field->one_of_count && !is_told; j++)
            is_told = strcmp(field->one_of[j], other->one_of[i]) == 0;
        if (!is_told)
            add_value(comparing, side, field, other->one_of[i], &text);
    }
    add_value(comparing, side, field, NULL, &text);
    return text.length > 0
               ? arena_printf(comparing->arena, "whose %s is %s", field->name, text.bytes)
               : NULL;
}

static void tell(struct comparing *comparing, int side, const char *which)
{
    struct access_differences *differences = comparing->differences;
    struct access_difference *difference = arena_alloc(comparing->arena, sizeof *difference);
    const char *name = comparing->sides[side].class->name;
    *difference = (struct access_difference){
        .class_name = name,
        .operation = "assign",
        .text = arena_printf(comparing->arena, "a %s %s counts %s", name, which,
                             side == THEN ? "now, too" : "no longer"),
    };
    vector_add(side == THEN ? &differences->opened : &differences->closed, comparing->arena,
               difference);
}

/* What a side keeps from counting that the other one does not. */
static void compare(struct comparing *comparing, int side)
{
    const struct model_class *class = comparing->sides[side].class;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        const char *which =
            field->type == FIELD_STRING
                ? text_of_values(comparing, side, field)
                : text_of_lost(comparing->arena, field, other_field(comparing, side, field));
        if (which)
            tell(comparing, side, which);
    }
}

void in_force_differences_find(struct access_differences *differences, struct arena *arena,
                               const struct model *before, const struct model *after)
{
    struct comparing comparing = {.differences = differences, .arena = arena};
    const struct model_class *now = model_find_class(after, ASSIGNMENT_CLASS);
    const struct model_class *then = now ? difference_former_class(before, after, now) : NULL;
    if (!then || !gives_to_assigned(before) || !gives_to_assigned(after))
        return;
    comparing.sides[THEN].class = then;
    comparing.sides[NOW].class = now;
    for (int side = THEN; side <= NOW; side++)
        in_force_terms(arena, comparing.sides[side].class, &comparing.sides[side].terms);
    compare(&comparing, THEN);
    compare(&comparing, NOW);
}
