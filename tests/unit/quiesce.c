/* quiesce.c - what http/quiesce.h promises. That a worker wakes at the very moment happens once in some ten thousand
 * stops, so what is to be right then is asked of epoll_ctl() itself; the stops are for what else may go wrong. */
#include "http/quiesce.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { STOPS = 2000, WORKERS = 4 };

static int faults;

static void expect(const char *what, int found, int error)
{
    if (found == (error ? -1 : 0) && (found == 0 || errno == error))
        return;
    printf("%s: %d, errno %d\n", what, found, errno);
    faults++;
}

static void test_epoll(void)
{
    struct epoll_event event = {.events = EPOLLIN};
    int set = epoll_create1(0);
    int some = eventfd(0, 0);

    expect("what is not in the set is taken out", epoll_ctl(set, EPOLL_CTL_DEL, some, NULL), 0);
    expect("what is not in the set is changed", epoll_ctl(set, EPOLL_CTL_MOD, some, &event),
           ENOENT);
    expect("it is put in", epoll_ctl(set, EPOLL_CTL_ADD, some, &event), 0);
    expect("it is put in again", epoll_ctl(set, EPOLL_CTL_ADD, some, &event), EEXIST);
    expect("it is taken out", epoll_ctl(set, EPOLL_CTL_DEL, some, NULL), 0);
    close(some);
    expect("what is closed is taken out", epoll_ctl(set, EPOLL_CTL_DEL, some, NULL), EBADF);
    close(set);
}

static enum MHD_Result answer_nothing(void *subject, struct MHD_Connection *connection,
                                      const char *url, const char *method, const char *version,
                                      const char *bytes, size_t *length, void **request)
{
    (void)subject, (void)connection, (void)url, (void)method, (void)version, (void)bytes;
    (void)length, (void)request;
    return MHD_NO;
}

static void test_stop(int stop)
{
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, answer_nothing,
                         NULL, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)WORKERS, MHD_OPTION_END);

    for (volatile int i = 0; i < stop * 7919 % 60000; i++)
        ; /* another moment each time */
    MHD_socket quiet = daemon ? quiesce(daemon, true) : MHD_INVALID_SOCKET;
    if (quiet == MHD_INVALID_SOCKET) {
        printf("no daemon, or no socket\n");
        faults++;
        return;
    }
    MHD_stop_daemon(daemon);
    close(quiet);
}

int main(void)
{
    test_epoll();
    for (int i = 0; i < STOPS; i++)
        test_stop(i);
    return faults > 0;
}
