/* check_publishing.c - rules about publishing, telling and acknowledging; see rule_roles.h.
 *
 * What these bring along, fields with their lifecycles and stamps, and the class Notification, is in
 * additions.c. */
#include "rules/check_publishing.h"

#include "rules/check_lifecycles.h"
#include "rules/check_rules.h"
#include "rules/check_stamps.h"

#include <string.h>

/* Publishing. */

/* The field whose lifecycle starts with a draft, which the class has of its own or by additions.c. */
static struct draft_field *publication_field(struct rule_checker *checker,
                                             const struct draft_class *class)
{
    const struct ast_rule *lifecycle = rule_draft_lifecycle(checker->draft, class);
    return !lifecycle
               ? NULL
               : rule_find_field(checker->draft, class, lifecycle->slots[SLOT_TARGET]->name.text,
                                 NAMES_SAME_BUT_NUMBER);
}

static bool has_role(const struct ast_value *roles, const char *role)
{
    for (; roles; roles = roles->next)
        if (rule_role_is_called(roles->name.text, role))
            return true;
    return false;
}

/* Whether a sentence says that the role publishes the class. */
static bool publishes(const struct draft *draft, const struct draft_class *class, const char *role)
{
    for (const struct ast_rule *rule = draft->spec->rules; rule; rule = rule->next)
        if (rule->kind == RULE_PUBLISH && rule_names_class(draft, rule, class) &&
            has_role(rule->slots[SLOT_ROLES], role))
            return true;
    return false;
}

/* Whether a lifecycle moves from the state, and whether to it. */
static void read_ends(const struct ast_rule *lifecycle, const char *state, bool *leaves,
                      bool *returns)
{
    const struct ast_value *at = lifecycle->slots[SLOT_STATES];
    bool is_first = true;
    for (*leaves = *returns = false; at; at = at->next) {
        bool is_state = strcmp(at->name.text, state) == 0;
        *leaves = *leaves || (is_state && is_first);
        *returns = *returns || (is_state && !is_first);
        is_first = is_first && !rule_is_arrow(at);
    }
}

static bool is_about(const struct draft *draft, const struct ast_rule *lifecycle,
                     const struct draft_class *class, const struct draft_field *field)
{
    return lifecycle->kind == RULE_LIFECYCLE && rule_names_class(draft, lifecycle, class) &&
           rule_find_field(draft, class, lifecycle->slots[SLOT_TARGET]->name.text,
                           NAMES_SAME_BUT_NUMBER) == field;
}

/* Those who leave the draft by this sentence of the lifecycle must be those who publish. */
static bool agrees(const struct draft *draft, const struct draft_class *class,
                   const struct ast_rule *lifecycle)
{
    const struct ast_value *actor = lifecycle->slots[SLOT_ACTORS];
    bool agrees = actor != NULL;
    for (; actor; actor = actor->next)
        agrees = agrees && publishes(draft, class, actor->name.text);
    return agrees;
}

/* The sentence of the field's lifecycle by which it leaves the draft though others publish; NULL: they
 * all agree. */
static const struct ast_rule *find_disagreement(const struct draft *draft,
                                                const struct ast_rule *written,
                                                const struct draft_class *class,
                                                const struct draft_field *field)
{
    bool leaves;
    bool returns;
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next) {
        if (!is_about(draft, at, class, field))
            continue;
        read_ends(at, "draft", &leaves, &returns);
        if (leaves && !agrees(draft, class, at))
            return at;
    }
    for (const struct ast_value *role = written->slots[SLOT_ROLES]; role; role = role->next) {
        bool is_said = false;
        for (const struct ast_rule *at = draft->spec->rules; at; at = at->next) {
            if (is_about(draft, at, class, field)) {
                read_ends(at, "draft", &leaves, &returns);
                is_said = is_said || (leaves && has_role(at->slots[SLOT_ACTORS], role->name.text));
            }
        }
        if (!is_said)
            return rule_draft_lifecycle(draft, class);
    }
    return NULL;
}

/* The lifecycle's sentences say who leaves the draft: together they must say what those about
 * publishing say, and none may lead back. */
