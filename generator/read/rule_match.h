/* rule_match.h - whether a sentence has the form that a pattern of rule_forms.def describes. */
#ifndef GENERATOR_READ_RULE_MATCH_H
#define GENERATOR_READ_RULE_MATCH_H

#include "read/rule_text.h"

/* Fills the slots of the rule; false when the sentence has another form. */
bool rule_match(const struct rule_text *text, const char *pattern, struct ast_rule *rule);

/* The first word that keeps a sentence from having the form, the last of them where parts may be left
 * out: its token, and what the pattern has in its place ("": nothing more). The number of tokens when
 * the sentence ends too early. */
size_t rule_misfit(const struct rule_text *text, const char *pattern, const char **expected);

/* The length of the word or slot that a pattern starts with. */
size_t rule_element_length(const char *pattern);

/* How much the sentence is like the pattern: what part, in percent, of the pattern's telling words
 * come in it, in the same order. */
size_t rule_likeness(const struct rule_text *text, const char *pattern);

#endif
