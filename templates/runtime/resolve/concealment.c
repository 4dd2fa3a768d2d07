/* concealment.c - see concealment.h. Messages are looked through when they are there: whichever names a type, now or
 * later, is seen. */
#include "resolve/concealment.h"

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Whether the document has the name, as a whole. */
static bool has_name(struct text document, struct text name)
{
    const char *end = document.bytes + document.length;
    const char *at = document.bytes;

    while (at && (size_t)(end - at) >= name.length) {
        at = memmem(at, (size_t)(end - at), name.bytes, name.length);
        if (!at)
            return false;
        if ((at == document.bytes || !is_name_byte(at[-1])) &&
            (at + name.length == end || !is_name_byte(at[name.length])))
            return true;
        at++;
    }
    return false;
}

/* Whether what stands in quotes is to be left out: "[Type!]!" of a type that the document has not. */
static bool is_concealed(const struct graphql_schema *schema, struct text document,
                         struct text quoted)
{
    struct text name = text_trim(quoted, "[]!");

    return name.length && graphql_find_type(schema, name) && !has_name(document, name);
}

static struct text conceal(struct arena *arena, const struct graphql_schema *schema,
                           struct text document, struct text message)
{
    struct buffer told;
    size_t at = 0;

    buffer_init(&told, arena, message.length + 16);
    while (at < message.length) {
        const char *open = memchr(message.bytes + at, '"', message.length - at);
        size_t start = open ? (size_t)(open - message.bytes) + 1 : message.length;
        const char *close = start < message.length
                                ? memchr(message.bytes + start, '"', message.length - start)
                                : NULL;
        size_t end = close ? (size_t)(close - message.bytes) : start;
        struct text quoted = {message.bytes + start, end - start};
        buffer_add(&told, message.bytes + at, start - at);
        if (close && is_concealed(schema, document, quoted)) {
            buffer_add_string(&told, "...\"");
            at = end + 1;
        } else {
            at = start; /* what is behind the quote may begin another one */
        }
    }
    return told.failed ? (struct text)TEXT("Not valid.") : buffer_text(&told);
}

void conceal_types(struct graphql_errors *errors, const struct graphql_schema *schema,
                   struct text document)
{
    for (struct graphql_error *error = errors->first; error; error = error->next)
        error->message = conceal(errors->arena, schema, document, error->message);
}
