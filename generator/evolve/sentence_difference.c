/* sentence_difference.c - see sentence_difference.h. A word is a run of letters and digits, or any other character:
 * Chinese sets no space between its words. */
#include "evolve/sentence_difference.h"

#include "base/map.h"

#include <string.h>

/* A sentence that shares at least so many of a hundred words with one of then was made of it. Both lists are in
 * the order of their texts, so it is looked for among the first so many that are left. */
enum { LIKENESS = 50, MOST_COMPARED = 100 };

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '\'' || c == '-';
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length of the word at the text's start. */
static size_t word_length(const char *text)
{
    size_t length = 1;
    while (is_letter(text[0]) ? is_letter(text[length]) : is_continuation(text[length]))
        length++;
    return length;
}

/* Words, one after the other, each in memory of its own; spaces are none. */
static void split(struct vector *words, struct arena *arena, const char *text)
{
    for (size_t length; *text; text += length) {
        length = word_length(text);
        if (*text != ' ')
            vector_add(words, arena, arena_copy(arena, text, length));
    }
}

/* How many of a hundred words of the two texts the other has as well. */
static size_t likeness(const struct vector *one, const struct vector *other)
{
    size_t shared = 0;
    size_t total = one->count + other->count;
    for (size_t i = 0; i < one->count; i++) {
        bool found = false;
        for (size_t j = 0; j < other->count && !found; j++)
            found = strcmp(one->items[i], other->items[j]) == 0;
        shared += found;
    }
    return total == 0 ? 0 : 200 * shared / total;
}

/* The sentence that is gone and most like the one of now, by the words of each; the index, or the count when none
 * is like it. */
static size_t most_like(const struct vector *gone, const struct vector *words_of,
                        struct arena *arena, const char *now)
{
    struct vector words = {0};
    size_t best = gone->count;
    size_t most = LIKENESS - 1;
    split(&words, arena, now);
    for (size_t i = 0; i < gone->count && i < MOST_COMPARED; i++) {
        size_t like = likeness(&words, words_of->items[i]);
        if (like > most) {
            most = like;
            best = i;
        }
    }
    return best;
}

static void take_out(struct vector *list, size_t at)
{
    list->count--;
    memmove(&list->items[at], &list->items[at + 1], (list->count - at) * sizeof list->items[0]);
}

static void add_texts(struct map *map, const struct model *model)
{
    for (size_t i = 0; i < model->sentence_count; i++)
        map_add(map, model->sentences[i].text, (void *)(uintptr_t)model);
}

void sentence_differences_find(struct sentence_differences *differences, struct arena *arena,
                               const struct model *before, const struct model *after)
{
    struct map then;
    struct map now;
    *differences = (struct sentence_differences){0};
    map_init(&then, arena);
    map_init(&now, arena);
    add_texts(&then, before);
    add_texts(&now, after);
    struct vector *gone = &differences->gone;
    struct vector words_of = {0}; /* of struct vector: of each that is gone */
    for (size_t i = 0; i < before->sentence_count; i++) {
        const char *text = before->sentences[i].text;
        if (*text && !map_add(&now, text, (void *)(uintptr_t)before))
            vector_add(gone, arena, (void *)(uintptr_t)text);
    }
    for (size_t i = 0; i < gone->count; i++) {
        struct vector *words = arena_alloc(arena, sizeof *words);
        split(words, arena, gone->items[i]);
        vector_add(&words_of, arena, words);
    }
    for (size_t i = 0; i < after->sentence_count; i++) {
        const struct model_sentence *sentence = &after->sentences[i];
        if (map_get(&then, sentence->text))
            continue;
        struct sentence_difference *difference = arena_alloc(arena, sizeof *difference);
        size_t like = most_like(gone, &words_of, arena, sentence->text);
        difference->now = sentence;
        if (like < gone->count) {
            difference->was = gone->items[like];
            take_out(gone, like);
            take_out(&words_of, like);
        }
        vector_add(&differences->changed, arena, difference);
    }
}

const struct sentence_difference *
sentence_difference_of(const struct sentence_differences *differences,
                       const struct model_sentence *sentence)
{
    for (size_t i = 0; i < differences->changed.count; i++) {
        const struct sentence_difference *difference = differences->changed.items[i];
        if (strcmp(difference->now->text, sentence->text) == 0)
            return difference;
    }
    return NULL;
}

/* The words between what two texts begin with and what they end with in common. */
struct middle {
    size_t start;
    size_t was_end;
    size_t now_end;
};

static struct middle middle_of(const char *was, const char *now)
{
    struct middle middle = {0, strlen(was), strlen(now)};
    for (size_t length; was[middle.start] && now[middle.start]; middle.start += length) {
        length = word_length(was + middle.start);
        if (length != word_length(now + middle.start) ||
            memcmp(was + middle.start, now + middle.start, length) != 0)
            break;
    }
    while (middle.was_end > middle.start && middle.now_end > middle.start &&
           was[middle.was_end - 1] == now[middle.now_end - 1]) {
        middle.was_end--;
        middle.now_end--;
    }
    /* Forward again to where a word begins in both. */
    while (now[middle.now_end] &&
           (is_continuation(now[middle.now_end]) ||
            (is_letter(now[middle.now_end]) &&
             ((middle.now_end > middle.start && is_letter(now[middle.now_end - 1])) ||
              (middle.was_end > middle.start && is_letter(was[middle.was_end - 1])))))) {
        middle.was_end++;
        middle.now_end++;
    }
    return middle;
}

/* Its words without the spaces around them. */
static const char *trimmed(struct arena *arena, const char *text, size_t start, size_t end)
{
    while (start < end && text[start] == ' ')
        start++;
    while (end > start && text[end - 1] == ' ')
        end--;
    return arena_copy(arena, text + start, end - start);
}

const char *sentence_difference_text(struct arena *arena,
                                     const struct sentence_difference *difference)
{
    if (!difference->was)
        return NULL;
    struct middle middle = middle_of(difference->was, difference->now->text);
    const char *was = trimmed(arena, difference->was, middle.start, middle.was_end);
    const char *now = trimmed(arena, difference->now->text, middle.start, middle.now_end);
    if (!*now)
        return arena_printf(arena, "'%s' is gone from it", was);
    if (!*was)
        return arena_printf(arena, "'%s' is new in it", now);
    return arena_printf(arena, "'%s' stands where '%s' stood", now, was);
}

struct span sentence_difference_span(const struct sentence_difference *difference)
{
    const char *now = difference->now->text;
    struct span span = difference->now->span;
    if (!difference->was || !span.source)
        return span;
    struct middle middle = middle_of(difference->was, now);
    size_t start = middle.start;
    size_t end = middle.now_end;
    while (start < end && now[start] == ' ')
        start++;
    while (end > start && now[end - 1] == ' ')
        end--;
    /* A sentence over several lines is written otherwise than it is told. */
    bool is_verbatim = end <= span.length && (size_t)span.offset + end <= span.source->length &&
                       memcmp(span.source->bytes + span.offset, now, end) == 0;
    if (start == end || !is_verbatim)
        return span;
    return span_of(span.source, span.offset + start, end - start);
}
