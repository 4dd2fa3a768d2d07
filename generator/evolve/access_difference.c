/* access_difference.c - see access_difference.h.
 *
 * The two models are laid over each other: a united model has the classes and fields of both, each once,
 * under the names of now. The world is made for all rules together, so that it has a row for whatever
 * either of them asks; then it is judged twice, once with each model's rules and permissions in force. */
#include "evolve/access_difference.h"

#include "base/map.h"
#include "emit/rule_text.h"
#include "emit/tests/access_judge.h"
#include "evolve/difference.h"
#include "evolve/lock.h"
#include "evolve/permission_difference.h"

#include <string.h>

/* What one model says of a class of the united one. */
struct view_class {
    bool is_there;
    struct model_class says; /* rules, permissions and flags; its fields are the united class's */
};

struct view {
    enum access_default access;
    struct view_class *classes; /* one for each class of the united model */
    struct map names;           /* this model's name of a class -> the united class */
};

struct union_of {
    struct arena *arena;
    const struct model *models[2]; /* before, after */
    struct view views[2];
    struct model *model;
    struct model_class **classes;
    struct vector roles; /* of struct model_role: equal ones are one */
};

enum { BEFORE, AFTER };

/* Making the united model. */

static struct model_class *united_class(const struct union_of *all, int side, const char *name)
{
    return map_get(&all->views[side].names, name);
}

static struct model_field *copy_field(struct arena *arena, const struct model_field *field)
{
    struct model_field *copy = arena_alloc(arena, sizeof *copy);
    *copy = *field;
    return copy;
}

/* The field that another name is to lead to as well. */
static void add_name(struct arena *arena, struct model_field *field, const char *name)
{
    const char **names = arena_alloc_array(arena, field->alias_count + 1, sizeof *names);
    for (size_t i = 0; i < field->alias_count; i++)
        names[i] = field->aliases[i];
    names[field->alias_count] = name;
    field->aliases = names;
    field->alias_count++;
}

/* The class of now with what the class of then had besides. One of them may be NULL; `either` is there. */
static struct model_class *unite(struct arena *arena, const struct model_class *either,
                                 const struct model_class *former, const struct model_class *class)
{
    struct model_class *united = arena_alloc(arena, sizeof *united);
    *united = *either;
    size_t most = (class ? class->field_count : 0) + (former ? former->field_count : 0);
    const struct model_field **fields = arena_alloc_array(arena, most, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; class && i < class->field_count; i++) {
        struct model_field *field = copy_field(arena, class->fields[i]);
        const struct model_field *was =
            former ? difference_former_field(former, class, class->fields[i]) : NULL;
        if (was && strcmp(was->name, field->name) != 0)
            add_name(arena, field, was->name);
        fields[count++] = field;
    }
    for (size_t i = 0; former && i < former->field_count; i++) {
        bool is_kept = false;
        for (size_t j = 0; class && j < class->field_count && !is_kept; j++)
            is_kept = difference_former_field(former, class, class->fields[j]) == former->fields[i];
        if (!is_kept)
            fields[count++] = copy_field(arena, former->fields[i]);
    }
    united->fields = fields;
    united->field_count = count;
    united->index_count = 0;
    return united;
}

static void add_class(struct union_of *all, const struct model_class *former,
                      const struct model_class *class)
{
    const struct model_class *either = class ? class : former;
    if (!either)
        return;
    struct model_class *united = unite(all->arena, either, former, class);
    size_t i = all->model->class_count++;
    all->classes[i] = united;
    if (former)
        map_add(&all->views[BEFORE].names, former->name, united);
    if (class)
        map_add(&all->views[AFTER].names, class->name, united);
    all->views[BEFORE].classes[i].is_there = former != NULL;
    all->views[AFTER].classes[i].is_there = class != NULL;
}

static void lead_to_united(struct union_of *all)
{
    for (size_t i = 0; i < all->model->class_count; i++) {
        for (size_t j = 0; j < all->classes[i]->field_count; j++) {
            struct model_field *field = (struct model_field *)(uintptr_t)all->classes[i]->fields[j];
            if (!field->target)
                continue;
            struct model_class *target = united_class(all, AFTER, field->target->name);
            field->target = target ? target : united_class(all, BEFORE, field->target->name);
        }
    }
}

/* A model's parts, in terms of the united model. */

static const struct model_field *at_united(const struct model_class *class,
                                           const struct model_field *field)
{
    return field && class ? model_find_field(class, field->name) : NULL;
}

