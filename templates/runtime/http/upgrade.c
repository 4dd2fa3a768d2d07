/* upgrade.c - see upgrade.h. */
#include "http/upgrade.h"

#include "base/log.h"
#include "formats/encoding.h"
#include "http/connections.h"
#include "http/cors.h"
#include "http/credentials.h"
#include "http/location.h"
#include "http/peer.h"
#include "http/tls.h"
#include "request/server.h"
#include "resolve/endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <microhttpd.h>
#include <strings.h>
#include <unistd.h>

enum { SHA1_BYTES = 20, KEY_BYTES = 16, KEY_CHARACTERS = 24 };

static const char graphql_protocol[] = "graphql-transport-ws";

struct upgrade {
    struct exchange *exchange;
    upgrade_take take;
    void *taker;
};

static struct text header(struct MHD_Connection *connection, const char *name)
{
    return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Whether a list of tokens with commas between has this one, in whatever case. */
static bool lists(struct text list, const char *token)
{
    size_t length = strlen(token);
    struct text item;

    while (text_next_item(&list, &item)) {
        item = text_trim(item, " \t");
        if (item.length == length && strncasecmp(item.bytes, token, length) == 0)
            return true;
    }
    return false;
}

static bool is_graphql(const struct exchange *exchange)
{
    return exchange->request.server->graphql && graphql_has_path(exchange->request.path);
}

/* Whether the client speaks it; a name of a protocol is what it is in this case alone. */
static bool offers_graphql(const struct exchange *exchange)
{
    struct text list = header(exchange->connection, "Sec-WebSocket-Protocol");
    struct text item;

    while (text_next_item(&list, &item))
        if (text_is(text_trim(item, " \t"), graphql_protocol))
            return true;
    return false;
}

bool upgrade_is_asked(const struct exchange *exchange, struct MHD_Connection *connection,
                      const char *url)
{
    bool is_here =
        strcmp(url, "/") == 0 || text_is(exchange->request.path, "/") || is_graphql(exchange);

    return is_here && exchange->request.server->options.live_connections > 0 &&
           exchange->request.method == METHOD_GET &&
           lists(header(connection, "Upgrade"), "websocket");
}

static enum MHD_Result refuse(struct exchange *exchange, int status, const char *message)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(message), (void *)(uintptr_t)message, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = MHD_NO;

    if (!response)
        return MHD_NO;
    tls_add_header(response, &exchange->request.server->options);
    if (MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8") == MHD_YES &&
        MHD_add_response_header(response, "Sec-WebSocket-Version", "13") == MHD_YES &&
        MHD_add_response_header(response, "Connection", "close") == MHD_YES)
        queued = MHD_queue_response(exchange->connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return queued;
}

/* The base64 of 16 bytes (section 4.1). */
static bool is_key(struct arena *arena, struct text key)
{
    struct context scratch = {.arena = arena};
    struct text bytes;

    return key.length == KEY_CHARACTERS && base64_read(&scratch, key, &bytes) &&
           bytes.length == KEY_BYTES;
}

/* Base64 of the SHA-1 of the key and a fixed text (section 4.2.2); no text when that failed. */
static struct text accept_key(struct arena *arena, struct text key)
{
    static const char fixed[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA1_BYTES];
    struct buffer both;
    struct buffer encoded;

    buffer_init(&both, arena, key.length + sizeof fixed);
    buffer_add_text(&both, key);
    buffer_add_string(&both, fixed);
    if (both.failed || gnutls_hash_fast(GNUTLS_DIG_SHA1, both.bytes, both.length, digest) != 0)
        return text_none();
    buffer_init(&encoded, arena, 2 * sizeof digest);
    base64_write(&encoded, (struct text){(const char *)digest, sizeof digest});
    buffer_add_char(&encoded, '\0');
    return encoded.failed ? text_none() : text_of(encoded.bytes);
}

/* libmicrohttpd's socket is closed with its connection; a second descriptor keeps the other end. */
static int take_socket(int socket)
{
    int own = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    int flags = own >= 0 ? fcntl(own, F_GETFL) : -1;

    if (flags >= 0 && fcntl(own, F_SETFL, flags | O_NONBLOCK) == 0)
        return own;
    log_error("a WebSocket cannot be taken over: %s", strerror(errno));
    if (own >= 0)
        close(own);
    return -1;
}

/* Gives the connection to the taker; false when that one is full. */
static bool give(const struct upgrade *upgrade, struct upgraded_socket socket, struct text bytes)
{
    struct request *request = &upgrade->exchange->request;
    struct MHD_Connection *connection = upgrade->exchange->connection;
    struct credentials credentials = {0};
    struct upgraded upgraded = {
        .socket = socket,
        .bytes = bytes,
        .address = peer_number(connection),
        .counted = peer_number_to_count(connection),
        .is_graphql = is_graphql(upgrade->exchange),
        .is_understood = offers_graphql(upgrade->exchange),
        .workers = upgrade->exchange->workers,
        .scheme = request->scheme,
        .host = request->host,
    };

    peer_write(connection, upgraded.peer);
    credentials_read_headers(&credentials, connection, request->context.arena, text_none());
    upgraded.is_near = credentials.is_near;
    return upgrade->take(upgrade->taker, &upgraded);
}

static void on_upgraded(void *closure, struct MHD_Connection *connection, void *state,
                        const char *bytes, size_t length, MHD_socket socket,
                        struct MHD_UpgradeResponseHandle *handle)
{
    struct upgraded_socket own = {.descriptor = take_socket(socket)};

