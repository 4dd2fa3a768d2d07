/* people.c - nouns for people: "nurses", "lab technicians", "the employer (HR managers)". See text.h. */
#include "prose/people.h"

#include "base/nearest.h"

#include <string.h>

enum { LONGEST_PHRASE = 6, LONGEST_NOUN = 3 };

/* Whether a word that nothing is known of ends as nouns for people do: "audiologists". Not one that
 * is nearly a noun that is known, which is a typing error. */
static bool looks_like_person(const struct text *text, size_t at)
{
    static const char *const ends[] = {"ist", "ician", "ian", "or", "er", "ant"};
    enum { SHORTEST = 6 };
    const struct unit *unit = &text->units[at];
    const char *forms[LEXICON_FORMS];
    bool is_plain = strcmp(unit->text + 1, unit->raw + 1) == 0;
    if (unit->kind != UNIT_WORD || strlen(unit->text) < SHORTEST || !is_plain ||
        !text_is_unknown(text, at))
        return false;
    size_t count = lexicon_forms(text->arena, unit->text, forms);
    const char *noun = forms[count > 1 ? 1 : 0];
    struct nearest nearest = nearest_to(noun);
    for (size_t i = 0; lexicon_noun(i); i++)
        nearest_consider(&nearest, lexicon_noun(i), (struct span){0});
    bool fits = false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        fits = fits || strcmp(noun + strlen(noun) - end, ends[i]) == 0;
    }
    return fits && !nearest.best;
}

/* The person that the last of several words is: "foster parent"; NULL: none. */
static const struct person *person_behind(const struct text *text, const char *words)
{
    const char *last = strrchr(words, ' ');
    struct units units = units_of_text(text->arena, last ? last + 1 : "");
    const struct meaning *meaning =
        units.count == 1 ? lexicon_find(text->world->lexicon, units.items, 1) : NULL;
    const struct person *person = meaning ? meaning->person : NULL;
    bool is_group = person && (person->kind == PERSON_CLIENT || person->kind == PERSON_STAFF);
    return is_group ? person : NULL;
}

/* Whether a class stands for such people, or a pointer to one of them is called so. */
static bool is_noun_of_schema(const struct text *text, const char *noun)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        for (size_t j = 0; j < class->fields.count; j++) {
            const struct draft_field *field = draft_field_at(class, j);
            if (world_target(field) &&
                strcmp(world_name(text->world, field->model.name), noun) == 0)
                return true;
        }
    }
    return world_profile(text->world, noun) != NULL;
}

/* What staff are called in English where the schema has one of the words that a Chinese one stands for:
 * 醫師 are physicians where pointers are called so, and none is called doctor. */
static const char *staff_in_use(const struct text *text, const struct person *person)
{
    static const char *const others[][2] = {
        {"doctor", "physician"},         {"doctor", "clinician"},    {"doctor", "practitioner"},
        {"counselor", "counsellor"},     {"therapist", "counselor"}, {"pharmacist", "dispenser"},
        {"nurse", "caregiver"},          {"technician", "engineer"}, {"caregiver", "carer"},
        {"accountant", "billing clerk"}, {"dietitian", "dietician"}, {"dietitian", "nutritionist"}};
    if (is_noun_of_schema(text, person->noun))
        return person->noun;
    for (const char *words = lexicon_words_for(person); words && *words != '\0';) {
        size_t length = strcspn(words, "|");
        const char *word = arena_copy(text->arena, words, length);
        if (is_noun_of_schema(text, word))
            return word;
        words += length + (words[length] == '|' ? 1 : 0);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(others[i][0], person->noun) == 0 && is_noun_of_schema(text, others[i][1]))
            return others[i][1];
    return person->noun;
}

/* Another noun that a class of clients is called by where nobody else can be meant: 學員 are participants. */
static const char *client_alike(const struct text *text, const char *noun)
{
    static const char *const alike[][6] = {
        {"trainee", "participant", "learner", "student", "member"},
        {"patient", "client", "customer", "participant"},
        {"senior", "resident", "recipient", "elder", "client"},
        {"citizen", "resident", "member"},
        {"child", "pupil", "student"},
        {"employee", "worker", "laborer", "labourer"},
        {"vaccinee", "patient", "client", "recipient"}};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        bool is_of = false;
        for (size_t j = 0; j < 6 && alike[i][j]; j++)
            is_of = is_of || strcmp(alike[i][j], noun) == 0;
        for (size_t j = 0; j < 6 && alike[i][j] && is_of; j++) {
            const struct draft_class *class = world_profile(text->world, alike[i][j]);
            if (!class || !world_pointer(class, "_User") ||
                (found && strcmp(found, alike[i][j]) == 0))
                continue;
            if (found)
                return NULL;
            found = alike[i][j];
        }
    }
    return found;
}

