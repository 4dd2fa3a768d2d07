/* operator_call.c - see operator_call.h. */
#include "program/operator_call.h"

#include "base/buffer.h"
#include "base/log.h"
#include "base/wait.h"
#include "formats/json.h"
#include "model/class.h"
#include "outside/transfer.h"
#include "program/data_folder.h"
#include "program/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_MILLISECONDS = 60000, FEW_CONNECTIONS = 16 };

/* The server's own options, but for what it does beside answering: it is there for one command. */
static int serve_alone(const struct app *app, const struct options *given)
{
    struct options options = *given;

    options.no_migrate = true;
    if (!options.app_id.length)
        options.app_id = text_of(app->name); /* no client asks for it */
    options.demo = false;
    options.access_log = options.audit_syslog = NULL;
    options.tls_cert = options.tls_key = NULL;
    options.workers = 1;
    options.connections = FEW_CONNECTIONS;
    options.live_connections = 0;
    return serve_operators(app, &options);
}

/* Waits until the server that was started answers, or ends. */
static bool wait_for_server(struct operator_call *call)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    int64_t deadline = wait_clock() + START_MILLISECONDS;

    while (wait_clock() < deadline) {
        if (control_answers(call->socket))
            return true;
        if (waitpid(call->server, NULL, WNOHANG) != 0) {
            call->server = 0; /* it has said why */
            return false;
        }
        nanosleep(&pause, NULL);
    }
    fputs("the server does not answer\n", stderr);
    return false;
}

/* To be called before there are threads. */
static bool start_server(struct operator_call *call, const struct app *app,
                         const struct options *options)
{
    pid_t parent = getpid();

    fflush(stdout);
    call->server = fork();
    if (call->server < 0) {
        fprintf(stderr, "no server can be started: %s\n", strerror(errno));
        call->server = 0;
        return false;
    }
    if (call->server == 0) {
        /* It ends with the command, however that ends. */
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent)
            _exit(serve_alone(app, options));
        _exit(1);
    }
    return wait_for_server(call);
}

bool operator_open(struct operator_call *call, const struct app *app, const struct options *options,
                   struct arena *arena)
{
    *call = (struct operator_call){.arena = arena, .folder = -1};
    json_init();
    json_use_arena(arena);
    if (!data_folder_database(arena, options->data, app->name))
        return false;
    call->folder = control_address(options->data, call->socket);
    if (call->folder < 0) {
        fprintf(stderr, "%s cannot be opened: %s\n", options->data, strerror(errno));
        return false;
    }
    return (control_answers(call->socket) || start_server(call, app, options)) && transfer_init();
}

void operator_close(struct operator_call *call)
{
    if (call->server > 0) {
        (void)kill(call->server, SIGTERM);
        (void)waitpid(call->server, NULL, 0);
    }
    if (call->folder >= 0)
        close(call->folder);
}

static cJSON *fail_call(struct operator_call *call, const char *message)
{
    call->failed = true;
    fprintf(stderr, "%s\n", message);
    return NULL;
}

cJSON *operator_ask(struct operator_call *call, const char *method, struct text path,
                    const cJSON *body)
{
    struct transfer_call transfer = {.socket = call->socket, .method = method, .path = path};
    struct context context = {.arena = call->arena};
    struct buffer given;
    struct buffer answer;
    const cJSON *error;
    cJSON *json;
    long status;

    buffer_init(&given, call->arena, 256);
    buffer_init(&answer, call->arena, 4096);
    if (body) {
        json_write_tree(&given, body);
        transfer.body = buffer_text(&given);
    }
    if (given.failed || !transfer_call(&transfer, &answer, &status))
        return fail_call(call, "the server could not be asked");
    json = json_parse(&context, buffer_text(&answer));
    if (!cJSON_IsObject(json))
        return fail_call(call, "the server's answer is none");
    error = cJSON_GetObjectItemCaseSensitive(json, "error");
    if (status < 400)
        return json;
    return fail_call(call, cJSON_IsString(error) ? error->valuestring : "the server refuses");
}

cJSON *operator_find(struct operator_call *call, const char *path, cJSON *parameters)
{
    cJSON *answer;

    if (!parameters || !cJSON_AddStringToObject(parameters, "_method", "GET"))
        return fail_call(call, "out of memory");
    answer = operator_ask(call, "POST", text_of(path), parameters);
    return answer ? cJSON_GetObjectItemCaseSensitive(answer, "results") : NULL;
}

static struct text find_by(struct operator_call *call, const char *field, const char *value)
{
    cJSON *parameters = cJSON_CreateObject();
    cJSON *where = cJSON_AddObjectToObject(parameters, "where");
    const cJSON *rows;

    if (!cJSON_AddStringToObject(where, field, value) ||
        !cJSON_AddStringToObject(parameters, "keys", "username"))
        return text_none();
    rows = operator_find(call, "/users", parameters);
    if (cJSON_GetArraySize(rows) != 1)
        return text_none();
    return text_of(cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(rows, 0), "objectId")));
}

struct text operator_look_for_user(struct operator_call *call, const char *user)
{
    struct text id = find_by(call, "username", user);

    return id.bytes || call->failed ? id : find_by(call, "objectId", user);
}

struct text operator_find_user(struct operator_call *call, const char *user)
{
    struct text id = operator_look_for_user(call, user);

    if (!id.bytes && !call->failed)
        fprintf(stderr, "there is no user %s\n", user);
    return id;
}

void operator_add_segment(struct buffer *path, struct text segment)
{
    static const char digits[] = "0123456789ABCDEF";

    buffer_add_char(path, '/');
    for (size_t i = 0; i < segment.length; i++) {
        unsigned char byte = (unsigned char)segment.bytes[i];
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_';
        if (is_plain) {
            buffer_add_char(path, (char)byte);
            continue;
        }
        buffer_add_char(path, '%');
        buffer_add_char(path, digits[byte >> 4]);
        buffer_add_char(path, digits[byte & 15]);
    }
}
