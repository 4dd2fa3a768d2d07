/* control.c - see control.h. A socket's address has 108 bytes (unix(7)), a path may have more: it is reached
 * by the number under which its folder is open. */
#include "http/control.h"

#include "base/log.h"
#include "http/peer.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 16 };

int control_address(const char *data, char path[CONTROL_PATH])
{
    int folder = open(data, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (folder >= 0)
        snprintf(path, CONTROL_PATH, "/proc/self/fd/%d/control", folder);
    return folder;
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int found = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (found >= 0 && (unlink(path) == 0 || errno == ENOENT) &&
        bind(found, (const struct sockaddr *)(const void *)&address, sizeof address) == 0 &&
        chmod(path, 0600) == 0 && listen(found, BACKLOG) == 0)
        return found;
    if (found >= 0) {
        int error = errno;
        close(found);
        errno = error;
    }
    return -1;
}

int control_listen(const char *data)
{
    char path[CONTROL_PATH];
    int folder = control_address(data, path);
    int found = folder >= 0 ? listen_at(path) : -1;

    if (found < 0)
        log_error("cannot listen on %s/control: %s", data, strerror(errno));
    if (folder >= 0)
        close(folder);
    return found;
}

void control_remove(const char *data)
{
    char path[CONTROL_PATH];
    int folder = control_address(data, path);

    if (folder < 0)
        return;
    (void)unlink(path);
    close(folder);
}

bool control_answers(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int found = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers;

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    answers = found >= 0 &&
              connect(found, (const struct sockaddr *)(const void *)&address, sizeof address) == 0;
    if (found >= 0)
        close(found);
    return answers;
}

bool control_is_operator(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct sockaddr_storage own = {.ss_family = AF_UNSPEC};
    socklen_t own_length = sizeof own;
    struct ucred peer;
    socklen_t length = sizeof peer;

    return info && getsockname(info->connect_fd, (struct sockaddr *)&own, &own_length) == 0 &&
           own.ss_family == AF_UNIX &&
           getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}
