/* class_validate.c - classes/NAME/validate.c: what holds of a class's rows, whoever writes them. The
 * runtime's class_checks.h explains each member. */
#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/rule_sql.h"

#include <inttypes.h>
#include <string.h>

/* The first state of the field's first lifecycle, in which objects are created. */
static const char *initial_state(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_LIFECYCLE && rule->fields[0] == field)
            return rule->value;
    }
    return "";
}

static void add_lifecycle(struct buffer *buffer, const struct model *model,
                          const struct model_rule *rule)
{
    c_sentence(buffer, 4, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, rule->fields[0]);
    buffer_add_string(buffer, ",\n        .initial = ");
    c_text(buffer, initial_state(rule->class, rule->fields[0]));
    buffer_add_string(buffer, ",\n        .steps = (const struct lifecycle_step[]){\n");
    for (size_t i = 0; i < rule->step_count; i++) {
        buffer_add_string(buffer, "            {");
        c_text(buffer, rule->steps[i].from);
        buffer_add_string(buffer, ", ");
        c_text(buffer, rule->steps[i].to);
        buffer_add_string(buffer, "},\n");
    }
    buffer_printf(buffer, "        },\n        .step_count = %zu,\n", rule->step_count);
    if (rule->actor_count > 0) {
        buffer_add_string(buffer, "        .actors = (const struct rule_who[]){\n");
        for (size_t i = 0; i < rule->actor_count; i++) {
            const struct model_actor *actor = &rule->actors[i];
            const char *rows = actor->role ? rule_membership_sql(buffer->arena, actor->role)
                               : actor->path.length > 0
                                   ? rule_path_sql(buffer->arena, rule->class, &actor->path)
                                   : "FALSE";
            buffer_add_string(buffer, "            ");
            add_rule_who(buffer, actor->role, rows);
            buffer_add_string(buffer, ",\n");
        }
        buffer_printf(buffer, "        },\n        .actor_count = %zu,\n", rule->actor_count);
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_requirement(struct buffer *buffer, const struct model *model,
                            const struct model_rule *rule)
{
    c_sentence(buffer, 4, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, rule->fields[0]);
    buffer_add_string(buffer, ",\n        .value = ");
    c_text(buffer, rule->value);
    buffer_add_string(buffer, ",\n        .needs = ");
    c_constants(buffer, rule->class, rule->fields + 1, rule->field_count - 1);
    buffer_printf(buffer, ",\n        .need_count = %zu,\n    },\n", rule->field_count - 1);
}

static void add_stamp(struct buffer *buffer, const struct model *model,
                      const struct model_rule *rule)
{
    const struct model_field *field = rule->fields[0];
    const struct model_condition *trigger = &rule->conditions[0];
    c_sentence(buffer, 4, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, field);
    if (field->type == FIELD_DATE || field->type == FIELD_POINTER) {
        buffer_printf(buffer, ",\n        .value = %s",
                      field->type == FIELD_DATE ? "STAMP_NOW" : "STAMP_USER");
    } else {
        buffer_add_string(buffer, ",\n        .value = STAMP_WORD,\n        .word = ");
        c_text(buffer, rule->value);
    }
    buffer_add_string(buffer, ",\n        .trigger = ");
    c_constant(buffer, rule->class, trigger->field);
    buffer_add_string(buffer, ",\n        .reached = ");
    c_text_array(buffer, trigger->values, trigger->value_count);
    buffer_printf(buffer, ",\n        .reached_count = %zu,\n    },\n", trigger->value_count);
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

/* Which changes are signed, and how long rows stay: of several sentences the longest time counts. */
static void add_signatures(struct buffer *buffer, const struct model_class *class)
{
    static const struct {
        const char *word;
        const char *constant;
    } changes[] = {{"creating", "SIGNED_CREATION"},
                   {"updating", "SIGNED_UPDATE"},
                   {"correcting", "SIGNED_CORRECTION"},
                   {"publishing", "SIGNED_PUBLICATION"}};
    const char *separator = "    .signed_changes = ";
    int64_t kept_ms = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_RETENTION && rule->duration_ms > kept_ms)
            kept_ms = rule->duration_ms;
        for (size_t j = 0; j < sizeof changes / sizeof changes[0]; j++) {
            if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, changes[j].word) == 0) {
                buffer_printf(buffer, "%s1U << %s", separator, changes[j].constant);
                separator = " | ";
            }
        }
    }
    buffer_add_string(buffer, strcmp(separator, " | ") == 0 ? ",\n" : "");
    if (kept_ms > 0)
        buffer_printf(buffer, "    .kept_ms = %" PRId64 ",\n", kept_ms);
}

