/* files.c - see files.h. The order is that of a file's life: upload, download, removal. */
#include "routes/files.h"

#include "accounts/session_cache.h"
#include "files/file_contents.h"
#include "files/file_name.h"
#include "files/file_url.h"
#include "formats/byte_range.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "read/disclosure.h"
#include "request/rates.h"
#include "request/server.h"
#include "routes/upload_check.h"
#include "write/file_references.h"

/* Uploads. */

bool files_refuse_nameless(struct request *request)
{
    return fail(&request->context, PARSE_INVALID_FILE_NAME, "Filename not provided.");
}

static bool fail_store(struct request *request)
{
    if (file_store_is_elsewhere()) {
        request->context.error =
            (struct parse_error){.code = PARSE_INTERNAL,
                                 .status = 503,
                                 .message = text_of("The store of files does not answer.")};
        return false;
    }
    return upload_fail(request, "Could not store file.");
}

/* What has come bit by bit is all there. */
static bool end_stream(struct request *request)
{
    struct upload *upload = request->upload;
    struct file_writer *writer = upload->writer;
    bool was_announced = upload->announced >= 0;

    upload->record.size = writer ? file_writer_size(writer) : 0;
    if (!upload_check_size(request, upload->record.size) ||
        (!file_writer_has_written(writer) &&
         !upload_check_contents(request, file_writer_held(writer))) ||
        (!was_announced && !rates_take(request, RATE_UPLOAD_BYTES, upload->record.size)))
        return false;
    upload->writer = NULL;
    return file_store_end(file_record_id(upload->record.name), writer) == BLOB_DONE ||
           fail_store(request);
}

static bool store(struct request *request)
{
    const struct upload *upload = request->upload;

    if (upload->streams)
        return end_stream(request);
    if (!upload_check_contents(request, upload->bytes))
        return false;
    return file_store_keep(file_record_id(upload->record.name), upload->record.key,
                           upload->bytes) == BLOB_DONE ||
           fail_store(request);
}

bool files_create_prepare(struct request *request)
{
    struct upload *upload = request->upload;

    if (!upload)
        return upload_fail(request, "Invalid file upload.");
    request->call = store; /* encrypting and waiting for the disk is nothing for worker or writer */
    return upload_check_uploader(request) &&
           upload_make_record(request, request->segments[0], upload) &&
           rates_take(request, RATE_UPLOADS, 1) &&
           (upload->record.size < 0 || rates_take(request, RATE_UPLOAD_BYTES, upload->record.size));
}

bool files_take(struct request *request, const char *bytes, size_t length, size_t *taken)
{
    struct upload *upload = request->upload;

    /* The route stores nothing. */
    *taken = length;
    if (!upload->record.name.bytes)
        return true;
    if (!upload->writer)
        upload->writer = file_store_begin(file_record_id(upload->record.name), upload->record.key);
    if (!upload->writer)
        return fail_store(request);
    if (!upload_check_size(request, file_writer_size(upload->writer) + (int64_t)length))
        return false;
    *taken = file_writer_take(upload->writer, bytes, length);
    return true;
}

bool files_write(struct request *request)
{
    struct file_writer *writer = request->upload->writer;

    return (file_writer_has_written(writer) ||
            upload_check_contents(request, file_writer_held(writer))) &&
           (file_writer_write(writer) || fail_store(request));
}

static bool note(struct request *request, const char *action, const struct file_place *place,
                 struct text name)
{
    struct buffer payload;

    buffer_init(&payload, request->context.arena, 128);
    /* By its id: names of files tell of people, and an entry stays. */
    buffer_add_string(&payload, "{\"file\":");
    json_write_string(&payload, file_record_id(name));
    buffer_add_char(&payload, '}');
    if (place->class_name.bytes)
        return audit_note(request, action, place->class_name, place->object_id,
                          buffer_text(&payload));
    return audit_note(request, action, text_of("_File"), file_record_id(name),
                      buffer_text(&payload));
}

/* The row is on disk. */
static void settle(struct request *request, void *state)
{
    const struct file_record *record = state;

    (void)request;
    file_store_settle(file_record_id(record->name));
}

static bool keep_record(struct request *request, struct file_record *record)
{
    static const struct file_place nowhere;

    if (file_record_insert(request, record) && note(request, "upload", &nowhere, record->name) &&
        request_afterwards(request, settle, record))
        return true;
    file_store_drop(file_record_id(record->name));
    return false;
}

