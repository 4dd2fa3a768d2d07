/* audit_head.h - the file DATA/audit-head: which entry the audit trail ends with.
 *
 * It stands beside the database, so that a copy of the database that lacks what was still in its log is
 * found out: by itself such a copy is a trail without a fault. Whoever can change the database can
 * change this file, too; against that there are anchors (program/audit_anchor.h). */
#ifndef RUNTIME_GUARD_AUDIT_HEAD_H
#define RUNTIME_GUARD_AUDIT_HEAD_H

#include "base/context.h"
#include "guard/audit_entry.h"
#include "store/store.h"

struct audit_head {
    int64_t number; /* 0: none */
    unsigned char hash[AUDIT_HASH_BYTES];
};

/* Opens the file to note in it; -1, with the reason in the log, when it cannot be. */
int audit_head_open(const char *data);

/* The last entry of the trail itself; number 0 and zeros where there is none yet. */
bool audit_head_find(struct context *context, struct store_connection *connection,
                     struct audit_head *last);

/* To be called after a commit: notes the last entry unless it is the one in *known. What cannot be
 * noted is noted later. */
void audit_head_note(int file, struct store_connection *connection, struct audit_head *known);

/* Reads the file; false when there is none, or it says nothing. */
bool audit_head_read(const char *data, struct audit_head *head);

/* The same of another file in the folder that says of an entry. */
#define AUDIT_SENT "audit-sent" /* the last that was sent to syslog: program/audit_syslog.h */
int audit_mark_open(const char *data, const char *name);
bool audit_mark_write(int file, const struct audit_head *head);
bool audit_mark_read(const char *data, const char *name, struct audit_head *head);

#endif
