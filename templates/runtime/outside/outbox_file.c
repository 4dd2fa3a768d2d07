/* outbox_file.c - see outbox_file.h. A line of base64 for each: "KIND LENGTH TO BODY", sealed, where LENGTH is
 * that of TO. A line that a crash has cut does not open. */
#include "outside/outbox_file.h"

#include "base/log.h"
#include "crypto/seal.h"
#include "formats/encoding.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char owner[] = "outbox";

static const char *path_of(const struct options *options, struct arena *arena)
{
    return arena_printf(arena, "%s/outbox", options->data).bytes;
}

/* Splits what was sealed; false when it is something else. */
static bool split(struct text secret, enum outbox_kind *kind, struct text *to, struct text *body)
{
    const char *end = secret.bytes + secret.length;
    char *rest;
    unsigned long length;

    if (secret.length < 4 || (secret.bytes[0] != 'm' && secret.bytes[0] != 'w'))
        return false;
    length = strtoul(secret.bytes + 2, &rest, 10);
    if (rest >= end || *rest != ' ' || length > (size_t)(end - rest - 1))
        return false;
    *kind = secret.bytes[0] == 'm' ? OUTBOX_MAIL : OUTBOX_WEBHOOK;
    *to = (struct text){rest + 1, length};
    *body = (struct text){rest + 1 + length, (size_t)(end - rest) - 1 - length};
    return true;
}

/* A line that does not open is no error: the others are put all the same. */
static bool take_line(struct request *request, struct text encoded)
{
    struct context context = {.arena = request->context.arena};
    struct outbox_letter letter = {.about = "kept by an earlier version"};
    struct text sealed;
    struct text secret;

    if (!base64_read(&context, encoded, &sealed) ||
        !unseal(&context, KEY_SEAL, text_of(owner), sealed, &secret) ||
        !split(secret, &letter.kind, &letter.to, &letter.body)) {
        log_error("a line of the file outbox cannot be opened");
        return true;
    }
    letter.id = outbox_new_id(request);
    return letter.id.bytes && outbox_put(request, &letter);
}

bool outbox_file_is_there(const struct options *options)
{
    struct arena arena;
    const char *path;
    bool found;

    arena_init(&arena);
    path = path_of(options, &arena);
    found = path && access(path, F_OK) == 0;
    arena_release(&arena);
    return found;
}

bool outbox_file_take(struct request *request)
{
    const char *path = path_of(&request->server->options, request->context.arena);
    FILE *file = path ? fopen(path, "re") : NULL;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool done = file != NULL;

    if (!done)
        log_error("%s cannot be read: %s", path ? path : "outbox", strerror(errno));
    while (done && (length = getline(&line, &capacity, file)) > 0)
        done = take_line(request, (struct text){line, (size_t)length - (line[length - 1] == '\n')});
    done = done && !ferror(file);
    free(line);
    if (file)
        fclose(file);
    return done || fail_internal(&request->context, "the file outbox cannot be read");
}

bool outbox_file_remove(const struct options *options)
{
    struct arena arena;
    const char *path;
    bool done;

    arena_init(&arena);
    path = path_of(options, &arena);
    done = path && unlink(path) == 0;
    if (!done)
        log_error("%s cannot be removed: %s", path ? path : "outbox", strerror(errno));
    arena_release(&arena);
    return done;
}
