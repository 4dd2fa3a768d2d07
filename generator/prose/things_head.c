/* things_head.c - the head of a thing: a class, fields of one, records, people, files; see things.h. */
#include "prose/things.h"

#include "prose/people.h"
#include "prose/things_chinese.h"
#include "prose/things_what.h"

#include <string.h>

enum { FARTHEST_CLASS = 14 };

struct draft_class *thing_class_at(const struct text *text, size_t at, size_t *taken,
                                   bool *is_short)
{
    *taken = 0;
    *is_short = false;
    if (at >= text->count || text->units[at].kind == UNIT_MARK)
        return NULL;
    struct draft_class *class = text_class(text, at, taken, is_short);
    /* A last word alone names a class only if the lexicon has no other use for it: "records". */
    bool is_record = class && *is_short && text_says(text, at, SENSE_RECORDS, *taken + 1) > 0;
    if (!is_record || text_has(text, at, SENSE_LOOSE) > 0)
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
    return text_field(text, at, class, taken);
}

/* "records" or "entries" behind a class. */
static size_t records_behind(const struct text *text, size_t at)
{
    size_t end = thing_chinese_end(text, at);
    if (end > 0)
        return end;
    size_t of = text_has(text, at, SENSE_OF);
    size_t records = text_has(text, at, SENSE_RECORDS);
    if (records == 0 && text_is_chinese(text, at, "檔案")) /* 兒童檔案 */
        return text_has(text, at, SENSE_PROFILE);
    if (records == 0 && of > 0 && text->units[at].kind == UNIT_CHARACTER) {
        of += text_has(text, at + of, SENSE_ALL); /* 病人的所有紀錄 */
        size_t behind = text_has(text, at + of, SENSE_RECORDS);
        records = behind > 0 ? of + behind : 0;
    }
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
        if (!field || (end > start && thing_is_owner_of_next(text, at, taken)))
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

/* "photos in daily notes" */
static bool is_place_word(const char *word)
{
    return strcmp(word, "in") == 0 || strcmp(word, "on") == 0 || strcmp(word, "from") == 0;
}

/* "the status and notes of visits": fields before their class. The class may be a person's: "phone
 * numbers of parents". */
static size_t fields_of_class(struct text *text, size_t at, struct thing *thing)
{
    size_t limit = at + FARTHEST_CLASS < text->count ? at + FARTHEST_CLASS : text->count;
    for (size_t i = at + 1; i < limit; i++) {
        size_t of = text_has(text, i, SENSE_OF);
        of = of == 0 && is_place_word(text->units[i].text) ? 1 : of;
        if (of == 0 || text->units[i].kind == UNIT_CHARACTER)
            continue;
        size_t place = text_skip(text, i + of);
        place += text_has(text, place, SENSE_ALL);
        size_t their = text_has(text, place, SENSE_THEIR);
        place = text_skip(text, place + their);
        size_t taken = 0;
        bool is_short = false;
        struct thing found = *thing;
        struct draft_class *class = thing_class_at(text, place, &taken, &is_short);
        if (!class) { /* "the interpreter of a requested job" */
            place += thing_take_value_before(text, place, &found);
            class = thing_class_at(text, place, &taken, &is_short);
        }
        if (!class) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            taken = text_person(text, place, &kind, &noun);
            class = taken > 0 ? profile_of(text, noun) : NULL;
        }
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

bool thing_is_english_of(const struct text *text, size_t at)
{
    return at < text->count && strcmp(text->units[at].text, "of") == 0;
}

/* "Visit notes", "the patient's address", "Visit.notes", in Chinese with 的 between. */
static size_t fields_behind_class(struct text *text, size_t at, struct thing *thing)
{
    size_t of = text_is_mark(text, at, ".") ? 1 : text_has(text, at, SENSE_OF);
    /* "visits of their patients" are no field of visits, nor are "prescriptions the their patients". */
    bool is_apart = of == 0 && at < text->count && text->units[at].kind == UNIT_WORD &&
                    (text_skip(text, at) > at || text_has(text, at, SENSE_THEIR) > 0);
    size_t taken = thing_is_english_of(text, at) || is_apart
                       ? 0
                       : thing_fields_at(text, at + of, thing->class, thing);
    if (taken == 0)
        return 0;
    thing->kind = THING_FIELD;
    return of + taken;
}

/* "the patient's initials" for patientInitials */
static size_t possessive_field(struct text *text, size_t at, struct thing *thing)
{
    enum { MOST = 4 };
    struct unit units[MOST];
    size_t count = 0;
    bool is_possessive = at + 2 < text->count && strcmp(text->units[at + 1].text, "'s") == 0;
    for (size_t i = at; is_possessive && i < text->count && count < MOST; i++)
        if (i != at + 1)
            units[count++] = text->units[i];
    const struct draft *draft = text->world->draft;
    const struct draft_field *found = NULL;
    size_t longest = 1; /* of the first word alone it says something else */
    for (size_t i = 0; i < draft->classes.count && count > 0; i++) {
        size_t taken = 0;
        const struct draft_class *class = draft_class_at(draft, i);
        const struct draft_field *field =
            class->model.builtin ? NULL : world_field(text->world, class, units, count, &taken);
        if (!field || taken <= longest || world_target(field))
            continue;
        longest = taken;
        found = field;
    }
    if (!found)
        return 0;
    thing->fields = NULL;
    add_field(text, thing, found->model.name);
    return longest + 1;
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
    if (longest == 0)
        longest = possessive_field(text, at, thing);
    if (longest > 0)
        thing->kind = THING_FIELD;
    return longest;
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
        bool reserves = count > 0 && (strcmp(forms[count - 1], "book") == 0 ||
                                      strcmp(forms[count - 1], "reserve") == 0);
        if (reserves && text_has(text, at - back, SENSE_BOOK) > 0)
            return "book"; /* "reserve a bed": a bed booking */
        return count > 0 && text_has(text, at - back, SENSE_CREATE) > 0 ? forms[count - 1] : NULL;
    }
    return NULL;
}

/* The verb behind a place with "be" before it, in its base form: "request" behind "sets are requested". */
static const char *verb_behind(const struct text *text, size_t at)
{
    enum { FARTHEST = 3 };
    for (size_t i = at + 1; i <= at + FARTHEST && i < text->count; i++) {
        size_t be = text_has(text, i, SENSE_BE);
        size_t place = text_skip(text, i + be);
        bool is_verb = be > 0 && place < text->count && text->units[place].kind == UNIT_WORD &&
                       text_has(text, place, SENSE_CREATE) > 0;
        const char *forms[LEXICON_FORMS];
        size_t count = is_verb ? lexicon_forms(text->arena, text->units[place].text, forms) : 0;
        if (be > 0)
            return count > 0 ? forms[count - 1] : NULL;
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
    verb = class || verb ? verb : verb_behind(text, at);
    if (verb)
        class = world_object_of(text->world, verb, units, text->count - at, &taken);
    if (!class && units[0].kind == UNIT_CHARACTER)
        class = thing_chinese_object(text, at, &taken);
    if (class) {
        thing->kind = THING_CLASS;
        thing->class = class;
        thing->is_short = false;
        for (size_t i = at; i < at + taken; i++)
            thing->whose = text_has(text, i, SENSE_THEIR) > 0 ? WHOSE_OWN : thing->whose;
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

static bool is_behind_unknown(const struct text *text, size_t at)
{
    return at > 0 && at < text->count && text->units[at].kind == UNIT_CHARACTER &&
           text->units[at - 1].kind == UNIT_CHARACTER && text_is_unknown(text, at - 1) &&
           !text_ends_phrase(text, at - 1);
}

/* Whether some class has the field as a file: 活動照片 are no files of a text called activity. */
static bool is_file_field(const struct text *text, const struct thing *thing)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; thing->fields && i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        const struct draft_field *field = map_get(&class->field_of, thing->fields->name);
        if (field && (field->type.kind == FIELD_FILE || field->type.element == FIELD_FILE))
            return true;
    }
    return false;
}

/* "phone numbers", "contact data", "pdf files": a noun behind a field that says no more. */
static size_t field_noun(const struct text *text, size_t at, const struct thing *field)
{
    size_t taken = text_has(text, at, SENSE_NUMBERS);
    bool is_file =
        text->units[at > 0 ? at - 1 : 0].kind != UNIT_CHARACTER || is_file_field(text, field);
    taken = taken > 0 || !is_file ? taken : text_has(text, at, SENSE_FILES);
    return taken > 0 ? taken : text_has(text, at, SENSE_RECORDS);
}

/* A class, with what stands behind its name. */
static size_t class_head(struct text *text, size_t at, size_t taken, struct thing *thing)
{
    size_t version = text_has(text, at + taken, SENSE_VERSION);
    bool is_plain = version == 0 && !are_values(text, at + taken);
    /* 報告病人看不到: people who do not see it, and no pointer of it */
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_person = at + taken < text->count && text->units[at + taken].kind == UNIT_CHARACTER &&
                     text_person(text, at + taken, &kind, &noun) > 0;
    size_t state = thing_state_behind(text, at + taken, thing);
    if (state > 0)
        return taken + state;
    size_t behind = is_plain && !is_person ? fields_behind_class(text, at + taken, thing) : 0;
    if (behind == 0 && is_plain)
        behind = thing_draft_behind(text, at + taken, thing);
    size_t files = behind + version > 0 ? 0 : text_has(text, at + taken, SENSE_FILES);
    thing->says_version = thing->says_version || version > 0;
    if (files > 0 && world_has_files(thing->class)) {
        thing->kind = THING_FILES;
        return taken + files;
    }
    return taken + (behind > 0 ? behind : version > 0 ? version : records_behind(text, at + taken));
}

/* People, whose records are meant or who have a class. */
static size_t person_head(struct text *text, size_t at, size_t person, struct thing *thing)
{
    size_t behind = thing->class ? fields_behind_class(text, at + person, thing) : 0;
    size_t list = behind == 0 ? text_has(text, at + person, SENSE_LISTS) : 0;
    thing->whose = list > 0 && thing->whose == WHOSE_UNSAID ? WHOSE_ALL : thing->whose;
    return person + behind + list;
}

/* "contact details", 基本資料 */
static size_t details_at(const struct text *text, size_t at)
{
    size_t contact = text_has(text, at, SENSE_CONTACT_DETAILS);
    size_t personal = text_has(text, at, SENSE_PERSONAL_DETAILS);
    return contact > personal ? contact : personal;
}

/* A field without its class, if it is named by no fewer words than something else is; or a noun that
 * means one kind of thing wherever it stands. */
static size_t word_head(struct text *text, size_t at, struct thing *thing)
{
    static const struct {
        enum sense sense;
        enum thing_kind kind;
    } words[] = {{SENSE_EVERYTHING, THING_ALL},
                 {SENSE_RECORDS, THING_RECORDS},
                 {SENSE_DRAFT, THING_DRAFTS},
                 {SENSE_FILES, THING_FILES},
                 {SENSE_FEEDBACK, THING_FEEDBACK},
                 {SENSE_THEM, THING_SAME},
                 {SENSE_PROFILE, THING_PROFILE},
                 {SENSE_CONTACT_DETAILS, THING_PROFILE},
                 {SENSE_PERSONAL_DETAILS, THING_PROFILE}};
    size_t taken = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = text_has(text, at, words[i].sense);
        /* Behind a word that nobody knows, 紀錄 are not all records; nor are "measurements" where
         * several classes are called so. */
        if (words[i].sense == SENSE_RECORDS &&
            (is_behind_unknown(text, at) ||
             (length > 0 && text_has(text, at, SENSE_LOOSE) == length &&
              world_ends_so(text->world, &text->units[at], length))))
            continue;
        if (length > taken) {
            thing->kind = words[i].kind;
            taken = length;
        }
    }
    /* 個人資料 are records where they are read, and details of people where they are changed. */
    if (taken > 0 && taken == details_at(text, at))
        thing->details =
            text_has(text, at, SENSE_CONTACT_DETAILS) == taken ? DETAILS_CONTACT : DETAILS_PERSONAL;
    size_t rest =
        taken > 0 && thing->kind == THING_ALL ? text_has(text, at + taken, SENSE_OTHER) : 0;
    thing->whose = rest > 0 ? WHOSE_OTHER : thing->whose;
    taken += rest;
    struct thing field = *thing;
    size_t bare = bare_field(text, at, &field);
    if (bare > 0 && bare >= taken) {
        *thing = field;
        return bare + field_noun(text, at + bare, thing);
    }
    size_t more = thing->kind == THING_FILES ? text_has(text, at + taken, SENSE_FILES) : 0;
    return taken + (taken > 0 ? more : 0); /* "PDF files" */
}

/* The one class whose objects let others read, by what is done: "a share", "consents". */
static size_t grant_head(const struct text *text, size_t at, struct thing *thing)
{
    size_t share = text_has(text, at, SENSE_SHARE);
    size_t taken = share > 0 ? share : text_has(text, at, SENSE_CONSENT);
    thing->class = taken > 0 ? world_grant(text->world) : NULL;
    return thing->class ? taken : 0;
}

bool thing_is_data_of_person(const struct text *text, size_t at, size_t person)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    return at + person < text->count && text->units[at].kind == UNIT_CHARACTER &&
           text_has(text, at + person, SENSE_RECORDS) > 0 &&
           text_person(text, at, &kind, &noun) == person && profile_of(text, noun);
}

