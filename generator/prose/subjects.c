/* subjects.c - phrases for people that something is said of: "patients and their assigned doctors", "the
 * sender of a Message". See text.h. */
#include "prose/subjects.h"

#include "prose/classes.h"
#include "prose/people.h"

#include <string.h>

/* Whether a pointer is somebody: it leads to a user, or to what says who somebody is. */
static bool leads_to_person(const struct text *text, const struct draft_field *field)
{
    const char *target = world_target(field);
    const struct draft_class *class = target ? draft_class(text->world->draft, target) : NULL;
    if (!target || strcmp(target, "_User") == 0)
        return target != NULL;
    const struct draft_field *user = class ? world_pointer(class, "_User") : NULL;
    struct units units = units_of_text(text->arena, world_name(text->world, field->model.name));
    struct text *name = text_new(text->arena, text->world, units);
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    return (user && strcmp(user->model.name, "user") == 0) ||
           text_plain_person(name, 0, &kind, &noun) > 0;
}

/* "the recipient" where the pointers of messages are called from and to, in the one class of these. */
static size_t end_of_message(const struct text *text, size_t at, const char **name)
{
    const struct draft *draft = text->world->draft;
    const char *word = at < text->count ? text->units[at].text : "";
    bool is_sender = strcmp(word, "sender") == 0 || strcmp(word, "senders") == 0;
    bool is_recipient = strcmp(word, "recipient") == 0 || strcmp(word, "recipients") == 0 ||
                        strcmp(word, "receiver") == 0 || strcmp(word, "receivers") == 0;
    const char *found = NULL;
    for (size_t i = 0; (is_sender || is_recipient) && i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        const char *sender = NULL;
        const char *recipient = NULL;
        if (class->model.builtin || !compose_is_message(class, &sender, &recipient))
            continue;
        if (found)
            return 0;
        found = is_sender ? sender : recipient;
    }
    *name = found ? found : *name;
    return found ? 1 : 0;
}

/* The field at a place that some class has as a pointer: "sender". */
static size_t pointer_name(const struct text *text, size_t at, const char **name)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; at < text->count && i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        size_t taken = 0;
        const struct draft_field *field =
            class->model.builtin ? NULL : text_field(text, at, class, &taken);
        if (field && leads_to_person(text, field)) {
            *name = field->model.name;
            return taken;
        }
    }
    return end_of_message(text, at, name);
}

/* "of a Message" behind the name of a pointer: the class. */
static size_t class_behind(const struct text *text, size_t at, const char *pointer,
                           const char **class_name)
{
    size_t of = text_has(text, at, SENSE_OF);
    if (of == 0)
        return 0;
    size_t start = text_skip(text, at + of);
    start += text_has(text, start, SENSE_ALL);
    start += text_has(text, start, SENSE_THEIR);
    size_t taken = 0;
    bool is_short = false;
    if (start >= text->count)
        return 0;
    const struct draft_class *class = text_class(text, start, &taken, &is_short);
    /* "participants of their site", where a site has no participant */
    if (!class || !map_get(&class->field_of, pointer))
        return 0;
    *class_name = class->model.name;
    return start + taken - at;
}

/* "with an active family access", "holding a valid consent": what lets them, which counts while it is
 * there and has not ended. */
static size_t with_grant(const struct text *text, size_t at)
{
    static const char *const adjectives[] = {
        "valid", "active", "current", "existing", "unexpired", "effective", "standing", "an", "a"};
    size_t start = at;
    size_t with = text_has(text, at, SENSE_HAVE);
    bool is_with = with == 1 && strcmp(text->units[at].text, "with") == 0;
    at += is_with ? with : text_has(text, at, SENSE_WHO);
    size_t have = is_with || at == start ? 0 : text_has(text, at, SENSE_HAVE);
    if (!is_with && have == 0)
        return 0;
    at += have;
    for (size_t i = 0; i < sizeof adjectives / sizeof adjectives[0] && at < text->count; i++)
        if (strcmp(text->units[at].text, adjectives[i]) == 0) {
            at++;
            i = (size_t)-1;
        }
    size_t taken = 0;
    bool is_short = false;
    const struct draft_class *class =
        at < text->count ? text_class(text, at, &taken, &is_short) : NULL;
    bool is_grant = class && !is_short && world_is_grant(text->world, class);
    return is_grant ? at + taken - start : 0;
}

