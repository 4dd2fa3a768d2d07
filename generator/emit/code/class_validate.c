/* class_validate.c - classes/NAME/validate.c: what holds of a class's rows, whoever writes them.
 *
 * Values, lifecycles and stamps are in files of their own. Each appends its functions, and tells by a
 * second function the members of the class's table that lead there. Here are the checks of the row as it
 * becomes, of signatures, of what stays, and the table in which all of them meet; the runtime's
 * class_checks.h says when each is asked. */
#include "emit/c_code.h"
#include "emit/code/class_lifecycles.h"
#include "emit/code/class_parts.h"
#include "emit/code/class_stamps.h"
#include "emit/code/class_values.h"
#include "emit/emit.h"
#include "emit/rule_sql.h"

#include <inttypes.h>
#include <string.h>

static const char open_check[] = "static bool %s(struct row_change *change)\n{\n";
static const char close_check[] = "    return true;\n}\n\n";

/* The rule by which such changes are signed ("publishing"), or NULL. */
static const struct model_rule *signature_for(const struct model_class *class, const char *word)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_SIGNATURE && strcmp(class->rules[i]->value, word) == 0)
            return class->rules[i];
    return NULL;
}

static bool signs_publishing(const struct model_class *class)
{
    return signature_for(class, "publishing") && class_first_rule(class, RULE_PUBLISH);
}

/* The changes that are signed, as check_signed() asks for them; publishing is a matter of the row. */
static const struct {
    const char *word;
    const char *when;
    const char *what;
} signed_changes[] = {
    {"creating", "change->is_new", "Creating"},
    {"updating", "!change->is_new", "Updating"},
    {"correcting", "!change->is_new && change_corrects(change)", "Correcting"},
};

enum { SIGNED_COUNT = sizeof signed_changes / sizeof signed_changes[0] };

static bool has_signed_changes(const struct model_class *class)
{
    for (size_t i = 0; i < SIGNED_COUNT; i++)
        if (signature_for(class, signed_changes[i].word))
            return true;
    return false;
}

static void add_check_signed(struct buffer *buffer, const struct model *model,
                             const struct model_class *class)
{
    if (!has_signed_changes(class))
        return;
    buffer_printf(buffer, open_check, "check_signed");
    for (size_t i = 0; i < SIGNED_COUNT; i++) {
        const struct model_rule *rule = signature_for(class, signed_changes[i].word);
        if (!rule)
            continue;
        c_sentence(buffer, 4, model, rule);
        buffer_printf(buffer,
                      "    if (%s && !signature_is_made(change, \"%s\"))\n        return false;\n",
                      signed_changes[i].when, signed_changes[i].what);
    }
    buffer_add_string(buffer, close_check);
}

/* An object leaves its draft, or is new and none. */
static void add_publishing(struct buffer *buffer, const struct model *model,
                           const struct model_class *class)
{
    const struct model_field *field = class_first_rule(class, RULE_PUBLISH)->fields[0];
    struct arena *arena = buffer->arena;
    const char *state = c_constant_text(arena, class, field);
    const char *was = c_member_text(arena, "before", field);
    c_sentence(buffer, 4, model, signature_for(class, "publishing"));
    buffer_add_string(buffer, "    if (");
    struct c_list conditions = c_chain_open(buffer, " &&");
    c_list_add(&conditions, arena_printf(arena, "given->state[%s] == FIELD_SET", state));
    c_list_add(&conditions, arena_printf(arena, "!text_is(%s, \"draft\")",
                                         c_member_text(arena, "given", field)));
    buffer_add_string(buffer, " &&");
    c_align(buffer, 8);
    buffer_add_string(buffer, "(");
    conditions = c_chain_open(buffer, " ||");
    c_list_add(&conditions, arena_printf(arena, "before->state[%s] != FIELD_SET", state));
    c_list_add(&conditions, arena_printf(arena, "text_is(%s, \"draft\")", was));
    buffer_add_string(buffer, ") &&");
    c_align(buffer, 8);
    buffer_add_string(buffer, "!signature_publishes(change))\n        return false;\n");
}

static void add_requirement(struct buffer *buffer, const struct model *model,
                            const struct model_rule *rule)
{
    c_sentence(buffer, 4, model, rule);
    for (size_t i = 1; i < rule->field_count; i++) {
        struct arena *arena = buffer->arena;
        buffer_add_string(buffer, "    if (!requirement_holds(");
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, "change");
        c_list_add(&arguments, c_constant_text(arena, rule->class, rule->fields[0]));
        c_list_add(&arguments, c_literal_text(arena, rule->value));
        c_list_add(&arguments, c_constant_text(arena, rule->class, rule->fields[i]));
        buffer_add_string(buffer, "))\n        return false;\n");
    }
}

