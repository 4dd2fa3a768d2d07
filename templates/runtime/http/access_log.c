/* access_log.c - see access_log.h. A line is put together where it is short and fixed, and written with one
 * call, which appends: threads do not mix theirs. */
#include "http/access_log.h"

#include "base/log.h"
#include "http/peer.h"
#include "request/told_path.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINE = 2048, NUMBER_TEXT = 17 };

struct access_log {
    const char *path;
    int file;
    atomic_bool complained; /* that it cannot be written */
};

static int open_file(const char *path)
{
    int file = strcmp(path, "-") == 0 ? dup(STDOUT_FILENO)
                                      : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

    if (file < 0)
        log_error("the access log %s cannot be opened: %s", path, strerror(errno));
    return file;
}

struct access_log *access_log_open(const char *path)
{
    struct access_log *log = calloc(1, sizeof *log);

    if (!log)
        return NULL;
    log->path = path;
    log->file = open_file(path);
    if (log->file >= 0)
        return log;
    free(log);
    return NULL;
}

void access_log_close(struct access_log *log)
{
    if (!log)
        return;
    close(log->file);
    free(log);
}

/* The descriptor keeps its number, so threads that write find either file behind it. */
void access_log_reopen(struct access_log *log)
{
    int file = log ? open_file(log->path) : -1;

    if (file < 0)
        return;
    if (dup3(file, log->file, O_CLOEXEC) < 0)
        log_error("the access log cannot be opened anew: %s", strerror(errno));
    else
        log_info("the access log was opened anew");
    close(file);
    atomic_store(&log->complained, false);
}

static const char *method_of(const struct request *request)
{
    static const char *const names[] = {
        [METHOD_GET] = "GET",       [METHOD_POST] = "POST",       [METHOD_PUT] = "PUT",
        [METHOD_DELETE] = "DELETE", [METHOD_OPTIONS] = "OPTIONS", [METHOD_OTHER] = "other"};

    return names[request->method];
}

/* Who asks: a user's id, or which key. */
static struct text asker_of(const struct request *request)
{
    const struct principal *principal = &request->principal;

    if (principal->by_master_key)
        return text_of(principal->read_only ? "read-only master key" : "master key");
    return principal_signed_in(principal) ? principal->user_id : text_of("");
}

void access_log_note(struct access_log *log, const struct exchange *exchange, int status,
                     uint64_t bytes, int64_t microseconds)
{
    const struct request *request = &exchange->request;
    int code = request->context.error.code;
    char number[NUMBER_TEXT];
    char address[PEER_TEXT];
    char path[TOLD_PATH];
    char line[LINE];
    size_t length;

    if (!log)
        return;
    snprintf(number, sizeof number, "%016" PRIx64, request->number);
    if (exchange->peer)
        snprintf(address, sizeof address, "%s", exchange->peer);
    else
        peer_write(exchange->connection, address);
    told_path_write(path, request);
    length = log_compose(line, sizeof line,
                         (const struct log_member[]){
                             {.name = "request", .value = text_of(number)},
                             {.name = "address", .value = text_of(address)},
                             {.name = "user", .value = asker_of(request)},
                             {.name = "method", .value = text_of(method_of(request))},
                             {.name = "path", .value = text_of(exchange->page ? "page" : path)},
                             {.name = "status", .number = status},
                             {.name = "code", .number = code > 0 ? parse_code_on_wire(code) : 0},
                             {.name = "bytes", .number = (int64_t)bytes},
                             {.name = "microseconds", .number = microseconds},
                         },
                         9);
    if (write(log->file, line, length) != (ssize_t)length &&
        !atomic_exchange(&log->complained, true))
        log_error("the access log cannot be written: %s", strerror(errno));
}