/* "a visit note" behind "the provider who wrote" */
static size_t made_class(const struct text *text, size_t at, struct subject *subject)
{
    size_t place = text_skip(text, at);
    size_t taken = 0;
    bool is_short = false;
    const struct draft_class *class = text_class(text, place, &taken, &is_short);
    /* "it is the providers who create visits" says what they do */
    if (!class || is_short || place == at)
        return 0;
    subject->made = true;
    subject->class = class->model.name;
    return place + taken - at;
}

/* "who are signed in", "who are not": how many units that is. */
static size_t signed_in_or_not(const struct text *text, size_t at, struct subject *subject)
{
    size_t who = text_has(text, at, SENSE_WHO);
    size_t be = who > 0 ? text_has(text, at + who, SENSE_BE) : 0;
    size_t login = be > 0 ? text_has(text, at + who + be, SENSE_LOG_IN) : 0;
    size_t negation = be > 0 ? text_has(text, at + who + be, SENSE_NOT) : 0;
    size_t out = negation > 0 ? text_has(text, at + who + be + negation, SENSE_LOG_IN) : 0;
    if (out > 0) {
        subject->kind = PERSON_EVERYONE;
        subject->noun = "everyone";
        subject->is_anonymous = true;
        return who + be + negation + out;
    }
    if (login > 0 && (subject->kind == PERSON_USER || subject->kind == PERSON_EVERYONE)) {
        subject->kind = PERSON_USER;
        subject->noun = "user";
        return who + be + login;
    }
    return 0;
}

/* What may stand behind a person: "themselves", "assigned to the patient", "who have consent". */
static size_t person_suffix(const struct text *text, size_t at, struct subject *subject)
{
    size_t start = at;
    at = text_skip(text, at);
    size_t self = text_has(text, at, SENSE_SELF);
    /* 醫師將自己的紀錄: whose it is, and not that he does so himself */
    bool is_whose = self > 0 && text->units[at].kind == UNIT_CHARACTER &&
                    text_has(text, at + self, SENSE_OF) > 0;
    if (self > 0 && !is_whose)
        return at + self - start;
    size_t them = text_has(text, at, SENSE_THEM);
    size_t signed_in = signed_in_or_not(text, at, subject);
    if (signed_in > 0)
        return at + signed_in - start;
    size_t belong = them > 0 ? text_has(text, at + them, SENSE_BELONG) : 0;
    if (belong > 0)
        return at + them + belong - start;
    size_t granted = with_grant(text, at);
    if (granted > 0) {
        subject->consented = true;
        return at + granted - start;
    }
    size_t who = text_has(text, at, SENSE_WHO);
    size_t made = who > 0 ? text_has(text, at + who, SENSE_CREATE) : 0;
    made = who > 0 && made == 0 ? text_has(text, at + who, SENSE_OPERATING) : made;
    them = made > 0 ? text_has(text, at + who + made, SENSE_THEM) : 0;
    if (them > 0) {
        subject->made = true;
        return at + who + made + them - start;
    }
    size_t note = made > 0 ? made_class(text, at + who + made, subject) : 0;
    if (note > 0)
        return at + who + made + note - start;
    at += who;
    at += who > 0 ? text_has(text, at, SENSE_HAVE) : 0;
    size_t be = text_has(text, at, SENSE_BE);
    if (be > 0 && who == 0)
        return 0; /* "nurses are approved by admins" says something of all of them */
    at += be;
    size_t assigned = text_has(text, at, SENSE_ASSIGNED);
    size_t consented = text_has(text, at, SENSE_CONSENTED);
    /* 櫃台負責登記預約: what they do */
    if (assigned > 0 && who + be == 0 && text_has(text, at, SENSE_OPERATING) == assigned)
        return 0;
    /* 患者授權後: they are who does that */
    bool is_giver = consented > 0 && who + be == 0 && subject->kind == PERSON_CLIENT &&
                    text->units[at].kind == UNIT_CHARACTER;
    if (is_giver)
        return 0;
    subject->assigned = subject->assigned || assigned > 0;
    subject->consented = subject->consented || consented > 0;
    if (assigned + consented == 0)
        return 0;
    at = text_skip(text, at + (assigned > 0 ? assigned : consented));
    size_t to = text_has(text, at, SENSE_TO);
    if (to > 0) {
        size_t whom = text_skip(text, at + to);
        whom = text_skip(text, whom + text_has(text, whom, SENSE_WHO)); /* "to that patient" */
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t person = text_person(text, whom, &kind, &noun);
        person = person > 0 ? person : text_has(text, whom, SENSE_THEM);
        /* "nurses assigned to doctors" have no patients by that. */
        if (noun && kind != PERSON_CLIENT && kind != PERSON_USER) {
            subject->assigned = false;
            return 0;
        }
        at = person > 0 ? whom + person : at;
    }
    return at - start;
}

