/* access_more.c - what docs/access.md says of a class beside who reaches its rows: fields that are
 * hidden, and what is kept of an object and how. */
#include "emit/docs/access_more.h"

#include <inttypes.h>
#include <string.h>

enum { MS_PER_DAY = 86400000 };

static void add_fields(struct buffer *buffer, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->field_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_markdown(buffer, rule->fields[i]->name);
    }
}

static void add_readers(struct buffer *buffer, const struct model_rule *rule)
{
    buffer_add_string(buffer, "- Hidden from all but ");
    buffer_quote_markdown(buffer, rule->role ? rule->role->name : "the master key");
    buffer_add_string(buffer, " and those whom another line names for it: ");
    add_fields(buffer, rule);
    buffer_add_string(buffer, ".\n");
}

static void add_sealed(struct buffer *buffer, const struct model_rule *rule)
{
    buffer_add_string(buffer, "- Encrypted where it is kept: ");
    add_fields(buffer, rule);
    buffer_add_string(buffer, ".\n");
}

/* What a rule of the class adds, if it is of one of these kinds. */
static void add_rule(struct buffer *buffer, const struct model_rule *rule)
{
    switch (rule->kind) {
    case RULE_READERS:
        add_readers(buffer, rule);
        return;
    case RULE_ENCRYPTED:
        add_sealed(buffer, rule);
        return;
    case RULE_SIGNED_URL:
        buffer_add_string(buffer, "- Handed out by signed URLs: ");
        add_fields(buffer, rule);
        buffer_add_string(buffer, ".\n");
        return;
    case RULE_RETENTION:
        buffer_printf(buffer, "- Kept for %" PRId64 " days before anybody may delete an object.\n",
                      rule->duration_ms / MS_PER_DAY);
        return;
    case RULE_SIGNATURE:
        buffer_printf(buffer, "- %c%s it needs an electronic signature.\n",
                      rule->value[0] - 'a' + 'A', rule->value + 1);
        return;
    case RULE_DISCLOSURE:
        buffer_add_string(buffer, "- Shown to others by consent only, with a notice.\n");
        return;
    case RULE_REQUIREMENT:
        buffer_add_string(buffer, "- ");
        buffer_quote_markdown(buffer, rule->fields[0]->name);
        buffer_add_string(buffer, " becomes ");
        buffer_quote_markdown(buffer, rule->value);
        buffer_add_string(buffer, " only with ");
        for (size_t i = 1; i < rule->field_count; i++) {
            buffer_add_string(buffer, i == 1 ? "" : ", ");
            buffer_quote_markdown(buffer, rule->fields[i]->name);
        }
        buffer_add_string(buffer, ".\n");
        return;
    case RULE_NO_OVERLAP:
        buffer_add_string(buffer, "- No two of the same ");
        add_fields(buffer, rule);
        buffer_add_string(buffer, " at one time.\n");
        return;
    default:
        return;
    }
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
