/* signature.c - see signature.h. */
#include "routes/signature.h"

#include "formats/encoding.h"
#include "formats/json.h"
#include "model/value.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "write/signature_need.h"
#include "write/versions_table.h"

#include <sodium.h>

#define COLUMNS                                                                                    \
    "\"id\", \"version\", \"signerId\", \"signerName\", \"at\", \"meaning\", \"contentHash\", "    \
    "\"recordHash\""

static struct text bytes_of(const unsigned char *hash)
{
    return (struct text){(const char *)hash, VERSION_HASH_BYTES};
}

/* What the record says, hashed; the numbers as they are printed. */
static bool hash_record(struct request *request, const struct signature *signature,
                        unsigned char hash[VERSION_HASH_BYTES])
{
    struct arena *arena = request->context.arena;
    const struct hash_part parts[] = {
        {"id", signature->id},
        {"className", signature->class->name},
        {"objectId", signature->object_id},
        {"version", arena_printf(arena, "%lld", (long long)signature->version)},
        {"signerId", signature->signer_id},
        {"signerName", signature->signer_name},
        {"at", arena_printf(arena, "%lld", (long long)signature->at)},
        {"meaning", signature->meaning},
        {"contentHash", bytes_of(signature->content_hash)},
    };

    if (arena->failed)
        return fail_internal(&request->context, "out of memory");
    parts_hash("signature 1", parts, sizeof parts / sizeof *parts, hash);
    return true;
}

/* The hash of a version as it is on disk, whoever may see it. */
static bool hash_content(struct request *request, const struct class *class, struct text object_id,
                         int64_t version, unsigned char hash[VERSION_HASH_BYTES], bool *found)
{
    const struct version_query query = {
        .class = class, .object_id = object_id, .number = version, .limit = 1};
    struct principal before = request_act_as_server(request);
    struct store_statement *row;
    bool done;

    *found = false;
    done = version_select(request, &query, &row) && sql_next(&request->context, row, found);
    if (*found)
        version_hash(class, row, hash);
    store_release(row);
    request_act_as(request, before);
    return done;
}

static bool keep(struct request *request, const struct signature *signature)
{
    static const char insert[] =
        "INSERT INTO \"_Signature\" (" COLUMNS ", \"className\", \"objectId\") "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    return sql_run(
        &request->context,
        request_statement(
            request, insert,
            SQL_VALUES(sql_text(signature->id), sql_int64(signature->version),
                       sql_text(signature->signer_id), sql_text(signature->signer_name),
                       sql_int64(signature->at), sql_text(signature->meaning),
                       sql_bytes(bytes_of(signature->content_hash)),
                       sql_bytes(bytes_of(signature->record_hash)),
                       sql_text(signature->class->name), sql_text(signature->object_id))));
}

bool signature_add(struct request *request, const struct class *class, struct text object_id,
                   int64_t version, struct text meaning, struct signature *signature)
{
    bool found;

    *signature = (struct signature){
        .id = new_object_id(request->context.arena),
        .class = class,
        .object_id = object_id,
        .version = version,
        .signer_id = request->principal.user_id,
        .at = request->now,
        .meaning = meaning,
    };
    if (!signature->id.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!rows_printed_name(request, signature->signer_id, &signature->signer_name) ||
        !hash_content(request, class, object_id, version, signature->content_hash, &found))
        return false;
    if (!found)
        return fail_internal(&request->context, "there is no version to be signed");
    return hash_record(request, signature, signature->record_hash) && keep(request, signature);
}

static void write_hash(struct buffer *buffer, const unsigned char *hash)
{
    char hex[2 * VERSION_HASH_BYTES + 1];

    sodium_bin2hex(hex, sizeof hex, hash, VERSION_HASH_BYTES);
    json_write_string(buffer, text_of(hex));
}

void signature_write(struct buffer *buffer, const struct request *request,
                     const struct signature *signature, bool valid, bool hashes)
{
    buffer_add_string(buffer, "{\"id\":");
    json_write_string(buffer, signature->id);
    buffer_add_string(buffer, ",\"className\":");
    json_write_string(buffer, signature->class->name);
    buffer_add_string(buffer, ",\"objectId\":");
    json_write_string(buffer, signature->object_id);
    buffer_add_string(buffer, ",\"version\":");
    buffer_add_int64(buffer, signature->version);
    buffer_add_string(buffer, ",\"signer\":");
    write_pointer_value(buffer, request->app->user->name, signature->signer_id);
    buffer_add_string(buffer, ",\"signerName\":");
    json_write_string(buffer, signature->signer_name);
    buffer_add_string(buffer, ",\"at\":");
    write_date_value(buffer, signature->at);
    buffer_add_string(buffer, ",\"meaning\":");
    json_write_string(buffer, signature->meaning);
    if (hashes) {
        buffer_add_string(buffer, ",\"contentHash\":");
        write_hash(buffer, signature->content_hash);
        buffer_add_string(buffer, ",\"recordHash\":");
        write_hash(buffer, signature->record_hash);
    }
    buffer_add_string(buffer, valid ? ",\"valid\":true}" : ",\"valid\":false}");
}

