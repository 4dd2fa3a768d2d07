/* options.c - see options.h. Every option is a row of the table. */
#include "request/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum option_kind { OPTION_STRING, OPTION_TEXT, OPTION_NUMBER, OPTION_SWITCH };

struct option_row {
    const char *flag;  /* the environment variable is called after it: variable_of() */
    const char *value; /* what the help calls the value */
    enum option_kind kind;
    size_t offset;
    const char *help;
};

/* Where the option goes, which must have the type of its kind: else the comparison does not compile. */
#define MEMBER(type, member)                                                                       \
    (offsetof(struct options, member) +                                                            \
     0 * sizeof(&((struct options *)NULL)->member == (type *)NULL))
#define A_STRING(member) OPTION_STRING, MEMBER(const char *, member)
#define A_TEXT(member) OPTION_TEXT, MEMBER(struct text, member)
#define A_NUMBER(member) OPTION_NUMBER, MEMBER(int64_t, member)
#define A_SWITCH(member) OPTION_SWITCH, MEMBER(bool, member)

static const struct option_row rows[] = {
    {"--listen", "HOST:PORT", A_STRING(listen),
     "address to listen on (127.0.0.1:1337; port 0 picks a free one)"},
    {"--tls-cert", "F", A_STRING(tls_cert),
     "speak TLS: file with the certificate and those that it was issued by, in PEM (no TLS)"},
    {"--tls-key", "F", A_STRING(tls_key), "file with its key; both are read anew when they change"},
    {"--hsts-seconds", "N", A_NUMBER(hsts_seconds),
     "with TLS: how long browsers are to come by it alone (31536000, a year; 0: not told)"},
    {"--data", "DIR", A_STRING(data), "folder of the database and the keys (data)"},
    {"--mount", "PATH", A_TEXT(mount), "path that the API is mounted on (/parse)"},
    {"--allow-origin", "LIST", A_TEXT(allow_origin),
     "whose pages may call the API: origins (https://app.example.org,...), * or none (*)"},
    {"--trust-proxy", "LIST", A_TEXT(trust_proxy),
     "proxies whose X-Forwarded-For, -Proto and -Host, or Forwarded, count: addresses, networks "
     "(10.0.0.0/8), loopback or none (loopback)"},
    {"--app-id", "ID", A_TEXT(app_id), "application id (made at first start)"},
    {"--rest-key", "K", A_TEXT(rest_key), "ask clients for this REST API key (not asked for)"},
    {"--js-key", "K", A_TEXT(js_key), "ask clients for this JavaScript key (not asked for)"},
    {"--client-key", "K", A_TEXT(client_key), "ask clients for this client key (not asked for)"},
    {"--dotnet-key", "K", A_TEXT(dotnet_key), "ask clients for this .NET key (not asked for)"},
    {"--master-key-file", "F", A_STRING(master_key_file),
     "file with the master key (made at first start)"},
    {"--key-file", "F", A_STRING(key_file),
     "file, outside of the data folder, with the key that wraps the keys in it (they are not "
     "wrapped)"},
    {"--key-variable", "NAME", A_STRING(key_variable), "the same: variable of the environment"},
    {"--key-credential", "NAME", A_STRING(key_credential),
     "the same: credential that systemd hands over (LoadCredential=)"},
    {"--key-command", "COMMAND", A_STRING(key_command),
     "the same: what a program prints that asks a vault; its whole path and words, no shell"},
    {"--read-only-master-key", "K", A_TEXT(read_only_master_key),
     "a key that reads everything and writes nothing (none)"},
    {"--master-key-anywhere", NULL, A_SWITCH(master_key_anywhere),
     "accept the master key from other addresses than loopback"},
    {"--protect-from-owner", NULL, A_SWITCH(protect_from_owner),
     "hide the protected fields of users from the users themselves, too"},
    {"--session-seconds", "N", A_NUMBER(session_seconds),
     "how long a session lasts (31536000, a year)"},
    {"--session-idle-seconds", "N", A_NUMBER(session_idle_seconds),
     "end sessions that nobody uses for so long (as the app's rules say, and never later)"},
    {"--password-min-length", "N", A_NUMBER(password_min_length),
     "characters a password has at least (8 in an app that is private or has rules, else 1)"},
    {"--password-classes", "LIST", A_TEXT(password_classes),
     "what a password must hold: lower,upper,digit,symbol or some of them (nothing)"},
    {"--password-message", "TEXT", A_TEXT(password_message),
     "the error for a password that lacks something"},
    {"--password-not-username", NULL, A_SWITCH(password_not_username),
     "a password may not hold the username"},
    {"--password-history", "N", A_NUMBER(password_history),
     "how many passwords, the current one included, may not be chosen again (0, at most 24)"},
    {"--password-max-age", "DAYS", A_NUMBER(password_max_age),
     "how long a password lets its user in (for ever)"},
    {"--lockout-threshold", "N", A_NUMBER(lockout_threshold),
     "failed log-ins that lock an account (20; 0: none does)"},
    {"--lockout-minutes", "N", A_NUMBER(lockout_minutes), "how long an account stays locked (5)"},
    {"--no-anonymous-users", NULL, A_SWITCH(no_anonymous_users),
     "refuse users without name and password"},
    {"--oidc-issuer", "URL", A_TEXT(oidc_issuer),
     "OpenID provider whose ID tokens sign users in: the tokens' iss (none)"},
    {"--oidc-audience", "ID", A_TEXT(oidc_audience), "our client id there: the tokens' aud"},
    {"--oidc-keys", "FILE", A_STRING(oidc_keys),
     "the provider's public keys, JWK Set or PEM; read anew for each token"},
    {"--oidc-provider", "NAME", A_TEXT(oidc_provider), "what clients call it in authData (oidc)"},
    {"--idempotency-seconds", "N", A_NUMBER(idempotency_seconds),
     "refuse writes whose X-Parse-Request-Id was seen this long ago (0, off)"},
    {"--body-limit", "BYTES", A_NUMBER(body_limit), "largest request body (20971520)"},
    {"--unknown-body-bytes", "BYTES", A_NUMBER(unknown_body_bytes),
     "memory for bodies over 64 KB whose requests name no session in their headers, together "
     "(134217728)"},
    {"--export-limit", "BYTES", A_NUMBER(export_limit), "largest export of a record (104857600)"},
    {"--file-limit", "BYTES", A_NUMBER(file_limit), "largest file that is stored (20971520)"},
    {"--file-extensions", "LIST", A_TEXT(file_extensions),
     "which files may be uploaded: pdf,png,... or * (all but HTML, SVG, XML and the like)"},
    {"--file-upload", "WHO", A_TEXT(file_upload),
     "who may upload files beside the master key: public, users or none (users)"},
    {"--files-bucket", "URL", A_STRING(files_bucket),
     "keep contents of files in a bucket: s3://BUCKET or s3://BUCKET/PREFIX (in DATA/files)"},
    {"--files-endpoint", "URL", A_STRING(files_endpoint),
     "where the bucket is: https://HOST[:PORT] (Amazon's, of the region)"},
    {"--files-region", "NAME", A_STRING(files_region),
     "the bucket's region (AWS_REGION, or us-east-1)"},
    {"--files-credentials", "FILE", A_STRING(files_credentials),
     "lines aws_access_key_id = ... and aws_secret_access_key = ... (AWS_ACCESS_KEY_ID, "
     "AWS_SECRET_ACCESS_KEY)"},
    {"--files-keep-seconds", "N", A_NUMBER(files_keep_seconds),
     "how long contents stay in the bucket when they are removed, for backups that name them "
     "(2592000, 30 days)"},
    {"--orphan-seconds", "N", A_NUMBER(orphan_seconds),
     "how long a file is kept that nothing names (2592000, 30 days, where URLs of files are "
     "signed, "
     "else for ever; 0: for ever)"},
    {"--sweep-seconds", "N", A_NUMBER(sweep_seconds),
     "how often such files are looked for (86400, a day)"},
    {"--max-limit", "N", A_NUMBER(max_limit),
     "objects that one find answers at most, whatever its limit says (10000)"},
    {"--query-seconds", "N", A_NUMBER(query_seconds), "how long a request may read (10)"},
    {"--connections", "N", A_NUMBER(connections), "connections at a time (10000)"},
    {"--connections-per-address", "N", A_NUMBER(address_connections),
     "of these, from one address other than this machine's (1000; 0: any number)"},
    {"--live-connections", "N", A_NUMBER(live_connections),
     "WebSockets for live queries at a time, besides (10000; 0: no live queries)"},
    {"--live-subscriptions", "N", A_NUMBER(live_subscriptions),
     "live queries that one of these may have (200)"},
    {"--live-ping-seconds", "N", A_NUMBER(live_ping_seconds),
     "how often a silent WebSocket is asked whether it is there; one that misses three is closed "
     "(30)"},
    {"--no-graphql", NULL, A_SWITCH(no_graphql), "answer nothing at /graphql"},
    {"--graphql-introspection", "WHO", A_TEXT(graphql_introspection),
     "who may look at the GraphQL schema: everyone, users or master (users in an app that is "
     "private "
     "or has rules, else everyone)"},
    {"--graphql-depth", "N", A_NUMBER(graphql_depth),
     "fields within fields of one GraphQL operation (15; 0: any number)"},
    {"--graphql-cost", "N", A_NUMBER(graphql_cost),
     "fields that one GraphQL operation may answer, entries of lists counted as it asks for them "
     "(100000; 0: any number)"},
    {"--graphql-aliases", "N", A_NUMBER(graphql_aliases),
     "aliases in one GraphQL document (30; 0: any number)"},
    {"--sign-ups-per-address", "N", A_NUMBER(address_sign_ups),
     "new users an hour from one address other than this machine's (100; 0: any number)"},
    {"--sign-ups-per-user", "N", A_NUMBER(user_sign_ups),
     "new users an hour by one user (100; 0: any number)"},
    {"--uploads-per-address", "N", A_NUMBER(address_uploads),
     "files an hour from one address other than this machine's (10000; 0: any number)"},
    {"--uploads-per-user", "N", A_NUMBER(user_uploads),
     "files an hour by one user (1000; 0: any number)"},
    {"--upload-bytes-per-address", "BYTES", A_NUMBER(address_upload_bytes),
     "bytes of these files from one address (10737418240; 0: any number)"},
    {"--upload-bytes-per-user", "BYTES", A_NUMBER(user_upload_bytes),
     "bytes of these files by one user (1073741824; 0: any number)"},
    {"--requests-per-address", "N", A_NUMBER(address_requests),
     "requests a second, parts of a batch each for itself, from one address other than this "
     "machine's (0: any number)"},
    {"--requests-per-user", "N", A_NUMBER(user_requests), "the same by one user (0: any number)"},
    {"--head-seconds", "N", A_NUMBER(head_seconds),
     "how long a connection may wait with a request's head, or with 8192 bytes a second (20)"},
    {"--request-memory", "BYTES", A_NUMBER(request_memory),
     "memory that one request may take; all of them together half of the machine's (268435456)"},
    {"--workers", "N", A_NUMBER(workers), "worker threads (one a core)"},
    {"--stop-seconds", "N", A_NUMBER(stop_seconds),
     "how long a stop waits for requests, mails and webhooks that are under way (15)"},
    {"--public-url", "URL", A_TEXT(public_url),
     "where clients reach the mount path, for links in mails (https://example.org/parse)"},
    {"--smtp-url", "URL", A_STRING(smtp_url),
     "server that takes mails: smtp://HOST:PORT (STARTTLS) or smtps://HOST:PORT (no mail)"},
    {"--smtp-user", "NAME", A_STRING(smtp_user), "name to sign in with there (without signing in)"},
    {"--smtp-password-file", "F", A_STRING(smtp_password_file),
     "file with the password for that name"},
    {"--mail-from", "ADDRESS", A_STRING(mail_from), "the sender of mails"},
    {"--verify-emails", NULL, A_SWITCH(verify_emails),
     "mail new users a link to confirm their address"},
    {"--prevent-unverified-login", NULL, A_SWITCH(prevent_unverified_login),
     "with --verify-emails: no session before the address is confirmed"},
    {"--verify-seconds", "N", A_NUMBER(verify_seconds),
     "how long a link to confirm an address is good for (604800, a week)"},
    {"--reset-seconds", "N", A_NUMBER(reset_seconds),
     "how long a link to choose a new password is good for (3600, an hour)"},
    {"--invitation-seconds", "N", A_NUMBER(invitation_seconds),
     "how long an invitation to an account is good for (604800, a week)"},
    {"--webhook-key-file", "F", A_STRING(webhook_key_file),
     "file with the key that webhooks are sent as X-Parse-Webhook-Key (none is sent)"},
    {"--webhook-seconds", "N", A_NUMBER(webhook_seconds),
     "what one request may spend waiting for webhooks (10)"},
    {"--outbox-hours", "N", A_NUMBER(outbox_hours),
     "how long a mail or a webhook that cannot be delivered is tried again (72)"},
    {"--outbox-limit", "N", A_NUMBER(outbox_limit),
     "how many mails may wait, and how many webhooks; the oldest are given up (100000)"},
    {"--outbox-bytes", "BYTES", A_NUMBER(outbox_bytes), "and of how many bytes (1073741824)"},
    {"--log", "FORM", A_TEXT(log), "form of the log's lines: json, or text for people (json)"},
    {"--access-log", "F", A_STRING(access_log),
     "file that each answer is noted in, or - for standard output; SIGHUP opens it anew (none)"},
    {"--slow-ms", "N", A_NUMBER(slow_ms),
     "log statements that take so many milliseconds, with their plan (0: none)"},
    {"--audit-syslog", "ADDRESS", A_STRING(audit_syslog),
     "where the audit trail is sent as syslog messages (RFC 5424): tcp:HOST:PORT or udp:HOST:PORT "
     "(nowhere)"},
    {"--metrics-token-file", "F", A_STRING(metrics_token_file),
     "file with a token that reads /metrics, and nothing else, from anywhere (the master key "
     "alone)"},
    {"--no-migrate", NULL, A_SWITCH(no_migrate),
     "refuse to start where the database has to be migrated first"},
    {"--demo", NULL, A_SWITCH(demo),
     "load sample data and two demo accounts into an empty database, and show the playground"},
    {"--demo-anywhere", NULL, A_SWITCH(demo_anywhere),
     "let everybody's playground sign in as the demo accounts, without the printed address"},
    {"--web", "LIST", A_TEXT(web),
     "pages for people: none, or some of first,app,console,playground (all)"},
    {"--web-pages", "F", A_STRING(web_pages),
     "file that the pages are built into beside the server, used as soon as it is there"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, VARIABLE_BYTES = 64 };

/* "--app-id" is CAREGEN_APP_ID, too. */
static const char *variable_of(const struct option_row *row, char variable[VARIABLE_BYTES])
{
    static const char prefix[] = "CAREGEN_";
    char *end = variable + sizeof prefix - 1;

    memcpy(variable, prefix, sizeof prefix - 1);
    for (const char *at = row->flag + 2; *at && end < variable + VARIABLE_BYTES - 1; at++)
        *end++ = *at == '-' ? '_' : (char)(*at - 'a' + 'A');
    *end = '\0';
    return variable;
}

bool options_words(size_t number, struct option_words *words)
{
    static char variable[VARIABLE_BYTES];

    if (number >= ROW_COUNT)
        return false;
    *words = (struct option_words){rows[number].flag, rows[number].value, rows[number].help,
                                   variable_of(&rows[number], variable)};
    return true;
}

static void print_help(const char *program)
{
    struct option_words option;

    printf("usage: %s serve [options]\n\nOptions, each also as an environment variable:\n",
           program);
    for (size_t i = 0; options_words(i, &option); i++)
        printf("  %s %s\n      %s [%s]\n", option.flag, option.value ? option.value : "",
               option.help, option.variable);
    printf("\nExit status: 0 after a clean stop, 1 when the server could not start, 2 for wrong "
           "usage.\n");
}

static bool set_number(int64_t *place, const char *value)
{
    char *end;
    long long number;

    errno = 0;
    number = strtoll(value, &end, 10);
    if (errno || end == value || *end || number < 0)
        return false;
    *place = number;
    return true;
}

static bool set(struct options *options, const struct option_row *row, const char *value)
{
    void *place = (char *)options + row->offset;

    switch (row->kind) {
    case OPTION_STRING:
        *(const char **)place = value;
        return true;
    case OPTION_TEXT:
        *(struct text *)place = text_of(value);
        return true;
    case OPTION_NUMBER:
        return set_number(place, value);
    case OPTION_SWITCH:
        *(bool *)place = !(text_is(text_of(value), "0") || text_is(text_of(value), "false"));
        return true;
    }
    return false;
}

static bool read_environment(struct options *options)
{
    char variable[VARIABLE_BYTES];

    for (int i = 0; i < ROW_COUNT; i++) {
        const char *value = getenv(variable_of(&rows[i], variable));
        if (value && *value && !set(options, &rows[i], value)) {
            fprintf(stderr, "%s: not a number: %s\n", variable, value);
            return false;
        }
    }
    return true;
}

static const struct option_row *find_row(const char *flag, const char **value)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        size_t length = strlen(rows[i].flag);
        if (strncmp(flag, rows[i].flag, length) != 0)
            continue;
        if (flag[length] == '\0') {
            *value = NULL;
            return &rows[i];
        }
        if (flag[length] == '=') {
            *value = flag + length + 1;
            return &rows[i];
        }
    }
    return NULL;
}

