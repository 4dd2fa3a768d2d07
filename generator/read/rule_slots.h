/* rule_slots.h - what fills the slots of a pattern: ROLES, OPERATIONS, PROPERTY and their like. */
#ifndef GENERATOR_READ_RULE_SLOTS_H
#define GENERATOR_READ_RULE_SLOTS_H

#include "read/rule_text.h"

/* A sentence that is held against a pattern. */
struct rule_matcher {
    const struct rule_text *text;
    struct ast_rule *rule;
    bool captures;        /* false: it only looks whether the pattern fits, and allocates nothing */
    const char *element;  /* of the pattern, that is being followed */
    size_t reached;       /* the last token that did not fit */
    const char *expected; /* the element that it did not fit */
};

/* Fills a slot; returns how many tokens it took, 0: it does not fit. */
size_t matcher_take_slot(struct rule_matcher *matcher, const char *name, size_t length, size_t at);

/* Remembers the last token that did not fit, and what should have stood there. */
void matcher_note_misfit(struct rule_matcher *matcher, size_t at);

/* The operations that a word such as "read" or "manage" stands for, ored; 0: it stands for none. */
unsigned rule_operations_of(const char *word);

#endif
