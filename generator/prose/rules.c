/* rules.c - clauses about the audit trail, encryption, accounts and sessions; see compose.h. */
#include "prose/rules.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/classes.h"
#include "prose/narrowed.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/steps.h"

#include <string.h>

const char *compose_capital(struct arena *arena, const char *word)
{
    char *copy = arena_strdup(arena, word);
    if (copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 'a' + 'A');
    return copy;
}

const char *compose_article(const char *name)
{
    return strchr("AEIOUaeiou", name[0]) ? "an" : "a";
}

static void add_name(struct composer *composer, struct vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return;
    vector_add(names, composer->arena, (void *)(uintptr_t)name);
}

/* Whether one of the classes of records points at the class. */
static bool has_records(const struct composer *composer, const struct draft_class *class,
                        const struct vector *records)
{
    for (size_t i = 0; i < records->count; i++)
        if (world_distance(composer->world, records->items[i], class->model.name) == 1)
            return true;
    return false;
}

struct vector compose_class_names(struct composer *composer, const struct thing *things)
{
    struct vector names = {0};
    struct vector classes = {0};
    bool says_records = false;
    for (const struct thing *thing = things; thing; thing = thing->next) {
        says_records = says_records || thing->kind == THING_RECORDS || thing->kind == THING_ALL;
        if (thing->kind != THING_ALL)
            compose_targets(composer, thing, &classes);
    }
    if (says_records && composer->client)
        vector_add(&classes, composer->arena, composer->client->profile);
    if (!things || (says_records && classes.count == 0)) {
        if (composer->client)
            vector_add(&classes, composer->arena, composer->client->profile);
        compose_records(composer, &classes);
        /* Where users are the patients, what their records belong to is one. */
        for (size_t i = 0; !composer->client && i < composer->draft->classes.count; i++) {
            struct draft_class *class = draft_class_at(composer->draft, i);
            if (!class->model.builtin && has_records(composer, class, &classes))
                vector_add(&classes, composer->arena, class);
        }
    }
    for (size_t i = 0; i < classes.count; i++)
        add_name(composer, &names, ((struct draft_class *)classes.items[i])->model.name);
    return names;
}

/* The operations that acts mean as entries of the trail. */
static unsigned audited(const struct said *said)
{
    static const struct {
        enum sense sense;
        unsigned deeds;
    } table[] = {{SENSE_READ, DEED_READ},
                 {SENSE_CREATE, DEED_CREATE},
                 {SENSE_UPDATE, DEED_UPDATE},
                 {SENSE_DELETE, DEED_DELETE}};
    unsigned deeds =
        said->flags[FLAG_FORM] ? DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE : 0;
    for (const struct act *act = said->acts; act; act = act->next)
        for (size_t i = 0; act->meaning && i < sizeof table / sizeof table[0]; i++)
            if (act->meaning->senses[table[i].sense])
                deeds |= table[i].deeds;
    return deeds ? deeds : DEED_CREATE | DEED_UPDATE | DEED_DELETE;
}

static bool says(const struct said *said, enum sense sense)
{
    for (const struct act *act = said->acts; act; act = act->next)
        if (act->meaning && act->meaning->senses[sense])
            return true;
    return false;
}

/* "actions are logged" behind a sentence about publishing, "entries for publishing" */
static bool is_about_publishing(const struct composer *composer, const struct said *said)
{
    return composer->published.count > 0 && says(said, SENSE_PUBLISH);
}

