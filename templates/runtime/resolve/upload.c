/* upload.c - see upload.h. A place for a file holds {"upload": N}: the number of the file in request->files. A
 * client that writes the same itself names one of the files that it has sent. */
#include "resolve/upload.h"

#include "formats/digits.h"
#include "formats/json.h"
#include "formats/multipart.h"

#include <strings.h>

enum {
    LONGEST_INDEX = 4, /* of an element, in digits */
    PART_LIMIT = 100,
    FILE_LIMIT = 20,
    PATH_LIMIT = 20 /* places for one file */
};

static const char number_member[] = "upload";

struct upload_form {
    struct upload_file files[FILE_LIMIT];
    struct text names[FILE_LIMIT]; /* of their fields in the form */
    size_t count;
};

bool upload_is_form(struct text content_type)
{
    static const char type[] = "multipart/form-data";

    return content_type.length >= sizeof type - 1 &&
           strncasecmp(content_type.bytes, type, sizeof type - 1) == 0;
}

const struct upload_file *upload_find(const struct request *request, const cJSON *value)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(value, number_member);
    const struct upload_form *form = request->uploads;
    double place = cJSON_IsNumber(number) ? cJSON_GetNumberValue(number) : -1;

    if (!form || !cJSON_IsObject(value) || place < 0 || place >= (double)form->count)
        return NULL;
    return &form->files[(size_t)place];
}

/* Takes the next part of a dotted path; "" at its end. */
static struct text next_step(struct text *path)
{
    const char *dot = path->length ? memchr(path->bytes, '.', path->length) : NULL;
    struct text step = {path->bytes, dot ? (size_t)(dot - path->bytes) : path->length};
    size_t used = step.length + (dot ? 1 : 0);

    path->bytes += used;
    path->length -= used;
    return step;
}

/* Puts the file's number where the path leads, which must be null. */
static bool put(struct arena *arena, cJSON *tree, struct text path, size_t number)
{
    cJSON *value = cJSON_CreateObject();
    struct text name = text_none();
    cJSON *parent = NULL;
    cJSON *at = tree;
    int place = -1;

    while (at && path.length) {
        struct text step = next_step(&path);
        parent = at;
        name = arena_copy(arena, step);
        place = cJSON_IsArray(parent) ? (int)digits_read(step, LONGEST_INDEX) : -1;
        if (!name.bytes)
            return false;
        at = cJSON_IsArray(parent) ? (place < 0 ? NULL : cJSON_GetArrayItem(parent, place))
                                   : cJSON_GetObjectItemCaseSensitive(parent, name.bytes);
    }
    if (!parent || !cJSON_IsNull(at) || !value ||
        !cJSON_AddNumberToObject(value, number_member, (double)number))
        return false;
    return cJSON_IsArray(parent)
               ? cJSON_ReplaceItemInArray(parent, place, value)
               : cJSON_ReplaceItemInObjectCaseSensitive(parent, name.bytes, value);
}

/* {"0": ["variables.input.upload"], ...} */
static const char *apply_map(struct request *request, struct upload_form *form, const cJSON *map)
{
    struct arena *arena = request->context.arena;

    for (size_t i = 0; i < form->count; i++) {
        struct text name = arena_copy(arena, form->names[i]);
        const cJSON *paths = name.bytes ? cJSON_GetObjectItemCaseSensitive(map, name.bytes) : NULL;
        const cJSON *path;
        if (!cJSON_IsArray(paths) || cJSON_GetArraySize(paths) > PATH_LIMIT)
            return "map must say where each file belongs.";
        cJSON_ArrayForEach(path, paths)
        {
            if (!cJSON_IsString(path) || !put(arena, request->body, text_of(path->valuestring), i))
                return "map must lead to nulls in operations.";
        }
    }
    return NULL;
}

static const char *read_json(struct request *request, struct text text, cJSON **json)
{
    struct context scratch = {.arena = request->context.arena};

    *json = text.bytes ? json_parse(&scratch, text) : NULL;
    return cJSON_IsObject(*json) ? NULL : "operations and map must be JSON objects.";
}

const char *upload_read_form(struct request *request)
{
    static const char malformed[] = "The form is malformed.";
    struct arena *arena = request->context.arena;
    struct upload_form *form = arena_alloc(arena, sizeof *form);
    struct text boundary = multipart_boundary(arena, request->content_type);
    struct multipart multipart;
    struct multipart_part part;
    struct text operations = text_none();
    struct text map = text_none();
    const char *fault;
    cJSON *tree;
    size_t parts = 0;

    if (!form || !boundary.bytes)
        return malformed;
    multipart = multipart_begin(boundary, request->body_text);
    while (multipart_next(&multipart, arena, &part)) {
        if (++parts > PART_LIMIT || !part.name.bytes)
            return malformed;
        if (text_is(part.name, "operations") && !part.file_name.bytes) {
            operations = part.bytes;
        } else if (text_is(part.name, "map") && !part.file_name.bytes) {
            map = part.bytes;
        } else if (form->count == FILE_LIMIT) {
            return "Too many files.";
        } else {
            form->names[form->count] = part.name;
            form->files[form->count++] =
                (struct upload_file){part.file_name, part.content_type, part.bytes};
        }
    }
    if (multipart.failed)
        return malformed;
    fault = read_json(request, operations, &request->body);
    if (!fault)
        fault = read_json(request, map, &tree);
    request->uploads = form;
    return fault ? fault : apply_map(request, form, tree);
}
