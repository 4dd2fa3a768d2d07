/* condition.c - see condition.h. */
#include "objects/condition.h"

#include "formats/date.h"
#include "read/shown_row.h"

enum { TAG_LENGTH = DATE_LENGTH + 2 };

static void write_tag(char *tag, int64_t updated_at)
{
    tag[0] = tag[TAG_LENGTH - 1] = '"';
    date_format(updated_at, tag + 1);
}

static void skip_spaces(struct text *rest)
{
    while (rest->length && (rest->bytes[0] == ' ' || rest->bytes[0] == '\t')) {
        rest->bytes++;
        rest->length--;
    }
}

/* Takes one tag off the list, weak ones with their W/, and the comma behind it. */
static bool next_tag(struct text *rest, struct text *tag)
{
    size_t start = rest->length > 2 && memcmp(rest->bytes, "W/", 2) == 0 ? 2 : 0;
    const char *end;

    if (rest->length < start + 2 || rest->bytes[start] != '"')
        return false;
    end = memchr(rest->bytes + start + 1, '"', rest->length - start - 1);
    if (!end)
        return false;
    *tag = (struct text){rest->bytes, (size_t)(end - rest->bytes) + 1};
    *rest = (struct text){end + 1, rest->length - tag->length};
    skip_spaces(rest);
    if (!rest->length)
        return true;
    if (rest->bytes[0] != ',')
        return false;
    *rest = (struct text){rest->bytes + 1, rest->length - 1};
    skip_spaces(rest);
    return rest->length > 0;
}

/* Whether the tag is in the list; RFC 9110, 13.1.1: weak tags never are. */
static bool is_listed(struct request *request, struct text list, struct text tag, bool *listed)
{
    struct text next;

    *listed = false;
    skip_spaces(&list);
    do {
        if (!next_tag(&list, &next))
            return fail(&request->context, PARSE_INVALID_QUERY,
                        "If-Match must be * or a list of entity tags in quotes");
        *listed = *listed || text_equal(next, tag);
    } while (list.length);
    return true;
}

bool condition_check(struct request *request, const struct class *class, struct text object_id,
                     int64_t updated_at)
{
    struct text list = request->if_match;
    char tag[TAG_LENGTH];
    struct shown_row found;
    bool shown;
    bool listed;

    request->if_match = text_none();
    if (!list.bytes || text_is(list, "*"))
        return true;
    write_tag(tag, updated_at);
    if (!is_listed(request, list, (struct text){tag, TAG_LENGTH}, &listed) ||
        !shown_row_find(request, class, object_id, &found, &shown))
        return false;
    return (listed && shown) ||
           request_fail_condition(request, "The object is not the one that If-Match names.");
}

bool condition_tell(struct request *request, int64_t updated_at)
{
    char tag[TAG_LENGTH];

    write_tag(tag, updated_at);
    return response_add_header(request, "ETag",
                               arena_copy(request->context.arena, (struct text){tag, TAG_LENGTH}));
}
