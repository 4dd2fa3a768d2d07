/* names.h - how names look in other languages, decided once. */
#ifndef GENERATOR_BASE_NAMES_H
#define GENERATOR_BASE_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

/* MedicationOrder -> medication_order, HTTPServer -> http_server, _User -> user. */
char *names_snake(struct arena *arena, const char *name);

/* MedicationOrder -> medicationOrder, HTTPServer -> httpServer, _User -> user. */
char *names_camel(struct arena *arena, const char *name);

/* patient -> patients, history -> histories, class -> classes, midwife -> midwives, child -> children:
 * else regular English only. */
char *names_plural(struct arena *arena, const char *name);

/* How alike two names are as people write them, who do not mind capitals, hyphens, '_' and, when they
 * speak of several, the plural: "x-rays" is XRay. The greater, the more alike. */
enum names_likeness { NAMES_DIFFER, NAMES_SAME_BUT_NUMBER, NAMES_SAME_LETTERS, NAMES_EQUAL };
enum names_likeness names_likeness(const char *a, const char *b);

/* Whether C gives the word a meaning that a struct member or variable cannot override: a keyword
 * up to C23, or a macro of the headers that servers include. */
bool names_is_c_word(const char *word);

/* Whether the word, as the beginning of C names, is taken by the runtime, libc or a library:
 * `struct stat`, timer_create(). */
bool names_is_c_prefix(const char *word);

#endif
