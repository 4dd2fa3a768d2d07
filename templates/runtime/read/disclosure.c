/* disclosure.c - see disclosure.h. */
#include "read/disclosure.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "guard/rules.h"
#include "model/class_access.h"
#include "model/columns.h"
#include "read/row_image.h"

#include <strings.h>

/* 42 CFR 2.32(a)(2), as amended on February 16, 2024 (89 FR 12472). */
const char disclosure_notice[] =
    "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

static const char notice_header[] = "X-Disclosure-Notice";
static const char consent_header[] = "X-Disclosure-Consent";

enum { CONSENTS_NAMED = 16 /* headers have an end */ };

static bool names_row(struct sql *sql, const struct class *class, struct text object_id)
{
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " = ");
    sql_add_text(sql, object_id);
    return !sql->text.failed;
}

bool disclosure_has_notice(const struct class *class)
{
    return class->access->own_records != NULL;
}

bool disclosure_is_own(struct request *request, const struct class *class, struct text object_id,
                       bool *own)
{
    const struct row_image *image = request->image;
    struct store_statement *row;
    struct sql sql;

    *own = !class->access->own_records;
    if (*own || !principal_signed_in(&request->principal))
        return true;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 FROM ");
    if (image && image->class == class && text_equal(row_image_id(image), object_id))
        row_image_add(&sql, image);
    else
        sql_add(&sql, class->table);
    sql_add(&sql, " WHERE ");
    names_row(&sql, class, object_id);
    sql_add(&sql, " AND ");
    rules_add_predicate(request, &sql, class->access->own_records);
    return sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_exists(&request->context, row, own);
}

/* Adds a header unless it is there with that value. */
static bool add_header(struct request *request, const char *name, struct text value)
{
    int count = 0;

    for (const struct response_header *at = request->response.headers; at; at = at->next) {
        if (strcasecmp(at->name, name) != 0)
            continue;
        if (text_equal(at->value, value) || ++count == CONSENTS_NAMED)
            return true;
    }
    return response_add_header(request, name, value);
}

/* Whether an id may stand in a header. */
static bool is_plain(struct text id)
{
    for (size_t i = 0; i < id.length; i++)
        if (id.bytes[i] <= ' ' || id.bytes[i] > '~')
            return false;
    return id.length > 0;
}

static bool note_consent(struct request *request, const struct class *class, struct text object_id,
                         struct text consent, struct text purpose, struct text patient)
{
    static const char *const about[] = {"purpose", NULL};
    const struct class_field *field =
        class_find_field(request->app->disclosure_consent, text_of("patient"));
    const struct audit_person person = {
        .class = field->target, .object_id = patient, .members = about};
    struct buffer json;

    buffer_init(&json, request->context.arena, 256);
    buffer_add_string(&json, "{\"consent\":");
    json_write_string(&json, consent);
    buffer_add_string(&json, ",\"recipient\":");
    json_write_string(&json, request->principal.user_id);
    buffer_add_string(&json, ",\"purpose\":");
    json_write_string(&json, purpose);
    buffer_add_char(&json, '}');
    return (!is_plain(consent) || add_header(request, consent_header, consent)) &&
           audit_note_about(request, "disclose", class->name, object_id, buffer_text(&json),
                            &person);
}

/* Enters each consent by which the principal may read the row; no id: any row of the class. */
static bool note_consents(struct request *request, const struct class *class, struct text object_id)
{
    const struct class *consents = request->app->disclosure_consent;
    struct arena *arena = request->context.arena;
    const struct class_field *purpose = class_find_field(consents, text_of("purpose"));
    const struct class_field *patient = class_find_field(consents, text_of("patient"));
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    sql_init(&sql, arena);
    sql_add(&sql, "SELECT DISTINCT ");
    sql_add_column(&sql, consents, COLUMN_NAME_OBJECT_ID);
    sql_add(&sql, ", ");
    sql_add_column(&sql, consents, purpose->column_name);
    sql_add(&sql, ", ");
    sql_add_column(&sql, consents, patient->column_name);
    sql_add(&sql, " ");
    rules_add_predicate(request, &sql, class->access->disclosed_by);
    if (object_id.length) {
        sql_add(&sql, " AND ");
        names_row(&sql, class, object_id);
    }
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found &&
           (done = note_consent(request, class, object_id,
                                arena_copy(arena, store_column_text(rows, 0)),
                                arena_copy(arena, store_column_text(rows, 1)),
                                arena_copy(arena, store_column_text(rows, 2)))))
        ;
    store_release(rows);
    return done;
}

bool disclosure_enter(struct request *request, const struct class *class, struct text object_id)
{
    bool own;

    if (!class->access->own_records)
        return true;
    /* The versions of a row come one after another, under one id. */
    if (request->disclosed_id.bytes && text_equal(request->disclosed_id, object_id))
        return true;
    if (!disclosure_is_own(request, class, object_id, &own))
        return false;
    if (own)
        return true;
    request->disclosed_id = arena_copy(request->context.arena, object_id);
    return add_header(request, notice_header, text_of(disclosure_notice)) &&
           (!class->access->disclosed_by || !principal_signed_in(&request->principal) ||
            note_consents(request, class, request->disclosed_id));
}

/* Whether the principal may find a row of somebody else's record. */
static bool finds_others(struct request *request, const struct class *class, bool *finds)
{
    struct store_statement *row;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE (");
    rules_add_predicate(request, &sql, class->access->own_records);
    sql_add(&sql, ") IS NOT TRUE");
    guard_add_predicate(request, &sql, class, OPERATION_FIND);
    sql_add(&sql, " LIMIT 1");
    return sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_exists(&request->context, row, finds);
}

bool disclosure_enter_query(struct request *request, const struct class *class)
{
    const struct principal *principal = &request->principal;
    bool finds;

    if (!class->access->own_records || request->disclosed_class == class ||
        (principal->master && !principal->by_master_key))
        return true;
    request->disclosed_class = class;
    if (!finds_others(request, class, &finds))
        return false;
    return !finds || (add_header(request, notice_header, text_of(disclosure_notice)) &&
                      (!class->access->disclosed_by || !principal_signed_in(principal) ||
                       note_consents(request, class, text_of(""))));
}

bool disclosure_was_made(const struct request *request)
{
    const struct response_header *at = request->response.headers;

    while (at && strcmp(at->name, notice_header) != 0)
        at = at->next;
    return at != NULL;
}

bool disclosure_hand_on(struct request *request, const struct request *part)
{
    for (const struct response_header *at = part->response.headers; at; at = at->next)
        if ((strcmp(at->name, notice_header) == 0 || strcmp(at->name, consent_header) == 0) &&
            !add_header(request, at->name, at->value))
            return false;
    return true;
}
