/* command_words.c - see command_words.h. */
#include "program/command_words.h"

#include <stdio.h>
#include <string.h>

static void remove_words(int *argc, char **argv, int at, int count)
{
    memmove(&argv[at], &argv[at + count], (size_t)(*argc - at - count) * sizeof *argv);
    *argc -= count;
}

bool command_take_value(int *argc, char **argv, const char *flag, const char **value)
{
    size_t length = strlen(flag);

    *value = NULL;
    for (int i = 0; i < *argc; i++) {
        if (strncmp(argv[i], flag, length) != 0)
            continue;
        if (argv[i][length] == '=') {
            *value = argv[i] + length + 1;
            remove_words(argc, argv, i, 1);
            return true;
        }
        if (argv[i][length])
            continue;
        if (i + 1 == *argc) {
            fprintf(stderr, "%s takes a value\n", flag);
            return false;
        }
        *value = argv[i + 1];
        remove_words(argc, argv, i, 2);
        return true;
    }
    return true;
}

bool command_take_switch(int *argc, char **argv, const char *flag)
{
    for (int i = 0; i < *argc; i++)
        if (strcmp(argv[i], flag) == 0) {
            remove_words(argc, argv, i, 1);
            return true;
        }
    return false;
}

bool command_take_format(int *argc, char **argv, bool *json)
{
    const char *format;

    if (!command_take_value(argc, argv, "--format", &format))
        return false;
    *json = format && strcmp(format, "json") == 0;
    if (!format || *json || strcmp(format, "text") == 0)
        return true;
    fputs("--format takes text or json\n", stderr);
    return false;
}
