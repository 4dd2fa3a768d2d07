/* plausible.c - see plausible.h: what fits a form by its words and says something else. */
#include "prose/plausible.h"

#include "prose/clause.h"
#include "prose/conditions.h"
#include "prose/forms.h"
#include "prose/people.h"
#include "prose/subjects.h"
#include "prose/things.h"

#include <string.h>

/* Whether what is done makes, reads or deletes something, and is no step to a value. */
static bool makes_or_reads(const struct act *acts)
{
    static const enum sense steps[] = {SENSE_GO,     SENSE_MARK_AS, SENSE_STEP,  SENSE_APPROVE,
                                       SENSE_UPDATE, SENSE_PUBLISH, SENSE_CANCEL};
    for (const struct act *act = acts; act; act = act->next) {
        bool is_other = act->meaning &&
                        (act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_READ] ||
                         act->meaning->senses[SENSE_DELETE]);
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
            is_other = is_other && !act->meaning->senses[steps[i]];
        if (is_other)
            return true;
    }
    return false;
}

/* 公告對用戶可見: what is seen, and no patients who ask a doctor for something. */
static bool is_seen_by(const struct said *said)
{
    if (strcmp(said->form->pattern, "WHAT for|to WHO ACTS END") != 0)
        return true;
    for (const struct act *act = said->acts; act; act = act->next)
        if (!act->meaning || !act->meaning->senses[SENSE_READ] ||
            act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_BOOK])
            return false;
    return said->what && said->what->kind != THING_PEOPLE;
}

/* 撰寫報告並定稿: a step of what was spoken of, which no other verb is without its object. */
static bool is_step_alone(const struct said *said)
{
    if (strcmp(said->form->pattern, "[,] ACTS END") != 0)
        return true;
    for (const struct act *act = said->acts; act; act = act->next)
        if (act->meaning && !act->meaning->senses[SENSE_PUBLISH] && !act->leads)
            return false;
    return true;
}

/* "The audit log can't be changed": what is said of reading it is about people. */
static bool is_of_change(const struct said *said)
{
    bool is_trail = said->saying == SAYS_APPEND_ONLY && said->mode == MODE_NEVER;
    for (const struct act *act = is_trail || said->saying == SAYS_FIXED ? said->acts : NULL; act;
         act = act->next)
        if (!act->meaning || act->meaning->senses[SENSE_READ] ||
            !(act->meaning->senses[SENSE_UPDATE] || act->meaning->senses[SENSE_DELETE]))
            return false;
    return true;
}

/* 兒童回報不良反應時,通知醫師: that they make it is said as well, in a clause of its own. */
static bool is_said_of_making(const struct said *said)
{
    bool is_behind = strncmp(said->form->pattern, "[when] TO ACTS", 14) == 0;
    for (const struct act *act = is_behind ? said->acts : NULL; act; act = act->next)
        if (act->meaning &&
            (act->meaning->senses[SENSE_PUBLISH] || act->meaning->senses[SENSE_CREATE] ||
             act->meaning->senses[SENSE_SEND] || act->meaning->senses[SENSE_BOOK] ||
             act->meaning->senses[SENSE_SHARE]))
            return true;
    return false;
}

/* "and only providers move it": a status, and no appointment to another time. */
static bool is_of_steps(const struct said *said)
{
    bool is_same = said->saying == SAYS_ACCESS && said->exclusive && said->what &&
                   said->what->kind == THING_SAME;
    for (const struct act *act = is_same ? said->acts : NULL; act; act = act->next)
        if (act->meaning && act->meaning->senses[SENSE_MOVE])
            return true;
    return false;
}

/* 啟用,結案時將狀態改為 closed: on one occasion, and no list of what is done besides. */
static bool is_on_one_occasion(const struct said *said)
{
    return !said->acts || !said->acts->next || !strstr(said->form->pattern, "ACTS after [mark-as]");
}

