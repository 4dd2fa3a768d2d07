/* erasure.c - see erasure.h. First all rows are found, while the ways to the user are there; then they go, those at
 * the ends of long ways first. */
#include "accounts/erasure.h"

#include "accounts/erasure_finish.h"
#include "accounts/lockout.h"
#include "accounts/users.h"
#include "files/file_record.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/owners.h"
#include "model/class_access.h"
#include "objects/objects.h"
#include "objects/parameters.h"
#include "outside/outbox_rows.h"
#include "read/told_rows.h"
#include "write/erase_rows.h"

/* Rows of a class. */
struct erased_class {
    const struct class *class;
    bool is_told;     /* the answer counts them */
    cJSON *going;     /* ids of rows that may go */
    struct text gone; /* a list: those that have gone, and others of which only versions are left */
    int64_t gone_count;
    int64_t shared_count; /* rows that stay for somebody else */
    struct erased_class *next;
};

struct kept {
    const struct class *class;
    struct text reason;
    int64_t count;
    struct kept *next;
};

struct erasure {
    struct request *request;
    struct text user_id;
    const struct principal *told_to; /* whom the answer is for; NULL: the operator */
    bool with_shared;
    bool is_dry;
    struct erased_class *classes;
    struct kept *kept;
    int64_t plain_entries;
};

static bool fail_memory(struct erasure *erasure)
{
    return fail_internal(&erasure->request->context, "out of memory");
}

static bool keep_for(struct erasure *erasure, const struct erased_class *of, struct text reason)
{
    struct kept *kept = erasure->kept;

    if (!of->is_told)
        return true;
    while (kept && (kept->class != of->class || !text_equal(kept->reason, reason)))
        kept = kept->next;
    if (!kept) {
        kept = arena_alloc(erasure->request->context.arena, sizeof *kept);
        if (!kept)
            return fail_memory(erasure);
        *kept = (struct kept){.class = of->class,
                              .reason = arena_copy(erasure->request->context.arena, reason),
                              .next = erasure->kept};
        erasure->kept = kept;
    }
    kept->count++;
    return true;
}

/* Finding. */

/* Sorts a row of the user's: it goes, or stays for somebody, or for a reason. */
static bool judge_row(struct erasure *erasure, struct erased_class *of, bool is_shared,
                      const char *id)
{
    struct text reason;

    if (!erase_rows_must_stay(erasure->request, of->class, text_of(id), &reason))
        return false;
    if (reason.bytes)
        return keep_for(erasure, of, reason);
    if (!erasure->with_shared && is_shared) {
        of->shared_count++;
        return true;
    }
    return cJSON_AddItemToArray(of->going, cJSON_CreateString(id)) || fail_memory(erasure);
}

static bool judge_list(struct erasure *erasure, struct erased_class *of, bool is_shared,
                       struct text ids)
{
    const cJSON *list = json_parse(&erasure->request->context, ids);
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        if (!judge_row(erasure, of, is_shared, item->valuestring))
            return false;
    }
    return list != NULL;
}

static bool judge_rows(struct erasure *erasure, struct erased_class *of, struct text ids)
{
    struct request *request = erasure->request;
    struct text shared;
    struct text others;

    return erase_rows_shared(request, of->class, erasure->user_id, ids, false, &shared) &&
           erase_rows_without(request, ids, shared, &others) &&
           judge_list(erasure, of, true, shared) && judge_list(erasure, of, false, others);
}

static bool add_rows(struct erasure *erasure, const struct class *class, struct text ids,
                     struct text gone, bool is_told)
{
    struct erased_class *of = arena_alloc(erasure->request->context.arena, sizeof *of);

    if (!of)
        return fail_memory(erasure);
    *of = (struct erased_class){.class = class,
                                .is_told = is_told,
                                .going = cJSON_CreateArray(),
                                .gone = gone,
                                .next = erasure->classes};
    if (!of->going)
        return fail_memory(erasure);
    erasure->classes = of;
    return judge_rows(erasure, of, ids);
}

/* Whoever erases himself is told of no row that the rules keep from him, nor how many there are. */
static bool find_told(struct erasure *erasure, const struct class *class, struct text ids,
                      struct text *told)
{
    struct request judge = *erasure->request;
    struct buffer list;
    size_t count;

