/* acl.c - see acl.h for the two forms. acl_allows() is asked for every row of every request, so the
 * stored form is made for one scan without any parsing. */
#include "formats/acl.h"

#include "formats/json.h"

enum { LONGEST_USER_ID = 64 };

static const char ROLE_PREFIX[] = "role:";
enum { ROLE_PREFIX_LENGTH = sizeof ROLE_PREFIX - 1 };

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool role_name_is_valid(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.bytes[i];
        if (!is_letter_or_digit(byte) && byte != '_' && byte != '-' && byte != ' ')
            return false;
    }
    return name.length > 0;
}

static bool user_id_is_valid(struct text id)
{
    for (size_t i = 0; i < id.length; i++) {
        char byte = id.bytes[i];
        if (!is_letter_or_digit(byte) && byte != '_' && byte != '-')
            return false;
    }
    return id.length > 0 && id.length <= LONGEST_USER_ID;
}

/* The role's name in "role:NAME", or no text. */
static struct text role_of(struct text principal)
{
    if (principal.length < ROLE_PREFIX_LENGTH ||
        memcmp(principal.bytes, ROLE_PREFIX, ROLE_PREFIX_LENGTH) != 0)
        return text_none();
    return (struct text){principal.bytes + ROLE_PREFIX_LENGTH,
                         principal.length - ROLE_PREFIX_LENGTH};
}

static bool principal_is_valid(struct text principal)
{
    struct text role = role_of(principal);

    if (role.bytes)
        return role_name_is_valid(role);
    return text_is(principal, "*") || user_id_is_valid(principal);
}

/* Reads {"read":true,"write":true}; false when it is anything else. */
static bool read_rights(const cJSON *json, bool *reads, bool *writes)
{
    *reads = false;
    *writes = false;
    if (!cJSON_IsObject(json))
        return false;
    for (const cJSON *right = json->child; right; right = right->next) {
        if (!cJSON_IsBool(right))
            return false;
        if (strcmp(right->string, "read") == 0)
            *reads = cJSON_IsTrue(right);
        else if (strcmp(right->string, "write") == 0)
            *writes = cJSON_IsTrue(right);
        else
            return false;
    }
    return true;
}

bool acl_from_json(struct context *context, const cJSON *json, struct text *stored)
{
    struct buffer buffer;

    *stored = text_none();
    if (cJSON_IsNull(json))
        return true;
    if (!cJSON_IsObject(json))
        return fail(context, PARSE_INVALID_ACL, "Invalid ACL.");
    buffer_init(&buffer, context->arena, 0);
    for (const cJSON *entry = json->child; entry; entry = entry->next) {
        struct text principal = text_of(entry->string);
        bool reads;
        bool writes;
        if (!principal_is_valid(principal) || !read_rights(entry, &reads, &writes))
            return fail(context, PARSE_INVALID_ACL, "Invalid ACL.");
        if (!reads && !writes)
            continue;
        buffer_add_char(&buffer, reads && writes ? 'b' : reads ? 'r' : 'w');
        buffer_add_text(&buffer, principal);
        buffer_add_char(&buffer, '\n');
    }
    if (buffer.failed)
        return fail_internal(context, "out of memory for an ACL");
    *stored = buffer_text(&buffer);
    return true;
}

/* Takes the first line off the rest: its right and its principal. False at the end. */
static bool next_entry(struct text *rest, char *right, struct text *principal)
{
    if (rest->length == 0)
        return false;

    const char *newline = memchr(rest->bytes, '\n', rest->length);
    size_t line = newline ? (size_t)(newline - rest->bytes) : rest->length;
    size_t taken = newline ? line + 1 : line;
    *right = line > 0 ? rest->bytes[0] : '\0'; /* an empty line grants nothing */
    *principal = line > 0 ? (struct text){rest->bytes + 1, line - 1} : text_of("");
    rest->bytes += taken;
    rest->length -= taken;
    return true;
}

void acl_write_json(struct buffer *buffer, struct text stored)
{
    char right;
    struct text principal;
    const char *separator = "";

    buffer_add_char(buffer, '{');
    while (next_entry(&stored, &right, &principal)) {
        buffer_add_string(buffer, separator);
        json_write_string(buffer, principal);
        buffer_add_string(buffer, right == 'b'   ? ":{\"read\":true,\"write\":true}"
                                  : right == 'r' ? ":{\"read\":true}"
                                                 : ":{\"write\":true}");
        separator = ",";
    }
    buffer_add_char(buffer, '}');
}

static bool is_meant(struct text entry, const struct principal *principal)
{
    if (entry.length == 1 && entry.bytes[0] == '*')
        return true;
    if (principal_signed_in(principal) && text_equal(entry, principal->user_id))
        return true;
    if (principal->role_count == 0)
        return false;

    struct text role = role_of(entry);
    if (!role.bytes)
        return false;
    for (size_t i = 0; i < principal->role_count; i++)
        if (text_equal(role, principal->roles[i]))
            return true;
    return false;
}

bool acl_allows(struct text stored, const struct principal *principal, enum acl_right right)
{
    char wanted = right == ACL_READ ? 'r' : 'w';
    char granted;
    struct text entry;

    if (principal->master)
        return true;
    if (!stored.bytes)
        return principal->no_acl_is_public;
    while (next_entry(&stored, &granted, &entry))
        if ((granted == 'b' || granted == wanted) && is_meant(entry, principal))
            return true;
    return false;
}

struct text acl_of_owner(struct arena *arena, struct text user_id)
{
    return arena_printf(arena, "b%.*s\n", TEXT_PRINTED(user_id));
}

struct text acl_with_owner(struct arena *arena, struct text user_id, struct text others)
{
    struct buffer acl;
    struct text principal;
    char right;

    buffer_init(&acl, arena, user_id.length + others.length + 4);
    buffer_add_char(&acl, 'b');
    buffer_add_text(&acl, user_id);
    buffer_add_char(&acl, '\n');
    while (next_entry(&others, &right, &principal)) {
        if (!right || text_equal(principal, user_id))
            continue;
        buffer_add_char(&acl, right);
        buffer_add_text(&acl, principal);
        buffer_add_char(&acl, '\n');
    }
    return acl.failed ? text_none() : buffer_text(&acl);
}

struct text acl_for_creator(struct arena *arena, struct text default_acl, struct text user_id)
{
    struct buffer acl;
    struct text principal;
    char right;

    buffer_init(&acl, arena, default_acl.length + user_id.length + 1);
    while (next_entry(&default_acl, &right, &principal)) {
        if (text_is(principal, "currentUser"))
            principal = user_id;
        if (!principal.length)
            continue;
        buffer_add_char(&acl, right);
        buffer_add_text(&acl, principal);
        buffer_add_char(&acl, '\n');
    }
    return acl.failed ? text_none() : buffer_text(&acl);
}