/* "Once a visit is signed, it cannot be changed": of all rows of that value, and no clause about what was spoken of
 * before. */
static bool is_of_fixed(const struct said *said)
{
    return said->what && said->what->kind == THING_SAME && said->when && said->when->class &&
           (strncmp(said->form->pattern, "WHEN [,] WHAT NEVER be", 22) == 0 ||
            (said->mode == MODE_NEVER &&
             strncmp(said->form->pattern, "WHEN [,] WHAT [MODE] be", 23) == 0));
}

/* 發布後通知患者 is about what is published, which has words of its own. */
static bool is_of_publication(const struct said *said)
{
    return strncmp(said->form->pattern, "[,] VALUES after [,] [system]", 29) == 0 && said->when &&
           strcmp(said->when->values[0], "published") == 0;
}

/* 醫生除外: who may not, and nothing that is left out of what may be seen. */
static bool is_exception_of_people(const struct text *text, const struct said *said)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    const struct thing *what = said->what;
    return what && strcmp(said->form->pattern, "START [but] WHAT EXCEPTION END") == 0 &&
           text_person(text, text_skip(text, what->words.first), &kind, &noun) > 0 &&
           (what->kind == THING_PEOPLE || !what->conditions) && !what->fields;
}

/* "AuditLog entries are append-only for standard users": for everybody, as a form of the trail's says. */
static bool is_read_only(const struct said *said)
{
    const struct draft_class *class =
        said->saying == SAYS_READ_ONLY && said->what ? said->what->class : NULL;
    return !class || strcmp(class->model.name, AUDIT_CLASS) != 0;
}

bool clause_is_plausible(const struct said *said)
{
    /* "By an admin, doctors and nurses are approved": by one. */
    bool is_by_many =
        said->to && said->to->next && strcmp(said->form->pattern, "by TO [,] WHO be approve") == 0;
    if (is_by_many)
        return false;
    bool is_approval = said->saying == SAYS_APPROVAL && said->who;
    /* "nurses can read visits, they cannot" says nothing. */
    bool is_bare =
        said->who && said->who->is_same && strcmp(said->form->pattern, "[,] WHO NEVER END") == 0;
    /* "Doctors record visits and set their status from draft to signed": two things are done. */
    bool is_step = said->saying != SAYS_LIFECYCLE || !said->what || !said->what->next ||
                   !makes_or_reads(said->acts);
    return !is_bare && is_step && is_of_change(said) && is_on_one_occasion(said) &&
           !is_said_of_making(said) && !is_of_steps(said) && !is_of_fixed(said) &&
           is_read_only(said) && !is_of_publication(said) && is_seen_by(said) &&
           is_step_alone(said) && (!is_approval || (!said->who->is_same && !said->who->is_field));
}

/* "but only published ones": those that are so, and nothing that is done. */
static bool does_ones(const struct text *text, const struct said *said)
{
    if (!said->acts || !said->what || said->what->kind != THING_SAME)
        return false;
    const struct act *last = said->acts;
    while (last->next)
        last = last->next;
    size_t at = said->what->words.first;
    const char *verb = text->units[last->words.first].text;
    size_t length = strlen(verb);
    bool is_participle = length > 3 && strcmp(verb + length - 2, "ed") == 0;
    return is_participle && last->words.end == at && at < text->count &&
           strcmp(text->units[at].text, "ones") == 0;
}

/* "Trainees by approval of an admin and a nurse can read visits": who approves them is not told apart from who
 * reads. */
