/* operator_call.h - what an operator's command asks the server: by the API, through DATA/control.
 *
 * Where no server runs over the folder, one is started for the command alone, which nobody else can reach, and
 * stopped behind it. So there is one way in which an account, a role or a session changes, with the guard,
 * hooks, the audit trail and live queries, and a server that runs has nothing cached that is not so. */
#ifndef RUNTIME_PROGRAM_OPERATOR_CALL_H
#define RUNTIME_PROGRAM_OPERATOR_CALL_H

#include "http/control.h"
#include "request/options.h"

#include <cjson/cJSON.h>
#include <sys/types.h>

struct operator_call {
    struct arena *arena; /* of what is answered, too */
    char socket[CONTROL_PATH];
    int folder;
    pid_t server; /* that was started for the command; 0: another runs */
    bool failed;  /* something was answered with an error, which was said */
};

/* Finds the server, or starts one. False, and it has been said why, when there is none. To be closed in any case. */
bool operator_open(struct operator_call *call, const struct app *app, const struct options *options,
                   struct arena *arena);
void operator_close(struct operator_call *call);

/* Asks; the body may be NULL. The answer, a JSON object; NULL, and it has been said why on standard error, when
 * it is an error. */
cJSON *operator_ask(struct operator_call *call, const char *method, struct text path,
                    const cJSON *body);

/* Asks for rows as a find does, whose parameters are the members of the body: the array of them, or NULL. */
cJSON *operator_find(struct operator_call *call, const char *path, cJSON *parameters);

/* The objectId of the user of that name, or with that id; no text, and it has been said, when there is none. */
struct text operator_find_user(struct operator_call *call, const char *user);

/* The same, without a word where there is none. */
struct text operator_look_for_user(struct operator_call *call, const char *user);

/* Appends a segment to a path. */
void operator_add_segment(struct buffer *path, struct text segment);

#endif