static void add_publishing(struct buffer *buffer, const struct model_class *class)
{
    const struct model_rule *publish = class_first_rule(class, RULE_PUBLISH);
    const struct model_rule *acknowledge = class_first_rule(class, RULE_ACKNOWLEDGEMENT);
    if (publish) {
        buffer_add_string(buffer, "    .publication = &(const struct publication){\n"
                                  "        .field = ");
        c_constant(buffer, class, publish->fields[0]);
        buffer_add_string(buffer, ",\n        .draft = ");
        c_text(buffer, "draft");
        buffer_add_string(buffer, ",\n    },\n");
    }
    if (acknowledge) {
        static const char *const members[] = {"field", "at", "by"};
        buffer_add_string(buffer, "    .acknowledgement = &(const struct acknowledgement){\n");
        for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
            buffer_printf(buffer, "        .%s = ", members[i]);
            c_constant(buffer, class, acknowledge->fields[i]);
            buffer_add_string(buffer, ",\n");
        }
        buffer_add_string(buffer, "    },\n");
    }
}

/* The kinds of rules that have a table. */
static const struct {
    enum rule_kind kind;
    const char *type;
    const char *name;
    const char *count;
    void (*add)(struct buffer *buffer, const struct model *model, const struct model_rule *rule);
} tables[] = {
    {RULE_LIFECYCLE, "lifecycle", "lifecycles", "lifecycle_count", add_lifecycle},
    {RULE_REQUIREMENT, "requirement", "requirements", "requirement_count", add_requirement},
    {RULE_STAMP, "stamp", "stamps", "stamp_count", add_stamp},
    {RULE_NO_OVERLAP, "no_overlap", "no_overlaps", "no_overlap_count", add_no_overlap},
};

enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

static void add_tables(struct buffer *buffer, const struct model *model,
                       const struct model_class *class)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (!class_first_rule(class, tables[i].kind))
            continue;
        buffer_printf(buffer, "static const struct %s %s[] = {\n", tables[i].type, tables[i].name);
        for (size_t j = 0; j < class->rule_count; j++)
            if (class->rules[j]->kind == tables[i].kind)
                tables[i].add(buffer, model, class->rules[j]);
        buffer_add_string(buffer, "};\n\n");
    }
}

static void add_members(struct buffer *buffer, const struct model_class *class)
{
    add_value_members(buffer, class);
    buffer_add_string(buffer, class->append_only ? "    .append_only = true,\n" : "");
    add_signatures(buffer, class);
    add_publishing(buffer, class);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const char *name = tables[i].name;
        if (class_first_rule(class, tables[i].kind)) {
            buffer_printf(buffer, "    .%s = %s,\n    .%s = sizeof %s / sizeof %s[0],\n", name,
                          name, tables[i].count, name, name);
        }
    }
}

void emit_class_validate(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer =
            class_file(output, class, "validate.c", "what holds of every @, whoever writes it.");
        buffer_printf(buffer,
                      "#include \"classes/%s/model.h\"\n\n#include "
                      "\"model/class_checks.h\"\n#include \"model/value.h\"\n\n",
                      class->c_name);
        add_value_functions(buffer, model, class);
        add_tables(buffer, model, class);
        struct buffer members;
        buffer_init(&members, buffer->arena);
        add_members(&members, class);
        add_table(buffer, "class_checks", arena_printf(buffer->arena, "%s_checks", class->c_name),
                  members.bytes);
    }
}
