/* context.c - recording why a request fails; see context.h. */
#include "base/context.h"

#include "base/log.h"

#include <stdarg.h>

static int status_of(enum parse_code code)
{
    switch (code) {
#define PARSE_ERROR(name, number, status)                                                          \
    case name:                                                                                     \
        return status;
#include "base/parse_errors.def"
#undef PARSE_ERROR
    }
    return 400;
}

static void record(struct context *context, enum parse_code code, struct text message)
{
    context->error.code = (int)code;
    context->error.status = status_of(code);
    context->error.message = message;
    context->error.is_json = false;
    context->error.refused_by = NULL;
    context->error.retry_seconds = 0;
    context->error.internal = false;
}

bool fail(struct context *context, enum parse_code code, const char *format, ...)
{
    va_list arguments;

    if (context->error.code != 0)
        return false;
    va_start(arguments, format);
    struct text message = arena_vprintf(context->arena, format, arguments);
    va_end(arguments);
    if (!message.bytes)
        return fail_internal(context, "out of memory");
    record(context, code, message);
    return false;
}

bool fail_with_json(struct context *context, enum parse_code code, struct text json)
{
    if (context->error.code != 0)
        return false;
    record(context, code, json);
    context->error.is_json = true;
    return false;
}

/* Not for want of memory, but because one request may not have so much. */
static bool fail_full(struct context *context)
{
    record(context, PARSE_REQUEST_LIMIT_EXCEEDED,
           text_of("The request takes more memory than one may have: ask for less at a time."));
    return false;
}

bool fail_internal(struct context *context, const char *what)
{
    if (context->arena && context->arena->full && context->error.code == 0)
        return fail_full(context);
    log_error("internal error: %s", what);
    if (context->error.code == 0) {
        record(context, PARSE_INTERNAL, text_of("Internal server error."));
        context->error.internal = true;
    }
    return false;
}

bool context_pass_over_row(struct context *context)
{
    if (!context->error.of_row)
        return false;
    context->error = (struct parse_error){0};
    return true;
}

bool forgive(struct context *context)
{
    if (context->error.internal)
        return false;
    context->error = (struct parse_error){0};
    return true;
}
