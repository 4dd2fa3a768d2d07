/* world_values.c - the values of fields, and the verbs that lead to them; see world.h. */
#include "prose/world.h"

#include <string.h>

/* Whether a word is the noun of what a participle says was done: "completion" of "completed". */
static bool is_noun_of(const char *noun, const char *participle)
{
    static const char *const ends[] = {"ion", "ation", "al"};
    size_t done = strlen(participle);
    size_t length = strlen(noun);
    bool is_participle = done > 5 && strcmp(participle + done - 2, "ed") == 0;
    for (size_t i = 0; is_participle && i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (length == done - 2 + end && strcmp(noun + length - end, ends[i]) == 0 &&
            strncmp(noun, participle, done - 2) == 0)
            return true;
    }
    return false;
}

/* Whether two words have a form in common, such as "dispense" and "dispensed". */
/* NOLINTNEXTLINE(misc-no-recursion): as often as a word begins with "re". */
static bool is_related(struct arena *arena, const char *word, const char *other)
{
    enum { SHORTEST = 3 };
    static const char *const irregular[][2] = {
        {"pay", "paid"},
        {"send", "sent"},
        {"hold", "held"},
        {"lend", "lent"},
        {"write", "written"},
        {"give", "given"},
        {"see", "seen"},
        {"take", "taken"},
        {"do", "done"},
        {"make", "made"},
        {"build", "built"},
        {"withdraw", "withdrawn"},
        {"finalize", "final"},
        {"finalise", "final"},
        {"complete", "done"},
        {"finish", "done"},
        {"cancel", "canceled"},
        {"close", "done"},
        {"activate", "active"},
        {"deactivate", "inactive"},
        {"begin", "begun"},
        {"start", "running"},
        {"begin", "running"},
        {"reopen", "open"},
        {"void", "void"},
        {"void", "voided"},
        {"submission", "submitted"},
        {"publication", "published"},
        {"payment", "paid"},
        {"closure", "closed"},
    };
    for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++)
        if (strcmp(irregular[i][0], word) == 0 && strcmp(irregular[i][1], other) == 0)
            return true;
    if (is_noun_of(word, other))
        return true;
    /* "resubmit" leads to submitted once more */
    if (strncmp(word, "re", 2) == 0 && strlen(word) > 6 && strncmp(other, "re", 2) != 0 &&
        is_related(arena, word + 2, other))
        return true;
    const char *forms[2][LEXICON_FORMS];
    size_t counts[] = {lexicon_forms(arena, word, forms[0]), lexicon_forms(arena, other, forms[1])};
    for (size_t i = 1; i < counts[0]; i++) /* "finalized" is final */
        for (size_t j = 0; j < sizeof irregular / sizeof irregular[0]; j++)
            if (strcmp(irregular[j][0], forms[0][i]) == 0 && strcmp(irregular[j][1], other) == 0)
                return true;
    for (size_t i = 0; i < counts[0]; i++)
        for (size_t j = 0; j < counts[1]; j++)
            if (strlen(forms[0][i]) >= SHORTEST && strcmp(forms[0][i], forms[1][j]) == 0)
                return true;
    return false;
}

/* Whether a word is a participle, "cancelled", of the same verb as the value. */
static bool is_participle(const char *word)
{
    size_t length = strlen(word);
    return length > 3 && strcmp(word + length - 2, "ed") == 0;
}

/* 待審核, 進行中: what waits or goes on, which nobody does. */
static bool is_lasting(const struct unit *first, size_t length)
{
    return length > 1 &&
           (strcmp(first->text, "待") == 0 || strcmp(first[length - 1].text, "中") == 0);
}

/* Whether a term is the value, "in progress" in_progress, or its verb. */
static bool is_value(const struct world *world, const char *term, const char *value)
{
    return is_related(world->arena, term, value) || strcmp(term, world_name(world, value)) == 0;
}

