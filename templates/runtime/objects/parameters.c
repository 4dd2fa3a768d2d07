/* parameters.c - see parameters.h. */
#include "objects/parameters.h"

#include "model/field_name.h"
#include "request/server.h"

enum { DEFAULT_LIMIT = 100 };

/* Whether a parameter is one of a list, which ends with NULL. */
static bool is_allowed(struct text name, const char *const *allowed)
{
    for (; *allowed; allowed++)
        if (text_is(name, *allowed))
            return true;
    return false;
}

struct text parameters_find_stray(const struct request *request, const char *const *allowed)
{
    const cJSON *member;

    for (size_t i = 0; i < request->parameter_count; i++)
        if (!is_allowed(request->parameters[i].name, allowed))
            return request->parameters[i].name;
    cJSON_ArrayForEach(member, request->body)
    {
        if (!is_allowed(text_of(member->string), allowed))
            return text_of(member->string);
    }
    return text_none();
}

bool parameters_check(struct request *request, const char *const *allowed)
{
    struct text stray = parameters_find_stray(request, allowed);

    return !stray.bytes || fail(&request->context, PARSE_INVALID_QUERY,
                                "Invalid parameter for query: %.*s", TEXT_PRINTED(stray));
}

bool parameters_read_count(struct request *request, const char *name, int64_t fallback,
                           int64_t *count)
{
    struct text text = request_list_parameter(request, name);
    int64_t number = 0;

    *count = fallback;
    if (!text.length || text_is(text, "null"))
        return true;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_ascii_digit(text.bytes[i]) || number > INT32_MAX)
            return fail(&request->context, PARSE_INVALID_QUERY, "Invalid %s: %.*s", name,
                        text.length < 32 ? (int)text.length : 32, text.bytes);
        number = 10 * number + (text.bytes[i] - '0');
    }
    *count = number;
    return true;
}

bool parameters_read_limit(struct request *request, int64_t *limit)
{
    int64_t most = request->server->options.max_limit;

    if (!parameters_read_count(request, "limit", DEFAULT_LIMIT, limit))
        return false;
    if (*limit > most)
        *limit = most;
    return true;
}

bool parameters_want(struct request *request, const char *name)
{
    struct text text = request_list_parameter(request, name);

    return text.length && !text_is(text, "0") && !text_is(text, "false") && !text_is(text, "null");
}
