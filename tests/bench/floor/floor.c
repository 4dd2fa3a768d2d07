/* floor.c - see floor.h. */
#include "floor.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/sysinfo.h>

static void stop_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
}

void floor_block_signals(void)
{
    sigset_t signals;

    stop_signals(&signals);
    sigprocmask(SIG_BLOCK, &signals, NULL);
}

int floor_serve(const struct floor *floor)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
    int threads = get_nprocs();
    const union MHD_DaemonInfo *port;
    struct MHD_Daemon *daemon;
    sigset_t signals;
    int received;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (floor->suspends)
        flags |= MHD_ALLOW_SUSPEND_RESUME;
    floor_block_signals();
    /* A pool of one is no pool for libmicrohttpd. */
    daemon = MHD_start_daemon(flags, 0, NULL, NULL, floor->handle, NULL, MHD_OPTION_SOCK_ADDR,
                              (struct sockaddr *)&address, MHD_OPTION_THREAD_POOL_SIZE,
                              threads > 1 ? (unsigned)threads : 0u, MHD_OPTION_NOTIFY_COMPLETED,
                              floor->completed, NULL, MHD_OPTION_END);
    port = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!port) {
        fprintf(stderr, "the floor cannot listen\n");
        return 1;
    }
    printf("listening on http://127.0.0.1:%u\n", port->port);
    fflush(stdout);
    stop_signals(&signals);
    sigwait(&signals, &received);
    /* Ends at once: requests that wait for a writer would keep MHD_stop_daemon() from returning. */
    return 0;
}

enum MHD_Result floor_answer(struct MHD_Connection *connection, unsigned status, const char *body,
                             size_t length)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)(size_t)body, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = MHD_NO;

    if (!response)
        return MHD_NO;
    if (MHD_add_response_header(response, "Content-Type", "application/json; charset=utf-8") ==
        MHD_YES)
        result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}