static bool lists_on(const struct text *text, size_t end, const struct said *said)
{
    static const char pattern[] = "WHO [account] [sign-up] by|with approve by|of|from TO";
    size_t place = text_skip(text, end);
    size_t joint = strcmp(said->form->pattern, pattern) == 0 ? text_has(text, place, SENSE_AND) : 0;
    return joint > 0 &&
           text_subjects((struct text *)(uintptr_t)text, text_skip(text, place + joint))->count > 0;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

/* "A mother can a planned visit": a verb is missing, and what stands behind an article is none. */
static bool has_article_for_verb(const struct text *text, const struct said *said)
{
    static const char *const articles[] = {"a", "an", "the", NULL};
    size_t at = said->saying == SAYS_ACCESS && said->acts ? said->acts->words.first : 0;
    return at > 0 && at < text->count && is_one_of(text->units[at - 1].text, articles);
}

/* "The holder notified of each payout": who is told makes nothing. */
static bool is_told(const struct text *text, const struct said *said)
{
    size_t at = said->saying == SAYS_ACCESS && said->acts ? said->acts->words.first : text->count;
    size_t length = at < text->count ? strlen(text->units[at].text) : 0;
    return length > 2 && text_has(text, at, SENSE_NOTIFY) > 0 &&
           strcmp(text->units[at].text + length - 2, "ed") == 0;
}

/* "Doctors can signed visits", "drafts are delete": a verb, or a word before it, is missing. */
static bool is_misformed(const struct text *text, const struct said *said)
{
    static const char *const bare[] = {
        "delete", "edit",   "change",  "update",  "create",  "cancel",   "view",
        "modify", "remove", "amend",   "record",  "write",   "manage",   "submit",
        "sign",   "add",    "publish", "release", "approve", "withdraw", NULL};
    size_t at = said->saying == SAYS_ACCESS && said->acts ? said->acts->words.first : text->count;
    if (at == 0 || at >= text->count || text->units[at].kind != UNIT_WORD)
        return false;
    size_t before = at - 1;
    while (before > 0 &&
           (text_skip(text, before) > before || text_has(text, before, SENSE_ONLY) > 0))
        before--;
    static const char *const modals[] = {"can", "may", "must", "should", "shall", "could", NULL};
    const char *word = text->units[at].text;
    size_t length = strlen(word);
    bool is_form = length > 4 &&
                   (strcmp(word + length - 2, "ed") == 0 || strcmp(word + length - 3, "ing") == 0);
    bool is_behind_be = text_has(text, before, SENSE_BE) == 1;
    return (is_form && is_one_of(text->units[before].text, modals)) ||
           (is_behind_be && is_one_of(word, bare));
}

/* "Session are for counselors": a word is missing, and sessions are not what is spoken of. */
static bool is_out_of_number(const struct text *text, const struct said *said)
{
    static const char *const verbs[] = {"are", "were", NULL};
    static const char *const plurals[] = {"data",  "children", "people", "men",
                                          "women", "media",    "staff",  NULL};
    const struct thing *what = said->saying == SAYS_ACCESS ? said->what : NULL;
    if (!what || what->next || what->kind != THING_CLASS || !what->is_short ||
        what->words.end == 0 || what->words.end >= text->count)
        return false;
    const struct unit *last = &text->units[what->words.end - 1];
    size_t length = strlen(last->text);
    bool is_singular = last->kind == UNIT_WORD && length > 1 && last->text[length - 1] != 's' &&
                       !is_one_of(last->text, plurals);
    return is_singular && is_one_of(text->units[what->words.end].text, verbs);
}

/* "Athletes give consents to physicians": what lets these read is made, and nobody put in anyone's care. */
static bool assigns_grant(const struct text *text, const struct said *said)
{
    const struct thing *what = said->saying == SAYS_ASSIGNMENT ? said->what : NULL;
    return what && what->class && world_is_grant(text->world, what->class);
}

/* 病人不能修改或刪除已送出的紀錄: people who must not, and no rows of a class that stay as they are. */
static bool is_of_people(const struct text *text, const struct said *said)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_ban = said->saying == SAYS_ACCESS && said->flags[FLAG_NOBODY] &&
                  strncmp(said->form->pattern, "WHAT [,] [be] NEVER", 19) == 0;
    bool is_class = (is_ban || said->saying == SAYS_APPEND_ONLY) && said->what &&
                    !said->what->next &&
                    (said->what->kind == THING_CLASS || said->what->kind == THING_PEOPLE);
    size_t first = is_class ? said->what->words.first : text->count;
    return first < text->count && text->units[first].kind == UNIT_CHARACTER &&
           text_person(text, first, &kind, &noun) == said->what->words.end - first;
}

