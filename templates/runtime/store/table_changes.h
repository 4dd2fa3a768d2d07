/* table_changes.h - which tables the writer has changed, and with which commit.
 *
 * The one writer is in the same process as the readers. It says before each commit which tables it
 * has changed, and afterwards that the commit is there. A reader that keeps a view of the database
 * asks whether any of the tables that a statement reads has changed since: if none has, what it
 * would read anew is what it sees already.
 *
 * Tables are told apart by a hash of their names: two that share a number make a reader look anew
 * without need, and nothing else. All of it is the process's. */
#ifndef RUNTIME_STORE_TABLE_CHANGES_H
#define RUNTIME_STORE_TABLE_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

enum { TABLE_NUMBERS = 512 };

/* Tables that a statement reads or writes; zero it first. */
struct table_set {
    uint64_t bits[TABLE_NUMBERS / 64];
};

void table_set_add(struct table_set *tables, const char *name);
void table_set_add_all(struct table_set *tables, const struct table_set *others);

/* The last commit that whoever looks at the database from now on is sure to see. */
uint64_t table_changes_last(void);

/* Whether a commit behind that one has changed any of the tables, or may do so at this moment. */
bool table_changes_since(const struct table_set *tables, uint64_t commit);

/* Around a commit of the writer's, whether it succeeds or not. The answer to what was written must
 * not go out before table_changes_end(). */
void table_changes_begin(const struct table_set *tables);
void table_changes_end(void);

#endif
