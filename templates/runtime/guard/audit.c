/* audit.c - see audit.h. First how an entry is appended, then what is kept until it can be, then what
 * rows.c enters by itself. */
#include "guard/audit.h"

#include "guard/emergency_held.h"

#include "formats/json.h"
#include "guard/audit_entry.h"
#include "guard/audit_subject.h"
#include "model/class_access.h"

/* One that is still to be written. */
struct audit_note {
    struct audit_entry entry; /* its number comes when it is written */
    struct audit_note *next;
};

/* Rows that a request has read, of one class and in one way. */
struct audit_reading {
    const struct class *class;
    const char *way;
    struct text actor;
    struct text first_id;
    struct text last_id;
    struct buffer ids; /* a JSON array, without its brackets */
    size_t count;
    struct audit_reading *next;
};

static bool fail_append(struct request *request)
{
    return fail_internal(&request->context, "an audit entry could not be written");
}

/* Reads where the chain ends: the last entry's number, time and hash. SQLite remembers the highest number of a table whose key says
 * AUTOINCREMENT in sqlite_sequence: where entries were cut off, their numbers are not given again,
 * so that the gap shows. */
static bool read_head(struct request *request, int64_t *number, int64_t *at, unsigned char *hash)
{
    static const char select[] =
        "SELECT max(coalesce((SELECT \"seq\" FROM \"sqlite_sequence\" WHERE \"name\" = "
        "'_AuditEntry'), 0), coalesce((SELECT max(\"number\") FROM \"_AuditEntry\"), 0)), "
        "(SELECT \"hash\" FROM \"_AuditEntry\" ORDER BY \"number\" DESC LIMIT 1), "
        "(SELECT \"at\" FROM \"_AuditEntry\" ORDER BY \"number\" DESC LIMIT 1)";
    struct store_statement *head = request_statement(request, select, NULL);
    bool found;
    bool done = sql_next(&request->context, head, &found);

    memset(hash, 0, AUDIT_HASH_BYTES);
    if (found) {
        struct text bytes = store_column_bytes(head, 1);
        *number = store_column_int64(head, 0);
        *at = store_column_int64(head, 2);
        if (bytes.length == AUDIT_HASH_BYTES)
            memcpy(hash, bytes.bytes, AUDIT_HASH_BYTES);
    }
    store_release(head);
    return done && (found || fail_append(request));
}

/* Appends an entry: the one place where the table is written. */
static bool append(struct request *request, struct audit_entry *entry)
{
    static const char insert[] =
        "INSERT INTO \"_AuditEntry\" (\"number\", \"at\", \"actor\", \"action\", "
        "\"entityType\", \"entityId\", \"payload\", \"hash\") "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    unsigned char previous[AUDIT_HASH_BYTES];
    unsigned char hash[AUDIT_HASH_BYTES];
    struct text hash_text = {(const char *)hash, sizeof hash};
    int64_t at = 0;

    if ((entry->person && !audit_person_seal(request, entry->person, &entry->payload)) ||
        !read_head(request, &entry->number, &at, previous))
        return false;
    entry->number++;
    /* Requests are not entered in the order in which they began. */
    if (entry->at < at)
        entry->at = at;
    audit_entry_hash(entry, previous, hash);
    return sql_run(&request->context,
                   request_statement(request, insert,
                                     SQL_VALUES(sql_int64(entry->number), sql_int64(entry->at),
                                                sql_text(entry->actor), sql_text(entry->action),
                                                sql_text(entry->entity_type),
                                                sql_text(entry->entity_id),
                                                sql_text(entry->payload), sql_bytes(hash_text)))) &&
           audit_subjects_enter(request, entry);
}

/* By which means somebody acts who is not simply signed in; NULL: by none. */
static const char *means_of(const struct request *request)
{
    const struct principal *principal = &request->principal;

    if (principal->by_master_key)
        return principal->read_only ? "readOnlyMasterKey" : "masterKey";
    if (request->hook_depth > 0)
        return "hook";
    return principal->master && !principal_signed_in(principal) ? "server" : NULL;
}

/* Puts "by" before the payload's other members. */
static struct text complete_payload(struct request *request, struct text payload)
{
    const char *means = means_of(request);
    bool is_empty = payload.length <= strlen("{}");
    struct buffer json;

    if (!means)
        return payload;
    buffer_init(&json, request->context.arena, payload.length + 32);
    buffer_add_string(&json, "{\"by\":");
    json_write_string(&json, text_of(means));
    buffer_add_string(&json, is_empty ? "}" : ",");
    if (!is_empty)
        buffer_add(&json, payload.bytes + 1, payload.length - 1);
    return json.failed ? text_none() : buffer_text(&json);
}

static bool make_entry(struct request *request, struct text actor, const char *action,
                       struct text entity_type, struct text entity_id, struct text payload,
                       struct audit_entry *entry)
{
    *entry = (struct audit_entry){
        .at = request->now,
        .actor = actor,
        .action = text_of(action),
        .entity_type = entity_type,
        .entity_id = entity_id.bytes ? entity_id : text_of(""),
        .payload = complete_payload(request, payload),
    };
    if (request->context.arena->failed)
        return fail_append(request);
    return true;
}

