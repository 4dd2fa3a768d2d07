/* tls.c - see tls.h.
 *
 * A handshake may take as long as its client likes, and GnuTLS signs with the key when it comes to it. So each one is
 * given copies of its own, some tens of microseconds beside the millisecond that a signature takes, and the pair that is
 * replaced can go at once. */
#include "http/tls.h"

#include "base/log.h"
#include "base/wait.h"
#include "crypto/secret_file.h"

#include <gnutls/x509.h>
#include <microhttpd.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LOOK_MILLISECONDS = 1000,
    FILE_LIMIT = 256 * 1024,
    KEY_ID_BYTES = 32,
    WARNING_SECONDS = 14 * 24 * 3600, /* before a certificate expires */
    WARNING_PAUSE = 24 * 3600
};

const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:"
    "+AES-256-GCM:+AES-128-GCM:+CHACHA20-POLY1305:%SERVER_PRECEDENCE";

/* A certificate with those that it was issued by, and its key. */
struct pair {
    gnutls_x509_crt_t *chain; /* GnuTLS's allocation */
    unsigned length;
    gnutls_x509_privkey_t key;
};

/* What tells whether a file is another one. */
struct look {
    struct stat certificate;
    struct stat key;
};

static struct {
    const struct options *options;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t stops;
    bool started;
    bool stopping;
    struct pair pair;
    struct look judged; /* the files that were last read */
    struct look seen;   /* by the last look */
    time_t warned_at;
} tls = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void release_pair(struct pair *pair)
{
    for (unsigned i = 0; i < pair->length; i++)
        gnutls_x509_crt_deinit(pair->chain[i]);
    gnutls_free(pair->chain);
    if (pair->key)
        gnutls_x509_privkey_deinit(pair->key);
    *pair = (struct pair){0};
}

static gnutls_datum_t datum_of(struct text text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text.bytes, (unsigned)text.length};
}

static bool read_chain(struct arena *arena, const char *path, struct pair *pair)
{
    struct text pem;
    gnutls_datum_t datum;
    int status;

    if (!secret_file_read(arena, path, FILE_LIMIT, 0, &pem))
        return false;
    datum = datum_of(pem);
    status = gnutls_x509_crt_list_import2(&pair->chain, &pair->length, &datum, GNUTLS_X509_FMT_PEM,
                                          GNUTLS_X509_CRT_LIST_SORT);
    if (status >= 0)
        return true;
    pair->chain = NULL;
    log_error("%s holds no chain of up to 16 certificates in PEM: %s", path,
              gnutls_strerror(status));
    return false;
}

static bool read_key(struct arena *arena, const char *path, struct pair *pair)
{
    struct text pem;
    gnutls_datum_t datum;
    int status = gnutls_x509_privkey_init(&pair->key);

    if (status < 0 || !secret_file_read(arena, path, FILE_LIMIT, S_IRWXO, &pem))
        return false;
    datum = datum_of(pem);
    status = gnutls_x509_privkey_import2(pair->key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
    sodium_memzero(datum.data, datum.size);
    if (status >= 0)
        return true;
    log_error("%s holds no private key in PEM that needs no password: %s", path,
              gnutls_strerror(status));
    return false;
}

/* Whether the key is the certificate's: of two files, one may have been renewed before the other. */
static bool fits(const struct pair *pair)
{
    unsigned char ids[2][KEY_ID_BYTES];
    size_t sizes[2] = {KEY_ID_BYTES, KEY_ID_BYTES};

    return gnutls_x509_crt_get_key_id(pair->chain[0], GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) >=
               0 &&
           gnutls_x509_privkey_get_key_id(pair->key, GNUTLS_KEYID_USE_SHA256, ids[1], &sizes[1]) >=
               0 &&
           sizes[0] == sizes[1] && memcmp(ids[0], ids[1], sizes[0]) == 0;
}

static bool read_pair(struct arena *arena, const struct options *options, struct pair *pair)
{
    if (!read_chain(arena, options->tls_cert, pair) || !read_key(arena, options->tls_key, pair))
        return false;
    if (fits(pair))
        return true;
    log_error("the key in %s is not that of the certificate in %s", options->tls_key,
              options->tls_cert);
    return false;
}

static time_t end_of(const struct pair *pair)
{
    return gnutls_x509_crt_get_expiration_time(pair->chain[0]);
}

static bool load(struct pair *pair)
{
    struct arena arena;
    bool done;

    *pair = (struct pair){0};
    arena_init(&arena);
    done = read_pair(&arena, tls.options, pair);
    arena_release(&arena);
    if (!done)
        release_pair(pair);
    return done;
}

static struct look look_at_files(void)
{
    struct look look = {0};

    (void)stat(tls.options->tls_cert, &look.certificate);
    (void)stat(tls.options->tls_key, &look.key);
    return look;
}

/* A new mode counts, too: a key that was refused for it may be read once it is private. */
static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mode == b->st_mode && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static bool is_same(const struct look *a, const struct look *b)
{
    return is_same_file(&a->certificate, &b->certificate) && is_same_file(&a->key, &b->key);
}

static void say_end(const char *what, const struct pair *pair)
{
    char date[32] = "";
    time_t end = end_of(pair);
    struct tm utc;

    if (gmtime_r(&end, &utc))
        strftime(date, sizeof date, "%Y-%m-%d", &utc);
    log_info("%s: it expires on %s", what, date);
}

/* Under the lock; the files are as `look` has them. */
static void take_up(const struct look *look)
{
    struct pair pair;

    tls.judged = *look;
    if (!load(&pair)) {
        log_error("the certificate stays the one that was read before");
        return;
    }
    if (end_of(&pair) <= time(NULL) && end_of(&tls.pair) > time(NULL)) {
        log_error("the certificate in %s has expired: the one that was read before stays",
                  tls.options->tls_cert);
        release_pair(&pair);
        return;
    }
    release_pair(&tls.pair);
    tls.pair = pair;
    tls.warned_at = 0;
    say_end("the renewed certificate was taken up", &tls.pair);
}

static void warn_of_end(void)
{
    time_t now = time(NULL);
    time_t left = end_of(&tls.pair) - now;

    if (left > WARNING_SECONDS || now - tls.warned_at < WARNING_PAUSE)
        return;
    tls.warned_at = now;
    if (left > 0)
        log_error("the certificate in %s expires in %lld days", tls.options->tls_cert,
                  (long long)(left / WARNING_PAUSE));
    else
        log_error("the certificate in %s has expired", tls.options->tls_cert);
}

/* Files are written one after the other, and bit by bit: what changes between two looks is waited for. */
static void *look_for_ever(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&tls.lock);
    while (!tls.stopping) {
        struct timespec deadline = wait_deadline(LOOK_MILLISECONDS);
        struct look look = look_at_files();
        if (is_same(&look, &tls.seen) && !is_same(&look, &tls.judged))
            take_up(&look);
        tls.seen = look;
        warn_of_end();
        (void)pthread_cond_timedwait(&tls.stops, &tls.lock, &deadline);
    }
    pthread_mutex_unlock(&tls.lock);
    return NULL;
}

