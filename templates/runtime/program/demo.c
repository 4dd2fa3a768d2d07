/* demo.c - see demo.h. Sample data is
 *
 *   {"users":   [{"id": "patient", "username": .., "email": ..}, ..],
 *    "roles":   [{"name": "provider", "users": ["provider"]}, ..],
 *    "objects": [{"id": "profile", "class": "PatientProfile", "object": {..},
 *                 "read": ["patient", "role:provider"], "write": ["patient"]}, ..]}
 *
 * where {"$ref": "id"} inside an object stands for a pointer to something defined before it, and a
 * File for one that is stored with a sample page. All of
 * it goes in through the same functions that answer clients, in one transaction, as the master key.
 */
#include "program/demo.h"

#include "accounts/users.h"
#include "base/log.h"
#include "crypto/password.h"
#include "crypto/secret_file.h"
#include "files/file_name.h"
#include "files/file_sniff.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "model/file_value.h"
#include "objects/objects.h"
#include "program/key_files.h"
#include "request/own_request.h"
#include "routes/files.h"

#include <stdlib.h>

enum { PASSWORD_CHARACTERS = 16 };

/* Used when an app brings no sample data. */
static const char default_sample[] =
    "{\"users\":[{\"id\":\"patient\",\"username\":\"patient\",\"email\":\"patient@example.com\"},"
    "{\"id\":\"provider\",\"username\":\"provider\",\"email\":\"provider@example.com\"}],"
    "\"roles\":[{\"name\":\"provider\",\"users\":[\"provider\"]}]}";

struct name {
    struct text id;
    struct text class_name;
    struct text object_id;
    struct name *next;
};

struct loader {
    struct server *server;
    struct store_connection *connection;
    struct arena *arena;
    struct name *names;
    struct parse_error error;
};

static struct request make_request(struct loader *loader)
{
    struct request request = own_request(loader->server, loader->connection, loader->arena, NULL);

    request.principal.no_acl_is_public = !loader->server->app->private_by_default;
    return request;
}

static const char *string_member(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static const struct name *find_name(const struct loader *loader, const char *id)
{
    const struct name *name = loader->names;

    while (name && !(id && text_is(name->id, id)))
        name = name->next;
    return name;
}

static bool keep_name(struct loader *loader, const char *id, struct text class_name,
                      struct text object_id)
{
    struct name *name = arena_alloc(loader->arena, sizeof *name);

    if (!name)
        return false;
    name->id = text_of(id);
    name->class_name = class_name;
    name->object_id = object_id;
    name->next = loader->names;
    loader->names = name;
    return true;
}

static cJSON *pointer_to(const struct name *name)
{
    cJSON *pointer = cJSON_CreateObject();

    if (pointer && cJSON_AddStringToObject(pointer, "__type", "Pointer") &&
        cJSON_AddStringToObject(pointer, "className", name->class_name.bytes) &&
        cJSON_AddStringToObject(pointer, "objectId", name->object_id.bytes))
        return pointer;
    return NULL;
}

/* What every file of the sample data holds: a page that says so. Readers of PDF do without the table that
 * is missing here. */
static const char sample_pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 44>>stream\nBT /F 18 Tf 30 45 Td (Sample document) Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/* Stores a file for {"__type":"File","name":"x.pdf"}, which is then called as the server calls it. */
static bool keep_file(struct loader *loader, cJSON *value)
{
    struct request request = make_request(loader);
    struct text wanted = text_of(file_value_name(value));
    struct text type = file_type_of_extension(file_name_extension(request.context.arena, wanted));
    struct text content = {sample_pdf, sizeof sample_pdf - 1};
    struct text name;

    /* A field that takes none of these gets what has the sign of its type, and shows nothing. */
    if (!text_is(type, "application/pdf") && file_sniff_sample(type).bytes)
        content = file_sniff_sample(type);
    if (!files_keep(&request, wanted, type, content, &name)) {
        loader->error = request.context.error;
        return false;
    }
    return cJSON_ReplaceItemInObjectCaseSensitive(value, "name", cJSON_CreateString(name.bytes));
}

/* Replaces each {"$ref": id} at the top of the object or of one of its arrays, and stores the files. */
static bool resolve(struct loader *loader, cJSON *tree)
{
    cJSON *child = tree->child;

    while (child) {
        cJSON *next = child->next;
        const char *id = string_member(child, "$ref");
        if (id) {
            const struct name *name = find_name(loader, id);
            cJSON *pointer = name ? pointer_to(name) : NULL;
            if (!pointer || !cJSON_ReplaceItemViaPointer(tree, child, pointer))
                return false;
            /* Replacing keeps no key of its own. */
            if (cJSON_IsObject(tree))
                pointer->string = child->string;
        } else if (file_value_name(child) ? !keep_file(loader, child)
                                          : cJSON_IsArray(child) && !resolve(loader, child)) {
            return false;
        }
        child = next;
    }
    return true;
}

/* The ACL entry's name: a user's id here becomes the user's objectId; roles stay. */
static bool grant(const struct loader *loader, const cJSON *list, const char *right, cJSON *acl)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        const struct name *name = find_name(loader, item->valuestring);
        const char *principal = name ? name->object_id.bytes : item->valuestring;
        cJSON *entry = principal ? cJSON_GetObjectItemCaseSensitive(acl, principal) : NULL;
        if (!entry && principal)
            entry = cJSON_AddObjectToObject(acl, principal);
        if (!entry || !cJSON_AddTrueToObject(entry, right))
            return false;
    }
    return true;
}

