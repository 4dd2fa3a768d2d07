/* mail.c - see mail.h. */
#include "outside/mail.h"

#include "formats/encoding.h"

#include <time.h>

enum {
    ADDRESS_LIMIT = 254, /* RFC 5321, 4.5.3.1.3 */
    LINE_BYTES = 57      /* 76 characters of base64 (RFC 2045, 6.8) */
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

void mail_compose(struct buffer *buffer, const struct mail *mail, int64_t now)
{
    const char *host = strchr(mail->from, '@');
    time_t seconds = (time_t)(now / 1000);
    char date[64] = "";
    struct tm utc;

    if (gmtime_r(&seconds, &utc))
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc);
    buffer_add_string(buffer, "From: <");
    buffer_add_string(buffer, mail->from);
    buffer_add_string(buffer, ">\r\nTo: <");
    buffer_add_text(buffer, mail->to);
    buffer_add_string(buffer, ">\r\nSubject: ");
    add_encoded_words(buffer, mail->subject);
    buffer_add_string(buffer, "\r\nDate: ");
    buffer_add_string(buffer, date);
    buffer_add_string(buffer, "\r\nMessage-ID: <");
    buffer_add_text(buffer, mail->id);
    buffer_add_string(buffer, host ? host : "@localhost");
    buffer_add_string(buffer, ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: base64\r\n\r\n");
    add_lines(buffer, mail->body);
}