/* What a class says who people are that is called just so in Chinese: 康復師 are therapists where a line of Names
 * calls their class Therapist. NULL: none is. */
static const char *noun_of_class(const struct text *text, size_t at, size_t length)
{
    size_t taken = 0;
    bool is_short = false;
    const struct draft_class *class =
        text->units[at].kind == UNIT_CHARACTER ? text_class(text, at, &taken, &is_short) : NULL;
    const struct draft_field *user = class ? world_pointer(class, "_User") : NULL;
    bool is_theirs = user && strcmp(user->model.name, "user") == 0 && !is_short && taken == length;
    return is_theirs ? world_name(text->world, class->model.name) : NULL;
}

/* The noun of a client, or another word for him that a class is called by: 長者 are elders where there is
 * a class Elder and none of seniors. */
static const char *noun_in_use(const struct text *text, size_t at, size_t taken,
                               const struct person *person)
{
    const char *of_class = person->kind == PERSON_STAFF ? noun_of_class(text, at, taken) : NULL;
    if (of_class)
        return of_class;
    if (person->kind == PERSON_STAFF && text->units[at].kind == UNIT_CHARACTER)
        return staff_in_use(text, person);
    if (person->kind != PERSON_CLIENT || world_profile(text->world, person->noun))
        return person->noun;
    for (const char *words = lexicon_words_for(person); words && *words != '\0';) {
        size_t length = strcspn(words, "|");
        const char *word = arena_copy(text->arena, words, length);
        const struct draft_class *class = world_profile(text->world, word);
        if (class && world_pointer(class, "_User"))
            return word;
        words += length + (words[length] == '|' ? 1 : 0);
    }
    const char *other =
        text->units[at].kind == UNIT_CHARACTER ? client_alike(text, person->noun) : NULL;
    return other ? other : person->noun;
}

size_t text_plain_person(const struct text *text, size_t at, enum person_kind *kind,
                         const char **noun)
{
    for (size_t length = LONGEST_PHRASE; length > 0; length--) {
        const struct meaning *meaning = text_meaning(text, at, length);
        /* 會人員 has lost a character of whom it names */
        bool is_rest =
            meaning && at > 0 && length == 2 && strcmp(text->units[at].text, "人") == 0 &&
            strcmp(text->units[at + 1].text, "員") == 0 && text_has(text, at - 1, SENSE_EMPTY) == 1;
        if (meaning && meaning->person && !is_rest) {
            *kind = meaning->person->kind;
            *noun = noun_in_use(text, at, length, meaning->person);
            return length;
        }
    }
    if (at >= text->count)
        return 0;
    size_t taken = 0;
    bool is_short = false;
    const struct draft_class *class = text_class(text, at, &taken, &is_short);
    *kind = PERSON_STAFF;
    const struct draft_field *user = class ? world_pointer(class, "_User") : NULL;
    const char *name = class ? world_name(text->world, class->model.name) : "";
    /* "recipients" are clients where a class is called so, and else whom a message is to. */
    const struct person *head =
        strchr(name, ' ') ? person_behind(text, name) : lexicon_person(name);
    if (class && !is_short && user && strcmp(user->model.name, "user") == 0 &&
        (!strchr(name, ' ') || head)) {
        *kind = head && head->kind == PERSON_CLIENT ? PERSON_CLIENT : PERSON_STAFF;
        *noun = name;
        return taken;
    }
    if (!looks_like_person(text, at))
        return 0;
    const char *forms[LEXICON_FORMS];
    size_t count = lexicon_forms(text->arena, text->units[at].text, forms);
    *noun = forms[count > 1 ? 1 : 0];
    return 1;
}

