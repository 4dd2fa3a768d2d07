/* page_answer.c - see page_answer.h. */
#include "http/page_answer.h"

#include "base/log.h"
#include "http/access_log.h"
#include "http/connections.h"
#include "http/credentials.h"
#include "http/http_answer.h"
#include "http/location.h"
#include "http/tally.h"
#include "http/tls.h"
#include "request/server.h"
#include "web/site.h"

#include <microhttpd.h>
#include <strings.h>

/* A page runs scripts and styles of this server alone, asks it alone, and stands in no frame. No
 * script makes markup from a text. */
static const struct {
    const char *name;
    const char *value;
} headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
     "require-trusted-types-for 'script'; trusted-types 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Vary", "Accept-Encoding"},
};

/* A header's text; no text when it is not there. */
static struct text header(const struct exchange *exchange, const char *name)
{
    return text_of(MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name));
}

/* Whether a parameter ";q=0" takes the element back (RFC 9110, section 12.4.2). */
static bool is_refused(struct text parameters)
{
    const char *q = parameters.length ? memchr(parameters.bytes, '=', parameters.length) : NULL;
    size_t left = q ? parameters.length - (size_t)(q + 1 - parameters.bytes) : 0;

    if (!left || q[1] != '0')
        return false;
    for (size_t i = 2; i <= left; i++)
        if (q[i] != '.' && q[i] != '0')
            return q[i] == ' ' || q[i] == ';';
    return true;
}

static bool accepts(const struct exchange *exchange, const char *coding)
{
    struct text rest = header(exchange, "Accept-Encoding");
    struct text element;

    while (text_next_item(&rest, &element)) {
        struct text name = text_trim(element, " \t");
        const char *semicolon = name.length ? memchr(name.bytes, ';', name.length) : NULL;
        size_t length = semicolon ? (size_t)(semicolon - name.bytes) : name.length;
        struct text parameters = {name.bytes + length, name.length - length};
        name = text_trim((struct text){name.bytes, length}, " \t");
        if (name.length == strlen(coding) && strncasecmp(name.bytes, coding, name.length) == 0)
            return !is_refused(parameters);
    }
    return false;
}

/* The body that the browser gets: the smallest of those that it can read. */
static enum page_coding choose(const struct exchange *exchange, const struct page *page)
{
    for (int coding = 0; coding < PAGE_PLAIN; coding++)
        if (page->bodies[coding].bytes.bytes &&
            accepts(exchange, page_coding_name((enum page_coding)coding)))
            return (enum page_coding)coding;
    return PAGE_PLAIN;
}

/* Whether the browser says that it has this body (RFC 9110, section 13.1.2). */
static bool has_already(const struct exchange *exchange, struct text tag)
{
    struct text rest = header(exchange, "If-None-Match");
    struct text element;

    while (text_next_item(&rest, &element)) {
        element = text_trim(element, " \t");
        if (text_is(element, "*"))
            return true;
        if (element.length > 2 && memcmp(element.bytes, "W/", 2) == 0) {
            element.bytes += 2;
            element.length -= 2;
        }
        if (text_equal(element, tag))
            return true;
    }
    return false;
}

/* The cookie that keeps the token is called after the port that the browser asked: cookies know hosts
 * alone, and several servers of one host would take each other's away. */
static const char *cookie_name(struct exchange *exchange)
{
    struct text host = header(exchange, "Host");
    size_t digits = 0;

    while (digits < host.length && host.bytes[host.length - 1 - digits] >= '0' &&
           host.bytes[host.length - 1 - digits] <= '9')
        digits++;
    if (digits == host.length || host.bytes[host.length - 1 - digits] != ':')
        digits = 0;
    return arena_printf(&exchange->arena, "page-token-%.*s", (int)digits,
                        digits ? host.bytes + host.length - digits : "")
        .bytes;
}

static struct text argument(struct exchange *exchange, enum MHD_ValueKind kind, const char *name)
{
    return text_of(name ? MHD_lookup_connection_value(exchange->connection, kind, name) : NULL);
}

/* Whether the browser has seen the address that was printed at the start. */
static bool has_token(struct exchange *exchange)
{
    return secret_matches(argument(exchange, MHD_COOKIE_KIND, cookie_name(exchange)),
                          site_token(exchange->request.server->site));
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_error("a response went without its header %s", name);
}

