/* server.h - one running server: its options, its threads, and what they share. */
#ifndef SERVER_H
#define SERVER_H

#include "class.h"
#include "options.h"
#include "request.h"

#include <stdatomic.h>

struct hash_pool;
struct writer;

struct server {
    const struct app *app;
    struct options options;
    const char *database_path;
    struct writer *writer;
    struct hash_pool *hash_pool;
    atomic_uint_fast64_t session_generation;
};

/* The whole program: reads the arguments, opens and migrates the database, serves until SIGINT or
 * SIGTERM. Returns the exit status (docs: --help). */
int server_main(const struct app *app, int argc, char **argv);

/* Tells every worker to read sessions and roles anew. */
void server_sessions_changed(struct server *server);

#endif
