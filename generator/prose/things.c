/* things.c - phrases for what rules are about: "their own visits and the lab results of their
 * assigned patients". See text.h.
 *
 * A thing has words before it (their, all, latest, published), a head (a class, fields of one,
 * records, patients), and words behind it (of their assigned patients, that are final). */
#include "prose/things.h"

#include <string.h>

enum { FARTHEST_CLASS = 14 };

static struct draft_class *class_at(const struct text *text, size_t at, size_t *taken,
                                    bool *is_short)
{
    *taken = 0;
    *is_short = false;
    if (at >= text->count || text->units[at].kind == UNIT_MARK)
        return NULL;
    struct draft_class *class =
        world_class(text->world, &text->units[at], text->count - at, taken, is_short);
    /* A last word alone names a class only if the lexicon has no other use for it. */
    bool is_record = class && *is_short && text_says(text, at, SENSE_RECORDS, *taken + 1) > 0;
    if (!is_record)
        return class;
    *taken = 0;
    return NULL;
}

struct draft_field *thing_field_at(const struct text *text, size_t at,
                                   const struct draft_class *class, size_t *taken)
{
    *taken = 0;
    if (at >= text->count || text->units[at].kind == UNIT_MARK)
        return NULL;
    return world_field(text->world, class, &text->units[at], text->count - at, taken);
}

/* "records" or "entries" behind a class. */
static size_t records_behind(const struct text *text, size_t at)
{
    size_t of = text_has(text, at, SENSE_OF);
    size_t records = text_has(text, at, SENSE_RECORDS);
    if (records == 0 && of > 0 && text->units[at].kind == UNIT_CHARACTER)
        records = text_has(text, at + of, SENSE_RECORDS) > 0
                      ? of + text_has(text, at + of, SENSE_RECORDS)
                      : 0;
    return records;
}

static struct field_said *add_field(struct text *text, struct thing *thing, const char *name)
{
    struct field_said *field = arena_alloc(text->arena, sizeof *field);
    field->name = name;
    const struct field_said **end = &thing->fields;
    while (*end)
        end = (const struct field_said **)(uintptr_t) & (*end)->next;
    *end = field;
    return field;
}

/* A list of fields of a class at a place. */
size_t thing_fields_at(struct text *text, size_t at, const struct draft_class *class,
                       struct thing *thing)
{
    size_t start = at;
    size_t end = at;
    for (;;) {
        size_t taken = 0;
        at = text_skip(text, at);
        at += text_has(text, at, SENSE_THEIR);
        const struct draft_field *field = thing_field_at(text, at, class, &taken);
        if (!field)
            return end - start;
        add_field(text, thing, field->model.name);
        end = at + taken;
        end += text_has(text, end, SENSE_NUMBERS);
        size_t separator = text_separator(text, end);
        if (separator == 0)
            return end - start;
        at = end + separator;
    }
}

/* The class that stands for a person of that noun. */
static struct draft_class *profile_of(const struct text *text, const char *noun)
{
    return world_profile(text->world, noun);
}

/* "the status and notes of visits": fields before their class. The class may be a person's: "phone
 * numbers of parents". */
static size_t fields_of_class(struct text *text, size_t at, struct thing *thing)
{
    size_t limit = at + FARTHEST_CLASS < text->count ? at + FARTHEST_CLASS : text->count;
    for (size_t i = at + 1; i < limit; i++) {
        size_t of = text_has(text, i, SENSE_OF);
        if (of == 0 || text->units[i].kind == UNIT_CHARACTER)
            continue;
        size_t place = text_skip(text, i + of);
        place += text_has(text, place, SENSE_ALL);
        size_t their = text_has(text, place, SENSE_THEIR);
        place = text_skip(text, place + their);
        size_t taken = 0;
        bool is_short = false;
        struct draft_class *class = class_at(text, place, &taken, &is_short);
        if (!class) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            taken = text_person(text, place, &kind, &noun);
            class = taken > 0 ? profile_of(text, noun) : NULL;
        }
        struct thing found = *thing;
        if (!class || thing_fields_at(text, at, class, &found) != i - at)
            continue;
        *thing = found;
        thing->kind = THING_FIELD;
        thing->class = class;
        thing->is_short = is_short;
        if (their > 0)
            thing->whose = WHOSE_OWN;
        return place + taken + records_behind(text, place + taken) - at;
    }
    return 0;
}

/* English "of" has the class or the person behind it, 's and 的 have it before. */
static bool is_english_of(const struct text *text, size_t at)
{
    return at < text->count && strcmp(text->units[at].text, "of") == 0;
}

