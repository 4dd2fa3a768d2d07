/* field_difference.c - see field_difference.h. Read from the bottom: all fields, then one. */
#include "evolve/field_difference.h"

#include <string.h>

/* One field, then and now. */
struct pair {
    struct differences *differences;
    const struct model_class *class;
    const struct model_class *former;
    const struct model_field *field;
    const struct model_field *was;
};

static struct difference *tell(const struct pair *pair, enum difference_kind kind, const char *what)
{
    const char *text = arena_printf(pair->differences->arena, "%s.%s %s", pair->class->name,
                                    pair->field->name, what);
    struct difference *difference =
        difference_add(pair->differences, kind, pair->class, pair->former, text);
    difference->field = pair->field;
    difference->was = pair->was;
    return difference;
}

static const char *type_text(struct arena *arena, const struct model_field *field)
{
    const char *name = field_type_name(field->type);
    if (field->target)
        return arena_printf(arena, "%s to %s", name, field->target->name);
    return field->element_type < 0
               ? name
               : arena_printf(arena, "%s of %s", name,
                              field_type_name((enum field_type)field->element_type));
}

static struct difference *tell_types(const struct pair *pair, enum difference_kind kind)
{
    struct arena *arena = pair->differences->arena;
    return tell(pair, kind,
                arena_printf(arena, "is a %s and was a %s", type_text(arena, pair->field),
                             type_text(arena, pair->was)));
}

static void compare_types(const struct pair *pair)
{
    struct arena *arena = pair->differences->arena;
    const struct model_field *was = pair->was;
    const struct model_field *field = pair->field;
    if (was->type != field->type) {
        struct difference *difference = tell_types(pair, DIFFERENCE_TYPE_CHANGED);
        bool is_join = was->type == FIELD_RELATION || field->type == FIELD_RELATION;
        if (is_join || !difference_conversion(was, field)) {
            difference->safety = SAFETY_DATA;
            difference->hint =
                arena_printf(arena,
                             "no conversion keeps every value: say how with --using "
                             "'%s.%s=EXPRESSION', SQL over "
                             "the former column; or remove the field and difference_add another",
                             pair->class->name, field->name);
        }
        return;
    }
    const struct model_class *target = field->target;
    bool same_target = !target || !was->target || strcmp(target->name, was->target->name) == 0 ||
                       difference_former_class(pair->differences->before, pair->differences->after,
                                               target) == was->target;
    if (!same_target)
        tell_types(pair, DIFFERENCE_TARGET_CHANGED);
    else if (field->element_type != was->element_type) {
        struct difference *difference = tell_types(pair, DIFFERENCE_ELEMENT_CHANGED);
        difference->is_breaking = field->element_type >= 0;
    }
}

static bool has_value(const struct model_field *field, const char *value)
{
    for (size_t i = 0; i < field->one_of_count; i++)
        if (strcmp(field->one_of[i], value) == 0)
            return true;
    return field->one_of_count == 0;
}

