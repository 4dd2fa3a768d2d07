/* clause.c - see clause.h.
 *
 * Each form is tried at each place; what fits ends somewhere. From the end of the sentence
 * backwards, the best way on from each place is kept: the one that leaves the fewest words over,
 * and of those the one with the fewest clauses. */
#include "prose/clause.h"

#include <ctype.h>
#include <string.h>

#define CLAUSE(saying, pattern, example, becomes) {SAYS_##saying, pattern},
static const struct clause_form forms[] = {
#include "prose/clauses.def"
};
#undef CLAUSE

enum { FORM_COUNT = sizeof forms / sizeof forms[0], MOST_UNITS = 400, MOST_STEPS = 400000 };

/* The best way on from a place. */
struct way {
    size_t left;             /* words that are left over */
    size_t clauses;          /* how many there are */
    size_t bare;             /* of them: those that do not say who */
    size_t next;             /* where it goes on */
    const struct said *said; /* NULL: one unit is skipped */
    bool counts;             /* the skipped unit is left over */
};

struct matcher {
    struct text *text;
    const struct way *ways; /* from places further on */
    size_t start;
    struct way best;
};

static bool step(struct matcher *matcher)
{
    return matcher->text->steps++ < MOST_STEPS;
}

/* Keeps the clause that fits from the start up to a place, if the way on from there is better. */
static void keep(struct matcher *matcher, size_t end, const struct said *said)
{
    const struct way *on = &matcher->ways[end];
    struct way way = {.left = on->left,
                      .clauses = on->clauses + 1,
                      .bare = on->bare + (said->who ? 0 : 1),
                      .next = end};
    const struct way *best = &matcher->best;
    bool is_better = way.left != best->left         ? way.left < best->left
                     : way.clauses != best->clauses ? way.clauses < best->clauses
                                                    : best->said && way.bare < best->bare;
    if (end == matcher->start || !is_better)
        return;
    struct said *kept = arena_alloc(matcher->text->arena, sizeof *kept);
    *kept = *said;
    kept->words = (struct stretch){matcher->start, end};
    way.said = kept;
    matcher->best = way;
}

static void follow(struct matcher *matcher, const char *pattern, size_t at,
                   const struct said *said);

/* The end of the part in brackets that a pattern starts with. */
static const char *closing(const char *pattern)
{
    int depth = 0;
    for (;; pattern++) {
        depth += *pattern == '[' ? 1 : *pattern == ']' ? -1 : 0;
        if (depth == 0)
            return pattern + 1;
    }
}

/* Follows what stands in brackets and then the rest. The text of patterns is ours, so they nest
 * little and always close. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as a pattern has parts. */
static void follow_option(struct matcher *matcher, const char *pattern, size_t at,
                          const struct said *said)
{
    const char *end = closing(pattern);
    size_t length = (size_t)(end - pattern) - 2;
    const char *with = arena_printf(matcher->text->arena, "%.*s%s", (int)length, pattern + 1, end);
    follow(matcher, with, at, said);
    follow(matcher, end, at, said);
}

/* "may", "must not", "can only": what they say, and how many units; 0: nothing. */
static size_t take_mode(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    bool may = false;
    bool nots = false;
    bool only = false;
    for (;;) {
        at = text_skip(text, at);
        size_t cannot = text_has(text, at, SENSE_CANNOT);
        size_t taken = text_has(text, at, SENSE_MAY);
        size_t other = text_has(text, at, SENSE_SHOULD);
        taken = other > taken ? other : taken;
        other = text_has(text, at, SENSE_MUST);
        taken = other > taken ? other : taken;
        size_t negation = text_has(text, at, SENSE_NOT);
        size_t onlys = text_has(text, at, SENSE_ONLY);
        if (cannot > 0 && cannot >= taken) {
            if (nots)
                return 0;
            nots = may = true;
            at += cannot;
        } else if (taken > 0) {
            may = true;
            at += taken;
        } else if (negation > 0 && !nots) {
            nots = true;
            at += negation;
        } else if (onlys > 0 && !only) {
            only = true;
            at += onlys;
        } else {
            break;
        }
    }
    /* "not only" says nothing clear, nor does "nobody cannot". */
    bool is_never = said->mode == MODE_NEVER;
    if ((!may && !nots && !only) || (nots && only) || (is_never && (nots || only)))
        return 0;
    if (is_never)
        return at - start;
    /* "must be able to": two in a row say the same. */
    if (said->mode == MODE_ONLY && !nots)
        return at - start;
    said->mode = nots ? MODE_NEVER : only ? MODE_ONLY : MODE_MAY;
    return at - start;
}

