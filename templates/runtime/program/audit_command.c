/* audit_command.c - see audit_command.h. The database is opened for reading alone: nothing here
 * changes it, and a server may run meanwhile. */
#include "program/audit_command.h"

#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit_head.h"
#include "guard/audit_trail.h"
#include "program/audit_anchor.h"
#include "program/audit_verify.h"
#include "program/command_words.h"
#include "program/key_rings.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { DONE = 0, FAULTY = 1, NOT_DONE = 2, LINE_BYTES = 1024 };

struct command {
    const struct app *app;
    const char *program;
    struct options options;
    const char *data; /* of these */
    const char *anchors;
    int64_t since;
    struct store_connection *store;
    struct arena arena; /* of a line */
    struct context context;
};

static void print_usage(FILE *file, const char *program)
{
    fprintf(file,
            "usage: %s audit verify [--data DIR] [--anchor FILE]\n"
            "       %s audit export [--data DIR] [--since N]\n"
            "       %s audit anchor [--data DIR]\n\n"
            "verify  walks the chain of the audit trail and names each entry that was changed,\n"
            "        removed, moved or cut off. With a file of anchors, one a line, it holds the\n"
            "        chain against them, too. Exit status: 0 no fault, 1 faults, 2 could not be\n"
            "        checked.\n"
            "export  writes the entries whose number is greater than N as JSON lines.\n"
            "anchor  prints a line that says where the trail ends now, signed with DIR/audit-key.\n"
            "        Keep it where whoever can write DIR cannot: what is entered by now can then\n"
            "        not be made anew unseen.\n\n"
            "DIR is the server's data folder (data), or a copy of it. The server may run.\n",
            program, program, program);
}

static int verify(struct command *command)
{
    int64_t faults;

    /* Without it, by whom anchors are signed is not checked, which is said. */
    if (command->anchors)
        (void)key_rings_fill(&command->options, KEY_AUDIT);
    faults = audit_verify(command->app, &command->context, command->store, command->data,
                          command->anchors, stdout);

    if (faults < 0)
        fprintf(stderr, "%s cannot be read\n", command->anchors);
    return faults < 0 ? NOT_DONE : faults > 0 ? FAULTY : DONE;
}

static bool write_line(void *state, const struct audit_record *record)
{
    struct command *command = state;
    struct buffer line;
    bool done;

    buffer_init(&line, &command->arena, LINE_BYTES);
    audit_record_write(&line, record);
    buffer_add_char(&line, '\n');
    done = !line.failed && fwrite(line.bytes, 1, line.length, stdout) == line.length;
    arena_reset(&command->arena);
    return done;
}

static int export(struct command *command)
{
    if (!audit_trail_walk(&command->context, command->store, command->since, write_line, command)) {
        fprintf(stderr, "the audit trail cannot be read: %s\n", store_error(command->store));
        return NOT_DONE;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("the entries could not be written\n", stderr);
        return NOT_DONE;
    }
    return DONE;
}

static int anchor(struct command *command)
{
    struct audit_anchor head = {.app = text_of(command->app->name), .at = date_now()};
    struct audit_head last;
    struct buffer line;

    buffer_init(&line, &command->arena, LINE_BYTES);
    if (!audit_head_find(&command->context, command->store, &last)) {
        fputs("the audit trail cannot be read, or has no good end\n", stderr);
        return NOT_DONE;
    }
    head.number = last.number;
    memcpy(head.hash, last.hash, AUDIT_HASH_BYTES);
    if (!key_rings_open_one(command->store, &command->options, KEY_AUDIT) ||
        !audit_anchor_write(&line, &head)) {
        fprintf(stderr, "%s/audit-key cannot be used\n", command->data);
        return NOT_DONE;
    }
    return fwrite(line.bytes, 1, line.length, stdout) == line.length && fflush(stdout) == 0
               ? DONE
               : NOT_DONE;
}

static bool read_number(const char *text, int64_t *number)
{
    char *end;

    *number = strtoll(text, &end, 10);
    return *text && !*end && *number >= 0;
}

/* Takes the words of its own, each for a certain subcommand only; the others are options of serve, of which where the
 * data are and where keys come from matter. */
static bool read_options(struct command *command, const char *name, int argc, char **argv)
{
    const char *since = NULL;

    if ((strcmp(name, "verify") == 0 &&
         !command_take_value(&argc, argv, "--anchor", &command->anchors)) ||
        (strcmp(name, "export") == 0 && !command_take_value(&argc, argv, "--since", &since)) ||
        (since && !read_number(since, &command->since)) ||
        options_read(&command->options, command->program, argc, argv) != OPTIONS_OK)
        return false;
    command->data = command->options.data;
    return true;
}

static int run(struct command *command, int (*subcommand)(struct command *command))
{
    struct text path;
    const char *reason = "out of memory";
    int status = NOT_DONE;

    arena_init(&command->arena);
    command->context = (struct context){.arena = &command->arena};
    path = arena_printf(&command->arena, "%s/%s.db", command->data, command->app->name);
    command->store = path.bytes ? store_open(path.bytes, STORE_INSPECT, &reason) : NULL;
    if (command->store)
        status = subcommand(command);
    else
        fprintf(stderr, "%s/%s.db cannot be opened: %s\n", command->data, command->app->name,
                reason);
    store_close(command->store);
    arena_release(&command->arena);
    return status;
}

int audit_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct command *command);
    } subcommands[] = {{"verify", verify}, {"export", export}, {"anchor", anchor}};
    struct command command = {.app = app, .program = program};

    if (argc >= 1 && text_is(text_of(argv[0]), "--help")) {
        print_usage(stdout, program);
        return DONE;
    }
    if (!app->is_audited) {
        fprintf(stderr, "%s has no audit trail: its spec does not ask for one\n", app->name);
        return NOT_DONE;
    }
    json_init();
    for (size_t i = 0; argc >= 1 && i < sizeof subcommands / sizeof *subcommands; i++)
        if (text_is(text_of(argv[0]), subcommands[i].name) &&
            read_options(&command, argv[0], argc - 1, argv + 1))
            return run(&command, subcommands[i].run);
    print_usage(stderr, program);
    return NOT_DONE;
}