/* Whether a word is nearly one that says which people are meant: "olny doctors" are no name. */
static bool is_misspelt(const char *word)
{
    static const char *const small[] = {"only",    "solely", "all",      "every",      "each",
                                        "any",     "no",     "not",      "never",      "neither",
                                        "nobody",  "cannot", "except",   "other",      "unless",
                                        "without", "their",  "assigned", "authorized", "consented"};
    struct nearest nearest = nearest_to(word);
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        nearest_consider(&nearest, small[i], (struct span){0});
    return nearest.best != NULL;
}

/* Whether people can begin at a place in Chinese: behind a mark, "and", "by" or "only". */
static bool starts_chinese(const struct text *text, size_t at)
{
    static const enum sense before[] = {SENSE_AND, SENSE_BY, SENSE_ONLY, SENSE_NOTIFY};
    bool starts = at == 0 || text->units[at - 1].kind == UNIT_MARK;
    for (size_t length = 1; length <= 2 && length <= at && !starts; length++)
        for (size_t i = 0; i < sizeof before / sizeof before[0] && !starts; i++)
            starts = text_has(text, at - length, before[i]) == length;
    return starts;
}

/* The word for a Chinese term before a noun for people that the schema has, 總檢醫師 where there is a
 * chiefDoctor, or else the first one. */
static const char *term_before(const struct text *text, size_t at, size_t length)
{
    enum person_kind kind = PERSON_USER;
    const char *head = NULL;
    const struct meaning *meaning = text_meaning(text, at, length);
    if (!meaning || meaning->terms.count == 0)
        return NULL;
    size_t behind = text_plain_person(text, at + length, &kind, &head);
    for (size_t i = 0; behind > 0 && i < meaning->terms.count; i++) {
        const char *word = ((const struct term *)meaning->terms.items[i])->english;
        if (is_noun_of_schema(text, arena_printf(text->arena, "%s %s", word, head)))
            return word;
    }
    return ((const struct term *)meaning->terms.items[0])->english;
}

/* What a word or a Chinese term before a noun says of it, "lab" in "lab technicians"; NULL: nothing.
 */
static const char *qualifier(const struct text *text, size_t at, size_t *length)
{
    *length = 1;
    if (at >= text->count)
        return NULL;
    const struct unit *unit = &text->units[at];
    size_t taken = 0;
    bool is_short = false;
    bool is_named = unit->kind == UNIT_CHARACTER && starts_chinese(text, at); /* 體檢醫師 */
    /* "to send messages to providers": a class says nothing of a person, nor does a small word. */
    if ((!is_named && text_class(text, at, &taken, &is_short)) ||
        text_has(text, at, SENSE_TO) + text_has(text, at, SENSE_FROM) +
                text_has(text, at, SENSE_BY) >
            0)
        return NULL;
    if (strcmp(unit->raw, "OR") == 0)
        return unit->text;
    if (unit->kind == UNIT_WORD && is_misspelt(unit->text))
        return NULL;
    if (unit->kind == UNIT_WORD)
        return text_meaning(text, at, 1) && text_has(text, at, SENSE_FILES) != 1 &&
                       text_has(text, at, SENSE_SYSTEM) != 1 /* "program directors" */
                   ? NULL
                   : unit->text;
    for (*length = LONGEST_PHRASE; unit->kind == UNIT_CHARACTER && *length > 0; (*length)--) {
        const char *word = term_before(text, at, *length);
        if (word)
            return word;
    }
    return NULL;
}

/* Whether a class called by the noun points at a user. */
static bool is_profile(const struct text *text, const char *noun)
{
    const struct draft_class *class = world_profile(text->world, noun);
    return class && world_pointer(class, "_User");
}

/* Whether a phrase for people can start at a place, and what stands there is no object of a verb. */
static bool starts_phrase(const struct text *text, size_t at)
{
    static const char *const before[] = {"the",  "a",    "an",   "by",  "to",      "for", "of",
                                         "and",  "or",   "only", "all", "any",     "no",  "every",
                                         "each", "from", "but",  "nor", "neither", "our"};
    if (at == 0 || text->units[at - 1].kind == UNIT_MARK)
        return true;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (strcmp(text->units[at - 1].text, before[i]) == 0)
            return true;
    return false;
}