static struct model_path united_path(struct union_of *all, const struct model_class *class,
                                     const struct model_path *path)
{
    const struct model_field **steps =
        arena_alloc_array(all->arena, path->length + 1, sizeof *steps);
    for (size_t i = 0; i < path->length; i++) {
        steps[i] = at_united(class, path->steps[i]);
        class = steps[i] ? steps[i]->target : NULL;
    }
    return (struct model_path){steps, path->length};
}

static const struct model_field *const *united_fields(struct union_of *all,
                                                      const struct model_class *class,
                                                      const struct model_field *const *fields,
                                                      size_t count)
{
    const struct model_field **list = arena_alloc_array(all->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = at_united(class, fields[i]);
    return list;
}

static bool same_role(const struct model_role *one, const struct model_role *other)
{
    bool same_name =
        (!one->role_name && !other->role_name) ||
        (one->role_name && other->role_name && strcmp(one->role_name, other->role_name) == 0);
    const struct model_path *way = &one->profile_user;
    bool same_way = way->length == other->profile_user.length;
    for (size_t i = 0; same_way && i < way->length; i++)
        same_way = way->steps[i] == other->profile_user.steps[i];
    return one->members == other->members && same_name && one->profile == other->profile &&
           same_way;
}

static const struct model_role *united_role(struct union_of *all, int side,
                                            const struct model_role *role)
{
    if (!role)
        return NULL;
    struct model_role *united = arena_alloc(all->arena, sizeof *united);
    *united = *role;
    if (role->profile) {
        united->profile = united_class(all, side, role->profile->name);
        united->profile_user = united_path(all, united->profile, &role->profile_user);
    }
    bool is_taken = false;
    for (size_t i = 0; i < all->roles.count; i++) {
        const struct model_role *other = all->roles.items[i];
        if (strcmp(other->name, role->name) == 0 && same_role(other, united))
            return other;
        is_taken = is_taken || strcmp(other->name, role->name) == 0;
    }
    if (is_taken)
        united->name = arena_printf(all->arena, "%s, as they are now,", role->name);
    vector_add(&all->roles, all->arena, united);
    return united;
}

static const struct model_grant *united_grant(struct union_of *all, int side,
                                              const struct model_grant *grant)
{
    if (!grant)
        return NULL;
    struct model_grant *united = arena_alloc(all->arena, sizeof *united);
    const struct model_class *class = united_class(all, side, grant->class->name);
    *united = *grant;
    united->class = class;
    united->grantee = united_path(all, class, &grant->grantee);
    united->target = at_united(class, grant->target);
    united->scope = at_united(class, grant->scope);
    united->until = at_united(class, grant->until);
    united->or_until = at_united(class, grant->or_until);
    return united;
}

static struct model_rule *united_rule(struct union_of *all, int side, const struct model_rule *rule)
{
    struct model_rule *united = arena_alloc(all->arena, sizeof *united);
    const struct model_class *class =
        rule->class ? united_class(all, side, rule->class->name) : NULL;
    *united = *rule;
    united->class = class;
    united->role = united_role(all, side, rule->role);
    united->path = united_path(all, class, &rule->path);
    united->grant = united_grant(all, side, rule->grant);
    united->fields = united_fields(all, class, rule->fields, rule->field_count);
    united->from = at_united(class, rule->from);
    united->to = at_united(class, rule->to);
    const struct model_class *asked =
        rule->scope == SCOPE_GRANTED && united->grant ? united->grant->class : class;
    struct model_condition *conditions =
        arena_alloc_array(all->arena, rule->condition_count + 1, sizeof *conditions);
    for (size_t i = 0; i < rule->condition_count; i++) {
        conditions[i] = rule->conditions[i];
        conditions[i].field = at_united(asked, rule->conditions[i].field);
    }
    united->conditions = conditions;
    struct model_actor *actors =
        arena_alloc_array(all->arena, rule->actor_count + 1, sizeof *actors);
    for (size_t i = 0; i < rule->actor_count; i++) {
        actors[i].role = united_role(all, side, rule->actors[i].role);
        actors[i].path = united_path(all, class, &rule->actors[i].path);
    }
    united->actors = actors;
    return united;
}

static void read_permissions(struct union_of *all, const struct model_class *united,
                             const struct model_class *class, struct model_class *says)
{
    says->has_permissions = class->has_permissions;
    for (size_t i = 0; i < OPERATION_TOTAL; i++) {
        says->permissions[i] = class->permissions[i];
        says->permissions[i].pointer_fields =
            united_fields(all, united, class->permissions[i].pointer_fields,
                          class->permissions[i].pointer_field_count);
    }
    says->protected_fields = class->protected_fields;
    says->protected_count = class->protected_count;
}

/* Reads what one of the models says. The rules are added to the united model's. */
static void read_view(struct union_of *all, int side, struct vector *rules)
{
    const struct model *model = all->models[side];
    struct view *view = &all->views[side];
    view->access = model->access;
    struct vector *of_class =
        arena_alloc_array(all->arena, all->model->class_count + 1, sizeof *of_class);
    for (size_t i = 0; i < model->rule_count; i++) {
        struct model_rule *rule = united_rule(all, side, model->rules[i]);
        vector_add(rules, all->arena, rule);
        for (size_t j = 0; j < all->model->class_count; j++)
            if (all->classes[j] == rule->class)
                vector_add(&of_class[j], all->arena, rule);
    }
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct model_class *united = united_class(all, side, class->name);
        for (size_t j = 0; j < all->model->class_count; j++) {
            if (all->classes[j] != united)
                continue;
            struct model_class *says = &view->classes[j].says;
            says->rules = (const struct model_rule *const *)of_class[j].items;
            says->rule_count = of_class[j].count;
            says->has_access_rules = class->has_access_rules;
            says->append_only = class->append_only;
            says->keeps_versions = class->keeps_versions;
            says->is_grant = class->is_grant;
            read_permissions(all, united, class, says);
        }
    }
}