static bool check_lifecycle(struct rule_checker *checker, const struct ast_rule *written,
                            const struct draft_class *class, const struct draft_field *field)
{
    const struct draft *draft = checker->draft;
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next) {
        bool leaves;
        bool returns = false;
        if (is_about(draft, at, class, field))
            read_ends(at, "draft", &leaves, &returns);
        if (returns) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, at->sentence->span,
                        "what is published does not become a draft again");
            return false;
        }
    }
    const struct ast_rule *other = find_disagreement(draft, written, class, field);
    if (other) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                    arena_printf(checker->arena,
                                 "who takes '%s.%s' from draft must be the same people",
                                 class->model.name, field->model.name));
        diag_note(checker->diag, other->sentence->span, "said here");
    }
    return !other;
}

/* Somebody to be told: a pointer of the row on to its user, the user whom the role's profile in the
 * row stands for, or the users of a role. */
static bool read_told(struct rule_checker *checker, const struct draft_class *class,
                      const struct ast_name *name, struct model_actor *actor)
{
    struct model_path path;
    struct model_path other;
    if (rule_is_field(checker, class, name->text))
        return rule_path_of_name(checker, class, name, &actor->path);
    const struct model_role *role = rule_role(checker, name);
    if (!role)
        return false;
    if (role->profile && rule_paths(checker, &class->model, role->profile, &path, &other) == 1) {
        actor->path = rule_path_join(checker->arena, path, role->profile_user);
        return true;
    }
    if (role->members != MEMBERS_ROLE) {
        diag_report(checker->diag, DIAG_NO_PATH, name->span, class->model.name, role->name);
        return false;
    }
    actor->role = role;
    return true;
}

void check_publish_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
        const struct model_role *role = rule_role(checker, &at->name);
        if (role && role->members != MEMBERS_ROLE) {
            diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, at->name.text,
                        "only users in a role publish");
            return;
        }
    }
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        struct draft_field *field = !class ? NULL : publication_field(checker, class);
        struct model_rule told = {0};
        if (!field || !check_lifecycle(checker, written, class, field))
            continue;
        const struct model_field **fields = arena_alloc_array(checker->arena, 1, sizeof *fields);
        fields[0] = &field->model;
        rule_actors(checker, written, class, read_told, &told);
        struct model_rule *rule = rule_add(checker, written, class);
        rule->fields = fields;
        rule->field_count = 1;
        rule->actors = told.actors;
        rule->actor_count = told.actor_count;
        rule->value = "published";
    }
}

/* Telling. */

/* "When Visit.status becomes signed": an update, or a create, by which the field gets such a value. */
static void check_becoming(struct rule_checker *checker, const struct ast_rule *written,
                           struct draft_class *class)
{
    struct model_condition *trigger = arena_alloc(checker->arena, sizeof *trigger);
    struct model_rule told = {0};
    if (!rule_trigger(checker, class, &written->slots[SLOT_TARGET]->name,
                      written->slots[SLOT_VALUES], trigger))
        return;
    rule_actors(checker, written, class, read_told, &told);
    if (told.actor_count == 0)
        return;
    struct model_rule *rule = rule_add(checker, written, class);
    rule->actors = told.actors;
    rule->actor_count = told.actor_count;
    rule->value = "updated";
    rule->conditions = trigger;
    rule->condition_count = 1;
}

void check_notify_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        if (class->model.builtin || strcmp(class->model.name, NOTIFICATION_CLASS) == 0) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena, "nobody is told of '%s'", class->model.name));
            continue;
        }
        if (written->slots[SLOT_TARGET])
            check_becoming(checker, written, class);
        for (const struct ast_value *at = written->slots[SLOT_EVENT]; at; at = at->next) {
            struct model_rule told = {0};
            if (strcmp(at->name.text, "published") == 0 && !publication_field(checker, class)) {
                diag_report(checker->diag, DIAG_RULE_CONFLICT, at->name.span,
                            arena_printf(checker->arena, "no sentence says who publishes '%s'",
                                         class->model.name));
                continue;
            }
            rule_actors(checker, written, class, read_told, &told);
            if (told.actor_count > 0) {
                struct model_rule *rule = rule_add(checker, written, class);
                rule->actors = told.actors;
                rule->actor_count = told.actor_count;
                rule->value = at->name.text;
            }
        }
    }
}

