/* rule_tests.c - tests/rules.json, and the program that tries it against the server.
 *
 * Most rules are about who may do what, which tests/access.json shows (access_tests.c). This is about
 * the others: what the server does by itself, keeps, and refuses to everybody. An entry is a rule,
 * with a row of the world of access.json and, where somebody must act, a user who may: access_judge.h
 * says who that is. A rule for which there is none has no entry, and the trace says so. */
#include "emit/tests/rule_tests.h"

#include "emit/emit.h"
#include "emit/template.h"
#include "emit/tests/access_judge.h"
#include "emit/tests/rule_acts.h"

#include <inttypes.h>
#include <string.h>

static void add_act(struct buffer *json, const struct rule_act *act)
{
    buffer_printf(json, "{\"row\": %zu, \"user\": %zu", act->row, act->user);
    if (act->is_creation) {
        buffer_add_string(json, ", \"creates\": true}");
    } else {
        buffer_printf(json, ", \"change\": %zu%s}", act->change,
                      act->is_signed ? ", \"signed\": true" : "");
    }
}

static void add_text(struct buffer *json, const char *name, const char *text)
{
    buffer_printf(json, ", \"%s\": ", name);
    buffer_quote_json(json, text);
}

static void add_fields(struct buffer *json, const struct model_rule *rule)
{
    buffer_add_string(json, ", \"fields\": [");
    for (size_t i = 0; i < rule->field_count; i++) {
        buffer_add_string(json, i == 0 ? "" : ", ");
        buffer_quote_json(json, rule->fields[i]->name);
    }
    buffer_add_string(json, "]");
}

/* What pointers of the rule are set to where a row does not have them. */
static void add_ends(struct buffer *json, const struct access_world *world,
                     const struct model_rule *rule)
{
    const char *separator = ", \"ends\": {";
    for (size_t i = 0; i < rule->field_count; i++) {
        const struct model_field *field = rule->fields[i];
        if (field->type != FIELD_POINTER)
            continue;
        const struct access_class *target = map_get(&world->class_of, field->target->name);
        if (target && target->rows.count == 0)
            continue;
        buffer_add_string(json, separator);
        buffer_quote_json(json, field->name);
        if (target) {
            buffer_printf(json, ": {\"row\": %zu}",
                          ((const struct access_row *)target->rows.items[0])->number);
        } else {
            buffer_printf(json, ": {\"user\": %zu}", world->outsider);
        }
        separator = ", ";
    }
    buffer_add_string(json, *separator == ',' && separator[2] == '\0' ? "}" : "");
}

/* The rest of an entry, by kind: false when nothing shows the rule. */

static bool add_stamp(struct buffer *json, const struct access_world *world,
                      const struct model_rule *rule)
{
    const struct model_condition *trigger = &rule->conditions[0];
    const struct rule_wanted wanted = {.field = trigger->field,
                                       .values = trigger->values,
                                       .value_count = trigger->value_count,
                                       .stamp = rule};
    const struct access_class *class = rule_test_class(world, rule->class);
    struct rule_act act = {0};
    if (!rule_find_change(world, class, &wanted, &act) &&
        !rule_find_creation(world, class, rule, &act))
        return false;
    add_fields(json, rule);
    if (rule->fields[0]->type == FIELD_BOOLEAN)
        buffer_printf(json, ", \"value\": %s", rule->value);
    else if (rule->fields[0]->type == FIELD_STRING)
        add_text(json, "value", rule->value);
    buffer_add_string(json, ", \"act\": ");
    add_act(json, &act);
    return true;
}

/* The field by which the class is published: the one of its rule about publishing, or NULL. */
static const struct model_field *publication_of(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_PUBLISH)
            return class->rules[i]->fields[0];
    return NULL;
}

/* The act that is the event: none of a creation. */
static bool find_event(const struct access_world *world, const struct model_rule *rule,
                       const struct model_actor *told, struct rule_act *act)
{
    const struct access_class *class = rule_test_class(world, rule->class);
    if (strcmp(rule->value, "deleted") == 0)
        return rule_find_deletion(world, class, told, act);
    if (strcmp(rule->value, "created") != 0) {
        struct rule_wanted wanted = {.told = told};
        if (strcmp(rule->value, "published") == 0) {
            wanted.field = publication_of(rule->class);
            wanted.is_publication = true;
            if (!wanted.field)
                return false; /* nobody publishes any */
        }
        if (rule->kind == RULE_NOTIFY && rule->condition_count > 0) {
            wanted.field = rule->conditions[0].field;
            wanted.values = rule->conditions[0].values;
            wanted.value_count = rule->conditions[0].value_count;
        }
        return rule_find_change(world, class, &wanted, act);
    }
    for (size_t i = 0; class && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        act->row = row->number;
        if (row->relation && rule_tells_somebody(world, row, told))
            return true;
    }
    return false;
}

