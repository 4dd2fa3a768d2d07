/* trace.c - docs/trace.md: every sentence of the spec, the rules it became, and what enforces them.
 *
 * A row says what there is: a rule that nothing acts on is called so, and a sentence that is no
 * rule, too. */
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/origin.h"
#include "emit/rule_sql.h"
#include "emit/tests/access_tests.h"
#include "emit/tests/rule_tests.h"

#include <inttypes.h>
#include <string.h>

static const char *const operation_names[OPERATION_TOTAL] = {
    [OPERATION_GET] = "get",
    [OPERATION_FIND] = "find",
    [OPERATION_COUNT] = "count",
    [OPERATION_CREATE] = "create",
    [OPERATION_UPDATE] = "update",
    [OPERATION_DELETE] = "delete",
    [OPERATION_ADD_FIELD] = "add field",
};

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

static void add_access(struct buffer *buffer, const struct model *model,
                       const struct model_rule *rule)
{
    const char *rows = rule_rows_sql(buffer->arena, model, rule);
    const char *when = rule_when_sql(buffer->arena, rule);
    buffer_printf(buffer, "`classes/%s/access.c` rules: ", rule->class->c_name);
    if (*rows == '\0' && *when == '\0') {
        buffer_add_string(buffer, "all rows");
        return;
    }
    add_sql(buffer, *rows == '\0'   ? when
                    : *when == '\0' ? rows
                                    : arena_printf(buffer->arena, "%s AND %s", rows, when));
}

