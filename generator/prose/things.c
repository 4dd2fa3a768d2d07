/* things.c - phrases for what rules are about: "their own visits and the lab results of their
 * assigned patients". See text.h.
 *
 * A thing has words before it (their, all, latest, published), a head (a class, fields of one,
 * records, patients), and words behind it (of their assigned patients, that are final). */
#include "prose/things.h"

#include "prose/conditions.h"
#include "prose/people.h"
#include "prose/says_which.h"
#include "prose/things_chinese.h"
#include "prose/things_consented.h"

#include <string.h>

/* "a recorded round": all are, once they are there */
static size_t made_already(const struct text *text, size_t at)
{
    static const char *const words[] = {"recorded", "existing", "saved", "stored"};
    size_t taken = 0;
    bool is_short = false;
    if (at < text->count && text->units[at].kind == UNIT_CHARACTER)
        return thing_made_already(text, at);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && at + 1 < text->count; i++)
        if (strcmp(text->units[at].text, words[i]) == 0)
            return thing_class_at(text, at + 1, &taken, &is_short) ? 1 : 0;
    return 0;
}

/* Words before a head that say whose it is: "their assigned patients'", "patient". What is left must
 * go on to a head, or they are the head themselves. */
static size_t take_possessor(struct text *text, size_t at, struct thing *thing)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    /* "those clients' visits", "that client's" */
    bool is_that = at < text->count && strcmp(text->units[at].text, "that") == 0;
    bool is_those = is_that || (at < text->count && (strcmp(text->units[at].text, "those") == 0 ||
                                                     strcmp(text->units[at].text, "these") == 0));
    size_t person = text_person(text, at + (is_those ? 1 : 0), &kind, &noun);
    person += is_those && person > 0 ? 1 : 0;
    size_t taken = 0;
    bool is_short = false;
    if (is_those && text_has(text, at + person, SENSE_OF) == 0)
        return made_already(text, at);
    /* 其他醫師的紀錄 */
    bool is_of_staff = thing->whose == WHOSE_OTHER && kind == PERSON_STAFF && person > 0 &&
                       text->units[at].kind == UNIT_CHARACTER;
    if (person == 0 || (kind != PERSON_CLIENT && kind != PERSON_USER && !is_of_staff))
        return made_already(text, at);
    if (text_has(text, at, SENSE_PERSONAL_DETAILS) > person) /* 個人資料 */
        return 0;
    if (thing_class_at(text, at, &taken, &is_short) && taken > person)
        return 0;
    size_t of = text_has(text, at + person, SENSE_OF);
    if (thing->whose != WHOSE_ASSIGNED && thing_is_data_of_person(text, at, person))
        return 0;
    /* 其他社工所寫的 */
    if (is_of_staff && of == 0) {
        size_t so = text_is_chinese(text, at + person, "所") ? 1 : 0;
        size_t made = text_has(text, at + person + so, SENSE_CREATE);
        made = made > 0 ? made : text_has(text, at + person + so, SENSE_OPERATING);
        of = made > 0 ? text_has(text, at + person + so + made, SENSE_OF) : 0;
        of += of > 0 ? so + made : 0;
    }
    /* "visits of patients" has its head behind; English parts the two by 's or by nothing. */
    struct thing head = {.kind = THING_CLASS};
    size_t next = text_skip(text, at + person + of);
    if (thing_is_english_of(text, at + person) || thing_take_head(text, next, &head) == 0 ||
        head.kind == THING_SAME)
        return 0;
    if (head.kind == THING_PEOPLE || (head.kind == THING_FIELD && of == 0 && !head.class))
        return 0;
    thing->people = noun;
    thing->is_of_these = thing->is_of_these || is_those;
    return person + of;
}

/* "Publish meal plans" is no "published meal plans". */
static bool is_verb_of_value(const struct unit *unit, const struct condition_said *condition)
{
    const char *value = condition->value_count > 0 ? condition->values[0] : "";
    size_t length = strlen(unit->text);
    size_t value_length = strlen(value);
    bool ends_so = length > 2 && strcmp(unit->text + length - 2, "ed") == 0;
    return unit->kind == UNIT_WORD && !ends_so && value_length > 4 &&
           strcmp(value + value_length - 2, "ed") == 0;
}

