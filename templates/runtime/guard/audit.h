/* audit.h - the audit trail: who did what to which object.
 *
 * An app is audited when its spec says so (app.is_audited); in others nothing here does anything.
 * Entries are part of the transaction of what they tell: on disk are both or neither. A request
 * that only reads is answered once its entries are on disk. audit_entry.h has what an entry is made
 * of; there is no function that changes one or takes it away.
 *
 * On the writer an entry is appended at once, within the request's savepoint. On another thread it
 * is kept, and the request owes it: it goes to the writer before it is answered (stages.c). */
#ifndef RUNTIME_GUARD_AUDIT_H
#define RUNTIME_GUARD_AUDIT_H

#include "guard/audit_person.h"
#include "request/request.h"

struct audit_note;
struct audit_reading;

/* What a request owes the trail. Copies of a request share it, as they share one answer. */
struct audit_dues {
    struct audit_note *first; /* when the request succeeds */
    struct audit_note **end;
    struct audit_note *first_failure; /* when it fails, and what it did is undone */
    struct audit_note **failures_end;
    struct audit_reading *readings; /* rows that its answer shows */
};

/* Enters an action ("update", "publish", ...) of the request's principal upon an object. The id may
 * be "" where the action is about several objects or none; the payload is a JSON object, or no text.
 * When the master key, a hook or the server itself acts, the payload says so ("by"). Fails when the
 * entry cannot be made, and with it the request. */
bool audit_note(struct request *request, const char *action, struct text entity_type,
                struct text entity_id, struct text payload_json);

/* The same on behalf of a user who is not the request's principal, or not yet. */
bool audit_note_by(struct request *request, struct text actor, const char *action,
                   struct text entity_type, struct text entity_id, struct text payload_json);

/* The same of a payload with texts about somebody, which are sealed. */
bool audit_note_about(struct request *request, const char *action, struct text entity_type,
                      struct text entity_id, struct text payload_json,
                      const struct audit_person *person);

/* Enters an attempt, such as a sign-in: the entry is written when the request fails, after all else
 * that it did has been undone, and is dropped when it succeeds. */
bool audit_note_failure(struct request *request, const char *action, struct text entity_type,
                        struct text entity_id, struct text payload_json);

/* Enters that rows of a class are read, where a rule says that such reads are, or where the class is
 * one that emergency access opens and the principal holds such access: one entry for a
 * request, class and way ("get", "find", "include", "count", ...), however many rows. The id is that
 * of a row that the answer shows; no text says that rows are looked at which may not be shown. */
bool audit_read(struct request *request, const struct class *class, enum operation operation,
                const char *way, struct text object_id);

/* Enters a class's insert, update or delete, whoever asked for it; rows.c calls it for each. `object`
 * holds the new values; `related` marks fields whose relations change, or is NULL. */
bool audit_insert(struct request *request, const struct class *class, struct text object_id);
bool audit_update(struct request *request, const struct class *class, const void *object,
                  const bool *related);
bool audit_delete(struct request *request, const struct class *class, struct text object_id);
bool audit_delete_all(struct request *request, const struct class *class, int64_t count);
bool audit_relate(struct request *request, const struct class *class,
                  const struct class_field *relation, struct text owning_id, struct text related_id,
                  bool add);

/* Whether there are entries to be written before the request may be answered. */
bool audit_is_owed(const struct request *request);

/* Writes what is owed by a request that has not failed; to be called on the writer, at the end of
 * the request's savepoint. */
bool audit_pay(struct request *request);

/* Writes what is owed by a request that has failed; to be called on the writer once what the request
 * did is undone. The request keeps its error; false when the trail could not be written. */
bool audit_pay_failure(struct request *request);

/* Makes what a part of a batch owes the batch's own; in a transaction a part's failure is the
 * batch's. */
void audit_hand_on(struct request *batch, struct request *part, bool transaction);

#endif
