/* file_references.c - see file_references.h. */
#include "write/file_references.h"

#include "files/file_name.h"
#include "files/file_record.h"
#include "model/file_value.h"
#include "model/value.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "write/versions_table.h"

/* A file that the client names, and where it says that it has it from. */
struct file_source {
    struct text name;
    bool is_placed;
    struct file_place place;
    struct file_source *next;
};

bool file_references_note(struct request *request, const cJSON *body)
{
    struct arena *arena = request->context.arena;
    const char *name = cJSON_IsObject(body) ? file_value_name(body) : NULL;
    struct file_source *source;
    cJSON *url;

    for (const cJSON *child = body && !name ? body->child : NULL; child; child = child->next)
        if (!file_references_note(request, child))
            return false;
    if (!name)
        return true;
    url = cJSON_DetachItemFromObjectCaseSensitive((cJSON *)(uintptr_t)body, "url");
    source = arena_alloc(arena, sizeof *source);
    if (!source)
        return fail_internal(&request->context, "out of memory");
    *source = (struct file_source){.name = text_of(name), .next = request->file_sources};
    source->is_placed =
        cJSON_IsString(url) && file_place_of_url(arena, text_of(url->valuestring), &source->place);
    request->file_sources = source;
    return true;
}

/* Looks for one name among a field's files. */
struct search {
    struct text name;
    bool found;
};

static bool compare(void *state, struct text name)
{
    struct search *search = state;

    search->found = search->found || text_equal(search->name, name);
    return !search->found;
}

static bool field_names(struct request *request, const struct class *class, int field,
                        const void *object, struct text name)
{
    struct search search = {name, false};

    file_value_each(&request->context, class, &class->fields[field], object, compare, &search);
    return search.found;
}

/* Showing. */

/* Whether a field that the principal sees names the file. */
static bool row_names(struct request *request, const struct class *class,
                      struct store_statement *rows, const struct shown_row *found, struct text name)
{
    void *object = arena_alloc(request->context.arena, class->object_size);

    if (!object)
        return fail_internal(&request->context, "out of memory");
    if (!value_read_row(&request->context, class, rows, object))
        return false;
    for (int i = 0; i < class->field_count; i++) {
        bool changed = found->object && found->changed[i];
        if ((changed && field_names(request, class, i, found->object, name)) ||
            (projection_shows(found->projection, i) &&
             field_names(request, class, i, object, name)))
            return true;
    }
    return false;
}

/* Takes the rows of a select, and releases it. */
static bool look(struct request *request, const struct class *class, struct store_statement *rows,
                 struct text name, bool *shown)
{
    const struct projection *projection;
    struct row row = {.statement = rows};
    struct shown_row found;
    bool is_there;

    if (projection_all(request, class, &projection) &&
        sql_next(&request->context, rows, &is_there) && is_there &&
        shown_row_open(request, projection, &row, NULL, &found, &is_there) && is_there)
        *shown = row_names(request, class, rows, &found, name);
    store_release(rows);
    return request->context.error.code == 0;
}

static bool look_at_version(struct request *request, const struct class *class,
                            const struct file_place *place, struct text name, bool *shown)
{
    struct version_query query = {
        .class = class, .object_id = place->object_id, .number = place->version, .limit = 1};
    struct store_statement *rows;

    return shown_row_narrow(request, class, &query.extra_where) &&
           version_select(request, &query, &rows) && look(request, class, rows, name, shown);
}

static bool look_at_row(struct request *request, const struct class *class,
                        const struct file_place *place, enum operation operation, struct text name,
                        bool *shown)
{
    struct row_query query = {
        .class = class, .operation = operation, .object_id = place->object_id, .limit = -1};
    struct store_statement *rows;

    return shown_row_narrow(request, class, &query.extra_where) &&
           rows_select(request, &query, &rows) && look(request, class, rows, name, shown);
}

bool file_references_show(struct request *request, const struct file_place *place, struct text name,
                          bool *shown)
{
    const struct class *class = app_find_class(request->app, place->class_name);
    bool done = true;

    *shown = false;
    if (!class)
        return true;
    if (place->version) {
        done = look_at_version(request, class, place, name, shown);
    } else {
        /* Classes let users get rows, find them, or both. */
        done = look_at_row(request, class, place, OPERATION_GET, name, shown);
        if (!*shown && forgive(&request->context))
            done = look_at_row(request, class, place, OPERATION_FIND, name, shown);
    }
    return done || forgive(&request->context); /* what the guard refuses is not shown */
}

/* Checking. */

struct check {
    struct row_change *change;
    int field;    /* the one being looked at */
    void *stored; /* the row as it is, once it was needed */
};

/* Whether the same field of the row names the file already. */
static bool is_there_already(struct check *check, struct text name, bool *there)
{
    struct request *request = check->change->request;
    const struct class *class = check->change->class;
    struct row_query query = {
        .class = class,
        .operation = OPERATION_UPDATE,
        .object_id = ((const struct object *)check->change->object)->object_id,
        .limit = -1,
    };
    struct store_statement *rows;
    bool found;

    *there = false;
    if (check->change->is_new)
        return true;
    if (!check->stored) {
        check->stored = arena_alloc(request->context.arena, class->object_size);
        if (!check->stored)
            return fail_internal(&request->context, "out of memory");
        if (!rows_select(request, &query, &rows))
            return false;
        if (sql_next(&request->context, rows, &found) && found)
            value_read_row(&request->context, class, rows, check->stored);
        store_release(rows);
    }
    *there = field_names(request, class, check->field, check->stored, name);
    return request->context.error.code == 0;
}

