/* runtime_acl.c - any bytes as an ACL's JSON and as its stored form. What is read can be written
 * and read again, and lets in exactly whom its "*" entry lets in when nobody is signed in. */
#include "formats/acl.h"
#include "formats/json.h"
#include "require.h"

static bool grants_everyone(const cJSON *json, const char *right)
{
    const cJSON *everyone = cJSON_GetObjectItemCaseSensitive(json, "*");

    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(everyone, right));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct text roles[] = {{"nurse", 5}};
    const struct principal nobody = {.master = false};
    const struct principal user = {
        .user_id = text_of("u1"), .roles = roles, .role_count = 1, .no_acl_is_public = true};
    struct text text = {(const char *)bytes, size};
    struct text stored;
    struct text again;
    struct arena arena;
    struct buffer json_text;

    json_init();
    arena_init(&arena);
    struct context context = {.arena = &arena};
    buffer_init(&json_text, &arena, 0);
    acl_allows(text, &user, ACL_WRITE); /* a stored form that nobody wrote must do no harm */
    acl_write_json(&json_text, text);
    json_text.length = 0;

    const cJSON *json = json_parse(&context, text);
    if (json && acl_from_json(&context, json, &stored) && stored.bytes) {
        require(acl_allows(stored, &nobody, ACL_READ) == grants_everyone(json, "read"), "read");
        require(acl_allows(stored, &nobody, ACL_WRITE) == grants_everyone(json, "write"), "write");
        acl_write_json(&json_text, stored);
        json = json_parse(&context, buffer_text(&json_text));
        require(json && acl_from_json(&context, json, &again), "what is written can be read");
        require(text_equal(stored, again), "and is the same ACL");
    } else {
        int code = context.error.code;
        require(code == 0 || code == 107 || code == 123, "what is no ACL fails with 107 or 123");
    }
    arena_release(&arena);
    return 0;
}
