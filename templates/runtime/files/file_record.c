/* file_record.c - see file_record.h. */
#include "files/file_record.h"

#include "crypto/seal.h"
#include "files/file_name.h"

struct text file_record_id(struct text name)
{
    return (struct text){name.bytes, FILE_ID_LENGTH};
}

bool file_record_find(struct request *request, struct text name, struct file_record *record,
                      bool *found)
{
    struct arena *arena = request->context.arena;
    struct store_statement *row;
    bool done;

    *found = false;
    if (!file_name_is_stored(name))
        return true;
    row = request_statement(request,
                            "SELECT \"ownerId\", \"contentType\", \"size\", \"contentsKey\" "
                            "FROM \"_File\" WHERE \"name\" = ?1",
                            SQL_VALUES(sql_text(name)));
    done = sql_next(&request->context, row, found);
    if (*found)
        *record = (struct file_record){
            .name = name,
            .owner_id = arena_copy(arena, store_column_text(row, 0)),
            .content_type = arena_copy(arena, store_column_text(row, 1)),
            .size = store_column_int64(row, 2),
            .sealed_key = arena_copy(arena, store_column_bytes(row, 3)),
        };
    store_release(row);
    return done;
}

bool file_record_each(struct context *context, struct store_connection *store,
                      bool (*take)(void *state, struct text name, int64_t size), void *state)
{
    struct store_statement *rows = sql_statement(
        context, store, "SELECT \"name\", \"size\" FROM \"_File\" ORDER BY \"name\"", NULL);
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found) {
        done = take(state, store_column_text(rows, 0), store_column_int64(rows, 1));
        if (!done)
            break;
    }
    store_release(rows);
    return done;
}

bool file_record_insert(struct request *request, const struct file_record *record)
{
    struct text key = {(const char *)record->key, KEY_BYTES};
    struct text sealed;

    if (!seal(&request->context, KEY_FILE, file_record_id(record->name), key, &sealed))
        return false;
    return sql_run(
        &request->context,
        request_statement(request,
                          "INSERT INTO \"_File\" (\"name\", \"ownerId\", "
                          "\"contentType\", \"size\", \"createdAt\", "
                          "\"contentsKey\") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                          SQL_VALUES(sql_text(record->name), sql_text(record->owner_id),
                                     sql_text(record->content_type), sql_int64(record->size),
                                     sql_int64(request->now), sql_bytes(sealed))));
}

bool file_record_set_key(struct request *request, const struct file_record *record)
{
    struct text key = {(const char *)record->key, KEY_BYTES};
    struct text sealed;

    return seal(&request->context, KEY_FILE, file_record_id(record->name), key, &sealed) &&
           sql_run(&request->context,
                   request_statement(request,
                                     "UPDATE \"_File\" SET \"contentsKey\" = ?2 WHERE "
                                     "\"name\" = ?1 AND \"contentsKey\" IS NULL",
                                     SQL_VALUES(sql_text(record->name), sql_bytes(sealed))));
}

bool file_record_delete(struct request *request, struct text name)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_File\" WHERE \"name\" = ?1",
                                     SQL_VALUES(sql_text(name))));
}

bool file_record_give_up(struct request *request, struct text name)
{
    return sql_run(
        &request->context,
        request_statement(request, "UPDATE \"_File\" SET \"orphanSince\" = ?2 WHERE \"name\" = ?1",
                          SQL_VALUES(sql_text(name), sql_int64(FILE_GIVEN_UP))));
}

bool file_record_give_up_of(struct request *request, struct text owner_id)
{
    return sql_run(&request->context,
                   request_statement(request,
                                     "UPDATE \"_File\" SET \"orphanSince\" = ?2, "
                                     "\"ownerId\" = NULL WHERE \"ownerId\" = ?1",
                                     SQL_VALUES(sql_text(owner_id), sql_int64(FILE_GIVEN_UP))));
}
