/* data_keys.c - see data_keys.h. Before a database is brought up to date its table may have one key for each name, and
 * no column "idleAt". */
#include "write/data_keys.h"

static const char has_column[] = "SELECT 1 FROM pragma_table_info('_DataKey') WHERE \"name\" = ?1";

static bool read_rows(struct context *context, struct store_statement *rows, struct data_keys *keys)
{
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found && keys->count < KEY_RING_LIMIT) {
        struct text fingerprint = store_column_text(rows, 0);
        struct data_key *key = &keys->keys[keys->count];
        if (fingerprint.length != KEY_FINGERPRINT_CHARACTERS)
            continue;
        *key = (struct data_key){.idle_at = store_column_int64(rows, 1)};
        memcpy(key->fingerprint, fingerprint.bytes, fingerprint.length);
        keys->count++;
    }
    store_release(rows);
    return done;
}

bool data_keys_read(struct context *context, struct store_connection *store,
                    enum key_purpose purpose, struct data_keys *keys)
{
    const struct sql_value *name = SQL_VALUES(sql_text(text_of(key_purpose_file(purpose))));
    bool has_table;
    bool has_idle;

    keys->count = 0;
    if (!sql_exists(
            context,
            sql_statement(context, store, has_column, SQL_VALUES(sql_text(text_of("name")))),
            &has_table) ||
        !sql_exists(
            context,
            sql_statement(context, store, has_column, SQL_VALUES(sql_text(text_of("idleAt")))),
            &has_idle))
        return false;
    if (!has_table)
        return true;
    return read_rows(
        context,
        sql_statement(context, store,
                      has_idle
                          ? "SELECT \"fingerprint\", coalesce(\"idleAt\", 0) FROM \"_DataKey\" "
                            "WHERE \"name\" = ?1 ORDER BY \"notedAt\", \"fingerprint\""
                          : "SELECT \"fingerprint\", 0 FROM \"_DataKey\" WHERE \"name\" = ?1",
                      name),
        keys);
}

const struct data_key *data_keys_find(const struct data_keys *keys, const char *fingerprint)
{
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->keys[i].fingerprint, fingerprint) == 0)
            return &keys->keys[i];
    return NULL;
}

bool data_keys_note(struct context *context, struct store_connection *store,
                    enum key_purpose purpose, const struct ring_key *key, int64_t now)
{
    return sql_run(context, sql_statement(context, store,
                                          "INSERT INTO \"_DataKey\" (\"fingerprint\", \"name\", "
                                          "\"notedAt\") VALUES (?1, ?2, ?3) ON CONFLICT "
                                          "(\"fingerprint\") DO UPDATE SET \"idleAt\" = NULL",
                                          SQL_VALUES(sql_text(text_of(key->fingerprint)),
                                                     sql_text(text_of(key_purpose_file(purpose))),
                                                     sql_int64(now))));
}

bool data_keys_note_idle(struct context *context, struct store_connection *store,
                         const char *fingerprint, int64_t now)
{
    return sql_run(context,
                   sql_statement(context, store,
                                 "UPDATE \"_DataKey\" SET \"idleAt\" = ?2 WHERE "
                                 "\"fingerprint\" = ?1 AND \"idleAt\" IS NULL",
                                 SQL_VALUES(sql_text(text_of(fingerprint)), sql_int64(now))));
}

bool data_keys_forget(struct context *context, struct store_connection *store,
                      const char *fingerprint)
{
    return sql_run(context, sql_statement(context, store,
                                          "DELETE FROM \"_DataKey\" WHERE \"fingerprint\" = ?1",
                                          SQL_VALUES(sql_text(text_of(fingerprint)))));
}