    judge.principal = *erasure->told_to;
    buffer_init(&list, judge.context.arena, ids.length + 16);
    if (!told_rows_write(&judge, class, ids, &list, &count)) {
        erasure->request->context.error = judge.context.error;
        return false;
    }
    *told = buffer_text(&list);
    return true;
}

/* Objects that have gone, whose versions go. */
static bool find_gone(struct erasure *erasure, const struct class *class, struct text *gone)
{
    struct request *request = erasure->request;
    struct text all;
    struct text shared;

    if (!erase_rows_versions_of_gone(request, class, erasure->user_id, &all))
        return false;
    if (!erasure->with_shared)
        return erase_rows_shared(request, class, erasure->user_id, all, true, &shared) &&
               erase_rows_without(request, all, shared, gone);
    *gone = all;
    return true;
}

static bool find_class(struct erasure *erasure, const struct class *class)
{
    struct request *request = erasure->request;
    struct text gone;
    struct text ids;
    struct text told;
    struct text others;

    json_use_arena(request->context.arena);
    if (!find_gone(erasure, class, &gone) ||
        !erase_rows_find(request, class, erasure->user_id, &ids))
        return false;
    if (!erasure->told_to)
        return add_rows(erasure, class, ids, gone, true);
    return find_told(erasure, class, ids, &told) &&
           erase_rows_without(request, ids, told, &others) &&
           add_rows(erasure, class, told, text_of("[]"), true) &&
           add_rows(erasure, class, others, gone, false);
}

/* The list is put together from its end: what is to go last comes first. */
static bool find_all(struct erasure *erasure)
{
    const struct app *app = erasure->request->app;

    for (int leads = 0; leads < 2; leads++)
        for (size_t i = 0; i < app->class_count; i++)
            if (app->classes[i] != app->user && app->classes[i]->access->owner_count &&
                owners_are_far(app->classes[i]) == (leads == 1) &&
                !find_class(erasure, app->classes[i]))
                return false;
    return true;
}

/* Texts about the person that an older server entered as they were: they can't be taken out of the chain. */
static bool count_plain(struct erasure *erasure)
{
    return sql_number(
        &erasure->request->context,
        request_statement(
            erasure->request,
            "SELECT count(*) FROM \"_AuditEntry\" e WHERE (e.\"number\" IN (SELECT \"number\" FROM "
            "\"_AuditSubject\" WHERE \"userId\" = ?1) OR e.\"actor\" = ?1) AND "
            "(json_type(e.\"payload\", '$.reason') = 'text' AND e.\"action\" = 'emergency-access' "
            "OR json_type(e.\"payload\", '$.purpose') = 'text' OR "
            "json_type(e.\"payload\", '$.signerName') = 'text' OR "
            "instr(json_extract(e.\"payload\", '$.file'), '_') > 0)",
            SQL_VALUES(sql_text(erasure->user_id))),
        &erasure->plain_entries);
}

/* Going. */

/* Deletes a row; one that a hook of the app's keeps, stays. What webhooks were to be told of it before goes, too. */
static bool delete_row(struct erasure *erasure, struct erased_class *of, const char *id)
{
    struct request *request = erasure->request;
    struct text reason;

    if (!store_savepoint(request->store))
        return fail_internal(&request->context, store_error(request->store));
    if (outbox_forget(request, text_of(id)) &&
        objects_delete_one(request, of->class, text_of(id))) {
        of->gone_count++;
        return store_savepoint_release(request->store) ||
               fail_internal(&request->context, store_error(request->store));
    }
    if (!store_savepoint_rollback(request->store))
        return fail_internal(&request->context, store_error(request->store));
    reason = request->context.error.message;
    return forgive(&request->context) && keep_for(erasure, of, reason);
}

static bool add_gone(struct erasure *erasure, struct buffer *list, const char *id)
{
    buffer_add_string(list, list->length > 1 ? "," : "");
    json_write_string(list, text_of(id));
    return !list->failed || fail_memory(erasure);
}

static bool print(struct erasure *erasure, const cJSON *tree, struct text *text)
{
    struct buffer json;

    buffer_init(&json, erasure->request->context.arena, 256);
    json_write_tree(&json, tree);
    *text = buffer_text(&json);
    return !json.failed || fail_memory(erasure);
}

