/* rule_difference.c - see rule_difference.h. A rule that only became stricter is not told: another time-out that is
 * shorter, a lifecycle with fewer steps. Where that cannot be seen, it is told. */
#include "evolve/rule_difference.h"

#include "evolve/difference.h"

#include <string.h>

/* One of the models' rules, in terms of the united one. */
struct rules {
    const struct model_rule *const *items;
    size_t count;
};

static struct rules rules_of(const struct union_of *all, int side)
{
    size_t before = all->models[BEFORE]->rule_count;
    if (side == BEFORE)
        return (struct rules){all->model->rules, before};
    return (struct rules){all->model->rules + before, all->models[AFTER]->rule_count};
}

static const char *sentence_of(const struct model *model, const struct model_rule *rule)
{
    return rule->sentence < model->sentence_count ? model->sentences[rule->sentence].text : "";
}

static bool is_about_the_same(const struct model_rule *one, const struct model_rule *other)
{
    bool same = one->kind == other->kind && one->class == other->class &&
                one->role == other->role && one->field_count == other->field_count;
    for (size_t i = 0; same && i < one->field_count; i++)
        same = one->fields[i] == other->fields[i];
    return same;
}

static bool is_same_actor(const struct model_actor *one, const struct model_actor *other)
{
    return one->role == other->role && model_same_path(&one->path, &other->path);
}

static bool has_actors_of(const struct model_rule *rule, const struct model_rule *stricter)
{
    for (size_t i = 0; i < stricter->actor_count; i++) {
        bool found = false;
        for (size_t j = 0; j < rule->actor_count && !found; j++)
            found = is_same_actor(&rule->actors[j], &stricter->actors[i]);
        if (!found)
            return false;
    }
    return stricter->actor_count > 0 || rule->actor_count == 0;
}

/* Whether the rule has the step, for everybody who may take it now. */
static bool has_step(const struct model_rule *rule, const struct model_rule *now,
                     const struct model_step *step)
{
    if (rule->actor_count > 0 && !has_actors_of(rule, now))
        return false;
    for (size_t i = 0; i < rule->step_count; i++)
        if (strcmp(rule->steps[i].from, step->from) == 0 &&
            strcmp(rule->steps[i].to, step->to) == 0)
            return true;
    return false;
}

/* Whether all that the rule of now allows, one of then did. */
static bool has_steps_of(struct rules before, const struct model_rule *now)
{
    for (size_t i = 0; i < now->step_count; i++) {
        bool found = false;
        for (size_t j = 0; j < before.count && !found; j++)
            found = is_about_the_same(before.items[j], now) &&
                    has_step(before.items[j], now, &now->steps[i]);
        if (!found)
            return false;
    }
    return true;
}

/* Whether what the rule of then kept, that of now keeps, too. */
static bool is_kept(struct rules before, const struct model_rule *was, const struct model_rule *now)
{
    switch (was->kind) {
    case RULE_SESSION_IDLE:
    case RULE_SESSION_ABSOLUTE:
        return now->duration_ms <= was->duration_ms;
    case RULE_RETENTION:
        return now->duration_ms >= was->duration_ms && now->condition_count == 0;
    case RULE_LIFECYCLE:
        return has_steps_of(before, now);
    case RULE_AUDIT:
        return (was->operations & ~now->operations) == 0 && now->condition_count == 0;
    default:
        return false;
    }
}

static void tell(struct access_differences *differences, const struct union_of *all,
                 const struct model_rule *rule, const struct model_rule *now, const char *was,
                 const char *text)
{
    struct access_difference *difference = arena_alloc(all->arena, sizeof *difference);
    *difference = (struct access_difference){.class_name = rule->class ? rule->class->name : NULL,
                                             .who = rule->role ? rule->role->name : NULL,
                                             .operation = rule_kind_name(rule->kind),
                                             .text = text,
                                             .rule = now,
                                             .was = was};
    vector_add(&differences->opened, all->arena, difference);
}

