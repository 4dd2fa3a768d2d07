/* classes.h - what classes are for, told from their pointers and names. */
#ifndef GENERATOR_PROSE_CLASSES_H
#define GENERATOR_PROSE_CLASSES_H

#include "prose/compose.h"

/* Whether objects of the class are sent by somebody to somebody; the pointers to these. */
bool compose_is_message(const struct draft_class *class, const char **sender,
                        const char **recipient);

/* Whether its objects let others read. */
bool compose_is_grant(const struct composer *composer, const struct draft_class *class);

/* Whether the class belongs to a patient, or to users where there is no class of patients. */
bool compose_is_records_class(const struct composer *composer, const struct draft_class *class);

/* Whether some of the things are a class of a patient's records: "the patients she was assigned, plus
 * their photos" are not all records of theirs. */
bool compose_names_records(const struct composer *composer, const struct thing *things);

/* The classes that belong to a patient, or to users where there is no class of patients. */
void compose_records(const struct composer *composer, struct vector *classes);

/* The values of the class's status when the first is draft, or NULL; the field that has them. */
const struct ast_value *compose_draft_values(const struct draft_class *class,
                                             const struct draft_field **field);

/* Whether some sentence publishes objects of the class. */
bool compose_is_published(const struct composer *composer, const struct draft_class *class);

/* The value of a class that a word with the sense leads to, "released" to publish; NULL: it has none. */
const char *compose_value_of_sense(const struct composer *composer, const struct draft_class *class,
                                   enum sense sense, struct draft_field **field);

/* The Boolean of a class whose name has the sense: released, of publishing; or NULL. */
const struct draft_field *compose_flag_of_sense(const struct composer *composer,
                                                const struct draft_class *class, enum sense sense);

/* The only class of the prompt that fits; NULL: none does, or several. */
struct draft_class *compose_only_class(const struct composer *composer,
                                       bool (*fits)(const struct composer *,
                                                    const struct draft_class *, const char *),
                                       const char *words);

/* The only class of messages, or NULL. */
struct draft_class *compose_message_class(const struct composer *composer);

/* What "messages" and "threads" are listed by, or NULL. */
const char *compose_thread_field(const struct draft_class *class);

#endif
