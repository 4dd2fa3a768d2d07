/* export.c - see export.h. Classes stand in the order of their names, objects in that of their making,
 * each with its versions and signatures; then come the files that they name. */
#include "routes/export.h"

#include "files/file_record.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "model/class_access.h"
#include "model/file_value.h"
#include "model/value.h"
#include "objects/objects.h"
#include "objects/parameters.h"
#include "read/disclosure.h"
#include "read/ownership.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "request/server.h"
#include "routes/files.h"
#include "routes/signature.h"
#include "routes/versions.h"

struct file_name {
    struct text name;
    struct file_name *next;
};

struct export
{
    struct request *request;
    struct buffer *body;
    struct text owner_id;
    const struct projection *projection; /* of the class that is being written */
    struct file_name *files;             /* those that rows name, each once, the last first */
    int64_t objects;
};

/* Who may ask for this record at all. */
static bool check_caller(struct request *request, struct text *owner_id)
{
    static const char *const allowed[] = {"user", NULL};
    const struct principal *principal = &request->principal;
    struct text user_id = request_parameter(request, "user");
    bool may = true;

    if (!parameters_check(request, allowed))
        return false;
    if (!principal->master && !principal_signed_in(principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    *owner_id = user_id.length ? user_id : principal->user_id;
    if (!owner_id->length)
        return fail(&request->context, PARSE_INVALID_QUERY, "user must name whose record it is");
    if (principal->master)
        return true;
    if (text_equal(*owner_id, principal->user_id)) {
        if (!rows_may_export(request, &may))
            return false;
    } else {
        may = request->app->exporter_count > 0;
    }
    return may || fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
}

static bool check_size(const struct export *export, size_t more)
{
    struct request *request = export->request;
    int64_t limit = request->server->options.export_limit;

    if (export->body->failed)
        return fail_internal(&request->context, "out of memory");
    return export->body->length + more <= (size_t)limit ||
           fail(&request->context, PARSE_INVALID_QUERY,
                "The record is larger than %lld bytes, the server's --export-limit",
                (long long)limit);
}

static bool take_file(void *state, struct text name)
{
    struct export *export = state;
    struct arena *arena = export->request->context.arena;
    struct file_name *file = export->files;

    while (file && !text_equal(file->name, name))
        file = file->next;
    if (file)
        return true;
    file = arena_alloc(arena, sizeof *file);
    if (!file)
        return fail_internal(&export->request->context, "out of memory");
    *file = (struct file_name){.name = arena_copy(arena, name), .next = export->files};
    export->files = file;
    return true;
}

/* Notes the files of the fields that are shown of a row. */
static bool take_files(void *state, const struct projection *shown, const struct row *row)
{
    struct export *export = state;
    const struct class *class = shown->class;
    struct context *context = &export->request->context;
    void *object = NULL;

    if (!check_size(export, 0))
        return false;
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (!projection_shows(shown, i) ||
            (field->type != FIELD_FILE && field->type != FIELD_ARRAY &&
             field->type != FIELD_OBJECT))
            continue;
        if (!object) {
            object = arena_alloc(context->arena, class->object_size);
            if (!object)
                return fail_internal(context, "out of memory");
            if (!value_read_row(context, class, row->statement, object))
                return false;
        }
        if (!file_value_each(context, class, field, object, take_file, export))
            return context->error.code == 0;
    }
    return true;
}

/* ,"versions":[...],"signatures":[...] */
static bool write_history(struct export *export, const struct class *class, struct text object_id)
{
    struct version_query query = {.class = class, .object_id = object_id, .limit = -1};
    struct request *request = export->request;
    size_t written;

    if (!class_keeps_versions(class))
        return true;
    buffer_add_string(export->body, ",\"versions\":[");
    if (!shown_row_narrow(request, class, &query.extra_where) ||
        !versions_write(request, &query, export->projection, take_files, export, &written))
        return false;
    buffer_add_string(export->body, "],\"signatures\":[");
    if (!signatures_write(request, export->body, class, object_id, &written))
        return false;
    buffer_add_char(export->body, ']');
    return true;
}

/* Writes an object, unless a hook keeps it back. */
static bool write_object(struct export *export, struct object_writer *writer, const struct row *row,
                         const char *before, bool *written)
{
    struct request *request = export->request;
    struct text object_id =
        arena_copy(request->context.arena, store_column_text(row->statement, COLUMN_OBJECT_ID));
    struct shown_row found;

    if (!object_id.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!shown_row_open(request, export->projection, row, "export", &found, written))
        return false;
    if (!*written)
        return true;
    buffer_add_string(export->body, before);
    buffer_add_char(export->body, '{');
    shown_row_write(writer, row, &found);
    if (!take_files(export, found.projection, row) ||
        !write_history(export, export->projection->class, object_id) || !check_size(export, 0))
        return false;
    buffer_add_char(export->body, '}');
    export->objects++;
    return true;
}

static bool write_objects(struct export *export, struct store_statement *rows, const char *before)
{
    struct request *request = export->request;
    struct object_writer writer = {.buffer = export->body, .request = request};
    const struct class *class = export->projection->class;
    bool first = true;
    bool found;
    bool written;

    while (sql_next(&request->context, rows, &found) && found) {
        struct row row = {.statement = rows, .class = class};
        size_t start = export->body->length;
        if (first) {
            buffer_add_string(export->body, before);
            json_write_string(export->body, class->name);
            buffer_add_string(export->body, ":[");
        }
        if (!write_object(export, &writer, &row, first ? "" : ",", &written))
            return false;
        if (written)
            first = false;
        else
            export->body->length = start;
    }
    buffer_add_string(export->body, first ? "" : "]");
    return request->context.error.code == 0;
}

/* "Allergy":[...], when there are objects of the class that the caller may find. */
static bool write_class(struct export *export, const struct class *class, const char *before)
{
    static const struct order_key by_time = {.builtin_column = COLUMN_CREATED_AT};
    struct request *request = export->request;
    struct row_query query = {
        .class = class,
        .operation = OPERATION_FIND,
        .owned_by = export->owner_id,
        .order = &by_time,
        .order_count = 1,
        .limit = -1,
    };
    struct store_statement *rows;
    bool done;

    if (!projection_all(request, class, &export->projection) ||
        !shown_row_narrow(request, class, &query.extra_where))
        return false;
    if (!rows_select(request, &query, &rows)) {
        /* A class that is closed to the caller has no part in the record. */
        bool closed = request->context.error.code == PARSE_OPERATION_FORBIDDEN ||
                      request->context.error.code == PARSE_OBJECT_NOT_FOUND;
        return closed && forgive(&request->context);
    }
    done = write_objects(export, rows, before);
    store_release(rows);
    return done;
}

static bool write_classes(struct export *export)
{
    const struct app *app = export->request->app;
    const char *before = "";

    buffer_add_string(export->body, ",\"classes\":{");
    for (size_t i = 0; i < app->class_count; i++) {
        size_t start = export->body->length;
        if (!app->classes[i]->access->owned)
            continue;
        if (!write_class(export, app->classes[i], before))
            return false;
        before = export->body->length > start ? "," : before;
    }
    buffer_add_char(export->body, '}');
    return true;
}

/* A file that is not the server's, or gone, has its name in the objects and nothing here. */
static bool write_contents(struct export *export, struct text name, const char **before)
{
    struct request *request = export->request;
    struct file_record record;
    struct text type;
    struct text bytes;
    bool found;

    if (!file_record_find(request, name, &record, &found))
        return false;
    if (!found)
        return true;
    if (!check_size(export, (size_t)record.size / 3 * 4) ||
        !files_read_all(request, name, &type, &bytes))
        return false;
    buffer_add_string(export->body, *before);
    *before = ",";
    buffer_add_string(export->body, "{\"name\":");
    json_write_string(export->body, name);
    buffer_add_string(export->body, ",\"contentType\":");
    json_write_string(export->body, type);
    buffer_add_string(export->body, ",\"base64\":\"");
    base64_write(export->body, bytes);
    buffer_add_string(export->body, "\"}");
    return true;
}

static bool write_files(struct export *export)
{
    const char *before = "";

    buffer_add_string(export->body, ",\"files\":[");
    for (const struct file_name *file = export->files; file; file = file->next)
        if (!write_contents(export, file->name, &before))
            return false;
    buffer_add_char(export->body, ']');
    return check_size(export, 0);
}

static bool write_record(struct export *export)
{
    struct request *request = export->request;

    buffer_add_string(export->body, "{\"format\":\"caregen-record\",\"version\":1,\"app\":");
    json_write_string(export->body, text_of(request->app->name));
    buffer_add_string(export->body, ",\"exportedAt\":");
    write_date_value(export->body, request->now);
    buffer_add_string(export->body, ",\"owner\":");
    write_pointer_value(export->body, request->app->user->name, export->owner_id);
    if (!write_classes(export) || !write_files(export))
        return false;
    if (disclosure_was_made(request)) { /* a bundle leads a life without headers */
        buffer_add_string(export->body, ",\"disclosureNotice\":");
        json_write_string(export->body, text_of(disclosure_notice));
    }
    buffer_add_char(export->body, '}');
    /* Nothing at all is not told from a user who is not there. */
    return export->objects > 0 ||
           fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}

static bool note(struct export *export)
{
    struct request *request = export->request;

    return audit_note(
        request, "export", request->app->user->name, export->owner_id,
        arena_printf(request->context.arena, "{\"objects\":%lld}", (long long)export->objects));
}

bool export_record(struct request *request)
{
    struct export export = {.request = request, .body = &request->response.body};
    bool done;

    if (!check_caller(request, &export.owner_id))
        return false;
    /* One moment for all of it. */
    if (!store_savepoint(request->store))
        return fail_internal(&request->context, store_error(request->store));
    done = write_record(&export) && note(&export);
    if (!store_savepoint_release(request->store))
        return fail_internal(&request->context, store_error(request->store));
    return done;
}
