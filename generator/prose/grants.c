/* grants.c - clauses about consent and sharing: which objects let others read a patient's records, who
 * makes them and who takes them back. See compose.h. */
#include "prose/grants.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/acts.h"
#include "prose/classes.h"
#include "prose/deeds.h"
#include "prose/grant_force.h"
#include "prose/openings.h"
#include "prose/reading.h"
#include "prose/roles.h"

#include <string.h>

static const struct draft_field *field_like(const struct draft_class *class, enum field_type type,
                                            const char *const *names)
{
    const struct draft_field *found = NULL;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != (int)type)
            continue;
        for (size_t j = 0; names[j]; j++)
            if (strcasestr(field->model.name, names[j]))
                found = found ? found : field;
    }
    return found;
}

/* The words of a grant's scope that do not name a class by its plural. */
static void compose_scope(struct composer *composer, const struct draft_class *grant,
                          const struct draft_field *scope)
{
    for (const struct ast_value *value = world_values(scope); value; value = value->next) {
        struct units units = units_of_text(composer->arena, value->name.text);
        struct vector names = {0};
        for (size_t i = 0; i < composer->draft->classes.count; i++) {
            const struct draft_class *class = draft_class_at(composer->draft, i);
            const char *words = world_words(composer->arena, class->model.name);
            const char *forms[LEXICON_FORMS];
            size_t count = lexicon_forms(composer->arena, units.items[0].text, forms);
            bool names_it = false;
            for (size_t j = 0; j < count && units.count == 1; j++)
                names_it = names_it || (strcasestr(words, forms[j]) && strchr(words, ' '));
            if (!class->model.builtin && names_it && compose_is_records_class(composer, class))
                vector_add(&names, composer->arena, (void *)(uintptr_t) class->model.name);
        }
        if (names.count > 0)
            compose_line(composer, arena_printf(composer->arena, "The scope %s of %s covers %s.",
                                                value->name.text, grant->model.name,
                                                compose_list(composer->arena, &names)));
    }
}

/* The pointer of a grant to whom it gives something: of the people, else any that is not the
 * patient's. */
static const struct draft_field *grantee_of(struct composer *composer,
                                            const struct draft_class *class,
                                            const struct prose_role *role)
{
    static const char *const names[] = {"grantee",  "reader", "recipient",  "viewer",
                                        "provider", "doctor", "clinician",  "relative",
                                        "partner",  "coach",  "researcher", NULL};
    const struct draft_field *by_role = role ? compose_role_field(composer, class, role) : NULL;
    const struct draft_field *field = by_role ? by_role : field_like(class, FIELD_POINTER, names);
    /* What a consent gives to doctors, admins do not get by it, nor the other way round. */
    bool is_some = role && (role->kind == PERSON_STAFF || role->kind == PERSON_ADMIN);
    const char *target = field ? world_target(field) : NULL;
    bool is_theirs = by_role || !is_some || !target || strcmp(target, "_User") == 0;
    return is_theirs ? field : NULL;
}

const char *compose_grantee(struct composer *composer, const struct draft_class *class)
{
    const struct draft_field *field = grantee_of(composer, class, NULL);
    return field ? field->model.name : NULL;
}

static const struct draft_field *target_of(const struct composer *composer,
                                           const struct draft_class *class,
                                           const struct draft_field *grantee)
{
    static const char *const names[] = {"owner", "patient", "user", "profile", "subject", NULL};
    if (composer->client) {
        struct draft_field *field = world_pointer(class, composer->client->profile->model.name);
        if (field)
            return field == grantee ? NULL : field;
    }
    const struct draft_field *field = field_like(class, FIELD_POINTER, names);
    return field == grantee ? NULL : field;
}

/* A grant that points at one of a patient's records is of that one, which no sentence of the language says. */
static bool is_of_one(const struct composer *composer, const struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const char *name = world_target(draft_field_at(class, i));
        const struct draft_class *target = name ? draft_class(composer->draft, name) : NULL;
        bool is_profile = false; /* a doctor's own class may lead to patients, too */
        for (size_t j = 0; target && j < composer->roles.count; j++)
            is_profile = is_profile ||
                         ((const struct prose_role *)composer->roles.items[j])->profile == target;
        if (target && !is_profile && compose_is_records_class(composer, target))
            return true;
    }
    return false;
}