static bool add_notification(struct buffer *json, const struct access_world *world,
                             const struct model_rule *rule)
{
    add_text(json, "event", rule->value);
    buffer_add_string(json, ", \"told\": [");
    for (size_t i = 0; i < rule->actor_count; i++) {
        const struct model_actor *actor = &rule->actors[i];
        struct rule_act act = {0};
        size_t user;
        if (!find_event(world, rule, actor, &act))
            return false;
        buffer_add_string(json, i == 0 ? "{" : ", {");
        if (actor->role) {
            buffer_add_string(json, "\"role\": ");
            buffer_quote_json(json, actor->role->role_name);
        } else if (rule_find_told(world, access_row_at(world, act.row), actor, &user)) {
            buffer_printf(json, "\"user\": %zu", user);
        }
        buffer_add_string(json, ", \"act\": ");
        add_act(json, &act);
        buffer_add_string(json, "}");
    }
    buffer_add_string(json, "]");
    return rule->actor_count > 0;
}

/* A row that meets the rule's conditions and, where there is one, a row that does not. */
static bool add_no_overlap(struct buffer *json, const struct access_world *world,
                           const struct model_rule *rule)
{
    const struct access_class *class = rule_test_class(world, rule->class);
    bool is_met = false;
    bool is_missed = false;
    for (size_t i = 0; class && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        bool *has = access_meets(world, rule, row) ? &is_met : &is_missed;
        if (!*has)
            buffer_printf(json, ", \"%s\": %zu", has == &is_met ? "row" : "outside", row->number);
        *has = true;
    }
    add_fields(json, rule);
    add_ends(json, world, rule);
    add_text(json, "from", rule->from->name);
    if (rule->to)
        add_text(json, "to", rule->to->name);
    return is_met;
}

static bool add_first_row(struct buffer *json, const struct access_world *world,
                          const struct model_rule *rule)
{
    const struct access_class *class = rule_test_class(world, rule->class);
    if (!class)
        return false;
    add_fields(json, rule);
    buffer_printf(json, ", \"row\": %zu",
                  ((const struct access_row *)class->rows.items[0])->number);
    return true;
}

static bool holds_files(const struct model_field *field)
{
    return field->type == FIELD_FILE ||
           (field->type == FIELD_ARRAY && field->element_type == FIELD_FILE);
}

/* Whether any text can be in it. */
static bool holds_text(const struct model_field *field)
{
    bool is_list = field->type == FIELD_ARRAY &&
                   (field->element_type < 0 || field->element_type == FIELD_STRING);
    return (field->type == FIELD_STRING || field->type == FIELD_OBJECT || is_list) &&
           field->one_of_count == 0;
}

static bool add_listing(struct buffer *json, const struct access_world *world,
                        const struct model_rule *rule)
{
    if (!add_first_row(json, world, rule))
        return false;
    add_ends(json, world, rule);
    return true;
}

static bool add_encryption(struct buffer *json, const struct access_world *world,
                           const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (!holds_files(rule->fields[i]) && !holds_text(rule->fields[i]))
            return false;
    return add_first_row(json, world, rule);
}

/* A row that a user is shown, with the fields. */
static bool add_signed_url(struct buffer *json, const struct access_world *world,
                           const struct model_rule *rule)
{
    const struct access_class *class = rule_test_class(world, rule->class);
    size_t users = world->principal_count - 1; /* a master key needs no signature */
    for (size_t i = 0; class && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        for (size_t user = ACCESS_STRANGER; row->relation && user < users; user++) {
            bool is_shown = access_judge(world, OPERATION_GET, row, user) == VERDICT_ALLOW;
            for (size_t j = 0; j < rule->field_count; j++) {
                is_shown = is_shown && holds_files(rule->fields[j]) &&
                           access_shows_field(world, class->model, rule->fields[j], user);
            }
            if (is_shown) {
                add_fields(json, rule);
                buffer_printf(json, ", \"row\": %zu, \"user\": %zu", row->number, user);
                return true;
            }
        }
    }
    return false;
}

static bool is_audited(const struct model_rule *rule, enum class_operation operation)
{
    return (rule->operations & 1U << operation) != 0;
}