/* A hash of another length is nobody's: it stays zero. */
static void read_hash(struct store_statement *row, int column, unsigned char *hash)
{
    struct text bytes = store_column_bytes(row, column);

    if (bytes.length == VERSION_HASH_BYTES)
        memcpy(hash, bytes.bytes, VERSION_HASH_BYTES);
}

static struct signature read_row(struct arena *arena, struct store_statement *row,
                                 const struct class *class, struct text object_id)
{
    struct signature signature = {
        .id = arena_copy(arena, store_column_text(row, 0)),
        .class = class,
        .object_id = object_id,
        .version = store_column_int64(row, 1),
        .signer_id = arena_copy(arena, store_column_text(row, 2)),
        .signer_name = arena_copy(arena, store_column_text(row, 3)),
        .at = store_column_int64(row, 4),
        .meaning = arena_copy(arena, store_column_text(row, 5)),
    };

    read_hash(row, 6, signature.content_hash);
    read_hash(row, 7, signature.record_hash);
    return signature;
}

static bool is_withheld(const struct class_field *field, struct store_statement *row, bool shown)
{
    return !shown && !field->sealed && value_columns(field) > 0 &&
           !store_column_is_null(row, field->column);
}

/* Whether the principal is shown all that a version's hash is over: of a field that is hidden it would
 * tell what it holds, to whoever tries the values that it may have. Of a sealed one it tells nothing:
 * it is over what is kept. */
static bool shows_all(const struct class *class, struct store_statement *row,
                      const struct shown_row *found)
{
    for (int i = 0; i < class->field_count; i++)
        if (is_withheld(&class->fields[i], row, projection_shows(found->projection, i)))
            return false;
    for (int i = 0; i < class->retired_count; i++)
        if (is_withheld(&class->retired[i], row, false))
            return false;
    return true;
}

/* Whether the principal is shown the version that a signature is of, and may have its hashes, too.
 * One whose version is gone, which nothing in the server does, is shown to whom the object is, as one
 * that is not valid. */
static bool look_at_version(struct request *request, const struct signature *signature, bool exists,
                            bool *shown, bool *hashes)
{
    const struct class *class = signature->class;
    struct version_query query = {.class = class,
                                  .object_id = signature->object_id,
                                  .number = exists ? signature->version : 0,
                                  .limit = 1};
    struct row row = {.version = query.number};
    const struct projection *projection;
    struct shown_row found;

    *hashes = request->principal.master;
    *shown = !exists && request->principal.master;
    if (*shown)
        return true;
    if (!projection_all(request, class, &projection) ||
        !shown_row_narrow(request, class, &query.extra_where) ||
        !version_select(request, &query, &row.statement))
        return false;
    if (sql_next(&request->context, row.statement, shown) && *shown &&
        shown_row_open(request, projection, &row, NULL, &found, shown) && *shown)
        *hashes = *hashes || (exists && shows_all(class, row.statement, &found));
    store_release(row.statement);
    return request->context.error.code == 0;
}

bool signature_shows_hashes(struct request *request, const struct signature *signature,
                            bool *hashes)
{
    bool writes = request->writes;
    bool shown;

    request->writes = false; /* hooks of finding may only read */
    if (!look_at_version(request, signature, true, &shown, hashes))
        *hashes = false;
    request->writes = writes;
    return forgive(&request->context);
}

static bool write_one(struct request *request, struct buffer *buffer,
                      const struct signature *signature, size_t *written)
{
    unsigned char content[VERSION_HASH_BYTES];
    unsigned char record[VERSION_HASH_BYTES];
    bool exists;
    bool shown;
    bool hashes;

    if (!hash_content(request, signature->class, signature->object_id, signature->version, content,
                      &exists) ||
        !hash_record(request, signature, record) ||
        !look_at_version(request, signature, exists, &shown, &hashes))
        return false;
    if (!shown)
        return true;
    buffer_add_string(buffer, (*written)++ ? "," : "");
    signature_write(buffer, request, signature,
                    exists && memcmp(content, signature->content_hash, sizeof content) == 0 &&
                        memcmp(record, signature->record_hash, sizeof record) == 0,
                    hashes);
    return true;
}

bool signatures_write(struct request *request, struct buffer *buffer, const struct class *class,
                      struct text object_id, size_t *written)
{
    struct store_statement *rows =
        request_statement(request,
                          "SELECT " COLUMNS " FROM \"_Signature\" WHERE \"className\" = ?1 "
                          "AND \"objectId\" = ?2 ORDER BY \"version\", rowid",
                          SQL_VALUES(sql_text(class->name), sql_text(object_id)));
    bool found;
    bool done;

    *written = 0;
    while ((done = sql_next(&request->context, rows, &found)) && found && !buffer->failed) {
        struct signature signature = read_row(request->context.arena, rows, class, object_id);
        done = write_one(request, buffer, &signature, written);
        if (!done)
            break;
    }
    store_release(rows);
    return done;
}
