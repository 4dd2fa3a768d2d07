/* access_questions.c - what the rules ask of a class's rows, and the changes that are to be tried;
 * see access_world.h. */
#include "emit/tests/access_questions.h"

#include "emit/tests/access_rows.h"

#include <string.h>

static struct access_question *question_about(struct access_world *world,
                                              struct access_class *class,
                                              const struct model_field *field)
{
    for (size_t i = 0; i < class->asked.count; i++) {
        struct access_question *question = class->asked.items[i];
        if (question->field == field)
            return question;
    }
    struct access_question *question = arena_alloc(world->arena, sizeof *question);
    question->field = field;
    vector_add(&class->asked, world->arena, question);
    return question;
}

static bool is_listed(const struct vector *values, const char *value)
{
    for (size_t i = 0; i < values->count; i++)
        if (strcmp(values->items[i], value) == 0)
            return true;
    return false;
}

static void add_value(struct access_world *world, struct access_question *question,
                      const char *value)
{
    if (!is_listed(&question->values, value))
        vector_add(&question->values, world->arena, (void *)(uintptr_t)value);
}

static void ask_condition(struct access_world *world, struct access_class *class,
                          const struct model_condition *condition)
{
    struct access_question *question = question_about(world, class, condition->field);
    for (size_t i = 0; i < condition->value_count; i++)
        add_value(world, question, condition->values[i]);
}

/* The conditions of a grant are about its own class, all others about the class of the rule. */
static void ask_rule(struct access_world *world, struct access_class *class,
                     const struct model_rule *rule)
{
    const struct model_class *about = rule->grant ? rule->grant->class : rule->class;
    for (size_t i = 0; about == class->model && i < rule->condition_count; i++)
        ask_condition(world, class, &rule->conditions[i]);
    if (rule->kind != RULE_LIFECYCLE || rule->class != class->model)
        return;
    struct access_question *question = question_about(world, class, rule->fields[0]);
    for (size_t i = 0; i < rule->step_count; i++) {
        add_value(world, question, rule->steps[i].from);
        add_value(world, question, rule->steps[i].to);
    }
}

/* Whether a rule asks for the field where another has some value. */
bool access_is_needed(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 1; rule->kind == RULE_REQUIREMENT && j < rule->field_count; j++)
            if (rule->fields[j] == field)
                return true;
    }
    return false;
}

/* The values besides those that rules name: the field's others, or some other, and none unless another
 * field asks for one. */
static void complete(struct access_world *world, const struct model_class *class,
                     struct access_question *question)
{
    const struct model_field *field = question->field;
    for (size_t i = 0; i < field->one_of_count; i++)
        add_value(world, question, field->one_of[i]);
    if (field->type == FIELD_BOOLEAN) {
        add_value(world, question, "true");
        add_value(world, question, "false");
    } else if (field->one_of_count == 0) {
        add_value(world, question, field->type == FIELD_NUMBER ? "77" : "something else");
    }
    if (!field->required && !field->default_json && !access_is_needed(class, field))
        vector_add(&question->values, world->arena, NULL);
}

static bool has_lifecycle(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_LIFECYCLE && class->rules[i]->fields[0] == field)
            return true;
    return false;
}

static bool names_field(const struct model_rule *rule, const struct model_field *field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return rule->path.length > 0 && rule->path.steps[0] == field;
}

bool access_is_servers(const struct model_class *class, const struct model_field *field)
{
    bool counts_versions = class->keeps_versions && strcmp(field->name, "version") == 0;
    return field->server_set || counts_versions;
}

/* Whether it says how far an assignment or a grant goes. */
static bool is_extent(const struct model *model, const struct model_class *class,
                      const struct model_field *field)
{
    if (strcmp(class->name, ASSIGNMENT_CLASS) == 0)
        return true;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_grant *grant = model->rules[i]->grant;
        if (grant && (grant->scope == field || grant->from == field || grant->until == field ||
                      grant->or_until == field))
            return true;
    }
    return false;
}

static bool is_asked(const struct access_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->asked.count; i++)
        if (((const struct access_question *)class->asked.items[i])->field == field)
            return true;
    return false;
}