static enum options_result read_flags(struct options *options, const char *program, int argc,
                                      char **argv)
{
    for (int i = 0; i < argc; i++) {
        const char *value;
        const struct option_row *row = find_row(argv[i], &value);
        if (text_is(text_of(argv[i]), "--help")) {
            print_help(program);
            return OPTIONS_HELP;
        }
        if (!row) {
            fprintf(stderr, "%s: unknown option %s (see %s serve --help)\n", program, argv[i],
                    program);
            return OPTIONS_WRONG;
        }
        if (!value && row->kind == OPTION_SWITCH)
            value = "1";
        if (!value && i + 1 < argc)
            value = argv[++i];
        if (!value || !set(options, row, value)) {
            fprintf(stderr, "%s: %s takes %s\n", program, row->flag, row->value);
            return OPTIONS_WRONG;
        }
    }
    return OPTIONS_OK;
}

bool options_split_listen(const char *listen, struct text *host, unsigned short *port)
{
    enum { DIGITS = 5 };
    const char *colon = strrchr(listen, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    long number = 0;

    if (!digits || digits > DIGITS || colon[1 + digits])
        return false;
    for (size_t i = 1; i <= digits; i++)
        number = 10 * number + (colon[i] - '0');
    *host = (struct text){listen, (size_t)(colon - listen)};
    if (host->length >= 2 && listen[0] == '[' && colon[-1] == ']')
        *host = (struct text){listen + 1, host->length - 2};
    *port = (unsigned short)number;
    return number <= UINT16_MAX;
}

/* "parse/" and "/parse/" are "/parse"; "/" is the root. */
static void cut_slashes(struct text *path)
{
    while (path->length && path->bytes[path->length - 1] == '/')
        path->length--;
}

bool options_show_page(const struct options *options, const char *page)
{
    struct text list = options->web;
    struct text name;

    if (!list.length)
        return true;
    if (text_is(list, "none"))
        return false;
    if (strcmp(page, "first") == 0)
        return true;
    while (text_next_item(&list, &name))
        if (text_is(name, page))
            return true;
    return false;
}

enum options_result options_read(struct options *options, const char *program, int argc,
                                 char **argv)
{
    enum options_result result;
    struct text host;
    unsigned short port;

    *options = (struct options){
        .listen = "127.0.0.1:1337",
        .data = "data",
        .mount = text_of("/parse"),
        .hsts_seconds = 31536000,
        .log = text_of("json"),
        .session_seconds = 31536000,
        .lockout_threshold = 20,
        .lockout_minutes = 5,
        .oidc_provider = text_of("oidc"),
        .body_limit = 20971520,
        .unknown_body_bytes = 134217728,
        .export_limit = 104857600,
        .file_limit = 20971520,
        .files_keep_seconds = 2592000,
        .file_upload = text_of("users"),
        .verify_seconds = 604800,
        .reset_seconds = 3600,
        .invitation_seconds = 604800,
        .webhook_seconds = 10,
        .outbox_hours = 72,
        .outbox_limit = 100000,
        .outbox_bytes = 1073741824,
        .stop_seconds = 15,
        .orphan_seconds = -1,
        .sweep_seconds = 86400,
        .max_limit = 10000,
        .query_seconds = 10,
        .request_memory = 268435456,
        .connections = 10000,
        .live_connections = 10000,
        .live_subscriptions = 200,
        .graphql_introspection = text_of(""),
        .graphql_depth = 15,
        .graphql_cost = 100000,
        .graphql_aliases = 30,
        .live_ping_seconds = 30,
        .head_seconds = 20,
        .address_sign_ups = 100,
        .user_sign_ups = 100,
        .address_uploads = 10000,
        .user_uploads = 1000,
        .address_upload_bytes = 10737418240,
        .user_upload_bytes = 1073741824,
        .address_connections = 1000,
    };
    if (!read_environment(options))
        return OPTIONS_WRONG;
    result = read_flags(options, program, argc, argv);
    if (result != OPTIONS_OK)
        return result;
    cut_slashes(&options->mount);
    cut_slashes(&options->public_url);
    if (options->mount.length && options->mount.bytes[0] != '/') {
        fprintf(stderr, "%s: --mount starts with a slash\n", program);
        return OPTIONS_WRONG;
    }
    if (!options_split_listen(options->listen, &host, &port)) {
        fprintf(stderr, "%s: --listen takes HOST:PORT, with a port from 0 to 65535: %s\n", program,
                options->listen);
        return OPTIONS_WRONG;
    }
    return options_check(options) ? OPTIONS_OK : OPTIONS_WRONG;
}