static size_t take_duration(const struct text *text, size_t at, struct said *said)
{
    static const struct {
        const char *word;
        const char *number;
    } numbers[] = {{"one", "1"}, {"two", "2"},   {"three", "3"},  {"four", "4"}, {"five", "5"},
                   {"six", "6"}, {"seven", "7"}, {"eight", "8"},  {"nine", "9"}, {"ten", "10"},
                   {"a", "1"},   {"an", "1"},    {"twelve", "12"}};
    static const struct {
        const char *word;
        const char *unit;
    } units[] = {{"分", "minutes"}, {"小", "hours"}, {"天", "days"},   {"日", "days"},
                 {"個", "months"},  {"年", "years"}, {"週", "weeks"},  {"mi", "minutes"},
                 {"ho", "hours"},   {"da", "days"},  {"mo", "months"}, {"ye", "years"},
                 {"we", "weeks"}};
    const char *number = NULL;
    if (at >= text->count)
        return 0;
    if (text->units[at].kind == UNIT_NUMBER)
        number = text->units[at].text;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(text->units[at].text, numbers[i].word) == 0)
            number = numbers[i].number;
    size_t unit = number ? text_has(text, at + 1, SENSE_UNIT) : 0;
    if (unit == 0)
        return 0;
    said->number = number;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncmp(text->units[at + 1].text, units[i].word, strlen(units[i].word)) == 0)
            said->unit = units[i].unit;
    return 1 + unit;
}

/* The audit log, as a class or by name. */
static size_t take_trail(const struct text *text, size_t at, struct said *said)
{
    at = text_skip(text, at);
    size_t taken = 0;
    bool is_short = false;
    if (at >= text->count)
        return 0;
    const struct draft_class *class =
        world_class(text->world, &text->units[at], text->count - at, &taken, &is_short);
    bool is_trail = class && !is_short && strcmp(class->model.name, AUDIT_CLASS) == 0;
    size_t entry = text_has(text, at, SENSE_AUDIT_ENTRY);
    taken = is_trail && taken > entry ? taken : entry;
    said->flags[FLAG_TRAIL] = true;
    return taken == 0 ? 0 : taken + text_has(text, at + taken, SENSE_RECORDS);
}

/* "encryption and signed URLs" */
static size_t take_means(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    for (;;) {
        at = text_skip(text, at);
        size_t encryption = text_has(text, at, SENSE_ENCRYPTION);
        size_t url = text_has(text, at, SENSE_SIGNED_URL);
        if (encryption + url == 0)
            return 0;
        said->flags[FLAG_ENCRYPTION] = said->flags[FLAG_ENCRYPTION] || encryption > 0;
        said->flags[FLAG_SIGNED_URL] = said->flags[FLAG_SIGNED_URL] || url > 0;
        at += encryption > 0 ? encryption : url;
        size_t separator = text_separator(text, at);
        if (separator == 0)
            return at - start;
        size_t next = text_skip(text, at + separator);
        if (text_has(text, next, SENSE_ENCRYPTION) + text_has(text, next, SENSE_SIGNED_URL) == 0)
            return at - start;
        at = next;
    }
}

