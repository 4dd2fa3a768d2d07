/* store_pages.h - SQLite's page cache, asked to drop pages only where it has some to drop. */
#ifndef RUNTIME_STORE_STORE_PAGES_H
#define RUNTIME_STORE_STORE_PAGES_H

/* Puts it in place, for all connections of the process. Called once, before SQLite is initialized; later,
 * or when SQLite refuses, its cache stays as it is. */
void store_pages_configure(void);

#endif
