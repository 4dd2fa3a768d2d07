/* things_chinese.h - parts of a phrase for a thing in Chinese, see things_chinese.c. Each says how many units
 * it takes; 0: it is not there. */
#ifndef GENERATOR_PROSE_THINGS_CHINESE_H
#define GENERATOR_PROSE_THINGS_CHINESE_H

#include "prose/text.h"

/* A noun behind a name that says no more. */
size_t thing_chinese_end(const struct text *text, size_t at);

/* The class that is made by the verb right before a place, or NULL. */
struct draft_class *thing_chinese_object(const struct text *text, size_t at, size_t *taken);

/* That drafts of what the thing is are meant, which it adds to its conditions. */
size_t thing_draft_behind(struct text *text, size_t at, struct thing *thing);

/* 狀態為草稿的 before a class. */
size_t thing_take_state_before(struct text *text, size_t at, struct thing *thing);

/* 的狀態為草稿時 behind one. */
size_t thing_state_behind(struct text *text, size_t at, struct thing *thing);

/* Visit 的備註及病人的電話: what is called as a field is, and says whose the next one is. */
bool thing_is_owner_of_next(const struct text *text, size_t at, size_t taken);

/* 已送出的 before a class whose objects are so once they are there. */
size_t thing_made_already(const struct text *text, size_t at);

#endif
