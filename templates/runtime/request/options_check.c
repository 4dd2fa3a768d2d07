/* options_check.c - which options go together, and which values they take; see options.h. What is wrong is
 * said on stderr. */
#include "request/options.h"

#include <stdio.h>

/* Whether what depends on mail has what it needs. */
static bool check_mail(const struct options *options)
{
    if (options->smtp_url && (!options->mail_from || !options->public_url.length)) {
        fputs("--smtp-url needs --mail-from and --public-url\n", stderr);
        return false;
    }
    if (options->verify_emails && !options->smtp_url) {
        fputs("--verify-emails needs --smtp-url\n", stderr);
        return false;
    }
    if (options->prevent_unverified_login && !options->verify_emails) {
        fputs("--prevent-unverified-login needs --verify-emails\n", stderr);
        return false;
    }
    return true;
}

static bool check_tls(const struct options *options)
{
    if (!options->tls_cert == !options->tls_key)
        return true;
    fputs("--tls-cert and --tls-key go together\n", stderr);
    return false;
}

static bool check_file_upload(const struct options *options)
{
    struct text who = options->file_upload;

    if (text_is(who, "public") || text_is(who, "users") || text_is(who, "none"))
        return true;
    fputs("--file-upload takes public, users or none\n", stderr);
    return false;
}

/* Whether what the server tells of itself can be told so. */
static bool check_telling(const struct options *options)
{
    const char *to = options->audit_syslog;
    struct text host;
    unsigned short port;

    if (!text_is(options->log, "json") && !text_is(options->log, "text")) {
        fputs("--log takes json or text\n", stderr);
        return false;
    }
    if (!to || ((strncmp(to, "tcp:", 4) == 0 || strncmp(to, "udp:", 4) == 0) &&
                options_split_listen(to + 4, &host, &port) && host.length && port))
        return true;
    fputs("--audit-syslog takes tcp:HOST:PORT or udp:HOST:PORT\n", stderr);
    return false;
}

static bool check_web(const struct options *options)
{
    static const char *const pages[] = {"first", "app", "console", "playground"};
    struct text list = options->web;
    struct text name;
    bool is_known = true;

    while (list.length && !text_is(options->web, "none") && is_known &&
           text_next_item(&list, &name)) {
        is_known = false;
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
            is_known = is_known || text_is(name, pages[i]);
    }
    if (!is_known)
        fputs("--web takes none, or some of first,app,console,playground\n", stderr);
    return is_known;
}

bool options_check(const struct options *options)
{
    return check_tls(options) && check_file_upload(options) && check_mail(options) &&
           check_web(options) && check_telling(options);
}
