/* class_lifecycles.c - the part of classes/NAME/validate.c about lifecycles: for each field that has
 * some its values, who may take its steps, and a switch from value to value. */
#include "emit/code/class_lifecycles.h"

#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/rule_sql.h"

#include <string.h>

bool field_has_lifecycle(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_LIFECYCLE && class->rules[i]->fields[0] == field)
            return true;
    return false;
}

const char *word_name(struct arena *arena, const char *word, size_t number, bool upper)
{
    char *name = arena_strdup(arena, word);
    bool has_letter = false;
    for (char *c = name; *c != '\0'; c++) {
        bool is_lower = *c >= 'a' && *c <= 'z';
        bool is_upper = *c >= 'A' && *c <= 'Z';
        bool is_digit = *c >= '0' && *c <= '9';
        has_letter = has_letter || is_lower || is_upper || is_digit;
        if (is_lower && upper)
            *c = (char)(*c - 'a' + 'A');
        else if (is_upper && !upper)
            *c = (char)(*c - 'A' + 'a');
        else if (!is_lower && !is_upper && !is_digit)
            *c = '_';
    }
    return has_letter ? name : arena_printf(arena, upper ? "VALUE_%zu" : "value_%zu", number);
}

/* The values of a field's lifecycles, and what each is called in C. */
struct values {
    const struct model_class *class;
    const struct model_field *field;
    const char **words;
    const char **names;
    size_t count;
};

static size_t find_word(const struct values *values, const char *word)
{
    size_t i = 0;
    while (i < values->count && strcmp(values->words[i], word) != 0)
        i++;
    return i;
}

static void add_word(struct arena *arena, struct values *values, const char *word)
{
    if (find_word(values, word) < values->count)
        return;
    const char *field = word_name(arena, values->field->c_name, 0, true);
    /* IS keeps off the runtime's own names, such as FIELD_SET. */
    const char *name =
        arena_printf(arena, "%s_IS_%s", field, word_name(arena, word, values->count + 1, true));
    for (size_t i = 0; i < values->count; i++)
        if (strcmp(values->names[i], name) == 0)
            name = arena_printf(arena, "%s_%zu", name, values->count + 1);
    values->words[values->count] = word;
    values->names[values->count++] = name;
}

static bool is_about(const struct model_rule *rule, const struct model_field *field)
{
    return rule->kind == RULE_LIFECYCLE && rule->fields[0] == field;
}

static struct values values_of(struct arena *arena, const struct model_class *class,
                               const struct model_field *field)
{
    struct values values = {.class = class, .field = field};
    size_t capacity = 1;
    for (size_t i = 0; i < class->rule_count; i++)
        capacity += 2 * class->rules[i]->step_count;
    values.words = arena_alloc_array(arena, capacity, sizeof *values.words);
    values.names = arena_alloc_array(arena, capacity, sizeof *values.names);
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; is_about(rule, field) && j < rule->step_count; j++) {
            add_word(arena, &values, rule->steps[j].from);
            add_word(arena, &values, rule->steps[j].to);
        }
    }
    return values;
}

/* enum status_value { ... }; and the function that finds a word's. */
static void add_values(struct buffer *buffer, const struct values *values)
{
    const char *field = values->field->c_name;
    buffer_printf(buffer, "enum %s_value { ", field);
    struct c_list list = c_list_open(buffer);
    c_list_add(&list,
               arena_printf(buffer->arena, "%s_ANOTHER", word_name(buffer->arena, field, 0, true)));
    for (size_t i = 0; i < values->count; i++)
        c_list_add(&list, values->names[i]);
    buffer_printf(buffer, " };\n\nstatic enum %s_value which_%s(struct text word)\n{\n", field,
                  field);
    for (size_t i = 0; i < values->count; i++) {
        buffer_add_string(buffer, "    if (text_is(word, ");
        c_string(buffer, values->words[i]);
        buffer_printf(buffer, "))\n        return %s;\n", values->names[i]);
    }
    buffer_printf(buffer, "    return %s_ANOTHER;\n}\n\n",
                  word_name(buffer->arena, field, 0, true));
}

/* may_move_status, may_move_status_2: who takes the steps of the field's first lifecycle, of its
 * second. */
static const char *actor_function(struct arena *arena, const struct model_field *field,
                                  size_t number)
{
    return number == 0 ? arena_printf(arena, "may_move_%s", field->c_name)
                       : arena_printf(arena, "may_move_%s_%zu", field->c_name, number + 1);
}

/* change_is_by_role(change, "nurse") */
static void add_actor(struct c_list *actors, const struct model_rule *rule,
                      const struct model_actor *actor)
{
    struct buffer *buffer = actors->buffer;
    const char *rows = actor->role ? rule_membership_sql(buffer->arena, actor->role)
                       : actor->path.length > 0
                           ? rule_path_sql(buffer->arena, rule->class, &actor->path)
                           : "FALSE";
    bool has_role = actor->role && actor->role->members == MEMBERS_ROLE;
    c_list_next(actors, strlen(rows) + sizeof "change_is_by_user(change, \"\")");
    if (actor->role && actor->role->members == MEMBERS_EVERYONE) {
        buffer_add_string(buffer, "true");
        return;
    }
    if (has_role)
        buffer_printf(buffer, "change_is_by_role(change, %s)",
                      c_literal_text(buffer->arena, actor->role->role_name));
    if (has_role && *rows == '\0')
        return;
    buffer_add_string(buffer,
                      has_role ? " && change_is_by_user(change, " : "change_is_by_user(change, ");
    c_string(buffer, *rows == '\0' ? "TRUE" : rows);
    buffer_add_string(buffer, ")");
}

