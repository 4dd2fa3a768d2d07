/* email_token.c - see email_token.h. */
#include "accounts/email_token.h"

#include "crypto/session_token.h"
#include "formats/encoding.h"

enum { TOKEN_CHARACTERS = 40 }; /* of hex: 160 random bits */

bool email_token_issue(struct request *request, enum email_purpose purpose,
                       const struct email_token *owner, int64_t seconds, struct text *token)
{
    static const char upsert[] =
        "INSERT INTO \"_EmailToken\" "
        "(\"userId\", \"purpose\", \"tokenHash\", \"email\", \"issuedAt\", \"expiresAt\") "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (\"userId\", \"purpose\") DO UPDATE "
        "SET \"tokenHash\" = excluded.\"tokenHash\", \"email\" = excluded.\"email\", "
        "\"issuedAt\" = excluded.\"issuedAt\", \"expiresAt\" = excluded.\"expiresAt\"";
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct text hash_text = {(const char *)hash, sizeof hash};

    *token = random_hex(request->context.arena, TOKEN_CHARACTERS);
    if (!token->bytes)
        return fail_internal(&request->context, "out of memory");
    session_token_hash(*token, hash);
    return sql_run(&request->context,
                   request_statement(request, upsert,
                                     SQL_VALUES(sql_text(owner->user_id), sql_int64(purpose),
                                                sql_bytes(hash_text), sql_text(owner->email),
                                                sql_int64(request->now),
                                                sql_int64(request->now + seconds * 1000))));
}

bool email_token_is_recent(struct request *request, enum email_purpose purpose, struct text user_id,
                           int64_t seconds, bool *recent)
{
    int64_t issued_at;
    bool done = sql_number(&request->context,
                           request_statement(request,
                                             "SELECT \"issuedAt\" FROM \"_EmailToken\" "
                                             "WHERE \"userId\" = ?1 AND \"purpose\" = ?2",
                                             SQL_VALUES(sql_text(user_id), sql_int64(purpose))),
                           &issued_at);

    *recent = issued_at > request->now - seconds * 1000;
    return done;
}

bool email_token_find(struct request *request, enum email_purpose purpose, struct text token,
                      struct email_token *owner, bool *found)
{
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct text hash_text = {(const char *)hash, sizeof hash};
    struct context *context = &request->context;
    struct store_statement *row;
    bool done;

    session_token_hash(token, hash);
    row = request_statement(
        request,
        "SELECT \"userId\", \"email\" FROM \"_EmailToken\" WHERE \"tokenHash\" = ?1 AND "
        "\"purpose\" = ?2 AND \"expiresAt\" > ?3 AND \"userId\" <> ''",
        SQL_VALUES(sql_bytes(hash_text), sql_int64(purpose), sql_int64(request->now)));
    done = sql_next(context, row, found);
    if (*found) {
        owner->user_id = arena_copy(context->arena, store_column_text(row, 0));
        owner->email = arena_copy(context->arena, store_column_text(row, 1));
    }
    store_release(row);
    return done && (!context->arena->failed || fail_internal(context, "out of memory"));
}

bool email_token_drop(struct request *request, enum email_purpose purpose, struct text user_id)
{
    return sql_run(
        &request->context,
        request_statement(request,
                          "DELETE FROM \"_EmailToken\" WHERE \"userId\" = ?1 AND \"purpose\" = ?2",
                          SQL_VALUES(sql_text(user_id), sql_int64(purpose))));
}
