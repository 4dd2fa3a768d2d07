/* audit_syslog.c - see audit_syslog.h. The thread reads the trail from a connection of its own: the writer
 * neither waits for it nor knows of it. */
#include "program/audit_syslog.h"

#include "base/log.h"
#include "base/wait.h"
#include "formats/date.h"
#include "guard/audit_head.h"
#include "guard/audit_trail.h"
#include "program/background.h"
#include "request/counts.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LOOK_MILLISECONDS = 500, /* how often there may be something new */
    FIRST_PAUSE = 500, /* ms, behind a connection that failed; each further one is twice as long */
    LONGEST_PAUSE = 30000,
    SEND_SECONDS = 2,         /* that the other side may take nothing */
    LAST_MILLISECONDS = 5000, /* for what is left at the end; the rest is sent at the next start */
    PRIORITY = 13 * 8 + 6,
    NAME_BYTES = 256,
    LINE_BYTES = 1024
};

struct audit_syslog {
    const struct server *server;
    struct arena arena;   /* of what is read */
    struct arena message; /* of what is sent */
    bool is_stream;       /* TCP */
    char host[NAME_BYTES];
    char service[8];
    char machine[NAME_BYTES]; /* this one's name */
    int mark;                 /* DATA/audit-sent */
    int socket;               /* -1: not connected */
    struct audit_head sent;   /* for sure */
    struct audit_head given;  /* to the socket */
    struct background background;
    atomic_int_fast64_t end; /* by wait_clock(); 0: it is not to stop */
};

static bool is_over(const struct audit_syslog *syslog)
{
    int64_t end = atomic_load(&syslog->end);

    return end && wait_clock() >= end;
}

/* How far it has got. */

static void set_sent(struct audit_syslog *syslog, const struct audit_head *head)
{
    counters_add(COUNT_AUDIT_SENT, (uint64_t)head->number - (uint64_t)syslog->sent.number);
    syslog->sent = *head;
}

/* Whether the trail still has the entry: data that were restored may have gone on otherwise. */
static bool has_entry(struct audit_syslog *syslog, const struct audit_head *head, bool *has)
{
    struct context context = {.arena = &syslog->arena};
    struct text hash = {(const char *)head->hash, sizeof head->hash};

    return sql_exists(&context,
                      sql_statement(&context, syslog->background.store,
                                    "SELECT 1 FROM \"_AuditEntry\" WHERE \"number\" = ?1 AND "
                                    "\"hash\" = ?2",
                                    SQL_VALUES(sql_int64(head->number), sql_bytes(hash))),
                      has);
}

static bool find_beginning(struct audit_syslog *syslog)
{
    struct audit_head head = {0};
    bool known = false;

    if (!audit_mark_read(syslog->server->options.data, AUDIT_SENT, &head))
        return true;
    if (!has_entry(syslog, &head, &known))
        return false;
    if (known)
        set_sent(syslog, &head);
    else
        log_info("the audit trail is another than the one that was sent to syslog: all of it is "
                 "sent anew");
    return true;
}

/* What was given and has been acknowledged is sent. A datagram is so when it is given. */
static void note_sent(struct audit_syslog *syslog)
{
    int left = 0;

    if (syslog->given.number == syslog->sent.number ||
        (syslog->is_stream && (ioctl(syslog->socket, SIOCOUTQ, &left) != 0 || left > 0)))
        return;
    set_sent(syslog, &syslog->given);
    audit_mark_write(syslog->mark, &syslog->sent);
}

/* The connection. */

static void disconnect(struct audit_syslog *syslog)
{
    if (syslog->socket >= 0)
        close(syslog->socket);
    syslog->socket = -1;
}

static int connect_to(const struct addrinfo *address)
{
    const struct timeval patience = {.tv_sec = SEND_SECONDS};
    int found = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, 0);

    /* The time holds for connecting, too (socket(7)). */
    if (found >= 0 &&
        (setsockopt(found, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
         connect(found, address->ai_addr, address->ai_addrlen) != 0)) {
        int error = errno;
        close(found);
        errno = error;
        return -1;
    }
    return found;
}

