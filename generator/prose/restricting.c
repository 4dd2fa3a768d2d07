/* restricting.c - see restricting.h. Nothing is opened or closed by what is found here: it decides how a
 * sentence that is not read is told of, so that rather too much restricts than too little. */
#include "prose/restricting.h"

#include "prose/people.h"
#include "prose/roles.h"
#include "prose/states.h"

#include <string.h>

enum tell { TELL_RESTRICTING, TELL_KEEPING, TELL_EXCEPTING, TELL_PLACE, TELL_LOOK };

#define RESTRICTING(words, example) {TELL_RESTRICTING, words},
#define KEEPING(words, example) {TELL_KEEPING, words},
#define EXCEPTING(words, example) {TELL_EXCEPTING, words},
#define PLACE(words, example) {TELL_PLACE, words},
#define LOOK(words, example) {TELL_LOOK, words},
static const struct {
    enum tell tell;
    const char *words;
} tells[] = {
#include "prose/restricting.def"
};
#undef RESTRICTING
#undef KEEPING
#undef EXCEPTING
#undef PLACE
#undef LOOK

/* How many units from a place on are these words, "no more than"; 0: they are others. */
static size_t words_at(const struct text *text, size_t at, const char *words, size_t length)
{
    size_t taken = 0;
    for (size_t i = 0; i < length;) {
        if (at + taken >= text->count)
            return 0;
        const char *unit = text->units[at + taken].text;
        size_t size = strlen(unit);
        if (size > length - i || strncmp(unit, words + i, size) != 0)
            return 0;
        i += size;
        bool is_whole = text->units[at + taken].kind != UNIT_WORD || i == length ||
                        words[i] == ' ' || words[i] == '-' || words[i] == '\'';
        if (!is_whole)
            return 0;
        i += i < length && (words[i] == ' ' || words[i] == '-') ? 1 : 0;
        taken++;
    }
    return taken;
}

/* The longest of the table's words at a place. */
static size_t told_at(const struct text *text, size_t at, enum tell tell)
{
    size_t longest = 0;
    for (size_t i = 0; i < sizeof tells / sizeof tells[0]; i++) {
        if (tells[i].tell != tell)
            continue;
        for (const char *word = tells[i].words; *word != '\0';) {
            size_t length = strcspn(word, "|");
            size_t taken = words_at(text, at, word, length);
            longest = taken > longest ? taken : longest;
            word += length + (word[length] == '|' ? 1 : 0);
        }
    }
    return longest;
}

/* What is done with data: a word's sense, and the deed. */
static const struct {
    enum sense sense;
    unsigned deed;
} deeds[] = {
    {SENSE_READ, DEED_READ},      {SENSE_SHOW, DEED_READ},     {SENSE_APPEAR, DEED_READ},
    {SENSE_AVAILABLE, DEED_READ}, {SENSE_ACCESS, DEED_READ},   {SENSE_UNSEEN, DEED_READ},
    {SENSE_PRIVATE, DEED_READ},   {SENSE_RESTRICT, DEED_READ}, {SENSE_SHARE, DEED_READ},
    {SENSE_EXPORT, DEED_READ},    {SENSE_DISCLOSE, DEED_READ}, {SENSE_UPDATE, DEED_UPDATE},
    {SENSE_WRITE, DEED_UPDATE},   {SENSE_DELETE, DEED_DELETE}, {SENSE_CREATE, DEED_CREATE},
    {SENSE_BOOK, DEED_CREATE},    {SENSE_CANCEL, DEED_UPDATE}, {SENSE_MARK_AS, DEED_UPDATE},
    {SENSE_APPROVE, DEED_UPDATE}, {SENSE_PUBLISH, DEED_UPDATE}};

static unsigned deed_at(const struct text *text, size_t at)
{
    unsigned found = told_at(text, at, TELL_KEEPING) > 0 ? DEED_READ : 0;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
        if (text_has(text, at, deeds[i].sense) > 0)
            found |= deeds[i].deed;
    return found;
}

/* "Entries written in anger": what is said of them by no verb, since no "be" or "have" stands before. */
static bool is_participle(const struct text *text, size_t at)
{
    enum { NEAR = 4 };
    const char *word = text->units[at].text;
    size_t length = strlen(word);
    bool is_form = length > 3 && text->units[at].kind == UNIT_WORD &&
                   (strcmp(word + length - 2, "ed") == 0 || strcmp(word + length - 2, "en") == 0);
    for (size_t i = 1; i <= NEAR && i <= at && is_form; i++)
        is_form = text_has(text, at - i, SENSE_BE) == 0 && text_has(text, at - i, SENSE_HAVE) == 0;
    return is_form;
}

