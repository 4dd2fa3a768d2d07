/* clause.c - see clause.h.
 *
 * Each form is tried at each place; what fits ends somewhere. From the end of the sentence
 * backwards, the best way on from each place is kept: the one that leaves the fewest words over,
 * and of those the one with the fewest clauses. */
#include "prose/clause.h"

#include "prose/acts.h"
#include "prose/labels.h"
#include "prose/people.h"
#include "prose/plausible.h"
#include "prose/subjects.h"
#include "prose/swallowed.h"
#include "prose/things.h"

#include <string.h>

enum { MOST_UNITS = 400, MOST_STEPS = 400000 };

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

/* The clause that goes on from a place, where only words that carry nothing stand before it. */
static const struct said *next_said(const struct matcher *matcher, size_t at)
{
    const struct said *said = matcher->ways[at].said;
    return said ? said : matcher->ways[text_skip(matcher->text, at)].said;
}

static bool is_chinese_deed(const struct matcher *matcher, const struct said *said)
{
    return said->acts && matcher->text->units[said->acts->words.first].kind == UNIT_CHARACTER;
}

/* "Reading visits and changing results are logged": of what is entered the clause behind says so. Who does it stands
 * before it in Chinese. */
static bool is_deed_alone(const struct matcher *matcher, size_t end, const struct said *said)
{
    bool is_chinese = is_chinese_deed(matcher, said);
    bool has_who = said->saying == SAYS_AUDIT && strstr(said->form->pattern, "WHO DEEDS ");
    if (has_who && !is_chinese)
        return true;
    if (said->saying != SAYS_AUDIT || !strstr(said->form->pattern, "DEEDS END"))
        return false;
    size_t behind = end + text_separator(matcher->text, end);
    const struct said *next = behind > end ? next_said(matcher, behind) : NULL;
    bool is_deed =
        next && next->saying == SAYS_AUDIT &&
        (is_chinese ? next->acts != NULL : strncmp(next->form->pattern, "DEEDS ", 6) == 0);
    return !is_deed;
}

/* 護士查看 Visit 和修改 Appointment 都要記入審計日誌: what is entered when it is done, and nobody who may do it. */
static bool is_entered_deed(const struct matcher *matcher, size_t end, const struct said *said)
{
    const struct text *text = matcher->text;
    bool is_deed = said->saying == SAYS_ACCESS && said->mode == MODE_UNSAID && !said->exclusive &&
                   said->what && is_chinese_deed(matcher, said);
    const struct said *next = is_deed ? next_said(matcher, end) : NULL;
    if (next && next->saying == SAYS_AUDIT && text_separator(text, end) == 0)
        return true;
    size_t joint = is_deed ? text_separator(text, end) : 0;
    next = joint > 0 ? next_said(matcher, end + joint) : NULL;
    /* 護士查看 Visit,修改 Appointment 都要記入: these are two things that are said */
    bool is_apart = joint == 1 && said->who && strcmp(text->units[end].raw, "、") != 0 &&
                    text->units[end].kind == UNIT_MARK;
    return next && next->saying == SAYS_AUDIT && next->acts && !is_apart;
}

/* Keeps the clause that fits from the start up to a place, if the way on from there is better. */
static void keep(struct matcher *matcher, size_t end, const struct said *said)
{
    const struct way *on = &matcher->ways[end];
    struct way way = {.left = on->left,
                      .clauses = on->clauses + 1,
                      .bare = on->bare + (said->who || said->flags[FLAG_BEFORE] ? 0 : 1),
                      .next = end};
    const struct way *best = &matcher->best;
    bool is_better = way.left != best->left         ? way.left < best->left
                     : way.clauses != best->clauses ? way.clauses < best->clauses
                                                    : best->said && way.bare < best->bare;
    /* "by admins, and nurses by doctors": these are approved, too */
    bool is_next = said->saying == SAYS_APPROVAL && said->to && said->to->next &&
                   text_has(matcher->text, text_skip(matcher->text, end), SENSE_BY) > 0;
    /* 註冊: a title */
    size_t behind = text_skip(matcher->text, end);
    bool is_title = said->saying == SAYS_SIGN_UP && !said->who && said->mode == MODE_UNSAID &&
                    text_is_mark(matcher->text, behind, ":");
    if (end == matcher->start || is_title || !is_better || is_next || !clause_is_plausible(said) ||
        !clause_fits_words(matcher->text, end, said) ||
        clause_swallows(matcher->text, matcher->start, end, said) ||
        clause_has_noun_for_verb(matcher->text, matcher->start, said) ||
        is_deed_alone(matcher, end, said) || is_entered_deed(matcher, end, said) ||
        (strncmp(said->form->pattern, "START ", 6) != 0 &&
         strcmp(said->form->pattern, "[,] OCCASION") != 0 &&
         clause_runs_on(matcher->text, end, next_said(matcher, end))))
        return;
    struct said *kept = arena_alloc(matcher->text->arena, sizeof *kept);
    *kept = *said;
    kept->words = (struct stretch){matcher->start, end};
    way.said = kept;
    matcher->best = way;
}

