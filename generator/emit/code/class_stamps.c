/* class_stamps.c - the part of classes/NAME/validate.c about what the server sets by itself. A stamp's
 * trigger is a String or a Boolean, whose values are compared as words. */
#include "emit/code/class_stamps.h"

#include "emit/c_code.h"
#include "emit/code/class_lifecycles.h"
#include "emit/code/class_parts.h"

#include <string.h>

enum { MOST_STEPS = 8 }; /* from the first value of a lifecycle to its last, by way of stamps */

static bool is_stamp(const struct model_rule *rule)
{
    return rule->kind == RULE_STAMP;
}

bool field_is_stamped(const struct model_class *class, const struct model_field *field)
{
    const struct model_rule *acknowledge = class_first_rule(class, RULE_ACKNOWLEDGEMENT);
    for (size_t i = 0; i < class->rule_count; i++)
        if (is_stamp(class->rules[i]) && class->rules[i]->fields[0] == field)
            return true;
    return acknowledge && acknowledge->fields[0] == field;
}

/* Whether a field has certain words. Where it is about one that is true, that is the member itself; of
 * others it is a function: has_status_delivered_or_read(object). */
struct test {
    const struct model_field *field;
    const char *const *words;
    size_t count;
};

static bool is_member(const struct test *test)
{
    return test->field->type == FIELD_BOOLEAN && test->count == 1 &&
           strcmp(test->words[0], "true") == 0;
}

/* The file that is emitted, and the functions of it that have names: each is there once. */
struct part {
    struct buffer *buffer;
    const struct model *model;
    const struct model_class *class;
    const char **keys; /* what a function is for */
    const char **names;
    size_t count;
};

/* The name of the function for the key; where there is none yet, *is_new and a name of its own. */
static const char *name_for(struct part *part, const char *key, const char *wanted, bool *is_new)
{
    const char *name = wanted;
    *is_new = false;
    for (size_t i = 0; i < part->count; i++)
        if (strcmp(part->keys[i], key) == 0)
            return part->names[i];
    for (size_t i = 0; i < part->count; i++)
        if (strcmp(part->names[i], name) == 0)
            name = arena_printf(part->buffer->arena, "%s_%zu", wanted, part->count + 1);
    part->keys[part->count] = key;
    part->names[part->count++] = name;
    *is_new = true;
    return name;
}

static const char *test_function(struct part *part, const struct test *test, bool *is_new)
{
    struct arena *arena = part->buffer->arena;
    const char *name = arena_printf(arena, "has_%s", test->field->c_name);
    const char *key = name;
    for (size_t i = 0; i < test->count; i++) {
        name = arena_printf(arena, "%s%s%s", name, i == 0 ? "_" : "_or_",
                            word_name(arena, test->words[i], i + 1, false));
        key = arena_printf(arena, "%s\n%s", key, test->words[i]);
    }
    return name_for(part, key, name, is_new);
}

/* after->is_read, or has_status_read(after) */
static const char *test_text(struct part *part, const struct test *test, const char *object)
{
    bool is_new;
    return is_member(test) ? c_member_text(part->buffer->arena, object, test->field)
                           : arena_printf(part->buffer->arena, "%s(%s)",
                                          test_function(part, test, &is_new), object);
}

static const char * not(struct arena * arena, const char *condition)
{
    return arena_printf(arena, "!%s", condition);
}

static void add_test_function(struct part *part, const struct test *test)
{
    struct buffer *buffer = part->buffer;
    bool is_new = false;
    const char *name = is_member(test) ? "" : test_function(part, test, &is_new);
    if (!is_new)
        return;
    buffer_printf(buffer, "static bool %s(const struct %s_object *object)\n{\n    return ", name,
                  part->class->c_name);
    struct arena *arena = buffer->arena;
    const char *member = c_member_text(arena, "object", test->field);
    struct c_list words = c_chain_open(buffer, " ||");
    for (size_t i = 0; i < test->count; i++) {
        const char *word = test->words[i];
        if (test->field->type == FIELD_BOOLEAN)
            c_list_add(&words, arena_printf(arena, "(object->state[%s] == FIELD_SET && %s%s)",
                                            c_constant_text(arena, part->class, test->field),
                                            strcmp(word, "true") == 0 ? "" : "!", member));
        else
            c_list_add(&words,
                       arena_printf(arena, "text_is(%s, %s)", member, c_literal_text(arena, word)));
    }
    buffer_add_string(buffer, ";\n}\n\n");
}

static struct test trigger_of(const struct model_rule *stamp)
{
    const struct model_condition *trigger = &stamp->conditions[0];
    return (struct test){trigger->field, trigger->values, trigger->value_count};
}

static struct test target_of(const struct model_rule *stamp)
{
    return (struct test){stamp->fields[0], &stamp->value, 1};
}

static bool sets_word(const struct model_rule *stamp)
{
    return stamp->fields[0]->type == FIELD_STRING || stamp->fields[0]->type == FIELD_BOOLEAN;
}

