/* rule_hint.c - what a sentence that has no form was probably meant to be; see spec_reader.h.
 *
 * A sentence is followed along each form that is like it, as far as it goes; the word where it stops is
 * the one that does not fit. A word that people often write for another, or that is nearly the one that
 * is wanted, is replaced, a small word that is missing is put in, and when the sentence then has the
 * form, it is proposed as a whole, in the reader's own words. Nothing is taken away, and "all" is never
 * put in: a proposal should not open what its reader left out. */
#include "read/rule_hint.h"

#include "base/nearest.h"
#include "read/rule_example.h"
#include "read/rule_match.h"
#include "read/spec_reader.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

enum { NEAREST_FORMS = 6, LIKE_ENOUGH = 50 /* percent */, MOST_REPAIRS = 3 };

/* What people write, and what a form has for it. */
static const struct {
    const char *written;
    const char *meant;
} synonyms[] = {
    {"write", "update"},       {"edit", "update"},
    {"modify", "update"},      {"change", "update"},
    {"amend", "update"},       {"add", "create"},
    {"insert", "create"},      {"make", "create"},
    {"submit", "create"},      {"remove", "delete"},
    {"erase", "delete"},       {"destroy", "delete"},
    {"look", "read"},          {"access", "read"},
    {"list", "find"},          {"where", "whose"},
    {"if", "whose"},           {"with", "whose"},
    {"having", "whose"},       {"changed", "updated"},
    {"modified", "updated"},   {"edited", "updated"},
    {"removed", "deleted"},    {"added", "created"},
    {"made", "created"},       {"sent", "created"},
    {"released", "published"}, {"may", "can"},
    {"should", "can"},         {"must", "can"},
    {"inform", "notify"},      {"tell", "notify"},
    {"alert", "notify"},       {"moves", "goes"},
    {"changes", "goes"},       {"log", "audit"},
    {"record", "audit"},       {"stored", "kept"},
    {"retained", "kept"},      {"immutable", "append-only"},
};

/* What no sentence of a rule says, and where it is said; a word ends where its row's does. */
static const struct {
    const char *word;
    const char *hint;
} topics[] = {
    {"unique", "'unique' stands with a field in the Schema section: name (String, unique)"},
    {"password", "servers have options about passwords: NAME-server serve --help"},
    {"passwords", "servers have options about passwords: NAME-server serve --help"},
    {"two-factor", "a second factor is in every server: each user sets one up (accounts.md)"},
    {"2fa", "a second factor is in every server: each user sets one up (accounts.md)"},
    {"mfa", "a second factor is in every server: each user sets one up (accounts.md)"},
};

/* Small words that stand where a form has another one. */
static const char *const determiners[] = {"a",  "an",  "the", "his",  "her",
                                          "my", "its", "our", "your", "their"};

/* A sentence with words replaced, as a source of its own. */
static struct rule_text text_of(struct arena *arena, const char *sentence)
{
    struct source *source = arena_alloc(arena, sizeof *source);
    source_init(source, arena, "hint", sentence, strlen(sentence));
    return rule_text_of(arena, span_of(source, 0, source->length));
}

static bool has_form(struct arena *arena, const char *sentence, const char *pattern)
{
    struct rule_text text = text_of(arena, sentence);
    struct ast_rule rule = {0};
    return rule_match(&text, pattern, &rule);
}

static const char *word_at(const struct rule_text *text, size_t at)
{
    const struct token *token = &text->tokens[at];
    return at < text->count
               ? arena_copy(text->arena, text->source->bytes + token->offset, token->length)
               : "";
}

/* The sentence with a word in the place of a token, or before it. */
static const char *put(const struct rule_text *text, size_t at, const char *word, bool replaces)
{
    const char *bytes = text->source->bytes;
    size_t end = at < text->count  ? text->tokens[at].offset
                 : text->count > 0 ? (size_t)text->tokens[text->count - 1].offset +
                                         text->tokens[text->count - 1].length
                                   : 0;
    const char *rest = bytes + end;
    char *copy = arena_strdup(text->arena, word);
    if (at == 0)
        *copy = (char)toupper((unsigned char)*copy);
    if (at >= text->count)
        return arena_printf(text->arena, "%.*s %s%s", (int)end, bytes, copy, rest);
    if (replaces)
        return arena_printf(text->arena, "%.*s%s%s", (int)end, bytes, copy,
                            rest + text->tokens[at].length);
    return arena_printf(text->arena, "%.*s%s %s", (int)end, bytes, copy, rest);
}

static const char *synonym_of(const char *word)
{
    for (size_t i = 0; i < LENGTH_OF(synonyms); i++)
        if (strcasecmp(synonyms[i].written, word) == 0)
            return synonyms[i].meant;
    return NULL;
}

static bool is_determiner(const char *word)
{
    for (size_t i = 0; i < LENGTH_OF(determiners); i++)
        if (strcasecmp(determiners[i], word) == 0)
            return true;
    return false;
}

/* The first word of "word|other" that the token is nearly; NULL: it is like none of them. */
static const char *nearly(struct arena *arena, const char *words, size_t length, const char *token)
{
    struct nearest nearest = nearest_to(token);
    for (size_t at = 0; at < length;) {
        size_t size = strcspn(words + at, "|");
        size = size < length - at ? size : length - at;
        nearest_consider(&nearest, arena_copy(arena, words + at, size), (struct span){0});
        at += size + 1;
    }
    return nearest.best;
}

