/* reach.h - whom of many a row may be shown to, asked for all of them at once.
 *
 * It is no judgement: whoever is among them is still to be judged by guard.h. But whoever is not would
 * be refused there, and need not be asked about. It leaves out what can only take from what the rules
 * open: ACLs and class-level permissions. */
#ifndef RUNTIME_READ_REACH_H
#define RUNTIME_READ_REACH_H

#include "model/class.h"
#include "request/request.h"
#include "store/sql.h"

/* Whether the rules of the class tell anything of whom a row may be shown to. */
bool reach_is_known(const struct class *class, enum operation operation);

/* Appends a predicate over the class's rows: that some rule may open the row to the user whose id an
 * SQL expression gives; nobody who is not signed in is asked about. */
void reach_add(struct request *request, struct sql *sql, const struct class *class,
               enum operation operation, const char *user);

#endif
