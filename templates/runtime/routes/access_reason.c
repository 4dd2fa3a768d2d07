/* access_reason.c - see access_reason.h. */
#include "routes/access_reason.h"

#include "accounts/session_cache.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit_subject.h"
#include "model/class_access.h"
#include "model/value.h"
#include "objects/system_object.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/told_rows.h"

static bool is_told_role(const struct app *app, struct text role)
{
    for (size_t i = 0; i < app->role_name_count; i++)
        if (text_equal(app->role_names[i], role))
            return true;
    return false;
}

static bool describe(struct request *request, struct text actor, struct text *json)
{
    struct principal principal;
    struct buffer text;
    struct text name;
    bool known;
    bool has_role = false;

    if (!session_principal_of_user(request, actor, &principal, &known) ||
        !told_name_find(request, actor, &name))
        return false;
    buffer_init(&text, request->context.arena, 128);
    buffer_add_string(&text, "{\"userId\":");
    json_write_string(&text, actor);
    if (name.bytes) {
        buffer_add_string(&text, ",\"name\":");
        json_write_string(&text, name);
    }
    buffer_add_string(&text, ",\"roles\":[");
    for (size_t i = 0; known && i < principal.role_count; i++) {
        if (!is_told_role(request->app, principal.roles[i]))
            continue;
        buffer_add_string(&text, has_role ? "," : "");
        has_role = true;
        json_write_string(&text, principal.roles[i]);
    }
    buffer_add_string(&text, "]}");
    *json = buffer_text(&text);
    return !text.failed || fail_internal(&request->context, "out of memory");
}

bool access_actor_write(struct request *request, struct buffer *body, struct access_actor **known,
                        struct text actor)
{
    struct access_actor *at = *known;

    buffer_add_string(body, ",\"who\":");
    if (!actor.bytes) {
        buffer_add_string(body, "null");
        return true;
    }
    while (at && !text_equal(at->id, actor))
        at = at->next;
    if (!at) {
        at = arena_alloc(request->context.arena, sizeof *at);
        if (!at)
            return fail_internal(&request->context, "out of memory");
        *at = (struct access_actor){.id = actor, .next = *known};
        if (!describe(request, actor, &at->json))
            return false;
        *known = at;
    }
    buffer_add_text(body, at->json);
    return true;
}

/* What lets somebody see a record: which class's rows, and what their fields are called. */
struct permit {
    enum rule_ground ground;
    const struct class *class;
    const char *holder; /* the pointer to whom it is for */
    const char *ends;   /* the date by which it may be ended early */
    const char *text;   /* what it says of why */
    const char *member; /* in the report */
};

static bool has_ground(const struct access_entry *entry, enum rule_ground ground)
{
    return entry->grounds.bytes && strstr(entry->grounds.bytes, audit_ground_word(ground));
}

static bool add_date(cJSON *where, const char *field, const char *operator, int64_t time)
{
    cJSON *date = cJSON_AddObjectToObject(cJSON_AddObjectToObject(where, field), operator);
    char iso[DATE_LENGTH + 1] = {0};

    date_format(time, iso);
    return cJSON_AddStringToObject(date, "__type", "Date") &&
           cJSON_AddStringToObject(date, "iso", iso);
}

/* Those that the actor held at the time of the entry, but for when they were ended early. */
static cJSON *where_held(struct request *judge, const struct permit *permit,
                         const struct access_entry *entry)
{
    cJSON *where = cJSON_CreateObject();
    cJSON *holder = cJSON_AddObjectToObject(where, permit->holder);

    if (!cJSON_AddStringToObject(holder, "__type", "Pointer") ||
        !cJSON_AddStringToObject(holder, "className", judge->app->user->name.bytes) ||
        !cJSON_AddStringToObject(holder, "objectId", entry->actor.bytes) ||
        !add_date(where, "createdAt", "$lte", entry->at) ||
        !add_date(where, "expiresAt", "$gt", entry->at))
        return NULL;
    return where;
}

static bool shows(const struct projection *projection, const char *name)
{
    const struct class_field *field = class_find_field(projection->class, text_of(name));

    return field && projection_shows(projection, class_field_index(projection->class, field));
}

static bool write_permit(struct request *judge, struct buffer *body, const struct permit *permit,
                         const struct projection *projection, const struct access_entry *entry,
                         struct store_statement *rows, bool *first)
{
    void *object = arena_alloc(judge->context.arena, permit->class->object_size);
    int64_t ended;

    if (!object)
        return fail_internal(&judge->context, "out of memory");
    if (!value_read_row(&judge->context, permit->class, rows, object))
        return false;
    ended = system_object_date(permit->class, object, permit->ends);
    if (ended && ended <= entry->at)
        return true;
    buffer_add_string(body, *first ? "{\"objectId\":" : ",{\"objectId\":");
    *first = false;
    json_write_string(body, store_column_text(rows, COLUMN_OBJECT_ID));
    if (shows(projection, permit->text)) {
        buffer_add_string(body, ",\"");
        buffer_add_string(body, permit->text);
        buffer_add_string(body, "\":");
        json_write_string(body, system_object_text(permit->class, object, permit->text));
    }
    buffer_add_char(body, '}');
    return true;
}

static bool write_permits(struct request *judge, struct buffer *body, const struct permit *permit,
                          const struct access_entry *entry)
{
    struct row_query query = {.class = permit->class, .operation = OPERATION_FIND, .limit = -1};
    const struct projection *projection;
    struct store_statement *rows;
    bool first = true;
    bool found;
    bool done;

    query.where = where_held(judge, permit, entry);
    if (!query.where)
        return fail_internal(&judge->context, "out of memory");
    if (!projection_all(judge, permit->class, &projection) || !rows_select(judge, &query, &rows))
        return !judge->context.error.internal && forgive(&judge->context);
    buffer_add_string(body, ",\"");
    buffer_add_string(body, permit->member);
    buffer_add_string(body, "\":[");
    while ((done = sql_next(&judge->context, rows, &found)) && found &&
           (done = write_permit(judge, body, permit, projection, entry, rows, &first)))
        ;
    store_release(rows);
    buffer_add_char(body, ']');
    return done;
}

bool access_reasons_write(struct request *judge, struct buffer *body,
                          const struct access_entry *entry)
{
    const struct permit permits[] = {
        {GROUND_EMERGENCY, judge->app->emergency_access, "provider", "endedAt", "reason",
         "emergencies"},
        {GROUND_CONSENT, judge->app->disclosure_consent, "recipient", "revokedAt", "purpose",
         "consents"},
    };

    for (size_t i = 0; i < sizeof permits / sizeof *permits; i++)
        if (permits[i].class && entry->actor.bytes && has_ground(entry, permits[i].ground) &&
            !write_permits(judge, body, &permits[i], entry))
            return false;
    return true;
}
