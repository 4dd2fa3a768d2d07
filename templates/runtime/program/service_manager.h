/* service_manager.h - what systemd, or whoever starts the server in its way, gives and is told: a socket that is
 * listened on already (sd_listen_fds(3)), and signs of life (sd_notify(3)). Both are a few lines of environment
 * and a datagram, so the server needs no libsystemd for them. */
#ifndef RUNTIME_PROGRAM_SERVICE_MANAGER_H
#define RUNTIME_PROGRAM_SERVICE_MANAGER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* The socket that was given, to be listened on in place of --listen, and its address as HOST:PORT; -1 where none
 * was. False, with the reason in the log, when it is none that can be served. To be called once. */
bool service_take_socket(struct arena *arena, int *descriptor, const char **address);

/* Tells the service manager ("READY=1"); does nothing where there is none. */
void service_tell(const char *state);

/* How often it wants "WATCHDOG=1", in milliseconds; 0: never. */
int64_t service_watchdog(void);

#endif
