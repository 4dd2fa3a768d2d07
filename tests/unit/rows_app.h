/* rows_app.h - the app that rows.c serves: its classes, built by functions, field by field, in place of the
 * generator's tables, with codecs that walk the fields in place of emitted code, and its tables in SQLite.
 *
 * Item has a field of each type, a unique one, one with a default, one with another name and one that the
 * server alone sets; the other classes have a permission, a rule or protected fields each. */
#ifndef ROWS_APP_H
#define ROWS_APP_H

#include "model/class.h"
#include "store/store.h"

/* The app, once rows_build_app() has built it. */
extern struct app rows_app;

/* Says on standard error what went wrong and ends the program. */
_Noreturn void rows_die(const char *what);

/* Builds the app's classes; private_by_default as in struct app. To be called once. */
void rows_build_app(bool private_by_default);

/* Creates the classes' tables and indexes in an empty database; ends the program where that fails. */
void rows_create_tables(struct store_connection *store);

#endif
