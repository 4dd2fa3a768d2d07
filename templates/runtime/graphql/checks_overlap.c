/* checks_overlap.c - fields of one response name can be merged (specification, section 5.3.2).
 *
 * Each selection set becomes groups of fields by their response names, once; two sets, a set and a
 * fragment, or two fragments are compared once. What is left is in the number of pairs of fields,
 * so each takes from the work that validation may do (graphql_spend()). The errors are those of
 * graphql-js. */
#include "graphql/checks.h"

enum { SHOWN_BYTES = 1000 /* of a name or reason */, SHOWN_PLACES = 20 };

struct occurrence {
    const struct graphql_selection *selection;
    const struct graphql_type *parent; /* NULL: nobody knows */
    const struct graphql_field *field; /* NULL: nobody knows */
    struct occurrence *next;
};

struct group {
    struct text name;
    struct occurrence *first;
    struct occurrence **end;
    struct group *next;
};

struct spread_list {
    const struct graphql_fragment *fragment;
    struct spread_list *next;
};

/* The fields of a selection set, those of inline fragments among them, and the fragments it
 * spreads. */
struct field_set {
    const struct graphql_selection *selections;
    struct graphql_names names; /* to groups */
    struct group *groups;
    struct group **groups_end;
    struct spread_list *spreads; /* each fragment once */
    struct spread_list **spreads_end;
};

struct conflict {
    struct text name;
    struct text reason;
    const struct graphql_place *places[2]; /* of the fields on either side */
    size_t counts[2];
    struct conflict *next;
};

struct conflicts {
    struct conflict *first;
    struct conflict **end;
};

struct overlap {
    struct graphql_checks *checks;
    struct graphql_names sets;     /* by the address of their selections */
    struct graphql_names compared; /* by the addresses of two sets or fragments */
};

struct pair {
    const void *a;
    const void *b;
};

static char exclusive_mark; /* compared only as what cannot be of one object */
static char full_mark;      /* compared whatever they are of */

static bool find_conflict(struct overlap *overlap, struct conflicts *conflicts, bool exclusive,
                          struct text name, const struct occurrence *a, const struct occurrence *b);

static struct text abbreviated(struct graphql_checks *checks, struct text text)
{
    if (text.length <= SHOWN_BYTES)
        return text;
    text.length = SHOWN_BYTES;
    return graphql_message(checks->arena, "{}...", GRAPHQL_TEXTS(text));
}

/* Whether the two have been compared, at least so strictly; notes that they are now. */
static bool is_compared(struct overlap *overlap, const void *a, const void *b, bool exclusive)
{
    struct arena *arena = overlap->checks->arena;
    struct pair *pair = arena_alloc(arena, sizeof *pair);
    void **place;

    if (!pair)
        return true;
    *pair = (struct pair){a, b};
    place = graphql_names_add(&overlap->compared, arena,
                              (struct text){(const char *)pair, sizeof *pair});
    if (!place || *place == &full_mark || (*place == &exclusive_mark && exclusive))
        return true;
    *place = exclusive ? &exclusive_mark : &full_mark;
    return false;
}

static bool add_occurrence(struct overlap *overlap, struct field_set *set,
                           const struct graphql_selection *selection,
                           const struct graphql_type *parent)
{
    struct arena *arena = overlap->checks->arena;
    struct occurrence *occurrence = arena_alloc(arena, sizeof *occurrence);
    void **place = graphql_names_add(&set->names, arena, graphql_response_name(selection));
    struct group *group;

    if (!occurrence || !place)
        return false;
    *occurrence = (struct occurrence){.selection = selection, .parent = parent};
    if (parent)
        occurrence->field =
            graphql_find_any_field(overlap->checks->schema, parent, selection->name);
    if (!*place) {
        group = *place = arena_alloc(arena, sizeof *group);
        if (!group)
            return false;
        group->name = graphql_response_name(selection);
        group->end = &group->first;
        *set->groups_end = group;
        set->groups_end = &group->next;
    }
    group = *place;
    *group->end = occurrence;
    group->end = &occurrence->next;
    return true;
}

static bool add_spread(struct overlap *overlap, struct field_set *set,
                       const struct graphql_fragment *fragment)
{
    struct spread_list *spread;

    for (spread = set->spreads; spread && spread->fragment != fragment; spread = spread->next)
        if (!graphql_spend(overlap->checks, 1))
            return false;
    if (spread)
        return true;
    spread = arena_alloc(overlap->checks->arena, sizeof *spread);
    if (!spread)
        return false;
    spread->fragment = fragment;
    *set->spreads_end = spread;
    set->spreads_end = &spread->next;
    return true;
}

