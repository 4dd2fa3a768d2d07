/* rule_read.c - the sentences that are rules; see spec_reader.h. What a rule means is not asked
 * here but in check_rules.c, when all classes are known. */
#include "read/rule_match.h"
#include "read/spec_read.h"
#include "read/spec_reader.h"

#include <string.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

enum { NEAREST_FORMS = 2, LIKE_ENOUGH = 50 /* percent */ };

#define FORM(kind, scope, pattern, example) {RULE_##kind, SCOPE_##scope, pattern, example},
static const struct rule_form {
    enum rule_kind kind;
    enum rule_scope scope;
    const char *pattern;
    const char *example;
} forms[] = {
#include "read/rule_forms.def"
};
#undef FORM

/* The rule that a text says, or NULL. */
static struct ast_rule *read_text(struct arena *arena, struct span span)
{
    struct rule_text text = rule_text_of(arena, span);
    for (size_t i = 0; i < LENGTH_OF(forms); i++) {
        struct ast_rule rule = {.kind = forms[i].kind, .scope = forms[i].scope};
        if (rule_match(&text, forms[i].pattern, &rule)) {
            struct ast_rule *found = arena_alloc(arena, sizeof rule);
            *found = rule;
            return found;
        }
    }
    return NULL;
}

bool spec_read_rule(struct spec_reader *reader, const struct ast_sentence *sentence)
{
    struct ast_rule *rule = read_text(reader->arena, sentence->span);
    if (!rule)
        return false;
    rule->sentence = sentence;
    rule->number = reader->sentence_count;
    *reader->last_rule = rule;
    reader->last_rule = &rule->next;
    return true;
}

static void move_values(struct ast_value *values, struct span span)
{
    for (struct ast_value *at = values; at; at = at->next)
        at->name.span = span;
}

void spec_move_rule(struct ast_rule *rule, struct span span)
{
    for (size_t i = 0; i < SLOT_COUNT; i++)
        move_values(rule->slots[i], span);
    for (struct ast_condition *at = rule->conditions; at; at = at->next) {
        at->field.span = span;
        move_values(at->values, span);
    }
}

struct ast_rule *spec_read_line(struct arena *arena, const char *text,
                                const struct ast_sentence *sentence, size_t number)
{
    struct source *source = arena_alloc(arena, sizeof *source);
    source_init(source, arena, "reading", text, strlen(text));
    struct ast_rule *rule = read_text(arena, span_of(source, 0, source->length));
    if (!rule)
        return NULL;
    rule->sentence = sentence;
    rule->number = number;
    rule->reading = text;
    spec_move_rule(rule, sentence->span);
    return rule;
}

void spec_note_nearest_rules(struct spec_reader *reader, const struct ast_sentence *sentence)
{
    struct rule_text text = rule_text_of(reader->arena, sentence->span);
    const struct rule_form *nearest[NEAREST_FORMS] = {NULL};
    size_t likeness[NEAREST_FORMS] = {0};
    for (size_t i = 0; i < LENGTH_OF(forms); i++) {
        size_t like = rule_likeness(&text, forms[i].pattern);
        size_t place = 0;
        while (place < NEAREST_FORMS && like <= likeness[place])
            place++;
        if (place == NEAREST_FORMS || like < LIKE_ENOUGH)
            continue;
        for (size_t j = NEAREST_FORMS - 1; j > place; j--) {
            nearest[j] = nearest[j - 1];
            likeness[j] = likeness[j - 1];
        }
        nearest[place] = &forms[i];
        likeness[place] = like;
    }
    for (size_t i = 0; i < NEAREST_FORMS && nearest[i]; i++) {
        diag_note(reader->diag, (struct span){0}, "a near form is '%s', as in '%s'",
                  nearest[i]->pattern, nearest[i]->example);
    }
}
