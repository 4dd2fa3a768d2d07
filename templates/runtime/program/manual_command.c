/* manual_command.c - see manual_command.h. Commands and options are in tables (commands.h, options.h), so that a
 * page of them is always about this very program. */
#include "program/manual_command.h"

#include "program/commands.h"
#include "request/options.h"

#include <stdio.h>
#include <string.h>

/* Text of a page: no line of it is taken for a request, and hyphens stay what they are. */
static void print_text(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            putchar('\\');
        putchar(*text == '\\' ? 'e' : *text);
    }
}

/* A paragraph with a head that is bold up to the first blank. */
static void print_item(const char *name, const char *value)
{
    fputs(".TP\n.B ", stdout);
    print_text(name);
    fputs("\\fR", stdout);
    if (*value) {
        putchar(' ');
        print_text(value);
    }
    putchar('\n');
}

static void print_options(void)
{
    struct option_words option;

    fputs(".SH OPTIONS\nOf serve; other commands take those that they need. Each may be a variable "
          "of the "
          "environment instead, which stands in brackets.\n",
          stdout);
    for (size_t i = 0; options_words(i, &option); i++) {
        print_item(option.flag, option.value ? option.value : "");
        print_text(option.help);
        printf(" [%s]\n", option.variable);
    }
}

int manual_command(const struct app *app, const char *program, int argc, char **argv)
{
    (void)argv;
    if (argc) {
        fprintf(stderr, "usage: %s manual\n", program);
        return 2;
    }
    printf(".TH %s-SERVER 8\n.SH NAME\n%s\\-server \\- ", app->name, app->name);
    print_text(app->title);
    printf("\n.SH SYNOPSIS\n.B %s\\-server\n.I COMMAND\n[options]\n.SH DESCRIPTION\n", app->name);
    fputs("One program that speaks Parse's protocol and keeps its data in one folder.\n.SH "
          "COMMANDS\n",
          stdout);
    for (const struct command *command = commands; command->name; command++) {
        print_item(command->name, command->words);
        print_text(command->what);
        putchar('\n');
    }
    print_options();
    fputs(".SH EXIT STATUS\n0 when it is done, 1 when it could not be, 2 for wrong usage; doctor "
          "has its own.\n"
          ".SH FILES\n.TP\n.I data\nThe folder of the database, the keys and the files, which "
          "\\-\\-data names.\n",
          stdout);
    return fflush(stdout) == 0 ? 0 : 1;
}

static void print_words(const char *separator)
{
    for (const struct command *command = commands; command->name; command++)
        printf("%s%s", command == commands ? "" : separator, command->name);
}

static void print_flags(const char *separator)
{
    struct option_words option;

    for (size_t i = 0; options_words(i, &option); i++)
        printf("%s%s", i ? separator : "", option.flag);
}

/* What a flag of serve wants behind it is a file or a folder where it is called so. */
static void print_bash(const char *name)
{
    printf("_%s() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    if [ \"$COMP_CWORD\" = 1 ]; then\n        COMPREPLY=($(compgen -W '",
           name);
    print_words(" ");
    fputs("' -- \"$word\"))\n    elif [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W '",
          stdout);
    print_flags(" ");
    printf("' -- \"$word\"))\n    else\n        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}\n"
           "complete -F _%s %s-server\n",
           name, name);
}

/* A text in single quotes: its own end them, and stand between. */
static void print_quoted(const char *text, const char *quote)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs(quote, stdout);
        else
            putchar(*text);
}

static void print_zsh(const char *name)
{
    struct option_words option;

    printf("#compdef %s-server\nlocal -a commands options\ncommands=(\n", name);
    for (const struct command *command = commands; command->name; command++) {
        printf("  '%s:", command->name);
        print_quoted(command->what, "'\\''");
        fputs("'\n", stdout);
    }
    fputs(")\noptions=(\n", stdout);
    for (size_t i = 0; options_words(i, &option); i++) {
        printf("  '%s:", option.flag);
        print_quoted(option.help, "'\\''");
        fputs("'\n", stdout);
    }
    fputs(")\nif ((CURRENT == 2)); then\n  _describe command commands\nelif [[ $PREFIX == -* ]]; "
          "then\n"
          "  _describe option options\nelse\n  _files\nfi\n",
          stdout);
}

static void print_fish(const char *name)
{
    struct option_words option;

    for (const struct command *command = commands; command->name; command++) {
        printf("complete -c %s-server -n __fish_use_subcommand -f -a %s -d '", name, command->name);
        print_quoted(command->what, "\\'");
        fputs("'\n", stdout);
    }
    for (size_t i = 0; options_words(i, &option); i++) {
        printf("complete -c %s-server -n 'not __fish_use_subcommand' -l %s%s -d '", name,
               option.flag + 2, option.value ? " -r" : "");
        print_quoted(option.help, "\\'");
        fputs("'\n", stdout);
    }
}

int completion_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct {
        const char *shell;
        void (*print)(const char *name);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

    for (size_t i = 0; argc == 1 && i < sizeof shells / sizeof *shells; i++)
        if (strcmp(argv[0], shells[i].shell) == 0) {
            shells[i].print(app->name);
            return fflush(stdout) == 0 ? 0 : 1;
        }
    fprintf(stderr, "usage: %s completion bash|zsh|fish\n", program);
    return 2;
}
