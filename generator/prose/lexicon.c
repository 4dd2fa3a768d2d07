/* lexicon.c - see lexicon.h. */
#include "prose/lexicon.h"

#include "base/buffer.h"

#include <string.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

#define WORD(sense, words, example) {SENSE_##sense, words},
static const struct {
    enum sense sense;
    const char *words;
} words[] = {
#include "prose/lexicon.def"
};
#undef WORD

#define PERSON(kind, noun, words, example) {{PERSON_##kind, noun}, words},
static const struct {
    struct person person;
    const char *words;
} people[] = {
#include "prose/people.def"
};
#undef PERSON

#define TERM(english, words) {{english, false}, words},
#define FIELD(english, words) {{english, true}, words},
static const struct {
    struct term term;
    const char *words;
} terms[] = {
#include "prose/terms.def"
};
#undef TERM
#undef FIELD

#define SENSE(name, pattern) [SENSE_##name] = (pattern),
static const char *const patterns[SENSE_COUNT] = {
#include "prose/senses.def"
};
#undef SENSE

enum sense sense_of(const char *pattern, size_t length)
{
    /* The senses by the first letter of their names, each list ending with SENSE_COUNT: this is asked
     * for every word of every form at every place. */
    enum { LETTERS = 128, MOST = 48 };
    static enum sense lists[LETTERS][MOST];
    static bool is_sorted;
    for (size_t letter = 0; !is_sorted && letter < LETTERS; letter++) {
        size_t count = 0;
        for (int i = 0; i < SENSE_COUNT && count + 1 < MOST; i++)
            if (patterns[i][0] == (char)letter)
                lists[letter][count++] = (enum sense)i;
        lists[letter][count] = SENSE_COUNT;
    }
    is_sorted = true;
    size_t letter = (unsigned char)pattern[0] < LETTERS ? (unsigned char)pattern[0] : 0;
    for (const enum sense *at = lists[letter]; *at != SENSE_COUNT; at++)
        if (strncmp(patterns[*at], pattern, length) == 0 && patterns[*at][length] == '\0')
            return *at;
    return SENSE_COUNT;
}

/* The key of some units, with the first and the last in another form where one is given. */
static const char *key_of(struct arena *arena, const struct unit *units, size_t count,
                          const char *first, const char *last)
{
    struct buffer key;
    buffer_init(&key, arena);
    for (size_t i = 0; i < count; i++) {
        const char *text = i + 1 == count ? last : i == 0 ? first : units[i].text;
        buffer_add_string(&key, i == 0 ? "" : " ");
        buffer_add_string(&key, text);
    }
    return key.bytes;
}

/* Calls back for each alternative of "word|other words". */
static void add_words(struct lexicon *lexicon, const char *alternatives, enum sense sense,
                      const struct person *person, const struct term *term)
{
    while (*alternatives != '\0') {
        size_t length = strcspn(alternatives, "|");
        size_t count = 0;
        const char *key = units_spelled(lexicon->arena, alternatives, length, &count);
        struct meaning *meaning = map_get(&lexicon->meaning_of, key);
        if (!meaning) {
            meaning = arena_alloc(lexicon->arena, sizeof *meaning);
            map_add(&lexicon->meaning_of, key, meaning);
        }
        if (person)
            meaning->person = person;
        else if (term)
            vector_add(&meaning->terms, lexicon->arena, (void *)(uintptr_t)term);
        else if (sense < SENSE_COUNT)
            meaning->senses[sense] = true;
        lexicon->longest = count > lexicon->longest ? count : lexicon->longest;
        alternatives += length + (alternatives[length] == '|' ? 1 : 0);
    }
}

struct lexicon *lexicon_new(struct arena *arena)
{
    struct lexicon *lexicon = arena_alloc(arena, sizeof *lexicon);
    lexicon->arena = arena;
    map_init(&lexicon->meaning_of, arena);
    map_init(&lexicon->found, arena);
    map_init(&lexicon->units_of, arena);
    map_init(&lexicon->spelled_of, arena);
    for (size_t i = 0; i < LENGTH_OF(words); i++)
        add_words(lexicon, words[i].words, words[i].sense, NULL, NULL);
    for (size_t i = 0; i < LENGTH_OF(people); i++)
        add_words(lexicon, people[i].words, SENSE_COUNT, &people[i].person, NULL);
    for (size_t i = 0; i < LENGTH_OF(terms); i++)
        add_words(lexicon, terms[i].words, SENSE_COUNT, NULL, &terms[i].term);
    return lexicon;
}

/* Adds a form: the first letters of the word, with an end. */
static void add_form(struct arena *arena, const char *word, size_t length, const char *end,
                     const char *forms[LEXICON_FORMS], size_t *count)
{
    enum { SHORTEST = 2 };
    if (*count < LEXICON_FORMS && length >= SHORTEST)
        forms[(*count)++] = arena_printf(arena, "%.*s%s", (int)length, word, end);
}