/* "their", "the patient's" before a therapist */
static size_t possessor(const struct text *text, size_t at)
{
    enum person_kind kind = PERSON_USER;
    enum person_kind behind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    bool is_one = person > 0 && kind == PERSON_CLIENT && at + person < text->count &&
                  strcmp(text->units[at + person].text, "'s") == 0 &&
                  text_person(text, at + person + 1, &behind, &noun) > 0;
    return is_one ? person + 1 : text_has(text, at, SENSE_THEIR);
}

/* "those of technicians" are things, and so is "it". */
static bool are_things(const struct text *text, size_t at, size_t them)
{
    return text_has(text, at + them, SENSE_OF) > 0 || strcmp(text->units[at].text, "it") == 0;
}

/* One of a list of people. */
static size_t take_subject(const struct text *text, size_t start, struct subject *subject)
{
    size_t at = text_skip(text, start);
    bool is_their = false;
    *subject = (struct subject){.kind = PERSON_USER};
    for (size_t taken = 1; taken > 0; at = text_skip(text, at + taken)) {
        enum person_kind whose = PERSON_USER;
        const char *name = NULL;
        /* 所有人 is a noun, and 所有 no word of its own in it; so is 其餘人員. */
        size_t noun = text_person(text, at, &whose, &name);
        bool is_staff =
            noun > 0 && strcmp(name, "staff") == 0 && text_has(text, at, SENSE_OTHER) > 0;
        if (noun > 0 && (whose == PERSON_EVERYONE || is_staff))
            break;
        /* nor is 被授權 one in 被授權者 */
        const char *pointer = NULL;
        bool is_chinese = at < text->count && text->units[at].kind == UNIT_CHARACTER;
        if (is_chinese && pointer_name(text, at, &pointer) > text_has(text, at, SENSE_CONSENTED))
            break;
        size_t assigned = text_has(text, at, SENSE_ASSIGNED);
        size_t consented = text_has(text, at, SENSE_CONSENTED);
        size_t their = possessor(text, at);
        size_t all = text_has(text, at, SENSE_ALL);
        all = all > 0 ? all : text_has(text, at, SENSE_ANY_OF);
        taken = assigned > 0 ? assigned : consented > 0 ? consented : their > 0 ? their : all;
        subject->assigned = subject->assigned || assigned > 0;
        subject->consented = subject->consented || consented > 0;
        is_their = is_their || their > 0;
        subject->is_all = subject->is_all || (taken > 0 && assigned + consented + their == 0);
        subject->is_their = is_their;
        taken += taken > 0 ? text_has(text, at + taken, SENSE_OF) : 0;
    }
    /* "whoever submitted them" */
    size_t whoever = text_has(text, at, SENSE_WHOEVER);
    size_t made = whoever > 0 ? text_has(text, at + whoever, SENSE_CREATE) : 0;
    size_t made_them = made > 0 ? text_has(text, at + whoever + made, SENSE_THEM) : 0;
    if (made_them > 0) {
        at += whoever + made + made_them;
        subject->noun = "user";
        subject->made = true;
        subject->words = (struct stretch){start, at};
        return at - start;
    }
    size_t field = pointer_name(text, at, &subject->noun);
    size_t class = field == 0 ? 0 : class_behind(text, at + field, subject->noun, &subject->class);
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    if (field > 0 && (class > 0 || (is_their && kind != PERSON_CLIENT) || person == 0)) {
        subject->is_field = true;
        at += field + class;
        /* "the advocate who wrote it" */
        struct subject maker = {.kind = PERSON_USER};
        size_t suffix = person_suffix(text, at, &maker);
        at += maker.made ? suffix : 0;
        /* 作者本人 */
        bool is_chinese = text->units[at - 1].kind == UNIT_CHARACTER;
        at += is_chinese ? text_has(text, at, SENSE_SELF) : 0;
    } else if (person > 0) {
        subject->kind = kind;
        subject->is_anonymous = strcmp(noun, "anonymous") == 0;
        subject->noun = subject->is_anonymous ? "everyone" : noun;
        subject->is_all = subject->is_all || kind == PERSON_EVERYONE;
        const char *last = text->units[at + person - 1].text;
        subject->is_the_one = at > 0 && strcmp(text->units[at - 1].text, "the") == 0 &&
                              last[strlen(last) - 1] != 's' && !subject->is_all;
        at += person;
        size_t rest = kind == PERSON_EVERYONE ? text_has(text, at, SENSE_OTHER) : 0;
        subject->is_rest = rest > 0;
        at += rest;
        at += person_suffix(text, at, subject);
    } else {
        size_t them = text_has(text, at, SENSE_THEM);
        if (them == 0 || are_things(text, at, them))
            return 0;
        subject->is_same = true;
        at += them;
    }
    subject->words = (struct stretch){start, at};
    return at - start;
}

