/* access_more.c - what docs/access.md says of a class beside who reaches its rows: fields that are
 * hidden, and what is kept of an object and how. */
#include "emit/docs/access_more.h"

#include <inttypes.h>
#include <string.h>

enum { MS_PER_MINUTE = 60000, MS_PER_HOUR = 3600000, MS_PER_DAY = 86400000 };

static void add_fields(struct buffer *buffer, const struct model_rule *rule, size_t first,
                       size_t end)
{
    for (size_t i = first; i < end; i++) {
        buffer_add_string(buffer, i == first ? "" : ", ");
        buffer_quote_markdown(buffer, rule->fields[i]->name);
    }
}

/* In the largest unit that says it without a rest. */
static void add_duration(struct buffer *buffer, int64_t duration_ms)
{
    static const struct {
        int64_t ms;
        const char *name;
    } units[] = {{MS_PER_DAY, "day"}, {MS_PER_HOUR, "hour"}, {MS_PER_MINUTE, "minute"}};
    size_t i = 0;
    while (i < 2 && duration_ms % units[i].ms != 0)
        i++;
    int64_t count = duration_ms / units[i].ms;
    buffer_printf(buffer, "%" PRId64 " %s%s", count, units[i].name, count == 1 ? "" : "s");
}

/* Fills in what a word in capitals of the kind's line stands for; false: it is no such word. */
static bool add_word(struct buffer *buffer, const struct model_rule *rule, const char *word)
{
    if (strcmp(word, "ROLE") == 0)
        buffer_quote_markdown(buffer, rule->role ? rule->role->name : "the master key");
    else if (strcmp(word, "FIELDS") == 0)
        add_fields(buffer, rule, 0, rule->field_count);
    else if (strcmp(word, "FIELD") == 0)
        add_fields(buffer, rule, 0, 1);
    else if (strcmp(word, "OTHERS") == 0)
        add_fields(buffer, rule, 1, rule->field_count);
    else if (strcmp(word, "VALUE") == 0)
        buffer_quote_markdown(buffer, rule->value);
    else if (strcmp(word, "ACT") == 0)
        buffer_printf(buffer, "%c%s", rule->value[0] - 'a' + 'A', rule->value + 1);
    else if (strcmp(word, "DURATION") == 0)
        add_duration(buffer, rule->duration_ms);
    else
        return false;
    return true;
}

/* The line of rule_kinds.def for the rule, where its kind has one. */
static void add_rule(struct buffer *buffer, const struct model_rule *rule)
{
    const char *line = rule_kind_row(rule->kind)->noted;
    if (*line == '\0')
        return;
    buffer_add_string(buffer, "- ");
    while (*line != '\0') {
        size_t length = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        const char *word = arena_copy(buffer->arena, line, length);
        if (length == 0 || !add_word(buffer, rule, word))
            buffer_add(buffer, line, length > 0 ? length : 1);
        line += length > 0 ? length : 1;
    }
    buffer_add_string(buffer, "\n");
}

/* Fields that class-level permissions hide, where no sentence says so. */
static void add_protected(struct buffer *buffer, const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_READERS)
            return;
    for (size_t i = 0; i < class->protected_count; i++) {
        const struct model_protected *group = &class->protected_fields[i];
        buffer_add_string(buffer, "- Hidden from ");
        buffer_quote_markdown(buffer, group->principal);
        buffer_add_string(buffer, group->field_count == 0 ? ": nothing" : ": ");
        for (size_t j = 0; j < group->field_count; j++) {
            buffer_add_string(buffer, j == 0 ? "" : ", ");
            buffer_quote_markdown(buffer, group->fields[j]);
        }
        buffer_add_string(buffer, ".\n");
    }
}

void access_add_more(struct buffer *buffer, const struct model_class *class)
{
    size_t length = buffer->length;
    for (size_t i = 0; i < class->rule_count; i++)
        add_rule(buffer, class->rules[i]);
    add_protected(buffer, class);
    if (class->keeps_versions)
        buffer_add_string(buffer, "- Every version of an object is kept.\n");
    if (class->is_silent)
        buffer_add_string(buffer, "- It has no live queries.\n");
    if (class->audited_reads != 0)
        buffer_add_string(buffer, "- Reads of it are entered in the audit trail.\n");
    buffer_add_string(buffer, buffer->length > length ? "\n" : "");
}
