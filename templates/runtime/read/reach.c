/* reach.c - see reach.h. A rule's predicate is taken as it is, with the expression in the place of the
 * one user's id; that somebody is in a role is asked as
 * session_cache.c asks it, the other way round. */
#include "read/reach.h"

#include "guard/rules.h"
#include "model/class_access.h"

/* Appends that the user is in the role, or in one that it holds. */
static void add_is_member(struct request *request, struct sql *sql, struct text role,
                          const char *user)
{
    const struct class *class = request->app->role;
    const struct class_field *users = class_find_field(class, text_of("users"));
    const struct class_field *roles = class_find_field(class, text_of("roles"));
    const struct class_field *name = class_find_field(class, text_of("name"));

    sql_add(sql, user);
    sql_add(sql, " IN (SELECT \"relatedId\" FROM ");
    sql_add(sql, users->join_table);
    sql_add(sql, " WHERE \"owningId\" IN (WITH RECURSIVE held(id) AS (SELECT \"objectId\" FROM ");
    sql_add(sql, class->table);
    sql_add(sql, " WHERE ");
    sql_add(sql, name->column_name);
    sql_add(sql, " = ");
    sql_add_text(sql, role);
    sql_add(sql, " UNION SELECT j.\"relatedId\" FROM ");
    sql_add(sql, roles->join_table);
    sql_add(sql, " j JOIN held ON j.\"owningId\" = held.id) SELECT id FROM held))");
}

static bool is_of(const struct class_rule *rule, enum operation operation)
{
    return (rule->operations & 1U << operation) != 0;
}

bool reach_is_known(const struct class *class, enum operation operation)
{
    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (is_of(rule, operation) && rule->who.audience != AUDIENCE_ROLE && !rule->who.rows)
            return false; /* whoever is signed in may see some rows, whosever they are */
    }
    return class->access->is_ruled;
}

void reach_add(struct request *request, struct sql *sql, const struct class *class,
               enum operation operation, const char *user)
{
    sql_add(sql, "(FALSE");
    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (!is_of(rule, operation))
            continue;
        sql_add(sql, " OR (");
        if (rule->who.audience == AUDIENCE_ROLE) {
            add_is_member(request, sql, rule->who.role, user);
            sql_add(sql, " AND ");
        }
        rules_add_predicate_for(request, sql, rule->who.rows, user);
        sql_add(sql, " AND ");
        rules_add_predicate_for(request, sql, rule->when, user);
        sql_add(sql, ")");
    }
    sql_add(sql, ")");
}
