/* spec_words.c - see spec_words.h. Each function searches the table of its kind of row. */
#include "read/spec_words.h"

#include "model/model.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

struct word_row {
    const char *word;
    int meaning;
};

struct form_row {
    const char *before;
    const char *after;
    int type;
};

static const struct {
    const char *word;
    enum spec_section section;
    enum heading_place place;
} headings[] = {
#define HEADING(word, section) {word, section, HEADING_ANYWHERE},
#define LINE_HEADING(word, section) {word, section, HEADING_ON_A_LINE},
#define PLAIN_HEADING(word, section) {word, section, HEADING_IS_NO_CLASS},
#include "read/spec_words.def"
};

static const struct word_row clauses[] = {
#define CLAUSE(words, clause) {words, clause},
#include "read/spec_words.def"
};

static const struct word_row types[] = {
#define TYPE(word, type) {word, type},
#include "read/spec_words.def"
};

static const struct form_row forms[] = {
#define FORM(before, after, type) {before, after, type},
#include "read/spec_words.def"
};

static const struct word_row strings[] = {
#define STRING_OR(words) {words, FIELD_STRING},
#include "read/spec_words.def"
};

static const struct word_row users[] = {
#define USER(word) {word, true},
#include "read/spec_words.def"
};

static const struct word_row truths[] = {
#define TRUTH(word, value) {word, value},
#include "read/spec_words.def"
};

static const struct word_row *find(const struct word_row *rows, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(rows[i].word, word) == 0)
            return &rows[i];
    return NULL;
}

const char *spec_section_name(enum spec_section section)
{
    for (size_t i = 0; i < LENGTH_OF(headings); i++) {
        if (headings[i].section == section) {
            /* "Authentication" stands first so that it is matched first. */
            return section == SECTION_AUTH      ? "Auth"
                   : section == SECTION_DELIVER ? "Deliver"
                                                : headings[i].word;
        }
    }
    return "";
}

/* Whether a word goes on behind what stands before it, in a script that parts words. */
static bool goes_on(const char *text, size_t length, size_t at)
{
    return at < length && isalnum((unsigned char)text[at - 1]) && isalnum((unsigned char)text[at]);
}

size_t spec_heading(const char *text, size_t length, enum spec_section *section,
                    enum heading_place *place)
{
    size_t longest = 0;
    for (size_t i = 0; i < LENGTH_OF(headings); i++) {
        size_t size = strlen(headings[i].word);
        if (size > longest && size <= length && strncasecmp(headings[i].word, text, size) == 0 &&
            !goes_on(text, length, size)) {
            longest = size;
            *section = headings[i].section;
            *place = headings[i].place;
        }
    }
    return longest;
}

/* What follows a clause word that begins the phrase: NULL when it is part of a longer word. */
static const char *after_word(const char *phrase, const char *word)
{
    size_t length = strlen(word);
    if (strncasecmp(phrase, word, length) != 0)
        return NULL;
    const char *rest = phrase + length;
    if (isalnum((unsigned char)word[length - 1]) && isalnum((unsigned char)*rest))
        return NULL;
    while (*rest == ' ' || *rest == ':' || *rest == '=')
        rest++;
    return rest;
}

enum spec_clause spec_clause_of(const char *phrase, const char **rest)
{
    *rest = "";
    for (size_t i = 0; i < LENGTH_OF(clauses); i++) {
        if (clauses[i].meaning == CLAUSE_DEFAULT || clauses[i].meaning == CLAUSE_WAS) {
            const char *value = after_word(phrase, clauses[i].word);
            if (value) {
                *rest = value;
                return (enum spec_clause)clauses[i].meaning;
            }
        } else if (strcasecmp(clauses[i].word, phrase) == 0) {
            return (enum spec_clause)clauses[i].meaning;
        }
    }
    return CLAUSE_NONE;
}

/* The part of a phrase between the two words of a form, without spaces around it, or NULL. */
static char *between(struct arena *arena, const char *phrase, const struct form_row *form)
{
    size_t length = strlen(phrase);
    size_t before = strlen(form->before);
    size_t after = strlen(form->after);
    if (length <= before + after || strncasecmp(phrase, form->before, before) != 0 ||
        strcasecmp(phrase + length - after, form->after) != 0)
        return NULL;
    const char *start = phrase + before;
    const char *end = phrase + length - after;
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    return start == end ? NULL : arena_copy(arena, start, (size_t)(end - start));
}

/* The type of an Array's elements, which may stand in the plural: "Strings", "Pointers to Book". */
static int element_of(struct arena *arena, const char *phrase)
{
    size_t length = strcspn(phrase, " <");
    const char *rest = phrase + length;
    const struct word_row *row = find(types, LENGTH_OF(types), arena_copy(arena, phrase, length));
    if (!row && length > 1 && phrase[length - 1] == 's')
        row = find(types, LENGTH_OF(types), arena_copy(arena, phrase, length - 1));
    bool has_argument = row && (row->meaning == FIELD_POINTER || row->meaning == FIELD_ARRAY);
    if (row && (*rest == '\0' || has_argument))
        return row->meaning;
    row = find(types, LENGTH_OF(types), phrase);
    return row ? row->meaning : -1;
}

bool spec_type_of(struct arena *arena, const char *phrase, struct spec_type_words *type)
{
    *type = (struct spec_type_words){.element = -1};
    const struct word_row *row = find(types, LENGTH_OF(types), phrase);
    if (row) {
        type->kind = row->meaning;
        return true;
    }
    if (find(strings, LENGTH_OF(strings), phrase)) {
        type->kind = FIELD_STRING;
        type->widened = true;
        return true;
    }
    for (size_t i = 0; i < LENGTH_OF(forms); i++) {
        char *argument = between(arena, phrase, &forms[i]);
        if (!argument)
            continue;
        type->kind = forms[i].type;
        if (type->kind != FIELD_ARRAY) {
            type->target = spec_is_user(argument) ? "_User" : argument;
            return true;
        }
        type->element = element_of(arena, argument);
        if (type->element >= 0)
            return true;
    }
    return false;
}

bool spec_is_user(const char *name)
{
    return find(users, LENGTH_OF(users), name) != NULL;
}

bool spec_truth_of(const char *word, bool *value)
{
    const struct word_row *row = find(truths, LENGTH_OF(truths), word);
    if (row)
        *value = row->meaning != 0;
    return row != NULL;
}

static const char *ascii_word(const struct word_row *rows, size_t count, size_t wanted)
{
    for (size_t i = 0; i < count; i++)
        if (isalpha((unsigned char)rows[i].word[0]) && wanted-- == 0)
            return rows[i].word;
    return NULL;
}

const char *spec_clause_word(size_t i)
{
    return ascii_word(clauses, LENGTH_OF(clauses), i);
}

const char *spec_type_word(size_t i)
{
    return ascii_word(types, LENGTH_OF(types), i);
}
