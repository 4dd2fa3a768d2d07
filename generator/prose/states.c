/* states.c - see states.h. */
#include "prose/states.h"

#include "prose/conditions.h"

#include <string.h>

const char *states_value(struct arena *arena, const char *value)
{
    bool is_word = value[strcspn(value, " \t.,;:()\"")] == '\0';
    return is_word ? value : arena_printf(arena, "\"%s\"", value);
}

const char *states_first(struct arena *arena, const char *states)
{
    return *states == '"' ? arena_copy(arena, states + 1, strcspn(states + 1, "\""))
                          : arena_copy(arena, states, strcspn(states, " "));
}

const char *states_last(struct arena *arena, const char *states)
{
    size_t length = strlen(states);
    bool is_quoted = length > 1 && states[length - 1] == '"';
    size_t end = is_quoted ? length - 1 : length;
    size_t start = end;
    while (start > 0 && states[start - 1] != (is_quoted ? '"' : ' '))
        start--;
    return arena_copy(arena, states + start, end - start);
}

/* What stands between two states: an arrow, "to", "then"; "or" between two that follow on one. */
static size_t state_link(const struct text *text, size_t at, bool *is_choice)
{
    size_t start = at;
    *is_choice = false;
    at = text_skip(text, at);
    at += text_is_mark(text, at, ",") ? 1 : 0;
    if (text_is_mark(text, at, "-") && text_is_mark(text, at + 1, ">"))
        return at + 2 - start;
    bool is_arrow = at < text->count && (strcmp(text->units[at].text, "→") == 0 ||
                                         strcmp(text->units[at].text, "⇒") == 0);
    if (is_arrow)
        return at + 1 - start;
    if (at < text->count &&
        (strcmp(text->units[at].text, "or") == 0 || strcmp(text->units[at].text, "或") == 0)) {
        *is_choice = true;
        return at + 1 - start;
    }
    at += text_has(text, at, SENSE_AND);
    at = text_skip(text, at);
    size_t to = text_has(text, at, SENSE_GO);
    to = to > 0 ? to : text_has(text, at, SENSE_TO);
    return at + to - start;
}

/* Whether a value goes on from the first rather than from the last: "from sent to seen to answered, or
 * is lost". */
static bool is_other_way(const char *states, bool is_choice, bool is_said_anew)
{
    const char *arrow = strstr(states, "->");
    return is_choice && is_said_anew && arrow && strstr(arrow + 2, "->");
}

/* "from draft to final or withdrawn" */
size_t states_take(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    size_t end = at;
    const char *states = "";
    bool is_choice = false;
    bool is_said_anew = false;
    said->other_states = NULL;
    size_t from = text_has(text, at, SENSE_FROM);
    at = text_skip(text, at + from);
    for (size_t count = 0;; count++) {
        struct condition_said one = {.negated = false};
        struct text *reader = (struct text *)(uintptr_t)text;
        size_t taken = text_value(reader, at, &one);
        if (taken == 0) {
            said->states = states;
            return strchr(states, '>') ? end - start : 0;
        }
        if (is_other_way(states, is_choice, is_said_anew)) {
            const char *first = states_first(text->arena, states);
            said->states = states;
            said->other_states =
                arena_printf(text->arena, "%s -> %s", states_value(text->arena, first),
                             states_value(text->arena, one.values[0]));
            return at + taken - start;
        }
        /* 定稿,定稿後: the second one is of something else that is said */
        if (count > 0 && strcmp(states_last(text->arena, states), one.values[0]) == 0) {
            said->states = states;
            return strchr(states, '>') ? end - start : 0;
        }
        states = arena_printf(text->arena, "%s%s%s", states,
                              count == 0  ? ""
                              : is_choice ? " or "
                                          : " -> ",
                              states_value(text->arena, one.values[0]));
        end = at + taken;
        size_t link = state_link(text, end, &is_choice);
        if (link == 0) {
            said->states = states;
            return strchr(states, '>') ? end - start : 0;
        }
        at = end + link;
        size_t be = text_has(text, at, SENSE_BE);
        is_said_anew = be > 0;
        at += be;
    }
}
