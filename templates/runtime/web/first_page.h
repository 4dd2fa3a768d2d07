/* first_page.h - what "/" shows: the app's name, whether the server is well, and where things are. */
#ifndef RUNTIME_WEB_FIRST_PAGE_H
#define RUNTIME_WEB_FIRST_PAGE_H

#include "request/server.h"

/* Writes the HTML; with links to the bundled pages that there are. It works without scripts, and
 * from behind a proxy that puts a path in front. */
void first_page_write(struct buffer *buffer, const struct server *server, bool has_app,
                      bool has_console, bool has_playground);

#endif