/* How many Chinese units say a value of English words, with 已 before it or without. */
static size_t translated_length(const struct world *world, const char *value,
                                const struct unit *first, size_t count, bool by_verb)
{
    static const char already[] = "已";
    size_t before = strcmp(first->text, already) == 0 ? 1 : 0;
    bool is_state = strcmp(value, "draft") == 0 || strcmp(value, "final") == 0;
    /* 取消 alone is what somebody does. */
    bool can_be_verb = before > 0 || by_verb || is_state;
    size_t most =
        count - before < world->lexicon->longest ? count - before : world->lexicon->longest;
    for (size_t length = most; length > 0; length--) {
        if (!can_be_verb && !is_lasting(first, length))
            continue;
        const struct meaning *meaning = lexicon_find(world->lexicon, first + before, length);
        for (size_t i = 0; meaning && i < meaning->terms.count; i++)
            if (is_value(world, ((const struct term *)meaning->terms.items[i])->english, value))
                return before + length;
    }
    return 0;
}

/* How many of the units say the value; 0: they do not. A verb says it as well as its participle, if
 * that is asked for. */
static size_t value_length(const struct world *world, const char *value, const struct unit *first,
                           size_t count, bool by_verb)
{
    static const char already[] = "已";
    struct units units = lexicon_units(world->lexicon, value);
    bool says_already = by_verb && units.count > 1 && strcmp(units.items[0].text, already) == 0;
    if (says_already && strcmp(first->text, already) != 0) {
        units.items++;
        units.count--;
    }
    if (units.count == 0)
        return 0;
    if (first->kind == UNIT_CHARACTER && units.items[0].kind == UNIT_WORD)
        return translated_length(world, units.count == 1 ? units.items[0].text : value, first,
                                 count, by_verb);
    if (units.count > count)
        return 0;
    bool is_form = by_verb || (is_participle(first->text) && is_participle(units.items[0].text));
    if (units.count == 1 && first->kind == UNIT_WORD && is_form)
        return is_related(world->arena, first->text, units.items[0].text) ? 1 : 0;
    for (size_t i = 0; i < units.count; i++)
        if (strcmp(units.items[i].text, first[i].text) != 0)
            return 0;
    return units.count;
}

/* What the text of an input has in the value's place, where that is another; NULL: it is the same. */
static const char *written_value(struct arena *arena, const struct ast_value *value)
{
    struct span span = value->name.span;
    if (!span.source || span.length == 0 ||
        (strlen(value->name.text) == span.length &&
         memcmp(span.source->bytes + span.offset, value->name.text, span.length) == 0))
        return NULL;
    return arena_copy(arena, span.source->bytes + span.offset, span.length);
}

size_t world_says(const struct world *world, const char *word, const struct unit *first,
                  size_t count, bool by_verb)
{
    return value_length(world, word, first, count, by_verb);
}

const char *world_value(const struct world *world, const struct draft_class *class,
                        const struct unit *first, size_t count, bool by_verb, size_t *taken,
                        struct draft_field **field)
{
    const char *found = NULL;
    *taken = 0;
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *candidate = draft_field_at(class, i);
        if (candidate->type.kind != FIELD_STRING)
            continue;
        for (const struct ast_value *value = world_values(candidate); value; value = value->next) {
            size_t length = value_length(world, value->name.text, first, count, by_verb);
            /* As the spec writes it, where a line of Names maps that. */
            const char *written = written_value(world->arena, value);
            size_t other = written ? value_length(world, written, first, count, by_verb) : 0;
            length = other > length ? other : length;
            if (length > *taken) {
                found = value->name.text;
                *taken = length;
                *field = candidate;
            }
        }
    }
    return found;
}

struct draft_field *world_flag(const struct world *world, const struct draft_class *class,
                               const struct unit *first, size_t count, size_t *taken)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != FIELD_BOOLEAN || field->model.server_set)
            continue;
        const char *words = world_name(world, field->model.name);
        words += strncmp(words, "is ", 3) == 0 ? 3 : 0;
        size_t length = strlen(words);
        bool is_participle = length > 4 && strcmp(words + length - 2, "ed") == 0;
        *taken = is_participle ? value_length(world, words, first, count, true) : 0;
        if (*taken > 0)
            return field;
    }
    *taken = 0;
    return NULL;
}

const struct ast_value *world_values(const struct draft_field *field)
{
    const struct ast_field *inputs[] = {field->spec, field->schema};
    for (size_t i = 0; i < 2; i++)
        if (inputs[i] && inputs[i]->values)
            return inputs[i]->values;
    return NULL;
}
