/* late_duties.c - see late_duties.h. */
#include "program/late_duties.h"

#include "accounts/erased_list.h"
#include "accounts/erasure.h"
#include "accounts/erasure_finish.h"
#include "base/log.h"
#include "guard/audit_subject.h"
#include "request/own_request.h"

/* Each duty in a transaction of its own. */
static bool run(struct server *server, struct store_connection *connection, const char *what,
                bool (*duty)(struct request *request))
{
    struct budget budget = {.steps = INT64_MAX, .microseconds = INT64_MAX};
    struct arena arena;
    struct request request;
    bool done;

    arena_init(&arena);
    request = own_request(server, connection, &arena, &budget);
    done = store_begin(connection) && duty(&request) && store_commit(connection);
    if (!done) {
        log_error("%s: %.*s", what,
                  TEXT_PRINTED(request.context.error.code ? request.context.error.message
                                                          : text_of(store_error(connection))));
        store_rollback(connection);
    }
    arena_release(&arena);
    return done;
}

/* Somebody who is erased according to the list beside the database, which is older then. */
struct listed {
    struct text user_id;
    bool with_shared;
    struct listed *next;
};

struct listing {
    struct request *request;
    struct listed *first;
};

static bool take_listed(void *state, struct text user_id, bool with_shared)
{
    struct listing *listing = state;
    struct request *request = listing->request;
    struct listed *listed = arena_alloc(request->context.arena, sizeof *listed);
    bool known;

    if (!listed)
        return fail_internal(&request->context, "out of memory");
    if (!sql_exists(&request->context,
                    request_statement(request,
                                      "SELECT 1 FROM \"_Erased\" WHERE \"userId\" = ?1 AND "
                                      "\"withShared\" >= ?2",
                                      SQL_VALUES(sql_text(user_id), sql_int64(with_shared))),
                    &known))
        return false;
    if (known)
        return true;
    *listed = (struct listed){user_id, with_shared, listing->first};
    listing->first = listed;
    return true;
}

/* Of a person of whom there is nothing in the database, that is noted. */
static bool erase_again(struct request *request, const struct listed *listed)
{
    if (erasure_apply(request, listed->user_id, listed->with_shared, NULL))
        return true;
    if (request->context.error.code != PARSE_OBJECT_NOT_FOUND || !forgive(&request->context))
        return false;
    return sql_run(&request->context,
                   request_statement(request,
                                     "INSERT INTO \"_Erased\" (\"userId\", \"erasedAt\", "
                                     "\"withShared\", \"isFinished\") VALUES (?1, ?2, ?3, 1) "
                                     "ON CONFLICT (\"userId\") DO UPDATE SET \"withShared\" = ?3",
                                     SQL_VALUES(sql_text(listed->user_id), sql_int64(request->now),
                                                sql_int64(listed->with_shared))));
}

static bool erase_listed(struct request *request)
{
    struct listing listing = {.request = request};

    if (!erased_list_each(&request->context, request->server->options.data, take_listed, &listing))
        return false;
    for (const struct listed *listed = listing.first; listed; listed = listed->next) {
        log_info("%.*s was erased after this backup was made, and is erased again",
                 TEXT_PRINTED(listed->user_id));
        if (!erase_again(request, listed))
            return false;
    }
    return true;
}

bool late_duties_do(struct server *server, struct store_connection *connection)
{
    if (!run(server, connection, "whom the audit trail tells of cannot be entered",
             audit_subjects_complete) ||
        !run(server, connection, "who has been erased cannot be erased again", erase_listed))
        return false;
    /* Nobody is shown what is left, so a disk that is too full for it now keeps nobody from his record. */
    (void)erasure_finish(server, connection);
    return true;
}