/* A rule of then that is there no more: what it kept may be kept by one of now. */
static void compare_gone(struct access_differences *differences, const struct union_of *all,
                         const struct model_rule *was)
{
    struct rules before = rules_of(all, BEFORE);
    struct rules after = rules_of(all, AFTER);
    const struct model_rule *instead = NULL;
    bool is_kept_by_all = true;
    for (size_t i = 0; i < after.count; i++) {
        const struct model_rule *now = after.items[i];
        if (!is_about_the_same(was, now))
            continue;
        bool keeps = is_kept(before, was, now);
        instead = instead && (keeps || !is_kept_by_all) ? instead : now;
        is_kept_by_all = is_kept_by_all && keeps;
    }
    if (instead && is_kept_by_all)
        return;
    const char *sentence = sentence_of(all->models[BEFORE], was);
    const char *kind = rule_kind_name(was->kind);
    tell(differences, all, was, instead, sentence,
         instead ? arena_printf(all->arena, "another %s than by '%s'", kind, sentence)
                 : arena_printf(all->arena, "no more %s by '%s'", kind, sentence));
}

/* A rule of now that was not there then. */
static void compare_new(struct access_differences *differences, const struct union_of *all,
                        const struct model_rule *rule)
{
    struct rules before = rules_of(all, BEFORE);
    bool is_further = false; /* steps besides those that a lifecycle had */
    for (size_t i = 0; rule->kind == RULE_LIFECYCLE && i < before.count; i++)
        is_further = is_further || is_about_the_same(before.items[i], rule);
    is_further = is_further && !has_steps_of(before, rule);
    if (is_further || rule_kind_row(rule->kind)->edited == EDIT_LETS)
        tell(differences, all, rule, rule, NULL,
             arena_printf(all->arena, "%s by '%s'", rule_kind_name(rule->kind),
                          sentence_of(all->models[AFTER], rule)));
}

/* A class of which the last sentence is gone that said who may reach it: its objects are their creators'. */
static void compare_ruled(struct access_differences *differences, const struct union_of *all)
{
    for (size_t i = 0; i < all->model->class_count; i++) {
        const struct view_class *then = &all->views[BEFORE].classes[i];
        const struct view_class *now = &all->views[AFTER].classes[i];
        if (!then->is_there || !now->is_there || !then->says.has_access_rules ||
            now->says.has_access_rules)
            continue;
        const char *name = all->classes[i]->name;
        struct access_difference *difference = arena_alloc(all->arena, sizeof *difference);
        *difference = (struct access_difference){
            .class_name = name,
            .operation = "create",
            .text = arena_printf(all->arena, "no sentence says any more who may reach %s", name)};
        vector_add(&differences->opened, all->arena, difference);
    }
}

void rule_differences_find(struct access_differences *differences, const struct union_of *all)
{
    struct map known[2];
    compare_ruled(differences, all);
    for (int side = BEFORE; side <= AFTER; side++) {
        struct rules rules = rules_of(all, side);
        map_init(&known[side], all->arena);
        for (size_t i = 0; i < rules.count; i++)
            map_add(&known[side], difference_rule_text(all->arena, rules.items[i]),
                    (void *)(uintptr_t)all);
    }
    for (int side = BEFORE; side <= AFTER; side++) {
        struct rules rules = rules_of(all, side);
        for (size_t i = 0; i < rules.count; i++) {
            const struct model_rule *rule = rules.items[i];
            if ((rule->class && !access_union_has_both(all, rule->class)) ||
                map_get(&known[side == BEFORE ? AFTER : BEFORE],
                        difference_rule_text(all->arena, rule)))
                continue;
            if (side == AFTER)
                compare_new(differences, all, rule);
            else if (rule_kind_row(rule->kind)->edited == EDIT_KEEPS)
                compare_gone(differences, all, rule);
        }
    }
}
