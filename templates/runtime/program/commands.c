/* commands.c - see commands.h. */
#include "program/commands.h"

#include "base/log.h"
#include "program/audit_command.h"
#include "program/backup_command.h"
#include "program/doctor_command.h"
#include "program/explain_command.h"
#include "program/files_command.h"
#include "program/key_command.h"
#include "program/manual_command.h"
#include "program/migrate_command.h"
#include "program/queue_command.h"
#include "program/report_command.h"
#include "program/sbom_command.h"
#include "program/serve.h"
#include "program/session_command.h"
#include "program/system_tables.h"
#include "program/user_command.h"

#include <sodium.h>
#include <stdio.h>

const struct command commands[] = {
    {"serve", serve_command, "[options]", "Serves the API and the pages until it is told to stop."},
    {"backup", backup_command, "DIR [--data DIR] [--keep N] [--follow] [options]",
     "Copies all of a server's folder to a verified backup, while the server runs; with --follow, "
     "what is "
     "committed as it is."},
    {"restore", restore_command, "DIR --data NEW [--at TIME] [options]",
     "Makes a new folder of a backup, and refuses to write into one that has something."},
    {"doctor", doctor_command, "[--data DIR] [--backups DIR] [--format text|json]",
     "Says whether keys, disk, clock, database, backups and settings are as they should be."},
    {"audit", audit_command, "verify|export|anchor [options]",
     "Verifies the audit trail, writes it out, or anchors its end."},
    {"explain", explain_command, "--user U --class C [--id I] [--operation O] [options]",
     "Says who may do what with an object, and what keeps others from it."},
    {"user", user_command, "ACTION [USERNAME] [options]",
     "Makes, lists, locks and ends accounts; user alone lists the actions."},
    {"role", role_command, "list|add|remove [USERNAME ROLE] [--data DIR]",
     "Says who is in which role, and gives or takes one."},
    {"session", session_command, "list|end USERNAME [--data DIR]",
     "Lists a user's sessions, and ends them."},
    {"queue", queue_command, "list|retry|drop [ID|all|waiting] [--data DIR]",
     "Lists mails and webhooks that wait or were given up, and has them sent again or not at all."},
    {"report", report_command, "access USERNAME [--from DATE] [--to DATE] [--data DIR]",
     "Writes who has had to do with a user's record as CSV."},
    {"key", key_command, "list|rotate|drop|rewrap [PURPOSE] [options]",
     "Lists the keys of the data, rotates them while the server runs, and drops old ones."},
    {"files", files_command, "orphans [options]", "Lists files that nothing names."},
    {"migrate", migrate_command, "[--plan | --to N | --rehearse] [--data DIR]",
     "Brings the database along with the schema, says how, or tries it on a copy."},
    {"sbom", sbom_command, "[--format spdx|cyclonedx]", "Lists what the program is made of."},
    {"manual", manual_command, "", "Prints this manual page."},
    {"completion", completion_command, "bash|zsh|fish",
     "Prints what a shell needs to complete the program's words."},
    {NULL, NULL, NULL, NULL},
};

static void print_version(const struct app *app)
{
    printf("%s-server: %s, migration %zu of the app, %zu of the server\n", app->name,
           app->generator, app->migration_count, system_migration_count);
}

static void print_usage(FILE *file, const char *program)
{
    const char *before = "usage:";

    for (const struct command *command = commands; command->name; command++) {
        fprintf(file, "%s %s %s%s%s\n", before, program, command->name, *command->words ? " " : "",
                command->words);
        before = "      ";
    }
    fprintf(file, "%s %s --version\n\n%s serve --help lists the options.\n", before, program,
            program);
}

int server_main(const struct app *app, int argc, char **argv)
{
    struct text word = text_of(argc >= 2 ? argv[1] : NULL);

    if (sodium_init() < 0) {
        log_error("libsodium cannot be initialised");
        return 1;
    }
    for (const struct command *command = commands; argc >= 2 && command->name; command++)
        if (text_is(word, command->name))
            return command->run(app, argv[0], argc - 2, argv + 2);
    if (argc == 2 && text_is(word, "--help")) {
        printf("%s - %s\n\n", argv[0], app->title);
        print_usage(stdout, argv[0]);
        return 0;
    }
    if (argc == 2 && text_is(word, "--version")) {
        print_version(app);
        return 0;
    }
    print_usage(stderr, argv[0]);
    return 2;
}
