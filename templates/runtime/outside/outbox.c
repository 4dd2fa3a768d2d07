/* outbox.c - see outbox.h. A line of base64 for each: "KIND LENGTH TO BODY", sealed, where LENGTH is
 * that of TO. */
#include "outside/outbox.h"

#include "base/log.h"
#include "crypto/seal.h"
#include "formats/encoding.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char owner[] = "outbox";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *path_of(const struct options *options, struct arena *arena)
{
    return arena_printf(arena, "%s/outbox", options->data).bytes;
}

/* One call writes a line, which a crash may cut; a line that is cut does not open. */
static bool append(const char *path, struct text line)
{
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    bool done = file >= 0 && write(file, line.bytes, line.length) == (ssize_t)line.length &&
                fsync(file) == 0;

    if (file >= 0)
        close(file);
    return done;
}

bool outbox_keep(const struct options *options, enum outbox_kind kind, struct text to,
                 struct text body)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct buffer line;
    const char *path;
    struct text secret;
    struct text sealed;
    bool done;

    arena_init(&arena);
    buffer_init(&line, &arena, body.length * 2 + 256);
    path = path_of(options, &arena);
    secret = arena_printf(&arena, "%c %zu %.*s%.*s", (char)kind, to.length, TEXT_PRINTED(to),
                          TEXT_PRINTED(body));
    done = path && secret.bytes && seal(&context, KEY_SEAL, text_of(owner), secret, &sealed);
    if (done) {
        base64_write(&line, sealed);
        buffer_add_char(&line, '\n');
        pthread_mutex_lock(&lock);
        done = !line.failed && append(path, buffer_text(&line));
        pthread_mutex_unlock(&lock);
    }
    if (!done)
        log_error("a %s is lost: it cannot be kept", kind == OUTBOX_MAIL ? "mail" : "webhook");
    arena_release(&arena);
    return done;
}

/* Splits what was sealed; false when it is something else. */
static bool split(struct text secret, enum outbox_kind *kind, struct text *to, struct text *body)
{
    const char *end = secret.bytes + secret.length;
    char *rest;
    unsigned long length;

    if (secret.length < 4 || (secret.bytes[0] != OUTBOX_MAIL && secret.bytes[0] != OUTBOX_WEBHOOK))
        return false;
    length = strtoul(secret.bytes + 2, &rest, 10);
    if (rest >= end || *rest != ' ' || length > (size_t)(end - rest - 1))
        return false;
    *kind = (enum outbox_kind)secret.bytes[0];
    *to = (struct text){rest + 1, length};
    *body = (struct text){rest + 1 + length, (size_t)(end - rest) - 1 - length};
    return true;
}

void outbox_take(const struct options *options,
                 void (*send)(void *state, enum outbox_kind kind, struct text to, struct text body),
                 void *state)
{
    struct arena arena;
    struct arena line_arena;
    const char *path;
    FILE *file;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;

    arena_init(&arena);
    arena_init(&line_arena);
    path = path_of(options, &arena);
    file = path ? fopen(path, "re") : NULL;
    while (file && (length = getline(&line, &capacity, file)) > 0) {
        struct context context = {.arena = &line_arena};
        struct text encoded = {line, (size_t)length - (line[length - 1] == '\n')};
        struct text sealed;
        struct text secret;
        struct text to;
        struct text body;
        enum outbox_kind kind;
        if (base64_read(&context, encoded, &sealed) &&
            unseal(&context, KEY_SEAL, text_of(owner), sealed, &secret) &&
            split(secret, &kind, &to, &body))
            send(state, kind, to, body);
        else
            log_error("a line of %s cannot be opened", path);
        arena_reset(&line_arena);
    }
    free(line);
    if (file) {
        fclose(file);
        if (unlink(path) != 0)
            log_error("%s cannot be removed: %s", path, strerror(errno));
    }
    arena_release(&line_arena);
    arena_release(&arena);
}