/* Whether a word says of which rows or people it is, and not what is done: "approved orders", "the ordering doctor",
 * 上傳後. */
static bool is_said_of(const struct text *text, size_t at)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t taken = 0;
    struct draft_field *field = NULL;
    size_t length = strlen(text->units[at].text);
    bool is_before_people = length > 3 && strcmp(text->units[at].text + length - 3, "ing") == 0 &&
                            at + 1 < text->count && text_person(text, at + 1, &kind, &noun) > 0;
    if (is_before_people || is_participle(text, at))
        return true;
    for (size_t i = 1; i <= 2 && at + i < text->count; i++)
        if (text->units[at].kind == UNIT_CHARACTER && text_has(text, at + i, SENSE_SINCE) > 0)
            return true;
    for (size_t i = 0; i < text->world->draft->classes.count; i++)
        if (world_value(text->world, draft_class_at(text->world->draft, i), &text->units[at],
                        text->count - at, false, &taken, &field))
            return true;
    return false;
}

/* "must not", "but not", "not shown": and not "who are not signed in" or 尚未交付, which say of what it is. */
static bool denies(const struct text *text, size_t at)
{
    static const enum sense before[] = {SENSE_MAY, SENSE_MUST, SENSE_SHOULD, SENSE_OTHERWISE};
    size_t length = text_has(text, at, SENSE_NOT);
    bool is_state = length == 0 || (text->units[at].kind == UNIT_CHARACTER &&
                                    strcmp(text->units[at].text, "不") != 0);
    bool denies = !is_state && deed_at(text, text_skip(text, at + length)) != 0;
    for (size_t i = 0; i < sizeof before / sizeof before[0] && !is_state && at > 0; i++)
        denies = denies || text_has(text, at - 1, before[i]) > 0;
    return denies || (!is_state && at == 0 && text->units[at].kind == UNIT_WORD);
}

/* "No edits after that", "they have no access": and not what there is none of. */
static bool allows_none(const struct text *text, size_t at)
{
    size_t length = text_has(text, at, SENSE_NO);
    bool begins =
        at == 0 || text->units[at - 1].kind == UNIT_MARK || text_separator(text, at - 1) > 0;
    bool is_of_deed = false;
    for (size_t i = at + length; length > 0 && i < text->count && i <= at + length + 1; i++)
        is_of_deed = is_of_deed || deed_at(text, i) != 0;
    return length > 0 && (begins || is_of_deed);
}

size_t restricting_at(const struct text *text, size_t at)
{
    static const enum sense senses[] = {SENSE_ONLY,    SENSE_CANNOT,   SENSE_NOBODY,
                                        SENSE_PREVENT, SENSE_RESTRICT, SENSE_PRIVATE,
                                        SENSE_UNSEEN,  SENSE_NOTHING,  SENSE_EXCEPT,
                                        SENSE_UNLESS,  SENSE_NOR,      SENSE_APPEND_ONLY};
    size_t longest = 0;
    for (enum tell tell = TELL_RESTRICTING; tell <= TELL_EXCEPTING; tell++) {
        size_t length = told_at(text, at, tell);
        longest = length > longest ? length : longest;
    }
    for (size_t i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        size_t length = text_has(text, at, senses[i]);
        longest = length > longest ? length : longest;
    }
    if (longest == 0 && denies(text, at))
        longest = text_has(text, at, SENSE_NOT);
    return longest > 0 || !allows_none(text, at) ? longest : text_has(text, at, SENSE_NO);
}

bool restricting_excepts(const struct text *text, size_t at)
{
    return told_at(text, at, TELL_EXCEPTING) > 0 || text_has(text, at, SENSE_EXCEPT) > 0 ||
           text_has(text, at, SENSE_UNLESS) > 0;
}

static void add_class(struct restricted *what, const struct draft_class *class)
{
    for (size_t i = 0; i < what->class_count; i++)
        if (what->classes[i] == class)
            return;
    if (what->class_count < MOST_RESTRICTED)
        what->classes[what->class_count++] = class;
}

/* Whether a word that can be a verb is a noun: "the comment". */
static bool is_noun(const struct text *text, size_t at)
{
    static const char *const before[] = {"the",   "a",   "an",  "of", "'s",
                                         "their", "his", "her", "its"};
    bool is_noun = text->units[at].kind == UNIT_CHARACTER;
    for (size_t i = 0; i < sizeof before / sizeof before[0] && at > 0; i++)
        is_noun = is_noun || strcmp(text->units[at - 1].text, before[i]) == 0;
    return is_noun;
}