/* "every read and update of visits", "sensitive actions": what is entered in the trail. */
static void follow_deeds(struct matcher *matcher, const char *rest, size_t at,
                         const struct said *said)
{
    struct text *text = matcher->text;
    struct said changed = *said;
    size_t start = at;
    at = text_skip(text, at);
    at += text_has(text, at, SENSE_ALL);
    at = text_skip(text, at);
    at += text_has(text, at, SENSE_SENSITIVE);
    at = text_skip(text, at);
    const struct act_ends *acts = text_acts(text, at);
    for (size_t i = 0; i < acts->count; i++) {
        size_t end = acts->items[i].end;
        end += text_has(text, end, SENSE_ACTION);
        changed.acts = acts->items[i].list;
        follow(matcher, rest, end, &changed);
        size_t of = text_has(text, end, SENSE_OF);
        size_t to = text_has(text, end, SENSE_TO);
        const struct thing_ends *things = text_things(text, end + (of > to ? of : to));
        for (size_t j = 0; j < things->count; j++) {
            changed.what = things->items[j].list;
            follow(matcher, rest, things->items[j].end, &changed);
        }
        changed.what = said->what;
    }
    changed = *said;
    size_t action = text_has(text, at, SENSE_ACTION);
    size_t access = text_has(text, at, SENSE_ACCESS);
    size_t taken = action > 0 ? action : access;
    if (taken == 0 || start == at + taken)
        return;
    changed.flags[FLAG_FORM] = action == 0;
    follow(matcher, rest, at + taken, &changed);
    size_t of = text_has(text, at + taken, SENSE_OF);
    size_t to = text_has(text, at + taken, SENSE_TO);
    const struct thing_ends *things = text_things(text, at + taken + (of > to ? of : to));
    for (size_t j = 0; of + to > 0 && j < things->count; j++) {
        changed.what = things->items[j].list;
        follow(matcher, rest, things->items[j].end, &changed);
    }
}

/* The phrases that can end at several places. Returns false when the name is none of these. */
static bool follow_phrase(struct matcher *matcher, const char *name, size_t length,
                          const char *rest, size_t at, const struct said *said)
{
    struct text *text = matcher->text;
    struct said changed = *said;
    bool is_to = length == 2 && memcmp(name, "TO", 2) == 0;
    if (is_to || (length == 3 && memcmp(name, "WHO", 3) == 0)) {
        const struct subject_ends *ends = text_subjects(text, at);
        for (size_t i = 0; i < ends->count; i++) {
            *(is_to ? &changed.to : &changed.who) = ends->items[i].list;
            follow(matcher, rest, ends->items[i].end, &changed);
        }
        return true;
    }
    if (length == 4 && memcmp(name, "WHAT", 4) == 0) {
        const struct thing_ends *ends = text_things(text, at);
        for (size_t i = 0; i < ends->count; i++) {
            changed.what = ends->items[i].list;
            follow(matcher, rest, ends->items[i].end, &changed);
        }
        return true;
    }
    if (length == 4 && memcmp(name, "ACTS", 4) == 0) {
        const struct act_ends *ends = text_acts(text, at);
        for (size_t i = 0; i < ends->count; i++) {
            changed.acts = ends->items[i].list;
            follow(matcher, rest, ends->items[i].end, &changed);
        }
        return true;
    }
    if (length == 5 && memcmp(name, "DEEDS", 5) == 0) {
        follow_deeds(matcher, rest, at, said);
        return true;
    }
    return false;
}

static size_t take_only(const struct text *text, size_t at, struct said *said)
{
    said->exclusive = true;
    return text_has(text, at, SENSE_ONLY);
}

static size_t take_only_that(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_ONLY;
    return text_has(text, at, SENSE_ONLY);
}

static size_t take_none(const struct text *text, size_t at, struct said *said)
{
    size_t no = text_has(text, at, SENSE_NO);
    said->mode = MODE_NEVER;
    return no > 0 ? no : text_has(text, at, SENSE_NOT);
}

static size_t take_nothing(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    return text_has(text, at, SENSE_NOTHING);
}

static size_t take_forbid(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    return text_has(text, at, SENSE_PREVENT);
}

static size_t take_never(const struct text *text, size_t at, struct said *said)
{
    size_t taken = take_mode(text, at, said);
    return said->mode == MODE_NEVER ? taken : 0;
}

static size_t take_nobody(const struct text *text, size_t at, struct said *said)
{
    struct subject *everyone = arena_alloc(text->arena, sizeof *everyone);
    size_t taken = text_has(text, at, SENSE_NOBODY);
    *everyone =
        (struct subject){.kind = PERSON_EVERYONE, .noun = "everyone", .words = {at, at + taken}};
    said->who = everyone;
    said->mode = MODE_NEVER;
    size_t other = taken > 0 ? text_has(text, at + taken, SENSE_OTHER) : 0;
    return taken + other;
}

/* "anyone" behind a ban: it is everybody's. */
static size_t take_nobody_else(const struct text *text, size_t at, struct said *said)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    at = text_skip(text, at);
    size_t taken = text_person(text, at, &kind, &noun);
    said->flags[FLAG_NOBODY] = true;
    return kind == PERSON_EVERYONE ? taken : 0;
}

