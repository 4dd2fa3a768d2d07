/* service_manager.c - plays systemd for a server: listens for it on sockets that outlive it, hears its notifications,
 * and starts and stops it as the lines on its standard input say.
 *
 *     service_manager NOTIFY WATCHDOG SOCKETS PROGRAM ARGUMENT...
 *
 * NOTIFY is the path of the notification socket ("@name": one without a path), WATCHDOG microseconds (0: none), SOCKETS
 * a letter for each socket that is given: t (TCP), 6 (TCP over IPv6), u (UDP), c (TCP, not listened on). Lines in: "start",
 * "start-other" (what is given is for another process), "signal NUMBER". Lines out: "port N" for each socket,
 * "started PID", "said ...", "ended STATUS". What the server prints goes to standard error. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 4, FIRST = 3, LINE = 4096, NUMBER = 32, AWAY = 100 };

struct manager {
    const char *notify_path;
    const char *watchdog;
    char **command;
    int sockets[MOST];
    int count;
    int notify;
    int children;
    pid_t server;
};

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

static int away(int descriptor)
{
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, AWAY);

    if (moved < 0)
        fail("fcntl");
    close(descriptor);
    return moved;
}

static int open_socket(char kind)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int descriptor = socket(kind == '6' ? AF_INET6 : AF_INET, kind == 'u' ? SOCK_DGRAM : SOCK_STREAM, 0);
    const struct sockaddr *address = kind == '6' ? (const struct sockaddr *)&v6 : (const struct sockaddr *)&v4;
    socklen_t length = kind == '6' ? sizeof v6 : sizeof v4;
    struct sockaddr_in6 bound;
    socklen_t bound_length = sizeof bound;

    if (descriptor < 0 || bind(descriptor, address, length) != 0 ||
        (kind != 'u' && kind != 'c' && listen(descriptor, SOMAXCONN) != 0) ||
        getsockname(descriptor, (struct sockaddr *)&bound, &bound_length) != 0)
        fail("socket");
    printf("port %d\n", ntohs(bound.sin6_port)); /* at the same place in both */
    return away(descriptor);
}

static void open_notify(struct manager *manager)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(manager->notify_path);

    memcpy(address.sun_path, manager->notify_path, length);
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';
    manager->notify = away(socket(AF_UNIX, SOCK_DGRAM, 0));
    if (bind(manager->notify, (const struct sockaddr *)&address,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) != 0)
        fail("bind");
}

static void set_number(const char *variable, long number)
{
    char text[NUMBER];

    snprintf(text, sizeof text, "%ld", number);
    setenv(variable, text, 1);
}

static void start(struct manager *manager, bool for_other)
{
    sigset_t none;

    manager->server = fork();
    if (manager->server < 0)
        fail("fork");
    if (manager->server) {
        printf("started %ld\n", (long)manager->server);
        return;
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    close(STDIN_FILENO);
    open("/dev/null", O_RDONLY);
    for (int i = 0; i < manager->count; i++)
        dup2(manager->sockets[i], FIRST + i);
    setenv("NOTIFY_SOCKET", manager->notify_path, 1);
    set_number("LISTEN_FDS", manager->count);
    set_number("LISTEN_PID", getpid() + for_other);
    if (strcmp(manager->watchdog, "0") != 0) {
        setenv("WATCHDOG_USEC", manager->watchdog, 1);
        set_number("WATCHDOG_PID", getpid() + for_other);
    }
    execv(manager->command[0], manager->command);
    fail("execv");
}

static void hear(const struct manager *manager)
{
    char said[LINE];
    ssize_t length = recv(manager->notify, said, sizeof said - 1, 0);

    if (length > 0)
        printf("said %.*s\n", (int)length, said);
}

static void reap(const struct manager *manager)
{
    struct signalfd_siginfo info;
    int status;

    if (read(manager->children, &info, sizeof info) != sizeof info)
        fail("read");
    if (waitpid(manager->server, &status, WNOHANG) == manager->server)
        printf("ended %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

/* False at the end of the input. */
static bool obey(struct manager *manager)
{
    char line[LINE];

    if (!fgets(line, sizeof line, stdin))
        return false;
    line[strcspn(line, "\n")] = '\0';
    if (strcmp(line, "start") == 0 || strcmp(line, "start-other") == 0)
        start(manager, line[5] != '\0');
    else if (strncmp(line, "signal ", 7) == 0)
        kill(manager->server, atoi(line + 7));
    return true;
}

int main(int argc, char **argv)
{
    struct manager manager = {.server = -1};
    struct pollfd polled[3];
    sigset_t children;

    if (argc < 5)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    setvbuf(stdin, NULL, _IONBF, 0); /* poll() sees what stdio has not read */
    manager.notify_path = argv[1];
    manager.watchdog = argv[2];
    manager.command = argv + 4;
    for (const char *kind = argv[3]; *kind && *kind != '-' && manager.count < MOST; kind++)
        manager.sockets[manager.count++] = open_socket(*kind);
    open_notify(&manager);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    manager.children = away(signalfd(-1, &children, 0));
    polled[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    polled[1] = (struct pollfd){.fd = manager.notify, .events = POLLIN};
    polled[2] = (struct pollfd){.fd = manager.children, .events = POLLIN};
    for (;;) {
        if (poll(polled, 3, -1) < 0 && errno != EINTR)
            fail("poll");
        if (polled[1].revents)
            hear(&manager);
        if (polled[2].revents)
            reap(&manager);
        if (polled[0].revents && !obey(&manager))
            break;
    }
    if (manager.server > 0)
        kill(manager.server, SIGKILL);
    return 0;
}
