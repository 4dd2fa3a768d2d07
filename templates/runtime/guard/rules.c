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

void rules_add_rows(struct request *request, struct sql *sql, const struct class *class,
                    const struct class_rule *rule, enum operation operation, enum rules_part part)
{
    sql_add(sql, "(");
    rules_add_predicate(request, sql, rule->who.rows);
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
