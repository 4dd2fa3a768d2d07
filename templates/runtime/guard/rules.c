/* rules.c - see rules.h. */
#include "guard/rules.h"

#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/columns.h"

bool rules_address(const struct rule_who *who, const struct principal *principal)
{
    switch (who->audience) {
    case AUDIENCE_EVERYONE:
        return true;
    case AUDIENCE_SIGNED_IN:
        return principal_signed_in(principal);
    case AUDIENCE_ROLE:
        return principal_signed_in(principal) && principal_has_role(principal, who->role);
    }
    return false;
}

bool rule_applies(const struct class_rule *rule, enum operation operation,
                  const struct principal *principal)
{
    return (rule->operations & 1U << operation) && rules_address(&rule->who, principal);
}

bool rules_permit(const struct class *class, enum operation operation,
                  const struct principal *principal)
{
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (rule_applies(&class->access->rules[i], operation, principal))
            return true;
    return !class->access->is_ruled;
}

void rules_add_predicate(struct request *request, struct sql *sql, const char *predicate)
{
    rules_add_predicate_for(request, sql, predicate, NULL);
}

void rules_add_predicate_for(struct request *request, struct sql *sql, const char *predicate,
                             const char *user)
{
    static const char user_mark[] = ":user";
    static const char now_mark[] = ":now";
    const char *at = predicate ? predicate : "TRUE";

    while (*at) {
        size_t length = strcspn(at, ":");
        buffer_add(&sql->text, at, length);
        at += length;
        if (strncmp(at, user_mark, sizeof user_mark - 1) == 0) {
            if (user)
                sql_add(sql, user);
            else /* no text is bound as NULL, which no column equals */
                sql_add_text(sql, request->principal.user_id);
            at += sizeof user_mark - 1;
        } else if (strncmp(at, now_mark, sizeof now_mark - 1) == 0) {
            sql_add_int64(sql, request->now);
            at += sizeof now_mark - 1;
        } else if (*at) {
            buffer_add(&sql->text, at++, 1);
        }
    }
}

void rules_add_acl(struct sql *sql, const struct class *class, enum operation operation,
                   const struct principal *principal)
{
    bool writes = operation == OPERATION_UPDATE || operation == OPERATION_DELETE;

    sql_add(sql, writes ? "acl_writes(" : "acl_reads(");
    sql_add_column(sql, class, COLUMN_NAME_ACL);
    sql_add(sql, ", ");
    sql_add_principal(sql, principal);
    sql_add(sql, ")");
}

/* Whether the rule opens every row. */
static bool opens_all(const struct class_rule *rule, enum rules_part part)
{
    return !rule->who.rows && (!rule->when || part == RULES_OF_CHANGED) &&
           (!rule->acl_narrows || part != RULES_OF_STORED);
}

/* The parts of "COLUMN IN (SELECT FOUND FROM TABLE WHERE CONDITION)". */
struct membership {
    struct text column;
    struct text found;
    struct text table;
    struct text condition;
};

static bool is_of_name(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '"' ||
           character == '.' || character == ':';
}

/* The text up to `end`, which *at goes behind; no text when something else than a name comes before it. */
static struct text name_before(const char **at, const char *end)
{
    struct text name = {*at, 0};

    while (is_of_name(name.bytes[name.length]))
        name.length++;
    if (name.length == 0 || strncmp(*at + name.length, end, strlen(end)) != 0)
        return text_none();
    *at += name.length + strlen(end);
    return name;
}

/* Whether the bracket in front of the text is closed by its last character, and not before. */
static bool is_closed_last(const char *text)
{
    int depth = 1;

    for (; *text && depth && *text != '\''; text++)
        depth += *text == '(' ? 1 : *text == ')' ? -1 : 0;
    return depth == 0 && !*text;
}

/* Whether the name means the same within a select from the table: not that of a column without its own table, nor of
 * the same one, which would be another row's there. */
static bool is_outside(struct text name, struct text table)
{
    return name.bytes[0] == ':' ||
           (memchr(name.bytes, '.', name.length) &&
            (name.length < table.length || memcmp(name.bytes, table.bytes, table.length) != 0));
}

static bool find_membership(const char *predicate, struct membership *membership)
{
    const char *at = predicate;

    *membership = (struct membership){.column = name_before(&at, " IN (SELECT ")};
    if (!membership->column.bytes)
        return false;
    membership->found = name_before(&at, " FROM ");
    membership->table = membership->found.bytes ? name_before(&at, " WHERE ") : text_none();
    if (!membership->table.bytes || !is_closed_last(at) ||
        !is_outside(membership->column, membership->table))
        return false;
    membership->condition = (struct text){at, strlen(at) - 1};
    return true;
}

/* Of one row SQLite looks whether what it is among has it, rather than to gather all of that first. */
static const char *of_one(struct arena *arena, const char *predicate)
{
    struct membership membership;
    struct buffer text;

    if (!predicate || !find_membership(predicate, &membership))
        return predicate;
    buffer_init(&text, arena, strlen(predicate) + 32);
    buffer_add_string(&text, "EXISTS (SELECT 1 FROM ");
    buffer_add_text(&text, membership.table);
    buffer_add_string(&text, " WHERE ");
    buffer_add_text(&text, membership.found);
    buffer_add_string(&text, " = ");
    buffer_add_text(&text, membership.column);
    buffer_add_string(&text, " AND (");
    buffer_add_text(&text, membership.condition);
    buffer_add(&text, "))", 3); /* the end of the string, too */
    return text.failed ? NULL : buffer_text(&text).bytes;
}

void rules_add_rows_of(struct request *request, struct sql *sql, const struct class *class,
                       const struct class_rule *rule, enum operation operation,
                       enum rules_part part, bool is_one)
{
    const char *rows = is_one ? of_one(request->context.arena, rule->who.rows) : rule->who.rows;

    sql_add(sql, "(");
    /* Without memory the statement is not run; it opens nothing. */
    rules_add_predicate(request, sql, rule->who.rows && !rows ? "FALSE" : rows);
    if (rule->when && part != RULES_OF_CHANGED) {
        sql_add(sql, " AND ");
        rules_add_predicate(request, sql, rule->when);
    }
    if (rule->acl_narrows && part == RULES_OF_STORED) {
        sql_add(sql, " AND (");
        sql_add_column(sql, class, COLUMN_NAME_ACL);
        sql_add(sql, " IS NULL OR ");
        rules_add_acl(sql, class, operation, &request->principal);
        sql_add(sql, ")");
    }
    sql_add(sql, ")");
}

void rules_add_rows(struct request *request, struct sql *sql, const struct class *class,
                    const struct class_rule *rule, enum operation operation, enum rules_part part)
{
    rules_add_rows_of(request, sql, class, rule, operation, part, false);
}

void rules_add_ceiling(struct request *request, struct sql *sql, const struct class *class,
                       enum operation operation, enum rules_part part)
{
    const struct principal *principal = &request->principal;
    bool opened = false;

    if (!class->access->is_ruled)
        return;
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (rule_applies(&class->access->rules[i], operation, principal) &&
            opens_all(&class->access->rules[i], part))
            return;
    for (size_t i = 0; i < class->access->rule_count; i++) {
        if (!rule_applies(&class->access->rules[i], operation, principal))
            continue;
        sql_add(sql, opened ? " OR " : " AND (");
        rules_add_rows(request, sql, class, &class->access->rules[i], operation, part);
        opened = true;
    }
    sql_add(sql, opened ? ")" : " AND FALSE");
}