/* Keeps a copy of the entry for later. */
static bool keep(struct request *request, const struct audit_entry *entry,
                 struct audit_note **first, struct audit_note ***end)
{
    struct arena *arena = request->context.arena;
    struct audit_note *note = arena_alloc(arena, sizeof *note);

    if (!note)
        return fail_append(request);
    note->entry = *entry;
    note->entry.actor = entry->actor.bytes ? arena_copy(arena, entry->actor) : text_none();
    note->entry.entity_id = arena_copy(arena, entry->entity_id);
    note->entry.payload = entry->payload.bytes ? arena_copy(arena, entry->payload) : text_none();
    note->next = NULL;
    if (!*first)
        *end = first;
    **end = note;
    *end = &note->next;
    return arena->failed ? fail_append(request) : true;
}

static bool enter(struct request *request, struct audit_entry *entry)
{
    struct audit_dues *dues = request->audit;

    if (store_writes(request->store))
        return append(request, entry);
    return dues ? keep(request, entry, &dues->first, &dues->end) : fail_append(request);
}

bool audit_note_by(struct request *request, struct text actor, const char *action,
                   struct text entity_type, struct text entity_id, struct text payload_json)
{
    struct audit_entry entry;

    if (!request->app->is_audited)
        return true;
    return make_entry(request, actor, action, entity_type, entity_id, payload_json, &entry) &&
           enter(request, &entry);
}

bool audit_note_about(struct request *request, const char *action, struct text entity_type,
                      struct text entity_id, struct text payload_json,
                      const struct audit_person *person)
{
    struct audit_person *kept = arena_alloc(request->context.arena, sizeof *kept);
    struct audit_entry entry;

    if (!request->app->is_audited)
        return true;
    if (!kept || !make_entry(request, request->principal.user_id, action, entity_type, entity_id,
                             payload_json, &entry))
        return fail_append(request);
    *kept = *person;
    kept->object_id = arena_copy(request->context.arena, person->object_id);
    entry.person = kept;
    return enter(request, &entry);
}

bool audit_note(struct request *request, const char *action, struct text entity_type,
                struct text entity_id, struct text payload_json)
{
    return audit_note_by(request, request->principal.user_id, action, entity_type, entity_id,
                         payload_json);
}

bool audit_note_failure(struct request *request, const char *action, struct text entity_type,
                        struct text entity_id, struct text payload_json)
{
    struct audit_dues *dues = request->audit;
    struct audit_entry entry;

    if (!request->app->is_audited)
        return true;
    if (!make_entry(request, request->principal.user_id, action, entity_type, entity_id,
                    payload_json, &entry))
        return false;
    return dues ? keep(request, &entry, &dues->first_failure, &dues->failures_end)
                : fail_append(request);
}

/* Reads. */

static struct audit_reading *find_reading(struct request *request, const struct class *class,
                                          const char *way)
{
    struct audit_reading *reading = request->audit->readings;

    while (reading && (reading->class != class || strcmp(reading->way, way) != 0))
        reading = reading->next;
    if (reading)
        return reading;
    reading = arena_alloc(request->context.arena, sizeof *reading);
    if (!reading)
        return NULL;
    *reading = (struct audit_reading){.class = class,
                                      .way = way,
                                      .actor = request->principal.user_id,
                                      .next = request->audit->readings};
    buffer_init(&reading->ids, request->context.arena, 64);
    request->audit->readings = reading;
    return reading;
}

bool audit_read(struct request *request, const struct class *class, enum operation operation,
                const char *way, struct text object_id)
{
    struct audit_reading *reading;
    bool in_emergency = false;

    if (!(class->access->audits & 1U << operation) && class->access->opened_in_emergency &&
        !emergency_is_held(request, &in_emergency))
        return false;
    if (!(class->access->audits & 1U << operation) && !in_emergency)
        return true;
    reading = request->audit ? find_reading(request, class, way) : NULL;
    if (!reading)
        return fail_append(request);
    /* The versions of a row come one after another, under one id. */
    if (!object_id.bytes || (reading->count && text_equal(object_id, reading->last_id)))
        return true;
    reading->last_id = arena_copy(request->context.arena, object_id);
    if (reading->count++ == 0)
        reading->first_id = reading->last_id;
    buffer_add_string(&reading->ids, reading->count > 1 ? "," : "");
    json_write_string(&reading->ids, object_id);
    return reading->ids.failed ? fail_append(request) : true;
}

static bool enter_reading(struct request *request, const struct audit_reading *reading)
{
    struct buffer payload;
    struct text id = reading->count == 1 ? reading->first_id : text_of("");

    buffer_init(&payload, request->context.arena, reading->ids.length + 64);
    buffer_add_char(&payload, '{');
    if (reading->count > 0 || strcmp(reading->way, "find") == 0) {
        buffer_add_string(&payload, "\"objectIds\":[");
        buffer_add_text(&payload, buffer_text(&reading->ids));
        buffer_add_string(&payload, "],");
    }
    buffer_add_string(&payload, "\"path\":\"");
    buffer_add_string(&payload, reading->way);
    buffer_add_string(&payload, "\"}");
    if (payload.failed)
        return fail_append(request);
    return audit_note_by(request, reading->actor, "read", reading->class->name, id,
                         buffer_text(&payload));
}