/* Deletes the rows of a class, and what there is beside them. */
static bool delete_rows(struct erasure *erasure, struct erased_class *of)
{
    struct request *request = erasure->request;
    struct text going;
    struct buffer gone;
    const cJSON *item;

    if (!print(erasure, of->going, &going) || !erase_rows_mark_files(request, of->class, going) ||
        !erase_rows_mark_files(request, of->class, of->gone))
        return false;
    buffer_init(&gone, request->context.arena, going.length + of->gone.length + 16);
    buffer_add(&gone, of->gone.bytes, of->gone.length - strlen("]"));
    cJSON_ArrayForEach(item, of->going)
    {
        int64_t before = of->gone_count;
        if (!delete_row(erasure, of, item->valuestring))
            return false;
        if (of->gone_count > before && !add_gone(erasure, &gone, item->valuestring))
            return false;
    }
    buffer_add_char(&gone, ']');
    if (gone.failed)
        return fail_memory(erasure);
    of->gone = buffer_text(&gone);
    return erase_rows_drop_versions(request, of->class, of->gone) &&
           erase_rows_unset_pointers(request, of->class, of->gone);
}

/* Texts of the trail about rows that had no user yet when they were entered. */
static bool forget_keys(struct erasure *erasure, const struct erased_class *of)
{
    struct request *request = erasure->request;

    return sql_run(&request->context,
                   request_statement(request,
                                     "DELETE FROM \"_PersonKey\" WHERE \"person\" IN "
                                     "(SELECT ?1 || '/' || value FROM json_each(?2))",
                                     SQL_VALUES(sql_text(of->class->name), sql_text(of->gone))));
}

static bool forget_failures(struct erasure *erasure)
{
    struct request *request = erasure->request;
    struct text account = lockout_account(request, erasure->user_id, text_none(), text_none());
    struct text code = lockout_second_factor(request, erasure->user_id);

    if (!account.bytes || !code.bytes)
        return fail_memory(erasure);
    return lockout_clear(request, account) && lockout_clear(request, code);
}

static bool delete_account(struct erasure *erasure)
{
    struct request *request = erasure->request;
    struct buffer id;

    buffer_init(&id, request->context.arena, 32);
    buffer_add_char(&id, '[');
    json_write_string(&id, erasure->user_id);
    buffer_add_char(&id, ']');
    if (id.failed)
        return fail_memory(erasure);
    if (!outbox_forget(request, erasure->user_id) ||
        !erase_rows_devices(request, erasure->user_id) ||
        !erase_rows_mark_files(request, request->app->user, buffer_text(&id)))
        return false;
    /* It may be gone already, and have left rows. */
    if (!users_delete_one(request, erasure->user_id) &&
        (request->context.error.code != PARSE_OBJECT_NOT_FOUND || !forgive(&request->context)))
        return false;
    return outbox_forget_caller(request, erasure->user_id) &&
           erase_rows_unset_pointers(request, request->app->user, buffer_text(&id)) &&
           file_record_give_up_of(request, erasure->user_id) && forget_failures(erasure) &&
           audit_person_forget(request, erasure->user_id);
}

static bool note(struct erasure *erasure)
{
    struct request *request = erasure->request;
    struct sql_value id = sql_text(erasure->user_id);

    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_AuditSubject\" WHERE \"userId\" = ?1",
                                     SQL_VALUES(id))) &&
           audit_note(request, "erase", request->app->user->name, erasure->user_id,
                      erasure->with_shared ? text_of("{\"withShared\":true}") : text_none()) &&
           sql_run(&request->context,
                   request_statement(
                       request,
                       "INSERT INTO \"_Erased\" (\"userId\", \"erasedAt\", \"withShared\", "
                       "\"isFinished\") VALUES (?1, ?2, ?3, 0) ON CONFLICT (\"userId\") DO UPDATE "
                       "SET \"erasedAt\" = ?2, \"withShared\" = ?3, \"isFinished\" = 0",
                       SQL_VALUES(id, sql_int64(request->now), sql_int64(erasure->with_shared))));
}

static bool erase(struct erasure *erasure)
{
    for (struct erased_class *of = erasure->classes; of; of = of->next)
        if (!delete_rows(erasure, of) || !forget_keys(erasure, of))
            return false;
    return delete_account(erasure) && note(erasure);
}

/* The answer. */

