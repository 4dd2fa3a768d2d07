/* roles.c - who there is; see compose.h. */
#include "prose/roles.h"

#include "base/names.h"
#include "prose/people.h"
#include "prose/reading.h"
#include "prose/rules.h"

#include <ctype.h>
#include <string.h>

/* "lab technician" -> "labTechnician" */
static char *camel(struct arena *arena, const char *noun)
{
    char *name = arena_strdup(arena, noun);
    size_t length = 0;
    for (const char *c = noun; *c != '\0'; c++) {
        bool starts = c > noun && c[-1] == ' ';
        if (*c != ' ')
            name[length++] = starts ? (char)toupper((unsigned char)*c) : *c;
    }
    name[length] = '\0';
    return name;
}

/* A word that stands for many already. */
static bool is_collective(const char *noun)
{
    static const char *const words[] = {"staff", "billing", "sales", "everyone", "personnel"};
    const char *space = strrchr(noun, ' ');
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], space ? space + 1 : noun) == 0)
            return true;
    return false;
}

/* The plural of a role's name; "craftsmen". */
static const char *plural_of(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, "sman") == 0)
        return arena_printf(arena, "%.*sen", (int)length - 2, name);
    return names_plural(arena, name);
}

/* The one role whose noun ends with this one: "engineers" are the service engineers that were spoken
 * of. */
static struct prose_role *longer_role(const struct composer *composer, const char *noun)
{
    struct prose_role *found = NULL;
    for (size_t i = 0; i < composer->roles.count; i++) {
        struct prose_role *role = composer->roles.items[i];
        const char *last = strrchr(role->noun, ' ');
        if (role->kind != PERSON_STAFF || !last || strcmp(last + 1, noun) != 0)
            continue;
        if (found)
            return NULL;
        found = role;
    }
    return found;
}

struct prose_role *compose_role(struct composer *composer, enum person_kind kind, const char *noun)
{
    struct draft_class *profile = world_profile(composer->world, noun);
    /* Clients without a class of their own are whoever has an account. */
    bool is_user = kind == PERSON_USER ||
                   (kind == PERSON_CLIENT &&
                    (!profile || world_distance(composer->world, profile, "_User") < 0));
    if (is_user) {
        kind = PERSON_USER;
        noun = "user";
        profile = NULL;
    }
    for (size_t i = 0; i < composer->roles.count; i++) {
        struct prose_role *role = composer->roles.items[i];
        if (strcmp(role->noun, noun) == 0)
            return role;
    }
    struct prose_role *longer = longer_role(composer, noun);
    if (longer)
        return longer;
    struct prose_role *role = arena_alloc(composer->arena, sizeof *role);
    char *name = camel(composer->arena, noun);
    *role =
        (struct prose_role){.kind = kind,
                            .noun = noun,
                            .name = name,
                            .plural = is_collective(noun) ? name : plural_of(composer->arena, name),
                            .profile = profile,
                            .is_introduced = kind == PERSON_USER || kind == PERSON_EVERYONE};
    vector_add(&composer->roles, composer->arena, role);
    return role;
}

/* The class of a profession leads to its users, or gets a pointer that does. */
static void give_user(struct composer *composer, const struct prose_role *role)
{
    const char *class = role->profile->model.name;
    if (world_distance(composer->world, role->profile, "_User") > 0)
        return;
    compose_line(composer,
                 arena_printf(composer->arena, "%s also has user, a Pointer to User.", class));
    compose_line(
        composer,
        arena_printf(composer->arena, "Admins can read, create, update and delete all %s.", class));
    compose_line(composer,
                 arena_printf(composer->arena, "Admins can update only user of all %s.", class));
    compose_assumption(composer,
                       "%s gets a user, so that it can be told who the %s are; admins keep it",
                       class, role->plural);
}

struct prose_role *compose_introduced(struct composer *composer, enum person_kind kind,
                                      const char *noun)
{
    struct prose_role *role = compose_role(composer, kind, noun);
    const char *plural = compose_capital(composer->arena, role->plural);
    if (role->is_introduced)
        return role;
    role->is_introduced = true;
    if (role->kind == PERSON_CLIENT) {
        compose_line(composer, arena_printf(composer->arena, "%s are users with a %s.", plural,
                                            role->profile->model.name));
        return role;
    }
    if (role->profile)
        give_user(composer, role);
    compose_line(composer, arena_printf(composer->arena, "%s are users in the role %s%s%s.", plural,
                                        role->name, role->profile ? " with a " : "",
                                        role->profile ? role->profile->model.name : ""));
    if (role->kind == PERSON_STAFF && !role->is_approved) {
        role->is_approved = true;
        (void)compose_admins(composer);
        role->assumed[0] = compose_line(
            composer, arena_printf(composer->arena, "%s wait for approval by admins.", plural));
        role->assumed[1] = compose_assumption(
            composer, "nobody becomes one of the %s without being approved", role->plural);
        const char *last = strrchr(role->noun, ' ');
        if (last)
            compose_assumption(composer, "%s are a role of their own, apart from any other %s",
                               role->plural, names_plural(composer->arena, last + 1));
    }
    return role;
}

