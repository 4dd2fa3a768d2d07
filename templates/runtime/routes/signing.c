/* signing.c - see signing.h. The stages of a signing stand together, in the order in which they run.
 */
#include "routes/signing.h"

#include "accounts/lockout.h"
#include "accounts/password_policy.h"
#include "accounts/password_proof.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "hooks/webhook.h"
#include "objects/objects.h"
#include "objects/parameters.h"
#include "read/disclosure.h"
#include "routes/functions.h"
#include "routes/signature.h"
#include "write/signature_need.h"
#include "write/versions_table.h"

enum { MEANING_LIMIT = 1000 }; /* bytes */

/* What the stages hand to each other. */
struct sign {
    const struct class *class;
    struct text object_id; /* no text: the object is created */
    struct text meaning;
    int64_t version; /* that the client has read; 0: it does not say */
    bool changes;
    struct object_edit edit;
    struct password_proof proof;
};

/* An app in which nothing is signed may have a function of that name itself. */
static bool app_signs(const struct app *app)
{
    for (size_t i = 0; i < app->class_count; i++)
        if (class_keeps_versions(app->classes[i]))
            return true;
    return false;
}

/* A text of the body, no text when it is absent or empty; another type fails with 111. */
static bool read_text(struct request *request, const char *name, struct text *text)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(request->body, name);

    *text = text_none();
    if (!member || cJSON_IsNull(member))
        return true;
    if (!cJSON_IsString(member))
        return fail(&request->context, PARSE_INCORRECT_TYPE, "%s must be a string", name);
    if (member->valuestring[0])
        *text = text_of(member->valuestring);
    return true;
}

static bool read_class(struct request *request, struct sign *sign)
{
    struct text name;

    if (!read_text(request, "className", &name))
        return false;
    sign->class = name.bytes ? app_find_class(request->app, name) : NULL;
    if (sign->class && class_keeps_versions(sign->class))
        return true;
    return fail(&request->context, PARSE_INVALID_CLASS_NAME,
                "className must be a class that keeps versions");
}

static bool read_version(struct request *request, struct sign *sign)
{
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(request->body, "version");
    double number = version && !cJSON_IsNull(version) ? cJSON_GetNumberValue(version) : 0;

    if (!(number >= 0 && number <= INT32_MAX) || number != (double)(int64_t)number)
        return fail(&request->context, PARSE_INCORRECT_TYPE, "version must be a number from 1 on");
    sign->version = (int64_t)number;
    return true;
}

static bool read_meaning(struct request *request, struct sign *sign)
{
    if (!read_text(request, "meaning", &sign->meaning) ||
        !read_text(request, "password", &sign->proof.password) ||
        !read_text(request, "objectId", &sign->object_id))
        return false;
    if (!sign->meaning.bytes || sign->meaning.length > MEANING_LIMIT)
        return fail(&request->context, PARSE_VALIDATION,
                    "meaning must say what the signature means, in at most %d bytes",
                    MEANING_LIMIT);
    return sign->proof.password.bytes ||
           fail(&request->context, PARSE_PASSWORD_MISSING, "password is required.");
}

/* Reads the changes as the body of a create or an update. */
static bool read_changes(struct request *request, struct sign *sign)
{
    const cJSON *changes = cJSON_GetObjectItemCaseSensitive(request->body, "changes");
    bool creates = !sign->object_id.bytes;

    if (changes && !cJSON_IsNull(changes) && !cJSON_IsObject(changes))
        return fail(&request->context, PARSE_INCORRECT_TYPE, "changes must be an object");
    sign->changes = creates || (changes && cJSON_IsObject(changes) && changes->child);
    if (!sign->changes)
        return true;
    return guard_permits(request, sign->class, creates ? OPERATION_CREATE : OPERATION_UPDATE) &&
           object_edit_read(request, sign->class, changes, NULL, &sign->edit) &&
           (!creates || object_edit_complete(request, &sign->edit)) &&
           webhook_before_save(request, &sign->edit, sign->object_id);
}

bool signing_prepare(struct request *request)
{
    struct sign *sign;

    if (!app_signs(request->app)) {
        request->segments[0] = text_of("sign");
        return functions_prepare(request);
    }
    if (request->principal.master)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "A signature is a user's own, with a session and a password");
    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    sign = arena_alloc(request->context.arena, sizeof *sign);
    if (!sign)
        return fail_internal(&request->context, "out of memory");
    request->state = sign;
    return read_class(request, sign) && read_version(request, sign) &&
           read_meaning(request, sign) && read_changes(request, sign) &&
           password_proof_prepare(request, &sign->proof);
}

bool signing_hash(struct request *request)
{
    struct sign *sign = request->state;

    if (app_signs(request->app))
        password_proof_hash(request, &sign->proof);
    return true;
}