size_t thing_take_head(struct text *text, size_t at, struct thing *thing)
{
    size_t what = thing_what_head(text, at, thing);
    if (what > 0)
        return what;
    size_t fields = fields_of_class(text, at, thing);
    if (fields > 0)
        return fields;
    size_t taken = 0;
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    struct draft_class *class = thing_class_at(text, at, &taken, &thing->is_short);
    /* 個人資料, also where some class is called so by its last word only */
    size_t details = details_at(text, at);
    if (class ? thing->is_short && details >= taken : person > 0 && details > person)
        return word_head(text, at, thing);
    size_t compound = !class || thing->is_short ? compound_head(text, at, thing) : 0;
    if (compound > 0)
        return compound;
    if (class && taken >= person) {
        bool is_data = thing->whose != WHOSE_ASSIGNED && thing_is_data_of_person(text, at, person);
        thing->kind =
            person == taken && kind == PERSON_CLIENT && !is_data ? THING_PEOPLE : THING_CLASS;
        thing->class = class;
        thing->people = person == taken ? noun : thing->people;
        return class_head(text, at, taken, thing);
    }
    struct thing own = *thing;
    size_t own_field = bare_field(text, at, &own);
    if (own_field > person && own_field > taken) { /* "coach notes" */
        *thing = own;
        return own_field + field_noun(text, at + own_field, thing);
    }
    struct draft_class *profile = person > 0 ? profile_of(text, noun) : NULL;
    /* What only ends as people do, "viists", has no records; nor have "users" that admins manage. */
    bool is_some = thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN;
    bool has_records =
        kind == PERSON_CLIENT || (is_some && (kind == PERSON_USER || kind == PERSON_EVERYONE));
    if (person > 0 && (profile || has_records)) {
        bool is_data = thing->whose != WHOSE_ASSIGNED && thing_is_data_of_person(text, at, person);
        thing->kind = has_records && !is_data ? THING_PEOPLE : THING_CLASS;
        thing->class = profile;
        thing->people = noun;
        return is_data ? class_head(text, at, person, thing) : person_head(text, at, person, thing);
    }
    /* "audit entries", where there is a class for them */
    size_t entry = text_has(text, at, SENSE_AUDIT_ENTRY);
    struct draft_class *trail = entry > 1 ? draft_class(text->world->draft, AUDIT_CLASS) : NULL;
    if (trail) {
        thing->kind = THING_CLASS;
        thing->class = trail;
        return entry + text_has(text, at + entry, SENSE_RECORDS);
    }
    size_t word = word_head(text, at, thing);
    return word > 0 ? word : grant_head(text, at, thing);
}