struct prose_role *compose_admins(struct composer *composer)
{
    return compose_introduced(composer, PERSON_ADMIN, "admin");
}

void compose_assignment(struct composer *composer)
{
    (void)compose_admins(composer);
    compose_line(composer, "Admins can read, create, update and delete all CareAssignment.");
}

/* Whether the field's name has the noun: "treatingClinician" that of a clinician. */
static bool names_noun(const struct composer *composer, const struct draft_field *field,
                       const char *noun)
{
    return world_has_word(world_words(composer->arena, field->model.name), noun);
}

/* Whether others are called so: the nurse of a row is no head nurse, where there are nurses. */
static bool are_others(const struct composer *composer, const struct prose_role *role,
                       const char *noun)
{
    for (size_t i = 0; i < composer->roles.count; i++) {
        const struct prose_role *other = composer->roles.items[i];
        if (other != role && strcmp(other->noun, noun) == 0)
            return true;
    }
    return false;
}

/* Whether a pointer is called by those of a role. */
static bool is_of_role(const struct composer *composer, const struct draft_field *field,
                       const struct prose_role *role)
{
    const char *target = field->model.server_set ? NULL : world_target(field);
    const char *last = strrchr(role->noun, ' ');
    return target && strcmp(target, "_User") == 0 &&
           (names_noun(composer, field, role->noun) ||
            (last && names_noun(composer, field, last + 1) &&
             !are_others(composer, role, last + 1)));
}

const struct draft_field *compose_role_field(const struct composer *composer,
                                             const struct draft_class *class,
                                             const struct prose_role *role)
{
    const struct draft_field *by_name = NULL;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        const char *target = world_target(field);
        if (!target || field->model.server_set)
            continue;
        if (role->profile && strcmp(target, role->profile->model.name) == 0)
            return field;
        if (is_of_role(composer, field, role))
            by_name = field;
    }
    return by_name;
}

/* Whether the name of a pointer begins with one of some words, the last of them NULL. */
static bool begins_with(const struct draft_field *field, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        size_t length = strlen(words[i]);
        char next = field->model.name[strnlen(field->model.name, length)];
        if (strncmp(field->model.name, words[i], length) == 0 && !(next >= 'a' && next <= 'z'))
            return true;
    }
    return false;
}

const struct draft_field *compose_giving_field(const struct composer *composer,
                                               const struct draft_class *class,
                                               const struct prose_role *role)
{
    static const char *const givers[] = {"from",     "sending",   "referring", "requesting",
                                         "ordering", "outgoing",  "handing",   "issuing",
                                         "creating", "reporting", "writing",   NULL};
    static const char *const takers[] = {"to",        "receiving", "incoming",  "accepting",
                                         "recipient", "receiver",  "addressee", "target",
                                         "consulted", NULL};
    const struct draft_field *giver = NULL;
    const struct draft_field *only = NULL;
    size_t count = 0;
    size_t givers_count = 0;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (!is_of_role(composer, field, role) || begins_with(field, takers))
            continue;
        count++;
        only = field;
        givers_count += begins_with(field, givers) ? 1 : 0;
        giver = begins_with(field, givers) ? field : giver;
    }
    return givers_count == 1 ? giver : count == 1 ? only : NULL;
}

size_t compose_count_role_fields(const struct composer *composer, const struct draft_class *class,
                                 const struct prose_role *role)
{
    size_t count = 0;
    for (size_t i = 0; i < class->fields.count; i++)
        count += is_of_role(composer, draft_field_at(class, i), role) ? 1 : 0;
    return count;
}

bool compose_points_at(const struct composer *composer, const struct thing *thing,
                       const struct draft_class *class, const struct prose_role *role)
{
    return thing->kind == THING_PEOPLE && thing->class == class && class && composer->client &&
           class != composer->client->profile && compose_role_field(composer, class, role);
}

void compose_known_roles(struct composer *composer)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *at = rule->slots[SLOT_ROLES];
        for (; at && (rule->kind == RULE_ROLE || rule->kind == RULE_APPROVAL); at = at->next) {
            struct units units =
                units_of_text(composer->arena, world_words(composer->arena, at->name.text));
            struct text *text = text_new(composer->arena, composer->world, units);
            enum person_kind kind = PERSON_STAFF;
            const char *noun = NULL;
            if (units.count == 0 || text_person(text, 0, &kind, &noun) != units.count)
                continue;
            struct prose_role *role = compose_role(composer, kind, noun);
            role->is_introduced = role->is_introduced || rule->kind == RULE_ROLE;
            role->is_approved = true;
        }
    }
}
