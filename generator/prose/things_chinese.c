/* things_chinese.c - how Chinese names things: 轉診單, 預約檢查, 報告的草稿; see things.h. */
#include "prose/things_chinese.h"

#include "prose/conditions.h"
#include "prose/people.h"
#include "prose/things.h"

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

static void add_condition(struct text *text, struct thing *thing,
                          const struct condition_said *condition, struct stretch words)
{
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = *condition;
    kept->words = words;
    kept->next = thing->conditions;
    thing->conditions = kept;
}

/* 除草稿以外的報告, 除狀態為草稿外的報告: all but those that are so. */
static size_t exception_before(struct text *text, size_t at, const struct draft_class *class,
                               size_t end, struct condition_said *said)
{
    static const char *const words[] = {"除了", "除"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t except = text_is_chinese(text, at, words[i]) ? strlen(words[i]) / 3 : 0;
        size_t place = text_skip(text, at + except);
        struct condition_said of_state = {.negated = false};
        size_t taken = except > 0 ? text_state_except(text, place, class, &of_state) : 0;
        if (taken > 0 && place + taken == end) {
            *said = of_state;
            return end - at;
        }
        struct condition_said of_value = {.negated = true};
        taken = except > 0 ? text_values(text, place, class, false, &of_value) : 0;
        size_t behind = taken > 0 ? text_has(text, place + taken, SENSE_EXCEPT) : 0;
        if (behind > 0 && place + taken + behind == end) {
            *said = of_value;
            return end - at;
        }
    }
    return 0;
}

/* 狀態為草稿的報告: before the class, and its name before that where it stands twice */
size_t thing_take_state_before(struct text *text, size_t at, struct thing *thing)
{
    enum { FARTHEST = 24 };
    for (size_t i = at + 2; i < at + FARTHEST && i < text->count; i++) {
        size_t taken = 0;
        bool is_short = false;
        size_t of = text->units[i].kind == UNIT_CHARACTER ? text_has(text, i, SENSE_OF) : 0;
        size_t head = of > 0 ? text_skip(text, i + of) : i;
        head += of > 0 ? text_has(text, head, SENSE_ALL) : 0;
        const struct draft_class *class =
            of > 0 ? thing_class_at(text, text_skip(text, head), &taken, &is_short) : NULL;
        struct condition_said said = {.negated = false};
        if (!class || (text_state_before(text, at, class, &said) != i - at &&
                       exception_before(text, at, class, i, &said) == 0))
            continue;
        add_condition(text, thing, &said, (struct stretch){at, i + of});
        return i + of - at;
    }
    return 0;
}

/* 報告的狀態為草稿時 */
size_t thing_state_behind(struct text *text, size_t start, struct thing *thing)
{
    struct condition_said said = {.negated = false};
    size_t at = start < text->count && text->units[start].kind == UNIT_CHARACTER
                    ? start + text_has(text, start, SENSE_OF)
                    : start;
    size_t taken =
        thing->class ? text_state_while(text, text_skip(text, at), thing->class, &said) : 0;
    if (taken == 0)
        return 0;
    at = text_skip(text, at) + taken;
    add_condition(text, thing, &said, (struct stretch){start, at});
    return at - start;
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

bool thing_is_owner_of_next(const struct text *text, size_t at, size_t taken)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t length = 0;
    bool is_short = false;
    bool has_of = at + taken < text->count && text->units[at + taken].kind == UNIT_CHARACTER &&
                  text_has(text, at + taken, SENSE_OF) > 0;
    return has_of && (thing_class_at(text, at, &length, &is_short) ||
                      text_person(text, at, &kind, &noun) == taken);
}

/* Whether a field says how far an object has come. */
static bool may_be_draft(const struct draft_field *field)
{
    static const char *const names[] = {"status", "state", "狀態", "状态"};
    const struct ast_value *values = world_values(field);
    bool is_status = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && values; i++)
        is_status = is_status || strcmp(field->model.name, names[i]) == 0;
    for (const struct ast_value *at = values; at; at = at->next)
        is_status =
            is_status || strcmp(at->name.text, "draft") == 0 || strstr(at->name.text, "草稿");
    return is_status;
}

size_t thing_made_already(const struct text *text, size_t at)
{
    size_t already = text_is_chinese(text, at, "已") || text_is_chinese(text, at, "既") ? 1 : 0;
    size_t create = text_has(text, at + already, SENSE_CREATE);
    size_t send = text_has(text, at + already, SENSE_SEND);
    size_t verb = create > send ? create : send;
    size_t of = already > 0 && verb > 0 ? text_has(text, at + already + verb, SENSE_OF) : 0;
    size_t end = at + already + verb + of;
    size_t taken = 0;
    bool is_short = false;
    const struct draft_class *class = of > 0 ? thing_class_at(text, end, &taken, &is_short) : NULL;
    for (size_t i = 0; class && i < class->fields.count; i++)
        if (may_be_draft(draft_field_at(class, i)))
            return 0; /* some may not have been submitted yet */
    return class ? end - at : 0;
}