/* "Visit notes", "the patient's address", "Visit.notes", in Chinese with 的 between. */
static size_t fields_behind_class(struct text *text, size_t at, struct thing *thing)
{
    size_t of = text_is_mark(text, at, ".") ? 1 : text_has(text, at, SENSE_OF);
    /* "visits of their patients" are no field of visits. */
    size_t taken =
        is_english_of(text, at) ? 0 : thing_fields_at(text, at + of, thing->class, thing);
    if (taken == 0)
        return 0;
    thing->kind = THING_FIELD;
    return of + taken;
}

/* A field that is named without a class, of whatever class has it. */
static size_t bare_field(struct text *text, size_t at, struct thing *thing)
{
    const struct draft *draft = text->world->draft;
    size_t longest = 0;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        size_t taken = 0;
        const struct draft_field *field =
            class->model.builtin ? NULL : thing_field_at(text, at, class, &taken);
        if (field && taken > longest && !world_target(field)) {
            longest = taken;
            thing->fields = NULL;
            add_field(text, thing, field->model.name);
        }
    }
    if (longest > 0)
        thing->kind = THING_FIELD;
    return longest;
}

static bool has_files(const struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind == FIELD_FILE ||
            (field->type.kind == FIELD_ARRAY && field->type.element == FIELD_FILE))
            return true;
    }
    return false;
}

/* "peak flow values": the objects, also where they have a field called value. */
static bool are_values(const struct text *text, size_t at)
{
    return at < text->count && strcmp(text->units[at].text, "values") == 0;
}

/* The verb right before a place, in its base form: "log" before "their exercises"; or NULL. */
static const char *verb_before(const struct text *text, size_t at)
{
    enum { FARTHEST = 3 };
    for (size_t back = 1; back <= FARTHEST && back <= at; back++) {
        const struct unit *unit = &text->units[at - back];
        bool is_small = text_has(text, at - back, SENSE_THEIR) +
                            text_has(text, at - back, SENSE_ALL) +
                            text_has(text, at - back, SENSE_EMPTY) >
                        0;
        if (is_small)
            continue;
        const char *forms[LEXICON_FORMS];
        size_t count = unit->kind == UNIT_WORD ? lexicon_forms(text->arena, unit->text, forms) : 0;
        return count > 0 && text_has(text, at - back, SENSE_CREATE) > 0 ? forms[count - 1] : NULL;
    }
    return NULL;
}

/* "visits to the infirmary", "log exercises", "ECG traces": names in another order. */
static size_t compound_head(const struct text *text, size_t at, struct thing *thing)
{
    size_t taken = 0;
    if (at >= text->count)
        return 0;
    const struct unit *units = &text->units[at];
    struct draft_class *class = world_compound(text->world, units, text->count - at, &taken);
    const char *verb = class ? NULL : verb_before(text, at);
    if (verb)
        class = world_object_of(text->world, verb, units, text->count - at, &taken);
    if (class) {
        thing->kind = THING_CLASS;
        thing->class = class;
        thing->is_short = false;
        return taken;
    }
    struct draft_field *field =
        world_field_of_part(text->world, units, text->count - at, &taken, &class);
    if (!field)
        return 0;
    add_field((struct text *)(uintptr_t)text, thing, field->model.name);
    thing->kind = THING_FIELD;
    thing->class = class;
    return taken;
}

/* "phone numbers", "contact data", "pdf files": a noun behind a field that says no more. */
static size_t field_noun(const struct text *text, size_t at)
{
    size_t taken = text_has(text, at, SENSE_NUMBERS);
    taken = taken > 0 ? taken : text_has(text, at, SENSE_FILES);
    return taken > 0 ? taken : text_has(text, at, SENSE_RECORDS);
}

