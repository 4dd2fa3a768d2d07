/* row_account.c - see row_account.h. The questions are columns of one statement. */
#include "read/row_account.h"

#include "guard/rules.h"
#include "model/columns.h"

static void ask_rule(struct request *request, struct sql *sql, const struct class *class,
                     const struct class_rule *rule, enum operation operation)
{
    sql_add(sql, ", (");
    rules_add_predicate(request, sql, rule->who.rows);
    sql_add(sql, "), (");
    rules_add_predicate(request, sql, rule->when);
    sql_add(sql, "), ");
    if (rule->acl_narrows) {
        sql_add_column(sql, class, COLUMN_NAME_ACL);
        sql_add(sql, " IS NULL OR ");
        rules_add_acl(sql, class, operation, &request->principal);
    } else {
        sql_add(sql, "TRUE");
    }
}

static bool ask(struct request *request, const struct class *class, enum operation operation,
                struct text object_id, const struct row_account *account,
                struct store_statement **row)
{
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT TRUE");
    for (int part = 0; part < GUARD_PART_COUNT; part++) {
        sql_add(&sql, ", TRUE");
        guard_add_part(request, &sql, class, operation, (enum guard_part)part);
    }
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (account->rules[i].applies)
            ask_rule(request, &sql, class, &class->access->rules[i], operation);
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE ");
    sql_add_column(&sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(&sql, " = ");
    sql_add_text(&sql, object_id);
    return sql_prepare(&request->context, &sql, request->store, row);
}

static void read_answers(const struct class *class, struct store_statement *row,
                         struct row_account *account)
{
    int column = 1;

    for (int part = 0; part < GUARD_PART_COUNT; part++)
        account->parts[part] = store_column_int64(row, column++) != 0;
    for (size_t i = 0; i < class->access->rule_count; i++) {
        struct rule_account *rule = &account->rules[i];
        if (!rule->applies)
            continue;
        rule->rows = store_column_int64(row, column++) != 0;
        rule->when = store_column_int64(row, column++) != 0;
        rule->acl = store_column_int64(row, column++) != 0;
    }
}

bool row_account_read(struct request *request, const struct class *class, enum operation operation,
                      struct text object_id, struct row_account *account)
{
    size_t count = class->access->rule_count;
    struct store_statement *row;
    bool done;

    *account = (struct row_account){.is_there = false};
    account->rules = arena_alloc_array(request->context.arena, count + 1, sizeof *account->rules);
    if (!account->rules)
        return fail_internal(&request->context, "out of memory");
    for (size_t i = 0; i < count; i++)
        account->rules[i].applies =
            request->principal.master ||
            rule_applies(&class->access->rules[i], operation, &request->principal);
    if (!object_id.bytes)
        return true;
    if (!ask(request, class, operation, object_id, account, &row))
        return false;
    done = sql_next(&request->context, row, &account->is_there);
    if (account->is_there)
        read_answers(class, row, account);
    store_release(row);
    return done;
}
