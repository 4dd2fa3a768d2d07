/* command_words.h - the words of an operator's command that are its own; the others are options.h's. */
#ifndef RUNTIME_PROGRAM_COMMAND_WORDS_H
#define RUNTIME_PROGRAM_COMMAND_WORDS_H

#include <stdbool.h>

/* Takes "--flag VALUE" or "--flag=VALUE" out of the words. *value is NULL when it is not there; false when
 * it has no value, which goes to standard error. */
bool command_take_value(int *argc, char **argv, const char *flag, const char **value);

/* Takes "--flag" out of the words; returns whether it was there. */
bool command_take_switch(int *argc, char **argv, const char *flag);

/* Takes "--format text|json" out of the words; false when it is something else, which goes to standard
 * error. */
bool command_take_format(int *argc, char **argv, bool *json);

#endif