/* The head of a thing. Returns its length; 0: there is none. */
static size_t take_head(struct text *text, size_t at, struct thing *thing)
{
    static const struct {
        enum sense sense;
        enum thing_kind kind;
    } words[] = {{SENSE_EVERYTHING, THING_ALL},    {SENSE_RECORDS, THING_RECORDS},
                 {SENSE_DRAFT, THING_DRAFTS},      {SENSE_FILES, THING_FILES},
                 {SENSE_FEEDBACK, THING_FEEDBACK}, {SENSE_THEM, THING_SAME},
                 {SENSE_PROFILE, THING_PROFILE}};
    size_t fields = fields_of_class(text, at, thing);
    if (fields > 0)
        return fields;
    size_t taken = 0;
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    struct draft_class *class = class_at(text, at, &taken, &thing->is_short);
    size_t compound = !class || thing->is_short ? compound_head(text, at, thing) : 0;
    if (compound > 0)
        return compound;
    if (class && taken >= person) {
        thing->kind = person == taken && kind == PERSON_CLIENT ? THING_PEOPLE : THING_CLASS;
        thing->class = class;
        thing->people = person == taken ? noun : thing->people;
        size_t version = text_has(text, at + taken, SENSE_VERSION);
        bool is_values = are_values(text, at + taken);
        size_t behind = version > 0 || is_values ? 0 : fields_behind_class(text, at + taken, thing);
        size_t files = behind + version > 0 ? 0 : text_has(text, at + taken, SENSE_FILES);
        if (files > 0 && has_files(class)) {
            thing->kind = THING_FILES;
            return taken + files;
        }
        thing->says_version = thing->says_version || version > 0;
        return taken + (behind > 0    ? behind
                        : version > 0 ? version
                                      : records_behind(text, at + taken));
    }
    struct thing own = *thing;
    size_t own_field = bare_field(text, at, &own);
    if (own_field > person && own_field > taken) { /* "coach notes" */
        *thing = own;
        return own_field + field_noun(text, at + own_field);
    }
    struct draft_class *profile = person > 0 ? profile_of(text, noun) : NULL;
    /* What only ends as people do, "viists", has no records. */
    bool has_records = kind == PERSON_CLIENT || kind == PERSON_USER || kind == PERSON_EVERYONE;
    if (person > 0 && (profile || has_records)) {
        thing->kind = has_records ? THING_PEOPLE : THING_CLASS;
        thing->class = profile;
        thing->people = noun;
        size_t behind = thing->class ? fields_behind_class(text, at + person, thing) : 0;
        size_t list = behind == 0 ? text_has(text, at + person, SENSE_LISTS) : 0;
        thing->whose = list > 0 && thing->whose == WHOSE_UNSAID ? WHOSE_ALL : thing->whose;
        return person + behind + list;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = text_has(text, at, words[i].sense);
        if (length > taken) {
            thing->kind = words[i].kind;
            taken = length;
        }
    }
    size_t rest =
        taken > 0 && thing->kind == THING_ALL ? text_has(text, at + taken, SENSE_OTHER) : 0;
    thing->whose = rest > 0 ? WHOSE_OTHER : thing->whose;
    taken += rest;
    struct thing field = *thing;
    size_t bare = bare_field(text, at, &field);
    if (bare > 0 && bare >= taken) {
        *thing = field;
        return bare + field_noun(text, at + bare);
    }
    size_t more = thing->kind == THING_FILES ? text_has(text, at + taken, SENSE_FILES) : 0;
    taken += taken > 0 ? more : 0; /* "PDF files" */
    struct draft_class *grant =
        taken == 0 && (text_has(text, at, SENSE_SHARE) > 0 || text_has(text, at, SENSE_CONSENT) > 0)
            ? world_grant(text->world)
            : NULL;
    if (grant) {
        thing->class = grant;
        size_t share = text_has(text, at, SENSE_SHARE);
        taken = share > 0 ? share : text_has(text, at, SENSE_CONSENT);
    }
    return taken;
}

/* Words before a head that say whose it is: "their assigned patients'", "patient". What is left must
 * go on to a head, or they are the head themselves. */
static size_t take_possessor(struct text *text, size_t at, struct thing *thing)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    size_t taken = 0;
    bool is_short = false;
    if (person == 0 || (kind != PERSON_CLIENT && kind != PERSON_USER))
        return 0;
    if (class_at(text, at, &taken, &is_short) && taken > person)
        return 0;
    size_t of = text_has(text, at + person, SENSE_OF);
    /* "visits of patients" has its head behind; English parts the two by 's or by nothing. */
    struct thing head = {.kind = THING_CLASS};
    size_t next = text_skip(text, at + person + of);
    if (is_english_of(text, at + person) || take_head(text, next, &head) == 0 ||
        head.kind == THING_SAME)
        return 0;
    if (head.kind == THING_PEOPLE || (head.kind == THING_FIELD && of == 0 && !head.class))
        return 0;
    thing->people = noun;
    return person + of;
}