static bool create(struct loader *loader, const struct class *class, cJSON *body,
                   struct text *object_id)
{
    struct request request = make_request(loader);
    struct object_edit edit;

    json_use_arena(loader->arena);
    if (object_edit_read(&request, class, body, NULL, &edit) &&
        object_edit_complete(&request, &edit) && object_edit_insert(&request, &edit)) {
        *object_id = ((struct object *)edit.object)->object_id;
        return true;
    }
    loader->error = request.context.error;
    return false;
}

static bool load_user(struct loader *loader, const cJSON *user, struct demo_account *account)
{
    struct request request = make_request(loader);
    const char *id = string_member(user, "id");
    struct text object_id;

    request.body = cJSON_Duplicate(user, true);
    account->username = text_of(string_member(user, "username"));
    account->password = random_hex(loader->arena, PASSWORD_CHARACTERS);
    if (!id || !request.body || !account->password.bytes)
        return false;
    cJSON_DeleteItemFromObjectCaseSensitive(request.body, "id");
    if (!cJSON_AddStringToObject(request.body, "password", account->password.bytes))
        return false;
    if (!users_create_prepare(&request) || !users_create_hash(&request) ||
        !users_create(&request)) {
        loader->error = request.context.error;
        return false;
    }
    object_id = request.response.location;
    object_id.bytes += strlen("/users/");
    object_id.length -= strlen("/users/");
    return keep_name(loader, id, text_of("_User"), object_id);
}

static bool load_users(struct loader *loader, const cJSON *users, struct demo_account *accounts)
{
    struct demo_account account;
    const cJSON *user;
    int count = 0;

    cJSON_ArrayForEach(user, users)
    {
        json_use_arena(loader->arena);
        if (!load_user(loader, user, &account))
            return false;
        if (count < DEMO_ACCOUNTS)
            accounts[count++] = account;
    }
    return true;
}

static bool load_role(struct loader *loader, const cJSON *role)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *users = body ? cJSON_AddObjectToObject(body, "users") : NULL;
    cJSON *objects = users ? cJSON_AddArrayToObject(users, "objects") : NULL;
    cJSON *acl = body ? cJSON_AddObjectToObject(body, "ACL") : NULL;
    cJSON *everyone = acl ? cJSON_AddObjectToObject(acl, "*") : NULL;
    const char *name = string_member(role, "name");
    struct text object_id;
    const cJSON *member;

    if (!objects || !everyone || !name || !cJSON_AddTrueToObject(everyone, "read") ||
        !cJSON_AddStringToObject(body, "name", name) ||
        !cJSON_AddStringToObject(users, "__op", "AddRelation"))
        return false;
    cJSON_ArrayForEach(member, cJSON_GetObjectItemCaseSensitive(role, "users"))
    {
        const struct name *user = find_name(loader, member->valuestring);
        cJSON *pointer = user ? pointer_to(user) : NULL;
        if (!pointer || !cJSON_AddItemToArray(objects, pointer))
            return false;
    }
    return create(loader, loader->server->app->role, body, &object_id);
}