static void follow(struct matcher *matcher, const struct form_part *part, size_t at,
                   const struct said *said);

/* "every read and update of visits", "sensitive actions": what is entered in the trail. */
static void follow_deeds(struct matcher *matcher, const struct form_part *rest, size_t at,
                         const struct said *said)
{
    struct text *text = matcher->text;
    struct said changed = *said;
    size_t start = at;
    at = text_skip(text, at);
    size_t all = text_has(text, at, SENSE_ALL);
    bool is_chinese = at < text->count && text->units[at].kind == UNIT_CHARACTER;
    at += all > 0 || !is_chinese ? all : text_has(text, at, SENSE_EVERYTHING); /* 一切新增 */
    at = text_skip(text, at);
    /* "every change and every read of visits": changes are entered in any case. */
    size_t change = text_has(text, at, SENSE_ACTION);
    size_t joint = change > 0 ? text_separator(text, at + change) : 0;
    if (change == 1 && joint > 0 && strcmp(text->units[at].text, "change") == 0)
        at = text_skip(text, at + change + joint);
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
            size_t behind = things->items[j].end;
            changed.what = things->items[j].list;
            follow(matcher, rest, behind, &changed);
            /* 讀取 Visit 的操作 */
            size_t its = text_has(text, behind, SENSE_OF);
            size_t action = its > 0 ? text_has(text, behind + its, SENSE_ACTION) : 0;
            if (action > 0)
                follow(matcher, rest, behind + its + action, &changed);
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
    /* "every change to a report and every access thereto" */
    if (at + taken < text->count && strcmp(text->units[at + taken].text, "thereto") == 0) {
        struct thing *same = arena_alloc(text->arena, sizeof *same);
        *same = (struct thing){.kind = THING_SAME, .words = {at + taken, at + taken + 1}};
        changed.what = same;
        follow(matcher, rest, at + taken + 1, &changed);
    }
}

static void follow_who(struct matcher *matcher, const struct form_part *rest, size_t at,
                       const struct said *said, bool is_to)
{
    const struct subject_ends *ends = text_subjects(matcher->text, at);
    struct said changed = *said;
    /* "if a patient is assigned to a doctor, the doctor can": the same one, and nobody else */
    const struct subject *first =
        !is_to && strstr(said->form->pattern, "assigned to WHO") ? said->who : NULL;
    for (size_t i = 0; i < ends->count; i++) {
        const struct subject *list = ends->items[i].list;
        bool is_first = first && (list->is_same || (list->is_the_one && list->kind == first->kind &&
                                                    strcmp(list->noun, first->noun) == 0));
        if (first && (!is_first || list->next || first->next))
            continue;
        *(is_to ? &changed.to : &changed.who) = is_first ? first : list;
        follow(matcher, rest, ends->items[i].end, &changed);
    }
}

static void follow_what(struct matcher *matcher, const struct form_part *rest, size_t at,
                        const struct said *said)
{
    const struct thing_ends *ends = text_things(matcher->text, at);
    struct said changed = *said;
    for (size_t i = 0; i < ends->count; i++) {
        const struct thing *list = ends->items[i].list;
        /* 草稿的 Visit 護士得修改之: what the clause has named */
        bool is_same = list->kind == THING_SAME && !list->next && said->what;
        changed.what = is_same ? said->what : list;
        follow(matcher, rest, ends->items[i].end, &changed);
    }
}

static void follow_acts(struct matcher *matcher, const struct form_part *rest, size_t at,
                        const struct said *said)
{
    const struct act_ends *ends = text_acts(matcher->text, at);
    struct said changed = *said;
    for (size_t i = 0; i < ends->count; i++) {
        changed.acts = ends->items[i].list;
        follow(matcher, rest, ends->items[i].end, &changed);
    }
}