/* What carries the rule out. */
static void add_enforcement(struct buffer *buffer, const struct model *model,
                            const struct model_rule *rule)
{
    if (!rule_kind_is_enforced(rule->kind)) {
        buffer_add_string(buffer, "**read, not yet enforced**");
        return;
    }
    switch (rule->kind) {
    case RULE_ACCESS:
    case RULE_GRANT:
        add_access(buffer, model, rule);
        return;
    case RULE_LIFECYCLE:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_step()`", rule->class->c_name);
        return;
    case RULE_REQUIREMENT:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_row()`", rule->class->c_name);
        return;
    case RULE_CLOSED:
        buffer_printf(buffer, "`classes/%s.c` is_ruled, `guard_permits()`", rule->class->c_name);
        return;
    case RULE_APPEND_ONLY:
        buffer_printf(buffer, "`classes/%s/validate.c` append_only, `guard_permits()`",
                      rule->class->c_name);
        return;
    case RULE_VERSIONS:
        buffer_printf(buffer, "`classes/%s/model.c` version_table, `version_append()`",
                      rule->class->c_name);
        return;
    case RULE_SIGNATURE:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_signed()`", rule->class->c_name);
        return;
    case RULE_EXPORT:
        buffer_add_string(buffer, "`app.c` exporters, `export_record()`");
        return;
    case RULE_RETENTION:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_delete()`", rule->class->c_name);
        return;
    case RULE_AUDIT:
        if (rule->class->audited_reads != 0)
            buffer_printf(buffer, "`classes/%s/access.c` audits, `audit_read()`; ",
                          rule->class->c_name);
        buffer_add_string(buffer, "`audit_insert()`, `audit_update()`, `audit_delete()`");
        return;
    case RULE_ONE_OF:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_values()`", rule->class->c_name);
        return;
    case RULE_READERS:
        buffer_printf(buffer, "`classes/%s/access.c` protected_fields, `guard_hides_field()`",
                      rule->class->c_name);
        return;
    case RULE_STAMP:
        buffer_printf(buffer, "`classes/%s/validate.c` `stamp()`", rule->class->c_name);
        return;
    case RULE_NO_OVERLAP:
        buffer_printf(buffer, "`classes/%s/validate.c` `check_written()`", rule->class->c_name);
        return;
    case RULE_PUBLISH:
        buffer_printf(buffer, "`classes/%s/notices.c` `publishes()`%s", rule->class->c_name,
                      rule->actor_count > 0 ? " and notices" : "");
        return;
    case RULE_NOTIFY:
        buffer_printf(buffer, "`classes/%s/notices.c` notices, `notices_insert()`",
                      rule->class->c_name);
        return;
    case RULE_ACKNOWLEDGEMENT:
        buffer_printf(buffer, "`classes/%s/notices.c` `acknowledges()`, `stamps_set()`",
                      rule->class->c_name);
        return;
    case RULE_ENCRYPTED:
        buffer_printf(buffer, "%s",
                      rule->fields[0]->sealed
                          ? arena_printf(buffer->arena,
                                         "`classes/%s/model.c` sealed, `sealed_value_close()`",
                                         rule->class->c_name)
                          : "`file_store_keep()`, for every file");
        return;
    case RULE_SIGNED_URL:
        buffer_add_string(buffer, "`app.c` signs_file_urls, `file_url_write()`, `files_get()`");
        return;
    case RULE_LISTING:
    case RULE_ADDED_FIELD:
        buffer_add_string(buffer, "`migrations/0001_initial.sql`");
        return;
    case RULE_SESSION_IDLE:
        buffer_add_string(buffer, "`app.c` session_idle_ms, `session_use_check()`");
        return;
    case RULE_SIGN_UP:
        buffer_add_string(buffer, "`app.c` sign_up_closed, `users_create_prepare()`");
        return;
    case RULE_APPROVAL:
        buffer_add_string(buffer, "`app.c` role_request, `role_request_after_save()`");
        return;
    case RULE_BREAK_GLASS:
        buffer_add_string(buffer, "`app.c` emergency_access, `emergency_before_save()`");
        return;
    case RULE_DISCLOSURE:
        buffer_printf(buffer, "`classes/%s/access.c` own_records, `disclosure_enter()`",
                      rule->class->c_name);
        return;
    case RULE_SESSION_ABSOLUTE:
        buffer_add_string(buffer, "`app.c` session_limit_ms, `sessions_create()`");
        return;
    default:
        buffer_add_string(buffer, "a part of other rules");
    }
}

/* The model with its rules in the order of their sentences, and what the tests say of each. */
struct trace {
    const struct model *model;
    const struct access_world *world;
    const struct model_rule *const *rules;
    const size_t *cells; /* of tests/access.json that a rule opens, as rules are numbered here */
};

/* The ways of tests/access.mjs (its option --ways lists them) that show a kind of rule; FIELD is the
 * rule's first one. Kinds that are not here are shown by tests/rules.mjs. */
static const struct {
    enum rule_kind kind;
    const char *ways;
} shown_by[] = {
    {RULE_LIFECYCLE, "update FIELD to ..."},
    {RULE_PUBLISH, "update FIELD to ..."},
    {RULE_ACKNOWLEDGEMENT, "update FIELD to ..."},
    {RULE_ADDED_FIELD, "update FIELD"},
    {RULE_REQUIREMENT, "create with FIELD ... without ..."},
    {RULE_ONE_OF, "create with a wrong FIELD"},
    {RULE_READERS, "get shows FIELD, find asks for FIELD"},
    {RULE_CLOSED, "every way, by whomever no rule lets"},
    {RULE_APPEND_ONLY, "update ..., delete"},
    {RULE_RETENTION, "delete"},
    {RULE_VERSIONS, "versions, an earlier version"},
    {RULE_SIGNATURE, "update ..., sign ..., delete"},
    {RULE_APPROVAL, "the rows of RoleRequest"},
    {RULE_BREAK_GLASS, "the rows granted by EmergencyAccess"},
    {RULE_DISCLOSURE, "the rows granted by DisclosureConsent"},
    {RULE_EXPORT, "export of whose it is, export of anybody"},
    {RULE_ROLE, "the rules that speak of it"},
    {RULE_OWNER, "the rules about own rows"},
    {RULE_SCOPE_WORD, "the rows granted out of scope"},
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

static const char *ways_of(enum rule_kind kind)
{
    for (size_t i = 0; i < sizeof shown_by / sizeof shown_by[0]; i++)
        if (shown_by[i].kind == kind)
            return shown_by[i].ways;
    return NULL;
}

/* What shows that it does. */
static void add_test(struct buffer *buffer, const struct trace *trace, size_t number)
{
    const struct model_rule *rule = trace->rules[number];
    const char *ways = ways_of(rule->kind);
    struct buffer words;
    buffer_init(&words, buffer->arena);
    bool is_tried = rule_test_add_words(&words, trace->world, rule);
    if (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) {
        buffer_printf(buffer, "`access.json`: opens %zu of %s", trace->cells[number],
                      rule->class->name);
        return;
    }
    if (ways && rule->class)
        buffer_printf(buffer, "%s: ", rule->class->name);
    add_ways(buffer, !ways ? "" : ways, rule);
    buffer_add_string(buffer, ways && is_tried ? "; " : "");
    buffer_add(buffer, words.bytes, words.length);
    if (!ways && !is_tried && rule_kind_is_enforced(rule->kind))
        buffer_add_string(buffer, "nothing: no request of the tests leads there");
}

/* What a sentence is that became no rule, and what carries it out. */
static void add_no_rule(struct buffer *buffer, const struct model_sentence *sentence)
{
    buffer_add_string(buffer, strcmp(sentence->section, "Deliver") == 0 ? "no rule | nothing"
                              : !sentence->understood ? "**not understood** | nothing"
                              : sentence->reading_count > 0
                                  ? "read with others | nothing of its own"
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
    buffer_add_string(buffer, "”<br>");
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