/* Whether what the stamp sets stays as long as its trigger says the same: a field with a lifecycle has
 * its own law. */
static bool stays(const struct model_class *class, const struct model_rule *rule)
{
    return is_stamp(rule) && sets_word(rule) && !field_has_lifecycle(class, rule->fields[0]);
}

/* The functions for the triggers of all stamps, and of what stays for what is set. */
static void add_test_functions(struct part *part)
{
    for (size_t i = 0; i < part->class->rule_count; i++) {
        const struct model_rule *rule = part->class->rules[i];
        if (!is_stamp(rule))
            continue;
        struct test trigger = trigger_of(rule);
        struct test target = target_of(rule);
        add_test_function(part, &trigger);
        if (stays(part->class, rule))
            add_test_function(part, &target);
    }
}

/* Whether steps of the field's lifecycles lead from one value to the other. */
static bool leads_to(const struct model_class *class, const struct model_field *field,
                     const char *from, const char *to, size_t steps_left)
{
    if (strcmp(from, to) == 0)
        return true;
    for (size_t i = 0; i < class->rule_count && steps_left > 0; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind != RULE_LIFECYCLE || rule->fields[0] != field)
            continue;
        for (size_t j = 0; j < rule->step_count; j++)
            if (strcmp(rule->steps[j].from, from) == 0 &&
                leads_to(class, field, rule->steps[j].to, to, steps_left - 1))
                return true;
    }
    return false;
}

static const char *leads_function(struct part *part, const struct model_rule *stamp, bool *is_new)
{
    struct arena *arena = part->buffer->arena;
    const char *field = stamp->fields[0]->c_name;
    return name_for(
        part, arena_printf(arena, "%s\nto\n%s", field, stamp->value),
        arena_printf(arena, "leads_%s_to_%s", field, word_name(arena, stamp->value, 1, false)),
        is_new);
}

/* Whether the step is the first of the field's to come from its value. */
static bool is_first_from(const struct model_class *class, const struct model_rule *rule,
                          size_t step)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *other = class->rules[i];
        if (other->kind != RULE_LIFECYCLE || other->fields[0] != rule->fields[0])
            continue;
        for (size_t j = 0; j < other->step_count; j++) {
            if (other == rule && j == step)
                return true;
            if (strcmp(other->steps[j].from, rule->steps[step].from) == 0)
                return false;
        }
    }
    return true;
}

/* static bool leads_status_to_read(struct text from): by steps that there are, whoever takes them. */
static void add_leads_function(struct part *part, const struct model_rule *stamp)
{
    const struct model_class *class = part->class;
    const struct model_field *field = stamp->fields[0];
    struct buffer *buffer = part->buffer;
    bool is_new;
    const char *name = leads_function(part, stamp, &is_new);
    if (!is_new)
        return;
    struct buffer froms;
    buffer_init(&froms, buffer->arena);
    buffer_add_string(&froms, "    return ");
    struct c_list words = c_chain_open(&froms, " ||");
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        bool is_of_field = rule->kind == RULE_LIFECYCLE && rule->fields[0] == field;
        for (size_t j = 0; is_of_field && j < rule->step_count; j++) {
            const char *from = rule->steps[j].from;
            if (strcmp(from, stamp->value) == 0 || !is_first_from(class, rule, j) ||
                !leads_to(class, field, from, stamp->value, MOST_STEPS))
                continue;
            c_list_add(&words, arena_printf(froms.arena, "text_is(from, %s)",
                                            c_literal_text(froms.arena, from)));
        }
    }
    buffer_printf(buffer, "static bool %s(struct text from)\n{\n", name);
    if (words.count == 0)
        buffer_add_string(buffer, "    (void)from; /* no step does */\n    return false;\n}\n\n");
    else
        buffer_printf(buffer, "%s;\n}\n\n", froms.bytes);
}

/* stamp_now(change, message_SENT_AT); */
static void add_setting(struct buffer *buffer, const struct model_class *class,
                        const struct model_rule *stamp)
{
    const struct model_field *field = stamp->fields[0];
    buffer_printf(buffer, "        %s(change, ",
                  field->type == FIELD_DATE      ? "stamp_now"
                  : field->type == FIELD_POINTER ? "stamp_user"
                  : field->type == FIELD_BOOLEAN ? "stamp_boolean"
                                                 : "stamp_text");
    c_constant(buffer, class, field);
    if (field->type == FIELD_BOOLEAN) {
        buffer_printf(buffer, ", %s", strcmp(stamp->value, "true") == 0 ? "true" : "false");
    } else if (field->type == FIELD_STRING) {
        buffer_add_string(buffer, ", (struct text)");
        c_text(buffer, stamp->value);
    }
    buffer_add_string(buffer, ");\n");
}

