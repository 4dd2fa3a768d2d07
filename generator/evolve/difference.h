/* difference.h - what an edit of the inputs changes: the model of the last migration beside the one of
 * now, difference by difference.
 *
 * Each difference says in words what changed, whether rows that are there bear it, whether clients
 * written for the older server still work, and whether the database's tables change with it. What
 * people may do with rows is compared elsewhere (access_difference.h), by what it opens and closes. */
#ifndef GENERATOR_EVOLVE_DIFFERENCE_H
#define GENERATOR_EVOLVE_DIFFERENCE_H

#include "base/buffer.h"
#include "base/vector.h"
#include "model/model.h"

/* DIFFERENCE(KIND, name, safety, breaking, tables): the rows of differences.def. */
#define DIFFERENCE(kind, name, safety, breaking, tables) DIFFERENCE_##kind,
enum difference_kind {
#include "evolve/differences.def"
    DIFFERENCE_KIND_COUNT
};
#undef DIFFERENCE

enum difference_safety {
    SAFETY_SAFE,  /* every row stays as it is, or is converted without loss */
    SAFETY_DATA,  /* rows may have to be filled or mended first */
    SAFETY_LOSES, /* what rows hold goes out of reach */
    SAFETY_COUNT
};

struct difference {
    enum difference_kind kind;
    enum difference_safety safety;
    bool is_breaking;                 /* for clients of the older server */
    bool changes_tables;              /* a migration is needed */
    const char *text;                 /* one sentence, without its point */
    const char *hint;                 /* what to do about it, or NULL */
    const struct model_class *class;  /* of now; of then where it is gone */
    const struct model_class *former; /* of then; NULL: it is new */
    const struct model_field *field;  /* of now; of then where it is gone; NULL: about the class */
    const struct model_field *was;    /* of then */
};

struct differences {
    struct arena *arena;
    const struct model *before;
    const struct model *after;
    struct vector list; /* of struct difference, in the order of the model */
};

/* Compares two models. */
void differences_find(struct differences *differences, struct arena *arena,
                      const struct model *before, const struct model *after);

/* Adds a difference of a kind, which says how safe it is, about a class and what it was; the text is a
 * sentence without its point. What else is known of it, the caller notes in what is returned. */
struct difference *difference_add(struct differences *differences, enum difference_kind kind,
                                  const struct model_class *class, const struct model_class *former,
                                  const char *text);

static inline const struct difference *difference_at(const struct differences *differences,
                                                     size_t i)
{
    return differences->list.items[i];
}

/* What a rule says, whatever its sentence; one that says who has a role, whom it means. */
const char *difference_rule_text(struct arena *arena, const struct model_rule *rule);

bool differences_change_tables(const struct differences *differences);
bool differences_lose_data(const struct differences *differences);

/* "field removed", "safe": as tools and people read them. */
const char *difference_kind_name(enum difference_kind kind);
const char *difference_safety_name(enum difference_safety safety);

/* The class of then that the class of now is: by its name, or the name that it says it had; NULL when
 * it is new. The same for a field of it. */
const struct model_class *difference_former_class(const struct model *before,
                                                  const struct model *after,
                                                  const struct model_class *class);
const struct model_field *difference_former_field(const struct model_class *former,
                                                  const struct model_class *class,
                                                  const struct model_field *field);

/* The SQL that turns a column of the one type into one of the other without loss, with %s for the
 * column; NULL: there is none. */
const char *difference_conversion(const struct model_field *was, const struct model_field *field);

#endif