/* The field of the first class that stands at a place, or of the only class that has such a one. */
static void find_field(const struct composer *composer, const struct text *text, size_t at,
                       struct restricted *what)
{
    const struct draft_class *found = NULL;
    for (size_t i = 0; i < composer->draft->classes.count && !what->field; i++) {
        const struct draft_class *class = draft_class_at(composer->draft, i);
        size_t taken = 0;
        const struct draft_field *field =
            class->model.builtin || (what->class_count > 0 && class != what->classes[0])
                ? NULL
                : text_field(text, at, class, &taken);
        bool is_state = field && field->type.kind == FIELD_BOOLEAN; /* "urgent results" */
        if (!field || world_target(field) || is_state ||
            (deed_at(text, at) != 0 && !is_noun(text, at)))
            continue;
        found = class;
        what->field = field;
    }
    if (found)
        add_class(what, found);
}

/* What a word is a value of, "urgent" where the class has such a Boolean, and whom its pointers name. */
static void find_state(const struct text *text, struct restricted *what)
{
    const struct draft_class *class = what->classes[0];
    for (size_t at = 0; at < text->count; at++) {
        size_t taken = 0;
        struct draft_field *field = NULL;
        const char *value = world_value(text->world, class, &text->units[at], text->count - at,
                                        false, &taken, &field);
        if (value && !what->state) {
            what->state = field;
            what->value = states_value(text->arena, value);
        }
        struct draft_field *named = text_field(text, at, class, &taken);
        const char *target = named ? world_target(named) : NULL;
        if (named && !what->state && named->type.kind == FIELD_BOOLEAN) {
            what->state = named;
            what->value = "true";
        }
        if (target && !what->user && strcmp(target, "_User") == 0)
            what->user = named;
    }
}

/* Notes the person at a place; returns how many units name him. */
static size_t note_person(struct composer *composer, const struct text *text, size_t at,
                          struct restricted *what)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t taken = text_person(text, at, &kind, &noun);
    for (size_t i = 0; taken > 0 && i < composer->roles.count && !what->role; i++) {
        const struct prose_role *role = composer->roles.items[i];
        bool is_it = strcmp(role->noun, noun) == 0 && role->is_introduced;
        what->role = is_it && (role->kind == PERSON_STAFF || role->kind == PERSON_ADMIN)
                         ? role->plural
                         : NULL;
    }
    return taken;
}

/* The audit trail, by a word that may name a class, too: 審計日誌 where there are diaries, 日誌. */
static size_t trail_at(const struct text *text, size_t at)
{
    static const enum sense senses[] = {SENSE_AUDIT_ENTRY, SENSE_LOG};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        size_t length = text_has(text, at, senses[i]);
        longest = length > longest ? length : longest;
    }
    /* "Audit all changes, log readable by admins only" */
    bool begins = at == 0 || text->units[at - 1].kind == UNIT_MARK ||
                  strcmp(text->units[at - 1].text, "the") == 0;
    return longest == 0 && begins && strcmp(text->units[at].text, "log") == 0 ? 1 : longest;
}

/* What the words from a place on are about, up to an end: the classes, and unless these alone are wanted the
 * rest, too. Returns whether it is the audit trail. */
static bool scan(struct composer *composer, const struct text *text, struct stretch words,
                 struct restricted *what, bool is_whole)
{
    bool is_trail = false;
    for (size_t at = words.first; at < words.end;) {
        size_t taken = 0;
        bool is_short = false;
        const struct draft_class *class = text_class(text, at, &taken, &is_short);
        struct restricted of = {.role = what->role};
        size_t person = note_person(composer, text, at, &of);
        size_t trail = trail_at(text, at);
        if (trail > 0 && (!class || trail > taken || is_short)) {
            is_trail = true;
            at += trail;
        } else if (class && taken > person) {
            add_class(what, class);
            at += taken;
        } else if (person > 0) {
            what->role = of.role;
            at += person;
        } else {
            what->deeds |= is_whole && !is_said_of(text, at) ? deed_at(text, at) : 0;
            if (is_whole)
                find_field(composer, text, at, what);
            at++;
        }
    }
    return is_trail;
}

/* The words between two marks from a place on. */
static struct stretch stretch_from(const struct text *text, size_t first)
{
    size_t end = first;
    while (end < text->count && text->units[end].kind != UNIT_MARK)
        end++;
    return (struct stretch){first, end};
}

/* The last words between marks before a place that name a class. Returns whether they are about the trail. */
static bool scan_before(struct composer *composer, const struct text *text, size_t end,
                        struct restricted *what)
{
    bool is_trail = false;
    while (end > 0 && what->class_count == 0 && !is_trail) {
        size_t first = end - 1;
        while (first > 0 && text->units[first - 1].kind != UNIT_MARK)
            first--;
        is_trail = scan(composer, text, stretch_from(text, first), what, false);
        end = first;
    }
    what->class_count = is_trail ? 0 : what->class_count;
    return is_trail;
}

