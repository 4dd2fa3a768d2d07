/* manual_command.c - see manual_command.h. */
#include "manual_command.h"

#include "base/buffer.h"
#include "commands.h"
#include "pipeline.h"

#include <stdio.h>
#include <string.h>

/* Text of a page: hyphens and backslashes stay what they are, and no line of it is taken for a request. */
static void add_text(struct buffer *page, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((at == text || at[-1] == '\n') && (*at == '.' || *at == '\''))
            buffer_add_string(page, "\\&");
        if (*at == '-')
            buffer_add_string(page, "\\-");
        else if (*at == '\\')
            buffer_add_string(page, "\\e");
        else
            buffer_add(page, at, 1);
    }
}

enum exit_status run_manual(const struct cli_options *options, struct arena *arena)
{
    struct buffer page;
    (void)options;
    buffer_init(&page, arena);
    buffer_add_string(&page,
                      ".TH CAREGEN 1\n"
                      ".SH NAME\n"
                      "caregen \\- a JSON schema and an agent prompt become the C of a server\n"
                      ".SH SYNOPSIS\n"
                      ".B caregen\n"
                      ".I COMMAND\n"
                      "[options]\n"
                      ".SH COMMANDS\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_printf(&page, ".SS %s\n.nf\n", command->name);
        add_text(&page, command->help);
        buffer_add_string(&page, ".fi\n");
    }
    buffer_add_string(&page,
                      ".SH EXIT STATUS\n"
                      "0 fine; 1 a fault in an input, or an emitted tree that is not as it "
                      "should be; 2 a wrong command line; 3 trouble with files or memory.\n");
    return pipeline_print(stdout, &page, EXIT_FINE);
}

/* Calls for each flag of the command, without what is no flag. */
static void add_flags(struct buffer *script, const struct command *command, const char *before,
                      const char *behind)
{
    const char *at = command->flags;
    while (*at != '\0') {
        size_t length = strcspn(at, " ");
        if (length != 3 || strncmp(at, "APP", 3) != 0) {
            buffer_add_string(script, before);
            buffer_add(script, at, length);
            buffer_add_string(script, behind);
        }
        at += length;
        at += strspn(at, " ");
    }
    buffer_printf(script, "%shelp%s", before, behind);
}

static void add_bash(struct buffer *script)
{
    buffer_add_string(script, "_caregen() {\n"
                              "    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                              "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
                              "        words='");
    for (const struct command *command = commands; command->name; command++)
        buffer_printf(script, "%s ", command->name);
    buffer_add_string(script, "--help --version'\n"
                              "    elif [[ $word == -* ]]; then\n"
                              "        case ${COMP_WORDS[1]} in\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_printf(script, "        %s) words='", command->name);
        add_flags(script, command, "--", " ");
        buffer_add_string(script, "' ;;\n");
    }
    buffer_add_string(script, "        esac\n"
                              "    else\n"
                              "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                              "        return\n"
                              "    fi\n"
                              "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                              "}\n"
                              "complete -F _caregen caregen\n");
}

/* A text in single quotes: its own end them, and stand between. */
static void add_quoted(struct buffer *script, const char *text, const char *quote)
{
    for (; *text != '\0'; text++)
        if (*text == '\'')
            buffer_add_string(script, quote);
        else
            buffer_add(script, text, 1);
}

static void add_zsh(struct buffer *script)
{
    buffer_add_string(script, "#compdef caregen\nlocal -a commands flags\ncommands=(\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_printf(script, "  '%s:", command->name);
        add_quoted(script, command->what, "'\\''");
        buffer_add_string(script, "'\n");
    }
    buffer_add_string(script, ")\nif ((CURRENT == 2)); then\n"
                              "  _describe command commands\n"
                              "elif [[ $PREFIX == -* ]]; then\n"
                              "  case $words[2] in\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_printf(script, "    %s) flags=(", command->name);
        add_flags(script, command, "--", " ");
        buffer_add_string(script, ") ;;\n");
    }
    buffer_add_string(script, "  esac\n  compadd -- $flags\nelse\n  _files\nfi\n");
}

static void add_fish(struct buffer *script)
{
    for (const struct command *command = commands; command->name; command++) {
        buffer_printf(script, "complete -c caregen -n __fish_use_subcommand -f -a %s -d '",
                      command->name);
        add_quoted(script, command->what, "\\'");
        buffer_add_string(script, "'\n");
        const char *before = arena_printf(
            script->arena, "complete -c caregen -n '__fish_seen_subcommand_from %s' -l ",
            command->name);
        add_flags(script, command, before, "\n");
    }
}

enum exit_status run_completion(const struct cli_options *options, struct arena *arena)
{
    static const struct {
        const char *shell;
        void (*add)(struct buffer *script);
    } shells[] = {{"bash", add_bash}, {"zsh", add_zsh}, {"fish", add_fish}};

    struct buffer script;
    buffer_init(&script, arena);
    for (size_t i = 0; options->app && i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(options->app, shells[i].shell) != 0)
            continue;
        shells[i].add(&script);
        return pipeline_print(stdout, &script, EXIT_FINE);
    }
    cli_complain("completion: for bash, zsh or fish?");
    return EXIT_USAGE;
}
