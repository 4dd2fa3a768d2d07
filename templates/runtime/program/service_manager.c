/* service_manager.c - see service_manager.h. */
#include "program/service_manager.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_DESCRIPTOR = 3, HOST_LIMIT = 64, PORT_LIMIT = 8, MICROSECONDS = 1000 };

/* A variable that is a number; 0 where it is not there, or is none. */
static long long number_of(const char *variable)
{
    const char *value = getenv(variable);
    char *end;
    long long number;

    if (!value)
        return 0;
    errno = 0;
    number = strtoll(value, &end, 10);
    return errno || end == value || *end || number < 0 ? 0 : number;
}

static bool has(int descriptor, int option, int expected)
{
    int value = -1;
    socklen_t length = sizeof value;

    return getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 && value == expected;
}

static bool is_served(int descriptor)
{
    return (has(descriptor, SO_DOMAIN, AF_INET) || has(descriptor, SO_DOMAIN, AF_INET6)) &&
           has(descriptor, SO_TYPE, SOCK_STREAM) && has(descriptor, SO_ACCEPTCONN, 1);
}

static const char *address_of(struct arena *arena, int descriptor)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[HOST_LIMIT];
    char port[PORT_LIMIT];

    if (getsockname(descriptor, (struct sockaddr *)&address, &length) != 0 ||
        getnameinfo((const struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return NULL;
    return arena_printf(arena, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port).bytes;
}

bool service_take_socket(struct arena *arena, int *descriptor, const char **address)
{
    bool is_ours = number_of("LISTEN_PID") == getpid();
    long long count = number_of("LISTEN_FDS");

    *descriptor = -1;
    if (!is_ours || !count)
        return true;
    /* They are for this process alone. */
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    (void)unsetenv("LISTEN_FDNAMES");
    if (count > 1 || !is_served(FIRST_DESCRIPTOR)) {
        log_error("the service manager gave %lld sockets: the server takes one of TCP, that is "
                  "listened on",
                  count);
        return false;
    }
    *address = address_of(arena, FIRST_DESCRIPTOR);
    if (!*address || fcntl(FIRST_DESCRIPTOR, F_SETFD, FD_CLOEXEC) != 0) {
        log_error("the socket that the service manager gave cannot be used: %s", strerror(errno));
        return false;
    }
    *descriptor = FIRST_DESCRIPTOR;
    return true;
}

void service_tell(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = path ? strlen(path) : 0;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    int descriptor;

    if (!length)
        return;
    if ((path[0] != '/' && path[0] != '@') || length >= sizeof address.sun_path) {
        log_error("NOTIFY_SOCKET names no socket");
        return;
    }
    memcpy(address.sun_path, path, length);
    if (path[0] == '@') /* it has no place in the file system */
        address.sun_path[0] = '\0';
    descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || sendto(descriptor, state, strlen(state), MSG_NOSIGNAL,
                                 (const struct sockaddr *)&address, size) < 0)
        log_error("the service manager cannot be told: %s", strerror(errno));
    if (descriptor >= 0)
        close(descriptor);
}

int64_t service_watchdog(void)
{
    bool is_ours = !getenv("WATCHDOG_PID") || number_of("WATCHDOG_PID") == getpid();

    return is_ours ? number_of("WATCHDOG_USEC") / MICROSECONDS : 0;
}