static bool compose_grant(struct composer *composer, const struct draft_class *class,
                          const struct prose_role *role, const char *records)
{
    static const char *const scopes[] = {"scope", "categories", "covers", NULL};
    const struct draft_field *grantee = grantee_of(composer, class, role);
    const struct draft_field *target = target_of(composer, class, grantee);
    const struct draft_field *scope = field_like(class, FIELD_ARRAY, scopes);
    const struct grant_force force = grant_force_of(composer, class);
    if (!grantee || !target || force.has_more || is_of_one(composer, class))
        return false;
    struct arena *arena = composer->arena;
    if (strcmp(target->type.target.text, "_User") == 0)
        compose_line(composer, arena_printf(arena, "%s belongs to %s.", class->model.name,
                                            target->model.name));
    const char *within = scope ? arena_printf(arena, " within its %s", scope->model.name) : "";
    composer->at->opens = true;
    if (!composer->at->is_partial)
        compose_line(composer, arena_printf(arena, "%s%s lets its %s read %s of its %s%s%s.",
                                            class->model.name, force.whose, grantee->model.name,
                                            records, target->model.name, within, force.when));
    if (*force.whose != '\0')
        compose_assumption(composer, "a %s counts only while it is one%s", class->model.name,
                           force.whose);
    if (scope)
        compose_scope(composer, class, scope);
    return true;
}

/* Whether a grant can let others read just the thing: all that is a patient's, or all objects of one of
 * its classes. */
static bool can_share(const struct composer *composer, const struct thing *thing)
{
    /* 被授權人可以查看其治療紀錄: those of whoever gave it */
    const struct text *text = composer->at->text;
    bool is_givers = thing->whose == WHOSE_OWN && thing->words.first < text->count &&
                     strcmp(text->units[thing->words.first].text, "其") == 0;
    bool is_all = thing->kind == THING_RECORDS || thing->kind == THING_ALL ||
                  thing->kind == THING_PEOPLE || thing->kind == THING_SAME;
    bool is_class = thing->kind == THING_CLASS && thing->class && !thing->fields;
    bool is_profile = is_class && composer->client && composer->client->profile == thing->class;
    bool is_theirs = is_givers || thing->whose == WHOSE_UNSAID || thing->whose == WHOSE_ALL ||
                     thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_SHARED;
    bool is_whole = !thing->conditions && !thing->is_some && !thing->is_latest &&
                    !thing->says_version && (is_theirs || is_all);
    return is_whole &&
           (is_all || is_profile || (is_class && compose_is_records_class(composer, thing->class)));
}

/* What of a patient's the things are, in the language's words; leaves over what it cannot say. */
static const char *records_of(struct composer *composer, const struct thing *what)
{
    struct vector names = {0};
    bool is_all = !what;
    for (const struct thing *thing = what; thing; thing = thing->next)
        if (!can_share(composer, thing))
            compose_leave(composer, thing->words);
        else if (thing->kind == THING_CLASS)
            vector_add(&names, composer->arena, (void *)(uintptr_t)thing->class->model.name);
        else
            is_all = true;
    return is_all || names.count == 0 ? "records" : compose_list(composer->arena, &names);
}

void compose_grants(struct composer *composer, const struct subject *who, const struct thing *what,
                    const struct act *acts)
{
    /* These let nobody do anything but read. */
    for (const struct act *act = acts; act; act = act->next)
        if (act->meaning && case_operations(act->meaning) & ~(unsigned)DEED_READ)
            compose_leave(composer, act->words);
    const char *records = records_of(composer, what);
    const struct prose_role *role =
        who && !who->is_field ? compose_introduced(composer, who->kind, who->noun) : NULL;
    bool found = false;
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(composer->draft, i);
        if (!class->model.builtin && compose_is_grant(composer, class))
            found = compose_grant(composer, class, role, records) || found;
    }
    if (!found && who)
        compose_leave(composer, who->words);
}

