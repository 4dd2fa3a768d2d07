/* email_token.c - see email_token.h. */
#include "accounts/email_token.h"

#include "crypto/session_token.h"
#include "formats/encoding.h"

enum { TOKEN_CHARACTERS = 40 }; /* of hex: 160 random bits */

static bool done(struct request *request, struct store_statement *statement, bool bound)
{
    bool stepped = bound && store_step(statement) == STORE_DONE;

    store_release(statement);
    return stepped ? true : fail_internal(&request->context, "an e-mail token could not be kept");
}

bool email_token_issue(struct request *request, enum email_purpose purpose,
                       const struct email_token *owner, int64_t seconds, struct text *token)
{
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct store_statement *statement;

    *token = random_hex(request->context.arena, TOKEN_CHARACTERS);
    if (!token->bytes)
        return fail_internal(&request->context, "out of memory");
    session_token_hash(*token, hash);
    statement = store_prepare(
        request->store,
        text_of("INSERT INTO \"_EmailToken\" "
                "(\"userId\", \"purpose\", \"tokenHash\", \"email\", \"issuedAt\", \"expiresAt\") "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (\"userId\", \"purpose\") DO UPDATE "
                "SET \"tokenHash\" = excluded.\"tokenHash\", \"email\" = excluded.\"email\", "
                "\"issuedAt\" = excluded.\"issuedAt\", \"expiresAt\" = excluded.\"expiresAt\""));
    return done(
        request, statement,
        statement && store_bind_text(statement, 1, owner->user_id) &&
            store_bind_int64(statement, 2, purpose) &&
            store_bind_bytes(statement, 3, (struct text){(const char *)hash, sizeof hash}) &&
            store_bind_text(statement, 4, owner->email) &&
            store_bind_int64(statement, 5, request->now) &&
            store_bind_int64(statement, 6, request->now + seconds * 1000));
}

bool email_token_is_recent(struct request *request, enum email_purpose purpose, struct text user_id,
                           int64_t seconds, bool *recent)
{
    struct store_statement *statement =
        store_prepare(request->store, text_of("SELECT \"issuedAt\" FROM \"_EmailToken\" "
                                              "WHERE \"userId\" = ?1 AND \"purpose\" = ?2"));
    enum store_step step = STORE_ERROR;

    if (statement && store_bind_text(statement, 1, user_id) &&
        store_bind_int64(statement, 2, purpose))
        step = store_step(statement);
    *recent = step == STORE_ROW && store_column_int64(statement, 0) > request->now - seconds * 1000;
    store_release(statement);
    if (step != STORE_ROW && step != STORE_DONE)
        return fail_internal(&request->context, "an e-mail token could not be read");
    return true;
}

bool email_token_find(struct request *request, enum email_purpose purpose, struct text token,
                      struct email_token *owner, bool *found)
{
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct arena *arena = request->context.arena;
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("SELECT \"userId\", \"email\" FROM \"_EmailToken\" WHERE \"tokenHash\" = ?1 AND "
                "\"purpose\" = ?2 AND \"expiresAt\" > ?3 AND \"userId\" <> ''"));
    enum store_step step = STORE_ERROR;

    session_token_hash(token, hash);
    if (statement &&
        store_bind_bytes(statement, 1, (struct text){(const char *)hash, sizeof hash}) &&
        store_bind_int64(statement, 2, purpose) && store_bind_int64(statement, 3, request->now))
        step = store_step(statement);
    *found = step == STORE_ROW;
    if (*found) {
        owner->user_id = arena_copy(arena, store_column_text(statement, 0));
        owner->email = arena_copy(arena, store_column_text(statement, 1));
    }
    store_release(statement);
    if ((step != STORE_ROW && step != STORE_DONE) || arena->failed)
        return fail_internal(&request->context, "an e-mail token could not be read");
    return true;
}

bool email_token_drop(struct request *request, enum email_purpose purpose, struct text user_id)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("DELETE FROM \"_EmailToken\" WHERE \"userId\" = ?1 AND \"purpose\" = ?2"));

    return done(request, statement,
                statement && store_bind_text(statement, 1, user_id) &&
                    store_bind_int64(statement, 2, purpose));
}