static bool fill_set(struct overlap *overlap, struct field_set *set,
                     const struct graphql_selection *selections, const struct graphql_type *parent)
{
    for (; selections; selections = selections->next) {
        bool added = true;
        if (selections->kind == GRAPHQL_FIELD)
            added = add_occurrence(overlap, set, selections, parent);
        else if (selections->kind == GRAPHQL_INLINE_FRAGMENT)
            added = fill_set(overlap, set, selections->selections,
                             selections->name.bytes ? selections->condition : parent);
        else if (selections->fragment)
            added = add_spread(overlap, set, selections->fragment);
        if (!added)
            return false;
    }
    return true;
}

/* NULL when out of memory or work. */
static struct field_set *set_of(struct overlap *overlap, const struct graphql_selection *selections,
                                const struct graphql_type *parent)
{
    struct arena *arena = overlap->checks->arena;
    struct field_set *set = graphql_names_find(
        &overlap->sets, (struct text){(const char *)&selections, sizeof selections});
    void **place;

    if (set)
        return set;
    set = arena_alloc(arena, sizeof *set);
    if (!set)
        return NULL;
    set->selections = selections;
    set->groups_end = &set->groups;
    set->spreads_end = &set->spreads;
    place =
        graphql_names_add(&overlap->sets, arena,
                          (struct text){(const char *)&set->selections, sizeof set->selections});
    if (!place || !fill_set(overlap, set, selections, parent))
        return NULL;
    *place = set;
    return set;
}

static struct field_set *set_of_fragment(struct overlap *overlap,
                                         const struct graphql_fragment *fragment)
{
    return set_of(overlap, fragment->selections, fragment->condition);
}

static void compare_sets(struct overlap *overlap, struct conflicts *conflicts, bool exclusive,
                         const struct field_set *a, const struct field_set *b)
{
    for (const struct group *group = a->groups; group; group = group->next) {
        const struct group *other = graphql_names_find(&b->names, group->name);
        if (!graphql_spend(overlap->checks, 1))
            return;
        for (const struct occurrence *one = other ? group->first : NULL; one; one = one->next)
            for (const struct occurrence *two = other->first; two; two = two->next)
                if (!find_conflict(overlap, conflicts, exclusive, group->name, one, two))
                    return;
    }
}

static void compare_with_fragment(struct overlap *overlap, struct conflicts *conflicts,
                                  bool exclusive, struct field_set *set,
                                  const struct graphql_fragment *fragment)
{
    struct field_set *other;

    if (!graphql_spend(overlap->checks, 1) || !set->groups ||
        is_compared(overlap, set, fragment, exclusive))
        return;
    other = set_of_fragment(overlap, fragment);
    if (!other || other == set)
        return;
    compare_sets(overlap, conflicts, exclusive, set, other);
    for (const struct spread_list *spread = other->spreads; spread; spread = spread->next)
        compare_with_fragment(overlap, conflicts, exclusive, set, spread->fragment);
}

static void compare_fragments(struct overlap *overlap, struct conflicts *conflicts, bool exclusive,
                              const struct graphql_fragment *a, const struct graphql_fragment *b)
{
    struct field_set *set_a;
    struct field_set *set_b;

    if (!graphql_spend(overlap->checks, 2) || a == b ||
        is_compared(overlap, a->index < b->index ? a : b, a->index < b->index ? b : a, exclusive))
        return;
    set_a = set_of_fragment(overlap, a);
    set_b = set_of_fragment(overlap, b);
    if (!set_a || !set_b)
        return;
    compare_sets(overlap, conflicts, exclusive, set_a, set_b);
    for (const struct spread_list *spread = set_b->spreads; spread; spread = spread->next)
        compare_fragments(overlap, conflicts, exclusive, a, spread->fragment);
    for (const struct spread_list *spread = set_a->spreads; spread; spread = spread->next)
        compare_fragments(overlap, conflicts, exclusive, spread->fragment, b);
}

/* What is selected below two fields of one name. */
static void compare_below(struct overlap *overlap, struct conflicts *conflicts, bool exclusive,
                          const struct occurrence *a, const struct occurrence *b)
{
    struct field_set *set_a =
        set_of(overlap, a->selection->selections, a->field ? a->field->type->named : NULL);
    struct field_set *set_b =
        set_of(overlap, b->selection->selections, b->field ? b->field->type->named : NULL);

    if (!set_a || !set_b)
        return;
    compare_sets(overlap, conflicts, exclusive, set_a, set_b);
    for (const struct spread_list *spread = set_b->spreads; spread; spread = spread->next)
        compare_with_fragment(overlap, conflicts, exclusive, set_a, spread->fragment);
    for (const struct spread_list *spread = set_a->spreads; spread; spread = spread->next)
        compare_with_fragment(overlap, conflicts, exclusive, set_b, spread->fragment);
    for (const struct spread_list *one = set_a->spreads; one; one = one->next)
        for (const struct spread_list *two = set_b->spreads; two; two = two->next)
            compare_fragments(overlap, conflicts, exclusive, one->fragment, two->fragment);
}

