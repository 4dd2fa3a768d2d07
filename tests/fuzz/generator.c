/* generator.c - see generator.h. */
#include "generator.h"

#include "base/arena.h"
#include "build.h"
#include "dump.h"

#include <stdlib.h>
#include <string.h>

static void require(int holds)
{
    if (!holds) {
        __builtin_trap();
    }
}

/* The source has a NUL behind it, as file_read() puts one there, in a block of exactly that size.
 */
static char *with_nul(const uint8_t *bytes, size_t size)
{
    char *copy = malloc(size + 1);
    require(copy != NULL);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    copy[size] = '\0';
    return copy;
}

void fuzz_generator(const uint8_t *bytes, size_t size, read_function *read, int is_schema)
{
    char *text = with_nul(bytes, size);
    struct arena arena;
    arena_init(&arena);
    struct source source;
    source_init(&source, &arena, "input", text, size);
    struct diag diag;
    diag_init(&diag, &arena, false);

    struct ast *ast = read(&diag, &source);
    struct build_options options = {.name = "fuzz", .title = "fuzz", .access = ACCESS_OWNER};
    const struct model *model =
        model_build(&diag, &options, is_schema ? ast : NULL, is_schema ? NULL : ast);
    require((model == NULL) == (diag.error_count > 0));

    struct buffer out;
    buffer_init(&out, &arena);
    ast_dump(ast, &out);
    if (model != NULL) {
        model_dump(model, &out);
    }
    diag_render_text(&diag, &out, true);
    diag_render_json(&diag, &out);
    require(strlen(out.bytes) == out.length);

    arena_release(&arena);
    free(text);
}