static bool check_password(struct request *request, const struct sign *sign)
{
    return password_proof_check(request, &sign->proof, "sign-failed", sign->class->name,
                                sign->object_id) &&
           password_policy_check_age(request, sign->proof.credential.changed_at) &&
           lockout_clear(request, sign->proof.account);
}

/* Asked once the changes are made, under the guard: the refusal undoes them. */
static bool check_version(struct request *request, const struct sign *sign,
                          const struct signing *signing)
{
    int64_t read = signing->version - (sign->changes ? 1 : 0);

    return sign->version == 0 || sign->version == read ||
           fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "The object has been changed since that version");
}

/* A signature makes a row stay: whoever may sign it as it is could also have changed it. */
static bool may_write(struct request *request, const struct sign *sign)
{
    return rows_require(request, sign->class, OPERATION_UPDATE, sign->object_id);
}

/* Finds the newest version, which the signer must be able to get. */
static bool find_newest(struct request *request, const struct sign *sign, struct signing *signing)
{
    struct version_query query = {
        .class = sign->class, .object_id = sign->object_id, .descending = true, .limit = 1};
    struct store_statement *row;
    int64_t newest;
    bool found;

    if (!version_newest(request, sign->class, sign->object_id, &newest))
        return false;
    query.number = newest > 0 ? newest : 1;
    if (!version_select(request, &query, &row))
        return false;
    signing->version = newest;
    if (!sql_exists(&request->context, row, &found))
        return false;
    return found || fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}

/* Makes the changes, and appends what a create or an update answers. */
static bool make_changes(struct request *request, struct sign *sign, struct signing *signing)
{
    struct object *head = sign->edit.object;
    bool done;

    if (!sign->changes) {
        buffer_add_string(&request->response.body, "{}");
        return find_newest(request, sign, signing) && may_write(request, sign);
    }
    if (!sign->object_id.bytes) {
        head->object_id = new_object_id(request->context.arena);
        if (!head->object_id.bytes)
            return fail_internal(&request->context, "out of memory");
        signing->object_id = head->object_id;
    }
    request->signing = signing;
    done = sign->object_id.bytes ? object_edit_update(request, &sign->edit, sign->object_id)
                                 : object_edit_insert(request, &sign->edit);
    request->signing = NULL;
    return done;
}

/* {"version":3,"meaning":"approval","contentHash":"..."} for the audit trail. */
static bool note(struct request *request, const struct signature *signature)
{
    static const char *const about[] = {"signerName", "meaning", NULL};
    const struct audit_person person = {
        .class = request->app->user, .object_id = signature->signer_id, .members = about};
    struct buffer payload;

    buffer_init(&payload, request->context.arena, 512);
    signature_write(&payload, request, signature, true, true);
    if (payload.failed)
        return fail_internal(&request->context, "out of memory");
    return audit_note_about(request, "sign", signature->class->name, signature->object_id,
                            buffer_text(&payload), &person);
}

bool signing_execute(struct request *request)
{
    struct buffer *body = &request->response.body;
    struct sign *sign = request->state;
    struct signing signing;
    struct signature signature;
    bool hashes;

    if (!app_signs(request->app))
        return functions_execute(request);
    signing = (struct signing){
        .class = sign->class, .object_id = sign->object_id, .hook_depth = request->hook_depth};
    if (!check_password(request, sign))
        return false;
    buffer_add_string(body, "{\"result\":{\"object\":");
    if (!make_changes(request, sign, &signing) || !check_version(request, sign, &signing) ||
        !signature_add(request, sign->class, signing.object_id, signing.version, sign->meaning,
                       &signature) ||
        !note(request, &signature) || !signature_shows_hashes(request, &signature, &hashes))
        return false;
    buffer_add_string(body, ",\"signature\":");
    signature_write(body, request, &signature, true, hashes);
    buffer_add_string(body, "}}");
    return true;
}

bool signing_find(struct request *request)
{
    static const char *const allowed[] = {NULL};
    struct version_query query = {.object_id = request->segments[1], .limit = 1};
    struct buffer *body = &request->response.body;
    int64_t count;
    size_t written;

    if (!parameters_check(request, allowed) || !request_class(request, &query.class) ||
        !audit_read(request, query.class, OPERATION_GET, "signatures", query.object_id) ||
        !version_count(request, &query, &count))
        return false;
    buffer_add_string(body, "{\"results\":[");
    if ((count > 0 && !disclosure_enter(request, query.class, query.object_id)) ||
        !signatures_write(request, body, query.class, query.object_id, &written))
        return false;
    buffer_add_string(body, "]}");
    return count > 0 || written > 0 ||
           fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}