/* From each class to whose its rows are, as the model of now has it: a lock says nothing of that. */
static void unite_ownership(struct union_of *all)
{
    for (size_t i = 0; i < all->model->class_count; i++) {
        struct model_class *class = all->classes[i];
        struct model_path path = {class->ownership, class->ownership_length};
        class->ownership = united_path(all, class, &path).steps;
    }
}

/* Puts what one of the models says in force. */
static void use_view(struct union_of *all, int side)
{
    const struct view *view = &all->views[side];
    all->model->access = view->access;
    for (size_t i = 0; i < all->model->class_count; i++) {
        struct model_class *class = all->classes[i];
        const struct model_class *says = &view->classes[i].says;
        class->rules = says->rules;
        class->rule_count = says->rule_count;
        class->has_access_rules = says->has_access_rules;
        class->append_only = says->append_only;
        class->keeps_versions = says->keeps_versions;
        class->is_grant = says->is_grant;
        class->has_permissions = says->has_permissions;
        memcpy(class->permissions, says->permissions, sizeof class->permissions);
        class->protected_fields = says->protected_fields;
        class->protected_count = says->protected_count;
    }
}

/* The rules of both, for the making of the world. */
static void use_both(struct union_of *all)
{
    use_view(all, AFTER);
    for (size_t i = 0; i < all->model->class_count; i++) {
        struct vector rules = {0};
        for (int side = BEFORE; side <= AFTER; side++) {
            const struct model_class *says = &all->views[side].classes[i].says;
            for (size_t j = 0; j < says->rule_count; j++)
                vector_add(&rules, all->arena, (void *)(uintptr_t)says->rules[j]);
            all->classes[i]->has_access_rules =
                all->classes[i]->has_access_rules || says->has_access_rules;
        }
        all->classes[i]->rules = (const struct model_rule *const *)rules.items;
        all->classes[i]->rule_count = rules.count;
    }
}

static void unite_models(struct union_of *all)
{
    const struct model *before = all->models[BEFORE];
    const struct model *after = all->models[AFTER];
    size_t most = before->class_count + after->class_count;
    all->model = arena_alloc(all->arena, sizeof *all->model);
    all->classes = arena_alloc_array(all->arena, most, sizeof(struct model_class *));
    for (int side = BEFORE; side <= AFTER; side++) {
        all->views[side].classes = arena_alloc_array(all->arena, most, sizeof(struct view_class));
        map_init(&all->views[side].names, all->arena);
    }
    for (size_t i = 0; i < after->class_count; i++)
        add_class(all, difference_former_class(before, after, after->classes[i]),
                  after->classes[i]);
    for (size_t i = 0; i < before->class_count; i++)
        if (!united_class(all, BEFORE, before->classes[i]->name))
            add_class(all, before->classes[i], NULL);
    all->model->classes = (const struct model_class *const *)all->classes;
    lead_to_united(all);
    unite_ownership(all);
    if (after->audit_log)
        all->model->audit_log = united_class(all, AFTER, after->audit_log->name);
    struct vector rules = {0};
    read_view(all, BEFORE, &rules);
    read_view(all, AFTER, &rules);
    all->model->rules = (const struct model_rule *const *)rules.items;
    all->model->rule_count = rules.count;
    all->model->name = after->name;
    all->model->title = after->title;
}

