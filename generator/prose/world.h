/* world.h - what prose can speak of: the classes and fields of a draft, by the words of their names,
 * and the pointers between them.
 *
 * It is made once the inputs are merged, and before pointers are resolved, so it goes by names. */
#ifndef GENERATOR_PROSE_WORLD_H
#define GENERATOR_PROSE_WORLD_H

#include "draft/draft.h"
#include "prose/lexicon.h"

struct world {
    struct arena *arena;
    const struct draft *draft;
    struct lexicon *lexicon;
    struct map class_of; /* "medication order" -> struct draft_class */
    struct map head_of;  /* "order" -> struct world_head */
    struct map nouns_of; /* other word -> vector of the nouns that names may have in its place */
};

struct world *world_new(struct arena *arena, const struct draft *draft, struct lexicon *lexicon);

/* The class that the units from first on name, and how many units that takes; NULL: none. A name may
 * stand in any shape, in the plural, in Chinese, and by its last word where only one class has it:
 * then *is_short is set. */
struct draft_class *world_class(const struct world *world, const struct unit *first, size_t count,
                                size_t *taken, bool *is_short);

/* Whether the words are the last of what some class is called. */
bool world_ends_so(const struct world *world, const struct unit *first, size_t count);

/* The class that is called by two nouns which stand the other way round: "visits to the infirmary" are
 * InfirmaryVisit, "log exercises" (with the verb in its base form) makes ExerciseLog. */
struct draft_class *world_compound(const struct world *world, const struct unit *first,
                                   size_t count, size_t *taken);
struct draft_class *world_object_of(const struct world *world, const char *verb,
                                    const struct unit *first, size_t count, size_t *taken);

/* The same in Chinese, by a verb: 通報 before 損壞 makes a DamageReport. What is booked is an appointment,
 * where there is one class of those. */
struct draft_class *world_made_by(const struct world *world, const struct meaning *verb,
                                  const struct unit *first, size_t count, size_t *taken);

/* The field that stands behind one word of its class's name: "ECG traces" of EcgRecording. */
struct draft_field *world_field_of_part(const struct world *world, const struct unit *first,
                                        size_t count, size_t *taken, struct draft_class **class);

/* How many of the units say a word of the model in any form, in Chinese too; 0: they do not. */
size_t world_says(const struct world *world, const char *word, const struct unit *first,
                  size_t count, bool by_verb);

/* The field of the class that the units from first on name, likewise. */
struct draft_field *world_field(const struct world *world, const struct draft_class *class,
                                const struct unit *first, size_t count, size_t *taken);

/* The same of every class of the draft that is not built in, with one without a class behind the
 * last: `fields` has room for one more than there are classes. */
struct field_named {
    const struct draft_class *class;
    size_t field_count;        /* of the class, as it was looked for */
    struct draft_field *field; /* NULL: none is named */
    size_t taken;
};
void world_fields(const struct world *world, const struct unit *first, size_t count,
                  struct field_named *fields);

/* The value of one of the class's fields that the units from first on name, and that field. By its
 * verb "dispense" names dispensed, and 取消 names 已取消. */
const char *world_value(const struct world *world, const struct draft_class *class,
                        const struct unit *first, size_t count, bool by_verb, size_t *taken,
                        struct draft_field **field);

/* The Boolean of the class that a verb sets, "resolve" isResolved; NULL: none. */
struct draft_field *world_flag(const struct world *world, const struct draft_class *class,
                               const struct unit *first, size_t count, size_t *taken);

/* The only values that a field may take, or NULL. */
const struct ast_value *world_values(const struct draft_field *field);

/* The words of a name: "MedicationOrder" -> "medication order". */
const char *world_words(struct arena *arena, const char *name);

/* The same of a name that lives on, made but once. */
const char *world_name(const struct world *world, const char *name);

/* Each word of a name in the singular, so that "LabResults" and "lab result" meet. */
const char *world_singular(struct arena *arena, const char *words);

/* Whether a class has files. */
bool world_has_files(const struct draft_class *class);

/* Whether some words have the word, or several in a row, whole. */
bool world_has_word(const char *words, const char *word);

/* The class that a pointer field leads to, "_User" included; NULL: it is no pointer. */
const char *world_target(const struct draft_field *field);

/* The pointer field of the class that leads straight to the class of that name, or NULL. */
struct draft_field *world_pointer(const struct draft_class *class, const char *target);

/* How many pointers the shortest way from one class to another has; 0 from a class to itself; -1
 * where there is none. Mirrors rule_paths(), which looks for the same ways later. */
int world_distance(const struct world *world, const struct draft_class *from, const char *to);

/* Whether the class is there to let others read, by its name and pointers: SharedAccess, Consent. */
bool world_is_grant(const struct world *world, const struct draft_class *class);

/* The one class that is, or NULL. */
struct draft_class *world_grant(const struct world *world);

/* The class whose objects stand for people of that noun: called "Patient", "PatientProfile" or the
 * like. NULL: none is. */
struct draft_class *world_profile(const struct world *world, const char *noun);

#endif