size_t lexicon_forms(struct arena *arena, const char *word, const char *forms[LEXICON_FORMS])
{
    static const struct {
        const char *end;
        const char *instead;
        bool doubles; /* the consonant before it may be there twice: "planned" */
    } ends[] = {
        {"ies", "y", false}, {"ied", "y", false}, {"s", "", false},    {"es", "", false},
        {"ed", "e", false},  {"ed", "", true},    {"ing", "e", false}, {"ing", "", true},
    };
    size_t length = strlen(word);
    size_t count = 0;
    forms[count++] = word;
    /* "signed ones" do not sign on. */
    if (strcmp(word, "ones") == 0)
        length = 0;
    for (size_t i = 0; i < LENGTH_OF(ends); i++) {
        size_t end = strlen(ends[i].end);
        if (length <= end + 1 || strcmp(word + length - end, ends[i].end) != 0)
            continue;
        size_t stem = length - end;
        if (strcmp(ends[i].end, "s") == 0 && word[stem - 1] == 's')
            continue;
        add_form(arena, word, stem, ends[i].instead, forms, &count);
        if (ends[i].doubles && stem > 2 && word[stem - 1] == word[stem - 2])
            add_form(arena, word, stem - 1, "", forms, &count);
    }
    return count;
}

/* Adds what one form of a phrase means to what the others do. */
static void join(struct lexicon *lexicon, struct meaning *all, const struct meaning *one)
{
    for (size_t i = 0; i < SENSE_COUNT; i++)
        all->senses[i] = all->senses[i] || one->senses[i];
    all->person = all->person ? all->person : one->person;
    for (size_t i = 0; i < one->terms.count; i++)
        vector_add(&all->terms, lexicon->arena, one->terms.items[i]);
}

/* What a phrase means in any of its forms, or NULL. */
static struct meaning *meaning_of(struct lexicon *lexicon, const struct unit *first, size_t count)
{
    const char *first_forms[LEXICON_FORMS] = {first->text};
    const char *last_forms[LEXICON_FORMS] = {first[count - 1].text};
    struct meaning *all = NULL;
    size_t firsts = 1;
    size_t lasts = 1;
    if (first->kind == UNIT_WORD)
        firsts = lexicon_forms(lexicon->arena, first->text, first_forms);
    if (count > 1 && first[count - 1].kind == UNIT_WORD)
        lasts = lexicon_forms(lexicon->arena, first[count - 1].text, last_forms);
    for (size_t i = 0; i < firsts; i++) {
        for (size_t j = 0; j < lasts; j++) {
            const char *last = count == 1 ? first_forms[i] : last_forms[j];
            const struct meaning *one = map_get(
                &lexicon->meaning_of, key_of(lexicon->arena, first, count, first_forms[i], last));
            /* "notes" is no form of "not". */
            bool is_function = one && (one->senses[SENSE_NOT] || one->senses[SENSE_NO]);
            if (!one || (i > 0 && is_function))
                continue;
            if (!all)
                all = arena_alloc(lexicon->arena, sizeof *all);
            join(lexicon, all, one);
        }
    }
    return all;
}

const struct meaning *lexicon_find(struct lexicon *lexicon, const struct unit *first, size_t count)
{
    static struct meaning nothing;
    const char *key = key_of(lexicon->arena, first, count, first->text, first[count - 1].text);
    struct meaning *meaning = map_get(&lexicon->found, key);
    if (!meaning) {
        meaning = meaning_of(lexicon, first, count);
        map_add(&lexicon->found, key, meaning ? meaning : &nothing);
    }
    return meaning == &nothing ? NULL : meaning;
}

struct units lexicon_units(struct lexicon *lexicon, const char *text)
{
    struct units *units = map_get(&lexicon->units_of, text);
    if (!units) {
        units = arena_alloc(lexicon->arena, sizeof *units);
        *units = units_of_text(lexicon->arena, text);
        map_add(&lexicon->units_of, text, units);
    }
    return *units;
}

const char *lexicon_noun(size_t i)
{
    return i < LENGTH_OF(people) ? people[i].person.noun : NULL;
}

const struct person *lexicon_person(const char *noun)
{
    for (size_t i = 0; i < LENGTH_OF(people); i++)
        if (strcmp(people[i].person.noun, noun) == 0)
            return &people[i].person;
    return NULL;
}

const char *lexicon_words_for(const struct person *person)
{
    for (size_t i = 0; i < LENGTH_OF(people); i++)
        if (person == &people[i].person)
            return people[i].words;
    return NULL;
}