static void add_stamp(struct part *part, const struct model_rule *stamp, size_t number)
{
    struct buffer *buffer = part->buffer;
    struct test trigger = trigger_of(stamp);
    c_sentence(buffer, 4, part->model, stamp);
    struct arena *arena = buffer->arena;
    buffer_add_string(buffer, "    if (");
    struct c_list conditions = c_chain_open(buffer, " &&");
    c_list_add(&conditions, test_text(part, &trigger, "after"));
    c_list_add(&conditions, not(arena, test_text(part, &trigger, "before")));
    c_list_add(&conditions, arena_printf(arena, "stamp_fires(change, %zu)", number));
    if (field_has_lifecycle(part->class, stamp->fields[0])) {
        bool is_new;
        c_list_add(&conditions, arena_printf(arena, "%s(%s)", leads_function(part, stamp, &is_new),
                                             c_member_text(arena, "after", stamp->fields[0])));
    }
    buffer_add_string(buffer, ")\n");
    add_setting(buffer, part->class, stamp);
}

static void open_function(struct buffer *buffer, const struct model_class *class,
                          const char *signature)
{
    buffer_printf(buffer,
                  "%s(struct row_change *change)\n{\n"
                  "    const struct %s_object *before = change->before;\n"
                  "    const struct %s_object *after = change->after;\n\n",
                  signature, class->c_name, class->c_name);
}

/* return fail(...): "isRead stays true where status is read" */
static void add_stay(struct part *part, const struct model_rule *stamp)
{
    struct buffer *buffer = part->buffer;
    struct test trigger = trigger_of(stamp);
    struct test target = target_of(stamp);
    bool is_one = trigger.count == 1;
    c_sentence(buffer, 4, part->model, stamp);
    struct arena *arena = buffer->arena;
    buffer_add_string(buffer, "    if (");
    struct c_list conditions = c_chain_open(buffer, " &&");
    c_list_add(&conditions, arena_printf(arena, "change_has(change, %s)",
                                         c_constant_text(arena, part->class, stamp->fields[0])));
    c_list_add(&conditions, test_text(part, &trigger, "after"));
    c_list_add(&conditions, test_text(part, &target, "before"));
    c_list_add(&conditions, not(arena, test_text(part, &target, "after")));
    buffer_add_string(buffer, ")\n        return fail(change->context, PARSE_VALIDATION, ");
    size_t column = c_column(buffer);
    const char *stays_text = format_text(
        buffer->arena, arena_printf(buffer->arena, "%s stays %s where %s is ",
                                    stamp->fields[0]->name, stamp->value, trigger.field->name));
    c_string(buffer, arena_printf(buffer->arena, "%s%s", stays_text,
                                  is_one ? format_text(buffer->arena, trigger.words[0]) : "%.*s"));
    if (!is_one) {
        buffer_add_string(buffer, ",");
        c_align(buffer, column);
        buffer_add_string(buffer, "(int)after->");
        c_member(buffer, trigger.field);
        buffer_add_string(buffer, ".length, after->");
        c_member(buffer, trigger.field);
        buffer_add_string(buffer, ".bytes");
    }
    buffer_add_string(buffer, ");\n");
}

static bool any_stays(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (stays(class, class->rules[i]))
            return true;
    return false;
}

void add_stamp_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class)
{
    struct arena *arena = buffer->arena;
    struct part part = {.buffer = buffer,
                        .model = model,
                        .class = class,
                        .keys = arena_alloc_array(arena, 3 * class->rule_count + 1, sizeof(char *)),
                        .names =
                            arena_alloc_array(arena, 3 * class->rule_count + 1, sizeof(char *))};
    size_t number = 0;
    if (!class_first_rule(class, RULE_STAMP))
        return;
    add_test_functions(&part);
    for (size_t i = 0; i < class->rule_count; i++)
        if (is_stamp(class->rules[i]) && field_has_lifecycle(class, class->rules[i]->fields[0]))
            add_leads_function(&part, class->rules[i]);
    buffer_add_string(buffer, "/* What the server sets by itself. */\n");
    open_function(buffer, class, "static void stamp");
    for (size_t i = 0; i < class->rule_count; i++)
        if (is_stamp(class->rules[i]))
            add_stamp(&part, class->rules[i], number++);
    buffer_add_string(buffer, "}\n\n");
    if (!any_stays(class))
        return;
    buffer_add_string(buffer, "/* What was set so stays as long as its reason does. */\n");
    open_function(buffer, class, "static bool check_stamped");
    for (size_t i = 0; i < class->rule_count; i++)
        if (stays(class, class->rules[i]))
            add_stay(&part, class->rules[i]);
    buffer_add_string(buffer, "    return true;\n}\n\n");
}

void add_stamp_members(struct buffer *buffer, const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++)
        count += is_stamp(class->rules[i]);
    if (any_stays(class))
        buffer_add_string(buffer, "    .check_stamped = check_stamped,\n");
    if (count > 0)
        buffer_printf(buffer, "    .stamp = stamp,\n    .stamp_count = %zu,\n", count);
}
