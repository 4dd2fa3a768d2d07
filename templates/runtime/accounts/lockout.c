/* lockout.c - see lockout.h. All that counts runs on the writer, so that attempts made at the same
 * time are counted one after the other. */
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

static const char user_prefix[] = "user:";
static const char code_prefix[] = "code:";

static struct text with_prefix(struct request *request, const char *prefix, struct text user_id)
{
    struct buffer account;

    buffer_init(&account, request->context.arena, user_id.length + 8);
    buffer_add_string(&account, prefix);
    buffer_add_text(&account, user_id);
    return account.failed ? text_none() : buffer_text(&account);
}

struct text lockout_second_factor(struct request *request, struct text user_id)
{
    return with_prefix(request, code_prefix, user_id);
}

struct text lockout_account(struct request *request, struct text user_id, struct text username,
                            struct text email)
{
    unsigned char hash[ACCOUNT_HASH_BYTES];
    char hex[2 * ACCOUNT_HASH_BYTES + 1];
    struct text names;

    if (user_id.length)
        return with_prefix(request, user_prefix, user_id);
    /* People type passwords where names belong: only a hash is kept. */
    names = arena_printf(request->context.arena, "%.*s\n%.*s", TEXT_PRINTED(username),
                         TEXT_PRINTED(email));
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
    size_t length = sizeof user_prefix - 1;
    struct text user_id = text_of("");

    if (account.length > length && (memcmp(account.bytes, user_prefix, length) == 0 ||
                                    memcmp(account.bytes, code_prefix, length) == 0))
        user_id = (struct text){account.bytes + length, account.length - length};
    return audit_note_failure(request, "sign-in-failed", request->app->user->name, user_id,
                              text_none());
}

bool lockout_refuse(struct request *request)
{
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                "Your account is locked due to multiple failed login attempts. Please try again "
                "after %lld minute(s)",
                (long long)request->server->options.lockout_minutes);
}

static bool read_failures(struct request *request, struct text account, struct failures *failures)
{
    struct store_statement *row = request_statement(
        request,
        "SELECT \"count\", \"lockedUntil\" FROM \"_LoginFailure\" "
        "WHERE \"account\" = ?1 AND \"failedAt\" > ?2",
        SQL_VALUES(sql_text(account), sql_int64(request->now - MILLISECONDS_A_DAY)));
    bool found;
    bool done = sql_next(&request->context, row, &found);

    *failures = (struct failures){0};
    if (found) {
        failures->count = store_column_int64(row, 0);
        failures->locked_until = store_column_int64(row, 1);
    }
    store_release(row);
    return done;
}

bool lockout_look(struct request *request, struct text account, bool *locked)
{
    struct failures failures;

    *locked = false;
    if (!is_on(request))
        return true;
    if (!read_failures(request, account, &failures))
        return false;
    *locked = failures.locked_until > request->now;
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
    return note_failure(request, account) && lockout_refuse(request);
}

static bool write_failures(struct request *request, struct text account,
                           const struct failures *failures)
{
    static const char upsert[] =
        "INSERT INTO \"_LoginFailure\" (\"account\", \"count\", \"lockedUntil\", "
        "\"failedAt\") VALUES (?1, ?2, ?3, ?4) ON CONFLICT (\"account\") DO UPDATE SET "
        "\"count\" = excluded.\"count\", \"lockedUntil\" = excluded.\"lockedUntil\", "
        "\"failedAt\" = excluded.\"failedAt\"";

    return sql_run(
        &request->context,
        request_statement(request, upsert,
                          SQL_VALUES(sql_text(account), sql_int64(failures->count),
                                     sql_int64(failures->locked_until), sql_int64(request->now))));
}

static bool forget_old(struct request *request)
{
    return sql_run(
        &request->context,
        request_statement(request,
                          "DELETE FROM \"_LoginFailure\" WHERE \"account\" IN (SELECT \"account\" "
                          "FROM \"_LoginFailure\" WHERE \"failedAt\" <= ?1 LIMIT ?2)",
                          SQL_VALUES(sql_int64(request->now - MILLISECONDS_A_DAY),
                                     sql_int64(FORGOTTEN_AT_ONCE))));
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
    return failures.count >= request->server->options.lockout_threshold ? lockout_refuse(request)
                                                                        : true;
}

bool lockout_count(struct request *request)
{
    const struct options *options = &request->server->options;
    struct text account = request->failed_log_in;
    struct failures failures;

    request->failed_log_in = text_none();
    if (!account.bytes)
        return true;
    if (!read_failures(request, account, &failures))
        return false;
    failures.count++;
    if (failures.count >= options->lockout_threshold)
        failures.locked_until = request->now + options->lockout_minutes * MILLISECONDS_A_MINUTE;
    return write_failures(request, account, &failures) && forget_old(request);
}

bool lockout_clear(struct request *request, struct text account)
{
    return !is_on(request) ||
           sql_run(&request->context,
                   request_statement(request,
                                     "DELETE FROM \"_LoginFailure\" WHERE \"account\" = ?1",
                                     SQL_VALUES(sql_text(account))));
}
