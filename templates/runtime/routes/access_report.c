/* access_report.c - see access_report.h. Entries are found by their subject (guard/audit_subject.h), and
 * each row judged anew by the guard (read/told_rows.h). */
#include "routes/access_report.h"

#include "accounts/session_cache.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "model/class_access.h"
#include "model/value_forms.h"
#include "objects/parameters.h"
#include "read/disclosure.h"
#include "read/ownership.h"
#include "read/told_rows.h"
#include "request/server.h"
#include "routes/access_reason.h"
#include "routes/audit_verification.h"
#include "routes/functions.h"

struct report {
    struct request *request;
    struct request judge; /* the same request as the one whose report it is would make it */
    struct buffer *body;
    struct text user_id;
    int64_t from;    /* ms; entries from there on */
    int64_t before;  /* and before that */
    int64_t limit;   /* how many entries are written at most */
    int64_t skip_at; /* the cursor: of the entries of that time, ... */
    int64_t skip;    /* ... so many have been written before */
    int64_t written;
    int64_t last_at; /* of the last one that was written, and how many of that time there were */
    int64_t of_last;
    struct access_actor *actors; /* that have been looked up */
};

bool access_report_prepare(struct request *request)
{
    if (request->app->report_reader_count)
        return true;
    /* An app without a report may have a function of that name itself. */
    request->segments[0] = text_of("accessReport");
    request->writes = true;
    return functions_prepare(request);
}

/* A Date, or its text; the fallback where there is none. */
static bool read_time(struct request *request, const char *name, int64_t fallback, int64_t *time)
{
    struct text text = request_parameter(request, name);
    const cJSON *date;

    *time = fallback;
    if (!text.length || text_is(text, "null"))
        return true;
    if (text.bytes[0] == '{') {
        date = json_parse(&request->context, text);
        text = text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(date, "iso")));
    }
    return (text.bytes && date_parse(text, time)) ||
           fail(&request->context, PARSE_INCORRECT_TYPE, "%s must be a date", name);
}

/* Digits, and nothing else up to the end or the mark. */
static bool read_digits(struct text *text, char mark, int64_t *number)
{
    *number = 0;
    if (!text->length || *text->bytes == mark)
        return false;
    while (text->length && *text->bytes != mark) {
        if (*text->bytes < '0' || *text->bytes > '9' || *number > INT64_MAX / 100)
            return false;
        *number = 10 * *number + (*text->bytes - '0');
        text->bytes++;
        text->length--;
    }
    return true;
}

/* "TIME.COUNT" */
static bool read_cursor(struct report *report)
{
    struct request *request = report->request;
    struct text cursor = request_parameter(request, "after");

    report->skip_at = -1;
    if (!cursor.length || text_is(cursor, "null"))
        return true;
    if (!read_digits(&cursor, '.', &report->skip_at) || !cursor.length)
        return fail(&request->context, PARSE_INVALID_QUERY, "after is no cursor");
    cursor.bytes++;
    cursor.length--;
    if (!read_digits(&cursor, '\0', &report->skip) || cursor.length)
        return fail(&request->context, PARSE_INVALID_QUERY, "after is no cursor");
    if (report->before > report->skip_at + 1)
        report->before = report->skip_at + 1;
    return true;
}

static bool read_parameters(struct report *report)
{
    static const char *const allowed[] = {"user", "from", "to", "limit", "after", NULL};
    struct request *request = report->request;

    if (!parameters_check(request, allowed) || !read_time(request, "from", 0, &report->from) ||
        !read_time(request, "to", INT64_MAX, &report->before) ||
        !parameters_read_limit(request, &report->limit))
        return false;
    return read_cursor(report);
}

