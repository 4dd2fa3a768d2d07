/* user_erase.h - `user erase USERNAME`: says what an erasure takes away and what stays and why; with --yes it is done. */
#ifndef RUNTIME_PROGRAM_USER_ERASE_H
#define RUNTIME_PROGRAM_USER_ERASE_H

#include "program/user_words.h"

bool user_erase(struct order *order);

#endif