static size_t take_scope(const struct text *text, size_t at, struct said *said)
{
    return text_scope((struct text *)(uintptr_t)text, at, &said->scope);
}

static size_t take_values(const struct text *text, size_t at, struct said *said)
{
    struct condition_said *when = arena_alloc(text->arena, sizeof *when);
    size_t taken = text_values((struct text *)(uintptr_t)text, at, NULL, true, when);
    when->words = (struct stretch){at, at + taken};
    said->when = when;
    return taken;
}

/* "within the scope of the consent and until it expires": how long and how far a grant reaches,
 * which its own fields say. */
static size_t take_grant_terms(const struct text *text, size_t at, struct said *said)
{
    static const enum sense words[] = {
        SENSE_IN,        SENSE_TERMS,  SENSE_OF,    SENSE_CONSENT, SENSE_ACCESS, SENSE_SHARE,
        SENSE_SHARED,    SENSE_AND,    SENSE_UNTIL, SENSE_WHEN,    SENSE_HAVE,   SENSE_NOT,
        SENSE_EXPIRE,    SENSE_REVOKE, SENSE_BE,    SENSE_THEM,    SENSE_THEIR,  SENSE_WHO,
        SENSE_CONSENTED, SENSE_WITH,   SENSE_ONLY};
    size_t start = at;
    bool tells = false;
    (void)said;
    for (;;) {
        at = text_skip(text, at);
        at += text_is_mark(text, at, ",") ? 1 : 0;
        size_t taken = 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t length = text_has(text, at, words[i]);
            taken = length > taken ? length : taken;
            bool is_telling = words[i] == SENSE_TERMS || words[i] == SENSE_CONSENT ||
                              words[i] == SENSE_EXPIRE || words[i] == SENSE_CONSENTED;
            tells = tells || (length > 0 && is_telling);
        }
        enum person_kind kind = PERSON_STAFF;
        const char *noun = NULL;
        size_t person = taken == 0 ? text_person(text, at, &kind, &noun) : 0;
        taken = person > 0 && (kind == PERSON_CLIENT || kind == PERSON_USER) ? person : taken;
        if (taken == 0)
            return tells ? at - start : 0;
        at += taken;
    }
}

static size_t take_when(const struct text *text, size_t at, struct said *said)
{
    return text_condition((struct text *)(uintptr_t)text, at, NULL, &said->when);
}

/* A pointer's name, "clinician", which the clause keeps as its states. */
static size_t take_field(const struct text *text, size_t at, struct said *said)
{
    const struct draft *draft = text->world->draft;
    size_t longest = 0;
    at = text_skip(text, at);
    for (size_t i = 0; at < text->count && i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        size_t taken = 0;
        const struct draft_field *field =
            class->model.builtin
                ? NULL
                : world_field(text->world, class, &text->units[at], text->count - at, &taken);
        if (field && taken > longest) {
            longest = taken;
            said->states = field->model.name;
        }
    }
    return longest;
}

/* "times" in "the times of sessions": nothing more than what overlaps anyway. */
static size_t take_time(const struct text *text, size_t at, struct said *said)
{
    (void)said;
    bool is_time = at + 1 < text->count && strcmp(text->units[at].text, "時") == 0 &&
                   strcmp(text->units[at + 1].text, "間") == 0;
    return is_time ? 2 : 0;
}

/* What stands between two states: an arrow, "to", "then"; "or" between two that follow on one. */
static size_t state_link(const struct text *text, size_t at, bool *is_choice)
{
    size_t start = at;
    *is_choice = false;
    at = text_skip(text, at);
    at += text_is_mark(text, at, ",") ? 1 : 0;
    if (text_is_mark(text, at, "-") && text_is_mark(text, at + 1, ">"))
        return at + 2 - start;
    if (at < text->count &&
        (strcmp(text->units[at].text, "or") == 0 || strcmp(text->units[at].text, "或") == 0)) {
        *is_choice = true;
        return at + 1 - start;
    }
    at += text_has(text, at, SENSE_AND);
    at = text_skip(text, at);
    size_t to = text_has(text, at, SENSE_GO);
    to = to > 0 ? to : text_has(text, at, SENSE_TO);
    return at + to - start;
}

