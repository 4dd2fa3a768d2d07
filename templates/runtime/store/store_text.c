/* store_text.c - text_score(text, term, options) and text_query(term): full-text search in the words of FTS5.
 *
 * FTS5's tokenizers (sqlite.org/fts5.html#tokenizers) say what a word is, without case and, unless
 * asked for, diacritics, and its stem; this file says what a search means, as MongoDB's $text does:
 * a text with any of the words answers it, one without a "quoted phrase" or with a -word does not.
 * A search is read once for a statement. */
#include "store/store_text.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>

enum { FIRST_WORDS = 64 };

struct word {
    struct text token;  /* folded, perhaps a stem */
    struct text source; /* as it was written */
};

struct words {
    struct arena *arena;
    struct text from; /* what they are words of */
    struct word *list;
    size_t count;
    size_t capacity;
};

/* Words that must follow each other. */
struct term {
    struct word *words;
    size_t count;
    bool required;
    bool excluded;
};

struct search {
    struct arena arena;   /* of what is below */
    struct arena scratch; /* of one text */
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *instance;
    int options;
    struct term *terms;
    size_t term_count;
};

static int add_word(void *data, int flags, const char *token, int length, int start, int end)
{
    struct words *words = data;
    struct word *list = words->list;
    struct text copy = arena_copy(words->arena, (struct text){token, (size_t)length});

    (void)flags;
    if (words->count == words->capacity) {
        size_t capacity = words->capacity ? words->capacity * 2 : FIRST_WORDS;
        list = arena_alloc_array(words->arena, capacity, sizeof *list);
        if (list && words->count)
            memcpy(list, words->list, words->count * sizeof *list);
        words->list = list;
        words->capacity = list ? capacity : 0;
    }
    if (!list || !copy.bytes)
        return SQLITE_NOMEM;
    list[words->count++] = (struct word){copy, {words->from.bytes + start, (size_t)(end - start)}};
    return SQLITE_OK;
}

static bool split(const struct search *search, struct arena *arena, struct text from,
                  struct words *words)
{
    *words = (struct words){.arena = arena, .from = from};
    return from.length <= INT32_MAX &&
           search->tokenizer.xTokenize(search->instance, words, FTS5_TOKENIZE_AUX, from.bytes,
                                       (int)from.length, add_word) == SQLITE_OK;
}

/* Adds a phrase as one term, other words each as their own. */
static bool add_terms(struct search *search, struct text part, bool quoted, bool excluded)
{
    struct words words;
    size_t each;

    if (!split(search, &search->arena, part, &words))
        return false;
    each = quoted ? words.count : 1;
    for (size_t i = 0; i < words.count; i += each)
        search->terms[search->term_count++] = (struct term){
            words.list + i, each, .required = quoted && !excluded, .excluded = excluded};
    return true;
}

/* word "a phrase" -word -"a phrase" */
static bool read_terms(struct search *search, struct text term)
{
    size_t at = 0;

    /* No more terms than bytes. */
    search->terms = arena_alloc_array(&search->arena, term.length + 1, sizeof *search->terms);
    if (!search->terms)
        return false;
    while (at < term.length) {
        bool excluded = term.bytes[at] == '-';
        bool quoted;
        size_t start;
        at += excluded;
        quoted = at < term.length && term.bytes[at] == '"';
        at += quoted;
        start = at;
        while (at < term.length && term.bytes[at] != '"' && (quoted || term.bytes[at] != ' '))
            at++;
        if (!add_terms(search, (struct text){term.bytes + start, at - start}, quoted, excluded))
            return false;
        if (at < term.length && (quoted || term.bytes[at] == ' '))
            at++;
    }
    return true;
}

static void free_search(void *data)
{
    struct search *search = data;

    if (search->instance)
        search->tokenizer.xDelete(search->instance);
    arena_release(&search->arena);
    arena_release(&search->scratch);
    free(search);
}

/* NULL when out of memory. */
static struct search *make_search(fts5_api *api, sqlite3_value *term, int options)
{
    const char *arguments[] = {"unicode61", "remove_diacritics",
                               options & (TEXT_SCORE_DIACRITICS | TEXT_SCORE_CASE) ? "0" : "2"};
    bool stems = options & TEXT_SCORE_STEMS;
    struct search *search = calloc(1, sizeof *search);
    struct text text;
    void *data;

