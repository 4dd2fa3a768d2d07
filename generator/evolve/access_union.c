/* access_union.c - see access_union.h. Read from the bottom. */
#include "evolve/access_union.h"

#include "evolve/difference.h"

#include <string.h>

struct model_class *access_union_class(const struct union_of *all, int side, const char *name)
{
    return map_get(&all->views[side].names, name);
}

bool access_union_has_both(const struct union_of *all, const struct model_class *class)
{
    for (size_t i = 0; i < all->model->class_count; i++)
        if (all->classes[i] == class)
            return all->views[BEFORE].classes[i].is_there && all->views[AFTER].classes[i].is_there;
    return false;
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
            struct model_class *target = access_union_class(all, AFTER, field->target->name);
            field->target = target ? target : access_union_class(all, BEFORE, field->target->name);
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
    return one->members == other->members && same_name && one->profile == other->profile &&
           model_same_path(&one->profile_user, &other->profile_user);
}

static const struct model_role *united_role(struct union_of *all, int side,
                                            const struct model_role *role)
{
    if (!role)
        return NULL;
    struct model_role *united = arena_alloc(all->arena, sizeof *united);
    *united = *role;
    if (role->profile) {
        united->profile = access_union_class(all, side, role->profile->name);
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
    const struct model_class *class = access_union_class(all, side, grant->class->name);
    *united = *grant;
    united->class = class;
    united->grantee = united_path(all, class, &grant->grantee);
    united->target = at_united(class, grant->target);
    united->scope = at_united(class, grant->scope);
    united->from = at_united(class, grant->from);
    united->until = at_united(class, grant->until);
    united->or_until = at_united(class, grant->or_until);
    return united;
}

static struct model_rule *united_rule(struct union_of *all, int side, const struct model_rule *rule)
{
    struct model_rule *united = arena_alloc(all->arena, sizeof *united);
    const struct model_class *class =
        rule->class ? access_union_class(all, side, rule->class->name) : NULL;
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
        struct model_class *united = access_union_class(all, side, class->name);
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

void access_union_use(struct union_of *all, int side)
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

void access_union_use_both(struct union_of *all)
{
    access_union_use(all, AFTER);
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

void access_union_make(struct union_of *all)
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
        if (!access_union_class(all, BEFORE, before->classes[i]->name))
            add_class(all, before->classes[i], NULL);
    all->model->classes = (const struct model_class *const *)all->classes;
    lead_to_united(all);
    unite_ownership(all);
    if (after->audit_log)
        all->model->audit_log = access_union_class(all, AFTER, after->audit_log->name);
    struct vector rules = {0};
    read_view(all, BEFORE, &rules);
    read_view(all, AFTER, &rules);
    all->model->rules = (const struct model_rule *const *)rules.items;
    all->model->rule_count = rules.count;
    all->model->name = after->name;
    all->model->title = after->title;
}
