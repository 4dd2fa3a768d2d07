/* mail.h - mails that the server sends, as RFC 5322 has them: outbox.h keeps them until they are handed over. */
#ifndef RUNTIME_OUTSIDE_MAIL_H
#define RUNTIME_OUTSIDE_MAIL_H

#include "base/buffer.h"
#include "request/options.h"

struct mail {
    const char *from; /* addresses, without angle brackets */
    struct text to;
    struct text subject;
    struct text body; /* plain text, lines ended by CR LF */
    struct text id;   /* that makes its Message-ID: the same when it is sent again */
};

/* Whether mail can be sent at all: an SMTP server, a sender and a public URL have been named. */
bool mail_is_configured(const struct options *options);

/* Whether this may be handed to an SMTP server as an address: neither space nor control character,
 * no angle bracket, comma or quote, something on either side of an @. */
bool mail_address_is_safe(struct text address);

/* Appends the mail, its texts in base64, to the buffer. `now` is in ms. */
void mail_compose(struct buffer *buffer, const struct mail *mail, int64_t now);

#endif