static bool same_value(struct graphql_checks *checks, const struct graphql_value *a,
                       const struct graphql_value *b);

/* Whether the same names have the same values, in whatever order. */
static bool same_arguments(struct graphql_checks *checks, const struct graphql_argument *a,
                           const struct graphql_argument *b)
{
    size_t count_a = 0;
    size_t count_b = 0;

    for (const struct graphql_argument *other = b; other; other = other->next)
        count_b++;
    for (; a; a = a->next) {
        const struct graphql_argument *other = b;
        count_a++;
        while (other && !text_equal(a->name, other->name)) {
            other = other->next;
            if (!graphql_spend(checks, 1))
                return true;
        }
        if (!other || !same_value(checks, a->value, other->value))
            return false;
    }
    return count_a == count_b;
}

static bool same_value(struct graphql_checks *checks, const struct graphql_value *a,
                       const struct graphql_value *b)
{
    const struct graphql_value *item = b->items;

    if (!graphql_spend(checks, 1))
        return true;
    if (a->kind != b->kind)
        return false;
    if (a->kind == GRAPHQL_VALUE_OBJECT)
        return same_arguments(checks, a->fields, b->fields);
    if (a->kind != GRAPHQL_VALUE_LIST)
        return text_equal(a->text, b->text);
    for (const struct graphql_value *other = a->items; other; other = other->next) {
        if (!item || !same_value(checks, other, item))
            return false;
        item = item->next;
    }
    return !item;
}

/* Whether answers of the two types differ in form. */
static bool types_conflict(const struct graphql_type_use *a, const struct graphql_type_use *b)
{
    while (a->wrapping == b->wrapping && a->wrapping != GRAPHQL_NAMED) {
        a = a->of;
        b = b->of;
    }
    return a->wrapping != b->wrapping ||
           ((graphql_type_is_leaf(a->named) || graphql_type_is_leaf(b->named)) &&
            a->named != b->named);
}

static bool add_conflict(struct overlap *overlap, struct conflicts *conflicts, struct text name,
                         struct text reason, const struct occurrence *a, const struct occurrence *b,
                         const struct conflict *below)
{
    struct arena *arena = overlap->checks->arena;
    struct conflict *conflict = arena_alloc(arena, sizeof *conflict);
    const struct occurrence *sides[] = {a, b};

    if (!conflict)
        return false;
    conflict->name = name;
    conflict->reason = reason;
    for (size_t side = 0; side < 2; side++) {
        struct graphql_place *places = arena_alloc_array(arena, SHOWN_PLACES, sizeof *places);
        size_t count = 0;
        if (!places)
            return false;
        places[count++] = sides[side]->selection->place;
        for (const struct conflict *part = below; part; part = part->next)
            for (size_t i = 0; i < part->counts[side] && count < SHOWN_PLACES; i++)
                places[count++] = part->places[side][i];
        conflict->places[side] = places;
        conflict->counts[side] = count;
    }
    *conflicts->end = conflict;
    conflicts->end = &conflict->next;
    return true;
}

/* "subfields "a" conflict because ... and subfields ...". */
static struct text reason_below(struct graphql_checks *checks, const struct conflict *below)
{
    struct buffer reason;

    buffer_init(&reason, checks->arena, 0);
    for (; below && reason.length <= SHOWN_BYTES; below = below->next) {
        buffer_add_string(&reason, reason.length ? " and " : "");
        buffer_add_text(
            &reason,
            graphql_message(checks->arena, "subfields \"{}\" conflict because {}",
                            GRAPHQL_TEXTS(abbreviated(checks, below->name), below->reason)));
    }
    return abbreviated(checks, buffer_text(&reason));
}

/* Why two fields cannot be merged, what is below them apart; no text when they can. */
static struct text find_reason(struct graphql_checks *checks, bool exclusive,
                               const struct occurrence *a, const struct occurrence *b)
{
    if (!exclusive && !text_equal(a->selection->name, b->selection->name))
        return graphql_message(checks->arena, "\"{}\" and \"{}\" are different fields",
                               GRAPHQL_TEXTS(abbreviated(checks, a->selection->name),
                                             abbreviated(checks, b->selection->name)));
    if (!exclusive && !same_arguments(checks, a->selection->arguments, b->selection->arguments))
        return (struct text)TEXT("they have differing arguments");
    if (a->field && b->field && types_conflict(a->field->type, b->field->type))
        return graphql_message(checks->arena, "they return conflicting types \"{}\" and \"{}\"",
                               GRAPHQL_TEXTS(a->field->type->printed, b->field->type->printed));
    return text_none();
}

