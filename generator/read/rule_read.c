/* rule_read.c - the sentences that are rules; see spec_reader.h. What a rule means is not asked
 * here but in check_rules.c, when all classes are known. */
#include "read/rule_match.h"
#include "read/spec_reader.h"

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

bool spec_read_rule(struct spec_reader *reader, const struct ast_sentence *sentence)
{
    struct rule_text text = rule_text_of(reader->arena, sentence->span);
    for (size_t i = 0; i < LENGTH_OF(forms); i++) {
        struct ast_rule rule = {.kind = forms[i].kind,
                                .scope = forms[i].scope,
                                .sentence = sentence,
                                .number = reader->sentence_count};
        if (rule_match(&text, forms[i].pattern, &rule)) {
            *reader->last_rule = arena_alloc(reader->arena, sizeof rule);
            **reader->last_rule = rule;
            reader->last_rule = &(*reader->last_rule)->next;
            return true;
        }
    }
    return false;
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