void compose_audit(struct composer *composer, const struct said *said)
{
    static const char *const names[] = {"read", "create", "update", "delete"};
    bool is_loose = said->flags[FLAG_WRITTEN] && !composer->last_is_trail;
    if (is_loose) {
        compose_leave(composer, said->words);
        return;
    }
    if (is_about_publishing(composer, said))
        return; /* publications are entered in any case */
    const struct thing *what = said->what ? compose_what(composer, said) : NULL;
    struct vector classes = compose_class_names(composer, what);
    struct vector deeds = {0};
    composer->last_is_trail = true;
    unsigned audit = audited(said);
    for (size_t i = 0; i < 4; i++)
        if (audit & 1U << i)
            vector_add(&deeds, composer->arena, (void *)(uintptr_t)names[i]);
    if (classes.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    compose_line(composer, arena_printf(composer->arena, "Audit every %s of %s.",
                                        compose_list(composer->arena, &deeds),
                                        compose_list(composer->arena, &classes)));
    if (!said->what)
        compose_assumption(composer,
                           "what is entered are the changes of patients' records; those of "
                           "every other class are, too");
}

void compose_note_kept(struct composer *composer, const struct draft_class *class)
{
    struct append_only *kept = arena_alloc(composer->arena, sizeof *kept);
    *kept = (struct append_only){.class = class, .sentence = composer->at};
    vector_add(&composer->append_only, composer->arena, kept);
}

void compose_keep(struct composer *composer, struct draft_class *class)
{
    (void)compose_line(composer,
                       arena_printf(composer->arena, "%s is append-only.", class->model.name));
    compose_note_kept(composer, class);
}

void compose_append_only(struct composer *composer, const struct said *said)
{
    struct vector classes = {0};
    bool is_of_trail = !said->what || said->what->kind == THING_RECORDS;
    bool is_trail = said->flags[FLAG_TRAIL] || (is_of_trail && composer->last_is_trail);
    struct draft_class *trail = draft_class(composer->draft, AUDIT_CLASS);
    const struct thing *what = is_trail ? NULL : compose_what(composer, said);
    /* "Signed prescriptions are immutable": those of that value only. */
    if (what && what->conditions) {
        compose_fixed(composer, said);
        return;
    }
    /* Of a field or a file nothing of the kind is to be had, and the class is not what is spoken of. */
    for (const struct thing *thing = what; thing; thing = thing->next)
        if (thing->kind != THING_FIELD && thing->kind != THING_FILES)
            compose_targets(composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        compose_keep(composer, classes.items[i]);
    if (is_trail && trail)
        compose_keep(composer, trail);
    else if (is_trail)
        (void)compose_line(composer, AUDIT_CLASS " is append-only.");
    if (!is_trail && classes.count == 0)
        compose_leave(composer, said->words);
    composer->last_is_trail = is_trail;
    if (said->who)
        compose_assumption(composer, "append-only holds for everybody, not only for %ss",
                           said->who->noun);
}

static bool is_file(const struct draft_field *field)
{
    return field->type.kind == FIELD_FILE ||
           (field->type.kind == FIELD_ARRAY && field->type.element == FIELD_FILE);
}

/* Whether a field holds what is said of people in free words, or how to reach them. */
static bool is_personal(const struct composer *composer, const struct draft_field *field)
{
    static const char *const words[] = {"contact", "address",   "phone",   "email",
                                        "body",    "text",      "note",    "notes",
                                        "comment", "diagnosis", "remarks", "summary"};
    const char *name = world_words(composer->arena, field->model.name);
    const char *last = strrchr(name, ' ');
    bool can_be = field->type.kind == FIELD_STRING || field->type.kind == FIELD_OBJECT ||
                  field->type.kind == FIELD_ARRAY;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(last ? last + 1 : name, words[i]) == 0)
            return can_be && !world_values(field) && !(field->spec && field->spec->unique);
    return false;
}

/* The fields of a class that are to be protected: those that are named, its files, or what is
 * personal. */
static struct vector protected_fields(struct composer *composer, const struct draft_class *class,
                                      const struct thing *thing, bool by_url)
{
    struct vector names = {0};
    for (const struct field_said *at = thing->fields; at; at = at->next)
        if (thing->class == class || map_get(&class->field_of, at->name))
            add_name(composer, &names, at->name);
    for (size_t i = 0; !thing->fields && i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        bool is_meant = thing->kind == THING_FILES || by_url
                            ? is_file(field)
                            : is_file(field) || is_personal(composer, field);
        if (is_meant)
            add_name(composer, &names, field->model.name);
    }
    return names;
}

/* Says of the fields of a thing how they are kept: "encrypted". */
static void protect(struct composer *composer, const struct thing *thing, bool by_url,
                    const char *how)
{
    bool done = false;
    const char *last = NULL;
    struct vector same = {0};
    for (size_t i = 0; i <= composer->draft->classes.count; i++) {
        struct draft_class *class =
            i < composer->draft->classes.count ? draft_class_at(composer->draft, i) : NULL;
        struct vector fields = {0};
        bool is_meant = class && !class->model.builtin &&
                        (!thing->class || thing->class == class) &&
                        strcmp(class->model.name, AUDIT_CLASS) != 0;
        if (is_meant)
            fields = protected_fields(composer, class, thing, by_url);
        const char *list = fields.count > 0 ? compose_list(composer->arena, &fields) : NULL;
        /* Classes with the same fields go into one sentence. */
        bool goes_on = last && list && strcmp(last, list) == 0;
        if (last && !goes_on && (list || !class)) {
            compose_line(composer, arena_printf(composer->arena, "%s of %s %s.", last,
                                                compose_list(composer->arena, &same), how));
            same = (struct vector){0};
        }
        if (list) {
            last = list;
            add_name(composer, &same, class->model.name);
            done = true;
        }
    }
    if (!done)
        compose_leave(composer, thing->words);
}

void compose_protection(struct composer *composer, const struct said *said)
{
    bool is_url = said->flags[FLAG_SIGNED_URL];
    bool is_encrypted = said->flags[FLAG_ENCRYPTION] || !is_url;
    /* "and so must the notes" goes on from what is encrypted. */
    bool is_more = said->form && strncmp(said->form->pattern, "[,] so-must ", 12) == 0;
    const struct thing *what =
        is_more && composer->last_saying != SAYS_ENCRYPTED ? NULL : compose_what(composer, said);
    if (!what)
        compose_leave(composer, said->words);
    for (const struct thing *thing = what; thing; thing = thing->next) {
        if (is_encrypted)
            protect(composer, thing, false, "is encrypted");
        if (is_url)
            protect(composer, thing, true, "is served by signed URLs");
        if (thing->kind == THING_RECORDS || (thing->kind == THING_CLASS && !thing->fields))
            compose_assumption(composer,
                               "what is protected are contact details, free text and files");
    }
    composer->last_what = what;
}

/* "attachments are pdf or png files" */
void compose_file_types(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    struct vector types = {0};
    for (const char *at = said->states; at && *at != '\0';) {
        size_t length = strcspn(at, "|");
        vector_add(&types, composer->arena, arena_copy(composer->arena, at, length));
        at += length + (at[length] == '|' ? 1 : 0);
    }
    if (!what || types.count == 0 || said->mode == MODE_NEVER)
        compose_leave(composer, said->words);
    const char *how =
        arena_printf(composer->arena, "are %s files", compose_list(composer->arena, &types));
    for (; what && types.count > 0 && said->mode != MODE_NEVER; what = what->next)
        protect(composer, what, true, how);
}

/* Whether a sentence that has a form lets every user read the class, as far as ACLs do. */
static bool is_read_by_users(const struct composer *composer, const struct draft_class *class)
{
    const struct ast_rule *rule = composer->draft->spec->rules;
    for (; rule; rule = rule->next) {
        if (rule->kind != RULE_ACCESS || rule->scope != SCOPE_ALL || rule->conditions)
            continue;
        bool is_users = false;
        bool is_read = false;
        bool is_class = false;
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at; at = at->next)
            is_users = is_users || strcasecmp(at->name.text, "users") == 0;
        for (const struct ast_value *at = rule->slots[SLOT_OPERATIONS]; at; at = at->next)
            is_read = is_read || strcasecmp(at->name.text, "read") == 0;
        for (const struct ast_value *at = rule->slots[SLOT_CLASSES]; at; at = at->next)
            is_class = is_class || draft_find_class(composer->draft, at->name.text) == class;
        if (is_users && is_read && is_class)
            return true;
    }
    return false;
}

