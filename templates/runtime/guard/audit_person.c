/* audit_person.c - see audit_person.h. */
#include "guard/audit_person.h"

#include "crypto/person_seal.h"
#include "crypto/seal.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/owners.h"
#include "model/class_access.h"

static const char sealed_member[] = "sealed";

/* The one place where persons' keys are wrapped, and opened; a rotation knows it by write/sealed_places.c. */
static struct text wrap_owner(struct request *request, struct text person)
{
    return arena_printf(request->context.arena, "person %.*s", TEXT_PRINTED(person));
}

static bool wrap(struct request *request, struct text person, struct text key, struct text *wrapped)
{
    return seal(&request->context, KEY_SEAL, wrap_owner(request, person), key, wrapped);
}

static bool unwrap(struct request *request, struct text person, struct text wrapped,
                   struct text *key)
{
    return unseal(&request->context, KEY_SEAL, wrap_owner(request, person), wrapped, key);
}

/* The person's key; no text where there is none. */
static bool find_key(struct request *request, struct text person, struct text *key)
{
    struct store_statement *row =
        request_statement(request, "SELECT \"wrapped\" FROM \"_PersonKey\" WHERE \"person\" = ?1",
                          SQL_VALUES(sql_text(person)));
    bool found;
    bool done = sql_next(&request->context, row, &found);

    *key = text_none();
    if (done && found)
        done = unwrap(request, person, store_column_bytes(row, 0), key);
    store_release(row);
    return done;
}

static bool make_key(struct request *request, struct text person, struct text *key)
{
    struct text wrapped;

    *key = person_key_make(request->context.arena);
    if (!key->bytes)
        return fail_internal(&request->context, "out of memory");
    return wrap(request, person, *key, &wrapped) &&
           sql_run(&request->context,
                   request_statement(request,
                                     "INSERT INTO \"_PersonKey\" (\"person\", \"wrapped\") "
                                     "VALUES (?1, ?2)",
                                     SQL_VALUES(sql_text(person), sql_bytes(wrapped))));
}

/* The user whom the row is about, the first of several; or the row itself. */
static bool find_person(struct request *request, const struct audit_person *about,
                        struct text *person)
{
    struct owners_query query = {.class = about->class, .object_id = about->object_id};
    struct store_statement *row;
    struct sql sql;

    *person = text_none();
    if (about->class->access->owner_count) {
        sql_init(&sql, request->context.arena);
        sql_add(&sql, "SELECT owner FROM (");
        owners_add(request, &sql, &query);
        sql_add(&sql, ") WHERE owner IS NOT NULL ORDER BY helps, owner LIMIT 1");
        if (!sql_prepare(&request->context, &sql, request->store, &row) ||
            !sql_word(&request->context, row, person))
            return false;
    }
    if (!person->bytes)
        *person = arena_printf(request->context.arena, "%.*s/%.*s",
                               TEXT_PRINTED(about->class->name), TEXT_PRINTED(about->object_id));
    return person->bytes || fail_internal(&request->context, "out of memory");
}

/* {"sealed": BASE64, "of": PERSON} for the text. */
static cJSON *seal_text(struct request *request, struct text key, struct text person,
                        const char *text)
{
    struct buffer encoded;
    struct text sealed;
    cJSON *object = cJSON_CreateObject();

    buffer_init(&encoded, request->context.arena, 128);
    if (!object || !person_seal(&request->context, key, person, text_of(text), &sealed))
        return NULL;
    base64_write(&encoded, sealed);
    buffer_add_char(&encoded, '\0');
    if (encoded.failed || !cJSON_AddStringToObject(object, sealed_member, encoded.bytes) ||
        !cJSON_AddStringToObject(object, "of", arena_copy(request->context.arena, person).bytes))
        return NULL;
    return object;
}

static bool print(struct request *request, const cJSON *tree, struct text *payload)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 256);
    json_write_tree(&json, tree);
    *payload = buffer_text(&json);
    return !json.failed || fail_internal(&request->context, "out of memory");
}

bool audit_person_seal(struct request *request, const struct audit_person *about,
                       struct text *payload)
{
    cJSON *tree = json_parse(&request->context, *payload);
    struct text person;
    struct text key;

    if (!tree || !find_person(request, about, &person) || !find_key(request, person, &key) ||
        (!key.bytes && !make_key(request, person, &key)))
        return false;
    for (const char *const *member = about->members; *member; member++) {
        const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, *member));
        cJSON *sealed = text ? seal_text(request, key, person, text) : NULL;
        if (text && (!sealed || !cJSON_ReplaceItemInObjectCaseSensitive(tree, *member, sealed)))
            return fail_internal(&request->context, "out of memory");
    }
    return print(request, tree, payload);
}

/* What is shown in the place of a sealed text. */
static cJSON *open_text(struct request *request, const char *sealed, const char *person)
{
    struct text secret = text_none();
    struct text bytes;
    struct text key;
    cJSON *object;

    if (!find_key(request, text_of(person), &key))
        return NULL;
    if (key.bytes && (!base64_read(&request->context, text_of(sealed), &bytes) ||
                      !person_unseal(&request->context, key, text_of(person), bytes, &secret)))
        return NULL;
    if (secret.bytes)
        return cJSON_CreateString(arena_copy(request->context.arena, secret).bytes);
    object = cJSON_CreateObject();
    return cJSON_AddTrueToObject(object, "erased") ? object : NULL;
}

bool audit_person_open(struct request *request, struct text payload, struct text *shown)
{
    cJSON *tree = NULL;
    cJSON *member;
    cJSON *next;

    *shown = payload;
    if (!memmem(payload.bytes, payload.length, "\"sealed\":", sizeof "\"sealed\":" - 1))
        return true;
    tree = json_parse(&request->context, payload);
    if (!tree)
        return false;
    for (member = tree->child; member; member = next) {
        const char *sealed =
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(member, sealed_member));
        const char *person = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(member, "of"));
        cJSON *opened;
        next = member->next;
        if (!sealed || !person)
            continue;
        opened = open_text(request, sealed, person);
        if (!opened || !cJSON_ReplaceItemInObjectCaseSensitive(tree, member->string, opened))
            return fail_internal(&request->context, "a text of the trail cannot be opened");
    }
    return print(request, tree, shown);
}

bool audit_person_forget(struct request *request, struct text person)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_PersonKey\" WHERE \"person\" = ?1",
                                     SQL_VALUES(sql_text(person))));
}
