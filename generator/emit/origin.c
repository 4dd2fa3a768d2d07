/* origin.c - where a class or a field was written; see origin.h. */
#include "emit/origin.h"

#include <inttypes.h>
#include <string.h>

const char *origin_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash ? path : slash + 1;
}

const char *origin_file(struct span span)
{
    return !span.source ? "" : origin_base_name(span.source->name);
}

const char *origin_place(struct arena *arena, struct span span)
{
    if (!span.source)
        return "";
    return arena_printf(arena, "%s:%" PRIu32, origin_base_name(span.source->name),
                        span_position(span).line);
}

const char *origin_text(struct arena *arena, struct span schema_span, struct span spec_span)
{
    if (!schema_span.source && !spec_span.source)
        return "built in";
    if (!spec_span.source)
        return origin_place(arena, schema_span);
    return arena_printf(arena, "%s%s%s", origin_place(arena, schema_span),
                        schema_span.source ? ", " : "", origin_place(arena, spec_span));
}
