/* access_difference.c - see access_difference.h.
 *
 * The two models are laid over each other (access_union.h). The world is made for all rules together,
 * so that it has a row for whatever either of them asks; then it is judged twice, once with each
 * model's rules and permissions in force. */
#include "evolve/access_difference.h"

#include "base/map.h"
#include "emit/rule_text.h"
#include "emit/tests/access_judge.h"
#include "evolve/access_union.h"
#include "evolve/in_force_difference.h"
#include "evolve/lock.h"
#include "evolve/permission_difference.h"
#include "evolve/rule_difference.h"

#include <string.h>

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

/* The rules in force that open the row for the operation, in words, and the first of them; how access comes
 * where none does. */
static const char *reason(const struct judging *judging, const struct access_row *row, size_t user,
                          enum class_operation operation, const struct model_rule **first)
{
    struct buffer text;
    buffer_init(&text, judging->world->arena);
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        bool is_about = (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) &&
                        (rule->operations & 1U << operation) != 0;
        if (!is_about || !access_opens(judging->world, rule, row, user, true))
            continue;
        *first = *first ? *first : rule;
        buffer_printf(&text, "%s%s", text.length ? "; " : "", rule_rows_text(text.arena, rule));
        rule_add_conditions(&text, rule);
    }
    if (text.length == 0)
        buffer_add_string(&text, "by permissions, ACLs or the like");
    return text.bytes;
}

static void tell(struct judging *judging, bool opens, const struct access_row *row, size_t user,
                 const char *operation, const char *what, const char *why,
                 const struct model_rule *rule)
{
    struct arena *arena = judging->world->arena;
    const char *who = access_user_at(judging->world, user)->name;
    const char *text =
        arena_printf(arena, "%s may %s %s %s%s: %s", who, opens ? "now" : "no longer", operation,
                     row->class->name, what, why);
    if (map_add(&judging->told, text, (void *)(uintptr_t)text))
        return;
    struct access_difference *difference = arena_alloc(arena, sizeof *difference);
    *difference = (struct access_difference){.class_name = row->class->name,
                                             .who = who,
                                             .operation = operation,
                                             .text = text,
                                             .rule = rule};
    vector_add(opens ? &judging->differences->opened : &judging->differences->closed, arena,
               difference);
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
        if (access_union_has_both(judging->all, class->model))
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
    /* Both views have the same cells; one more would be told of. */
    bool has_other = judging->at < judging->cells.count;
    char other = has_other ? (char)(uintptr_t)judging->cells.items[judging->at++] : '\0';
    if (verdict != VERDICT_ALLOW || other == VERDICT_ALLOW)
        return;
    const char *what = "";
    if (change)
        what = change->field ? arena_printf(judging->world->arena, ".%s", change->field->name)
                             : "'s ACL";
    const struct model_rule *rule = NULL;
    const char *why = reason(judging, row, user, operation, &rule);
    tell(judging, opens, row, user, operation_text(operation), what, why, rule);
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
        if (!access_union_has_both(judging->all, class->model) || class->rows.count == 0)
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
                         "of the rows that they may read", NULL);
            }
        }
    }
}

/* Judges all cells with the one model in force, then tells what the other one opens besides. */
static void judge(struct judging *judging, int first, bool opens)
{
    judging->cells = (struct vector){0};
    access_union_use(judging->all, first);
    visit_all(judging, remember);
    access_union_use(judging->all, first == BEFORE ? AFTER : BEFORE);
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
    in_force_differences_find(differences, arena, before, after);
    if (strcmp(access_text(arena, before), access_text(arena, after)) == 0)
        return;
    access_union_make(&all);
    access_union_use_both(&all);
    judging.world = access_world_new(arena, all.model);
    map_init(&judging.told, arena);
    judge(&judging, BEFORE, true);
    judge(&judging, AFTER, false);
    struct vector shown_before = {0};
    struct vector shown_after = {0};
    access_union_use(&all, BEFORE);
    compare_shown(&judging, &shown_before, NULL);
    access_union_use(&all, AFTER);
    compare_shown(&judging, &shown_after, &shown_before);
    permission_differences_find(differences, arena, before, after);
    rule_differences_find(differences, &all);
}
