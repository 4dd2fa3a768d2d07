/* audit_subject.c - see audit_subject.h. */
#include "guard/audit_subject.h"

#include "guard/audit_trail.h"
#include "guard/owners.h"
#include "guard/rules.h"
#include "store/sql.h"

static const char *const ground_words[GROUND_COUNT] = {
    [GROUND_RULE] = "role",   [GROUND_OWN] = "own",         [GROUND_ASSIGNMENT] = "assignment",
    [GROUND_GRANT] = "grant", [GROUND_CONSENT] = "consent", [GROUND_EMERGENCY] = "emergency",
};

const char *audit_ground_word(enum rule_ground ground)
{
    return ground_words[ground];
}

/* What somebody must have been allowed to do for an entry to be made; others are updates. */
static enum operation operation_of(struct text action)
{
    static const struct {
        const char *action;
        enum operation operation;
    } operations[] = {
        {"read", OPERATION_GET},      {"disclose", OPERATION_GET}, {"download", OPERATION_GET},
        {"create", OPERATION_CREATE}, {"share", OPERATION_CREATE}, {"delete", OPERATION_DELETE},
        {"revoke", OPERATION_DELETE}, {"export", OPERATION_GET},
    };

    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (text_is(action, operations[i].action))
            return operations[i].operation;
    return OPERATION_UPDATE;
}

/* Marks the grounds of the rules by which the actor may have done it. */
static void find_grounds(const struct request *request, const struct class *class,
                         const struct audit_entry *entry, bool *grounds)
{
    const struct principal *principal = &request->principal;
    enum operation operation = operation_of(entry->action);

    memset(grounds, 0, GROUND_COUNT * sizeof *grounds);
    if (principal->master || !principal_signed_in(principal) ||
        !text_equal(principal->user_id, entry->actor))
        return;
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (rule_applies(&class->access->rules[i], operation, principal))
            grounds[class->access->rules[i].ground] = true;
}

/* Appends whether a rule with that ground opens the row. */
static void add_ground(struct request *request, struct sql *sql, const struct class *class,
                       enum operation operation, enum rule_ground ground)
{
    enum rules_part part = operation == OPERATION_GET ? RULES_OF_STORED : RULES_OF_CHANGED;

    sql_add(sql, ", (FALSE");
    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (rule->ground != ground || !rule_applies(rule, operation, &request->principal))
            continue;
        sql_add(sql, " OR ");
        rules_add_rows(request, sql, class, rule, operation, part);
    }
    sql_add(sql, ") AS ");
    sql_add(sql, ground_words[ground]);
}

/* What the selects of owners are to say besides. */
struct grounds_asked {
    const struct class *class;
    enum operation operation;
    bool grounds[GROUND_COUNT];
};

static void add_grounds(struct request *request, struct sql *sql, const void *state)
{
    const struct grounds_asked *asked = state;

    for (int i = 0; i < GROUND_COUNT; i++)
        if (asked->grounds[i])
            add_ground(request, sql, asked->class, asked->operation, (enum rule_ground)i);
}

/* Appends the grounds that were among the rows of one owner, "assignment,emergency"; or null. */
static void add_words(struct sql *sql, const bool *grounds)
{
    sql_add(sql, "nullif(rtrim(''");
    for (int i = 0; i < GROUND_COUNT; i++) {
        if (!grounds[i])
            continue;
        sql_add(sql, " || iif(max(");
        sql_add(sql, ground_words[i]);
        sql_add(sql, "), '");
        sql_add(sql, ground_words[i]);
        sql_add(sql, ",', '')");
    }
    sql_add(sql, ", ','), '')");
}

/* A count, or a find that found nothing, is about nobody's rows: nothing is asked for it. Lists are written as
 * audit.c writes them. */
static bool names_rows(const struct audit_entry *entry)
{
    static const char list[] = "\"objectIds\":[\"";

    return entry->entity_id.length ||
           (entry->payload.bytes &&
            memmem(entry->payload.bytes, entry->payload.length, list, sizeof list - 1));
}

bool audit_subjects_enter(struct request *request, const struct audit_entry *entry)
{
    const struct class *class =
        request->app->report_reader_count ? app_find_class(request->app, entry->entity_type) : NULL;
    struct store_statement *statement;
    struct grounds_asked asked;
    struct sql sql;

    if (!class || !class->access->owner_count || !names_rows(entry))
        return true;
    asked = (struct grounds_asked){.class = class, .operation = operation_of(entry->action)};
    find_grounds(request, class, entry, asked.grounds);
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "INSERT OR IGNORE INTO \"_AuditSubject\" (\"userId\", \"number\", "
                  "\"objectIds\", \"grounds\") SELECT owner, ");
    sql_add_int64(&sql, entry->number);
    sql_add(&sql, ", json_group_array(DISTINCT id), ");
    add_words(&sql, asked.grounds);
    sql_add(&sql, " FROM (");
    owners_add(request, &sql,
               &(struct owners_query){.class = class,
                                      .object_id = entry->entity_id,
                                      .ids = entry->payload,
                                      .path = "$.objectIds",
                                      .add_more = add_grounds,
                                      .state = &asked});
    sql_add(&sql, ") WHERE owner IS NOT NULL AND owner IS NOT ");
    sql_add_text(&sql, entry->actor);
    sql_add(&sql, " GROUP BY owner");
    return sql_prepare(&request->context, &sql, request->store, &statement) &&
           sql_run(&request->context, statement);
}

/* What was entered before. */

/* The mark that the table has the subjects of all entries: a row of no user. */
static bool is_complete(struct request *request, bool *complete)
{
    return sql_exists(
        &request->context,
        request_statement(request, "SELECT 1 FROM \"_AuditSubject\" WHERE \"userId\" = ''", NULL),
        complete);
}

static bool enter_record(void *state, const struct audit_record *record)
{
    struct request *request = state;
    bool done = audit_subjects_enter(request, &record->entry);

    if (done)
        arena_reset(request->context.arena);
    return done;
}

/* A trail is long: what an entry takes is given back behind it. */
static bool enter_all(struct request *request)
{
    struct request of_entry = *request;
    struct arena arena;
    bool done;

    arena_init(&arena);
    of_entry.context.arena = &arena;
    done = audit_trail_walk(&request->context, request->store, 0, enter_record, &of_entry);
    if (of_entry.context.error.code) {
        request->context.error = of_entry.context.error;
        request->context.error.message =
            arena_copy(request->context.arena, of_entry.context.error.message);
    }
    arena_release(&arena);
    return done && !request->context.error.code;
}

static bool complete(struct request *request)
{
    return enter_all(request) &&
           sql_run(&request->context,
                   request_statement(request,
                                     "INSERT INTO \"_AuditSubject\" (\"userId\", \"number\", "
                                     "\"objectIds\") VALUES ('', 0, '[]')",
                                     NULL));
}

bool audit_subjects_complete(struct request *request)
{
    bool has_report = request->app->report_reader_count > 0;
    bool is_done;

    if (!is_complete(request, &is_done))
        return false;
    if (has_report)
        return is_done || complete(request);
    /* What is entered from here on is not indexed. */
    return !is_done ||
           sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_AuditSubject\" WHERE \"userId\" = ''",
                                     NULL));
}
