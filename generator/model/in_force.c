/* in_force.c - see in_force.h. */
#include "model/in_force.h"

#include "base/names.h"

#include <ctype.h>
#include <string.h>

static const struct {
    enum in_force kind;
    const char *names;
} rows[] = {
#define IN_FORCE(kind, names) {IN_FORCE_##kind, names},
#include "model/in_force.def"
#undef IN_FORCE
};

/* Whether a name is the first of a list, but for capitals, '_', '-' and spaces; *rest is behind it. */
static bool is_first(const char *name, const char *list, const char **rest)
{
    size_t length = strcspn(list, "|");
    size_t at = 0;
    *rest = list[length] == '|' ? list + length + 1 : list + length;
    for (; *name; name++) {
        if (strchr("_- ", *name))
            continue;
        if (at == length || tolower((unsigned char)*name) != (unsigned char)list[at])
            return false;
        at++;
    }
    return at == length;
}

static bool is_named(const char *name, enum in_force kind)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *rest = rows[i].kind == kind ? rows[i].names : "";
        while (*rest)
            if (is_first(name, rest, &rest))
                return true;
    }
    return false;
}

static bool is_word(const char *word, size_t length, const char *other)
{
    return strlen(other) == length && strncmp(word, other, length) == 0;
}

/* What a name ends in: "consentValidTo" in "valid to", "isNotActive" in what is not active. */
static enum in_force ends_in(const char *words, const enum in_force kinds[2])
{
    bool is_negated = false;
    for (const char *at = words; *at != '\0';) {
        for (size_t i = 0; i < 2; i++)
            if (is_named(at, kinds[i]))
                return kinds[is_negated ? 1 - i : i];
        size_t length = strcspn(at, "_");
        is_negated = is_negated != (is_word(at, length, "not") || is_word(at, length, "no") ||
                                    is_word(at, length, "never"));
        at += length + strspn(at + length, "_");
    }
    return IN_FORCE_NOTHING;
}

enum in_force in_force_of(struct arena *arena, const char *name, enum field_type type)
{
    static const enum in_force dates[2] = {IN_FORCE_STARTS, IN_FORCE_ENDS};
    static const enum in_force flags[2] = {IN_FORCE_TRUE, IN_FORCE_FALSE};
    if (type != FIELD_DATE && type != FIELD_BOOLEAN)
        return IN_FORCE_NOTHING;
    return ends_in(names_snake(arena, name), type == FIELD_DATE ? dates : flags);
}

size_t in_force_values(struct arena *arena, const char *const *values, size_t count,
                       const char *const **asked, bool *negated)
{
    static const enum in_force kinds[] = {IN_FORCE_VALUE, IN_FORCE_OTHER};
    const char **found = arena_alloc_array(arena, count + 1, sizeof *found);
    size_t found_count = 0;
    *asked = found;
    for (size_t i = 0; i < 2 && found_count == 0; i++) {
        *negated = kinds[i] == IN_FORCE_OTHER;
        for (size_t j = 0; j < count; j++)
            if (is_named(values[j], kinds[i]))
                found[found_count++] = values[j];
    }
    return found_count;
}

static void add_condition(struct arena *arena, const struct model_field *field,
                          struct in_force_terms *terms)
{
    static const char *const is_true[] = {"true"};
    struct model_condition condition = {.field = field, .values = is_true, .value_count = 1};
    enum in_force kind = in_force_of(arena, field->name, field->type);
    condition.negated = kind == IN_FORCE_FALSE;
    if (field->type == FIELD_STRING)
        condition.value_count = in_force_values(arena, field->one_of, field->one_of_count,
                                                &condition.values, &condition.negated);
    else if (kind != IN_FORCE_TRUE && kind != IN_FORCE_FALSE)
        return;
    if (condition.value_count > 0)
        terms->conditions[terms->condition_count++] = condition;
}

void in_force_terms(struct arena *arena, const struct model_class *class,
                    struct in_force_terms *terms)
{
    size_t most = class->field_count + 1;
    *terms = (struct in_force_terms){
        .starts = arena_alloc_array(arena, most, sizeof(const struct model_field *)),
        .ends = arena_alloc_array(arena, most, sizeof(const struct model_field *)),
        .conditions = arena_alloc_array(arena, most, sizeof(struct model_condition)),
    };
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        enum in_force kind = in_force_of(arena, field->name, field->type);
        if (kind == IN_FORCE_STARTS)
            terms->starts[terms->start_count++] = field;
        else if (kind == IN_FORCE_ENDS)
            terms->ends[terms->end_count++] = field;
        else
            add_condition(arena, field, terms);
    }
}
