/* password.h - password hashes, and the threads that compute them.
 *
 * Argon2id through libsodium (RFC 9106). The parameters are one of the configurations that OWASP's
 * Password Storage Cheat Sheet lists as equal: 9 MiB, 4 passes, 1 lane; the smaller memory keeps a
 * server under a flood of log-ins small. */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "context.h"
#include "request.h"

/* The hash of a password, as libsodium's self-describing text. */
bool password_hash(struct context *context, struct text password, struct text *hash);

/* Whether the password belongs to the hash. With no hash, takes as long and answers false, so that
 * the time does not tell whether an account exists. */
bool password_matches(struct text hash, struct text password);

struct hash_pool;

/* Called on a hashing thread when the request's hash stage has run. */
typedef void (*hash_done)(struct request *request, void *carrier);

/* Starts the threads; NULL when that fails. */
struct hash_pool *hash_pool_start(int threads, hash_done done);

/* Queues the request's hash stage; false when the pool is stopping or too much is queued. */
bool hash_pool_submit(struct hash_pool *pool, struct request *request, void *carrier);

/* Finishes what is queued and ends the threads. */
void hash_pool_stop(struct hash_pool *pool);

#endif
