/* file_sniff.c - see file_sniff.h. The signs are those of the formats' specifications, as the WHATWG's MIME Sniffing
 * Standard and libmagic have them. */
#include "files/file_sniff.h"

#include <stdint.h>

enum {
    PDF_BEGIN = 1024, /* its sign stands within so many bytes, as readers of PDF have it */
    SAMPLE = 160
};

static const struct sign {
    const char *type;
    size_t at;
    struct text bytes;
    struct text then; /* behind four bytes more, or no text */
} signs[] = {
#define SIGN(type, at, bytes)                                                                      \
    {                                                                                              \
        type, at, {bytes, sizeof(bytes) - 1},                                                      \
        {                                                                                          \
            NULL, 0                                                                                \
        }                                                                                          \
    }
#define SIGN_THEN(type, bytes, then)                                                               \
    {                                                                                              \
        type, 0, {bytes, sizeof(bytes) - 1},                                                       \
        {                                                                                          \
            then, sizeof(then) - 1                                                                 \
        }                                                                                          \
    }
    SIGN("image/png", 0, "\x89PNG\r\n\x1a\n"),
    SIGN("image/jpeg", 0, "\xff\xd8\xff"),
    SIGN("image/gif", 0, "GIF87a"),
    SIGN("image/gif", 0, "GIF89a"),
    SIGN_THEN("image/webp", "RIFF", "WEBP"),
    SIGN("image/bmp", 0, "BM"),
    SIGN("image/tiff", 0, "II*\0"),
    SIGN("image/tiff", 0, "MM\0*"),
    SIGN("image/heic", 4, "ftyphei"),
    SIGN("image/heic", 4, "ftyphev"),
    SIGN("image/heic", 4, "ftypmif1"),
    SIGN("image/heic", 4, "ftypmsf1"),
    SIGN("application/zip", 0, "PK\3\4"),
    SIGN("application/zip", 0, "PK\5\6"),
    SIGN("application/gzip", 0, "\x1f\x8b"),
    SIGN("application/rtf", 0, "{\\rtf"),
    SIGN("application/msword", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    SIGN("application/vnd.ms-excel", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    SIGN("application/vnd.ms-powerpoint", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    SIGN("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0, "PK\3\4"),
    SIGN("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 0, "PK\3\4"),
    SIGN("application/vnd.openxmlformats-officedocument.presentationml.presentation", 0, "PK\3\4"),
    SIGN("application/vnd.oasis.opendocument.text", 0, "PK\3\4"),
    SIGN("application/vnd.oasis.opendocument.spreadsheet", 0, "PK\3\4"),
    SIGN("application/dicom", 128, "DICM"),
    SIGN("audio/mpeg", 0, "ID3"),
    SIGN("audio/mpeg", 0, "\xff\xfb"),
    SIGN("audio/mpeg", 0, "\xff\xf3"),
    SIGN("audio/mpeg", 0, "\xff\xf2"),
    SIGN("audio/mp4", 4, "ftyp"),
    SIGN_THEN("audio/wav", "RIFF", "WAVE"),
    SIGN("audio/ogg", 0, "OggS"),
    SIGN("video/mp4", 4, "ftyp"),
    SIGN("video/quicktime", 4, "ftypqt"),
    SIGN("video/quicktime", 4, "moov"),
    SIGN("video/webm", 0, "\x1a\x45\xdf\xa3"),
#undef SIGN
#undef SIGN_THEN
};

static bool has_at(struct text begin, size_t at, struct text bytes)
{
    return begin.length >= at + bytes.length &&
           memcmp(begin.bytes + at, bytes.bytes, bytes.length) == 0;
}

static bool is_pdf(struct text begin)
{
    static const char sign[] = "%PDF-";
    size_t length = begin.length < PDF_BEGIN ? begin.length : PDF_BEGIN;

    return length && memmem(begin.bytes, length, sign, sizeof sign - 1);
}

/* No bytes that no text has: those below the space, but for what moves or ends lines. */
static bool is_text(struct text begin)
{
    for (size_t i = 0; i < begin.length; i++) {
        unsigned char byte = (unsigned char)begin.bytes[i];
        if (byte < ' ' && !memchr("\t\n\r\f\x1b", byte, 5))
            return false;
    }
    return true;
}

static bool is_of_text(struct text type)
{
    return (type.length > 5 && memcmp(type.bytes, "text/", 5) == 0) ||
           text_is(type, "application/json");
}

bool file_sniff_fits(struct text begin, struct text type)
{
    bool has_sign = false;

    if (text_is(type, "application/pdf"))
        return is_pdf(begin);
    if (is_of_text(type))
        return is_text(begin);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const struct sign *sign = &signs[i];
        if (!text_is(type, sign->type))
            continue;
        has_sign = true;
        if (has_at(begin, sign->at, sign->bytes) &&
            (!sign->then.bytes || has_at(begin, sign->bytes.length + 4, sign->then)))
            return true;
    }
    return !has_sign;
}

struct text file_sniff_sample(struct text type)
{
    static _Thread_local char bytes[SAMPLE];

    if (text_is(type, "application/pdf"))
        return text_of("%PDF-1.4\n");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const struct sign *sign = &signs[i];
        size_t length = sign->at + sign->bytes.length;
        if (!text_is(type, sign->type))
            continue;
        memset(bytes, 0, sizeof bytes);
        memcpy(bytes + sign->at, sign->bytes.bytes, sign->bytes.length);
        if (sign->then.bytes) {
            memcpy(bytes + length + 4, sign->then.bytes, sign->then.length);
            length += 4 + sign->then.length;
        }
        return (struct text){bytes, length};
    }
    return text_none();
}
