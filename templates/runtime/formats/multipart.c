/* multipart.c - see multipart.h. Bodies come from anybody: nothing is taken for granted, and each byte is looked
 * at a bounded number of times. */
#include "formats/multipart.h"

#include <strings.h>

enum { LONGEST_BOUNDARY = 70, LONGEST_HEAD = 8192 };

static const char form_type[] = "multipart/form-data";

/* Cuts what is up to the bytes off the text's beginning; false, and nothing is cut, when they are not in it. */
static bool cut_before(struct text *text, struct text bytes, struct text *before)
{
    const char *at = text->length >= bytes.length
                         ? memmem(text->bytes, text->length, bytes.bytes, bytes.length)
                         : NULL;

    if (!at)
        return false;
    *before = (struct text){text->bytes, (size_t)(at - text->bytes)};
    text->length -= before->length + bytes.length;
    text->bytes = at + bytes.length;
    return true;
}

/* The value of a parameter, "name=value" or name="va\"lue"; no text when it is not there. */
static struct text parameter(struct arena *arena, struct text list, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i + length + 1 < list.length; i++) {
        bool begins = i > 0 && (list.bytes[i - 1] == ';' || list.bytes[i - 1] == ' ' ||
                                list.bytes[i - 1] == '\t');
        if (!begins || strncasecmp(list.bytes + i, name, length) != 0 ||
            list.bytes[i + length] != '=')
            continue;
        struct text value = {list.bytes + i + length + 1, list.length - i - length - 1};
        bool quoted = value.length && value.bytes[0] == '"';
        char *copy = arena_alloc_bytes(arena, value.length + 1);
        size_t size = 0;
        for (size_t j = quoted ? 1 : 0; copy && j < value.length; j++) {
            char c = value.bytes[j];
            if (quoted ? c == '"' : (c == ';' || c == ' ' || c == '\t'))
                break;
            /* Browsers write a quote as %22, and a backslash as it is, unless a quote is behind it. */
            if (quoted && c == '\\' && j + 1 < value.length && value.bytes[j + 1] == '"')
                c = value.bytes[++j];
            copy[size++] = c;
        }
        if (copy)
            copy[size] = '\0';
        return copy ? (struct text){copy, size} : text_none();
    }
    return text_none();
}

struct text multipart_boundary(struct arena *arena, struct text content_type)
{
    size_t length = sizeof form_type - 1;
    struct text boundary;

    if (content_type.length <= length || strncasecmp(content_type.bytes, form_type, length) != 0)
        return text_none();
    boundary = parameter(arena, content_type, "boundary");
    if (!boundary.length || boundary.length > LONGEST_BOUNDARY)
        return text_none();
    return arena_printf(arena, "--%.*s", TEXT_PRINTED(boundary));
}

struct multipart multipart_begin(struct text boundary, struct text body)
{
    struct multipart multipart = {.boundary = boundary, .rest = body};

    multipart.failed =
        body.length < boundary.length || memcmp(body.bytes, boundary.bytes, boundary.length) != 0;
    if (!multipart.failed) {
        multipart.rest.bytes += boundary.length;
        multipart.rest.length -= boundary.length;
    }
    return multipart;
}

static bool is_header(struct text line, const char *name, struct text *value)
{
    size_t length = strlen(name);

    if (line.length <= length || line.bytes[length] != ':' ||
        strncasecmp(line.bytes, name, length) != 0)
        return false;
    *value = text_trim((struct text){line.bytes + length + 1, line.length - length - 1}, " \t");
    return true;
}

static void read_head(struct arena *arena, struct text head, struct multipart_part *part)
{
    struct text line;
    struct text value;
    bool more = true;

    while (more) {
        more = cut_before(&head, (struct text)TEXT("\r\n"), &line);
        if (!more)
            line = head;
        if (is_header(line, "Content-Disposition", &value)) {
            part->name = parameter(arena, value, "name");
            part->file_name = parameter(arena, value, "filename");
        } else if (is_header(line, "Content-Type", &value)) {
            part->content_type = arena_copy(arena, value);
        }
    }
}

bool multipart_next(struct multipart *multipart, struct arena *arena, struct multipart_part *part)
{
    struct text line_end = TEXT("\r\n");
    const struct text ending_parts[] = {TEXT("\r\n"), multipart->boundary};
    struct text head_end = TEXT("\r\n\r\n");
    struct text ending;
    struct text head;
    struct text rest = multipart->rest;

    *part = (struct multipart_part){.name = text_none()};
    if (multipart->failed || (rest.length >= 2 && memcmp(rest.bytes, "--", 2) == 0))
        return false;
    ending = arena_join(arena, ending_parts, 2);
    /* A part begins with the end of the boundary's line, behind which spaces may be. */
    while (rest.length && (rest.bytes[0] == ' ' || rest.bytes[0] == '\t')) {
        rest.bytes++;
        rest.length--;
    }
    multipart->failed = !ending.bytes || rest.length < 2 ||
                        memcmp(rest.bytes, line_end.bytes, 2) != 0 ||
                        !cut_before(&rest, head_end, &head) || head.length > LONGEST_HEAD ||
                        !cut_before(&rest, ending, &part->bytes);
    if (multipart->failed)
        return false;
    multipart->rest = rest;
    read_head(arena, head, part);
    return true;
}
