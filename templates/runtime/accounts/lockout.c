/* lockout.c - see lockout.h. All of it runs on the writer, so that attempts made at the same time
 * are counted one after the other. */
#include "accounts/lockout.h"

#include "guard/audit.h"
#include "request/server.h"

#include <sodium.h>

enum {
    MILLISECONDS_A_MINUTE = 60000,
    MILLISECONDS_A_DAY = 86400000,
    ACCOUNT_HASH_BYTES = 16,
    FORGOTTEN_AT_ONCE = 8 /* more than are added, so that the table shrinks */
};

struct failures {
    int64_t count;
    int64_t locked_until; /* ms */
};

static bool is_on(const struct request *request)
{
    return request->server->options.lockout_threshold > 0;
}

struct text lockout_account(struct request *request, struct text user_id, struct text username,
                            struct text email)
{
    unsigned char hash[ACCOUNT_HASH_BYTES];
    char hex[2 * ACCOUNT_HASH_BYTES + 1];
    struct text names;

    if (user_id.length)
        return arena_printf(request->context.arena, "user:%.*s", (int)user_id.length,
                            user_id.bytes);
    /* People type passwords where names belong: only a hash is kept. */
    names = arena_printf(request->context.arena, "%.*s\n%.*s", (int)username.length,
                         username.bytes ? username.bytes : "", (int)email.length,
                         email.bytes ? email.bytes : "");
    if (!names.bytes)
        return text_none();
    crypto_generichash(hash, sizeof hash, (const unsigned char *)names.bytes, names.length, NULL,
                       0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return arena_printf(request->context.arena, "name:%s", hex);
}

/* The audit trail has every failure, with the account's id when it is known. */
static bool note_failure(struct request *request, struct text account)
{
    static const char prefix[] = "user:";
    size_t length = sizeof prefix - 1;
    struct text user_id = text_of("");

    if (account.length > length && memcmp(account.bytes, prefix, length) == 0)
        user_id = (struct text){account.bytes + length, account.length - length};
    return audit_note_failure(request, "sign-in-failed", request->app->user->name, user_id,
                              text_none());
}

static bool fail_locked(struct request *request)
{
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                "Your account is locked due to multiple failed login attempts. Please try again "
                "after %lld minute(s)",
                (long long)request->server->options.lockout_minutes);
}

static bool read_failures(struct request *request, struct text account, struct failures *failures)
{
    struct store_statement *statement = store_prepare(
        request->store, text_of("SELECT \"count\", \"lockedUntil\" FROM \"_LoginFailure\" "
                                "WHERE \"account\" = ?1 AND \"failedAt\" > ?2"));
    enum store_step step = STORE_ERROR;

    *failures = (struct failures){0};
    if (statement && store_bind_text(statement, 1, account) &&
        store_bind_int64(statement, 2, request->now - MILLISECONDS_A_DAY))
        step = store_step(statement);
    if (step == STORE_ROW) {
        failures->count = store_column_int64(statement, 0);
        failures->locked_until = store_column_int64(statement, 1);
    }
    store_release(statement);
    if (step != STORE_ROW && step != STORE_DONE)
        return fail_internal(&request->context, "failed log-ins could not be read");
    return true;
}

bool lockout_check(struct request *request, struct text account)
{
    struct failures failures;

    if (!is_on(request))
        return true;
    if (!read_failures(request, account, &failures))
        return false;
    if (failures.locked_until <= request->now)
        return true;
    return note_failure(request, account) && fail_locked(request);
}

/* The request has failed already, so what goes wrong from here on goes to the log alone. */
static bool write_failures(struct request *request, struct text account,
                           const struct failures *failures)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("INSERT INTO \"_LoginFailure\" (\"account\", \"count\", \"lockedUntil\", "
                "\"failedAt\") VALUES (?1, ?2, ?3, ?4) ON CONFLICT (\"account\") DO UPDATE SET "
                "\"count\" = excluded.\"count\", \"lockedUntil\" = excluded.\"lockedUntil\", "
                "\"failedAt\" = excluded.\"failedAt\""));
    bool done = statement && store_bind_text(statement, 1, account) &&
                store_bind_int64(statement, 2, failures->count) &&
                store_bind_int64(statement, 3, failures->locked_until) &&
                store_bind_int64(statement, 4, request->now) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "a failed log-in could not be counted");
}

static bool forget_old(struct request *request)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("DELETE FROM \"_LoginFailure\" WHERE \"account\" IN (SELECT \"account\" FROM "
                "\"_LoginFailure\" WHERE \"failedAt\" <= ?1 LIMIT ?2)"));
    bool done = statement && store_bind_int64(statement, 1, request->now - MILLISECONDS_A_DAY) &&
                store_bind_int64(statement, 2, FORGOTTEN_AT_ONCE) &&
                store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "failed log-ins could not be dropped");
}

bool lockout_note_failure(struct request *request, struct text account)
{
    struct failures failures;

    if (!note_failure(request, account))
        return false;
    if (!is_on(request))
        return true;
    if (!read_failures(request, account, &failures))
        return false;
    request->failed_log_in = account;
    return failures.count >= request->server->options.lockout_threshold ? fail_locked(request)
                                                                        : true;
}

void lockout_count(struct request *request)
{
    const struct options *options = &request->server->options;
    struct text account = request->failed_log_in;
    struct failures failures;

    request->failed_log_in = text_none();
    if (!account.bytes || !read_failures(request, account, &failures))
        return;
    failures.count++;
    if (failures.count >= options->lockout_threshold)
        failures.locked_until = request->now + options->lockout_minutes * MILLISECONDS_A_MINUTE;
    if (write_failures(request, account, &failures))
        forget_old(request);
}

bool lockout_clear(struct request *request, struct text account)
{
    struct store_statement *statement;
    bool done;

    if (!is_on(request))
        return true;
    statement = store_prepare(request->store,
                              text_of("DELETE FROM \"_LoginFailure\" WHERE \"account\" = ?1"));
    done =
        statement && store_bind_text(statement, 1, account) && store_step(statement) == STORE_DONE;
    store_release(statement);
    return done ? true : fail_internal(&request->context, "failed log-ins could not be dropped");
}
