/* trace.c - docs/trace.md: every sentence of the spec, the rules it became, what carries them out, and
 * what shows that. A row says what there is: a sentence that is no rule is called so. */
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/origin.h"
#include "emit/rule_sql.h"
#include "emit/tests/access_counts.h"
#include "emit/tests/access_tests.h"
#include "emit/tests/rule_tests.h"

#include <inttypes.h>
#include <string.h>

static void add_operations(struct buffer *buffer, unsigned operations)
{
    const char *separator = "";
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        if (operations & 1U << i) {
            buffer_printf(buffer, "%s%s", separator, operation_names[i]);
            separator = ", ";
        }
    }
}

static void add_fields(struct buffer *buffer, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->field_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_markdown(buffer, rule->fields[i]->name);
    }
}

/* "access: Message: get, find" */
static void add_meaning(struct buffer *buffer, const struct model_rule *rule)
{
    buffer_printf(buffer, "%s", rule_kind_name(rule->kind));
    if (rule->class) {
        buffer_add_string(buffer, ": ");
        buffer_quote_markdown(buffer, rule->class->name);
    }
    if (rule->role) {
        buffer_add_string(buffer, rule->class ? ", " : ": ");
        buffer_quote_markdown(buffer, rule->role->name);
    }
    if (rule->operations != 0) {
        buffer_add_string(buffer, ": ");
        add_operations(buffer, rule->operations);
    }
    if (rule->field_count > 0) {
        buffer_add_string(buffer, " (");
        add_fields(buffer, rule);
        buffer_add_string(buffer, ")");
    }
}

/* A predicate as code in a table's cell: a bar would end the cell. */
static void add_sql(struct buffer *buffer, const char *sql)
{
    buffer_add_string(buffer, "`");
    for (const char *c = sql; *c != '\0'; c++)
        buffer_add(buffer, *c == '|' ? "\\|" : *c == '`' ? "'" : c, *c == '|' ? 2 : 1);
    buffer_add_string(buffer, "`");
}

/* ": " and the rows that an access rule or a grant opens. */
static void add_rows(struct buffer *buffer, const struct model *model,
                     const struct model_rule *rule)
{
    const char *rows = rule_rows_sql(buffer->arena, model, rule);
    const char *when = rule->kind == RULE_ACCESS ? rule_conditions_sql(buffer->arena, rule) : "";
    buffer_add_string(buffer, ": ");
    if (*rows == '\0' && *when == '\0') {
        buffer_add_string(buffer, "all rows");
        return;
    }
    add_sql(buffer, *rows == '\0'   ? when
                    : *when == '\0' ? rows
                                    : arena_printf(buffer->arena, "%s AND %s", rows, when));
}

/* What carries the rule out, where it is something else than its kind's row says. */
static const char *carried_by(const struct model_rule *rule)
{
    if (rule->kind == RULE_ENCRYPTED && rule->field_count > 0 && rule->fields[0]->sealed)
        return "`classes/@/model.c` sealed, `sealed_value_close()`";
    if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, "publishing") == 0)
        return "`classes/@/validate.c` `check_row()`";
    return rule_kind_row(rule->kind)->carried;
}

static void add_enforcement(struct buffer *buffer, const struct model *model,
                            const struct model_rule *rule)
{
    if (rule->kind == RULE_AUDIT && rule->class->audited_reads != 0)
        buffer_printf(buffer, "`classes/%s/access.c` audits, `audit_read()`; ",
                      rule->class->c_name);
    for (const char *c = carried_by(rule); *c != '\0'; c++)
        if (*c == '@')
            buffer_add_string(buffer, rule->class->c_name);
        else
            buffer_add(buffer, c, 1);
    if (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT)
        add_rows(buffer, model, rule);
    if (rule->kind == RULE_PUBLISH && rule->actor_count > 0)
        buffer_add_string(buffer, ", notices");
}

/* The model with its rules in the order of their sentences, and what the tests say of each. */
struct trace {
    const struct model *model;
    const struct access_world *world;
    const struct model_rule *const *rules;
    const size_t *cells; /* of tests/access.json that a rule opens, as rules are numbered here */
};

/* The ways, with the field's name in its place. */
static void add_ways(struct buffer *buffer, const char *ways, const struct model_rule *rule)
{
    static const char mark[] = "FIELD";
    const char *field = rule->field_count > 0 ? rule->fields[0]->name : "...";
    for (const char *at = strstr(ways, mark); at; at = strstr(ways, mark)) {
        buffer_add(buffer, ways, (size_t)(at - ways));
        buffer_quote_markdown(buffer, field);
        ways = at + sizeof mark - 1;
    }
    buffer_add_string(buffer, ways);
}

/* What shows that it does. */
static void add_test(struct buffer *buffer, const struct trace *trace, size_t number)
{
    const struct model_rule *rule = trace->rules[number];
    const char *ways = rule_kind_row(rule->kind)->shown;
    struct buffer words;
    buffer_init(&words, buffer->arena);
    bool is_tried = rule_test_add_words(&words, trace->world, rule);
    if (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) {
        buffer_printf(buffer, "`access.json`: opens %zu of %s", trace->cells[number],
                      rule->class->name);
        return;
    }
    if (*ways != '\0' && rule->class)
        buffer_printf(buffer, "%s: ", rule->class->name);
    add_ways(buffer, ways, rule);
    buffer_add_string(buffer, *ways != '\0' && is_tried ? "; " : "");
    buffer_add(buffer, words.bytes, words.length);
    if (*ways == '\0' && !is_tried)
        buffer_add_string(buffer, "nothing: no request of the tests leads there");
}

