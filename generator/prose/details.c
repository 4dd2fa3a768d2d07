/* details.c - see details.h. A field belongs to them if all words of its name are words for that, so that
 * allergies, numbers of insurances and the like do not. */
#include "prose/details.h"

#include "prose/whose.h"
#include "prose/world.h"

#include <string.h>

/* What names of fields are made of. One that has none of the words of a kind is none of that kind. */
static const char *const contact[] = {
    "contact", "contacts", "phone",  "telephone", "tel",  "mobile", "cell",     "email",  "mail",
    "address", "fax",      "street", "city",      "town", "zip",    "postcode", "postal", NULL};
static const char *const personal[] = {
    "name", "surname",    "nickname", "birth",    "birthday",    "birthdate", "dob", "gender",
    "sex",  "salutation", "title",    "pronouns", "nationality", "language",  NULL};
static const char *const besides[] = {
    "full",    "first",  "last",      "middle",    "given",       "family", "display", "preferred",
    "legal",   "date",   "of",        "day",       "home",        "work",   "private", "number",
    "details", "detail", "data",      "info",      "information", "code",   "line",    "e",
    "country", "house",  "emergency", "secondary", NULL};

static bool is_one_of(const char *word, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == length && memcmp(*words, word, length) == 0)
            return true;
    return false;
}

/* Whether a field is one of the details that are meant. */
static bool is_detail(const struct composer *composer, const struct draft_field *field,
                      enum details details)
{
    bool can_be = (field->type.kind == FIELD_STRING || field->type.kind == FIELD_OBJECT ||
                   field->type.kind == FIELD_DATE) &&
                  !field->model.server_set;
    bool is_of_kind = false;
    const char *at = world_name(composer->world, field->model.name);
    while (can_be && *at != '\0') {
        size_t length = strcspn(at, " ");
        bool is_contact = is_one_of(at, length, contact);
        bool is_personal = details == DETAILS_PERSONAL && is_one_of(at, length, personal);
        is_of_kind = is_of_kind || is_contact || is_personal;
        can_be = is_contact || is_personal || is_one_of(at, length, besides);
        at += length;
        at += *at == ' ' ? 1 : 0;
    }
    return can_be && is_of_kind;
}

/* The class whose fields they are. */
static struct draft_class *profile_of(const struct case_ *one, const struct thing *thing)
{
    if (thing->class)
        return thing->class;
    if (thing->people)
        return world_profile(one->composer->world, thing->people);
    bool is_own = thing->whose == WHOSE_OWN || thing->whose == WHOSE_UNSAID;
    return is_own && one->role ? one->role->profile : NULL;
}

const struct thing *details_of(const struct case_ *one, const struct thing *thing,
                               unsigned operations)
{
    struct arena *arena = one->composer->arena;
    struct thing *meant = arena_alloc(arena, sizeof *meant);
    *meant = *thing;
    meant->details = DETAILS_ALL;
    bool is_whole = case_is_never(one) || operations == DEED_READ || operations == DEED_CREATE;
    if (thing->details == DETAILS_PERSONAL && is_whole)
        return meant;
    struct draft_class *class = profile_of(one, thing);
    const struct field_said **end = &meant->fields;
    for (size_t i = 0; class && i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (!is_detail(one->composer, field, thing->details))
            continue;
        struct field_said *said = arena_alloc(arena, sizeof *said);
        said->name = field->model.name;
        *end = said;
        end = &said->next;
    }
    meant->kind = THING_FIELD;
    meant->class = class;
    return meant->fields ? meant : NULL;
}