/* 同意到期後: of what ended, but for 到期後失效, which says that it does. */
static bool is_after_end(const struct text *text, size_t at)
{
    size_t length = text_has(text, at, SENSE_EXPIRE);
    length = length > 0 ? length : text_has(text, at, SENSE_REVOKE);
    size_t behind = at + length;
    bool is_short = behind < text->count && (strcmp(text->units[behind].text, "之") == 0 ||
                                             strcmp(text->units[behind].text, "以") == 0);
    behind += is_short ? 1 : 0;
    if (length == 0 || behind >= text->count || strcmp(text->units[behind].text, "後") != 0)
        return false;
    behind = text_skip(text, behind + 1);
    return text_has(text, behind, SENSE_EXPIRE) + text_has(text, behind, SENSE_NOT) +
               text_has(text, behind, SENSE_CANNOT) ==
           0;
}

/* Whether the terms are of no consent, or of one that ended: "can read without consent", "once it is revoked". */
static bool is_of_ended(const struct text *text, struct stretch words)
{
    static const enum sense consents[] = {SENSE_CONSENT, SENSE_CONSENTED, SENSE_SHARED, SENSE_SHARE,
                                          SENSE_ACCESS};
    bool is_denied = false;
    bool is_not = false;
    bool ends = false;
    bool is_behind = false;
    for (size_t at = words.first; at < words.end; at++) {
        size_t none = text_has(text, at, SENSE_NOT);
        none = none > 0 ? none : text_has(text, at, SENSE_NO);
        size_t behind = text_skip(text, at + none);
        for (size_t i = 0; none > 0 && i < sizeof consents / sizeof consents[0]; i++)
            is_denied = is_denied || text_has(text, behind, consents[i]) > 0;
        is_not = is_not || none + text_has(text, at, SENSE_UNTIL) > 0;
        is_denied = is_denied || is_after_end(text, at);
        ends = ends || text_has(text, at, SENSE_EXPIRE) + text_has(text, at, SENSE_REVOKE) > 0;
        is_behind =
            is_behind || (text->units[at].kind == UNIT_WORD &&
                          text_has(text, at, SENSE_WHEN) + text_has(text, at, SENSE_AFTER) > 0);
    }
    return is_denied || (ends && is_behind && !is_not);
}

void compose_consent(struct composer *composer, const struct said *said)
{
    /* "must not read without consent" says who may; "must not read with consent" does not, nor does "may read
     * without consent". */
    bool is_other = said->mode == MODE_NEVER ? !said->flags[FLAG_WITHOUT]
                                             : is_of_ended(composer->at->text, said->words);
    if (is_other)
        compose_leave(composer, said->words);
    else
        compose_grants(composer, said->who, said->what ? compose_what(composer, said) : NULL,
                       said->acts);
}

/* Opens what people do with the objects that let others read; false where there are none. */
static bool open_grants(struct composer *composer, const struct said *said, unsigned operations)
{
    bool found = false;
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        /* Staff shares nobody's records: what is a patient's is that patient's to give. */
        bool is_staff = who->kind == PERSON_STAFF || who->kind == PERSON_ADMIN;
        const struct prose_role *role =
            who->is_field || is_staff ? NULL : compose_introduced(composer, who->kind, who->noun);
        for (size_t i = 0; role && i < composer->draft->classes.count; i++) {
            struct draft_class *class = draft_class_at(composer->draft, i);
            if (class->model.builtin || !compose_is_grant(composer, class))
                continue;
            struct opening opening = {.class = class,
                                      .role = role,
                                      .whose = WHOSE_OWN,
                                      .operations = operations,
                                      .is_never = said->mode == MODE_NEVER};
            compose_open(composer, &opening);
            found = true;
        }
    }
    if (!found)
        compose_leave(composer, said->words);
    return found;
}

/* "share a visit", "one of their visits": a grant is of all of them. */
static bool is_one(const struct composer *composer, struct stretch words)
{
    static const char *const ones[] = {"a", "an", "one", "individual", "single", "particular"};
    for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++)
        if (compose_has_word(composer, words, ones[i]))
            return true;
    return false;
}