static bool load_object(struct loader *loader, const cJSON *description)
{
    const char *class_name = string_member(description, "class");
    const struct class *class =
        class_name ? app_find_class(loader->server->app, text_of(class_name)) : NULL;
    cJSON *object = cJSON_GetObjectItemCaseSensitive(description, "object");
    const cJSON *readers = cJSON_GetObjectItemCaseSensitive(description, "read");
    const cJSON *writers = cJSON_GetObjectItemCaseSensitive(description, "write");
    const char *id = string_member(description, "id");
    cJSON *acl = cJSON_CreateObject();
    struct text object_id;

    /* Where there is an audit trail, the server writes it. */
    if (class && class == loader->server->app->audit_log)
        return true;
    if (!class || !cJSON_IsObject(object) || !acl || !resolve(loader, object) ||
        !grant(loader, readers, "read", acl) || !grant(loader, writers, "write", acl))
        return false;
    /* Who names neither leaves it to the app's rules. */
    if ((readers || writers) && !cJSON_AddItemToObject(object, "ACL", acl))
        return false;
    if (!create(loader, class, object, &object_id))
        return false;
    return !id || keep_name(loader, id, class->name, object_id);
}

/* Loads everything; names what failed in the log. */
static bool load_all(struct loader *loader, const cJSON *sample, struct demo_account *accounts)
{
    const cJSON *item;

    if (!load_users(loader, cJSON_GetObjectItemCaseSensitive(sample, "users"), accounts)) {
        log_error("sample users: %.*s", TEXT_PRINTED(loader->error.message));
        return false;
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(sample, "roles"))
    {
        json_use_arena(loader->arena);
        if (!load_role(loader, item)) {
            log_error("a sample role: %.*s", TEXT_PRINTED(loader->error.message));
            return false;
        }
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(sample, "objects"))
    {
        const char *id = string_member(item, "id");
        json_use_arena(loader->arena);
        if (!load_object(loader, item)) {
            log_error("sample object %s: %.*s", id ? id : "(no id)",
                      TEXT_PRINTED(loader->error.message));
            return false;
        }
    }
    return true;
}

static bool has_users(struct loader *loader, bool *answer)
{
    struct request request = make_request(loader);
    struct row_query query = {.class = loader->server->app->user, .operation = OPERATION_COUNT};
    int64_t count = 0;

    if (!rows_count(&request, &query, &count))
        return false;
    *answer = count > 0;
    return true;
}

static cJSON *read_sample(struct loader *loader)
{
    struct context context = {.arena = loader->arena};
    const struct app *app = loader->server->app;
    struct buffer text;

    buffer_init(&text, loader->arena, 4096);
    for (size_t i = 0; i < app->sample_json_count; i++)
        buffer_add_string(&text, app->sample_json[i]);
    if (!app->sample_json_count)
        buffer_add_string(&text, default_sample);
    return json_parse(&context, buffer_text(&text));
}

/* The file has a line "username password" for each account. */
static bool read_accounts(struct arena *arena, const char *path, struct demo_account *accounts)
{
    struct text left = key_file_read(arena, path);

    if (!left.bytes)
        return false;
    for (int i = 0; i < DEMO_ACCOUNTS && left.length; i++) {
        const char *end = memchr(left.bytes, '\n', left.length);
        size_t length = end ? (size_t)(end - left.bytes) : left.length;
        const char *space = memchr(left.bytes, ' ', length);
        if (!space)
            return false;
        accounts[i].username = (struct text){left.bytes, (size_t)(space - left.bytes)};
        accounts[i].password = (struct text){space + 1, length - (size_t)(space + 1 - left.bytes)};
        left.bytes += end ? length + 1 : length;
        left.length -= end ? length + 1 : length;
    }
    return true;
}

static bool keep_accounts(struct arena *arena, const char *path,
                          const struct demo_account *accounts)
{
    struct buffer text;

    buffer_init(&text, arena, 256);
    for (int i = 0; i < DEMO_ACCOUNTS; i++) {
        if (!accounts[i].username.bytes)
            continue;
        buffer_add_text(&text, accounts[i].username);
        buffer_add_char(&text, ' ');
        buffer_add_text(&text, accounts[i].password);
        buffer_add_char(&text, '\n');
    }
    return !text.failed && secret_file_write(arena, path, buffer_text(&text));
}

bool demo_load(struct server *server, struct store_connection *connection, struct arena *arena,
               struct demo_account *accounts)
{
    struct loader loader = {.server = server, .connection = connection, .arena = arena};
    struct text path = arena_printf(arena, "%s/demo-accounts", server->options.data);
    cJSON *sample;
    bool filled = false;
    bool done;

    if (!path.bytes || !has_users(&loader, &filled))
        return false;
    if (filled) {
        read_accounts(arena, path.bytes, accounts);
        return true;
    }
    sample = read_sample(&loader);
    done = sample && store_begin(connection);
    if (done) {
        done = load_all(&loader, sample, accounts) && keep_accounts(arena, path.bytes, accounts) &&
               store_commit(connection);
        if (!done)
            store_rollback(connection);
    }
    if (!done)
        log_error("the sample data could not be loaded");
    return done;
}
