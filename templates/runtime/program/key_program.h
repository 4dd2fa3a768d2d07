/* key_program.h - a key that a command prints, which asks a vault or a key management service for it. */
#ifndef RUNTIME_PROGRAM_KEY_PROGRAM_H
#define RUNTIME_PROGRAM_KEY_PROGRAM_H

#include "base/buffer.h"

/* Runs "PROGRAM WORD WORD", without a shell: a program by its whole path, and words between blanks. Appends what it
 * prints on standard output; what it says elsewhere nobody keeps, and its standard input is empty. False, with the
 * reason in the log, when it cannot be run, takes more than 10 seconds, prints more than KEY_RING_TEXT_LIMIT bytes, or
 * ends with another status than 0. */
bool key_program_read(const char *command, struct buffer *text);

#endif