static bool is_named(const struct request *request, struct text name)
{
    const struct file_source *source = request->file_sources;

    while (source && !text_equal(source->name, name))
        source = source->next;
    return source != NULL;
}

/* Whether the file may stay where it is. Whoever names it himself, and is not shown what the field names, would be told
 * by that. */
static bool stays(struct check *check, struct text name, bool *allowed)
{
    if (!is_there_already(check, name, allowed))
        return false;
    return !*allowed || !is_named(check->change->request, name) ||
           change_asks(check->change, check->field, allowed);
}

/* Whether a row that the client says it has the file from shows it. */
static bool is_shown_elsewhere(struct request *request, struct text name, bool *shown)
{
    *shown = false;
    for (const struct file_source *source = request->file_sources; source && !*shown;
         source = source->next)
        if (source->is_placed && text_equal(source->name, name) &&
            !file_references_show(request, &source->place, name, shown))
            return false;
    return true;
}

static bool take(void *state, struct text name)
{
    struct check *check = state;
    struct request *request = check->change->request;
    const struct principal *principal = &request->principal;
    struct file_record record;
    bool exists;
    bool allowed;

    if (!file_record_find(request, name, &record, &exists))
        return false;
    allowed =
        exists && (principal->master || (principal_signed_in(principal) && record.owner_id.bytes &&
                                         text_equal(record.owner_id, principal->user_id)));
    if (!allowed && exists && !stays(check, name, &allowed))
        return false;
    if (!allowed && exists && !is_shown_elsewhere(request, name, &allowed))
        return false;
    return allowed || fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                           "Permission denied: there is no file %.64s that is yours to give",
                           arena_copy(request->context.arena, name).bytes);
}

/* The types that the field's files may have, as words. */
static bool fail_type(struct check *check)
{
    const struct class *class = check->change->class;
    const struct class_field *field = &class->fields[check->field];
    struct context *context = &check->change->request->context;
    struct buffer words;

    buffer_init(&words, context->arena, 128);
    for (size_t i = 0; i < field->file_type_count; i++) {
        buffer_add_string(&words, i ? ", " : "");
        buffer_add_text(&words, field->file_types[i]);
    }
    return fail(context, PARSE_VALIDATION, "%.*s.%.*s takes files of these types: %.*s.",
                TEXT_PRINTED(class->name), TEXT_PRINTED(field->name),
                TEXT_PRINTED(buffer_text(&words)));
}

/* A file that the field names already stays, whatever it is: the sentence may be newer. */
static bool take_type(void *state, struct text name)
{
    struct check *check = state;
    const struct class_field *field = &check->change->class->fields[check->field];
    struct file_record record;
    bool fits;

    if (!stays(check, name, &fits))
        return false;
    if (fits)
        return true;
    if (!file_record_find(check->change->request, name, &record, &fits))
        return false;
    for (size_t i = 0; fits && i < field->file_type_count; i++)
        if (text_equal(record.content_type, file_type_of_extension(field->file_types[i])))
            return true;
    return fail_type(check);
}

static bool check_types(struct check *check)
{
    const struct row_change *change = check->change;
    const struct class *class = change->class;

    for (check->field = 0; check->field < class->field_count; check->field++)
        if (class->fields[check->field].file_type_count &&
            !file_value_each(&change->request->context, class, &class->fields[check->field],
                             change->object, take_type, check))
            return false;
    return true;
}

bool file_references_check(struct row_change *change)
{
    struct request *request = change->request;
    const struct class *class = change->class;
    struct check check = {.change = change};

    if (!request->app->signs_file_urls)
        return check_types(&check);
    for (check.field = 0; check.field < class->field_count; check.field++)
        if (!file_value_each(&request->context, class, &class->fields[check.field], change->object,
                             take, &check))
            return false;
    return check_types(&check);
}

/* Keeping. */

/* Whether the row, a version, names the file in any field. */
static bool version_names(struct context *context, const struct class *class,
                          struct store_statement *row, struct text name, bool *named)
{
    void *object = arena_alloc(context->arena, class->object_size);
    struct search search = {name, false};

    if (!object)
        return fail_internal(context, "out of memory");
    if (!value_read_row(context, class, row, object))
        return false;
    for (int i = 0; i < class->field_count && !search.found; i++)
        file_value_each(context, class, &class->fields[i], object, compare, &search);
    *named = search.found;
    return context->error.code == 0;
}

/* Rows may be many, so each has an arena of its own. */
static bool class_keeps(struct request *request, const struct class *class, struct text name,
                        bool *kept)
{
    struct store_statement *rows;
    struct context context;
    struct arena arena;
    bool found = true;

    if (!version_select_naming(request, class, name, &rows) || !rows)
        return request->context.error.code == 0;
    arena_init(&arena);
    context = (struct context){.arena = &arena};
    while (!*kept && !context.error.code && sql_next(&request->context, rows, &found) && found) {
        version_names(&context, class, rows, name, kept);
        arena_reset(&arena);
    }
    store_release(rows);
    arena_release(&arena);
    if (context.error.code)
        return fail_internal(&request->context, "a version could not be read");
    return request->context.error.code == 0;
}

bool file_references_is_kept(struct request *request, struct text name, bool *kept)
{
    const struct app *app = request->app;

    *kept = false;
    for (size_t i = 0; i < app->class_count && !*kept; i++)
        if (!class_keeps(request, app->classes[i], name, kept))
            return false;
    return true;
}