/* "from draft to final or withdrawn" */
static size_t take_states(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    size_t end = at;
    const char *states = "";
    bool is_choice = false;
    size_t from = text_has(text, at, SENSE_FROM);
    at = text_skip(text, at + from);
    for (size_t count = 0;; count++) {
        struct condition_said one = {.negated = false};
        struct text *reader = (struct text *)(uintptr_t)text;
        size_t taken = text_value(reader, at, &one);
        if (taken == 0) {
            said->states = states;
            return strchr(states, '>') ? end - start : 0;
        }
        states = arena_printf(text->arena, "%s%s%s", states,
                              count == 0  ? ""
                              : is_choice ? " or "
                                          : " -> ",
                              one.values[0]);
        end = at + taken;
        size_t link = state_link(text, end, &is_choice);
        if (link == 0) {
            said->states = states;
            return strchr(states, '>') ? end - start : 0;
        }
        at = end + link;
        at += text_has(text, at, SENSE_BE);
    }
}

/* "consent", as a class or by name. */
static size_t take_consent(const struct text *text, size_t at, struct said *said)
{
    size_t taken = 0;
    bool is_short = false;
    (void)said;
    at = text_skip(text, at);
    if (at < text->count &&
        world_class(text->world, &text->units[at], text->count - at, &taken, &is_short) &&
        taken > text_has(text, at, SENSE_CONSENT))
        return 0;
    return text_has(text, at, SENSE_CONSENT);
}

/* The phrases that end at one place; they may skip empty words themselves. */
static const struct {
    const char *name;
    size_t (*take)(const struct text *text, size_t at, struct said *said);
} phrases[] = {
    {"MODE", take_mode},
    {"DURATION", take_duration},
    {"TRAIL", take_trail},
    {"MEANS", take_means},
    {"ONLY", take_only},
    {"ONLYTHAT", take_only_that},
    {"NONE", take_none},
    {"NOTHING", take_nothing},
    {"FORBID", take_forbid},
    {"NEVER", take_never},
    {"NOBODY", take_nobody},
    {"WHEN", take_when},
    {"FIELD", take_field},
    {"STATES", take_states},
    {"SKIP", take_time},
    {"CONSENT", take_consent},
    {"SCOPE", take_scope},
    {"VALUES", take_values},
    {"GRANTTERMS", take_grant_terms},
    {"NOBODYELSE", take_nobody_else},
};

/* One alternative of an element: a phrase, or a word with the sense. */
static void follow_element(struct matcher *matcher, const char *name, size_t length,
                           const char *rest, size_t at, const struct said *said)
{
    struct text *text = matcher->text;
    struct said changed = *said;
    if (length == 6 && memcmp(name, "thread", length) == 0)
        changed.has_thread = true;
    if (name[0] == 'F' && length > 3 && name[2] == ':') {
        changed.flags[name[1] - '0'] = true;
        name += 3;
        length -= 3;
    }
    if (name[0] == ',' || name[0] == ':') {
        const char mark[] = {name[0], '\0'};
        if (text_is_mark(text, at, mark))
            follow(matcher, rest, at + 1, &changed);
        return;
    }
    if (isupper((unsigned char)name[0])) {
        if (follow_phrase(matcher, name, length, rest, at, &changed))
            return;
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
            if (strlen(phrases[i].name) != length || memcmp(phrases[i].name, name, length) != 0)
                continue;
            size_t taken = phrases[i].take(text, at, &changed);
            if (taken > 0)
                follow(matcher, rest, at + taken, &changed);
        }
        return;
    }
    enum sense sense = sense_of(name, length);
    for (size_t taken = text_has(text, at, sense); taken > 0;
         taken = text_says(text, at, sense, taken))
        follow(matcher, rest, at + taken, &changed);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as a pattern has parts. */
static void follow(struct matcher *matcher, const char *pattern, size_t at, const struct said *said)
{
    pattern += strspn(pattern, " ");
    if (!step(matcher))
        return;
    if (*pattern == '\0') {
        keep(matcher, at, said);
        return;
    }
    if (*pattern == '[') {
        follow_option(matcher, pattern, at, said);
        return;
    }
    size_t length = strcspn(pattern, " ");
    size_t skipped = text_skip(matcher->text, at);
    for (size_t first = 0; first < length;) {
        size_t size = strcspn(pattern + first, "| ");
        follow_element(matcher, pattern + first, size, pattern + length, at, said);
        if (skipped > at)
            follow_element(matcher, pattern + first, size, pattern + length, skipped, said);
        first += size + 1;
    }
}