/* What people share, as a grant says it: it is of whom their own is, and of "selected records" a scope says which. */
static const struct thing *shared_things(struct composer *composer, const struct said *said)
{
    struct thing *first = NULL;
    struct thing **last = &first;
    bool is_records = said->what && said->what->kind == THING_RECORDS;
    const struct thing *what =
        is_records || !said->what ? said->what : compose_what(composer, said);
    for (const struct thing *thing = what; thing; thing = thing->next) {
        /* "grant family access to a relative" */
        if (thing->class && compose_is_grant(composer, thing->class))
            continue;
        struct thing *copy = arena_alloc(composer->arena, sizeof *copy);
        *copy = *thing;
        copy->whose = thing->whose == WHOSE_OWN ? WHOSE_UNSAID : thing->whose;
        copy->is_some =
            (thing->is_some && thing->kind != THING_RECORDS) || is_one(composer, thing->words);
        *last = copy;
        last = (struct thing **)(uintptr_t)&copy->next;
    }
    return first;
}

/* "Patients share their studies with doctors": they make the objects that let these read. */
void compose_shared(struct composer *composer, const struct said *said)
{
    /* 授權他人查看 does not say what. */
    bool says_whom = !said->form || !strstr(said->form->pattern, " share other");
    bool says_acts = said->form && strstr(said->form->pattern, " TO ACTS WHAT");
    if (open_grants(composer, said, DEED_CREATE) && said->mode != MODE_NEVER && says_whom)
        compose_grants(composer, said->to, shared_things(composer, said),
                       says_acts ? said->acts : NULL);
}

/* The verb at the end of a clause, or NULL. */
static const struct act *acts_of(const struct composer *composer, const struct said *said)
{
    struct text *text = composer->at->text;
    for (size_t i = said->words.first; i < said->words.end; i++) {
        const struct act_ends *ends = text_acts(text, i);
        for (size_t j = 0; j < ends->count; j++)
            if (ends->items[j].end == said->words.end)
                return ends->items[j].list;
    }
    return NULL;
}

bool compose_take_back(struct composer *composer, const struct said *said)
{
    bool is_share = !composer->is_first && composer->last_saying == SAYS_SHARED && said->acts &&
                    said->what && said->what->kind == THING_SAME && !said->what->next &&
                    !said->when && !said->scope && said->mode != MODE_NEVER;
    for (const struct act *act = said->acts; act && is_share; act = act->next)
        is_share = act->meaning && act->meaning->senses[SENSE_REVOKE];
    if (is_share)
        (void)open_grants(composer, said, DEED_DELETE);
    return is_share;
}

/* Whether an earlier clause of the sentence is about objects that let others read. */
static bool speaks_of_grants(const struct composer *composer)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (opening->sentence == composer->at && compose_is_grant(composer, opening->class))
            return true;
    }
    return composer->last_saying == SAYS_SHARED || composer->last_saying == SAYS_CONSENT ||
           composer->last_saying == SAYS_REVOKED;
}

/* Whether a clause that takes back names what was shared, or stands alone or behind one that speaks of it:
 * "correct the encounters they recorded, withdraw" does not. */
static bool takes_back_grants(const struct composer *composer, const struct said *said)
{
    const struct text *text = composer->at->text;
    bool is_said = composer->is_first || speaks_of_grants(composer);
    for (size_t at = said->words.first; at < said->words.end; at++)
        is_said = is_said || text_has(text, at, SENSE_SHARE) + text_has(text, at, SENSE_ACCESS) > 0;
    return is_said;
}

/* "and can take it back": the objects that let others read are deleted. */
void compose_revoked(struct composer *composer, const struct said *said)
{
    /* 預約探訪並可取消 takes back a booking. */
    const struct draft_class *class =
        composer->last_what && !composer->is_first ? composer->last_what->class : NULL;
    const struct act *acts = acts_of(composer, said);
    bool cancels = acts && acts->meaning && acts->meaning->senses[SENSE_CANCEL];
    if (class && cancels && !said->who && !compose_is_grant(composer, class)) {
        struct said full = *said;
        full.acts = acts;
        compose_access(composer, &full);
        return;
    }
    if (takes_back_grants(composer, said))
        (void)open_grants(composer, said, DEED_DELETE);
    else
        compose_leave(composer, said->words);
}
