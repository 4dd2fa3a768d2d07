/* explanation.c - see explanation.h. */
#include "objects/explanation.h"

#include "guard/guard.h"
#include "guard/rules.h"
#include "model/class.h"
#include "model/class_checks.h"
#include "objects/objects.h"
#include "read/projection.h"
#include "read/row_account.h"
#include "read/shown_row.h"
#include "write/row_write.h"
#include "write/versions_table.h"

enum operation operation_from_word(struct text word)
{
    if (text_is(word, "read"))
        return OPERATION_GET;
    for (int i = 0; i < OPERATION_TOTAL; i++)
        if (text_is(word, guard_operation_name((enum operation)i)))
            return (enum operation)i;
    return OPERATION_TOTAL;
}

static bool add(struct request *request, struct explanation *explanation,
                enum finding_verdict verdict, const char *what, struct text detail,
                const char *said)
{
    struct finding *finding = arena_alloc(request->context.arena, sizeof *finding);

    if (!finding || !detail.bytes)
        return fail_internal(&request->context, "out of memory");
    *finding = (struct finding){.verdict = verdict, .what = what, .detail = detail, .said = said};
    *explanation->end = finding;
    explanation->end = &finding->next;
    return true;
}

/* A request of the same principal's, whose refusals are its own. */
static struct request another(const struct request *request)
{
    struct request other = *request;

    other.context.error = (struct parse_error){.code = 0};
    buffer_init(&other.response.body, request->context.arena, 256);
    return other;
}

/* What the server answers. */

static bool fail_not_found(struct request *request)
{
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}

static bool ask_select(struct request *request, const struct explanation *explanation)
{
    struct row_query query = {.class = explanation->class,
                              .operation = explanation->operation,
                              .object_id = explanation->object_id,
                              .limit = -1};
    const struct class_checks *checks = explanation->class->checks;
    struct store_statement *rows;
    bool found;

    if ((explanation->operation == OPERATION_FIND &&
         !shown_row_narrow(request, explanation->class, &query.extra_where)) ||
        !rows_select(request, &query, &rows) || !sql_exists(&request->context, rows, &found))
        return false;
    if (!found)
        return fail_not_found(request);
    return explanation->operation != OPERATION_DELETE || !checks->check_delete ||
           checks->check_delete(request, explanation->object_id);
}

static bool ask_count(struct request *request, const struct explanation *explanation)
{
    struct row_query query = {.class = explanation->class,
                              .operation = OPERATION_COUNT,
                              .object_id = explanation->object_id};
    int64_t count;

    return rows_count(request, &query, &count) && (count > 0 || fail_not_found(request));
}

static bool ask_version(struct request *request, const struct explanation *explanation)
{
    struct version_query query = {.class = explanation->class,
                                  .object_id = explanation->object_id,
                                  .number = explanation->version,
                                  .limit = 1};
    struct store_statement *rows;
    bool found;

    return shown_row_narrow(request, explanation->class, &query.extra_where) &&
           version_select(request, &query, &rows) && sql_exists(&request->context, rows, &found) &&
           (found || fail_not_found(request));
}

/* Without a body as with an empty one, which may need a signature all the same. */
static bool ask_update(struct request *request, const struct explanation *explanation)
{
    struct object_edit edit;

    return guard_permits(request, explanation->class, OPERATION_UPDATE) &&
           object_edit_read(request, explanation->class, explanation->change, NULL, &edit) &&
           object_edit_rehearse_update(request, &edit, explanation->object_id);
}

/* Asks as a client does. Without an object: whether there may be any. */
static bool ask_server(struct request *request, const struct explanation *explanation)
{
    const struct class *class = explanation->class;

    if (!explanation->object_id.bytes || explanation->operation == OPERATION_CREATE ||
        explanation->operation == OPERATION_ADD_FIELD)
        return guard_permits(request, class, explanation->operation);
    if (explanation->version)
        return ask_version(request, explanation);
    switch (explanation->operation) {
    case OPERATION_GET:
        return object_write_by_id(request, &request->response.body, class, explanation->object_id);
    case OPERATION_COUNT:
        return ask_count(request, explanation);
    case OPERATION_UPDATE:
        return ask_update(request, explanation);
    default:
        return ask_select(request, explanation);
    }
}

/* Class-level permissions. */

static void add_word(struct buffer *words, const char *before, struct text word)
{
    buffer_add_string(words, words->length ? ", or " : "");
    buffer_add_string(words, before);
    buffer_add_text(words, word);
}

