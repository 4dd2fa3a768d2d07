/* runtime_json.c - any bytes as JSON: what passes the check parses, and what is written from the
 * tree passes the check and reads back as the same text. Any bytes as a string's become valid JSON.
 */
#include "formats/json.h"
#include "require.h"

static bool has_namesakes(const cJSON *tree)
{
    for (const cJSON *child = tree->child; child; child = child->next) {
        if (has_namesakes(child))
            return true;
        for (const cJSON *other = child->next; other && child->string; other = other->next)
            if (strcmp(child->string, other->string) == 0)
                return true;
    }
    return false;
}

/* Whether the trees say the same, member by member; `read` has no namesakes. */
static bool same_tree(const cJSON *read, const cJSON *reference)
{
    const cJSON *other = reference->child;

    if (read->type != reference->type || read->valueint != reference->valueint)
        return false;
    if (cJSON_IsNumber(read) && read->valuedouble != reference->valuedouble)
        return false;
    if (cJSON_IsString(read) && strcmp(read->valuestring, reference->valuestring) != 0)
        return false;
    for (const cJSON *child = read->child; child; child = child->next, other = other->next)
        if (!other || (child->string && strcmp(child->string, other->string) != 0) ||
            !same_tree(child, other) || (child->next && child->next->prev != child))
            return false;
    return !other && (!read->child || !read->child->prev->next);
}

/* cJSON's own parser reads the same, apart from namesakes, which it leaves. */
static void require_like_cjson(const cJSON *tree, struct text text)
{
    cJSON *reference = cJSON_ParseWithLengthOpts(text.bytes, text.length, NULL, 0);

    require(reference != NULL, "cJSON reads it, too");
    require(has_namesakes(reference) || same_tree(tree, reference), "and reads the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct arena arena;
    struct buffer first;
    struct buffer second;

    json_init();
    arena_init(&arena);
    struct context context = {.arena = &arena};
    buffer_init(&first, &arena, 0);
    buffer_init(&second, &arena, 0);
    bool valid = json_is_valid(text);
    const cJSON *tree = json_parse(&context, text);
    require((tree != NULL) == (context.error.code == 0), "either a tree or an error");
    if (!valid)
        require(!tree && context.error.code == 107, "what is no JSON fails with 107");
    if (tree) {
        require_like_cjson(tree, text);
        json_write_tree(&first, tree);
        require(json_is_valid(buffer_text(&first)), "what is written is JSON");
        tree = json_parse(&context, buffer_text(&first));
        require(tree != NULL, "what is written can be read");
        json_write_tree(&second, tree);
        require(text_equal(buffer_text(&first), buffer_text(&second)), "and is the same again");
    }

    first.length = 0;
    json_write_string(&first, text);
    bool has_nul = size > 0 && memchr(bytes, 0, size);
    require(has_nul || json_is_valid(buffer_text(&first)), "any bytes make a valid string");
    arena_release(&arena);
    return 0;
}
