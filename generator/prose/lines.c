/* lines.c - the lines that sentences became, as rules of the spec: without what words left over keep
 * closed, and each once. See compose.h. */
#include "prose/lines.h"

#include "prose/steps.h"
#include "read/rule_read.h"

#include <string.h>

/* Whether a rule opens something, so that a sentence with words left over must not make it. */
static bool opens(enum rule_kind kind)
{
    return kind == RULE_ACCESS || kind == RULE_GRANT || kind == RULE_SIGN_UP ||
           kind == RULE_EXPORT || kind == RULE_PUBLISH || kind == RULE_NOTIFY ||
           kind == RULE_ACKNOWLEDGEMENT || kind == RULE_BREAK_GLASS || kind == RULE_ACCESS_REPORT ||
           kind == RULE_ERASURE;
}

/* Whether a sentence that is read whole lets somebody change the field. */
static bool is_changeable(const struct composer *composer, const struct draft_class *class,
                          const char *field)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (opening->class != class || opening->is_never || !opening->is_written ||
            opening->sentence->is_partial || !(opening->operations & DEED_UPDATE))
            continue;
        bool has_field = !opening->fields;
        for (const struct field_said *at = opening->fields; at; at = at->next)
            has_field = has_field || strcmp(at->name, field) == 0;
        if (has_field)
            return true;
    }
    return false;
}

/* Whether a step of a sentence with words left over restricts nothing: nobody changes the field by
 * sentences that are read whole, or these say its steps. It may name the wrong people or values, so it
 * is not kept then; else it is, since without it any step could be taken. */
static bool is_idle_step(const struct composer *composer, const struct ast_rule *rule)
{
    const struct ast_value *field = rule->kind == RULE_LIFECYCLE ? rule->slots[SLOT_TARGET] : NULL;
    const struct draft_class *class =
        field ? draft_class(composer->draft, rule->slots[SLOT_CLASSES]->name.text) : NULL;
    return class && (!is_changeable(composer, class, field->name.text) ||
                     compose_has_steps(composer, class, field->name.text));
}

/* Turns the lines of a sentence into rules. What it would open is dropped where words of it are left
 * over. */
void compose_parse_lines(struct composer *composer, struct prose_sentence *sentence)
{
    for (struct ast_line *line = sentence->sentence->lines; line; line = line->next) {
        if (line->kind != AST_LINE_BECOMES)
            continue;
        line->rule =
            spec_read_line(composer->arena, line->text, sentence->sentence, sentence->number);
        if (!line->rule) {
            diag_report(composer->diag, DIAG_RULE_CONFLICT, sentence->sentence->span,
                        arena_printf(composer->arena, "the reader wrote '%s', which has no form",
                                     line->text));
            line->kind = AST_LINE_DROPPED;
        } else if (sentence->is_partial &&
                   (opens(line->rule->kind) || is_idle_step(composer, line->rule))) {
            line->kind = AST_LINE_DROPPED;
            sentence->opens = true;
        }
    }
}

static bool publishes(const struct composer *composer, const struct ast_rule *rule,
                      const struct draft_class *class)
{
    for (const struct ast_value *at = rule->kind == RULE_PUBLISH ? rule->slots[SLOT_CLASSES] : NULL;
         at; at = at->next)
        if (draft_find_class(composer->draft, at->name.text) == class)
            return true;
    return false;
}

/* Whether some sentence publishes a class after all. */
static bool is_published(const struct composer *composer, const struct draft_class *class)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        if (publishes(composer, rule, class))
            return true;
    for (const struct ast_sentence *at = composer->draft->spec->sentences; at; at = at->next)
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_BECOMES && publishes(composer, line->rule, class))
                return true;
    return false;
}

/* Whether a rule needs its class to be published: it tells of that, or depends on it. */
static bool needs_publication(const struct ast_rule *rule)
{
    for (const struct ast_value *at = rule->slots[SLOT_EVENT]; at; at = at->next)
        if (strcmp(at->name.text, "published") == 0)
            return true;
    for (const struct ast_condition *at = rule->conditions; at; at = at->next)
        if (strcmp(at->field.text, "publicationStatus") == 0)
            return true;
    return false;
}

/* Drops what depends on a publication that nothing brings about. */
void compose_drop_unpublished(struct composer *composer, struct prose_sentence *sentence)
{
    for (struct ast_line *line = sentence->sentence->lines; line; line = line->next) {
        if (line->kind != AST_LINE_BECOMES || !needs_publication(line->rule))
            continue;
        const struct ast_value *name = line->rule->slots[SLOT_CLASSES];
        const struct draft_class *class = draft_find_class(composer->draft, name->name.text);
        if (!class || is_published(composer, class) ||
            map_get(&class->field_of, "publicationStatus"))
            continue;
        line->kind = AST_LINE_FAULT;
        line->text = arena_printf(composer->arena, "no sentence says who publishes %s: %s",
                                  class->model.name, line->text);
        sentence->has_fault = true;
    }
}

/* Whether the sentence became the line before. */
static bool is_said_before(const struct prose_sentence *sentence, const struct ast_line *line)
{
    for (const struct ast_line *at = sentence->sentence->lines; at != line; at = at->next)
        if ((at->kind == AST_LINE_BECOMES || at->kind == AST_LINE_REPEATED) &&
            strcmp(at->text, line->text) == 0)
            return true;
    return false;
}

/* Puts what a sentence became among the spec's rules, once where several say the same. */
void compose_add_rules(struct composer *composer, struct prose_sentence *sentence)
{
    for (struct ast_line *line = sentence->sentence->lines; line; line = line->next) {
        /* Whose rows are meant is told wherever something is done with them. */
        size_t number = strstr(line->text, "' does not say whose: ") ? sentence->number + 1 : 0;
        const char *assumed = arena_printf(composer->arena, "assumed %zu: %s", number, line->text);
        if (line->kind == AST_LINE_ASSUMED && map_add(&composer->said, assumed, line))
            line->kind = AST_LINE_DROPPED;
        if (line->kind != AST_LINE_BECOMES)
            continue;
        if (is_said_before(sentence, line)) {
            line->kind = AST_LINE_DROPPED;
        } else if (map_add(&composer->said, line->text, line)) {
            line->kind = AST_LINE_REPEATED;
        } else {
            *composer->last_rule = line->rule;
            composer->last_rule = &line->rule->next;
        }
    }
}