/* Acknowledging. */

/* That the row is no draft, behind the conditions that there are. */
static void add_published(struct rule_checker *checker, const struct draft_class *class,
                          const struct model_rule *read, struct model_rule *rule)
{
    static const char *const draft[] = {"draft"};
    const struct draft_field *field = publication_field(checker, class);
    size_t count = !read ? 0 : read->condition_count;
    struct model_condition *conditions =
        arena_alloc_array(checker->arena, count + 1, sizeof *conditions);
    for (size_t i = 0; i < count; i++)
        conditions[i] = read->conditions[i];
    if (field) {
        conditions[count++] = (struct model_condition){
            .field = &field->model, .negated = true, .values = draft, .value_count = 1};
    }
    rule->conditions = conditions;
    rule->condition_count = count;
}

static void add_acknowledging(struct rule_checker *checker, const struct ast_rule *written,
                              struct draft_class *class, const struct model_role *role,
                              const struct model_rule *read, struct model_path path)
{
    const struct model_field **fields = arena_alloc_array(checker->arena, 1, sizeof *fields);
    struct draft_field *field = map_get(&class->field_of, "isAcknowledged");
    struct model_rule *rule = rule_add(checker, written, class);
    fields[0] = &field->model;
    class->model.has_access_rules = true;
    rule->kind = RULE_ACCESS;
    rule->role = role;
    rule->scope = SCOPE_OWN;
    rule->operations = 1U << OPERATION_UPDATE;
    rule->path = path;
    rule->fields = fields;
    rule->field_count = 1;
    add_published(checker, class, read, rule);
}

static bool is_read_of(const struct model_rule *rule, const struct model_role *role)
{
    return rule->kind == RULE_ACCESS && rule->role == role &&
           (rule->operations & 1U << OPERATION_GET) != 0;
}

/* A role acknowledges what is its own and what it may read: as its rules about reading say, of its own or of
 * all, and where there is none, all that is its own. */
static void add_for_role(struct rule_checker *checker, const struct ast_rule *written,
                         struct draft_class *class, const struct model_role *role)
{
    size_t rules = class->rules.count;
    bool reads_own = false;
    bool reads_all = false;
    for (size_t i = 0; i < rules; i++) {
        const struct model_rule *read = class->rules.items[i];
        if (!is_read_of(read, role))
            continue;
        reads_all = reads_all || read->scope == SCOPE_ALL;
        if (read->scope != SCOPE_OWN)
            continue;
        add_acknowledging(checker, written, class, role, read, read->path);
        reads_own = true;
    }
    const struct vector *paths =
        reads_own ? NULL : rule_own_paths(checker, written->sentence->span, class, role);
    for (size_t i = 0; paths && i < paths->count; i++) {
        const struct model_path *path = paths->items[i];
        for (size_t j = 0; j < rules; j++) {
            const struct model_rule *read = class->rules.items[j];
            if (is_read_of(read, role) && read->scope == SCOPE_ALL)
                add_acknowledging(checker, written, class, role, read, *path);
        }
        if (!reads_all)
            add_acknowledging(checker, written, class, role, NULL, *path);
    }
}

void check_acknowledgement_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    static const char *const names[] = {"isAcknowledged", "acknowledgedAt", "acknowledgedBy"};
    enum { COUNT = sizeof names / sizeof names[0] };
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        const struct model_field **fields =
            arena_alloc_array(checker->arena, COUNT, sizeof *fields);
        size_t count = 0;
        for (size_t i = 0; i < COUNT; i++) {
            struct draft_field *field = map_get(&class->field_of, names[i]);
            if (field)
                fields[count++] = &field->model;
        }
        if (class->model.builtin || count < COUNT) {
            diag_report(
                checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                arena_printf(checker->arena, "nobody acknowledges '%s'", class->model.name));
            continue;
        }
        struct model_rule *rule = rule_add(checker, written, class);
        rule->fields = fields;
        rule->field_count = COUNT;
        for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
            const struct model_role *role = rule_role(checker, &at->name);
            if (role)
                add_for_role(checker, written, class, role);
        }
    }
}