/* What it costs to skip the unit at a place, and where that leads. */
static struct way skip_one(const struct text *text, const struct way *ways, size_t at)
{
    size_t empty = text_skip(text, at);
    size_t joint = text_separator(text, at);
    joint = joint > 0 ? joint : text_has(text, at, SENSE_OTHERWISE);
    size_t next = empty > at ? empty : joint > 0 ? at + joint : at + 1;
    bool is_mark = text->units[at].kind == UNIT_MARK;
    struct way way = ways[next];
    way.counts = empty == at && joint == 0 && !is_mark;
    way.left += way.counts ? 1 : 0;
    way.next = next;
    way.said = NULL;
    return way;
}

/* The clauses of the units as they stand. */
static struct clauses read_once(struct text *text)
{
    struct clauses clauses = {.text = text,
                              .is_left = arena_alloc_array(text->arena, text->count + 1, 1)};
    struct way *ways = arena_alloc_array(text->arena, text->count + 1, sizeof *ways);
    clauses.gave_up = text->count > MOST_UNITS;
    for (size_t at = text->count; at > 0 && !clauses.gave_up;) {
        at--;
        struct matcher matcher = {.text = text, .ways = ways, .start = at};
        matcher.best = skip_one(text, ways, at);
        for (size_t i = 0; i < FORM_COUNT; i++) {
            struct said said = {.saying = forms[i].saying, .form = &forms[i]};
            follow(&matcher, forms[i].pattern, at, &said);
        }
        ways[at] = matcher.best;
    }
    clauses.gave_up = clauses.gave_up || text->steps >= MOST_STEPS;
    const struct said **end = &clauses.first;
    for (size_t at = 0; at < text->count && !clauses.gave_up; at = ways[at].next) {
        if (ways[at].said) {
            struct said *said = (struct said *)(uintptr_t)ways[at].said;
            *end = said;
            end = &said->next;
        } else if (ways[at].counts) {
            clauses.is_left[at] = true;
            clauses.left_count++;
        }
    }
    if (clauses.gave_up) {
        clauses.first = NULL;
        clauses.left_count = text->count;
        memset(clauses.is_left, true, text->count);
    }
    return clauses;
}

/* The sentence without the words that nothing is known of; NULL: there are none. */
static struct text *without_unknown(struct text *text)
{
    struct units units = {arena_alloc_array(text->arena, text->count, sizeof *units.items), 0};
    size_t *origin = arena_alloc_array(text->arena, text->count, sizeof *origin);
    bool was_unknown = false;
    for (size_t i = 0; i < text->count; i++) {
        /* "xyz records" are not all records. */
        bool is_record =
            was_unknown && (text_has(text, i, SENSE_RECORDS) > 0 ||
                            text_has(text, i, SENSE_OF) > 0 || text_has(text, i, SENSE_FILES) > 0);
        was_unknown = text_is_unknown(text, i);
        if (!was_unknown && !is_record) {
            origin[units.count] = i;
            units.items[units.count++] = text->units[i];
        }
    }
    if (units.count == text->count)
        return NULL;
    struct text *less = text_new(text->arena, text->world, units);
    less->origin = origin;
    less->steps = text->steps;
    return less;
}

/* A word that nobody knows would part a clause that is read well without it. It stays left over, so
 * that the sentence opens nothing, but what it restricts is known. */
struct clauses clauses_read(struct text *text)
{
    struct clauses clauses = read_once(text);
    if (clauses.left_count == 0 || clauses.gave_up)
        return clauses;
    struct text *less = without_unknown(text);
    if (!less)
        return clauses;
    struct clauses other = read_once(less);
    size_t removed = text->count - less->count;
    other.left_count += removed;
    if (other.gave_up || other.left_count >= clauses.left_count)
        return clauses;
    other.is_removed = arena_alloc_array(text->arena, text->count + 1, 1);
    for (size_t i = 0, j = 0; i < text->count; i++) {
        bool stays = j < less->count && less->origin[j] == i;
        other.is_removed[i] = !stays;
        j += stays ? 1 : 0;
    }
    for (const struct said *at = other.first; at; at = at->next) {
        size_t last = at->words.end - 1;
        ((struct said *)(uintptr_t)at)->has_gap =
            less->origin[last] - less->origin[at->words.first] != last - at->words.first;
    }
    return other;
}