/* What else the whole sentence tells. */
struct told {
    struct restricted names; /* all classes that it names */
    bool names_people;
    bool has_look;
    bool has_place;
    bool is_general; /* "all records", "anything" */
    bool has_access;
    bool has_modal;
};

static struct told tell_of_whole(struct composer *composer, const struct text *text)
{
    struct told told = {.has_look = false};
    (void)scan(composer, text, (struct stretch){0, text->count}, &told.names, false);
    told.names_people = told.names.role;
    for (size_t at = 0; at < text->count;) {
        size_t taken = 0;
        bool is_short = false;
        struct restricted of = {.role = NULL};
        size_t person = note_person(composer, text, at, &of);
        bool is_class = text_class(text, at, &taken, &is_short) && taken > person;
        told.has_place = told.has_place || told_at(text, at, TELL_PLACE) > 0;
        told.has_look = told.has_look || told_at(text, at, TELL_LOOK) > 0;
        told.names_people = told.names_people || person > 0 || text_has(text, at, SENSE_NOBODY) > 0;
        told.has_access = told.has_access || text_has(text, at, SENSE_ACCESS) > 0;
        told.has_modal = told.has_modal || text_has(text, at, SENSE_MAY) > 0;
        told.is_general =
            told.is_general || (!is_class && (text_has(text, at, SENSE_RECORDS) > 0 ||
                                              text_has(text, at, SENSE_EVERYTHING) > 0 ||
                                              strcmp(text->units[at].text, "anything") == 0 ||
                                              text_has(text, at, SENSE_NOTHING) > 0));
        at += is_class ? taken : person > 0 ? person : 1;
    }
    return told;
}

/* Whether nobody else than some people is let do something, whatever that is: "Only pharmacists may dispense." */
static bool is_of_people(const struct text *text, const bool *restricts, const struct told *told)
{
    bool is_of_people = false;
    for (size_t at = 0; at < text->count && told->has_modal && told->names_people; at++)
        is_of_people = is_of_people || (restricts[at] && (text_has(text, at, SENSE_ONLY) > 0 ||
                                                          text_has(text, at, SENSE_NOBODY) > 0));
    return is_of_people;
}

/* Whether a sentence that names nobody says how something looks, or what is shown where. */
static bool is_of_looks(const struct text *text, const bool *restricts, const struct told *told)
{
    bool is_selection = told->has_place;
    for (size_t at = 0; at < text->count && is_selection; at++)
        is_selection = !restricts[at] || text_has(text, at, SENSE_ONLY) > 0;
    return !told->names_people && (told->has_look || is_selection);
}

struct restricted restricting_what(struct composer *composer, const struct text *text,
                                   const bool *restricts)
{
    struct restricted what = {.class_count = 0};
    const struct told told = tell_of_whole(composer, text);
    size_t begins = text->count;
    for (size_t at = 0; at < text->count;) {
        struct stretch words = stretch_from(text, at);
        bool is_it = false;
        for (size_t i = words.first; i < words.end; i++)
            is_it = is_it || restricts[i];
        begins = is_it && at < begins ? at : begins;
        what.is_of_trail = (is_it && scan(composer, text, words, &what, true)) || what.is_of_trail;
        at = words.end + 1;
    }
    bool is_named = what.class_count > 0;
    if (!is_named && !what.is_of_trail)
        what.is_of_trail = scan_before(composer, text, begins, &what);
    if (told.is_general && !is_named)
        what.class_count = 0;
    /* "but only until that access expires" is about what it gives access to. */
    for (size_t i = 0; what.class_count == 1 && i < told.names.class_count; i++)
        if (world_is_grant(text->world, what.classes[0]) &&
            !world_is_grant(text->world, told.names.classes[i]))
            what.classes[0] = told.names.classes[i];
    if (what.class_count == 1 && told.is_general && world_is_grant(text->world, what.classes[0]))
        what.class_count = 0; /* "must not see anything without a consent" */
    if (what.class_count == 0 && what.is_of_trail && draft_class(composer->draft, AUDIT_CLASS))
        add_class(&what, draft_class(composer->draft, AUDIT_CLASS));
    if (what.class_count > 0)
        find_state(text, &what);
    bool is_of_access =
        (what.deeds & DEED_READ && (told.has_access || told.is_general || what.is_of_trail)) ||
        (told.names_people && (what.deeds != 0 || told.is_general)) ||
        is_of_people(text, restricts, &told);
    what.is_of_data =
        (what.class_count > 0 || is_of_access) && !is_of_looks(text, restricts, &told);
    return what;
}