/* A value before a class: "published visits". */
static size_t take_value_before(struct text *text, size_t at, struct thing *thing)
{
    enum { MOST_UNITS = 6 };
    for (size_t i = 1; i <= MOST_UNITS && at + i < text->count; i++) {
        size_t taken = 0;
        bool is_short = false;
        size_t of = text_has(text, at + i, SENSE_OF);
        bool is_chinese = of > 0 && text->units[at + i].kind == UNIT_CHARACTER;
        size_t place = at + i + (is_chinese ? of : 0);
        const struct draft_class *class = class_at(text, place, &taken, &is_short);
        /* 發布報告 is to publish reports; 發布的報告 are those that are published. */
        bool is_verb = !is_chinese && text->units[at].kind == UNIT_CHARACTER &&
                       text_has(text, at, SENSE_PUBLISH) > 0 &&
                       (at == 0 || strcmp(text->units[at - 1].text, "已") != 0);
        if (is_verb)
            return 0;
        size_t not = is_chinese ? text_has(text, at, SENSE_NOT) : 0;
        struct condition_said condition = {.negated = not > 0};
        if (!class || text_values(text, at + not, class, not > 0, &condition) != i - not )
            continue;
        struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
        *kept = condition;
        kept->words = (struct stretch){at, at + i};
        kept->next = thing->conditions;
        thing->conditions = kept;
        return place - at;
    }
    return 0;
}

/* 給他們的, 自己的 behind a verb. */
static size_t own_phrase(const struct text *text, size_t at)
{
    size_t start = at;
    at += text_has(text, at, SENSE_TO);
    size_t them = text_has(text, at, SENSE_THEM);
    size_t of = them > 0 ? text_has(text, at + them, SENSE_OF) : 0;
    size_t their = text_has(text, at, SENSE_THEIR);
    size_t taken = of > 0 ? them + of : their;
    bool is_chinese = taken > 0 && text->units[at].kind == UNIT_CHARACTER;
    return is_chinese && strcmp(text->units[at + taken - 1].text, "的") == 0 ? at + taken - start
                                                                             : 0;
}

/* 屬於自己的, 關於自己的 before what is theirs. */
static size_t own_before(const struct text *text, size_t at)
{
    size_t verb = text_has(text, at, SENSE_BELONG);
    verb = verb > 0 ? verb : text_has(text, at, SENSE_ABOUT);
    size_t own = verb > 0 ? own_phrase(text, at + verb) : 0;
    return own > 0 ? verb + own : 0;
}

/* The words before a head. */
static size_t take_before(struct text *text, size_t start, struct thing *thing)
{
    size_t at = text_skip(text, start);
    for (size_t taken = 1; taken > 0; at = text_skip(text, at + taken)) {
        size_t all = text_has(text, at, SENSE_ALL);
        size_t their = text_has(text, at, SENSE_THEIR);
        size_t other = text_has(text, at, SENSE_OTHER);
        size_t latest = text_has(text, at, SENSE_LATEST);
        size_t assigned = text_has(text, at, SENSE_ASSIGNED);
        size_t shared = text_has(text, at, SENSE_SHARED);
        size_t selected = text_has(text, at, SENSE_SELECTED);
        size_t about = own_before(text, at);
        size_t shared_to = shared > 0 ? own_phrase(text, at + shared) : 0;
        shared_to += shared_to > 0 ? shared : 0;
        size_t lists = text_has(text, at, SENSE_LISTS);
        size_t of_list = lists > 0 ? text_has(text, at + lists, SENSE_OF) : 0;
        size_t them_ = text_has(text, at, SENSE_THEM);
        size_t acting = them_ > 0 ? text_has(text, at + them_, SENSE_ACTING_AS) : 0;
        size_t length = 0;
        const struct draft_field *field =
            acting > 0 ? thing_pointer_at(text, at + them_ + acting, NULL, &length) : NULL;
        size_t of_it = field ? text_has(text, at + them_ + acting + length, SENSE_OF) : 0;
        if (of_it > 0) {
            /* 自己擔任治療師的: in which they are the therapist */
            taken = them_ + acting + length + of_it;
            thing->whose = WHOSE_FIELD;
            thing->by = field->model.name;
        } else if (about > 0) {
            taken = about; /* 屬於自己的: that belong to them */
            thing->whose = WHOSE_OWN;
        } else if (shared_to > 0) {
            taken = shared_to; /* 分享給他們的 */
            thing->whose = WHOSE_SHARED;
        } else if (of_list > 0) {
            taken = lists + of_list; /* "the list of doctors" has all of them */
            thing->whose = thing->whose == WHOSE_UNSAID ? WHOSE_ALL : thing->whose;
        } else if (assigned > 0) {
            /* 分配給她們的: assigned to them */
            taken = assigned;
            size_t to = text_has(text, at + taken, SENSE_TO);
            size_t them = to > 0 ? text_has(text, at + taken + to, SENSE_THEM) : 0;
            taken += them > 0 ? to + them : 0;
            taken += text_has(text, at + taken, SENSE_OF);
            thing->whose = WHOSE_ASSIGNED;
        } else if (their > 0 && their >= other) { /* 其 is the first half of 其他 */
            taken = their;
            thing->whose = thing->whose == WHOSE_ASSIGNED ? WHOSE_ASSIGNED : WHOSE_OWN;
        } else if (other > 0) {
            taken = other;
            thing->whose = WHOSE_OTHER;
        } else if (latest > 0) {
            taken = latest;
            size_t version = text_has(text, text_skip(text, at + taken), SENSE_VERSION);
            thing->says_version = thing->says_version || version > 0;
            taken = version > 0 ? text_skip(text, at + taken) + version - at : taken;
            taken += text_has(text, at + taken, SENSE_OF);
        } else if (shared > 0 && text_has(text, at + shared, SENSE_OF) > 0) {
            taken = shared + text_has(text, at + shared, SENSE_OF);
            thing->whose = WHOSE_SHARED;
        } else if (all > 0) {
            taken = all;
            thing->whose = thing->whose == WHOSE_UNSAID ? WHOSE_ALL : thing->whose;
            taken += text_has(text, at + taken, SENSE_OF);
        } else if (selected > 0) {
            taken = selected + text_has(text, at + selected, SENSE_OF);
        } else {
            taken = take_value_before(text, at, thing);
            taken = taken > 0 ? taken : take_possessor(text, at, thing);
        }
        thing->whose_before = thing->whose != WHOSE_UNSAID;
    }
    return at - start;
}

