/* columns.h - the built-in columns, and how a column is named in a statement.
 *
 * Columns always carry their table's name: subqueries bring tables of their own. */
#ifndef RUNTIME_MODEL_COLUMNS_H
#define RUNTIME_MODEL_COLUMNS_H

#include "model/class.h"
#include "store/sql.h"

#define COLUMN_NAME_OBJECT_ID "\"objectId\""
#define COLUMN_NAME_CREATED_AT "\"createdAt\""
#define COLUMN_NAME_UPDATED_AT "\"updatedAt\""
#define COLUMN_NAME_ACL "\"_acl\""

/* Grows with each row that is inserted. SQLite has it in every table; another engine needs a
 * column. */
#define COLUMN_NAME_ROW_NUMBER "rowid"

/* Appends "Table"."column"; both are quoted already. */
static inline void sql_add_column(struct sql *sql, const struct class *class, const char *column)
{
    sql_add(sql, class->table);
    sql_add(sql, ".");
    sql_add(sql, column);
}

#endif
