/* http.h - libmicrohttpd carries requests here and answers away.
 *
 * Worker threads run libmicrohttpd's epoll loops. A request that has to wait, for hashing, for
 * another server or for the writer, suspends its connection and lets the worker go on; whoever
 * finishes the request resumes it (stages.h). */
#ifndef RUNTIME_HTTP_HTTP_H
#define RUNTIME_HTTP_HTTP_H

#include "http/upgrade.h"
#include "request/server.h"

struct http;

/* Listens, for clients where the options say, or on a socket that is listened on already where it is not negative,
 * and for operators' commands in the data folder (control.h), and serves; WebSockets are given to `take` with the
 * taker. Without `take` there are no clients, only operators. NULL, with the reason in the log, when that fails. */
struct http *http_start(struct server *server, int listener, upgrade_take take, void *taker);

/* The port that is listened on, in host byte order. */
unsigned short http_port(const struct http *http);

/* Takes up a certificate that was renewed; false when there is none, without TLS. */
bool http_reload(struct http *http);

/* Stops accepting connections, which wait in a socket that was given for whoever has it next, and answers what is under way, waiting at most so long for it;
 * requests that come later on a connection that is open are refused (503). Returns whether
 * everything has been answered. */
bool http_drain(struct http *http, int64_t milliseconds);

/* Ends the workers and releases everything. Whoever resumes connections must have been stopped, and
 * must still be there: it refuses what a worker hands to it at the last moment. */
void http_stop(struct http *http);

#endif