static void sign_up(struct composer *composer, const struct prose_role *role)
{
    const char *plural = compose_capital(composer->arena, role->plural);
    (void)compose_line(composer, arena_printf(composer->arena, "%s sign up themselves.", plural));
    if (!role->profile || world_distance(composer->world, role->profile, "_User") < 0)
        return;
    (void)compose_line(composer,
                       arena_printf(composer->arena, "%s can %screate their own %s.", plural,
                                    is_read_by_users(composer, role->profile) ? "" : "read and ",
                                    role->profile->model.name));
    compose_assumption(composer, "whoever signs up makes the %s that says who one is",
                       role->profile->model.name);
}

void compose_sign_up(struct composer *composer, const struct said *said)
{
    if (said->mode == MODE_NEVER || said->flags[FLAG_NOBODY]) {
        composer->no_sign_up_by = composer->at;
        bool is_all = !said->who || said->flags[FLAG_NOBODY];
        for (const struct subject *who = said->who; who; who = who->next) {
            is_all = is_all || who->kind == PERSON_EVERYONE || who->kind == PERSON_USER;
            compose_roles(composer, who, &composer->no_sign_up);
        }
        composer->no_sign_up_of_all = composer->no_sign_up_of_all || is_all;
        return;
    }
    if (!compose_who(composer))
        compose_leave(composer, said->words);
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        struct vector roles = {0};
        compose_roles(composer, who, &roles);
        for (size_t i = 0; i < roles.count; i++)
            sign_up(composer, roles.items[i]);
    }
}

/* "Anyone may sign up as a patient" lets patients sign up. */
void compose_sign_up_as(struct composer *composer, const struct said *said)
{
    struct said as = *said;
    /* "or as a caregiver" goes on from what anyone may. */
    bool goes_on = said->flags[FLAG_BEFORE] && composer->last_saying == SAYS_SIGN_UP_AS;
    bool is_open = said->who ? said->who->kind == PERSON_EVERYONE || said->who->kind == PERSON_USER
                             : goes_on;
    as.who = composer->last_who = said->to;
    if (is_open)
        compose_sign_up(composer, &as);
    else
        compose_leave(composer, said->words);
}