/* Judging. */

struct judging {
    struct union_of *all;
    struct access_world *world;
    struct vector cells; /* the first view's verdicts, of char, in the order of the visit */
    struct access_differences *differences;
    struct map told;
    size_t at;
};

/* What people call an operation; get and find are told as one. */
static const struct {
    enum class_operation operation;
    const char *name;
} judged[] = {
    {OPERATION_GET, "read"},      {OPERATION_FIND, "read"},     {OPERATION_COUNT, "count"},
    {OPERATION_CREATE, "create"}, {OPERATION_DELETE, "delete"},
};

/* The rules in force that open the row for the operation, in words; how access comes where none does. */
static const char *reason(const struct judging *judging, const struct access_row *row, size_t user,
                          enum class_operation operation)
{
    struct buffer text;
    buffer_init(&text, judging->world->arena);
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        bool is_about = (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) &&
                        (rule->operations & 1U << operation) != 0;
        if (!is_about || !access_opens(judging->world, rule, row, user, true))
            continue;
        buffer_printf(&text, "%s%s", text.length ? "; " : "", rule_rows_text(text.arena, rule));
        rule_add_conditions(&text, rule);
    }
    if (text.length == 0)
        buffer_add_string(&text, "by permissions, ACLs or the like");
    return text.bytes;
}

static void tell(struct judging *judging, bool opens, const struct access_row *row, size_t user,
                 const char *operation, const char *what, const char *why)
{
    struct arena *arena = judging->world->arena;
    const char *who = access_user_at(judging->world, user)->name;
    const char *text =
        arena_printf(arena, "%s may %s %s %s%s: %s", who, opens ? "now" : "no longer", operation,
                     row->class->name, what, why);
    if (map_add(&judging->told, text, (void *)(uintptr_t)text))
        return;
    struct access_difference *difference = arena_alloc(arena, sizeof *difference);
    *difference = (struct access_difference){
        .class_name = row->class->name, .who = who, .operation = operation, .text = text};
    vector_add(opens ? &judging->differences->opened : &judging->differences->closed, arena,
               difference);
}

static bool is_in_both(const struct union_of *all, const struct model_class *class)
{
    for (size_t i = 0; i < all->model->class_count; i++)
        if (all->classes[i] == class)
            return all->views[BEFORE].classes[i].is_there && all->views[AFTER].classes[i].is_there;
    return false;
}

/* Calls `visit` for every cell, in an order that is the same for both views. */
static void judge_class(struct judging *judging, const struct access_class *class,
                        void (*visit)(struct judging *, const struct access_row *, size_t user,
                                      enum class_operation, const struct access_change *, char))
{
    const struct access_world *world = judging->world;
    for (size_t i = 0; i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        for (size_t user = 0; user + 1 < world->principal_count; user++) {
            for (size_t j = 0; j < sizeof judged / sizeof judged[0]; j++)
                visit(judging, row, user, judged[j].operation, NULL,
                      access_judge(world, judged[j].operation, row, user));
            for (size_t j = 0; j < class->changes.count; j++) {
                const struct access_change *change = class->changes.items[j];
                visit(judging, row, user, OPERATION_UPDATE, change,
                      access_judge_change(world, row, change, user, false));
            }
        }
    }
}

static void visit_all(struct judging *judging,
                      void (*visit)(struct judging *, const struct access_row *, size_t user,
                                    enum class_operation, const struct access_change *, char))
{
    judging->at = 0;
    for (size_t i = 0; i < judging->world->classes.count; i++) {
        const struct access_class *class = judging->world->classes.items[i];
        if (is_in_both(judging->all, class->model))
            judge_class(judging, class, visit);
    }
}

static void remember(struct judging *judging, const struct access_row *row, size_t user,
                     enum class_operation operation, const struct access_change *change,
                     char verdict)
{
    (void)row, (void)user, (void)operation, (void)change;
    vector_add(&judging->cells, judging->world->arena, (void *)(uintptr_t)verdict);
}

