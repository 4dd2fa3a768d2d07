/* audit_syslog.h - the audit trail on its way to a syslog server (--audit-syslog), as it grows.
 *
 * Each entry is a message of RFC 5424 whose text is the line of `audit export`; facility 13 (log audit),
 * severity 6. By TCP messages are framed by their length (RFC 6587, 3.4.1); by UDP each is a datagram. How
 * far they have got is kept in DATA/audit-sent, so a start goes on there. Where that is not known for sure,
 * an entry comes twice and none is left out: one counts as sent by TCP when the other machine has
 * acknowledged its bytes. UDP knows nothing of what arrives. */
#ifndef RUNTIME_PROGRAM_AUDIT_SYSLOG_H
#define RUNTIME_PROGRAM_AUDIT_SYSLOG_H

#include "request/server.h"

struct audit_syslog;

/* Starts the thread; NULL, with the reason in the log, when that fails. */
struct audit_syslog *audit_syslog_start(const struct server *server);

/* Sends what is there, as far as it is taken at once, and ends the thread. NULL is allowed. */
void audit_syslog_stop(struct audit_syslog *syslog);

#endif