static void add_actors(struct buffer *buffer, const struct model *model,
                       const struct model_rule *rule, size_t number)
{
    if (rule->actor_count == 0)
        return;
    c_sentence(buffer, 0, model, rule);
    buffer_printf(buffer, "static bool %s(struct row_change *change)\n{\n    return ",
                  actor_function(buffer->arena, rule->fields[0], number));
    struct c_list actors = c_chain_open(buffer, " ||");
    for (size_t i = 0; i < rule->actor_count; i++)
        add_actor(&actors, rule, &rule->actors[i]);
    buffer_add_string(buffer, ";\n}\n\n");
}

static bool has_step(const struct model_rule *rule, const char *from, const char *to)
{
    for (size_t i = 0; i < rule->step_count; i++)
        if (strcmp(rule->steps[i].from, from) == 0 && strcmp(rule->steps[i].to, to) == 0)
            return true;
    return false;
}

/* Who may take a step: STEP_TAKEN for whoever may update the row; "" where there is no such step. */
static const char *step_result(struct arena *arena, const struct values *values, const char *from,
                               const char *to)
{
    const char *who = "";
    size_t number = 0;
    for (size_t i = 0; i < values->class->rule_count; i++) {
        const struct model_rule *rule = values->class->rules[i];
        if (!is_about(rule, values->field))
            continue;
        const char *function = actor_function(arena, values->field, number++);
        if (!has_step(rule, from, to))
            continue;
        if (rule->actor_count == 0)
            return "STEP_TAKEN";
        who = arena_printf(arena, "%s%s%s(change)", who, *who == '\0' ? "" : " || ", function);
    }
    return *who == '\0' ? "" : arena_printf(arena, "step_if(%s)", who);
}

/* The case of one value: where it goes from there. False when it goes nowhere. */
static bool add_case(struct buffer *buffer, const struct values *values, size_t from)
{
    bool any = false;
    for (size_t to = 0; to < values->count; to++) {
        const char *result =
            step_result(buffer->arena, values, values->words[from], values->words[to]);
        if (*result == '\0')
            continue;
        if (!any)
            buffer_printf(buffer, "    case %s:\n", values->names[from]);
        any = true;
        buffer_printf(buffer, "        if (next == %s)\n            return %s;\n",
                      values->names[to], result);
    }
    buffer_add_string(buffer, any ? "        return STEP_UNKNOWN;\n" : "");
    return any;
}

static void add_step_function(struct buffer *buffer, const struct values *values)
{
    const char *field = values->field->c_name;
    bool uses_change = false;
    for (size_t i = 0; i < values->class->rule_count; i++) {
        const struct model_rule *rule = values->class->rules[i];
        uses_change = uses_change || (is_about(rule, values->field) && rule->actor_count > 0);
    }
    buffer_printf(buffer, "static enum step step_%s(", field);
    struct c_list list = c_list_open(buffer);
    c_list_add(&list, "struct row_change *change");
    c_list_add(&list, "struct text from");
    c_list_add(&list, "struct text to");
    buffer_printf(
        buffer, ")\n{\n    enum %s_value next = which_%s(to);\n\n%s    switch (which_%s(from)) {\n",
        field, field, uses_change ? "" : "    (void)change; /* whoever may update the row */\n",
        field);
    for (size_t from = 0; from < values->count; from++)
        add_case(buffer, values, from);
    buffer_add_string(buffer, "    default:\n        return STEP_UNKNOWN;\n    }\n}\n\n");
}

/* The first value of the field's first lifecycle, in which objects are created. */
static const char *initial_value(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (is_about(class->rules[i], field))
            return class->rules[i]->value;
    return "";
}

/* static bool NAME(...) { return CALL(change, FIELD, ...) && ...; }: a call for each field. */
static void add_check(struct buffer *buffer, const struct model_class *class, const char *name,
                      const char *call, bool with_step)
{
    buffer_printf(buffer, "static bool %s(struct row_change *change)\n{\n    return ", name);
    struct c_list calls = c_chain_open(buffer, " &&");
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!field_has_lifecycle(class, field))
            continue;
        struct arena *arena = buffer->arena;
        const char *constant = c_constant_text(arena, class, field);
        c_list_next(&calls, strlen(call) + strlen(constant) + sizeof "(change, ,");
        buffer_printf(buffer, "%s(", call);
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, "change");
        c_list_add(&arguments, constant);
        c_list_add(&arguments, c_literal_text(arena, initial_value(class, field)));
        if (with_step)
            c_list_add(&arguments, arena_printf(arena, "step_%s", field->c_name));
        buffer_add_string(buffer, ")");
    }
    buffer_add_string(buffer, ";\n}\n\n");
}

void add_lifecycle_functions(struct buffer *buffer, const struct model *model,
                             const struct model_class *class)
{
    if (!class_first_rule(class, RULE_LIFECYCLE))
        return;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!field_has_lifecycle(class, field))
            continue;
        struct values values = values_of(buffer->arena, class, field);
        size_t number = 0;
        for (size_t j = 0; j < class->rule_count; j++)
            if (is_about(class->rules[j], field) && class->rules[j]->actor_count == 0)
                c_sentence(buffer, 0, model, class->rules[j]);
        add_values(buffer, &values);
        for (size_t j = 0; j < class->rule_count; j++)
            if (is_about(class->rules[j], field))
                add_actors(buffer, model, class->rules[j], number++);
        add_step_function(buffer, &values);
    }
    add_check(buffer, class, "check_new", "lifecycle_starts", false);
    add_check(buffer, class, "check_step", "lifecycle_moves", true);
}

void add_lifecycle_members(struct buffer *buffer, const struct model_class *class)
{
    if (class_first_rule(class, RULE_LIFECYCLE))
        buffer_add_string(buffer, "    .check_new = check_new,\n    .check_step = check_step,\n");
}
