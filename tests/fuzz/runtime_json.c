/* runtime_json.c - any bytes as JSON: what passes the check parses, and what is written from the
 * tree passes the check and reads back as the same text. Any bytes as a string's become valid JSON.
 */
#include "formats/json.h"
#include "require.h"

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
