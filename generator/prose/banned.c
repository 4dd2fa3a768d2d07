/* banned.c - see banned.h. */
#include "prose/banned.h"

#include <string.h>

bool banned_are_users(const struct subject *who)
{
    static const char *const nouns[] = {"person", "people", "employee", "individual"};
    bool is_user = who->kind == PERSON_USER;
    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0] && who->noun; i++)
        is_user = is_user || strcmp(nouns[i], who->noun) == 0;
    return is_user;
}

bool banned_as_user(const struct opening *ban, const struct opening *opening)
{
    const struct prose_role *who = opening->role ? opening->role : opening->as;
    return ban->is_of_users && ban->role && ban->role->kind == PERSON_USER &&
           (!who || who->kind != PERSON_ADMIN);
}

/* Whether a noun means whoever works with patients, of whatever profession. */
static bool is_of_any_profession(const char *noun)
{
    static const char *const nouns[] = {"clinician",
                                        "provider",
                                        "practitioner",
                                        "employee",
                                        "clinical staff",
                                        "medical staff",
                                        "healthcare staff",
                                        "care provider",
                                        "health professional",
                                        "healthcare professional",
                                        "medical professional",
                                        "health worker",
                                        "healthcare worker"};
    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
        if (strcmp(nouns[i], noun) == 0)
            return true;
    return false;
}

static bool is_physician(const char *noun)
{
    return strcmp(noun, "doctor") == 0 || strcmp(noun, "physician") == 0 ||
           strcmp(noun, "medic") == 0;
}

/* Whether some sentence opens something to the people of a ban by the word that it calls them. */
static bool has_rights(const struct composer *composer, const struct prose_role *role)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (!opening->is_never && (opening->role == role || opening->as == role))
            return true;
    }
    return false;
}

bool banned_by_other_word(const struct composer *composer, const struct opening *ban,
                          const struct opening *opening)
{
    const struct prose_role *who = opening->role ? opening->role : opening->as;
    if (!who || !ban->role || !ban->role->noun || ban->role->profile || who->kind != PERSON_STAFF ||
        who == ban->role || has_rights(composer, ban->role))
        return false;
    return is_of_any_profession(ban->role->noun) ||
           (is_physician(ban->role->noun) && is_physician(who->noun));
}
