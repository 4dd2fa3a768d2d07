/* quiesce.c - see quiesce.h.
 *
 * MHD_quiesce_daemon() takes the listening socket out of each worker's epoll, and so does the worker itself when it
 * wakes in between: nothing is locked there. Whoever comes second is told by the kernel that the socket is not in the set
 * (ENOENT), and libmicrohttpd up to 1.0 takes that for a reason to abort the process. It is none: what was to be done is
 * done. So epoll_ctl() is ours, for libmicrohttpd, too. */
#include "http/quiesce.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ThreadSanitizer has one of its own, by which it knows what one thread hands to another. */
#if !defined(__SANITIZE_THREAD__)
int epoll_ctl(int epoll, int operation, int socket, struct epoll_event *event)
{
    long result = syscall(SYS_epoll_ctl, epoll, operation, socket, event);

    return result < 0 && !(operation == EPOLL_CTL_DEL && errno == ENOENT) ? -1 : 0;
}
#endif

MHD_socket quiesce(struct MHD_Daemon *daemon, bool is_own)
{
    MHD_socket quiet = daemon ? MHD_quiesce_daemon(daemon) : MHD_INVALID_SOCKET;

    if (quiet != MHD_INVALID_SOCKET && is_own)
        shutdown(quiet, SHUT_RDWR);
    return quiet;
}