bool tls_start(const struct options *options)
{
    if (MHD_is_feature_supported(MHD_FEATURE_HTTPS_CERT_CALLBACK2) != MHD_YES) {
        log_error("this libmicrohttpd speaks no TLS");
        return false;
    }
    tls.options = options;
    tls.judged = tls.seen = look_at_files();
    if (!load(&tls.pair))
        return false;
    say_end("the certificate was read", &tls.pair);
    tls.started =
        wait_init(&tls.stops) && pthread_create(&tls.thread, NULL, look_for_ever, NULL) == 0;
    if (!tls.started) {
        release_pair(&tls.pair);
        log_error("the thread that looks for a renewed certificate cannot be started");
    }
    return tls.started;
}

void tls_reload(void)
{
    struct look look;

    pthread_mutex_lock(&tls.lock);
    look = look_at_files();
    take_up(&look);
    pthread_mutex_unlock(&tls.lock);
}

void tls_stop(void)
{
    if (!tls.started)
        return;
    pthread_mutex_lock(&tls.lock);
    tls.stopping = true;
    pthread_cond_signal(&tls.stops);
    pthread_mutex_unlock(&tls.lock);
    pthread_join(tls.thread, NULL);
    pthread_cond_destroy(&tls.stops);
    release_pair(&tls.pair);
    tls.started = false;
}

/* Copies of the pair that GnuTLS releases. Under the lock. */
static bool copy_pair(gnutls_pcert_st *chain, unsigned *length, gnutls_privkey_t *key)
{
    for (*length = 0; *length < tls.pair.length; ++*length)
        if (gnutls_pcert_import_x509(&chain[*length], tls.pair.chain[*length], 0) < 0)
            return false;
    return gnutls_privkey_init(key) >= 0 &&
           gnutls_privkey_import_x509(*key, tls.pair.key, GNUTLS_PRIVKEY_IMPORT_COPY) >= 0;
}

int tls_give(gnutls_session_t session, const struct gnutls_cert_retr_st *asked,
             gnutls_pcert_st **chain, unsigned *chain_length, gnutls_ocsp_data_st **ocsp,
             unsigned *ocsp_length, gnutls_privkey_t *key, unsigned *flags)
{
    bool done;

    (void)session;
    (void)asked;
    *ocsp = NULL;
    *ocsp_length = 0;
    *chain_length = 0;
    *key = NULL;
    pthread_mutex_lock(&tls.lock);
    *chain = gnutls_calloc(tls.pair.length, sizeof **chain);
    done = *chain && copy_pair(*chain, chain_length, key);
    pthread_mutex_unlock(&tls.lock);
    *flags |= GNUTLS_CERT_RETR_DEINIT_ALL;
    if (done)
        return 0;
    log_error("a handshake got no certificate");
    for (unsigned i = 0; i < *chain_length; i++)
        gnutls_pcert_deinit(&(*chain)[i]);
    gnutls_free(*chain);
    if (*key)
        gnutls_privkey_deinit(*key);
    *chain = NULL;
    *chain_length = 0;
    *key = NULL;
    return -1;
}

void tls_add_header(struct MHD_Response *response, const struct options *options)
{
    char value[48];

    if (!options->tls_cert || !options->hsts_seconds)
        return;
    snprintf(value, sizeof value, "max-age=%lld", (long long)options->hsts_seconds);
    if (MHD_add_response_header(response, "Strict-Transport-Security", value) != MHD_YES)
        log_error("a response went without its header %s", "Strict-Transport-Security");
}
