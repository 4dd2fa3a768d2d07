/* main.c - finds the command and runs it; commands.c has the table of them. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/version.h"
#include "cli.h"
#include "commands.h"
#include "pipeline.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

static void add_help(struct buffer *text)
{
    buffer_add_string(
        text, "caregen turns a JSON schema and an agent prompt into the C of a server.\n\n");
    for (const struct command *command = commands; command->name; command++)
        buffer_printf(text, "  caregen %-12s %s\n", command->name, command->what);
    buffer_add_string(
        text,
        "  caregen --version    the version\n"
        "\n"
        "`caregen COMMAND --help` tells more.\n"
        "\n"
        "Exit status: 0 fine; 1 a fault in an input, or an emitted tree that is not as it should "
        "be;\n"
        "2 a wrong command line; 3 trouble with files or memory, or a fault of caregen's own.\n");
}

static enum exit_status run(int argument_count, char **arguments, struct arena *arena)
{
    const char *name = argument_count > 1 ? arguments[1] : "";
    struct buffer text;
    buffer_init(&text, arena);
    if (strcmp(name, "--version") == 0) {
        buffer_add_string(&text, "caregen " CAREGEN_VERSION "\n");
        return pipeline_print(stdout, &text, EXIT_FINE);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        add_help(&text);
        return pipeline_print(stdout, &text, EXIT_FINE);
    }
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, name) != 0)
            continue;
        struct cli_options options;
        if (!cli_parse(&options, name, command->flags, argument_count - 2, arguments + 2))
            return EXIT_USAGE;
        if (options.help) {
            buffer_add_string(&text, command->help);
            return pipeline_print(stdout, &text, EXIT_FINE);
        }
        return command->run(&options, arena);
    }
    add_help(&text);
    return pipeline_print(stderr, &text, EXIT_USAGE);
}

int main(int argument_count, char **arguments)
{
    struct arena arena;
    /* glibc sets 64 MB of address space apart for a second thread, or not, as addresses happen to lie: all memory
     * comes from one place, so that how much is taken is the same each time. */
#ifdef M_ARENA_MAX
    (void)mallopt(M_ARENA_MAX, 1);
#endif
    arena_init(&arena);
    enum exit_status status = run(argument_count, arguments, &arena);
    arena_release(&arena);
    return (int)status;
}
