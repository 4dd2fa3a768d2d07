/* user_words.h - what the commands about accounts share: their words, and how they are run. */
#ifndef RUNTIME_PROGRAM_USER_WORDS_H
#define RUNTIME_PROGRAM_USER_WORDS_H

#include "model/class.h"
#include "program/operator_call.h"

struct order {
    const struct app *app;
    struct operator_call own;
    struct operator_call *call; /* that one */
    const char *words[2];       /* behind the action: those that it takes */
    bool json;                  /* --format json */
    const char *email;
    const char *role;
    const char *row; /* --for: CLASS/ID */
    const char *field;
    struct text public_url; /* of the options */
    struct text app_id;
    bool yes; /* --yes, --with-shared */
    bool with_shared;
    const char *from; /* --from, --to: dates */
    const char *to;
    const char *password_file; /* "-": standard input */
    bool ends_sessions;        /* --end-sessions */
    bool waits;                /* --wait */
};

/* What a command can do. */
struct action {
    const char *name;
    int least; /* words that it takes, at least and at most */
    int most;
    bool (*run)(struct order *order); /* false: it could not be done, and has been said */
    int role;                         /* which word is a role's name, from 1 on; 0: none is */
    const char *usage;                /* NULL: another's names it, too */
};

/* Runs the one of the actions that the words name. Returns the exit status. */
int actions_run(const struct app *app, const char *program, const char *command,
                const struct action *actions, size_t count, int argc, char **argv);

/* A member of an object that is a text; "" when there is none. */
const char *row_text(const cJSON *row, const char *name);

/* The time in a member of the kind Date. */
const char *date_text(const cJSON *row, const char *name);

/* Prints the rows as one JSON array. */
bool print_json(const cJSON *rows);

/* Asks for a change of which no more is to be told than that it is done: PATH of a user, with what is behind it. */
bool change_user(struct order *order, const char *method, struct text user_id, const char *behind,
                 const cJSON *body);

#endif
