/* site.h - the pages that a server shows to people: the first page at "/", the app for those who use
 * the server, the admin console, and with --demo the playground.
 *
 *     /                        name, links, health
 *     /pages/...               what the first page loads; state.json tells how far the others are
 *     /app, /console, ...      a bundled page; while it is being built, the first page instead
 *     /console/...             what it loads: scripts, for the app its model, and for the playground
 *                              the app's OpenAPI and documents
 *     /console/settings.json   what it needs to ask this server; with the token also the application
 *                              id, which the app tells everybody, and for the app and the playground
 *                              the demo accounts
 *
 * They lie beside the API, not below it, hold nothing of the database, and ask the API for all that
 * they show: the guard knows nothing of them. --web leaves some or all of them out. */
#ifndef RUNTIME_WEB_SITE_H
#define RUNTIME_WEB_SITE_H

#include "request/server.h"
#include "web/page.h"

struct site;

/* Somebody of the sample data, whom the playground signs in. */
struct site_account {
    const char *role; /* what it is called: "Patient" */
    struct text username;
    struct text password;
};

/* Makes the pages ready; accounts without a username do not count, what they hold must live as long
 * as the site. NULL, with the reason in the log, when out of memory. */
struct site *site_open(const struct server *server, const struct site_account *accounts,
                       size_t count);
void site_close(struct site *site);

/* What a browser has to show to be told the application id and the demo accounts: made at each start, and
 * told to whoever sees the server start. No text where only the first page is shown. */
struct text site_token(const struct site *site);

/* Whether the path is that of a page that people open, and not of what one loads. */
bool site_is_opened(const char *path);

/* Whether the path of a URL is that of a page. */
bool site_has_path(const struct site *site, const char *path);

/* The page of that path, or NULL. What is made for the moment is the arena's. May be called by several
 * threads. */
const struct page *site_find(struct site *site, const char *path, bool has_token,
                             struct arena *arena);

#endif