/* What a kind of rule asks of each row as it becomes: a part of check_row(), and the fields that it
 * looks at, of which a change must touch one before anything is asked. */
enum watched_fields { WATCHED_NONE, WATCHED_FIRST, WATCHED_ALL };

static const struct row_part {
    enum watched_fields watched; /* of the rule's */
    void (*add)(struct buffer *buffer, const struct model *model, const struct model_rule *rule);
} row_parts[RULE_KIND_COUNT] = {
    [RULE_LIFECYCLE] = {WATCHED_FIRST, NULL},       /* check_step() asks */
    [RULE_ACKNOWLEDGEMENT] = {WATCHED_FIRST, NULL}, /* stamps_set() does */
    [RULE_PUBLISH] = {WATCHED_FIRST, NULL},         /* add_publishing() says */
    [RULE_REQUIREMENT] = {WATCHED_ALL, add_requirement},
};

static bool has_check_row(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (row_parts[class->rules[i]->kind].add)
            return true;
    return signs_publishing(class);
}

static void add_check_row(struct buffer *buffer, const struct model *model,
                          const struct model_class *class)
{
    if (!has_check_row(class))
        return;
    buffer_printf(buffer, open_check, "check_row");
    if (signs_publishing(class)) {
        buffer_printf(buffer,
                      "    const struct %s_object *before = change->before;\n"
                      "    const struct %s_object *given = change->object;\n\n",
                      class->c_name, class->c_name);
        add_publishing(buffer, model, class);
    }
    for (size_t i = 0; i < class->rule_count; i++)
        if (row_parts[class->rules[i]->kind].add)
            row_parts[class->rules[i]->kind].add(buffer, model, class->rules[i]);
    buffer_add_string(buffer, close_check);
}

static void add_no_overlap(struct buffer *buffer, const struct model *model,
                           const struct model_rule *rule)
{
    const char *when = rule_conditions_sql(buffer->arena, rule);
    c_sentence(buffer, 4, model, rule);
    buffer_add_string(buffer, "    {\n        .same = ");
    c_constants(buffer, rule->class, rule->fields, rule->field_count);
    buffer_printf(buffer, ",\n        .same_count = %zu,\n        .from = ", rule->field_count);
    c_constant(buffer, rule->class, rule->from);
    buffer_add_string(buffer, ",\n        .to = ");
    if (!rule->to)
        buffer_add_string(buffer, "-1");
    else
        c_constant(buffer, rule->class, rule->to);
    buffer_add_string(buffer, ",\n");
    if (*when != '\0') {
        buffer_add_string(buffer, "        .when = ");
        c_string(buffer, when);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_check_written(struct buffer *buffer, const struct model *model,
                              const struct model_class *class)
{
    if (!class_first_rule(class, RULE_NO_OVERLAP))
        return;
    buffer_add_string(buffer, "static const struct no_overlap times[] = {\n");
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_NO_OVERLAP)
            add_no_overlap(buffer, model, class->rules[i]);
    buffer_add_string(buffer, "};\n\n");
    buffer_printf(buffer, open_check, "check_written");
    buffer_add_string(buffer, "    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)\n"
                              "        if (!overlap_check(change, &times[i]))\n"
                              "            return false;\n");
    buffer_add_string(buffer, close_check);
}

/* Of several sentences the longest time counts. */
static const struct model_rule *longest_retention(const struct model_class *class)
{
    const struct model_rule *longest = NULL;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_RETENTION && (!longest || rule->duration_ms > longest->duration_ms))
            longest = rule;
    }
    return longest;
}

static bool has_check_delete(const struct model_class *class)
{
    return longest_retention(class) || class->keeps_versions;
}

static void add_check_delete(struct buffer *buffer, const struct model *model,
                             const struct model_class *class)
{
    const struct model_rule *kept = longest_retention(class);
    bool changes_are = signature_for(class, "updating") || signature_for(class, "correcting");
    if (!has_check_delete(class))
        return;
    buffer_add_string(buffer, "static bool check_delete(struct request *request, "
                              "struct text object_id)\n{\n");
    if (kept) {
        c_sentence(buffer, 4, model, kept);
        buffer_add_string(buffer, "    if (!retention_is_over(");
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, "request");
        c_list_add(&arguments, arena_printf(buffer->arena, "&%s_model", class->c_name));
        c_list_add(&arguments, "object_id");
        c_list_add(&arguments,
                   arena_printf(buffer->arena, "INT64_C(%" PRId64 ")", kept->duration_ms));
        buffer_add_string(buffer, "))\n        return false;\n");
    }
    if (class->keeps_versions) {
        buffer_printf(buffer, "    /* %s */\n    return retention_is_unsigned(",
                      changes_are ? "Its changes are signed." : "What is signed stays.");
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, "request");
        c_list_add(&arguments, arena_printf(buffer->arena, "&%s_model", class->c_name));
        c_list_add(&arguments, "object_id");
        c_list_add(&arguments, changes_are ? "true" : "false");
        buffer_add_string(buffer, ");\n}\n\n");
    } else {
        buffer_add_string(buffer, close_check);
    }
}