/* "donor physicians", "claims handlers": a noun for staff behind one for clients, or behind a class. */
static size_t compound_noun(const struct text *text, size_t at, size_t plain, enum person_kind kind,
                            const char **noun)
{
    bool is_word = at < text->count && text->units[at].kind == UNIT_WORD;
    size_t taken = plain;
    const char *first = *noun;
    if (!is_word || (plain > 0 && kind != PERSON_CLIENT))
        return 0;
    if (plain == 0) {
        bool is_short = false;
        const struct draft_class *class = text_class(text, at, &taken, &is_short);
        if (!class || is_short || !starts_phrase(text, at))
            return 0;
        first = text->units[at].text; /* as it is written: "claims handlers" */
        for (size_t i = 1; i < taken; i++)
            first = arena_printf(text->arena, "%s %s", first, text->units[at + i].text);
    } else {
        const char *last = text->units[at + plain - 1].text;
        if (last[strlen(last) - 1] == 's')
            return 0;
    }
    enum person_kind other = PERSON_USER;
    const char *head = NULL;
    size_t behind = at + taken < text->count && text->units[at + taken].kind == UNIT_WORD
                        ? text_plain_person(text, at + taken, &other, &head)
                        : 0;
    if (behind == 0 || other != PERSON_STAFF || !text_meaning(text, at + taken, behind))
        return 0;
    *noun = arena_printf(text->arena, "%s %s", first, head);
    return taken + behind;
}

static size_t long_noun(const struct text *text, size_t at, enum person_kind *kind,
                        const char **noun)
{
    size_t plain = text_plain_person(text, at, kind, noun);
    size_t compound = compound_noun(text, at, plain, *kind, noun);
    if (compound > 0) {
        *kind = PERSON_STAFF;
        return compound;
    }
    if (plain > 0)
        return plain;
    const char *words = "";
    size_t end = at;
    for (size_t i = 0; i + 1 < LONGEST_NOUN; i++) {
        size_t length = 0;
        const char *word = qualifier(text, end, &length);
        if (!word)
            return 0;
        end += length;
        words = arena_printf(text->arena, "%s%s%s", words, *words == '\0' ? "" : " ", word);
        const char *head = NULL;
        plain = text_plain_person(text, end, kind, &head);
        if (plain == 0)
            continue;
        /* "foster parents" are called so by a class of theirs. */
        const char *whole = arena_printf(text->arena, "%s %s", words, head);
        if (*kind == PERSON_CLIENT && is_profile(text, whole)) {
            *noun = whole;
            return end + plain - at;
        }
        /* "faculty members" are members of that, where nobody else is called so. */
        bool is_member = *kind == PERSON_CLIENT && strcmp(head, "member") == 0 &&
                         text->units[at].kind == UNIT_WORD && !is_profile(text, head);
        *kind = is_member ? PERSON_STAFF : *kind;
        if (*kind != PERSON_STAFF)
            return 0;
        /* "sales staff" are called sales; the staff of a shop is not the shop. */
        bool is_group = strcmp(words, "sales") == 0 || text->units[at].kind != UNIT_WORD;
        *noun = is_group && strcmp(head, "staff") == 0
                    ? words
                    : arena_printf(text->arena, "%s %s", words, head);
        return end + plain - at;
    }
    return 0;
}

/* "the employer (HR managers)": in brackets is who is meant. */
static size_t person_at(const struct text *text, size_t at, enum person_kind *kind,
                        const char **noun)
{
    size_t taken = long_noun(text, at, kind, noun);
    enum person_kind other = PERSON_USER;
    const char *meant = NULL;
    bool has_bracket = taken > 0 && text_is_mark(text, at + taken, "(");
    size_t inner = has_bracket ? long_noun(text, at + taken + 1, &other, &meant) : 0;
    if (inner == 0 || !text_is_mark(text, at + taken + 1 + inner, ")"))
        return taken;
    *kind = other;
    *noun = meant;
    return taken + inner + 2;
}

size_t text_person(const struct text *text, size_t at, enum person_kind *kind, const char **noun)
{
    if (at >= text->count)
        return 0;
    const struct person_at *known = text->persons[at];
    if (!known) {
        struct person_at *found = arena_alloc(text->arena, sizeof *found);
        found->taken = person_at(text, at, &found->kind, &found->noun);
        text->persons[at] = found;
        known = found;
    }
    *kind = known->kind;
    *noun = known->noun ? known->noun : *noun;
    return known->taken;
}
