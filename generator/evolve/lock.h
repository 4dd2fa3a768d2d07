/* lock.h - schema.lock.json: the model of the last migration, as the team commits it.
 *
 * The lock says what the databases of a server hold and who may do what with it, so that the next
 * edit can be compared with it without the inputs of then. It is JSON with a line for each field and
 * each rule, in the model's order, so that two branches' edits merge line by line. It holds no place
 * in an input and nothing that a comment could change, but the sentences, which people read in a
 * difference: a rule's with the rule, the others by themselves. Same model, same bytes.
 *
 * What a field was called when it was made stays in the lock ("record"): signatures are made over
 * those names and must hold after a field got another one. A field that is gone leaves its column in
 * the versions of its class ("retired"), since a version is what was written then. */
#ifndef GENERATOR_EVOLVE_LOCK_H
#define GENERATOR_EVOLVE_LOCK_H

#include "base/diag.h"
#include "base/json.h"
#include "model/model.h"

/* The form that this caregen writes; a lock of a newer one is refused. */
enum { LOCK_FORMAT = 1 };

/* Appends the lock of a model whose last migration has the number and the hash. */
void lock_write(struct buffer *out, const struct model *model, unsigned migration,
                const char *last);

/* Its parts, by which differences are found: a class's permissions and hidden fields; a rule, with its
 * sentence when there is a model; whom a role means; and every role that a rule speaks of. */
void lock_write_permissions(struct buffer *out, const struct model_class *class);
void lock_write_rule(struct buffer *out, const struct model *model, const struct model_rule *rule);
void lock_write_role(struct buffer *out, const struct model_role *role);
void lock_write_roles(struct buffer *out, const struct model *model);

/* What it calls those whom a role means (enum role_members), and enum rule_scope. */
enum { LOCK_MEMBERS = 4, LOCK_SCOPES = 4 };
extern const char *const lock_members[LOCK_MEMBERS];
extern const char *const lock_scopes[LOCK_SCOPES];

/* What a lock file says. */
struct lock {
    const struct model *model; /* without sources, sentences, sample data and hooks */
    unsigned migration;        /* how many there are */
    const char *last;          /* the hash of the last one's file */
    const struct json_value *json;
    const struct source *source;
};

/* Gives the classes and fields of a model what the lock keeps of them: the names under which they are
 * signed and sealed, each another in its class, and the retired fields of their versions. */
void lock_apply(const struct lock *lock, const struct model *model, struct arena *arena);

/* Reads a lock. Reports what is wrong with it and returns NULL then. */
const struct lock *lock_read(struct diag *diag, const struct source *source);

#endif