/* Tells of the values that the one field takes and the other does not. */
static void compare_values(const struct pair *pair)
{
    struct buffer taken;
    struct buffer added;
    buffer_init(&taken, pair->differences->arena);
    buffer_init(&added, pair->differences->arena);
    for (size_t i = 0; i < pair->was->one_of_count; i++)
        if (!has_value(pair->field, pair->was->one_of[i]))
            buffer_printf(&taken, "%s'%s'", taken.length ? ", " : "", pair->was->one_of[i]);
    for (size_t i = 0; i < pair->field->one_of_count && pair->was->one_of_count > 0; i++)
        if (!has_value(pair->was, pair->field->one_of[i]))
            buffer_printf(&added, "%s'%s'", added.length ? ", " : "", pair->field->one_of[i]);
    struct arena *arena = pair->differences->arena;
    if (pair->was->one_of_count == 0 && pair->field->one_of_count > 0)
        tell(pair, DIFFERENCE_VALUES_NARROWED, "takes a few values only and took any");
    else if (taken.length > 0)
        tell(pair, DIFFERENCE_VALUES_NARROWED,
             arena_printf(arena, "no longer takes %s", taken.bytes));
    if (pair->was->one_of_count > 0 && pair->field->one_of_count == 0)
        tell(pair, DIFFERENCE_VALUES_WIDENED, "takes any value");
    else if (added.length > 0)
        tell(pair, DIFFERENCE_VALUES_WIDENED, arena_printf(arena, "takes %s, too", added.bytes));
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static bool is_alias(const struct model_field *field, const char *name)
{
    for (size_t i = 0; i < field->alias_count; i++)
        if (strcmp(field->aliases[i], name) == 0)
            return true;
    return false;
}

static void compare_names(const struct pair *pair)
{
    struct arena *arena = pair->differences->arena;
    if (strcmp(pair->field->name, pair->was->name) != 0)
        tell(pair, DIFFERENCE_FIELD_RENAMED, arena_printf(arena, "was called %s", pair->was->name))
            ->is_breaking = !is_alias(pair->field, pair->was->name);
    else if (strcmp(pair->field->column, pair->was->column) != 0)
        tell(pair, DIFFERENCE_COLUMN_RENAMED,
             arena_printf(arena, "is kept in the column %s", pair->field->column));
    for (size_t i = 0; i < pair->field->alias_count; i++)
        if (!is_alias(pair->was, pair->field->aliases[i]))
            tell(pair, DIFFERENCE_ALIAS_ADDED,
                 arena_printf(arena, "is called %s, too", pair->field->aliases[i]));
    for (size_t i = 0; i < pair->was->alias_count; i++)
        if (!is_alias(pair->field, pair->was->aliases[i]))
            tell(pair, DIFFERENCE_ALIAS_REMOVED,
                 arena_printf(arena, "is no longer called %s", pair->was->aliases[i]));
}

/* What a row that has no value in the field is given: the default, where there is one. */
static void tell_required(const struct pair *pair)
{
    struct difference *difference = tell(pair, DIFFERENCE_REQUIRED, "is required");
    if (pair->field->default_json)
        difference->safety = SAFETY_SAFE;
    else
        difference->hint = arena_printf(
            pair->differences->arena,
            "rows may lack it: give it a default, or say what they get with --fill "
            "'%s.%s=EXPRESSION' (SQL over the row), or with --fill '%s.%s' that none lacks it",
            pair->class->name, pair->field->name, pair->class->name, pair->field->name);
}

static void compare_field(const struct pair *pair)
{
    const struct model_field *field = pair->field;
    const struct model_field *was = pair->was;
    compare_names(pair);
    compare_types(pair);
    if (field->required && !was->required)
        tell_required(pair);
    if (!field->required && was->required)
        tell(pair, DIFFERENCE_OPTIONAL, "is optional");
    if (field->unique != was->unique)
        tell(pair, field->unique ? DIFFERENCE_UNIQUE : DIFFERENCE_NOT_UNIQUE,
             field->unique ? "is unique" : "is no longer unique");
    else if (model_field_has_index(pair->class, field) != model_field_has_index(pair->former, was))
        tell(pair, field->indexed ? DIFFERENCE_INDEXED : DIFFERENCE_NOT_INDEXED,
             field->indexed ? "has an index" : "has no index any more");
    if (field->text_indexed != was->text_indexed)
        tell(pair, field->text_indexed ? DIFFERENCE_INDEXED : DIFFERENCE_NOT_INDEXED,
             field->text_indexed ? "has an index of its words" : "has no index of its words");
    if (field->sealed != was->sealed)
        tell(pair, field->sealed ? DIFFERENCE_ENCRYPTED : DIFFERENCE_NOT_ENCRYPTED,
             field->sealed ? "is encrypted" : "is no longer encrypted");
    if (!same_text(field->default_json, was->default_json))
        tell(pair, DIFFERENCE_DEFAULT_CHANGED,
             field->default_json
                 ? arena_printf(pair->differences->arena, "has the default %s", field->default_json)
                 : "has no default");
    compare_values(pair);
}

static void tell_added(struct differences *differences, const struct model_class *class,
                       const struct model_class *former, const struct model_field *field)
{
    struct pair pair = {differences, class, former, field, NULL};
    const char *text =
        arena_printf(differences->arena, "is new, a %s%s", type_text(differences->arena, field),
                     field->required ? ", required" : "");
    struct difference *difference = tell(&pair, DIFFERENCE_FIELD_ADDED, text);
    difference->is_breaking = field->required && !field->default_json && !field->server_set;
    if (field->required && !field->default_json && field->type != FIELD_RELATION) {
        difference->safety = SAFETY_DATA;
        difference->hint = arena_printf(
            differences->arena,
            "rows that are there lack it: give it a default, or say what they get with --fill "
            "'%s.%s=EXPRESSION' (SQL over the row), or with --fill '%s.%s' that there are no rows",
            class->name, field->name, class->name, field->name);
    }
}

/* Of a removed and an added field of one type, one may be the other under a new name. That is said,
 * and never assumed. */
static const char *likely_name(struct differences *differences, const struct model_class *class,
                               const struct model_class *former, const struct model_field *gone)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!difference_former_field(former, class, field) && field->type == gone->type &&
            field->target == gone->target)
            return arena_printf(differences->arena,
                                "if %s is its new name, say so: `%s (..., was %s)` in the spec, or "
                                "\"renamedFrom\": \"%s\" in the schema",
                                field->name, field->name, gone->name, gone->name);
    }
    return NULL;
}

static bool is_kept(const struct model_class *class, const struct model_class *former,
                    const struct model_field *was)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (difference_former_field(former, class, class->fields[i]) == was)
            return true;
    return false;
}

void field_differences_find(struct differences *differences, const struct model_class *class,
                            const struct model_class *former)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        const struct model_field *was = difference_former_field(former, class, field);
        if (was)
            compare_field(&(struct pair){differences, class, former, field, was});
        else
            tell_added(differences, class, former, field);
    }
    for (size_t i = 0; i < former->field_count; i++) {
        const struct model_field *was = former->fields[i];
        if (is_kept(class, former, was))
            continue;
        struct pair pair = {differences, class, former, was, was};
        tell(&pair, DIFFERENCE_FIELD_REMOVED, "is gone")->hint =
            likely_name(differences, class, former, was);
    }
}