bool files_create(struct request *request)
{
    static const struct file_place nowhere;
    struct file_record *record = &request->upload->record;
    struct buffer *body = &request->response.body;
    struct buffer url;

    buffer_init(&url, request->context.arena, 256);
    file_url_write(&url, request, &nowhere, record->name);
    buffer_add_char(&url, '\0');
    if (url.failed)
        return fail_internal(&request->context, "out of memory");
    url.length--;
    request->response.status = 201;
    buffer_add_string(body, "{\"name\":");
    json_write_string(body, record->name);
    buffer_add_string(body, ",\"url\":");
    json_write_string(body, buffer_text(&url));
    buffer_add_char(body, '}');
    return response_add_header(request, "Location", buffer_text(&url)) &&
           keep_record(request, record);
}

bool files_keep(struct request *request, struct text name, struct text content_type,
                struct text bytes, struct text *stored_name)
{
    struct upload upload = {.content_type = content_type, .bytes = bytes};

    if (!upload_make_record(request, name, &upload))
        return false;
    *stored_name = upload.record.name;
    if (file_store_keep(file_record_id(upload.record.name), upload.record.key, bytes) != BLOB_DONE)
        return fail_store(request);
    return keep_record(request, &upload.record);
}

/* Downloads. */

static bool refuse(struct request *request)
{
    request->context.error =
        (struct parse_error){.code = -1, .status = 403, .message = text_of("Permission denied")};
    return false;
}

/* In plain text, as parse-server has it: who follows a file's URL is seldom a Parse client. */
static bool answer_not_found(struct request *request)
{
    request->response.status = 404;
    request->response.content_type = "text/plain; charset=utf-8";
    buffer_add_string(&request->response.body, "File not found.");
    return true;
}

/* The request goes on as the one that the link was made for, as that user's rights are now, while the
 * session is one. */
static bool become(struct request *request, const struct file_link *link, bool *known)
{
    struct principal principal = {.no_acl_is_public = !request->app->private_by_default};

    *known = true;
    principal.master = principal.read_only = text_is(link->as, "*");
    if (link->as.length && !principal.master &&
        !session_principal_of_session(request, link->session, link->as, &principal, known))
        return false;
    request->principal = principal;
    return true;
}

static bool is_owner(const struct request *request, const struct file_record *record)
{
    const struct principal *principal = &request->principal;

    return principal->master || (principal_signed_in(principal) && record->owner_id.bytes &&
                                 text_equal(record->owner_id, principal->user_id));
}

/* Whether the link gives the file now; *place is the row that it is of. */
static bool follow_link(struct request *request, const struct file_link *link,
                        const struct file_record *record, struct file_place *place, bool *allowed)
{
    bool known;

    *allowed = false;
    if (!file_link_is_good(link, record->name, request->now))
        return true;
    if (!become(request, link, &known))
        return false;
    if (!known)
        return true;
    if (!link->of.length) {
        *allowed = is_owner(request, record);
        return true;
    }
    return !file_place_read(link->of, place) ||
           file_references_show(request, place, record->name, allowed);
}

/* The name that the client gave the file, for whoever saves it. */
static struct text given_name(const struct file_record *record)
{
    return (struct text){record->name.bytes + FILE_ID_LENGTH + 1,
                         record->name.length - FILE_ID_LENGTH - 1};
}

/* inline; filename="NAME": a quoted-string (RFC 9110, 5.6.4). */
static struct text disposition(struct arena *arena, const char *how, struct text name)
{
    struct buffer value;

    buffer_init(&value, arena, name.length + 32);
    buffer_add_string(&value, how);
    buffer_add_string(&value, "; filename=\"");
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] == '"' || name.bytes[i] == '\\')
            buffer_add_char(&value, '\\');
        buffer_add_char(&value, name.bytes[i]);
    }
    buffer_add_char(&value, '"');
    return value.failed ? text_none() : buffer_text(&value);
}

/* A file is somebody's, and comes from where the app's pages do: whatever its type says, no page may run it or be it.
 * "nosniff" has browsers take the type at its word, and that is none of scripts or styles; what is not known to do
 * nothing is an attachment. The name and the type hold nothing that a header could not. */
static bool add_file_headers(struct request *request, const struct file_record *record)
{
    struct arena *arena = request->context.arena;
    struct text name = given_name(record);
    bool passive = file_type_is_passive(record->content_type);

    return response_add_header(request, "Content-Type",
                               arena_copy(arena, file_type_answered(record->content_type))) &&
           response_add_header(request, "X-Content-Type-Options", text_of("nosniff")) &&
           response_add_header(request, "Content-Disposition",
                               disposition(arena, passive ? "inline" : "attachment", name)) &&
           (passive || response_add_header(request, "Content-Security-Policy",
                                           text_of("default-src 'none'; sandbox"))) &&
           response_add_header(request, "Referrer-Policy", text_of("no-referrer")) &&
           response_add_header(request, "Cache-Control", text_of("private, no-store")) &&
           response_add_header(request, "Accept-Ranges", text_of("bytes"));
}