/* Whether a clause can be over at a place. */
static bool is_end(const struct text *text, size_t at)
{
    return at >= text->count || text_is_mark(text, at, ",;:.") || text_separator(text, at) > 0 ||
           text_has(text, at, SENSE_OTHERWISE) > 0;
}

/* "Patients are enter": what is entered in a trail is a participle behind "be". */
static bool is_bare_behind_be(const struct text *text, size_t at)
{
    static const char *const bare[] = {"log",   "record",  "track", "trace", "capture",
                                       "write", "monitor", "audit", "enter"};
    for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++)
        if (at > 0 && strcmp(text->units[at].text, bare[i]) == 0)
            return text->units[at - 1].kind == UNIT_WORD && text_has(text, at - 1, SENSE_BE) == 1;
    return false;
}

/* One alternative of a part: a phrase, or a word with the sense. */
static void follow_element(struct matcher *matcher, const struct form_element *element,
                           const struct form_part *rest, size_t at, const struct said *said)
{
    struct text *text = matcher->text;
    struct said changed;
    if (element->kind == ELEMENT_WORD &&
        (text_has(text, at, element->sense) == 0 ||
         (element->sense == SENSE_BE && clause_lacks_modal(text, matcher->start, at, said)) ||
         (element->sense == SENSE_AUDIT && is_bare_behind_be(text, at))))
        return;
    if (element->is_thread || element->flag >= 0 || element->kind == ELEMENT_PHRASE) {
        changed = *said;
        said = &changed;
        changed.has_thread = changed.has_thread || element->is_thread;
        if (element->flag >= 0)
            changed.flags[element->flag] = true;
    }
    size_t taken = 0;
    switch (element->kind) {
    case ELEMENT_WORD:
        for (taken = text_has(text, at, element->sense); taken > 0;
             taken = text_says(text, at, element->sense, taken))
            if (element->sense != SENSE_EXCEPT || !clause_denies_twice(text, at, taken, said))
                follow(matcher, rest, at + taken, said);
        return;
    case ELEMENT_MARK:
        if (text_is_mark(text, at, element->mark))
            follow(matcher, rest, at + 1, said);
        return;
    case ELEMENT_START:
        if (at <= text_skip(text, 0))
            follow(matcher, rest, at, said);
        return;
    case ELEMENT_END:
        if (is_end(text, at))
            follow(matcher, rest, at, said);
        return;
    case ELEMENT_WHO:
    case ELEMENT_TO:
        follow_who(matcher, rest, at, said, element->kind == ELEMENT_TO);
        return;
    case ELEMENT_WHAT:
        follow_what(matcher, rest, at, said);
        return;
    case ELEMENT_ACTS:
        follow_acts(matcher, rest, at, said);
        return;
    case ELEMENT_DEEDS:
        follow_deeds(matcher, rest, at, said);
        return;
    case ELEMENT_PHRASE:
        taken = element->take ? element->take(text, at, &changed) : 0;
        if (taken > 0)
            follow(matcher, rest, at + taken, &changed);
        return;
    }
}

