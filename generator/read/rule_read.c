/* rule_read.c - the sentences that are rules; see spec_reader.h. What a rule means is not asked
 * here but in check_rules.c, when all classes are known. */
#include "read/rule_read.h"

#include "read/rule_match.h"
#include "read/spec_reader.h"

#include <string.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

#define FORM(kind, scope, pattern, example) {RULE_##kind, SCOPE_##scope, pattern, example},
const struct rule_form rule_forms[] = {
#include "read/rule_forms.def"
};
#undef FORM
const size_t rule_form_count = LENGTH_OF(rule_forms);

/* The rule that a text says, or NULL. */
static struct ast_rule *read_text(struct arena *arena, struct span span)
{
    struct rule_text text = rule_text_of(arena, span);
    for (size_t i = 0; i < rule_form_count; i++) {
        struct ast_rule rule = {.kind = rule_forms[i].kind, .scope = rule_forms[i].scope};
        if (rule_match(&text, rule_forms[i].pattern, &rule)) {
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