static bool send_file(struct request *request, const struct file_record *record)
{
    struct arena *arena = request->context.arena;
    struct response *response = &request->response;
    int64_t first;
    int64_t last;
    enum byte_range_result range = byte_range_read(request->range, record->size, &first, &last);

    if (range == RANGE_UNSATISFIABLE) {
        response->status = 416;
        buffer_add_string(&response->body, "{\"error\":\"Range Not Satisfiable\"}");
        return response_add_header(request, "Content-Range",
                                   arena_printf(arena, "bytes */%lld", (long long)record->size));
    }
    if (range == RANGE_PART) {
        response->status = 206;
        if (!response_add_header(request, "Content-Range",
                                 arena_printf(arena, "bytes %lld-%lld/%lld", (long long)first,
                                              (long long)last, (long long)record->size)))
            return false;
    }
    if (!add_file_headers(request, record))
        return false;
    response->file = file_contents_read(&request->context, record, first, last);
    response->file_length = last - first + 1;
    return response->file ? true : fail_internal(&request->context, "a file cannot be read");
}

/* A file is part of the row that names it. */
static bool note_disclosure(struct request *request, const struct file_place *place)
{
    const struct class *class =
        place->class_name.bytes ? app_find_class(request->app, place->class_name) : NULL;

    return !class || disclosure_enter(request, class, place->object_id);
}

bool files_get(struct request *request)
{
    struct file_link link = file_link_of(request);
    struct file_place place = {.version = 0};
    struct file_record record;
    bool allowed;

    if (!text_equal(request->segments[0], request->server->options.app_id))
        return refuse(request);
    if (!file_record_find(request, request->segments[1], &record, &allowed))
        return false;
    if (!request->app->signs_file_urls && !allowed)
        return answer_not_found(request);
    if (!allowed)
        return refuse(request);
    if (request->app->signs_file_urls) {
        allowed = false;
        if (!link.signature.length)
            allowed = is_owner(request, &record);
        else if (!follow_link(request, &link, &record, &place, &allowed))
            return false;
    }
    return allowed && file_type_may_be(record.content_type, request->destination)
               ? note_disclosure(request, &place) &&
                     note(request, "download", &place, record.name) && send_file(request, &record)
               : refuse(request);
}

/* On a worker the request is begun anew where it may wait. */
static bool may_fetch(struct file_reader *reader)
{
    bool unavailable;

    return budget_may_wait() && file_reader_fetch(reader, &unavailable);
}

bool files_read_all(struct request *request, struct text name, struct text *content_type,
                    struct text *bytes)
{
    struct file_record record;
    struct file_reader *reader;
    size_t length = 0;
    ssize_t got = 1;
    char *whole;
    bool found;

    if (!file_record_find(request, name, &record, &found))
        return false;
    if (!found)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "File not found.");
    whole = arena_alloc_bytes(request->context.arena, (size_t)record.size + 1);
    reader = whole ? file_contents_read(&request->context, &record, 0, record.size - 1) : NULL;
    while (reader && (got > 0 || (got == FILE_READER_WAITS && may_fetch(reader)))) {
        got = file_reader_take(reader, whole + length, (size_t)record.size - length);
        length += got > 0 ? (size_t)got : 0;
    }
    file_reader_close(reader);
    if (!reader || got < 0)
        return fail_internal(&request->context, "a file cannot be read");
    *content_type = record.content_type;
    *bytes = (struct text){whole, length};
    return true;
}

/* Removal. */

/* The row is gone for good by now; a crash before this leaves a file that nobody can name. */
static void drop(struct request *request, void *state)
{
    const struct text *id = state;

    (void)request;
    file_store_drop(*id);
}

bool files_delete(struct request *request)
{
    struct text *id = arena_alloc(request->context.arena, sizeof *id);
    static const struct file_place nowhere;
    struct file_record record;
    bool found;

    if (!id)
        return fail_internal(&request->context, "out of memory");
    if (!file_record_find(request, request->segments[0], &record, &found))
        return false;
    if (!found)
        return fail(&request->context, PARSE_FILE_DELETE_ERROR, "Could not delete file.");
    if (!file_references_is_kept(request, record.name, &found))
        return false;
    if (found)
        return fail(&request->context, PARSE_FILE_DELETE_ERROR,
                    "Could not delete file: a version of an object names it.");
    *id = file_record_id(record.name);
    buffer_add_string(&request->response.body, "{}");
    return file_record_delete(request, record.name) &&
           note(request, "delete", &nowhere, record.name) && request_afterwards(request, drop, id);
}
