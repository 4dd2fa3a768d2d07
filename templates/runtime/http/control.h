/* control.h - DATA/control, the socket by which an operator's command asks the server that runs over the
 * folder: by the API, below no mount path, with the master key's rights and without a key.
 *
 * Who may open it is who owns the folder, and could read the database and the keys there anyway; the system says
 * who is at the other end. What is changed so is changed by the server itself: the guard, hooks, the audit
 * trail, live queries and every cache learn of it as of any other change. */
#ifndef RUNTIME_HTTP_CONTROL_H
#define RUNTIME_HTTP_CONTROL_H

#include "request/request.h"

struct MHD_Connection;

/* Listens there. -1, with the reason in the log, when that fails. The folder must be the caller's (its lock):
 * what another server has left is taken away. */
int control_listen(const char *data);

/* Takes it away, once nobody is to come any more. */
void control_remove(const char *data);

/* The address to connect to, however long the folder's path is, as long as the returned descriptor is open;
 * -1, with errno, when there is no such folder. */
enum { CONTROL_PATH = 64 };
int control_address(const char *data, char path[CONTROL_PATH]);

/* Whether somebody listens there. */
bool control_answers(const char *path);

/* Whether the connection has come by the socket, and from the server's own user or root. */
bool control_is_operator(struct MHD_Connection *connection);

#endif