/* A field of which no rule says anything: a String where there is one. */
static const struct model_field *plain_field(const struct model *app,
                                             const struct access_class *class)
{
    static const enum field_type types[] = {FIELD_STRING, FIELD_NUMBER, FIELD_OBJECT, FIELD_DATE,
                                            FIELD_BOOLEAN};
    const struct model_class *model = class->model;
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        for (size_t i = 0; i < model->field_count; i++) {
            const struct model_field *field = model->fields[i];
            bool is_plain = field->type == types[t] && !field->unique &&
                            !access_is_servers(model, field) && field->one_of_count == 0 &&
                            !is_asked(class, field) && !is_extent(app, model, field);
            for (size_t j = 0; is_plain && j < model->rule_count; j++)
                is_plain = !names_field(model->rules[j], field);
            if (is_plain)
                return field;
        }
    }
    return NULL;
}

/* What says whether an assignment counts is asked by each rule about assigned patients. */
static void ask_assignment(struct access_world *world, struct access_class *class)
{
    bool is_assignment = strcmp(class->model->name, ASSIGNMENT_CLASS) == 0;
    for (size_t i = 0; is_assignment && i < world->assigned.condition_count; i++)
        ask_condition(world, class, &world->assigned.conditions[i]);
}

void access_read_questions(struct access_world *world, struct access_class *class)
{
    ask_assignment(world, class);
    for (size_t i = 0; i < world->model->rule_count; i++)
        ask_rule(world, class, world->model->rules[i]);
    for (size_t i = 0; i < class->asked.count; i++) {
        struct access_question *question = class->asked.items[i];
        if (!has_lifecycle(class->model, question->field))
            complete(world, class->model, question);
        if (question->values.count == 0)
            vector_add(&question->values, world->arena, NULL);
    }
    class->plain = plain_field(world->model, class);
}

/* Changes. */

static void add_change(struct access_world *world, struct access_class *class, const char *name,
                       const struct model_field *field, struct access_value value)
{
    for (size_t i = 0; i < class->changes.count; i++)
        if (strcmp(((const struct access_change *)class->changes.items[i])->name, name) == 0)
            return;
    struct access_change *change = arena_alloc(world->arena, sizeof *change);
    *change = (struct access_change){.name = name, .field = field, .value = value};
    vector_add(&class->changes, world->arena, change);
}

static void change_to(struct access_world *world, struct access_class *class,
                      const struct model_field *field, const char *value)
{
    add_change(world, class, arena_printf(world->arena, "%s to %s", field->name, value), field,
               (struct access_value){.kind = VALUE_TEXT, .text = value});
}

static void change_somehow(struct access_world *world, struct access_class *class,
                           const struct model_field *field)
{
    if (!is_asked(class, field) && field->type != FIELD_RELATION &&
        !access_is_servers(class->model, field))
        add_change(world, class, field->name, field, (struct access_value){.kind = VALUE_ANY});
}

/* The pointer that says whose the row is, to somebody else. */
static void change_owner(struct access_world *world, struct access_class *class,
                         const struct model_field *field)
{
    struct access_value value = access_base(world, field->target, world->another, 0);
    if (value.kind != VALUE_UNSET)
        add_change(world, class, field->name, field, value);
}

static void change_for_rule(struct access_world *world, struct access_class *class,
                            const struct model_rule *rule)
{
    bool is_way = rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT || rule->kind == RULE_OWNER;
    if (is_way && rule->path.length > 0)
        change_owner(world, class, rule->path.steps[0]);
    for (size_t i = 0; rule->kind == RULE_ACCESS && i < rule->field_count; i++)
        if (rule->fields[i]->type == FIELD_POINTER)
            change_owner(world, class, rule->fields[i]);
        else
            change_somehow(world, class, rule->fields[i]);
}

/* Of a field with a lifecycle every state is tried, and of a Boolean both; of others that rules ask
 * about the first value. */
static void change_asked(struct access_world *world, struct access_class *class,
                         const struct access_question *question)
{
    bool moves =
        has_lifecycle(class->model, question->field) || question->field->type == FIELD_BOOLEAN;
    for (size_t i = 0; i < question->values.count; i++)
        if (question->values.items[i] && (moves || i == 0))
            change_to(world, class, question->field, question->values.items[i]);
}

void access_read_changes(struct access_world *world, struct access_class *class)
{
    if (class->plain)
        change_somehow(world, class, class->plain);
    for (size_t i = 0; i < class->asked.count; i++)
        change_asked(world, class, class->asked.items[i]);
    for (size_t i = 0; i < class->model->rule_count; i++)
        change_for_rule(world, class, class->model->rules[i]);
    add_change(world, class, "ACL", NULL, (struct access_value){.kind = VALUE_ANY});
}