/* The sentence with at most so many words replaced or put in, so that it has the form; NULL: it cannot
 * be brought to it so. */
/* NOLINTNEXTLINE(misc-no-recursion): at most MOST_REPAIRS deep. */
static const char *repair(struct arena *arena, const char *sentence, const char *pattern,
                          size_t repairs)
{
    const char *expected;
    struct rule_text text = text_of(arena, sentence);
    size_t at = rule_misfit(&text, pattern, &expected);
    const char *word = word_at(&text, at);
    size_t length = rule_element_length(expected);
    bool is_slot = isupper((unsigned char)*expected) != 0;
    if (has_form(arena, sentence, pattern))
        return sentence;
    if (repairs == 0)
        return NULL;
    const char *tries[4] = {NULL};
    size_t count = 0;
    const char *synonym = synonym_of(word);
    if (synonym)
        tries[count++] = put(&text, at, synonym, true);
    if (!is_slot && length > 1) {
        const char *first = arena_copy(arena, expected, strcspn(expected, "| ,[]"));
        const char *near = *word ? nearly(arena, expected, length, word) : NULL;
        bool opens = strcmp(first, "all") == 0;
        if (near && strcasecmp(near, word) != 0)
            tries[count++] = put(&text, at, near, true);
        if (is_determiner(word) && !opens)
            tries[count++] = put(&text, at, first, true);
        if (!opens)
            tries[count++] = put(&text, at, first, false);
    }
    for (size_t i = 0; i < count; i++) {
        const char *repaired = repair(arena, tries[i], pattern, repairs - 1);
        if (repaired)
            return repaired;
    }
    return NULL;
}

/* The forms that the sentence is like, those first along which it goes furthest. */
static size_t nearest_forms(const struct rule_text *text, const struct rule_form *nearest[])
{
    size_t scores[NEAREST_FORMS] = {0};
    size_t count = 0;
    for (size_t i = 0; i < rule_form_count; i++) {
        const char *expected;
        size_t like = rule_likeness(text, rule_forms[i].pattern);
        if (like < LIKE_ENOUGH)
            continue;
        size_t score = rule_misfit(text, rule_forms[i].pattern, &expected) * 101 + like;
        size_t place = 0;
        while (place < count && score <= scores[place])
            place++;
        if (place == NEAREST_FORMS)
            continue;
        count += count < NEAREST_FORMS ? 1 : 0;
        for (size_t j = count - 1; j > place; j--) {
            nearest[j] = nearest[j - 1];
            scores[j] = scores[j - 1];
        }
        nearest[place] = &rule_forms[i];
        scores[place] = score;
    }
    return count;
}

/* The word that does not fit; of a sentence that ends too early its last one. */
static struct span misfit_span(const struct rule_text *text, const char *pattern)
{
    const char *expected;
    size_t at = rule_misfit(text, pattern, &expected);
    if (text->count == 0)
        return (struct span){0};
    const struct token *token = &text->tokens[at < text->count ? at : text->count - 1];
    return span_of(text->source, token->offset, token->length);
}

/* Says where something is said that is no matter of rules. */
static bool note_topic(struct diag *diag, const struct rule_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct token *token = &text->tokens[i];
        const char *word = word_at(text, i);
        for (size_t j = 0; token->kind == TOKEN_WORD && j < LENGTH_OF(topics); j++) {
            if (strcasecmp(topics[j].word, word) != 0)
                continue;
            diag_note(diag, span_of(text->source, token->offset, token->length), "%s",
                      topics[j].hint);
            return true;
        }
    }
    return false;
}

/* A sentence that has a form is not understood for what it names, and that is said elsewhere. */
static bool is_a_form(const struct ast_sentence *sentence, const struct rule_form *const nearest[],
                      size_t count, struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        if (has_form(arena, sentence->text, nearest[i]->pattern))
            return true;
    return false;
}

void spec_note_nearest_rules(struct diag *diag, const struct ast_sentence *sentence)
{
    const struct rule_form *nearest[NEAREST_FORMS];
    struct rule_text text = rule_text_of(diag->arena, sentence->span);
    size_t count = nearest_forms(&text, nearest);
    if (is_a_form(sentence, nearest, count, diag->arena))
        return;
    for (size_t repairs = 1; repairs <= MOST_REPAIRS; repairs++) {
        for (size_t i = 0; i < count; i++) {
            const char *meant = repair(diag->arena, sentence->text, nearest[i]->pattern, repairs);
            if (!meant)
                continue;
            diag_note(diag, misfit_span(&text, nearest[i]->pattern), "did you mean '%s'?", meant);
            return;
        }
    }
    if (note_topic(diag, &text))
        return;
    const char *expected;
    if (count > 0 && (rule_misfit(&text, nearest[0]->pattern, &expected) > 1 ||
                      rule_likeness(&text, nearest[0]->pattern) > LIKE_ENOUGH))
        diag_note(diag, misfit_span(&text, nearest[0]->pattern),
                  "this does not fit; a near form is '%s'",
                  rule_example(diag->arena, nearest[0]->pattern, nearest[0]->example, sentence));
}