/* What is most often there many times. */
static bool is_same_leaf(const struct occurrence *a, const struct occurrence *b)
{
    return a->field == b->field && !a->selection->arguments && !b->selection->arguments &&
           !a->selection->selections && !b->selection->selections &&
           text_equal(a->selection->name, b->selection->name);
}

/* False when nothing more is to be compared. */
static bool find_conflict(struct overlap *overlap, struct conflicts *conflicts, bool exclusive,
                          struct text name, const struct occurrence *a, const struct occurrence *b)
{
    struct graphql_checks *checks = overlap->checks;
    struct conflicts below = {.first = NULL};
    struct text reason;

    if (!graphql_spend(checks, 1) || graphql_checks_stop(checks))
        return false;
    if (is_same_leaf(a, b))
        return true;
    if (!graphql_spend(checks, 1))
        return false;
    exclusive =
        exclusive || (a->parent != b->parent && a->parent && b->parent &&
                      a->parent->kind == GRAPHQL_OBJECT && b->parent->kind == GRAPHQL_OBJECT);
    reason = find_reason(checks, exclusive, a, b);
    if (reason.bytes)
        return add_conflict(overlap, conflicts, name, reason, a, b, NULL);
    if (!a->selection->selections || !b->selection->selections)
        return true;
    below.end = &below.first;
    compare_below(overlap, &below, exclusive, a, b);
    return !below.first || add_conflict(overlap, conflicts, name, reason_below(checks, below.first),
                                        a, b, below.first);
}

static void tell(struct graphql_checks *checks, const struct conflict *conflict)
{
    struct graphql_error *error = graphql_check_error(
        checks, conflict->places[0][0],
        "Fields \"{}\" conflict because {}. Use different aliases on the fields to fetch both if "
        "this was intentional.",
        GRAPHQL_TEXTS(abbreviated(checks, conflict->name), conflict->reason));

    for (size_t side = 0; side < 2; side++)
        for (size_t i = side ? 0 : 1; i < conflict->counts[side]; i++)
            graphql_error_at(checks->errors, error, conflict->places[side][i]);
}

/* Conflicts within one selection set, with the fragments that it spreads. */
static void check_set(struct overlap *overlap, const struct graphql_selection *selections,
                      const struct graphql_type *parent)
{
    struct field_set *set = set_of(overlap, selections, parent);
    struct conflicts conflicts = {.end = &conflicts.first};

    if (!set)
        return;
    for (const struct group *group = set->groups; group; group = group->next)
        for (const struct occurrence *a = group->first; a; a = a->next)
            for (const struct occurrence *b = a->next; b; b = b->next)
                if (!find_conflict(overlap, &conflicts, false, group->name, a, b))
                    return;
    for (const struct spread_list *spread = set->spreads; spread; spread = spread->next) {
        compare_with_fragment(overlap, &conflicts, false, set, spread->fragment);
        for (const struct spread_list *other = spread->next; other; other = other->next)
            compare_fragments(overlap, &conflicts, false, spread->fragment, other->fragment);
    }
    for (const struct conflict *conflict = conflicts.first; conflict; conflict = conflict->next)
        tell(overlap->checks, conflict);
}

/* Looks at the set and at those below it; what is in inline fragments belongs to the set around
 * them. */
static void check_sets(struct overlap *overlap, const struct graphql_selection *selections,
                       const struct graphql_type *parent, bool is_inline)
{
    if (!selections || graphql_checks_stop(overlap->checks))
        return;
    if (!is_inline && (selections->next || selections->kind == GRAPHQL_INLINE_FRAGMENT))
        check_set(overlap, selections, parent);
    for (; selections; selections = selections->next)
        if (selections->kind == GRAPHQL_FIELD)
            check_sets(overlap, selections->selections,
                       selections->field ? selections->field->type->named : NULL, false);
        else if (selections->kind == GRAPHQL_INLINE_FRAGMENT)
            check_sets(overlap, selections->selections,
                       selections->name.bytes ? selections->condition : parent, true);
}

void graphql_check_overlaps(struct graphql_checks *checks)
{
    struct overlap overlap = {.checks = checks};

    if (checks->cyclic)
        return;
    for (const struct graphql_operation *operation = checks->document->operations; operation;
         operation = operation->next)
        check_sets(&overlap, operation->selections, operation->root, false);
    for (const struct graphql_fragment *fragment = checks->document->fragments; fragment;
         fragment = fragment->next)
        check_sets(&overlap, fragment->selections, fragment->condition, false);
}