/* What a stamp waits for, and what it set once where that can be told from nothing. */
static bool stamp_watches(const struct model_rule *rule, const struct model_field *field)
{
    return rule->kind == RULE_STAMP &&
           (rule->conditions[0].field == field ||
            (rule->fields[0] == field &&
             (field->type == FIELD_STRING || field->type == FIELD_BOOLEAN)));
}

/* Whether the checks look at the field in the row as it is or becomes. */
static bool is_watched(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        enum watched_fields watched = row_parts[rule->kind].watched;
        size_t count = watched == WATCHED_ALL     ? rule->field_count
                       : watched == WATCHED_FIRST ? 1
                                                  : 0;
        for (size_t j = 0; j < count; j++)
            if (rule->fields[j] == field)
                return true;
        if (stamp_watches(rule, field))
            return true;
    }
    return false;
}

static void add_watched(struct buffer *buffer, const struct model_class *class)
{
    const struct model_field **fields =
        arena_alloc_array(buffer->arena, class->field_count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < class->field_count; i++)
        if (is_watched(class, class->fields[i]))
            fields[count++] = class->fields[i];
    if (count == 0)
        return;
    buffer_add_string(buffer, "    .watched = ");
    c_constants(buffer, class, fields, count);
    buffer_printf(buffer, ",\n    .watched_count = %zu,\n", count);
}

static void add_acknowledgement(struct buffer *buffer, const struct model_class *class)
{
    static const char *const members[] = {"field", "at", "by"};
    const struct model_rule *acknowledge = class_first_rule(class, RULE_ACKNOWLEDGEMENT);
    if (!acknowledge)
        return;
    buffer_add_string(buffer, "    .acknowledgement = &(const struct acknowledgement){\n");
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        buffer_printf(buffer, "        .%s = ", members[i]);
        c_constant(buffer, class, acknowledge->fields[i]);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_members(struct buffer *buffer, const struct model_class *class)
{
    add_value_members(buffer, class);
    buffer_add_string(buffer, class->append_only ? "    .append_only = true,\n" : "");
    add_watched(buffer, class);
    add_lifecycle_members(buffer, class);
    buffer_add_string(buffer,
                      has_signed_changes(class) ? "    .check_signed = check_signed,\n" : "");
    add_stamp_members(buffer, class);
    add_acknowledgement(buffer, class);
    buffer_add_string(buffer, has_check_row(class) ? "    .check_row = check_row,\n" : "");
    if (class_first_rule(class, RULE_NO_OVERLAP))
        buffer_add_string(buffer, "    .check_written = check_written,\n");
    buffer_add_string(buffer, has_check_delete(class) ? "    .check_delete = check_delete,\n" : "");
}

/* The headers of what the class's functions call. */
static void add_includes(struct buffer *buffer, const struct model_class *class)
{
    const struct {
        bool is_needed;
        const char *header;
    } headers[] = {
        {true, "model/class_checks.h"},
        {true, "model/value.h"},
        {class_first_rule(class, RULE_NO_OVERLAP), "write/overlap.h"},
        {has_check_delete(class), "write/retention.h"},
        {class_first_rule(class, RULE_LIFECYCLE) || has_check_row(class), "write/row_change.h"},
        {has_signed_changes(class) || signs_publishing(class), "write/signature_need.h"},
        {class_first_rule(class, RULE_STAMP), "write/stamps.h"},
    };
    buffer_printf(buffer, "#include \"classes/%s/model.h\"\n\n", class->c_name);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        if (headers[i].is_needed)
            buffer_printf(buffer, "#include \"%s\"\n", headers[i].header);
    buffer_add_string(buffer, "\n");
}

void emit_class_validate(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer =
            class_file(output, class, "validate.c", "what holds of every @, whoever writes it.");
        add_includes(buffer, class);
        add_value_functions(buffer, model, class);
        add_lifecycle_functions(buffer, model, class);
        add_check_signed(buffer, model, class);
        add_stamp_functions(buffer, model, class);
        add_check_row(buffer, model, class);
        add_check_written(buffer, model, class);
        add_check_delete(buffer, model, class);
        struct buffer members;
        buffer_init(&members, buffer->arena);
        add_members(&members, class);
        add_table(buffer, "class_checks", arena_printf(buffer->arena, "%s_checks", class->c_name),
                  members.bytes);
    }
}