/* 發布後病人收到通知: what stands behind 後 is no object of the verb before it. */
static bool is_behind_after(const struct text *text, size_t at, const struct form_element *element)
{
    return element->kind == ELEMENT_WHAT && at > 0 && at < text->count &&
           text_skip(text, at) > at && strcmp(text->units[at].text, "後") == 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as a pattern has parts. */
static void follow(struct matcher *matcher, const struct form_part *part, size_t at,
                   const struct said *said)
{
    if (!step(matcher))
        return;
    if (!part) {
        keep(matcher, at, said);
        return;
    }
    if (part->option) {
        follow(matcher, part->option, at, said);
        follow(matcher, part->next, at, said);
        return;
    }
    size_t skipped = text_skip(matcher->text, at);
    for (size_t i = 0; i < part->element_count; i++) {
        if (is_behind_after(matcher->text, at, &part->elements[i]))
            continue;
        follow_element(matcher, &part->elements[i], part->next, at, said);
        if (skipped > at)
            follow_element(matcher, &part->elements[i], part->next, skipped, said);
    }
}

/* What it costs to skip the unit at a place, and where that leads. */
static struct way skip_one(const struct text *text, const struct way *ways, size_t at)
{
    size_t empty = text_skip(text, at);
    size_t joint = text_separator(text, at);
    joint = joint > 0 ? joint : text_has(text, at, SENSE_OTHERWISE);
    joint = joint > 0 ? joint : clause_while_length(text, at);
    size_t next = empty > at ? empty : joint > 0 ? at + joint : at + 1;
    bool is_mark = text->units[at].kind == UNIT_MARK;
    struct way way = ways[next];
    /* "edited or ": something is missing behind it. */
    size_t behind = text_skip(text, at + joint);
    bool is_dangling =
        joint > 0 && !is_mark && (behind >= text->count || text_is_mark(text, behind, "."));
    way.counts = empty == at && (joint == 0 || is_dangling) && !is_mark;
    way.left += way.counts ? 1 : 0;
    way.next = next;
    way.said = NULL;
    return way;
}

void clauses_leave(struct clauses *clauses)
{
    clauses->first = NULL;
    clauses->left_count = clauses->text->count;
    memset(clauses->is_left, true, clauses->text->count);
}

/* The clauses of the units as they stand. */
static struct clauses read_once(const struct forms *forms, struct text *text)
{
    struct clauses clauses = {.text = text,
                              .is_left = arena_alloc_array(text->arena, text->count + 1, 1)};
    struct way *ways = arena_alloc_array(text->arena, text->count + 1, sizeof *ways);
    clauses.gave_up = text->count > MOST_UNITS;
    for (size_t at = text->count; at > 0 && !clauses.gave_up;) {
        at--;
        struct matcher matcher = {.text = text, .ways = ways, .start = at};
        matcher.best = skip_one(text, ways, at);
        for (size_t i = 0; i < forms->count; i++) {
            const struct clause_form *form = &forms->forms[i];
            struct said said = {.saying = form->saying, .form = form};
            follow(&matcher, forms->parts[i], at, &said);
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
    if (clauses.gave_up)
        clauses_leave(&clauses);
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
        if (!was_unknown && !is_record && !text_is_repeated(text, i)) {
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

/* "Notes are written by nurses and scans are uploaded by them for their assigned patients": what stands
 * last of whose they are is said of both. */
static void spread_scope(const struct clauses *clauses)
{
    for (const struct said *at = clauses->first; at && at->next; at = at->next) {
        const struct said *next = at->next;
        /* "the doctor can read them; if not, nothing": no more than these */
        bool is_all = strcmp(next->form->pattern, "[,] when not|no [,] nothing END") == 0 &&
                      strstr(at->form->pattern, "assigned to WHO");
        if (is_all && at->mode != MODE_NEVER)
            ((struct said *)(uintptr_t)at)->mode = MODE_ONLY;
        bool is_shared = at->saying == next->saying && next->scope && !at->scope &&
                         next->scope->whose == WHOSE_ASSIGNED && next->who && next->who->is_same &&
                         at->form == next->form;
        for (const struct thing *thing = at->what; thing && is_shared; thing = thing->next)
            is_shared = thing->whose == WHOSE_UNSAID;
        if (is_shared)
            ((struct said *)(uintptr_t)at)->scope = next->scope;
    }
}

/* A word that nobody knows, or that is there twice, would part a clause that is read well without it. It
 * stays left over, so that the sentence opens nothing, but what it restricts is known. */
struct clauses clauses_read(const struct forms *forms, struct text *text)
{
    /* What is asked says nothing: "May patients see visits?" */
    if (text->count > 0 && text_is_mark(text, text->count - 1, "?")) {
        struct clauses asked = {.text = text,
                                .is_left = arena_alloc_array(text->arena, text->count + 1, 1),
                                .left_count = text->count};
        memset(asked.is_left, true, text->count);
        return asked;
    }
    struct clauses clauses = read_once(forms, text);
    spread_scope(&clauses);
    bool repeats = text_repeats_itself(text);
    if ((clauses.left_count == 0 && !repeats) || clauses.gave_up)
        return clauses;
    struct text *behind = repeats ? NULL : label_dropped(text);
    if (behind) {
        struct clauses unlabelled = read_once(forms, behind);
        spread_scope(&unlabelled);
        if (label_says_nothing(&unlabelled))
            return unlabelled;
    }
    struct text *less = without_unknown(text);
    if (!less)
        return clauses;
    struct clauses other = read_once(forms, less);
    size_t removed = text->count - less->count;
    other.left_count += removed;
    if (!repeats && (other.gave_up || other.left_count >= clauses.left_count))
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