static void write_counts(struct erasure *erasure, const char *name, bool shared)
{
    struct buffer *body = &erasure->request->response.body;
    const char *before = "";

    buffer_add_string(body, ",\"");
    buffer_add_string(body, name);
    buffer_add_string(body, "\":{");
    for (const struct erased_class *of = erasure->classes; of; of = of->next) {
        int64_t going = erasure->is_dry ? cJSON_GetArraySize(of->going) : of->gone_count;
        int64_t count = shared ? of->shared_count : going;
        if (!count || !of->is_told)
            continue;
        buffer_add_string(body, before);
        before = ",";
        json_write_string(body, of->class->name);
        buffer_add_char(body, ':');
        buffer_add_int64(body, count);
    }
    buffer_add_char(body, '}');
}

static bool write_answer(struct erasure *erasure)
{
    struct buffer *body = &erasure->request->response.body;

    buffer_add_string(body, "\"userId\":");
    json_write_string(body, erasure->user_id);
    write_counts(erasure, "erased", false);
    write_counts(erasure, "shared", true);
    buffer_add_string(body, ",\"kept\":[");
    for (const struct kept *kept = erasure->kept; kept; kept = kept->next) {
        buffer_add_string(body, kept == erasure->kept ? "{\"className\":" : ",{\"className\":");
        json_write_string(body, kept->class->name);
        buffer_add_string(body, ",\"count\":");
        buffer_add_int64(body, kept->count);
        buffer_add_string(body, ",\"reason\":");
        json_write_string(body, kept->reason);
        buffer_add_char(body, '}');
    }
    buffer_add_char(body, ']');
    if (!erasure->told_to) {
        buffer_add_string(body, ",\"plainEntries\":");
        buffer_add_int64(body, erasure->plain_entries);
    }
    return !body->failed || fail_memory(erasure);
}

/* Whether there is anything of that user at all. */
static bool is_known(struct erasure *erasure, bool *known)
{
    for (const struct erased_class *of = erasure->classes; of; of = of->next)
        if (cJSON_GetArraySize(of->going) || of->shared_count || !text_is(of->gone, "[]")) {
            *known = true;
            return true;
        }
    *known = erasure->kept != NULL;
    if (*known)
        return true;
    return sql_exists(
        &erasure->request->context,
        request_statement(erasure->request,
                          "SELECT 1 FROM \"_AccountName\" WHERE \"userId\" = ?1 UNION "
                          "SELECT 1 FROM \"_Credential\" WHERE \"userId\" = ?1 UNION "
                          "SELECT 1 FROM \"_AuthData\" WHERE \"userId\" = ?1",
                          SQL_VALUES(sql_text(erasure->user_id))),
        known);
}

static bool begin(struct erasure *erasure)
{
    bool known;

    return find_all(erasure) && (erasure->told_to || count_plain(erasure)) &&
           is_known(erasure, &known) &&
           (known || fail(&erasure->request->context, PARSE_OBJECT_NOT_FOUND, "Object not found."));
}

bool erasure_apply(struct request *request, struct text user_id, bool with_shared,
                   const struct principal *told_to)
{
    struct erasure erasure = {
        .request = request, .user_id = user_id, .told_to = told_to, .with_shared = with_shared};

    return begin(&erasure) && erase(&erasure) && write_answer(&erasure);
}

static void finish_and_tell(struct request *request, void *state)
{
    bool done = erasure_finish_on_writer(request);
    struct buffer *body = &request->response.body;

    (void)state;
    buffer_add_string(body, ",\"copies\":");
    done = erasure_write_copies(request->server, body) && done;
    buffer_add_string(body, done ? ",\"isFinished\":true}" : ",\"isFinished\":false}");
}

static void finish(struct request *request, void *state)
{
    (void)state;
    (void)erasure_finish_on_writer(request);
}

bool erasure_finish_all(struct request *request)
{
    return request_afterwards(request, finish, NULL);
}

bool erasure_execute(struct request *request)
{
    static const char *const allowed[] = {"dryRun", "withShared", NULL};
    struct erasure erasure = {.request = request,
                              .user_id = request->segments[0],
                              .with_shared = parameters_want(request, "withShared"),
                              .is_dry = parameters_want(request, "dryRun")};

    if (!parameters_check(request, allowed))
        return false;
    buffer_add_char(&request->response.body, '{');
    if (!begin(&erasure))
        return false;
    if (!erasure.is_dry)
        return erase(&erasure) && write_answer(&erasure) &&
               request_afterwards(request, finish_and_tell, NULL);
    if (!write_answer(&erasure))
        return false;
    buffer_add_char(&request->response.body, '}');
    return true;
}