/* Whom a permission lets in, in words. */
static struct text describe(struct arena *arena, const struct class *class,
                            const struct permission *permission)
{
    struct buffer words;

    buffer_init(&words, arena, 64);
    if (permission->everyone)
        add_word(&words, "everyone", text_none());
    else if (permission->requires_authentication)
        add_word(&words, "who is signed in", text_none());
    for (size_t i = 0; i < permission->principal_count; i++)
        add_word(&words, "", permission->principals[i]);
    for (size_t i = 0; i < permission->pointer_field_count; i++)
        add_word(&words, "whom the row names in ",
                 class->fields[permission->pointer_fields[i]].name);
    if (!words.length)
        add_word(&words, "the master key alone", text_none());
    return words.failed ? text_none() : buffer_text(&words);
}

static bool explain_permission(struct request *request, struct explanation *explanation)
{
    const struct class *class = explanation->class;
    const struct permission *permission = &class->access->permissions[explanation->operation];
    struct arena *arena = request->context.arena;
    struct text whom = describe(arena, class, permission);
    struct request gate = another(request);
    bool passes = guard_permits(&gate, class, explanation->operation);
    const char *why = gate.context.error.refused_by;
    const char *said = class->checks->append_only ? class_said(class, SENTENCE_FREEZES, -1) : NULL;

    if (gate.context.error.internal || !whom.bytes)
        return fail_internal(&request->context, "a permission could not be read");
    if (passes)
        return add(request, explanation, FINDING_ADMITS, "permission",
                   arena_printf(arena, "the class lets %.*s try", TEXT_PRINTED(whom)), NULL);
    return add(request, explanation, FINDING_REFUSES, "permission",
               arena_printf(arena, "%s; the class lets %.*s try",
                            why ? why : arena_copy(arena, gate.context.error.message).bytes,
                            TEXT_PRINTED(whom)),
               said);
}

/* Rules. */

static struct text describe_audience(struct arena *arena, const struct rule_who *who)
{
    if (who->audience == AUDIENCE_ROLE)
        return arena_printf(arena, "is for the role %.*s", TEXT_PRINTED(who->role));
    return text_of(who->audience == AUDIENCE_SIGNED_IN ? "is for who is signed in"
                                                       : "is for everybody");
}

static bool explain_rule(struct request *request, struct explanation *explanation,
                         const struct class_rule *rule, const struct rule_account *account)
{
    struct text detail = text_of("opens this row");
    enum finding_verdict verdict = FINDING_ASIDE;

    if (!account->applies)
        detail = describe_audience(request->context.arena, &rule->who);
    else if (!explanation->is_there)
        detail = text_of(rule->who.rows || rule->when ? "opens some rows to this user"
                                                      : "opens all rows to this user");
    else if (!account->rows)
        detail = text_of("is about other rows: for this user this is none of them");
    else if (!account->when)
        detail = text_of("is for this user, but its condition does not hold for this row now");
    else if (!account->acl)
        detail = text_of("would open this row, but the row's ACL takes it from this user");
    if (account->applies &&
        (!explanation->is_there || (account->rows && account->when && account->acl)))
        verdict = FINDING_ADMITS;
    return add(request, explanation, verdict, "rule", detail, rule->said);
}

static bool explain_rules(struct request *request, struct explanation *explanation,
                          const struct row_account *account)
{
    const struct class_access *access = explanation->class->access;
    const char *closed = class_said(explanation->class, SENTENCE_CLOSES, -1);
    bool any = false;

    if (!access->is_ruled)
        return true;
    for (size_t i = 0; i < access->rule_count; i++) {
        if (!(access->rules[i].operations & 1U << explanation->operation))
            continue;
        any = true;
        if (!explain_rule(request, explanation, &access->rules[i], &account->rules[i]))
            return false;
    }
    if (any || request->principal.master)
        return true;
    return add(request, explanation, FINDING_REFUSES, "rule",
               text_of("no rule opens this operation of the class to anybody"), closed);
}

/* What else of the row counts. */

static bool explain_parts(struct request *request, struct explanation *explanation,
                          const struct row_account *account)
{
    static const struct {
        const char *what;
        const char *admits; /* NULL: nothing is said */
        const char *refuses;
    } parts[GUARD_PART_COUNT] = {
        [GUARD_DEVICE] = {"device", NULL, "the request names no, or another, installation"},
        [GUARD_RULES] = {"rules", NULL, "no rule opens this row to this user"},
        [GUARD_POINTERS] = {"pointer", NULL,
                            "the class-level permissions are for whom the row names, and it does "
                            "not name this user"},
        [GUARD_OWNER] = {"owner", NULL, "the session is another user's"},
        [GUARD_ACL] = {"acl", "the row's ACL, or that it has none, lets this user",
                       "the row's ACL, or that it has none, does not let this user"},
    };

    for (int part = 0; explanation->is_there && part < GUARD_PART_COUNT; part++) {
        bool says = part != GUARD_ACL || !explanation->class->access->is_ruled;
        const char *words = account->parts[part] ? parts[part].admits : parts[part].refuses;
        if (says && words && !request->principal.master &&
            !add(request, explanation, account->parts[part] ? FINDING_ADMITS : FINDING_REFUSES,
                 parts[part].what, text_of(words), NULL))
            return false;
    }
    return true;
}

