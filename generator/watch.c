/* watch.c - see watch.h. Linux's inotify is used in this file only. Editors replace a file rather than write
 * into it, so folders are watched, for the names of the inputs in them: what is emitted may stand beside them. */
#include "watch.h"

#include "pipeline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { SETTLE_MILLISECONDS = 50, MOST_INPUTS = 8, STOP_SECONDS = 10 };

static volatile sig_atomic_t is_stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    is_stopped = 1;
}

/* A file that a run reads, or all of a folder. */
struct input {
    int folder;       /* inotify's number of it */
    const char *name; /* "": every file */
};

/* What is watched, and what runs. */
struct watcher {
    const struct cli_options *options;
    int inotify;
    struct input inputs[MOST_INPUTS];
    size_t input_count;
    const char *out;
    const char *name;
    pid_t server; /* 0: none */
};

static int64_t now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool watch_file(struct watcher *watcher, struct arena *arena, const char *file)
{
    if (!file)
        return true;
    const char *slash = strrchr(file, '/');
    const char *folder = slash ? arena_copy(arena, file, (size_t)(slash - file) + 1) : ".";
    int number = inotify_add_watch(watcher->inotify, folder,
                                   IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR);
    if (number < 0 || watcher->input_count == MOST_INPUTS)
        return false;
    watcher->inputs[watcher->input_count++] = (struct input){number, slash ? slash + 1 : file};
    return true;
}

/* Finds out what the options come to: all inputs, and where the server will be. */
static bool open_watcher(struct watcher *watcher, struct arena *arena)
{
    struct diag diag;
    struct project project;
    diag_init(&diag, arena, false);
    enum exit_status status = project_open(&project, &diag, watcher->options);
    if (status == EXIT_FAULT)
        (void)pipeline_show(&diag, watcher->options, status);
    if (status != EXIT_FINE)
        return false;
    watcher->out = project.out;
    watcher->name = project.build.name;
    watcher->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    const char *files[] = {
        project.schema ? project.schema->name : NULL,
        project.spec ? project.spec->name : NULL,
        project.sample ? project.sample->name : NULL,
        project.hooks ? project.hooks->name : NULL,
        project_app_path(project.app, arena),
        project.history ? arena_printf(arena, "%s/schema.lock.json", project.history) : NULL};
    bool done = watcher->inotify >= 0;
    for (size_t i = 0; done && i < sizeof files / sizeof files[0]; i++)
        done = watch_file(watcher, arena, files[i]);
    const char *migrations =
        project.history ? arena_printf(arena, "%s/migrations/", project.history) : NULL;
    if (done && migrations && access(migrations, F_OK) == 0)
        done = watch_file(watcher, arena, migrations);
    if (!done)
        cli_complain("the inputs cannot be watched: %s", strerror(errno));
    return done;
}

/* Runs a program to its end; true when it ended well. */
static bool run(char *const *arguments)
{
    pid_t child;
    int status = 0;
    if (posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ) != 0)
        return false;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool compile(const struct watcher *watcher)
{
    char *arguments[] = {"make", "-s", "-j2", "-C", (char *)(uintptr_t)watcher->out, NULL};
    return run(arguments);
}

/* Asks the server to stop, waits for its end, and insists after a while. */
static void stop_server(struct watcher *watcher)
{
    int64_t deadline = now_milliseconds() + (int64_t)STOP_SECONDS * 1000;
    int status;
    if (watcher->server == 0)
        return;
    kill(watcher->server, SIGTERM);
    while (waitpid(watcher->server, &status, WNOHANG) == 0) {
        if (now_milliseconds() > deadline)
            kill(watcher->server, SIGKILL);
        poll(NULL, 0, 10);
    }
    watcher->server = 0;
}

static bool start_server(struct watcher *watcher, struct arena *arena)
{
    const char *program = arena_printf(arena, "%s/%s-server", watcher->out, watcher->name);
    const char *listen = watcher->options->listen ? watcher->options->listen : "127.0.0.1:1337";
    const char *data = watcher->options->data ? watcher->options->data
                                              : arena_printf(arena, "%s/data", watcher->out);
    char *arguments[] = {(char *)(uintptr_t)program,
                         "serve",
                         "--demo",
                         "--listen",
                         (char *)(uintptr_t)listen,
                         "--data",
                         (char *)(uintptr_t)data,
                         NULL};
    if (posix_spawn(&watcher->server, program, NULL, NULL, arguments, environ) == 0)
        return true;
    watcher->server = 0;
    cli_complain("%s cannot be started", program);
    return false;
}

/* One round: what is there becomes the server that runs, or it is said why not. */
static void bring_up(struct watcher *watcher,
                     enum exit_status (*generate)(const struct cli_options *, struct arena *))
{
    struct arena arena;
    int64_t began = now_milliseconds();
    arena_init(&arena);
    if (generate(watcher->options, &arena) == EXIT_FINE && compile(watcher)) {
        stop_server(watcher);
        if (start_server(watcher, &arena))
            fprintf(stderr, "caregen: the server of these inputs was started after %lld ms\n",
                    (long long)(now_milliseconds() - began));
    } else if (watcher->server != 0) {
        fprintf(stderr, "caregen: the server goes on as it was\n");
    }
    arena_release(&arena);
}

static bool is_input(const struct watcher *watcher, const struct inotify_event *event)
{
    if (event->mask & IN_Q_OVERFLOW)
        return true; /* what happened is not known */
    for (size_t i = 0; event->len > 0 && i < watcher->input_count; i++)
        if (watcher->inputs[i].folder == event->wd &&
            (!*watcher->inputs[i].name || strcmp(watcher->inputs[i].name, event->name) == 0))
            return true;
    return false;
}

/* Takes the events that are there; true when one is of an input. */
static bool take_events(const struct watcher *watcher)
{
    _Alignas(struct inotify_event) char events[4096];
    bool changed = false;
    for (ssize_t length; (length = read(watcher->inotify, events, sizeof events)) > 0;)
        for (size_t at = 0; at < (size_t)length;) {
            const struct inotify_event *event = (const struct inotify_event *)(events + at);
            changed = changed || is_input(watcher, event);
            at += sizeof *event + event->len;
        }
    return changed;
}

/* Waits for an input to be saved, and until nothing more is for a moment. */
static bool wait_for_change(const struct watcher *watcher)
{
    bool changed = false;
    while (!is_stopped) {
        struct pollfd ready = {.fd = watcher->inotify, .events = POLLIN};
        int count = poll(&ready, 1, changed ? SETTLE_MILLISECONDS : -1);
        if (count == 0)
            return true;
        if (count > 0 && take_events(watcher))
            changed = true;
    }
    return false;
}

enum exit_status watch(const struct cli_options *options,
                       enum exit_status (*generate)(const struct cli_options *, struct arena *))
{
    struct watcher watcher = {.options = options};
    struct sigaction action = {.sa_handler = stop}; /* without SA_RESTART: waiting ends */
    struct arena arena;
    arena_init(&arena);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    bool opened = open_watcher(&watcher, &arena);
    if (opened)
        bring_up(&watcher, generate);
    while (opened && wait_for_change(&watcher))
        bring_up(&watcher, generate);
    stop_server(&watcher);
    if (watcher.inotify > 0)
        close(watcher.inotify);
    arena_release(&arena);
    return opened ? EXIT_FINE : EXIT_TROUBLE;
}
