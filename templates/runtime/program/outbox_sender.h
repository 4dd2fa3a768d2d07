/* outbox_sender.h - the thread that sends what is in the outbox (outside/outbox.h).
 *
 * Mails go one after another, webhooks several at a time, though never two of one line: what is told of one object
 * comes in the order of its writes. A receiver that fails is asked once at a time, later each time, and holds up nobody
 * else. Rows are changed on the writer. The server of an operator's command sends what that puts there, and nothing else. */
#ifndef RUNTIME_PROGRAM_OUTBOX_SENDER_H
#define RUNTIME_PROGRAM_OUTBOX_SENDER_H

#include "request/server.h"

struct outbox_sender;

/* Starts it; server->outbox and server->writer are there. NULL, with the reason in the log, when that fails. */
struct outbox_sender *outbox_sender_start(struct server *server);

/* Sends what is due as long as it arrives, for at most so long, and ends: the rest stays in the table. Before the writer
 * stops. NULL is allowed. */
void outbox_sender_stop(struct outbox_sender *sender, int64_t milliseconds);

#endif
