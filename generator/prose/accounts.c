/* accounts.c - clauses about who signs up, who lets whom in, and whose patients somebody's are; see
 * compose.h. */
#include "prose/accounts.h"

#include "prose/about.h"
#include "prose/classes.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/steps.h"

#include <string.h>

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
    /* "Registration: patients can sign up": the next clause says who. */
    bool is_title = composer->is_first && !said->who && said->next && said->next->who &&
                    (said->next->saying == SAYS_SIGN_UP || said->next->saying == SAYS_APPROVAL) &&
                    text_is_mark(composer->at->text, said->words.end, ":");
    if (is_title)
        return;
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
    bool is_open =
        said->who ? said->who->kind == PERSON_EVERYONE || said->who->kind == PERSON_USER : goes_on;
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

/* 護士經醫生批准後可以修改處方: what is approved each time before it is done is no account, unless admins do it. */
static bool is_of_deed(const struct composer *composer, const struct said *said)
{
    const struct said *next = said->next;
    const struct text *text = composer->at->text;
    bool goes_on = next && next->saying == SAYS_ACCESS && !next->who && next->acts &&
                   next->words.first < text->count;
    return goes_on && text->units[next->words.first].kind == UNIT_CHARACTER && said->to &&
           said->to->kind != PERSON_ADMIN;
}

void compose_approval(struct composer *composer, const struct said *said)
{
    /* "and chaplains by an administrator" goes on with who approves whom. */
    bool is_more = said->form && strcmp(said->form->pattern, "[,] WHO by TO") == 0;
    /* "As an admin I approve nurses" */
    const struct subject *to = !said->to || !said->to->is_same ? said->to
                               : composer->is_first            ? NULL
                                                               : composer->before_who;
    /* "by a chair", where that is what a pointer is called: no role. */
    bool is_by_nobody = said->to && (!to || to->is_field || to->is_same);
    if (is_by_nobody || (is_more && composer->last_saying != SAYS_APPROVAL)) {
        compose_leave(composer, said->words);
        return;
    }
    const struct prose_role *by =
        to ? compose_introduced(composer, to->kind, to->noun) : compose_admins(composer);
    /* Patients and whoever has an account let nobody in. */
    if ((by->kind != PERSON_STAFF && by->kind != PERSON_ADMIN) || is_of_deed(composer, said)) {
        compose_leave(composer, said->words);
        return;
    }
    /* "roles are assigned by admins" speaks of all who have one. */
    static const struct subject all = {.kind = PERSON_STAFF, .noun = "staff", .is_rest = true};
    const struct subject *first = said->who ? said->who : &all;
    if (said->flags[FLAG_BEFORE] && !said->who)
        first = composer->is_first ? NULL : composer->last_who;
    if (!first)
        compose_leave(composer, said->words);
    /* "by an admin and a nurse": one of them is not enough. */
    if (to && to->next)
        compose_leave(composer, said->to->next ? said->to->next->words : said->words);
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
    if (!what) { /* "Admins manage the assignments" */
        if (!said->who->next && !said->who->is_field && said->who->kind == PERSON_ADMIN)
            compose_assignment(composer);
        else
            compose_leave(composer, said->words);
        return;
    }
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

/* "Nurses cannot sign up on their own; an admin appoints them": they wait for that. */
static bool is_approval_of_signed_up(const struct composer *composer, const struct said *said)
{
    bool is_behind = !composer->is_first && composer->last_saying == SAYS_SIGN_UP && said->who &&
                     !said->who->is_same && !said->who->is_field && said->mode != MODE_NEVER &&
                     said->acts && !said->scope && !said->when;
    bool is_same = !said->what || (said->what->kind == THING_SAME && !said->what->next &&
                                   said->what->whose == WHOSE_UNSAID && !said->what->conditions);
    for (const struct act *act = said->acts; act && is_behind; act = act->next)
        is_behind = act->meaning && act->meaning->senses[SENSE_APPROVE];
    return is_behind && is_same;
}

bool compose_approve_signed_up(struct composer *composer, const struct said *said)
{
    if (!is_approval_of_signed_up(composer, said))
        return false;
    struct said approval = *said;
    approval.to = said->who;
    approval.who = composer->before_who;
    composer->last_who = composer->before_who;
    compose_approval(composer, &approval);
    return true;
}
