/* asides.c - see asides.h. */
#include "prose/asides.h"

#include "prose/people.h"

static bool has_one_of(const struct text *text, size_t at, const enum sense senses[], size_t count)
{
    for (size_t i = 0; i < count && at < text->count; i++)
        if (text_has(text, at, senses[i]) > 0)
            return true;
    return false;
}

/* The length of the people or the class that is named at a place; 0: none is. */
static size_t subject_at(const struct text *text, size_t at)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t taken = at < text->count ? text_person(text, at, &kind, &noun) : 0;
    bool is_short = false;
    if (taken == 0 && at < text->count)
        (void)text_class(text, at, &taken, &is_short);
    return taken;
}

/* Whether it says that people may or must not, or that something is not to be: "we should like a backend"
 * does not. */
static bool has_mode(const struct text *text)
{
    static const enum sense behind[] = {SENSE_MAY, SENSE_SHOULD, SENSE_MUST,
                                        SENSE_NOT, SENSE_CANNOT, SENSE_ONLY};
    static const enum sense before[] = {SENSE_ONLY, SENSE_NOBODY, SENSE_NO, SENSE_PREVENT,
                                        SENSE_RESTRICT};
    for (size_t at = 0; at < text->count; at++) {
        size_t subject = subject_at(text, at);
        if (subject > 0 && has_one_of(text, text_skip(text, at + subject), behind, 6))
            return true;
        if (has_one_of(text, at, before, 5) && subject_at(text, text_skip(text, at + 1)) > 0)
            return true;
    }
    return false;
}

/* Whether it is understood to its end, and is more than what every server does. "Create a backend" is
 * what nobody may do. */
static bool is_read(const struct prose_sentence *sentence)
{
    const struct said *said = sentence->clauses.first;
    while (said && (said->saying == SAYS_NOTHING || (said->saying == SAYS_ACCESS && !said->who)))
        said = said->next;
    return said && sentence->clauses.left_count == 0;
}

/* Whether a line came of a sentence that is more than what every server does. */
static bool has_become(const struct prose_sentence *sentence)
{
    const struct ast_line *line = sentence->sentence->lines;
    while (line && line->kind != AST_LINE_BECOMES && line->kind != AST_LINE_REPEATED)
        line = line->next;
    return line;
}

/* Whether a sentence is an aside that says nothing: before it is composed, by what it is made of, and
 * afterwards, by what came of it. */
static bool says_nothing(const struct composer *composer, const struct prose_sentence *sentence)
{
    bool came_to_something = composer->is_composed ? has_become(sentence) : is_read(sentence);
    return sentence->sentence->is_aside && sentence->whole && !came_to_something &&
           !has_mode(sentence->whole);
}

/* Gives the sentences that are kept, and the rules among them, numbers without gaps. */
static void number_anew(struct composer *composer, const size_t *number_of)
{
    struct ast *spec = (struct ast *)(uintptr_t)composer->draft->spec;
    for (size_t i = 0; i < composer->sentences.count; i++)
        ((struct prose_sentence *)composer->sentences.items[i])->number = i;
    for (struct ast_rule *rule = spec->rules; rule; rule = rule->next)
        rule->number = number_of[rule->number];
}

void compose_drop_asides(struct composer *composer)
{
    struct ast *spec = (struct ast *)(uintptr_t)composer->draft->spec;
    struct ast_sentence **sentences = &spec->sentences;
    struct ast_sentence **asides = &spec->asides;
    while (*asides)
        asides = &(*asides)->next;
    size_t count = composer->sentences.count;
    size_t *number_of = arena_alloc_array(composer->arena, count + 1, sizeof *number_of);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        bool is_kept = !says_nothing(composer, sentence);
        struct ast_sentence ***end = is_kept ? &sentences : &asides;
        **end = sentence->sentence;
        *end = &sentence->sentence->next;
        number_of[i] = kept;
        if (is_kept)
            composer->sentences.items[kept++] = sentence;
    }
    *sentences = NULL;
    *asides = NULL;
    composer->sentences.count = kept;
    number_anew(composer, number_of);
}
