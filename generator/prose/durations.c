/* durations.c - see durations.h. */
#include "prose/durations.h"

#include "prose/clause.h"

#include <string.h>

/* The value of a word for a number, 0: it is none. */
static unsigned number_of(const char *word)
{
    static const struct {
        const char *word;
        unsigned number;
    } numbers[] = {
        {"a", 1},         {"an", 1},      {"one", 1},     {"two", 2},     {"three", 3},
        {"four", 4},      {"five", 5},    {"six", 6},     {"seven", 7},   {"eight", 8},
        {"nine", 9},      {"ten", 10},    {"eleven", 11}, {"twelve", 12}, {"fifteen", 15},
        {"eighteen", 18}, {"twenty", 20}, {"thirty", 30}, {"forty", 40},  {"fifty", 50},
        {"sixty", 60},    {"ninety", 90}, {"一", 1},      {"兩", 2},      {"二", 2},
        {"三", 3},        {"四", 4},      {"五", 5},      {"六", 6},      {"七", 7},
        {"八", 8},        {"九", 9},      {"十", 10}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(word, numbers[i].word) == 0)
            return numbers[i].number;
    return 0;
}

/* "15", "twenty four", 十五, 三十: how many units they are, and what they say. */
static size_t take_number(const struct text *text, size_t at, const char **number)
{
    if (at >= text->count)
        return 0;
    if (text->units[at].kind == UNIT_NUMBER) {
        *number = text->units[at].text;
        return 1;
    }
    unsigned sum = number_of(text->units[at].text);
    if (sum == 0)
        return 0;
    size_t taken = 1;
    bool is_chinese = text->units[at].kind == UNIT_CHARACTER;
    unsigned next = at + 1 < text->count ? number_of(text->units[at + 1].text) : 0;
    if (is_chinese && sum < 10 && next == 10) {
        sum *= 10;
        taken++;
        next = at + taken < text->count ? number_of(text->units[at + taken].text) : 0;
    }
    bool has_ones = next > 0 && next < 10 && sum >= (is_chinese ? 10 : 20) && sum % 10 == 0;
    sum += has_ones ? next : 0;
    *number = arena_printf(text->arena, "%u", sum);
    return taken + (has_ones ? 1 : 0);
}

/* "half an hour", 半小時: as minutes or hours. */
static size_t take_half(const struct text *text, size_t at, struct said *said)
{
    static const struct {
        const char *words[4];
        const char *number;
        const char *unit;
    } halves[] = {{{"half", "an", "hour"}, "30", "minutes"},
                  {{"half", "a", "day"}, "12", "hours"},
                  {{"half", "a", "year"}, "6", "months"},
                  {{"半", "小", "時"}, "30", "minutes"},
                  {{"半", "個", "小"}, "30", "minutes"},
                  {{"半", "年", ""}, "6", "months"},
                  {{"quarter", "of", "an", "hour"}, "15", "minutes"}};
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        size_t length = *halves[i].words[2] == '\0' ? 2 : halves[i].words[3] ? 4 : 3;
        bool fits = at + length <= text->count;
        for (size_t j = 0; fits && j < length; j++)
            fits = strcmp(text->units[at + j].text, halves[i].words[j]) == 0;
        if (!fits)
            continue;
        said->number = halves[i].number;
        said->unit = halves[i].unit;
        bool is_half_of_one = strcmp(halves[i].words[2], "小") == 0;
        return length + (is_half_of_one ? 1 : 0);
    }
    return 0;
}

size_t duration_take(const struct text *text, size_t at, struct said *said)
{
    static const struct {
        const char *word;
        const char *unit;
    } units[] = {{"分", "minutes"}, {"小", "hours"},  {"鐘", "hours"},  {"天", "days"},
                 {"日", "days"},    {"個", "months"}, {"月", "months"}, {"年", "years"},
                 {"週", "weeks"},   {"星", "weeks"},  {"禮", "weeks"},  {"mi", "minutes"},
                 {"h", "hours"},    {"da", "days"},   {"mo", "months"}, {"ye", "years"},
                 {"we", "weeks"}};
    size_t half = take_half(text, at, said);
    if (half > 0)
        return half;
    const char *number = NULL;
    size_t taken = take_number(text, at, &number);
    /* "30 idle minutes" */
    size_t idle = taken > 0 ? text_has(text, at + taken, SENSE_INACTIVITY) : 0;
    said->flags[FLAG_FORM] = said->flags[FLAG_FORM] || idle > 0;
    taken += idle;
    size_t unit = taken > 0 ? text_has(text, at + taken, SENSE_UNIT) : 0;
    if (unit == 0)
        return 0;
    const char *unit_name = NULL;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncmp(text->units[at + taken].text, units[i].word, strlen(units[i].word)) == 0)
            unit_name = units[i].unit;
    if (!unit_name)
        return 0;
    said->number = number;
    said->unit = unit_name;
    return taken + unit;
}

const char *duration_text(struct arena *arena, const struct said *said)
{
    size_t length = strlen(said->unit) - (strcmp(said->number, "1") == 0 ? 1 : 0);
    return arena_printf(arena, "%s %.*s", said->number, (int)length, said->unit);
}