/* 報告出具後不得修改: of what has been issued, where that is a value, and not of all that is made. */
static bool is_made_by_step(const struct text *text, const struct said *said)
{
    const char *pattern = said->form->pattern;
    bool is_behind = strncmp(pattern, "WHAT [be] create|send after", 27) == 0;
    if (!is_behind && strncmp(pattern, "[,] create|send since", 21) != 0)
        return false;
    const struct draft_class *class = is_behind && said->what ? said->what->class : NULL;
    size_t at = is_behind && said->what ? said->what->words.end : said->words.first;
    at = text_skip(text, at);
    at = text_skip(text, at + (text_is_mark(text, at, ",") ? 1 : 0));
    struct condition_said said_of = {.negated = false};
    if (at >= text->count || text->units[at].kind != UNIT_CHARACTER ||
        text_values((struct text *)(uintptr_t)text, at, class, true, &said_of) == 0)
        return false;
    for (size_t i = 0; i < text->world->draft->classes.count; i++) {
        const struct draft_class *other = draft_class_at(text->world->draft, i);
        for (size_t j = 0; j < other->fields.count && (!class || class == other); j++) {
            const struct ast_value *first = world_values(draft_field_at(other, j));
            if (first && strcmp(first->name.text, said_of.values[0]) == 0)
                return false;
        }
    }
    return strcmp(said_of.values[0], "published") != 0;
}

/* "Visits without patients": which of them are meant, and no patients whom nobody reads. */
static bool is_without_people(const struct text *text, const struct said *said)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t at = said->what ? said->what->words.first : 0;
    return at > 0 && strcmp(said->form->pattern, "NONE WHAT") == 0 &&
           strcmp(text->units[at - 1].text, "without") == 0 &&
           (said->what->kind == THING_PEOPLE || text_person(text, at, &kind, &noun) > 0);
}

/* "Reading visits and deleting them is forbidden": what the sentence goes on about, and nobody who may. */
static bool is_deed_of_nobody(const struct text *text, const struct said *said)
{
    bool is_bare = said->saying == SAYS_ACCESS && !said->who && said->acts && said->what &&
                   said->mode == MODE_UNSAID &&
                   strncmp(said->form->pattern, "[restrict] [WHO]", 16) == 0;
    size_t at = is_bare ? said->acts->words.first : text->count;
    const char *verb = at < text->count && at == text_skip(text, 0) ? text->units[at].text : "";
    size_t length = strlen(verb);
    return length > 4 && strcmp(verb + length - 3, "ing") == 0;
}

/* "Nurses can see visits, the notes are visible to doctors only": what stands last is what the next clause is about. */
static bool takes_next_subject(const struct text *text, size_t end, const struct said *said)
{
    const struct thing *last = said->saying == SAYS_ACCESS && said->who ? said->what : NULL;
    const struct subject *person = said->saying == SAYS_ACCESS ? said->to : NULL;
    bool is_list = last && last->next;
    bool is_of_people = person && person->next;
    while (last && last->next)
        last = last->next;
    while (person && person->next)
        person = person->next;
    size_t first = is_list && last->words.end == end                           ? last->words.first
                   : is_of_people && text_skip(text, person->words.end) == end ? person->words.first
                                                                               : 0;
    if (first == 0)
        return false;
    bool is_comma = text_is_mark(text, first - 1, ",");
    size_t place = text_skip(text, end);
    return is_comma && place < text->count && text->units[place].kind == UNIT_WORD &&
           (text_has(text, place, SENSE_BE) == 1 || text_has(text, place, SENSE_CANNOT) > 0 ||
            text_has(text, place, SENSE_MAY) > 0 || text_has(text, place, SENSE_MUST) > 0 ||
            text_has(text, place, SENSE_SHOULD) > 0);
}

