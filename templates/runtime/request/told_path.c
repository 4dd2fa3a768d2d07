/* told_path.c - see told_path.h. */
#include "request/told_path.h"

#include "model/field_name.h"

enum { LONGEST_SEGMENT = 64, LONGEST_ID = 32 };

static bool is_id(struct text text)
{
    if (!text.length || text.length > LONGEST_ID)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!is_ascii_letter(text.bytes[i]) && !is_ascii_digit(text.bytes[i]))
            return false;
    return true;
}

/* What is told of a segment that the pattern calls by a name: itself, or the name. */
static struct text tell(const struct request *request, struct text name, struct text segment)
{
    if ((text_is(name, ":id") && is_id(segment)) ||
        (text_is(name, ":class") && segment.length < LONGEST_SEGMENT &&
         app_find_class(request->app, segment)))
        return segment;
    return name;
}

/* The segment of the pattern that begins there, without its slash. */
static struct text segment_at(struct text pattern, size_t at)
{
    const char *slash = memchr(pattern.bytes + at, '/', pattern.length - at);

    return (struct text){pattern.bytes + at,
                         slash ? (size_t)(slash - pattern.bytes) - at : pattern.length - at};
}

void told_path_write(char *path, const struct request *request)
{
    struct text pattern = request->route ? request->route->pattern : text_of("");
    size_t length = 0;
    int captured = 0;

    for (size_t at = 0; at < pattern.length;) {
        struct text part = segment_at(pattern, at + 1);
        at += 1 + part.length;
        if (part.length && part.bytes[0] == ':')
            part = tell(request, part, request->segments[captured++]);
        if (length + 1 + part.length >= TOLD_PATH)
            break;
        path[length++] = '/';
        if (part.length)
            memcpy(path + length, part.bytes, part.length);
        length += part.length;
    }
    path[length] = '\0';
}