static void add_end(struct thing_ends *ends, size_t end, const struct thing *thing,
                    const struct thing *next, struct arena *arena)
{
    if (ends->count == MOST_ENDS)
        return;
    struct thing *kept = arena_alloc(arena, sizeof *kept);
    *kept = *thing;
    kept->next = next;
    ends->items[ends->count].end = end;
    ends->items[ends->count].list = kept;
    ends->count++;
}

/* Longer readings first. */
static void sort_ends(struct thing_ends *ends)
{
    for (size_t i = 1; i < ends->count; i++) {
        for (size_t j = i; j > 0 && ends->items[j].end > ends->items[j - 1].end; j--) {
            struct thing_ends swap = {.count = 1};
            swap.items[0] = ends->items[j];
            ends->items[j] = ends->items[j - 1];
            ends->items[j - 1] = swap.items[0];
        }
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): each step takes at least one unit. */
static void add_list(struct text *text, struct thing_ends *ends, size_t end,
                     const struct thing *thing)
{
    size_t place = text_skip(text, end);
    size_t separator = text_separator(text, place);
    if (separator > 0) {
        size_t next = place + separator;
        /* "all desks, and only their own bookings" */
        size_t only = text_has(text, text_skip(text, next), SENSE_ONLY);
        size_t behind = text_skip(text, next) + only;
        next = only > 0 && text_has(text, behind, SENSE_THEIR) > 0 ? behind : next;
        const struct thing_ends *more = text_things(text, next);
        for (size_t i = 0; i < more->count; i++)
            add_end(ends, more->items[i].end, thing, more->items[i].list, text->arena);
    }
    add_end(ends, end, thing, NULL, text->arena);
}

/* NOLINTNEXTLINE(misc-no-recursion): each step takes at least one unit. */
const struct thing_ends *text_things(struct text *text, size_t start)
{
    if (start > text->count)
        start = text->count;
    if (text->things[start])
        return text->things[start];
    struct thing_ends *ends = arena_alloc(text->arena, sizeof *ends);
    text->things[start] = ends;
    struct thing thing = {.kind = THING_CLASS};
    size_t at = start + take_before(text, start, &thing);
    size_t head = take_head(text, at, &thing);
    /* "anybody else's": of what was spoken of. */
    bool is_same = head == 0 && thing.whose == WHOSE_OTHER && at > start &&
                   strcmp(text->units[at - 1].text, "'s") == 0;
    if (is_same)
        thing.kind = THING_SAME;
    else if (head == 0)
        return ends;
    at += head;
    thing.words = (struct stretch){start, at};
    add_list(text, ends, at, &thing);
    for (size_t taken = thing_take_behind(text, at, &thing); taken > 0;
         taken = thing_take_behind(text, at, &thing)) {
        at += taken;
        thing.words.end = at;
        add_list(text, ends, at, &thing);
    }
    sort_ends(ends);
    return ends;
}