/* "but visits only once they are signed" goes on with what they may; "but signed visits" excepts these. */
static bool is_not_only_of_some(const struct text *text, const struct said *said)
{
    if (strcmp(said->form->pattern, "but WHAT END") != 0)
        return false;
    for (const struct thing *at = said->what; at; at = at->next)
        if (!at->conditions || at->conditions->next || at->conditions->is_before ||
            text_has(text, at->conditions->words.first, SENSE_ONLY) == 0)
            return true;
    return false;
}

bool clause_fits_words(const struct text *text, size_t end, const struct said *said)
{
    return !is_of_people(text, said) && !is_made_by_step(text, said) && !does_ones(text, said) &&
           !lists_on(text, end, said) && !assigns_grant(text, said) &&
           !has_article_for_verb(text, said) && !is_out_of_number(text, said) &&
           !is_without_people(text, said) && !is_told(text, said) && !is_misformed(text, said) &&
           !is_deed_of_nobody(text, said) && !takes_next_subject(text, end, said) &&
           !is_not_only_of_some(text, said) && !is_exception_of_people(text, said);
}

bool clause_lacks_modal(const struct text *text, size_t start, size_t at, const struct said *said)
{
    size_t end = said->what ? said->what->words.end : 0;
    for (const struct thing *thing = said->what; thing; thing = thing->next)
        end = thing->words.end > end ? thing->words.end : end;
    for (const struct subject *who = said->who; who; who = who->next)
        end = who->words.end > end ? who->words.end : end;
    bool is_bare = said->mode == MODE_UNSAID && strcmp(text->units[at].text, "be") == 0;
    if (end > 0 || at == 0)
        return is_bare && end > 0 && text_skip(text, end) == at;
    bool goes_on = text_has(text, at - 1, SENSE_AND) + text_has(text, at - 1, SENSE_OTHERWISE) +
                       text_has(text, at - 1, SENSE_EMPTY) >
                   0;
    return is_bare && at == start && text->units[at - 1].kind == UNIT_WORD && !goes_on;
}

bool clause_denies_twice(const struct text *text, size_t at, size_t taken, const struct said *said)
{
    static const char *const nots[] = {"not", "don't", "doesn't"};
    for (size_t i = at; i < at + taken && said->mode >= MODE_ONLY; i++)
        for (size_t j = 0; j < sizeof nots / sizeof nots[0]; j++)
            if (strcmp(text->units[i].text, nots[j]) == 0)
                return true;
    return false;
}

bool clause_runs_on(const struct text *text, size_t end, const struct said *next)
{
    if (!next || end == 0 || end >= text->count || text->units[end].kind != UNIT_WORD ||
        text->units[end - 1].kind != UNIT_WORD)
        return false;
    /* "before being signed | by nurses" */
    if (next->form && strncmp(next->form->pattern, "by|to ", 6) == 0)
        return true;
    size_t start = text_skip(text, end);
    /* "record results | write release them" */
    if (next->saying == SAYS_AUDIT && text_has(text, start, SENSE_AUDIT) > 0)
        return true;
    return (next->who && next->who->words.first == start) ||
           (next->what && next->what->words.first == start) ||
           (next->acts && next->acts->words.first == start);
}

size_t clause_while_length(const struct text *text, size_t at)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_while =
        at > 0 && text_is_mark(text, at - 1, ",") && strcmp(text->units[at].text, "while") == 0;
    if (!is_while)
        return 0;
    size_t place = text_skip(text, at + 1);
    size_t taken = text_person(text, place, &kind, &noun);
    const struct draft_field *field =
        taken == 0 && place < text->count ? thing_pointer_at(text, place, NULL, &taken) : NULL;
    return taken > 0 || field ? 1 : 0;
}