/* What is owed. */

bool audit_is_owed(const struct request *request)
{
    const struct audit_dues *dues = request->audit;

    if (!dues)
        return false;
    return request->context.error.code ? dues->first_failure != NULL
                                       : dues->first || dues->readings;
}

static bool append_list(struct request *request, struct audit_note *note)
{
    for (; note; note = note->next)
        if (!append(request, &note->entry))
            return false;
    return true;
}

bool audit_pay(struct request *request)
{
    struct audit_dues *dues = request->audit;

    if (request->context.error.code)
        return false;
    if (!dues)
        return true;
    if (!append_list(request, dues->first))
        return false;
    for (const struct audit_reading *reading = dues->readings; reading; reading = reading->next)
        if (!enter_reading(request, reading))
            return false;
    *dues = (struct audit_dues){0};
    return true;
}

bool audit_pay_failure(struct request *request)
{
    return !audit_is_owed(request) || append_list(request, request->audit->first_failure);
    *request->audit = (struct audit_dues){0};
}

static void join(struct audit_note **first, struct audit_note ***end, struct audit_note *list)
{
    if (!list)
        return;
    if (!*first)
        *end = first;
    **end = list;
    while (**end)
        *end = &(**end)->next;
}

/* The lists are put together, not their entries: each part of a batch keeps its own. */
void audit_hand_on(struct request *batch, struct request *part, bool transaction)
{
    struct audit_dues *from = part->audit;
    struct audit_dues *to = batch->audit;

    if (!from || !to)
        return;
    if (part->context.error.code) {
        if (transaction)
            join(&to->first_failure, &to->failures_end, from->first_failure);
        else
            join(&to->first, &to->end, from->first_failure);
    } else {
        struct audit_reading *last = from->readings;
        join(&to->first, &to->end, from->first);
        while (last && last->next)
            last = last->next;
        if (last) {
            last->next = to->readings;
            to->readings = from->readings;
        }
    }
    *from = (struct audit_dues){0};
}

/* Rows. */

/* Sessions and devices come and go by themselves: that somebody signs in or out is entered as such.
 */
static bool is_entered(const struct request *request, const struct class *class)
{
    const struct app *app = request->app;

    return app->is_audited && class != app->session && class != app->installation;
}

bool audit_insert(struct request *request, const struct class *class, struct text object_id)
{
    return !is_entered(request, class) ||
           audit_note(request, class->access->is_grant ? "share" : "create", class->name, object_id,
                      text_none());
}

static void add_name(struct buffer *names, struct text name)
{
    buffer_add_string(names, names->bytes[names->length - 1] == '[' ? "" : ",");
    json_write_string(names, name);
}

bool audit_update(struct request *request, const struct class *class, const void *object,
                  const bool *related)
{
    const struct object *head = object;
    struct buffer payload;

    if (!is_entered(request, class))
        return true;
    buffer_init(&payload, request->context.arena, 128);
    buffer_add_string(&payload, "{\"fields\":[");
    if (payload.failed)
        return fail_append(request);
    for (int i = 0; i < class->field_count; i++)
        if (class->fields[i].type == FIELD_RELATION
                ? related && related[i]
                : object_state_of(class, object, i) != FIELD_ABSENT)
            add_name(&payload, class->fields[i].name);
    if (head->has_acl)
        add_name(&payload, text_of("ACL"));
    buffer_add_string(&payload, "]}");
    if (payload.failed)
        return fail_append(request);
    return audit_note(request, "update", class->name, head->object_id, buffer_text(&payload));
}

bool audit_delete(struct request *request, const struct class *class, struct text object_id)
{
    return !is_entered(request, class) ||
           audit_note(request, class->access->is_grant ? "revoke" : "delete", class->name,
                      object_id, text_none());
}

bool audit_delete_all(struct request *request, const struct class *class, int64_t count)
{
    struct text payload =
        arena_printf(request->context.arena, "{\"all\":true,\"count\":%lld}", (long long)count);

    if (!payload.bytes)
        return fail_append(request);
    return audit_note(request, class->access->is_grant ? "revoke" : "delete", class->name,
                      text_of(""), payload);
}

bool audit_relate(struct request *request, const struct class *class,
                  const struct class_field *relation, struct text owning_id, struct text related_id,
                  bool add)
{
    struct buffer payload;

    /* Who is in which role decides what people may do; other relations are fields of an update. */
    if (class != request->app->role || !request->app->is_audited)
        return true;
    buffer_init(&payload, request->context.arena, 64);
    buffer_add_string(&payload, "{\"field\":");
    json_write_string(&payload, relation->name);
    buffer_add_string(&payload, ",\"objectId\":");
    json_write_string(&payload, related_id);
    buffer_add_char(&payload, '}');
    if (payload.failed)
        return fail_append(request);
    return audit_note(request, add ? "role-grant" : "role-revoke", class->name, owning_id,
                      buffer_text(&payload));
}
