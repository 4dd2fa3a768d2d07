/* audit_subject.c - see audit_subject.h. */
#include "guard/audit_subject.h"

#include "formats/json.h"
#include "guard/audit_trail.h"
#include "guard/owners.h"
#include "guard/rules.h"
#include "store/sql.h"

#include <stdlib.h>

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

/* What the selects of owners are to say besides. */
struct grounds_asked {
    const struct class *class;
    enum operation operation;
    bool grounds[GROUND_COUNT];
};

/* Appends whether a rule with that ground opens the row. */
static void add_ground(struct request *request, struct sql *sql, const struct grounds_asked *asked,
                       enum rule_ground ground)
{
    const struct class *class = asked->class;
    enum operation operation = asked->operation;
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

static void add_grounds(struct request *request, struct sql *sql, const void *state)
{
    const struct grounds_asked *asked = state;

    for (int i = 0; i < GROUND_COUNT; i++)
        if (asked->grounds[i])
            add_ground(request, sql, asked, (enum rule_ground)i);
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

/* A row that the entry is about, one of its owners, and the grounds for it, a bit each. */
struct subject {
    struct text owner;
    struct text id;
    unsigned grounds;
};

struct subjects {
    struct subject *all;
    size_t count;
    size_t capacity;
};

static bool add_subject(struct request *request, struct subjects *subjects,
                        const struct subject *subject)
{
    struct arena *arena = request->context.arena;

    if (subjects->count == subjects->capacity) {
        size_t capacity = subjects->capacity ? subjects->capacity * 2 : 32;
        struct subject *larger = arena_alloc_array(arena, capacity, sizeof *larger);
        if (!larger)
            return fail_internal(&request->context, "out of memory");
        if (subjects->count)
            memcpy(larger, subjects->all, subjects->count * sizeof *larger);
        subjects->all = larger;
        subjects->capacity = capacity;
    }
    subjects->all[subjects->count] = *subject;
    subjects->all[subjects->count].owner = arena_copy(arena, subject->owner);
    subjects->all[subjects->count++].id = arena_copy(arena, subject->id);
    return !arena->failed || fail_internal(&request->context, "out of memory");
}

/* Grouped here, since SQLite would find each row's owner four times to do it. */
static bool read_subjects(struct request *request, const struct audit_entry *entry,
                          const struct grounds_asked *asked, struct subjects *subjects)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    sql_init(&sql, request->context.arena);
    owners_add(request, &sql,
               &(struct owners_query){.class = asked->class,
                                      .object_id = entry->entity_id,
                                      .ids = entry->payload,
                                      .path = "$.objectIds",
                                      .add_more = add_grounds,
                                      .state = asked});
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        struct subject subject = {.id = store_column_text(rows, 0),
                                  .owner = store_column_text(rows, 1)};
        int column = 3; /* behind `helps` */
        for (int i = 0; i < GROUND_COUNT; i++)
            if (asked->grounds[i] && store_column_int64(rows, column++))
                subject.grounds |= 1U << i;
        if (!store_column_is_null(rows, 1) && !text_equal(subject.owner, entry->actor) &&
            !(done = add_subject(request, subjects, &subject)))
            break;
    }
    store_release(rows);
    return done;
}

static int compare_subjects(const void *a, const void *b)
{
    const struct subject *one = a;
    const struct subject *other = b;
    int order = text_compare(one->owner, other->owner);

    return order ? order : text_compare(one->id, other->id);
}

/* Enters one owner's rows, which stand together; *next is behind them. */
static bool enter_owner(struct request *request, int64_t number, const struct subjects *subjects,
                        size_t *next)
{
    struct text owner = subjects->all[*next].owner;
    struct text last = text_none();
    struct buffer ids;
    struct buffer words;
    unsigned grounds = 0;

    buffer_init(&ids, request->context.arena, 64);
    buffer_init(&words, request->context.arena, 64);
    for (; *next < subjects->count && text_equal(subjects->all[*next].owner, owner); (*next)++) {
        const struct subject *subject = &subjects->all[*next];
        grounds |= subject->grounds;
        if (last.bytes && text_equal(subject->id, last))
            continue;
        buffer_add_char(&ids, last.bytes ? ',' : '[');
        json_write_string(&ids, subject->id);
        last = subject->id;
    }
    buffer_add_char(&ids, ']');
    for (int i = 0; i < GROUND_COUNT; i++)
        if (grounds & 1U << i) {
            buffer_add_string(&words, words.length ? "," : "");
            buffer_add_string(&words, ground_words[i]);
        }
    if (ids.failed || words.failed)
        return fail_internal(&request->context, "out of memory");
    return sql_run(&request->context,
                   request_statement(
                       request,
                       "INSERT OR IGNORE INTO \"_AuditSubject\" (\"userId\", "
                       "\"number\", \"objectIds\", \"grounds\") VALUES "
                       "(?1, ?2, ?3, ?4)",
                       SQL_VALUES(sql_text(owner), sql_int64(number), sql_text(buffer_text(&ids)),
                                  sql_text(grounds ? buffer_text(&words) : text_none()))));
}

bool audit_subjects_enter(struct request *request, const struct audit_entry *entry)
{
    const struct class *class =
        request->app->report_reader_count ? app_find_class(request->app, entry->entity_type) : NULL;
    struct subjects subjects = {.count = 0};
    struct grounds_asked asked;
    bool done;

    if (!class || !class->access->owner_count || !names_rows(entry))
        return true;
    asked = (struct grounds_asked){.class = class, .operation = operation_of(entry->action)};
    find_grounds(request, class, entry, asked.grounds);
    done = read_subjects(request, entry, &asked, &subjects);
    if (subjects.count > 1)
        qsort(subjects.all, subjects.count, sizeof *subjects.all, compare_subjects);
    for (size_t next = 0; done && next < subjects.count;)
        done = enter_owner(request, entry->number, &subjects, &next);
    return done;
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
