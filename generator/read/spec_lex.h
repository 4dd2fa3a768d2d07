/* spec_lex.h - a section of a spec as a list of tokens.
 *
 * Words are runs of letters of any script; full-width punctuation becomes its ASCII form. The
 * reader uses tokens to find where things end, and takes phrases from the text itself. */
#ifndef GENERATOR_READ_SPEC_LEX_H
#define GENERATOR_READ_SPEC_LEX_H

#include "base/arena.h"
#include "base/source.h"

#include <stddef.h>
#include <stdint.h>

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_QUOTED, /* "...", '...' or in typographic quotes, on one line, with its quotes */
    TOKEN_PUNCTUATION,
    TOKEN_LINE_END,
    TOKEN_END
};

struct token {
    enum token_kind kind;
    char punctuation; /* ASCII */
    uint32_t offset;
    uint32_t length;
};

struct token_list {
    struct token *tokens; /* the last one is TOKEN_END */
    size_t count;
};

/* Splits the part of a source from start to end. */
struct token_list spec_lex(struct arena *arena, const struct source *source, size_t start,
                           size_t end);

/* The ASCII form of the punctuation that the text starts with and its length in bytes, or NUL. */
char spec_punctuation(const char *text, size_t length, size_t *size);

/* The length of the white space that the text starts with, line ends not included; 0: none. */
size_t spec_space(const char *text, size_t length);

/* The length of the quoted text that the text starts with, quotes included; 0: none that ends on its
 * line. */
size_t spec_quoted(const char *text, size_t length);

/* What a text that stands in quotes, all of it, says; NULL: it stands in none. A backslash in
 * "..." stands for the character after it. */
char *spec_unquoted(struct arena *arena, const char *text, size_t length);

/* The text from start to end on one line: each run of white space is one space, none at the ends.
 */
char *spec_phrase(struct arena *arena, const struct source *source, size_t start, size_t end);

#endif