    if (!search)
        return NULL;
    arena_init(&search->arena);
    arena_init(&search->scratch);
    search->options = options;
    text = arena_copy(&search->arena, (struct text){(const char *)sqlite3_value_text(term),
                                                    (size_t)sqlite3_value_bytes(term)});
    if (!text.bytes ||
        api->xFindTokenizer(api, stems ? "porter" : "unicode61", &data, &search->tokenizer) !=
            SQLITE_OK ||
        search->tokenizer.xCreate(data, arguments + !stems, stems ? 3 : 2, &search->instance) !=
            SQLITE_OK ||
        !read_terms(search, text)) {
        free_search(search);
        return NULL;
    }
    return search;
}

/* The stem's last letter may be another than the word's ("happy", "happi"). */
static bool same_letters(struct word a, struct word b)
{
    size_t length = a.token.length > 1 ? a.token.length - 1 : 1;

    return a.source.length >= length && b.source.length >= length &&
           memcmp(a.source.bytes, b.source.bytes, length) == 0;
}

static size_t count_occurrences(const struct search *search, const struct term *term,
                                const struct words *words)
{
    size_t found = 0;

    for (size_t i = 0; i + term->count <= words->count; i++) {
        size_t same = 0;
        while (same < term->count &&
               text_equal(term->words[same].token, words->list[i + same].token) &&
               (!(search->options & TEXT_SCORE_CASE) ||
                same_letters(term->words[same], words->list[i + same])))
            same++;
        found += same == term->count;
    }
    return found;
}

/* The more often the words occur, and the larger their part of the text, the better; each further
 * occurrence counts half of the one before. */
static double score(const struct search *search, const struct words *words)
{
    double total = 0;

    for (size_t i = 0; i < search->term_count; i++) {
        const struct term *term = &search->terms[i];
        size_t count = term->count ? count_occurrences(search, term, words) : 0;
        double weight = 1;
        double sum = 0;
        if (term->count && ((term->excluded && count) || (term->required && !count)))
            return 0;
        if (!count || term->excluded)
            continue;
        for (size_t j = 0; j < count && weight > 1e-9; j++, weight /= 2)
            sum += weight;
        total += sum * (0.5 + 0.5 * (double)count / (double)words->count);
    }
    return total;
}

static void text_score(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct search *search = sqlite3_get_auxdata(context, 1);
    struct words words;
    struct text text;

    (void)count;
    if (sqlite3_value_type(arguments[0]) != SQLITE_TEXT)
        return;
    if (!search) {
        search =
            make_search(sqlite3_user_data(context), arguments[1], sqlite3_value_int(arguments[2]));
        if (search)
            sqlite3_set_auxdata(context, 1, search, free_search);
        search = sqlite3_get_auxdata(context, 1);
    }
    text.bytes = (const char *)sqlite3_value_text(arguments[0]);
    text.length = (size_t)sqlite3_value_bytes(arguments[0]);
    if (!search || !text.bytes || !split(search, &search->scratch, text, &words)) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_result_double(context, score(search, &words));
    arena_reset(&search->scratch);
}

/* FTS5's query for any of the search's words ("one" OR "two"): an index then finds at least what
 * text_score() finds. Words are as they were written, since the index makes stems of its own. */
static bool write_query(const struct search *search, struct buffer *query)
{
    buffer_add_string(query, "\"\""); /* finds nothing; an empty query would be an error */
    for (size_t i = 0; i < search->term_count; i++) {
        const struct term *term = &search->terms[i];
        for (size_t j = 0; j < term->count; j++) {
            buffer_add_string(query, " OR \"");
            buffer_add_text(query, term->words[j].source);
            buffer_add_char(query, '"');
        }
    }
    return !query->failed;
}

static void text_query(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct search *search = make_search(sqlite3_user_data(context), arguments[0], 0);
    struct buffer query;

    (void)count;
    if (search)
        buffer_init(&query, &search->arena, 64);
    if (search && write_query(search, &query))
        sqlite3_result_text(context, query.bytes, (int)query.length, SQLITE_TRANSIENT);
    else
        sqlite3_result_error_nomem(context);
    if (search)
        free_search(search);
}

/* FTS5 hands its interface out through a statement; see sqlite.org/fts5.html#extending_fts5. */
static fts5_api *find_fts5(struct sqlite3 *database)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL) == SQLITE_OK)
        (void)sqlite3_step(statement);
    (void)sqlite3_finalize(statement);
    return api;
}

bool store_register_text_functions(struct sqlite3 *database)
{
    fts5_api *api = find_fts5(database);

    return api &&
           sqlite3_create_function(database, "text_score", 3,
                                   SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC, api,
                                   text_score, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function(database, "text_query", 1,
                                   SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC, api,
                                   text_query, NULL, NULL) == SQLITE_OK;
}