    (void)connection;
    (void)state;
    if (own.descriptor >= 0 && !give(closure, own, (struct text){bytes, length}))
        close(own.descriptor);
    (void)MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

/* The answer, which libmicrohttpd would write where it were to carry the bytes. */
static bool send_head(struct exchange *exchange, struct upgraded_socket *socket,
                      const char *accepted)
{
    struct buffer head;

    buffer_init(&head, &exchange->arena, 256);
    buffer_add_string(&head, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Accept: ");
    buffer_add_string(&head, accepted);
    if (is_graphql(exchange) && offers_graphql(exchange)) {
        buffer_add_string(&head, "\r\nSec-WebSocket-Protocol: ");
        buffer_add_string(&head, graphql_protocol);
    }
    buffer_add_string(&head, "\r\n\r\n");
    return !head.failed && upgraded_send(socket, head.bytes, head.length) == (ssize_t)head.length;
}

/* The connection is suspended before anybody else has its session. Whoever sent more than the head before it
 * was answered is not heard: RFC 6455 has him wait (section 4.1). */
static bool hand_over(const struct upgrade *upgrade, const char *accepted)
{
    struct exchange *exchange = upgrade->exchange;
    struct upgraded_socket socket;

    if (!upgraded_open_tls(&socket, exchange->connection))
        return false;
    exchange->handed_over = true;
    connection_is_handed_over(exchange->held);
    MHD_suspend_connection(exchange->connection);
    if (!send_head(exchange, &socket, accepted) || !give(upgrade, socket, (struct text){"", 0}))
        upgraded_close(&socket);
    return true;
}

bool upgrade_answer(struct exchange *exchange, upgrade_take take, void *taker)
{
    struct MHD_Connection *connection = exchange->connection;
    struct arena *arena = &exchange->arena;
    struct text key = header(connection, "Sec-WebSocket-Key");
    struct upgrade *upgrade = arena_alloc(arena, sizeof *upgrade);
    struct MHD_Response *response;
    struct text accepted;
    enum MHD_Result queued = MHD_NO;

    connection_is_served(exchange->held);
    if (!lists(header(connection, "Connection"), "Upgrade") || !is_key(arena, key))
        return refuse(exchange, 400, "This is no WebSocket handshake.\n") == MHD_YES;
    if (!text_is(header(connection, "Sec-WebSocket-Version"), "13"))
        return refuse(exchange, 426, "WebSockets are of version 13 here.\n") == MHD_YES;
    location_find_host(&exchange->request, connection);
    if (!cors_allows_socket(&exchange->request, connection))
        return refuse(exchange, 403, "Pages of this origin may not.\n") == MHD_YES;
    accepted = accept_key(arena, key);
    if (!upgrade || !accepted.bytes)
        return false;
    *upgrade = (struct upgrade){exchange, take, taker};
    if (exchange->request.server->options.tls_cert)
        return hand_over(upgrade, accepted.bytes);
    response = MHD_create_response_for_upgrade(on_upgraded, upgrade);
    if (!response)
        return false;
    if ((!is_graphql(exchange) || !offers_graphql(exchange) ||
         MHD_add_response_header(response, "Sec-WebSocket-Protocol", graphql_protocol) ==
             MHD_YES) &&
        MHD_add_response_header(response, "Upgrade", "websocket") == MHD_YES &&
        MHD_add_response_header(response, "Sec-WebSocket-Accept", accepted.bytes) == MHD_YES)
        queued = MHD_queue_response(connection, MHD_HTTP_SWITCHING_PROTOCOLS, response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}