static bool connect_anywhere(struct audit_syslog *syslog)
{
    struct addrinfo hints = {.ai_socktype = syslog->is_stream ? SOCK_STREAM : SOCK_DGRAM,
                             .ai_flags = AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    int error = getaddrinfo(syslog->host, syslog->service, &hints, &addresses);

    for (const struct addrinfo *at = addresses; at && syslog->socket < 0; at = at->ai_next)
        syslog->socket = connect_to(at);
    if (syslog->socket < 0)
        log_error("the audit trail waits: %s:%s cannot be reached: %s", syslog->host,
                  syslog->service, error ? gai_strerror(error) : strerror(errno));
    if (addresses)
        freeaddrinfo(addresses);
    /* Of what the last connection was given nobody knows what has come. */
    syslog->given = syslog->sent;
    return syslog->socket >= 0;
}

/* Nothing comes back from a syslog server but the end of the connection, and of a datagram that nobody
 * takes an error. */
static bool is_closed(const struct audit_syslog *syslog)
{
    char bytes[256];
    ssize_t got;

    do
        got = recv(syslog->socket, bytes, sizeof bytes, MSG_DONTWAIT);
    while (got > 0);
    return (got == 0 && syslog->is_stream) || (got < 0 && errno != EAGAIN && errno != EINTR);
}

/* Sending. */

static bool send_all(struct audit_syslog *syslog, struct text bytes)
{
    while (bytes.length) {
        ssize_t sent = send(syslog->socket, bytes.bytes, bytes.length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        bytes.bytes += sent;
        bytes.length -= (size_t)sent;
    }
    return true;
}

static struct text compose(struct audit_syslog *syslog, const struct audit_record *record)
{
    struct arena *arena = &syslog->message;
    char moment[DATE_LENGTH + 1];
    struct buffer line;
    struct text head;
    struct text framed;

    date_format(record->entry.at, moment);
    moment[DATE_LENGTH] = '\0';
    head = arena_printf(arena, "<%d>1 %s %s %s-server %ld audit - ", PRIORITY, moment,
                        syslog->machine, syslog->server->app->name, (long)getpid());
    buffer_init(&line, arena, LINE_BYTES);
    audit_record_write(&line, record);
    if (line.failed || !head.bytes)
        return text_none();
    framed =
        syslog->is_stream ? arena_printf(arena, "%zu ", head.length + line.length) : text_of("");
    return arena_join(arena, (const struct text[]){framed, head, buffer_text(&line)}, 3);
}

/* False ends the walk: the connection is gone, or the time of a server that stops is over. */
static bool send_entry(void *state, const struct audit_record *record)
{
    struct audit_syslog *syslog = state;
    struct text message = compose(syslog, record);
    bool done = message.bytes && send_all(syslog, message);

    if (!done && !syslog->is_stream && message.bytes && errno == EMSGSIZE) {
        log_error("entry %lld of the audit trail is too long for UDP: send the trail by TCP",
                  (long long)record->entry.number);
        done = true;
    }
    if (done) {
        syslog->given.number = record->entry.number;
        if (record->hash.length == sizeof syslog->given.hash)
            memcpy(syslog->given.hash, record->hash.bytes, sizeof syslog->given.hash);
    } else {
        log_error("the audit trail waits: %s", message.bytes ? strerror(errno) : "out of memory");
        disconnect(syslog);
    }
    arena_reset(&syslog->message);
    return done && !is_over(syslog);
}

static void send_new(struct audit_syslog *syslog)
{
    struct context context = {.arena = &syslog->arena};

    if (!audit_trail_walk(&context, syslog->background.store, syslog->given.number, send_entry,
                          syslog))
        log_error("the audit trail cannot be read: %s", store_error(syslog->background.store));
    arena_reset(&syslog->arena);
}

/* One look at what is new; false when there is no connection. */
static bool look(struct audit_syslog *syslog)
{
    if (syslog->socket >= 0 && is_closed(syslog)) {
        log_error("the audit trail waits: %s:%s has ended the connection", syslog->host,
                  syslog->service);
        disconnect(syslog);
    }
    if (syslog->socket < 0 && !connect_anywhere(syslog))
        return false;
    send_new(syslog);
    if (syslog->socket >= 0)
        note_sent(syslog);
    return syslog->socket >= 0;
}

static void *run(void *state)
{
    struct audit_syslog *syslog = state;
    int64_t pause = FIRST_PAUSE;

    while (background_goes_on(&syslog->background)) {
        if (look(syslog)) {
            pause = FIRST_PAUSE;
            (void)background_rest(&syslog->background, LOOK_MILLISECONDS);
            continue;
        }
        (void)background_rest(&syslog->background, pause);
        pause = 2 * pause < LONGEST_PAUSE ? 2 * pause : LONGEST_PAUSE;
    }
    if (syslog->socket >= 0) {
        send_new(syslog);
        if (syslog->socket >= 0)
            note_sent(syslog);
    }
    return NULL;
}

static void release(struct audit_syslog *syslog)
{
    disconnect(syslog);
    if (syslog->mark >= 0)
        close(syslog->mark);
    if (syslog->background.store)
        background_close(&syslog->background);
    arena_release(&syslog->arena);
    arena_release(&syslog->message);
    free(syslog);
}

static void take_names(struct audit_syslog *syslog, const char *to)
{
    struct text host = text_none();
    unsigned short port = 0;

    syslog->is_stream = strncmp(to, "tcp:", 4) == 0;
    (void)options_split_listen(to + 4, &host, &port);
    snprintf(syslog->host, sizeof syslog->host, "%.*s", TEXT_PRINTED(host));
    snprintf(syslog->service, sizeof syslog->service, "%hu", port);
    if (gethostname(syslog->machine, sizeof syslog->machine - 1) != 0 || !syslog->machine[0])
        memcpy(syslog->machine, "-", 2);
}

struct audit_syslog *audit_syslog_start(const struct server *server)
{
    struct audit_syslog *syslog = calloc(1, sizeof *syslog);
    const char *reason = "out of memory";

    if (!syslog) {
        log_error("the audit trail cannot be sent: %s", reason);
        return NULL;
    }
    syslog->server = server;
    syslog->socket = -1;
    arena_init(&syslog->arena);
    arena_init(&syslog->message);
    take_names(syslog, server->options.audit_syslog);
    syslog->mark = audit_mark_open(server->options.data, AUDIT_SENT);
    if (syslog->mark >= 0 && background_open(&syslog->background, server->database_path, &reason)) {
        if (find_beginning(syslog) && background_begin(&syslog->background, run, syslog))
            return syslog;
        reason = "it cannot be read";
    }
    log_error("the audit trail cannot be sent: %s", reason);
    release(syslog);
    return NULL;
}

void audit_syslog_stop(struct audit_syslog *syslog)
{
    if (!syslog)
        return;
    atomic_store(&syslog->end, wait_clock() + LAST_MILLISECONDS);
    background_stop(&syslog->background);
    release(syslog);
}