/* What a sentence is that became no rule, and what carries it out. */
static void add_no_rule(struct buffer *buffer, const struct model_sentence *sentence)
{
    buffer_add_string(buffer, strcmp(sentence->section, "Deliver") == 0 ? "no rule | nothing"
                              : !sentence->understood ? "**not understood** | nothing"
                              : sentence->reading_count > 0
                                  ? "no rule | what other sentences became"
                              : !sentence->has_form ? "no rule | what every server does"
                              : sentence->names     ? "names of the schema | the dictionary"
                                                    : "**no effect** | nothing");
}

/* The sentence of the language that prose was read as, before the first of its rules. */
static void add_reading(struct buffer *buffer, const struct model_rule *rule,
                        const struct model_rule *before)
{
    if (!rule->reading || (before && before->reading == rule->reading))
        return;
    buffer_add_string(buffer, "“");
    buffer_quote_markdown(buffer, rule->reading);
    buffer_add_string(buffer, "” ");
}

static void add_missing(struct buffer *buffer, const struct model_sentence *sentence)
{
    if (sentence->missing) {
        buffer_add_string(buffer, "**passed over**, since it is not in this input: ");
        buffer_quote_markdown(buffer, sentence->missing);
    }
}

static void add_sentence(struct buffer *buffer, const struct trace *trace, size_t number,
                         size_t *rule)
{
    const struct model *model = trace->model;
    const struct model_sentence *sentence = &model->sentences[number];
    size_t first = *rule;
    buffer_printf(buffer, "| S%zu | %s | ", number + 1,
                  origin_place(buffer->arena, sentence->span));
    buffer_quote_markdown(buffer, sentence->text);
    buffer_add_string(buffer, " | ");
    for (; *rule < model->rule_count && trace->rules[*rule]->sentence == number; (*rule)++) {
        buffer_add_string(buffer, *rule == first ? "" : "<br>");
        add_reading(buffer, trace->rules[*rule], *rule == first ? NULL : trace->rules[*rule - 1]);
        add_meaning(buffer, trace->rules[*rule]);
    }
    bool is_passed_over = *rule == first && sentence->missing && !sentence->names;
    if (*rule == first && !is_passed_over)
        add_no_rule(buffer, sentence);
    buffer_add_string(buffer, *rule > first && sentence->missing ? "<br>" : "");
    add_missing(buffer, sentence);
    buffer_add_string(buffer, is_passed_over ? " | nothing" : *rule > first ? " | " : "");
    for (size_t i = first; i < *rule; i++) {
        buffer_add_string(buffer, i == first ? "" : "<br>");
        add_enforcement(buffer, model, trace->rules[i]);
    }
    buffer_add_string(buffer, " | ");
    for (size_t i = first; i < *rule; i++) {
        buffer_add_string(buffer, i == first ? "" : "<br>");
        add_test(buffer, trace, i);
    }
    buffer_add_string(buffer, " |\n");
}

/* The rules in the order of their sentences: roles and owners were read before the others. */
static struct trace trace_of(struct arena *arena, const struct model *model)
{
    const struct access_world *world = access_world_new(arena, model);
    const size_t *cells = access_count(world).of_rule;
    const struct model_rule **rules =
        arena_alloc_array(arena, model->rule_count, sizeof(struct model_rule *));
    size_t *next = arena_alloc_array(arena, model->sentence_count + 1, sizeof *next);
    size_t *sorted_cells = arena_alloc_array(arena, model->rule_count, sizeof *sorted_cells);
    for (size_t i = 0; i < model->rule_count; i++)
        next[model->rules[i]->sentence + 1]++;
    for (size_t i = 0; i < model->sentence_count; i++)
        next[i + 1] += next[i];
    for (size_t i = 0; i < model->rule_count; i++) {
        size_t place = next[model->rules[i]->sentence]++;
        rules[place] = model->rules[i];
        sorted_cells[place] = cells[i];
    }
    return (struct trace){.model = model, .world = world, .rules = rules, .cells = sorted_cells};
}

void emit_trace(const struct model *model, struct output *output)
{
    if (model->sentence_count == 0)
        return;
    struct buffer *buffer = output_file(output, "docs/trace.md");
    struct trace trace = trace_of(buffer->arena, model);
    size_t rule = 0;
    buffer_add_string(buffer, "# From sentences to rules: ");
    buffer_quote_markdown(buffer, model->title);
    buffer_add_string(buffer,
                      "\n\nEvery sentence of the spec, what it was read as, what in this server "
                      "carries it out, and which of the tests that\n`make test` runs shows it. In "
                      "the SQL, `:user` is the signed-in user and `:now` the time.\n\n"
                      "| | Where | Sentence | Rules | Carried out by | Shown by |\n"
                      "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < model->sentence_count; i++)
        add_sentence(buffer, &trace, i, &rule);
}
