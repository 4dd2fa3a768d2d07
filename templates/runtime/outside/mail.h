/* mail.h - mails that the server sends: a bounded queue, and a thread that hands them over.
 *
 * No request waits for a mail, and none fails because of one: what cannot be delivered is tried
 * again a few times and then given up, with a line in the log that names neither address nor text.
 */
#ifndef RUNTIME_OUTSIDE_MAIL_H
#define RUNTIME_OUTSIDE_MAIL_H

#include "base/buffer.h"
#include "request/options.h"

struct mailer;
struct pool;

/* Whether mail can be sent at all: an SMTP server, a sender and a public URL have been named. */
bool mail_is_configured(const struct options *options);

/* Whether this may be handed to an SMTP server as an address: neither space nor control character,
 * no angle bracket, comma or quote, something on either side of an @. */
bool mail_address_is_safe(struct text address);

/* Appends a mail as RFC 5322 has it, in base64, to the buffer. `now` is in ms. */
void mail_compose(struct buffer *buffer, const char *from, struct text to, struct text subject,
                  struct text body, int64_t now);

/* Starts the thread, over options that outlive it; NULL when that fails. */
struct mailer *mailer_start(const struct options *options);

/* Queues a copy of the mail. One to an address that is not safe is dropped, as is one too many. */
void mailer_send(struct mailer *mailer, struct text to, struct text subject, struct text body,
                 int64_t now);

/* Queues a mail that was composed before the server was started (outbox.h). */
void mailer_send_kept(struct mailer *mailer, struct text to, struct text message);

/* What waits to be sent. */
struct pool *mailer_pool(const struct mailer *mailer);

/* Sends what is queued, once each and only while the server answers, for at most so long, and
 * releases the mailer. What is left is kept in the outbox. NULL is allowed. */
void mailer_stop(struct mailer *mailer, int64_t milliseconds);

#endif