/* Fields. */

static bool explain_hidden(struct request *request, struct explanation *explanation)
{
    const struct class *class = explanation->class;
    struct request reader = another(request);
    struct shown_row found;
    bool shown;

    if (!shown_row_find(&reader, class, explanation->object_id, &found, &shown))
        return !reader.context.error.internal;
    for (int i = 0; shown && i < class->field_count; i++)
        if (!projection_shows(found.projection, i) &&
            !add(request, explanation, FINDING_REFUSES, "field",
                 arena_printf(request->context.arena, "%.*s is hidden from this user",
                              TEXT_PRINTED(class->fields[i].name)),
                 class_said(class, SENTENCE_HIDES, i)))
            return false;
    return true;
}

/* Whether the principal may change this field of the row, as far as that does not hang on the value. */
static bool explain_changeable(struct request *request, struct explanation *explanation, int field)
{
    const struct class *class = explanation->class;
    struct text name = class->fields[field].name;
    struct request writer = another(request);
    void *object = arena_alloc(request->context.arena, class->object_size);
    const struct parse_error *error = &writer.context.error;

    if (!object)
        return fail_internal(&request->context, "out of memory");
    ((struct object *)object)->object_id = explanation->object_id;
    *object_state(class, object, field) = FIELD_UNSET;
    if (rows_may_change(&writer, class, object))
        return true;
    if (error->internal)
        return fail_internal(&request->context, "a field could not be judged");
    return add(request, explanation, FINDING_REFUSES, "field",
               arena_printf(request->context.arena, "%.*s: %s", TEXT_PRINTED(name),
                            error->refused_by ? error->refused_by : "it may not be changed"),
               NULL);
}

/* Sentences that hang on the change: they are told, and judged where a change is given. */
static bool tell_sentences(struct request *request, struct explanation *explanation)
{
    const struct class_access *access = explanation->class->access;

    for (size_t i = 0; i < access->sentence_count; i++) {
        const char *words = access->sentences[i].told[explanation->operation];
        if (words && !add(request, explanation, FINDING_ASIDE, "sentence", text_of(words),
                          access->sentences[i].said))
            return false;
    }
    return true;
}

static bool explain_fields(struct request *request, struct explanation *explanation,
                           const struct row_account *account)
{
    const struct class *class = explanation->class;
    enum operation operation = explanation->operation;

    if (!explanation->is_there)
        return true;
    for (int part = 0; part < GUARD_PART_COUNT; part++)
        if (!account->parts[part])
            return true;
    if ((operation == OPERATION_GET || operation == OPERATION_FIND) && explanation->is_allowed)
        return explain_hidden(request, explanation);
    for (int i = 0; operation == OPERATION_UPDATE && i < class->field_count; i++)
        if (!class->fields[i].server_set && class->fields[i].type != FIELD_RELATION &&
            !explain_changeable(request, explanation, i))
            return false;
    return true;
}

/* What refused, where the answer names it and no part of the row does. */
static bool explain_answer(struct request *request, struct explanation *explanation)
{
    const char *why = explanation->answer.refused_by;

    if (explanation->is_allowed || !explanation->is_there ||
        explanation->answer.code == PARSE_OBJECT_NOT_FOUND)
        return true;
    return add(request, explanation, FINDING_REFUSES, "answer",
               why ? text_of(why) : arena_copy(request->context.arena, explanation->answer.message),
               NULL);
}

bool explanation_make(struct request *request, struct explanation *explanation)
{
    struct request asked = another(request);
    struct row_account account;

    explanation->end = &explanation->first;
    explanation->is_allowed = ask_server(&asked, explanation);
    explanation->answer = asked.context.error;
    if (explanation->answer.internal)
        return fail_internal(&request->context, "what is asked could not be read");
    if (!row_account_read(request, explanation->class, explanation->operation,
                          explanation->object_id, &account))
        return false;
    explanation->is_there = account.is_there;
    if (request->principal.master)
        return add(request, explanation, FINDING_ADMITS, "master key",
                   text_of("permissions, rules and ACLs do not bind it"), NULL);
    return explain_permission(request, explanation) &&
           explain_rules(request, explanation, &account) &&
           explain_parts(request, explanation, &account) &&
           explain_fields(request, explanation, &account) && explain_answer(request, explanation) &&
           tell_sentences(request, explanation);
}
