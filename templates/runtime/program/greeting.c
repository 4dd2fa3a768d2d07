/* greeting.c - see greeting.h. */
#include "program/greeting.h"

#include "http/http.h"
#include "web/site.h"

#include <stdio.h>
#include <unistd.h>

static void greet_master_key(const struct options *options, bool made)
{
    const char *file = options->master_key_file;

    if (!made)
        return;
    printf("master key (made now, and kept in %s", file ? file : options->data);
    if (isatty(STDOUT_FILENO))
        printf("%s): %.*s\n", file ? "" : "/master-key", TEXT_PRINTED(options->master_key));
    else
        printf("%s)\n", file ? "" : "/master-key");
}

static const char *scheme_of(const struct options *options)
{
    return options->tls_cert ? "https" : "http";
}

/* The address to open in a browser; a server that listens on every address is on this machine, too. Where
 * there is a token, it has that in it. */
static void greet_browser(const struct server *server, const struct http *http)
{
    const struct options *options = &server->options;
    struct text token = site_token(server->site);
    struct text host;
    unsigned short port;

    if (!options_show_page(options, "first") ||
        !options_split_listen(options->listen, &host, &port))
        return;
    if (!host.length || text_is(host, "0.0.0.0") || text_is(host, "::"))
        host = text_of("localhost");
    printf(memchr(host.bytes, ':', host.length) ? "open in a browser: %s://[%.*s]:%u/%s%.*s\n"
                                                : "open in a browser: %s://%.*s:%u/%s%.*s\n",
           scheme_of(options), TEXT_PRINTED(host), http_port(http), token.bytes ? "?token=" : "",
           TEXT_PRINTED(token));
}

void greet(const struct server *server, const struct http *http, const struct greeting *greeting)
{
    const struct options *options = &server->options;
    const char *colon = strrchr(options->listen, ':');
    int host_length = colon ? (int)(colon - options->listen) : 0;
    const struct demo_account *patient = &greeting->accounts[0];

    printf("application id: %.*s\n", TEXT_PRINTED(options->app_id));
    greet_master_key(options, greeting->master_key_made);
    for (int i = 0; i < DEMO_ACCOUNTS; i++)
        if (greeting->accounts[i].username.bytes)
            printf("demo account: %.*s, password %.*s\n",
                   TEXT_PRINTED(greeting->accounts[i].username),
                   TEXT_PRINTED(greeting->accounts[i].password));
    if (patient->username.bytes) {
        printf("try: curl -s -H 'X-Parse-Application-Id: %.*s' ", TEXT_PRINTED(options->app_id));
        if (options->rest_key.bytes)
            printf("-H 'X-Parse-REST-API-Key: %.*s' ", TEXT_PRINTED(options->rest_key));
        printf("-H 'Content-Type: application/json' "
               "-d '{\"username\":\"%.*s\",\"password\":\"%.*s\"}' %s://%.*s:%u%.*s/login\n",
               TEXT_PRINTED(patient->username), TEXT_PRINTED(patient->password), scheme_of(options),
               host_length, options->listen, http_port(http), TEXT_PRINTED(options->mount));
    }
    greet_browser(server, http);
    printf("listening on %s://%.*s:%u%.*s\n", scheme_of(options), host_length, options->listen,
           http_port(http), TEXT_PRINTED(options->mount));
    fflush(stdout);
}