static void add_end(struct subject_ends *ends, size_t end, const struct subject *list)
{
    if (ends->count < MOST_ENDS) {
        ends->items[ends->count].end = end;
        ends->items[ends->count].list = list;
        ends->count++;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): each step takes at least one unit. */
const struct subject_ends *text_subjects(struct text *text, size_t at)
{
    if (at > text->count)
        at = text->count;
    if (text->subjects[at])
        return text->subjects[at];
    struct subject_ends *ends = arena_alloc(text->arena, sizeof *ends);
    text->subjects[at] = ends;
    struct subject subject;
    size_t taken = take_subject(text, at, &subject);
    if (taken == 0)
        return ends;
    size_t end = at + taken;
    /* "everybody else (technicians, nurses)": these */
    const struct subject_ends *meant =
        subject.is_rest && text_is_mark(text, end, "(") ? text_subjects(text, end + 1) : NULL;
    for (size_t i = 0; meant && i < meant->count; i++)
        if (text_is_mark(text, meant->items[i].end, ")"))
            add_end(ends, meant->items[i].end + 1, meant->items[i].list);
    size_t separator = text_separator(text, text_skip(text, end));
    if (separator > 0 && !text_is_joint(text, text_skip(text, end))) {
        size_t next = text_skip(text, text_skip(text, end) + separator);
        const struct subject_ends *more = text_subjects(text, next);
        /* "for their patients and them": what is done with them is missing */
        bool is_them = next < text->count && strcmp(text->units[next].text, "them") == 0;
        for (size_t i = 0; i < more->count && !is_them; i++) {
            struct subject *first = arena_alloc(text->arena, sizeof *first);
            *first = subject;
            first->next = more->items[i].list;
            add_end(ends, more->items[i].end, first);
        }
    }
    struct subject *alone = arena_alloc(text->arena, sizeof *alone);
    *alone = subject;
    add_end(ends, end, alone);
    return ends;
}
