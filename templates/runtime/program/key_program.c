/* key_program.c - see key_program.h. The command is a child in a process group of its own, so that it ends with what it
 * has started. */
#include "program/key_program.h"

#include "base/log.h"
#include "base/wait.h"
#include "crypto/key_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST = 10000 /* ms */, WORD_LIMIT = 32, PAUSE = 5000000 /* ns */ };

extern char **environ;

/* Cuts the words apart, in the arena. */
static bool split(struct arena *arena, const char *command, char *words[WORD_LIMIT + 1])
{
    struct text copy = arena_copy(arena, text_of(command));
    char *rest = NULL;
    char *word = copy.bytes ? strtok_r((char *)(uintptr_t)copy.bytes, " \t", &rest) : NULL;
    size_t count = 0;

    while (word && count < WORD_LIMIT) {
        words[count++] = word;
        word = strtok_r(NULL, " \t", &rest);
    }
    words[count] = NULL;
    if (count && words[0][0] == '/' && !word)
        return true;
    log_error("--key-command takes a program by its whole path, and at most %d words",
              WORD_LIMIT - 1);
    return false;
}

/* What the child gets and the server has otherwise: no descriptors, no signals blocked or ignored. */
static bool prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes, int output)
{
    sigset_t none;
    sigset_t all;

    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
           posix_spawn_file_actions_adddup2(files, output, STDOUT_FILENO) == 0 &&
           posix_spawn_file_actions_addopen(files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
           posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1) == 0 &&
           posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setsigdefault(attributes, &all) == 0 &&
           posix_spawnattr_setpgroup(attributes, 0) == 0 &&
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                    POSIX_SPAWN_SETPGROUP) == 0;
}

static bool start(char *const *words, int output, pid_t *child)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = ENOMEM;

    if (posix_spawn_file_actions_init(&files) != 0)
        return false;
    if (posix_spawnattr_init(&attributes) == 0) {
        if (prepare(&files, &attributes, output))
            error = posix_spawn(child, words[0], &files, &attributes, words, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    if (error)
        log_error("--key-command: %s cannot be run: %s", words[0], strerror(error));
    return error == 0;
}

/* Takes all that comes until the end. */
static bool take(int input, int64_t deadline, struct buffer *text)
{
    struct pollfd ready = {.fd = input, .events = POLLIN};
    char *room = buffer_reserve(text, KEY_RING_TEXT_LIMIT + 1);
    size_t length = 0;

    while (room) {
        int64_t left = deadline - wait_clock();
        int count = left > 0 ? poll(&ready, 1, (int)left) : 0;
        ssize_t got = count > 0 ? read(input, room + length, KEY_RING_TEXT_LIMIT + 1 - length) : -1;
        if ((count < 0 || (count > 0 && got < 0)) && errno == EINTR)
            continue;
        if (count == 0)
            log_error("--key-command: it has not ended within %d s", LONGEST / 1000);
        if (got < 0)
            return false;
        if (got == 0)
            break;
        length += (size_t)got;
        text->length = length; /* for whoever wipes it */
        if (length <= KEY_RING_TEXT_LIMIT)
            continue;
        log_error("--key-command: it prints more than %d bytes", KEY_RING_TEXT_LIMIT);
        return false;
    }
    return room != NULL;
}

/* Waits for the end; what does not end by the deadline is ended. */
static bool wait_for(pid_t child, int64_t deadline)
{
    const struct timespec pause = {.tv_nsec = PAUSE};
    int status = 0;
    pid_t ended;

    while ((ended = waitpid(child, &status, WNOHANG)) == 0 && wait_clock() < deadline)
        nanosleep(&pause, NULL);
    (void)kill(-child, SIGKILL);
    if (ended == 0) {
        log_error("--key-command: it has not ended within %d s", LONGEST / 1000);
        (void)waitpid(child, &status, 0);
        return false;
    }
    if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    log_error("--key-command: it ended with %d: run it by hand, as the server's user",
              WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return false;
}

bool key_program_read(const char *command, struct buffer *text)
{
    int64_t deadline = wait_clock() + LONGEST;
    char *words[WORD_LIMIT + 1];
    int ends[2];
    pid_t child = 0;
    bool started;
    bool done;

    if (!split(text->arena, command, words))
        return false;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        log_error("--key-command: %s", strerror(errno));
        return false;
    }
    started = start(words, ends[1], &child);
    close(ends[1]);
    done = started && take(ends[0], deadline, text);
    close(ends[0]);
    if (started && !done) {
        (void)kill(-child, SIGKILL);
        (void)waitpid(child, NULL, 0);
    }
    return done && wait_for(child, deadline);
}
