/* runtime_upload.c - any bytes as a form with files, by the multipart request specification: a Content-Type in the
 * first line, the body behind it. What is read lies within the body; and either operations are there, with a file for
 * each place that was mapped to one, or it is said what is wrong. */
#include "formats/json.h"
#include "formats/multipart.h"
#include "require.h"
#include "resolve/upload.h"

static bool is_within(struct text piece, struct text whole)
{
    return !piece.length ||
           (piece.bytes >= whole.bytes && piece.bytes + piece.length <= whole.bytes + whole.length);
}

static bool has(struct text text, struct text piece)
{
    return text.length >= piece.length &&
           memmem(text.bytes, text.length, piece.bytes, piece.length) != NULL;
}

static void require_parts(struct arena *arena, struct text type, struct text body)
{
    struct text boundary = multipart_boundary(arena, type);
    struct multipart multipart;
    struct multipart_part part;
    const struct text ends[] = {TEXT("\r\n"), boundary};
    struct text end = arena_join(arena, ends, 2);
    size_t count = 0;

    if (!boundary.bytes)
        return;
    require(upload_is_form(type), "a boundary is a form's");
    multipart = multipart_begin(boundary, body);
    while (multipart_next(&multipart, arena, &part)) {
        require(is_within(part.bytes, body), "a part is within the body");
        require(!has(part.bytes, end), "and ends before a boundary");
        require(++count <= body.length, "each takes of the body");
    }
}

/* Every value that stands for a file is one that came along. */
static void require_files(const struct request *request, const cJSON *tree, struct text body)
{
    const cJSON *below;
    const struct upload_file *file = upload_find(request, tree);

    require(!file || is_within(file->bytes, body), "a file is within the body");
    cJSON_ArrayForEach(below, tree)
    {
        require_files(request, below, body);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *end = size ? memchr(bytes, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - bytes) : size;
    struct text body = {(const char *)bytes + length + (end ? 1 : 0),
                        size - length - (end ? 1 : 0)};
    struct arena arena;
    const char *fault;

    json_init();
    arena_init(&arena);
    struct text type = arena_copy(&arena, (struct text){(const char *)bytes, length});
    struct request request = {
        .context = {.arena = &arena}, .content_type = type, .body_text = body};
    require_parts(&arena, type, body);
    json_use_arena(&arena);
    fault = upload_read_form(&request);
    require(!fault || fault[0], "what is wrong has words");
    require(request.context.error.code == 0, "and is no failure of the server");
    if (!fault) {
        require(cJSON_IsObject(request.body) && request.uploads, "operations are there");
        require_files(&request, request.body, body);
    }
    require(!arena.failed, "and memory is enough");
    arena_release(&arena);
    return 0;
}