/* Each operation that can be tried: the master key makes and reads, who may changes and deletes. */
static bool add_audit(struct buffer *json, const struct access_world *world,
                      const struct model_rule *rule)
{
    static const struct {
        enum class_operation operation;
        const char *name;
    } masters[] = {{OPERATION_GET, "get"},
                   {OPERATION_FIND, "find"},
                   {OPERATION_COUNT, "count"},
                   {OPERATION_CREATE, "create"}};
    const struct rule_wanted any = {0};
    const struct access_class *class = rule_test_class(world, rule->class);
    struct rule_act act = {0};
    bool is_tried = false;
    if (!add_first_row(json, world, rule))
        return false;
    for (size_t i = 0; i < sizeof masters / sizeof masters[0]; i++) {
        if (is_audited(rule, masters[i].operation)) {
            buffer_printf(json, ", \"%s\": true", masters[i].name);
            is_tried = true;
        }
    }
    /* What nobody may do leaves no entry. */
    if (is_audited(rule, OPERATION_UPDATE) && rule_find_change(world, class, &any, &act)) {
        buffer_add_string(json, ", \"update\": ");
        add_act(json, &act);
        is_tried = true;
    }
    if (is_audited(rule, OPERATION_DELETE) && rule_find_deletion(world, class, NULL, &act)) {
        buffer_add_string(json, ", \"delete\": ");
        add_act(json, &act);
        is_tried = true;
    }
    buffer_add_string(json, rule->class->is_grant ? ", \"grant\": true" : "");
    return is_tried;
}

static bool add_nothing(struct buffer *json, const struct access_world *world,
                        const struct model_rule *rule)
{
    (void)json, (void)world, (void)rule;
    return true;
}

static bool add_duration(struct buffer *json, const struct access_world *world,
                         const struct model_rule *rule)
{
    (void)world;
    buffer_printf(json, ", \"ms\": %" PRId64, rule->duration_ms);
    return true;
}

/* What is tried, in words: FIELD is the first of the rule's fields. */
static const struct kind {
    enum rule_kind kind;
    bool (*add)(struct buffer *json, const struct access_world *world,
                const struct model_rule *rule);
    const char *words;
} kinds[] = {
    {RULE_STAMP, add_stamp, "is set when it is to be, and not before"},
    {RULE_NOTIFY, add_notification, "a Notification for each who is told"},
    {RULE_PUBLISH, add_notification, "a Notification for each who is told"},
    {RULE_NO_OVERLAP, add_no_overlap, "a second at the same time, one right after"},
    {RULE_LISTING, add_listing, "is what a row is found by"},
    {RULE_ENCRYPTED, add_encryption, "is read back, and in no file of the data folder"},
    {RULE_SIGNED_URL, add_signed_url, "is had by the URL, and not by another"},
    {RULE_AUDIT, add_audit, "an entry for each operation, and the chain"},
    {RULE_SIGN_UP, add_nothing, "somebody without a session signs up"},
    {RULE_SESSION_IDLE, add_nothing, "an unused session ends (after a second, by an option)"},
    {RULE_SESSION_ABSOLUTE, add_duration, "when a new session expires"},
};

static const struct kind *kind_of(const struct model_rule *rule)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].kind == rule->kind)
            return &kinds[i];
    return NULL;
}

/* Renders what an entry says of its kind; false when there is to be no entry. */
static bool render(struct buffer *entry, const struct access_world *world,
                   const struct model_rule *rule)
{
    const struct kind *kind = kind_of(rule);
    buffer_init(entry, world->arena);
    return kind && kind->add(entry, world, rule);
}

bool rule_test_add_words(struct buffer *buffer, const struct access_world *world,
                         const struct model_rule *rule)
{
    struct buffer entry;
    if (!render(&entry, world, rule))
        return false;
    buffer_add_string(buffer, "`rules.json`: ");
    if (rule->class && rule->field_count > 0 && rule->kind != RULE_NO_OVERLAP) {
        buffer_quote_markdown(buffer, rule->fields[0]->name);
        buffer_add_string(buffer, rule->kind == RULE_PUBLISH ? " brings " : " ");
    }
    buffer_add_string(buffer, kind_of(rule)->words);
    return true;
}

void emit_rule_tests(const struct model *model, struct output *output)
{
    struct buffer *json = output_file(output, "tests/rules.json");
    const struct access_world *world = access_world_new(json->arena, model);
    const struct hole holes[] = {{"NAME", model->name}};
    const char *separator = "\n    ";
    buffer_add_string(json, "{\n  \"app\": ");
    buffer_quote_json(json, model->name);
    buffer_add_string(json, ",\n  \"rules\": [");
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        struct buffer entry;
        if (render(&entry, world, rule)) {
            const char *kind = rule->kind == RULE_PUBLISH ? rule_kind_name(RULE_NOTIFY)
                                                          : rule_kind_name(rule->kind);
            buffer_printf(json, "%s{\"sentence\": %zu, \"kind\": \"%s\"", separator,
                          rule->sentence + 1, kind);
            if (rule->class)
                add_text(json, "class", rule->class->name);
            buffer_add(json, entry.bytes, entry.length);
            buffer_add_string(json, "}");
            separator = ",\n    ";
        }
    }
    buffer_add_string(json, "\n  ]\n}\n");
    template_add(output_file(output, "tests/rules.mjs"), "rules.mjs", holes, 1);
}
