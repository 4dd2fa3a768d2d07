/* things_chinese.c - how Chinese names things: 轉診單, 預約檢查, 報告的草稿; see things.h. */
#include "prose/things_chinese.h"

#include <string.h>

/* 轉診單, 理賠案: a noun that ends names in Chinese and says no more. */
size_t thing_chinese_end(const struct text *text, size_t at)
{
    static const char *const ends[] = {"單", "表", "書", "案", "表單", "單據"};
    enum { COUNT = sizeof ends / sizeof ends[0], LONGEST = 4 };
    for (size_t i = 0; i < COUNT && at > 0 && at < text->count; i++) {
        size_t length = strlen(ends[COUNT - 1 - i]) / 3;
        bool fits = at + length <= text->count && text->units[at - 1].kind == UNIT_CHARACTER;
        for (size_t j = 0; j < length && fits; j++)
            fits = strncmp(text->units[at + j].text, ends[COUNT - 1 - i] + 3 * j, 3) == 0;
        for (size_t more = length + 1; more <= LONGEST && fits; more++)
            fits = !text_meaning(text, at, more);
        if (fits)
            return length;
    }
    return 0;
}

/* 通報損壞 makes a DamageReport, 預約檢查 an Appointment: the class by the verb right before a place. */
struct draft_class *thing_chinese_object(const struct text *text, size_t at, size_t *taken)
{
    enum { LONGEST = 4 };
    for (size_t length = LONGEST; length > 0; length--) {
        const struct meaning *verb = length <= at ? text_meaning(text, at - length, length) : NULL;
        bool makes = verb && (verb->senses[SENSE_CREATE] || verb->senses[SENSE_BOOK]);
        struct draft_class *class =
            makes ? world_made_by(text->world, verb, &text->units[at], text->count - at, taken)
                  : NULL;
        if (makes)
            return class;
    }
    return NULL;
}

/* Visit 的草稿 */
size_t thing_draft_behind(struct text *text, size_t at, struct thing *thing)
{
    size_t of = text_has(text, at, SENSE_OF);
    bool is_chinese = of > 0 && text->units[at].kind == UNIT_CHARACTER;
    size_t draft = is_chinese ? text_has(text, at + of, SENSE_DRAFT) : 0;
    if (draft == 0)
        return 0;
    struct condition_said *said = arena_alloc(text->arena, sizeof *said);
    *said = (struct condition_said){.values = {"draft"},
                                    .value_count = 1,
                                    .words = {at, at + of + draft},
                                    .next = thing->conditions};
    thing->conditions = said;
    return of + draft;
}