static void add_headers(struct exchange *exchange, const struct page *page, enum page_coding coding,
                        const char *tag, struct MHD_Response *response)
{
    const char *coding_name = page_coding_name(coding);

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        add_header(response, headers[i].name, headers[i].value);
    tls_add_header(response, &exchange->request.server->options);
    add_header(response, "Cache-Control", page->is_kept ? "no-cache" : "no-store");
    add_header(response, "Content-Type", page->content_type);
    if (page->is_kept)
        add_header(response, "ETag", tag);
    if (coding_name)
        add_header(response, "Content-Encoding", coding_name);
    if (page->status == 503)
        add_header(response, "Retry-After", "1");
    if (exchange->last || atomic_load(&exchange->request.server->stopping))
        add_header(response, "Connection", "close");
}

static bool refuse(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    request->context.error =
        (struct parse_error){.code = -1, .status = 404, .message = text_of("not found")};
    buffer_init(&request->response.body, &exchange->arena, 64);
    return http_answer(request, exchange->connection, false, exchange->last);
}

static void note(const struct exchange *exchange, int status, uint64_t bytes)
{
    int64_t microseconds = tally_clock() - exchange->begun_at;

    tally_page(exchange->request.app, bytes, microseconds);
    access_log_note(exchange->request.server->access_log, exchange, status, bytes, microseconds);
}

/* The page that the printed address leads to, where it is one that people open; NULL: it is another. The
 * place is relative, since a proxy may have put a path in front. */
static const char *opened_page(struct exchange *exchange)
{
    struct text token = argument(exchange, MHD_GET_ARGUMENT_KIND, "token");

    if (!secret_matches(token, site_token(exchange->request.server->site)))
        return NULL;
    if (!site_is_opened(exchange->page))
        return NULL;
    return exchange->page[1] ? exchange->page + 1 : "./";
}

/* Has the browser keep the token until it is closed, and ask again for the page without it, so that
 * neither its history nor a copied address tells it. */
static bool keep_token(struct exchange *exchange, const char *place)
{
    const char *name = cookie_name(exchange);
    struct text token = site_token(exchange->request.server->site);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    bool queued = false;
    struct text cookie = text_none();

    if (!response)
        return false;
    location_find_host(&exchange->request, exchange->connection);
    if (name)
        cookie = arena_join(
            &exchange->arena,
            (const struct text[]){
                text_of(name), TEXT("="), token, TEXT("; HttpOnly; SameSite=Strict"),
                text_of(strcmp(exchange->request.scheme, "https") == 0 ? "; Secure" : "")},
            5);
    if (cookie.bytes) {
        tls_add_header(response, &exchange->request.server->options);
        add_header(response, "Set-Cookie", cookie.bytes);
        add_header(response, "Location", place);
        add_header(response, "Cache-Control", "no-store");
        add_header(response, "Referrer-Policy", "no-referrer");
        connection_is_answered(exchange->held, 0);
        note(exchange, MHD_HTTP_SEE_OTHER, 0);
        queued = MHD_queue_response(exchange->connection, MHD_HTTP_SEE_OTHER, response) == MHD_YES;
    }
    MHD_destroy_response(response);
    return queued;
}

bool page_answer(struct exchange *exchange)
{
    const char *opened = opened_page(exchange);
    const struct page *page = site_find(exchange->request.server->site, exchange->page,
                                        has_token(exchange), &exchange->arena);
    enum page_coding coding = page ? choose(exchange, page) : PAGE_PLAIN;
    struct MHD_Response *response;
    struct text body;
    const char *tag;
    bool is_known;
    bool queued;

    if (opened)
        return keep_token(exchange, opened);
    if (!page || !page->bodies[coding].bytes.bytes)
        return refuse(exchange);
    tag = page->bodies[coding].tag;
    is_known = page->is_kept && has_already(exchange, text_of(tag));
    body = is_known ? text_of("") : page->bodies[coding].bytes;
    /* Pages stay as long as the server does, what is made for the moment as long as the exchange. */
    response = MHD_create_response_from_buffer(body.length, (void *)(uintptr_t)body.bytes,
                                               MHD_RESPMEM_PERSISTENT);
    if (!response)
        return false;
    add_headers(exchange, page, coding, tag, response);
    connection_is_answered(exchange->held, body.length);
    note(exchange, is_known ? 304 : page->status, body.length);
    queued = MHD_queue_response(exchange->connection, is_known ? 304u : (unsigned)page->status,
                                response) == MHD_YES;
    MHD_destroy_response(response);
    return queued;
}