static const char *operation_text(enum class_operation operation)
{
    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++)
        if (judged[i].operation == operation)
            return judged[i].name;
    return "update";
}

/* Tells of a cell that comes out differently, by the view in force, which is the one that opens. */
static void compare(struct judging *judging, bool opens, const struct access_row *row, size_t user,
                    enum class_operation operation, const struct access_change *change,
                    char verdict)
{
    char other = (char)(uintptr_t)judging->cells.items[judging->at++];
    if (verdict != VERDICT_ALLOW || other == VERDICT_ALLOW)
        return;
    const char *what = "";
    if (change)
        what = change->field ? arena_printf(judging->world->arena, ".%s", change->field->name)
                             : "'s ACL";
    tell(judging, opens, row, user, operation_text(operation), what,
         reason(judging, row, user, operation));
}

static void tell_opened(struct judging *judging, const struct access_row *row, size_t user,
                        enum class_operation operation, const struct access_change *change,
                        char verdict)
{
    compare(judging, true, row, user, operation, change, verdict);
}

static void tell_closed(struct judging *judging, const struct access_row *row, size_t user,
                        enum class_operation operation, const struct access_change *change,
                        char verdict)
{
    compare(judging, false, row, user, operation, change, verdict);
}

/* Fields that are shown to some only: which of them each user is shown, in the view in force. With an
 * earlier list, tells what is otherwise now. */
static void compare_shown(struct judging *judging, struct vector *shown,
                          const struct vector *earlier)
{
    const struct access_world *world = judging->world;
    for (size_t i = 0; i < world->classes.count; i++) {
        const struct access_class *class = world->classes.items[i];
        if (!is_in_both(judging->all, class->model) || class->rows.count == 0)
            continue;
        for (size_t j = 0; j < class->model->field_count; j++) {
            const struct model_field *field = class->model->fields[j];
            for (size_t user = 0; user + 1 < world->principal_count; user++) {
                bool is = access_shows_field(world, class->model, field, user);
                bool was = is;
                if (earlier && shown->count < earlier->count)
                    was = earlier->items[shown->count] != NULL;
                vector_add(shown, world->arena, is ? (void *)(uintptr_t)field : NULL);
                if (is != was)
                    tell(judging, is, class->rows.items[0], user, "see",
                         arena_printf(world->arena, ".%s", field->name),
                         "of the rows that they may read");
            }
        }
    }
}

/* Judges all cells with the one model in force, then tells what the other one opens besides. */
static void judge(struct judging *judging, int first, bool opens)
{
    judging->cells = (struct vector){0};
    use_view(judging->all, first);
    visit_all(judging, remember);
    use_view(judging->all, first == BEFORE ? AFTER : BEFORE);
    visit_all(judging, opens ? tell_opened : tell_closed);
}

/* All that decides who may do what, as text: what is equal in it needs no judging. */
static const char *access_text(struct arena *arena, const struct model *model)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text, "%d\n", (int)model->access);
    lock_write_roles(&text, model);
    for (size_t i = 0; i < model->rule_count; i++) {
        lock_write_rule(&text, NULL, model->rules[i]);
        buffer_add_string(&text, "\n");
    }
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (!class->has_access_rules && !class->append_only && !class->has_permissions &&
            class->protected_count == 0)
            continue;
        buffer_printf(&text, "%s %d %d", class->name, class->has_access_rules, class->append_only);
        lock_write_permissions(&text, class);
    }
    return text.bytes;
}

void access_differences_find(struct access_differences *differences, struct arena *arena,
                             const struct model *before, const struct model *after)
{
    struct union_of all = {.arena = arena, .models = {before, after}};
    struct judging judging = {.all = &all, .differences = differences};
    *differences = (struct access_differences){0};
    if (strcmp(access_text(arena, before), access_text(arena, after)) == 0)
        return;
    unite_models(&all);
    use_both(&all);
    judging.world = access_world_new(arena, all.model);
    map_init(&judging.told, arena);
    judge(&judging, BEFORE, true);
    judge(&judging, AFTER, false);
    struct vector shown_before = {0};
    struct vector shown_after = {0};
    use_view(&all, BEFORE);
    compare_shown(&judging, &shown_before, NULL);
    use_view(&all, AFTER);
    compare_shown(&judging, &shown_after, &shown_before);
    permission_differences_find(differences, arena, before, after);
}
