/* file_url.c - see file_url.h. */
#include "files/file_url.h"

#include "crypto/key_ring.h"
#include "formats/digits.h"
#include "request/server.h"

#include <sodium.h>

enum {
    SIGNATURE_LENGTH = 43,
    LONGEST_NUMBER = 15,
    URL_KEY = 2 /* which of the keys derived from DATA/file-key */
};

/* Each part with its length before it, so that no two lists of parts look alike. */
static void add_part(crypto_auth_hmacsha512256_state *state, struct text part)
{
    uint64_t length = part.length;
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(length >> (8 * i));
    crypto_auth_hmacsha512256_update(state, bytes, sizeof bytes);
    crypto_auth_hmacsha512256_update(state, (const unsigned char *)part.bytes, part.length);
}

/* Base64 for URLs (RFC 4648, section 5) of the MAC over all that the URL says. */
static void sign(const struct ring_key *key, const struct file_link *link, struct text name,
                 char signature[64])
{
    crypto_auth_hmacsha512256_state state;
    unsigned char url_key[KEY_BYTES];
    unsigned char mac[crypto_auth_BYTES];

    ring_key_derive(key, URL_KEY, url_key);
    crypto_auth_hmacsha512256_init(&state, url_key, sizeof url_key);
    sodium_memzero(url_key, sizeof url_key);
    add_part(&state, name);
    add_part(&state, link->expires);
    add_part(&state, link->as);
    add_part(&state, link->session);
    add_part(&state, link->of);
    crypto_auth_hmacsha512256_final(&state, mac);
    sodium_bin2base64(signature, 64, mac, sizeof mac, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* A part of a URL: all but RFC 3986's unreserved characters as %XX. */
static void add_escaped(struct buffer *buffer, struct text part)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < part.length; i++) {
        unsigned char byte = (unsigned char)part.bytes[i];
        bool unreserved = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
                          byte == '_' || byte == '~';
        if (unreserved) {
            buffer_add_char(buffer, (char)byte);
        } else {
            char escape[3] = {'%', digits[byte >> 4], digits[byte & 0x0F]};
            buffer_add(buffer, escape, sizeof escape);
        }
    }
}

static void add_base(struct buffer *buffer, const struct request *request)
{
    const struct options *options = &request->server->options;

    if (options->public_url.length) {
        buffer_add_text(buffer, options->public_url);
    } else {
        if (request->host.length) {
            buffer_add_string(buffer, request->scheme);
            buffer_add_string(buffer, "://");
            buffer_add_text(buffer, request->host);
        }
        buffer_add_text(buffer, options->mount);
    }
    buffer_add_string(buffer, "/files/");
    add_escaped(buffer, options->app_id);
    buffer_add_char(buffer, '/');
}

/* "CLASS/ID", "CLASS/ID@N" or "" */
static struct text place_text(struct arena *arena, const struct file_place *place)
{
    struct buffer text;

    if (!place->class_name.bytes)
        return text_of("");
    buffer_init(&text, arena, 64);
    buffer_add_text(&text, place->class_name);
    buffer_add_char(&text, '/');
    buffer_add_text(&text, place->object_id);
    if (place->version) {
        buffer_add_char(&text, '@');
        buffer_add_int64(&text, place->version);
    }
    return buffer_text(&text);
}

void file_url_write(struct buffer *buffer, const struct request *request,
                    const struct file_place *place, struct text name)
{
    const struct principal *principal = &request->principal;
    const struct ring_key *key = key_ring_newest(KEY_FILE);
    struct arena *arena = request->context.arena;
    struct file_link link;
    struct buffer expires;
    char signature[64];

    add_base(buffer, request);
    add_escaped(buffer, name);
    if (!request->app->signs_file_urls)
        return;
    buffer_init(&expires, arena, 24);
    buffer_add_int64(&expires, request->now / 1000 + FILE_URL_SECONDS);
    link.expires = buffer_text(&expires);
    link.as = principal->master                ? text_of("*")
              : principal_signed_in(principal) ? principal->user_id
                                               : text_of("");
    link.session =
        !principal->master && principal->session_id.bytes ? principal->session_id : text_of("");
    link.of = place_text(arena, place);
    if (!key) {
        buffer->failed = true;
        return;
    }
    sign(key, &link, name, signature);
    buffer_add_string(buffer, "?expires=");
    buffer_add_text(buffer, link.expires);
    buffer_add_string(buffer, "&as=");
    add_escaped(buffer, link.as);
    buffer_add_string(buffer, "&session=");
    add_escaped(buffer, link.session);
    buffer_add_string(buffer, "&of=");
    add_escaped(buffer, link.of);
    buffer_add_string(buffer, "&signature=");
    buffer_add_string(buffer, signature);
}

/* The first parameter of that name; an empty text when there is none. */
static struct text find_parameter(const struct parameter *parameters, size_t count,
                                  const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(parameters[i].name, name))
            return parameters[i].value;
    return text_of("");
}

struct file_link file_link_of(const struct request *request)
{
    const struct parameter *parameters = request->parameters;
    size_t count = request->parameter_count;

    return (struct file_link){
        .expires = find_parameter(parameters, count, "expires"),
        .as = find_parameter(parameters, count, "as"),
        .session = find_parameter(parameters, count, "session"),
        .of = find_parameter(parameters, count, "of"),
        .signature = find_parameter(parameters, count, "signature"),
    };
}

bool file_link_is_good(const struct file_link *link, struct text name, int64_t now)
{
    const struct ring_key *key = NULL;
    char signature[64];
    bool is_signed = false;

    if (link->signature.length != SIGNATURE_LENGTH)
        return false;
    while (!is_signed && (key = key_ring_next(KEY_FILE, key))) {
        sign(key, link, name, signature);
        is_signed = sodium_memcmp(signature, link->signature.bytes, SIGNATURE_LENGTH) == 0;
    }
    return is_signed && digits_read(link->expires, LONGEST_NUMBER) > now / 1000;
}

static bool is_name(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
              (byte >= '0' && byte <= '9') || byte == '_'))
            return false;
    }
    return text.length > 0;
}

bool file_place_read(struct text of, struct file_place *place)
{
    const char *slash = of.length ? memchr(of.bytes, '/', of.length) : NULL;
    const char *at;

    *place = (struct file_place){.version = 0};
    if (!slash)
        return false;
    place->class_name = (struct text){of.bytes, (size_t)(slash - of.bytes)};
    place->object_id = (struct text){slash + 1, of.length - place->class_name.length - 1};
    at = place->object_id.length ? memchr(place->object_id.bytes, '@', place->object_id.length)
                                 : NULL;
    if (at) {
        size_t length = (size_t)(at - place->object_id.bytes);
        place->version = digits_read((struct text){at + 1, place->object_id.length - length - 1},
                                     LONGEST_NUMBER);
        place->object_id.length = length;
        if (place->version < 1)
            return false;
    }
    return is_name(place->class_name) && is_name(place->object_id);
}

bool file_place_of_url(struct arena *arena, struct text url, struct file_place *place)
{
    const char *mark = url.length ? memchr(url.bytes, '?', url.length) : NULL;
    const struct parameter *parameters;
    struct text query;
    size_t count;

    *place = (struct file_place){.version = 0};
    if (!mark)
        return false;
    query = (struct text){mark + 1, url.length - (size_t)(mark + 1 - url.bytes)};
    return query_parse(arena, query, &parameters, &count) &&
           file_place_read(find_parameter(parameters, count, "of"), place);
}