void compose_sign_up_approved(struct composer *composer, const struct said *said)
{
    compose_sign_up(composer, said);
    compose_approval(composer, said);
}

/* "Accounts of patients are created by the patients themselves": they sign up. Those that others create
 * need no rule. */
void compose_accounts_by(struct composer *composer, const struct said *said)
{
    bool is_self = !said->who->next && !said->to->next && !said->to->is_field &&
                   said->who->kind == said->to->kind && said->who->noun && said->to->noun &&
                   strcmp(said->who->noun, said->to->noun) == 0;
    if (is_self)
        compose_sign_up(composer, said);
}

/* What was assumed of who approves them gives way to what is said. */
static void say_approval(struct composer *composer, struct prose_role *role,
                         const struct prose_role *by)
{
    for (size_t i = 0; i < sizeof role->assumed / sizeof role->assumed[0] && role->assumed[i]; i++)
        role->assumed[i]->kind = AST_LINE_DROPPED;
    role->is_approved = true;
    (void)compose_line(composer,
                       arena_printf(composer->arena, "%s wait for approval by %s.",
                                    compose_capital(composer->arena, role->plural), by->plural));
}

void compose_approval(struct composer *composer, const struct said *said)
{
    /* "and chaplains by an administrator" goes on with who approves whom. */
    bool is_more = said->form && strcmp(said->form->pattern, "[,] WHO by TO") == 0;
    /* "by a chair", where that is what a pointer is called: no role. */
    bool is_by_field = said->to && said->to->is_field;
    if (is_by_field || (is_more && composer->last_saying != SAYS_APPROVAL)) {
        compose_leave(composer, said->words);
        return;
    }
    const struct prose_role *by = said->to
                                      ? compose_introduced(composer, said->to->kind, said->to->noun)
                                      : compose_admins(composer);
    /* "roles are assigned by admins" speaks of all who have one. */
    static const struct subject all = {.kind = PERSON_STAFF, .noun = "staff", .is_rest = true};
    const struct subject *first = said->who ? said->who : &all;
    if (said->flags[FLAG_BEFORE] && !said->who)
        first = composer->is_first ? NULL : composer->last_who;
    if (!first)
        compose_leave(composer, said->words);
    /* "by an admin and a nurse": one of them is not enough. */
    if (said->to && said->to->next)
        compose_leave(composer, said->to->next->words);
    for (const struct subject *who = first; who; who = who->next) {
        struct vector roles = {0};
        compose_roles(composer, who, &roles);
        for (size_t i = 0; i < roles.count; i++) {
            struct prose_role *role = roles.items[i];
            if (role->kind != PERSON_STAFF)
                compose_leave(composer, who->words);
            else
                say_approval(composer, role, by);
        }
    }
}

void compose_assigning(struct composer *composer, const struct said *said)
{
    const struct thing *what = said->what;
    bool is_care = what->kind == THING_PEOPLE ? said->to->kind == PERSON_STAFF
                                              : what->people && said->to->kind == PERSON_CLIENT;
    /* Others than admins would decide who sees what. */
    bool is_plain = is_care && !what->next && !said->to->is_field && !said->who->next &&
                    !said->who->is_field && said->who->kind == PERSON_ADMIN;
    if (is_plain) {
        compose_assignment(composer);
        return;
    }
    /* "Visits are assigned to clinicians": whoever does that says who a row's clinician is. */
    const struct prose_role *to =
        said->to->is_field ? NULL : compose_role(composer, said->to->kind, said->to->noun);
    const struct draft_field *field =
        to && what->class && !what->next && !said->to->next && what->kind == THING_CLASS
            ? compose_role_field(composer, what->class, to)
            : NULL;
    if (field)
        compose_step(composer, said, what, field->model.name, NULL);
    else
        compose_leave(composer, said->words);
}

void compose_accounts(struct composer *composer, const struct said *said)
{
    for (const struct subject *who = said->who; who; who = who->next)
        (void)compose_introduced(composer, who->kind, who->noun);
}

void compose_session_end(struct composer *composer, const struct said *said)
{
    const char *unit = said->unit;
    if (strcmp(said->number, "1") == 0)
        unit = arena_printf(composer->arena, "%.*s", (int)strlen(unit) - 1, unit);
    compose_line(composer,
                 arena_printf(composer->arena, "Sessions end after %s %s%s.", said->number, unit,
                              said->flags[FLAG_FORM] ? " without use" : ""));
}

void compose_session_more(struct composer *composer, const struct said *said)
{
    bool goes_on =
        composer->last_saying == SAYS_SESSION_END || composer->last_saying == SAYS_SESSION_MORE;
    if (goes_on)
        compose_session_end(composer, said);
    else
        compose_leave(composer, said->words);
}
