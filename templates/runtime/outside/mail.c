/* mail.c - see mail.h. */
#include "outside/mail.h"

#include "base/log.h"
#include "base/pool.h"
#include "formats/encoding.h"
#include "outside/outbox.h"
#include "outside/transfer.h"

#include <stdlib.h>
#include <time.h>

enum {
    ADDRESS_LIMIT = 254, /* RFC 5321, 4.5.3.1.3 */
    ATTEMPTS = 3,
    FIRST_PAUSE = 2, /* seconds; each further one is five times as long */
    LINE_BYTES = 57  /* 76 characters of base64 (RFC 2045, 6.8) */
};

struct mailer {
    const struct options *options;
    struct pool *pool; /* one thread */
    bool gives_up;     /* that thread's: stopping, and the server does not answer */
};

struct mail_job {
    struct mailer *mailer;
    struct arena arena; /* holds what follows */
    struct text to;
    struct text message;
};

bool mail_is_configured(const struct options *options)
{
    return options->smtp_url && options->mail_from && options->public_url.length;
}

bool mail_address_is_safe(struct text address)
{
    const char *at = address.length ? memchr(address.bytes, '@', address.length) : NULL;

    if (!at || at == address.bytes || at == address.bytes + address.length - 1 ||
        address.length > ADDRESS_LIMIT || address.bytes[0] == '-')
        return false;
    for (size_t i = 0; i < address.length; i++)
        if ((unsigned char)address.bytes[i] <= ' ' || address.bytes[i] == 0x7f ||
            memchr("<>\"(),;:\\[]", address.bytes[i], 11))
            return false;
    return true;
}

/* How many bytes a piece takes, so that no character is cut in two. */
static size_t piece_length(struct text text, size_t limit)
{
    size_t length = text.length < limit ? text.length : limit;

    while (length < text.length && length > 1 && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* RFC 2047: words of base64, for whatever a header may not hold as it is. */
static void add_encoded_words(struct buffer *buffer, struct text text)
{
    enum { WORD_BYTES = 42 }; /* an encoded word has at most 75 characters */

    while (text.length) {
        struct text piece = {text.bytes, piece_length(text, WORD_BYTES)};
        buffer_add_string(buffer, "=?UTF-8?B?");
        base64_write(buffer, piece);
        buffer_add_string(buffer, "?=");
        text.bytes += piece.length;
        text.length -= piece.length;
        if (text.length)
            buffer_add_string(buffer, "\r\n ");
    }
}

static void add_lines(struct buffer *buffer, struct text text)
{
    while (text.length) {
        struct text line = {text.bytes, text.length < LINE_BYTES ? text.length : LINE_BYTES};
        base64_write(buffer, line);
        buffer_add_string(buffer, "\r\n");
        text.bytes += line.length;
        text.length -= line.length;
    }
}

void mail_compose(struct buffer *buffer, const char *from, struct text to, struct text subject,
                  struct text body, int64_t now)
{
    const char *host = strchr(from, '@');
    time_t seconds = (time_t)(now / 1000);
    char date[64] = "";
    struct tm utc;

    if (gmtime_r(&seconds, &utc))
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc);
    buffer_add_string(buffer, "From: <");
    buffer_add_string(buffer, from);
    buffer_add_string(buffer, ">\r\nTo: <");
    buffer_add_text(buffer, to);
    buffer_add_string(buffer, ">\r\nSubject: ");
    add_encoded_words(buffer, subject);
    buffer_add_string(buffer, "\r\nDate: ");
    buffer_add_string(buffer, date);
    buffer_add_string(buffer, "\r\nMessage-ID: <");
    buffer_add_text(buffer, random_hex(buffer->arena, 32));
    buffer_add_string(buffer, host ? host : "@localhost");
    buffer_add_string(buffer, ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: base64\r\n\r\n");
    add_lines(buffer, body);
}

/* Waits, unless the mailer is to stop; returns whether there is time to try again. */
static bool pause_for(struct mailer *mailer, int seconds)
{
    enum { STEPS = 10 }; /* a second */
    const struct timespec step = {.tv_nsec = 1000000000 / STEPS};

    for (int i = 0; i < seconds * STEPS && !pool_is_stopping(mailer->pool); i++)
        nanosleep(&step, NULL);
    return !pool_is_stopping(mailer->pool);
}

static void send_mail(void *closure)
{
    struct mail_job *job = closure;
    struct mailer *mailer = job->mailer;
    const struct options *options = mailer->options;
    const struct transfer_mail mail = {
        .url = options->smtp_url,
        .user = options->smtp_user,
        .password = options->smtp_password.bytes,
        .from = options->mail_from,
        .to = job->to.bytes,
        .message = job->message,
    };
    enum transfer_result result = TRANSFER_LATER;
    int pause = FIRST_PAUSE;

    for (int i = 0; i < ATTEMPTS && result == TRANSFER_LATER && !mailer->gives_up; i++) {
        if (i > 0 && !pause_for(mailer, pause))
            break;
        pause *= i > 0 ? 5 : 1;
        result = transfer_mail(&mail);
    }
    if (result == TRANSFER_LATER)
        mailer->gives_up = pool_is_stopping(mailer->pool);
    if (result == TRANSFER_LATER && pool_is_stopping(mailer->pool))
        outbox_keep(options, OUTBOX_MAIL, job->to, job->message);
    else if (result != TRANSFER_DONE)
        log_error("a mail was given up");
    arena_release(&job->arena);
    free(job);
}

struct mailer *mailer_start(const struct options *options)
{
    struct mailer *mailer = calloc(1, sizeof *mailer);

    if (!mailer)
        return NULL;
    mailer->options = options;
    mailer->pool = pool_start(&(struct pool_plan){.run = send_mail, .threads = 1});
    if (!mailer->pool) {
        free(mailer);
        return NULL;
    }
    return mailer;
}

void mailer_send(struct mailer *mailer, struct text to, struct text subject, struct text body,
                 int64_t now)
{
    struct mail_job *job;
    struct buffer message;

    if (!mail_address_is_safe(to)) {
        log_error("a mail was not sent: its address is none");
        return;
    }
    job = calloc(1, sizeof *job);
    if (!job)
        return;
    arena_init(&job->arena);
    job->mailer = mailer;
    job->to = arena_copy(&job->arena, to);
    buffer_init(&message, &job->arena, 2048);
    mail_compose(&message, mailer->options->mail_from, to, subject, body, now);
    job->message = buffer_text(&message);
    if (!job->arena.failed && !message.failed && pool_submit(mailer->pool, 0, job))
        return;
    log_error("a mail was not sent: too many wait");
    arena_release(&job->arena);
    free(job);
}

void mailer_send_kept(struct mailer *mailer, struct text to, struct text message)
{
    struct mail_job *job = calloc(1, sizeof *job);

    if (!job)
        return;
    arena_init(&job->arena);
    job->mailer = mailer;
    job->to = arena_copy(&job->arena, to);
    job->message = arena_copy(&job->arena, message);
    if (!job->arena.failed && pool_submit(mailer->pool, 0, job))
        return;
    log_error("a mail was not sent: too many wait");
    arena_release(&job->arena);
    free(job);
}

struct pool *mailer_pool(const struct mailer *mailer)
{
    return mailer->pool;
}

void mailer_stop(struct mailer *mailer, int64_t milliseconds)
{
    if (!mailer)
        return;
    if (!pool_drain(mailer->pool, milliseconds))
        transfer_give_up();
    pool_stop(mailer->pool);
    pool_free(mailer->pool);
    free(mailer);
}