/* A value before a class: "published visits". */
size_t thing_take_value_before(struct text *text, size_t at, struct thing *thing)
{
    enum { MOST_UNITS = 6 };
    size_t named = 0;
    bool by_last = false;
    /* "a release consent" is called so, and is none that was released. */
    if (thing_class_at(text, at, &named, &by_last) && named > 1 && !by_last)
        return 0;
    for (size_t i = 1; i <= MOST_UNITS && at + i < text->count; i++) {
        size_t taken = 0;
        bool is_short = false;
        size_t of = text_has(text, at + i, SENSE_OF);
        bool is_chinese = of > 0 && text->units[at + i].kind == UNIT_CHARACTER;
        size_t place = at + i + (is_chinese ? of : 0);
        const struct draft_class *class = thing_class_at(text, place, &taken, &is_short);
        /* 發布報告 is to publish reports; 發布的報告 are those that are published. */
        bool is_verb = !is_chinese && text->units[at].kind == UNIT_CHARACTER &&
                       text_has(text, at, SENSE_PUBLISH) > 0 &&
                       (at == 0 || strcmp(text->units[at - 1].text, "已") != 0);
        if (is_verb)
            return 0;
        size_t negation = is_chinese ? text_has(text, at, SENSE_NOT) : 0;
        struct condition_said condition = {.negated = negation > 0};
        /* 簽署後的筆記 */
        size_t after = is_chinese && strcmp(text->units[at + i - 1].text, "後") == 0 ? 1 : 0;
        /* 送出的申請, but not 自己送出的 */
        bool is_theirs = at > 0 && text_has(text, at - 1, SENSE_THEM) > 0;
        bool by_verb = negation + after > 0 || (is_chinese && !is_theirs);
        if (!class ||
            text_values(text, at + negation, class, by_verb, &condition) != i - negation - after ||
            is_verb_of_value(&text->units[at], &condition))
            continue;
        struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
        *kept = condition;
        kept->is_before = true;
        kept->is_time = negation > 0 && (strcmp(text->units[at].text, "尚") == 0 ||
                                         strcmp(text->units[at].text, "還") == 0);
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

/* 由自己接診的, 自己建立的: what they do, before what they do it with. */
static size_t made_before(const struct text *text, size_t start)
{
    size_t at = start;
    if (at >= text->count || text->units[at].kind != UNIT_CHARACTER)
        return 0;
    at += text_has(text, at, SENSE_BY);
    size_t them = text_has(text, at, SENSE_THEM);
    at += them;
    size_t create = text_has(text, at, SENSE_CREATE);
    size_t operating = text_has(text, at, SENSE_OPERATING);
    size_t verb = create > operating ? create : operating;
    size_t of = them > 0 && verb > 0 ? text_has(text, at + verb, SENSE_OF) : 0;
    /* 自己負責的病人 are assigned to them */
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_care = of > 0 && text_has(text, at, SENSE_ASSIGNED) >= verb &&
                   text_person(text, text_skip(text, at + verb + of), &kind, &noun) > 0 &&
                   kind == PERSON_CLIENT;
    return of > 0 && !is_care ? at + verb + of - start : 0;
}

/* "those reports which they submitted": what is behind says which. */
static bool is_those_which(const struct text *text, size_t at)
{
    size_t taken = 0;
    bool is_short = false;
    return at + 1 < text->count && strcmp(text->units[at].text, "those") == 0 &&
           thing_class_at(text, at + 1, &taken, &is_short) &&
           text_has(text, at + 1 + taken, SENSE_WHO) > 0;
}

/* "an accepted one": of what was spoken of, those that are so. */
static size_t take_value_one(struct text *text, size_t start, struct thing *thing)
{
    size_t at = text_skip(text, start);
    struct condition_said said = {.negated = false};
    size_t taken = text_values(text, at, NULL, false, &said);
    size_t one = at + taken;
    bool is_one =
        taken > 0 && one < text->count &&
        (strcmp(text->units[one].text, "one") == 0 || strcmp(text->units[one].text, "ones") == 0);
    if (!is_one)
        return 0;
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = said;
    kept->words = (struct stretch){at, one + 1};
    *thing = (struct thing){.kind = THING_SAME, .conditions = kept};
    return one + 1 - start;
}

/* "old", "recent" and 最近 leave open which. */
static bool is_some_time(const struct text *text, size_t at, size_t length)
{
    const char *word = text->units[at].text;
    return strcmp(word, "old") == 0 || strcmp(word, "recent") == 0 ||
           (length == 2 && strcmp(text->units[at + 1].text, "近") == 0);
}

/* "their", but not that of "personal details". */
static size_t their_at(const struct text *text, size_t at)
{
    return text_has(text, at, SENSE_PERSONAL_DETAILS) > 0 ? 0 : text_has(text, at, SENSE_THEIR);
}

/* "the latest", but not "current" where that is a value. */
static size_t latest_at(const struct text *text, size_t at)
{
    size_t latest = text_has(text, at, SENSE_LATEST);
    return latest > 0 && text_is_value(text, at, latest) ? 0 : latest;
}

/* A value, who has consented, or whose it is. */
static size_t take_words_before(struct text *text, size_t at, struct thing *thing)
{
    size_t taken = thing_take_value_before(text, at, thing);
    taken = taken > 0 ? taken : thing_take_state_before(text, at, thing);
    taken = taken > 0 ? taken : thing_consented_before(text, at, thing);
    return taken > 0 ? taken : take_possessor(text, at, thing);
}

/* The words before a head. */
static size_t take_before(struct text *text, size_t start, struct thing *thing)
{
    size_t at = text_skip(text, start);
    for (size_t taken = 1; taken > 0; at = text_skip(text, at + taken)) {
        size_t all = text_has(text, at, SENSE_ALL);
        size_t their = their_at(text, at);
        size_t other = text_has(text, at, SENSE_OTHER);
        size_t latest = latest_at(text, at);
        size_t assigned = text_has(text, at, SENSE_ASSIGNED);
        size_t shared = text_has(text, at, SENSE_SHARED);
        size_t selected = text_has(text, at, SENSE_SELECTED);
        size_t made = made_before(text, at);
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
        } else if (made > 0) {
            taken = made; /* 由自己接診的: that they treat */
            thing->whose = WHOSE_MADE;
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
            thing->is_some = thing->is_some || (is_some_time(text, at, latest) && version == 0);
            thing->is_latest = thing->is_latest || version == 0;
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
        } else if (is_those_which(text, at)) {
            taken = 1;
        } else if (selected > 0) {
            taken = selected + text_has(text, at + selected, SENSE_OF);
            thing->is_some = true;
        } else {
            taken = take_words_before(text, at, thing);
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
        /* "access to visits and to notes" */
        size_t first = thing->words.first;
        bool is_to = first > 0 && next < text->count && text->units[next].kind == UNIT_WORD &&
                     strcmp(text->units[next].text, "to") == 0 &&
                     strcmp(text->units[first - 1].text, "to") == 0;
        next += is_to ? 1 : 0;
        const struct thing_ends *more = text_things(text, next);
        /* "delete visits together with a doctor": the two of them do it */
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        bool is_with = text_is_joint(text, place) &&
                       text_person(text, text_skip(text, next), &kind, &noun) > 0 &&
                       kind != PERSON_CLIENT;
        /* "they write notes, signed notes cannot be changed": no list, which would say "and". */
        bool is_comma = separator == 1 && text_is_mark(text, place, ",");
        /* ",授權於 expiresAt 屆滿" says when it ends, and is nothing more that they read. */
        bool is_consent =
            is_comma && next < text->count && text->units[next].kind == UNIT_CHARACTER &&
            text_has(text, next, SENSE_CONSENT) > 0 && text_is_chinese(text, next, "授權於");
        for (size_t i = 0; i < more->count && !is_consent && !is_with; i++) {
            const struct thing *second = more->items[i].list;
            bool is_bare = second->whose == WHOSE_UNSAID && !second->people && !second->conditions;
            bool is_again = (is_comma || is_bare) && second->class &&
                            second->class == thing->class && second->kind == thing->kind &&
                            !second->next;
            /* 建立 Visit,並將其狀態改為: what is done with its status is another thing */
            size_t its = text_skip(text, next);
            bool is_its = second->kind == THING_FIELD && thing->kind == THING_CLASS &&
                          its < text->count && strcmp(text->units[its].text, "其") == 0;
            /* "record visits and set records to done": which records they are is not said. */
            bool is_vague = second->kind == THING_RECORDS && thing->kind == THING_CLASS &&
                            second->whose == WHOSE_UNSAID && !second->people && !second->next &&
                            text->units[next].kind == UNIT_CHARACTER;
            /* "write screens, and those cannot be changed": nothing further is written */
            bool is_those = second->kind == THING_SAME && second->whose == WHOSE_UNSAID &&
                            !second->people && thing->kind == THING_CLASS && !second->next;
            if (!is_again && !is_vague && !is_its && !is_those)
                add_end(ends, more->items[i].end, thing, second, text->arena);
        }
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
    size_t ones = take_value_one(text, start, &thing);
    if (ones > 0) {
        thing.words = (struct stretch){start, start + ones};
        add_end(ends, start + ones, &thing, NULL, text->arena);
        return ends;
    }
    size_t at = start + take_before(text, start, &thing);
    size_t head = thing_take_head(text, at, &thing);
    /* "anybody else's": of what was spoken of. */
    bool is_same = head == 0 && thing.whose == WHOSE_OTHER && at > start &&
                   strcmp(text->units[at - 1].text, "'s") == 0;
    /* "may not delete any" */
    size_t next = at;
    bool is_any = head == 0 && at == start + 1 && strcmp(text->units[start].text, "any") == 0 &&
                  (next >= text->count || text_is_mark(text, next, ",;:."));
    /* 將其標記為, 得取消之: it */
    bool is_it = head == 0 && at == start + 1 && strcmp(text->units[start].text, "其") == 0;
    bool is_object = head == 0 && at == start && at > 0 && at < text->count &&
                     strcmp(text->units[at].text, "之") == 0 &&
                     (at + 1 >= text->count || text_is_mark(text, at + 1, ",;."));
    if (is_object) {
        thing = (struct thing){.kind = THING_SAME, .words = {start, at + 1}};
        add_end(ends, at + 1, &thing, NULL, text->arena);
        return ends;
    }
    /* "may revise their own" */
    bool is_own = head == 0 && thing.whose == WHOSE_OWN && at > start && start > 0 &&
                  text_has(text, start - 1, SENSE_READ) + text_has(text, start - 1, SENSE_UPDATE) +
                          text_has(text, start - 1, SENSE_CREATE) +
                          text_has(text, start - 1, SENSE_DELETE) >
                      0 &&
                  strcmp(text->units[at - 1].text, "own") == 0 &&
                  (at >= text->count || text->units[at].kind == UNIT_MARK ||
                   text_separator(text, at) > 0 || text_has(text, at, SENSE_WHEN) > 0);
    if (is_own)
        thing = (struct thing){.kind = THING_SAME, .whose = WHOSE_OWN};
    else if (is_it || is_any)
        thing = (struct thing){.kind = THING_SAME};
    else if (is_same)
        thing.kind = THING_SAME;
    else if (head == 0)
        return ends;
    /* "set its status": that of what was spoken of */
    bool is_its =
        head > 0 && at == start + 1 && thing.kind == THING_FIELD && !thing.class &&
        (strcmp(text->units[start].text, "its") == 0 || strcmp(text->units[start].text, "其") == 0);
    thing.whose = is_its ? WHOSE_UNSAID : thing.whose;
    thing.whose_before = thing.whose_before && !is_its;
    at += head;
    /* 病人的基本資料: what says who they are */
    struct draft_class *profile = thing.kind == THING_PROFILE && thing.people
                                      ? world_profile(text->world, thing.people)
                                      : NULL;
    if (profile && text->units[at - 1].kind == UNIT_CHARACTER) {
        thing.kind = THING_CLASS;
        thing.class = profile;
    }
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
