/* cli.c - see cli.h. */
#include "cli.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A flag and where its value goes. A switch has no value. */
struct flag {
    const char *name;
    bool is_switch;
    size_t offset;
};

static const struct flag flags[] = {
    {"schema", false, offsetof(struct cli_options, schema)},
    {"spec", false, offsetof(struct cli_options, spec)},
    {"name", false, offsetof(struct cli_options, name)},
    {"title", false, offsetof(struct cli_options, title)},
    {"access", false, offsetof(struct cli_options, access)},
    {"sample", false, offsetof(struct cli_options, sample)},
    {"hooks", false, offsetof(struct cli_options, hooks)},
    {"out", false, offsetof(struct cli_options, out)},
    {"format", false, offsetof(struct cli_options, format)},
    {"dump", false, offsetof(struct cli_options, dump)},
    {"write", false, offsetof(struct cli_options, write)},
    {"history", false, offsetof(struct cli_options, history)},
    {"message", false, offsetof(struct cli_options, message)},
    {"listen", false, offsetof(struct cli_options, listen)},
    {"data", false, offsetof(struct cli_options, data)},
    {"from", false, offsetof(struct cli_options, from)},
    {"fill", false, offsetof(struct cli_options, fill)},
    {"using", false, offsetof(struct cli_options, using)},
    {"fail-on", false, offsetof(struct cli_options, fail_on)},
    {"names", true, offsetof(struct cli_options, names)},
    {"strict", true, offsetof(struct cli_options, strict)},
    {"check", true, offsetof(struct cli_options, check)},
    {"markdown", true, offsetof(struct cli_options, markdown)},
    {"allow-data-loss", true, offsetof(struct cli_options, allow_data_loss)},
    {"purge", true, offsetof(struct cli_options, purge)},
    {"rebase", true, offsetof(struct cli_options, rebase)},
    {"watch", true, offsetof(struct cli_options, watch)},
    {"help", true, offsetof(struct cli_options, help)},
};

void cli_complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("caregen: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

/* Whether a word is in a list of words with spaces between them. */
static bool is_listed(const char *list, const char *word, size_t length)
{
    for (const char *at = list; *at != '\0'; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

static const struct flag *find_flag(const char *known_flags, const char *name, size_t length)
{
    bool is_known = is_listed(known_flags, name, length) || is_listed("help", name, length);
    for (size_t i = 0; is_known && i < sizeof flags / sizeof flags[0]; i++)
        if (strlen(flags[i].name) == length && strncmp(flags[i].name, name, length) == 0)
            return &flags[i];
    return NULL;
}

bool cli_parse(struct cli_options *options, const char *command, const char *known_flags,
               int argument_count, char **arguments)
{
    *options = (struct cli_options){0};
    for (int i = 0; i < argument_count; i++) {
        const char *argument = strcmp(arguments[i], "-m") == 0 ? "--message" : arguments[i];
        if (strncmp(argument, "--", 2) != 0) {
            if (options->app || !is_listed(known_flags, "APP", 3) || *argument == '-') {
                cli_complain("%s: what is '%s'? See caregen %s --help", command, argument, command);
                return false;
            }
            options->app = argument;
            continue;
        }
        size_t length = strcspn(argument + 2, "=");
        const char *value = argument[2 + length] == '=' ? argument + 2 + length + 1 : NULL;
        const struct flag *flag = find_flag(known_flags, argument + 2, length);
        if (!flag || (flag->is_switch && value)) {
            cli_complain("%s: what is '%s'? See caregen %s --help", command, argument, command);
            return false;
        }
        char *place = (char *)options + flag->offset;
        if (flag->is_switch) {
            *(bool *)(void *)place = true;
            continue;
        }
        if (!value && i + 1 < argument_count)
            value = arguments[++i];
        if (!value || *value == '\0') {
            cli_complain("%s: '--%s' needs a value", command, flag->name);
            return false;
        }
        *(const char **)(void *)place = value;
    }
    return true;
}