/* Whose report it is, and whether whoever asks may have it. */
static bool check_caller(struct report *report)
{
    struct request *request = report->request;
    const struct principal *principal = &request->principal;
    struct text user = request_parameter(request, "user");
    bool may;

    if (!principal->master && !principal_signed_in(principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    report->user_id = user.length ? user : principal->user_id;
    if (!report->user_id.length)
        return fail(&request->context, PARSE_INVALID_QUERY, "user must name whose report it is");
    if (principal->master)
        return true;
    if (!text_equal(report->user_id, principal->user_id))
        return audit_verification_permits(request);
    return rows_may_see_report(request, &may) &&
           (may || fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied"));
}

/* Whoever asks, the user's rights decide what the report has. */
static bool prepare_judge(struct report *report)
{
    struct request *request = report->request;
    bool known = true;

    report->judge = *request;
    if (!request->principal.master && text_equal(report->user_id, request->principal.user_id))
        return true;
    return session_principal_of_user(request, report->user_id, &report->judge.principal, &known) &&
           (known || fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found."));
}

/* ,"grounds":["assignment"] */
static void add_words(struct buffer *body, struct text words)
{
    buffer_add_string(body, ",\"grounds\":[\"");
    for (size_t i = 0; i < words.length; i++)
        if (words.bytes[i] == ',')
            buffer_add_string(body, "\",\"");
        else
            buffer_add_char(body, words.bytes[i]);
    buffer_add_string(body, "\"]");
}

static void add_member(struct buffer *body, const char *name, struct text text)
{
    if (!text.bytes)
        return;
    buffer_add_string(body, ",\"");
    buffer_add_string(body, name);
    buffer_add_string(body, "\":");
    json_write_string(body, text);
}

static bool is_disclosing(struct text action)
{
    return text_is(action, "read") || text_is(action, "disclose") || text_is(action, "download") ||
           text_is(action, "export");
}

static bool write_reasons(struct report *report, const struct access_entry *entry)
{
    struct buffer *body = report->body;

    if (entry->grounds.length)
        add_words(body, entry->grounds);
    if (!access_reasons_write(&report->judge, body, entry))
        return false;
    if (disclosure_has_notice(entry->class) && is_disclosing(entry->action))
        add_member(body, "notice", text_of(disclosure_notice));
    return true;
}

static bool write_entry(struct report *report, const struct access_entry *entry, struct text ids)
{
    struct request *request = report->request;
    struct buffer *body = report->body;
    cJSON *payload = entry->payload.bytes ? json_parse(&request->context, entry->payload) : NULL;
    const char *path = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(payload, "path"));
    const char *by = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(payload, "by"));

    if (request->context.error.code)
        return false;
    buffer_add_string(body, report->written ? ",{\"at\":" : "{\"at\":");
    write_date_value(body, entry->at);
    add_member(body, "action", entry->action);
    add_member(body, "path", text_of(path));
    add_member(body, "className", entry->class->name);
    buffer_add_string(body, ",\"objectIds\":");
    buffer_add_text(body, ids);
    if (!access_actor_write(request, body, &report->actors, entry->actor))
        return false;
    add_member(body, "by", text_of(by));
    if (!write_reasons(report, entry))
        return false;
    buffer_add_char(body, '}');
    report->written++;
    return !body->failed || fail_internal(&request->context, "out of memory");
}

/* Counts an entry of the report; false: it has been written by an earlier page. */
static bool is_due(struct report *report, int64_t at)
{
    if (at != report->last_at)
        report->of_last = 0;
    report->last_at = at;
    report->of_last++;
    return at != report->skip_at || report->of_last > report->skip;
}

static bool take_row(struct report *report, struct store_statement *rows)
{
    struct arena *arena = report->request->context.arena;
    struct access_entry entry = {
        .at = store_column_int64(rows, 2),
        .actor = arena_copy(arena, store_column_text(rows, 3)),
        .action = arena_copy(arena, store_column_text(rows, 4)),
        .class = app_find_class(report->request->app, store_column_text(rows, 5)),
        .payload = arena_copy(arena, store_column_text(rows, 6)),
        .grounds = arena_copy(arena, store_column_text(rows, 1)),
    };
    struct text listed = arena_copy(arena, store_column_text(rows, 0));
    struct buffer ids;
    size_t count;

    if (!entry.class)
        return true; /* of a class that the app has no more */
    buffer_init(&ids, arena, 64);
    if (!told_rows_write(&report->judge, entry.class, listed, &ids, &count)) {
        report->request->context.error = report->judge.context.error;
        return false;
    }
    return !count || !is_due(report, entry.at) || write_entry(report, &entry, buffer_text(&ids));
}

/* Times of entries never go back, so they bound the numbers. */
static struct store_statement *find_entries(struct report *report)
{
    static const char select[] =
        "SELECT s.\"objectIds\", s.\"grounds\", e.\"at\", e.\"actor\", e.\"action\", "
        "e.\"entityType\", e.\"payload\" FROM \"_AuditSubject\" s JOIN \"_AuditEntry\" e "
        "ON e.\"number\" = s.\"number\" WHERE s.\"userId\" = ?1 AND s.\"number\" <= "
        "(SELECT \"number\" FROM \"_AuditEntry\" WHERE \"at\" < ?2 "
        "ORDER BY \"at\" DESC, \"number\" DESC LIMIT 1) AND s.\"number\" >= "
        "(SELECT \"number\" FROM \"_AuditEntry\" WHERE \"at\" >= ?3 "
        "ORDER BY \"at\", \"number\" LIMIT 1) ORDER BY s.\"number\" DESC";

    return request_statement(
        report->request, select,
        SQL_VALUES(sql_text(report->user_id), sql_int64(report->before), sql_int64(report->from)));
}

static bool write_entries(struct report *report)
{
    struct request *request = report->request;
    struct store_statement *rows = find_entries(report);
    bool found = false;
    bool done = true;

    buffer_add_string(report->body, "{\"result\":{\"results\":[");
    while (done && report->written < report->limit)
        if (!(done = sql_next(&request->context, rows, &found)) || !found)
            break;
        else
            done = take_row(report, rows);
    store_release(rows);
    buffer_add_char(report->body, ']');
    if (done && found && report->written > 0)
        add_member(report->body, "next",
                   arena_printf(request->context.arena, "%lld.%lld", (long long)report->last_at,
                                (long long)report->of_last));
    buffer_add_string(report->body, "}}");
    return done;
}

static bool note(struct report *report)
{
    struct request *request = report->request;

    return audit_note(
        request, "access-report", request->app->user->name, report->user_id,
        arena_printf(request->context.arena, "{\"entries\":%lld}", (long long)report->written));
}

static bool make(struct report *report)
{
    return prepare_judge(report) && write_entries(report) && note(report);
}

bool access_report_execute(struct request *request)
{
    struct report report = {.request = request, .body = &request->response.body};
    bool done;

    if (!request->app->report_reader_count)
        return functions_execute(request);
    json_use_arena(request->context.arena);
    if (!check_caller(&report) || !read_parameters(&report))
        return false;
    /* One moment for all of it. */
    if (!store_savepoint(request->store))
        return fail_internal(&request->context, store_error(request->store));
    done = make(&report);
    if (!store_savepoint_release(request->store))
        return fail_internal(&request->context, store_error(request->store));
    return done;
}
