/* file_record.c - see file_record.h. */
#include "files/file_record.h"

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
    enum store_step step = STORE_ERROR;

    *found = false;
    if (!file_name_is_stored(name))
        return true;
    row = store_prepare(request->store,
                        text_of("SELECT \"ownerId\", \"contentType\", \"size\" FROM \"_File\" "
                                "WHERE \"name\" = ?1"));
    if (row && store_bind_text(row, 1, name))
        step = store_step(row);
    if (step == STORE_ROW) {
        *record = (struct file_record){
            .name = name,
            .owner_id = store_column_is_null(row, 0) ? text_none()
                                                     : arena_copy(arena, store_column_text(row, 0)),
            .content_type = arena_copy(arena, store_column_text(row, 1)),
            .size = store_column_int64(row, 2),
        };
        *found = true;
    }
    store_release(row);
    return step == STORE_ROW || step == STORE_DONE
               ? true
               : fail_internal(&request->context, "a file's row could not be read");
}

static bool run(struct request *request, struct store_statement *statement, bool bound)
{
    enum store_step step = statement && bound ? store_step(statement) : STORE_ERROR;

    store_release(statement);
    return step == STORE_DONE
               ? true
               : fail_internal(&request->context, "a file's row could not be written");
}

bool file_record_insert(struct request *request, const struct file_record *record)
{
    struct store_statement *statement = store_prepare(
        request->store, text_of("INSERT INTO \"_File\" (\"name\", \"ownerId\", \"contentType\", "
                                "\"size\", \"createdAt\") VALUES (?1, ?2, ?3, ?4, ?5)"));
    bool bound = statement && store_bind_text(statement, 1, record->name) &&
                 (record->owner_id.bytes ? store_bind_text(statement, 2, record->owner_id)
                                         : store_bind_null(statement, 2)) &&
                 store_bind_text(statement, 3, record->content_type) &&
                 store_bind_int64(statement, 4, record->size) &&
                 store_bind_int64(statement, 5, request->now);

    return run(request, statement, bound);
}

bool file_record_delete(struct request *request, struct text name)
{
    struct store_statement *statement =
        store_prepare(request->store, text_of("DELETE FROM \"_File\" WHERE \"name\" = ?1"));

    return run(request, statement, statement && store_bind_text(statement, 1, name));
}
