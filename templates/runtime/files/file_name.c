/* file_name.c - see file_name.h. The rules are parse-server's (FilesAdapter, FilesRouter). */
#include "files/file_name.h"

#include <stdint.h>

static const struct {
    const char *extension;
    const char *type;
} types[] = {
    {"pdf", "application/pdf"},
    {"txt", "text/plain"},
    {"csv", "text/csv"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"bmp", "image/bmp"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"heic", "image/heic"},
    {"svg", "image/svg+xml"},
    {"html", "text/html"},
    {"htm", "text/html"},
    {"xml", "text/xml"},
    {"json", "application/json"},
    {"zip", "application/zip"},
    {"gz", "application/gzip"},
    {"rtf", "application/rtf"},
    {"doc", "application/msword"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xls", "application/vnd.ms-excel"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"ppt", "application/vnd.ms-powerpoint"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"dcm", "application/dicom"},
    {"mp3", "audio/mpeg"},
    {"m4a", "audio/mp4"},
    {"wav", "audio/wav"},
    {"ogg", "audio/ogg"},
    {"mp4", "video/mp4"},
    {"mov", "video/quicktime"},
    {"webm", "video/webm"},
};

enum { TYPE_COUNT = sizeof types / sizeof *types };

static bool is_among(char byte, const char *others)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte && strchr(others, byte));
}

const char *file_name_fault(struct text name)
{
    if (name.length > FILE_NAME_LIMIT)
        return "Filename too long.";
    if (!name.length || !is_among(name.bytes[0], "_"))
        return "Filename contains invalid characters.";
    for (size_t i = 0; i < name.length; i++)
        if (!is_among(name.bytes[i], "_@. ~-"))
            return "Filename contains invalid characters.";
    return NULL;
}

static bool is_id(const char *bytes)
{
    for (size_t i = 0; i < FILE_ID_LENGTH; i++)
        if (!((bytes[i] >= '0' && bytes[i] <= '9') || (bytes[i] >= 'a' && bytes[i] <= 'f')))
            return false;
    return true;
}

bool file_name_is_stored(struct text name)
{
    struct text given;

    if (!name.bytes || name.length < FILE_ID_LENGTH + 2 || name.bytes[FILE_ID_LENGTH] != '_')
        return false;
    if (!is_id(name.bytes))
        return false;
    given.bytes = name.bytes + FILE_ID_LENGTH + 1;
    given.length = name.length - FILE_ID_LENGTH - 1;
    /* An extension may have been put behind a name of full length. */
    return given.length <= FILE_NAME_LIMIT + 8 &&
           !file_name_fault((struct text){
               given.bytes, given.length > FILE_NAME_LIMIT ? FILE_NAME_LIMIT : given.length});
}

bool file_name_next_id(struct text *text, struct text *id)
{
    size_t before = 0; /* characters that may belong to an id */

    while (text->length > before) {
        const char *mark = memchr(text->bytes + before, '_', text->length - before);
        if (!mark)
            return false;
        before = (size_t)(mark - text->bytes);
        if (before >= FILE_ID_LENGTH && is_id(mark - FILE_ID_LENGTH)) {
            *id = (struct text){mark - FILE_ID_LENGTH, FILE_ID_LENGTH};
            text->bytes = mark;
            text->length -= before;
            return true;
        }
        before++;
    }
    return false;
}

static struct text lower(struct arena *arena, struct text text)
{
    struct text copy = arena_copy(arena, text);
    char *bytes = (char *)(uintptr_t)copy.bytes;

    for (size_t i = 0; bytes && i < copy.length; i++)
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] - 'A' + 'a');
    return copy;
}

struct text file_name_extension(struct arena *arena, struct text name)
{
    for (size_t i = name.length; i-- > 0;)
        if (name.bytes[i] == '.')
            return lower(arena, (struct text){name.bytes + i + 1, name.length - i - 1});
    return text_of("");
}

struct text file_type_of_extension(struct text extension)
{
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (text_is(extension, types[i].extension))
            return text_of(types[i].type);
    return text_none();
}

struct text file_extension_of_type(struct text type)
{
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (text_is(type, types[i].type))
            return text_of(types[i].extension);
    return text_none();
}

/* RFC 9110, section 5.6.2. */
static bool is_token(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_among(text.bytes[i], "!#$%&'*+-.^_`|~"))
            return false;
    return text.length > 0;
}

struct text file_type_read(struct arena *arena, struct text content_type)
{
    const char *semicolon =
        content_type.length ? memchr(content_type.bytes, ';', content_type.length) : NULL;
    struct text type = content_type;
    const char *slash;

    if (semicolon)
        type.length = (size_t)(semicolon - type.bytes);
    type = text_trim(type, " \t");
    slash = type.length ? memchr(type.bytes, '/', type.length) : NULL;
    if (!slash || type.length > FILE_NAME_LIMIT ||
        !is_token((struct text){type.bytes, (size_t)(slash - type.bytes)}) ||
        !is_token((struct text){slash + 1, type.length - (size_t)(slash + 1 - type.bytes)}))
        return text_none();
    return lower(arena, type);
}

/* What browsers run or render as pages: parse-server's default for fileUpload.fileExtensions. */
static bool is_active(struct text extension)
{
    static const char *const active[] = {
        "htm",      "html",     "xhtm",      "xhtml",    "shtm",      "shtml",   "htm+xml",
        "html+xml", "xhtm+xml", "xhtml+xml", "shtm+xml", "shtml+xml", "xht",     "svg",
        "svgz",     "svg+xml",  "xml",       "xsl",      "xslt",      "xsl+xml", "xslt+xml",
        "xsd",      "rng",      "rdf",       "rdf+xml",  "owl",       "mathml",  "mathml+xml",
    };

    for (size_t i = 0; i < sizeof active / sizeof *active; i++)
        if (text_is(extension, active[i]))
            return true;
    return false;
}

bool file_extension_is_allowed(struct text extension, struct text allowed)
{
    struct text one;

    if (!allowed.length)
        return !is_active(extension);
    while (text_next_item(&allowed, &one)) {
        one = text_trim(one, " \t");
        if (text_is(one, "*") || text_equal(one, extension))
            return true;
    }
    return false;
}

bool file_type_is_passive(struct text type)
{
    static const char *const passive[] = {
        "application/pdf", "text/plain", "image/png",  "image/jpeg",      "image/gif", "image/webp",
        "image/bmp",       "image/heic", "image/tiff", "audio/mpeg",      "audio/mp4", "audio/wav",
        "audio/ogg",       "video/mp4",  "video/webm", "video/quicktime",
    };

    for (size_t i = 0; i < sizeof passive / sizeof *passive; i++)
        if (text_is(type, passive[i]))
            return true;
    return false;
}

static bool ends_with(struct text text, const char *end)
{
    size_t length = strlen(end);

    return text.length >= length && memcmp(text.bytes + text.length - length, end, length) == 0;
}

static bool begins_with(struct text text, const char *begin)
{
    return text.length >= strlen(begin) && memcmp(text.bytes, begin, strlen(begin)) == 0;
}

/* Every type of JavaScript has "script" in it (WHATWG MIME Sniffing, section 4.6), a style sheet's is text/css, pages
 * are HTML, XML or what has several parts; of texts two are known to be none of these. */
static bool may_run(struct text type)
{
    return memmem(type.bytes, type.length, "script", strlen("script")) || ends_with(type, "html") ||
           ends_with(type, "xml") || begins_with(type, "multipart/") ||
           begins_with(type, "message/") ||
           (begins_with(type, "text/") && !text_is(type, "text/plain") &&
            !text_is(type, "text/csv"));
}

struct text file_type_answered(struct text type)
{
    return may_run(type) ? text_of("application/octet-stream") : type;
}

bool file_type_may_be(struct text type, struct text destination)
{
    /* All that neither runs a file nor has it style or describe a page. An attachment is saved, wherever it is
     * navigated to. */
    static const char *const always[] = {"empty", "document", "iframe", "frame", "image",
                                         "audio", "video",    "track",  "font"};
    static const char *const in_place[] = {"embed", "object"};

    if (!destination.length)
        return true;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (text_is(destination, always[i]))
            return true;
    for (size_t i = 0; i < sizeof in_place / sizeof *in_place; i++)
        if (text_is(destination, in_place[i]))
            return file_type_is_passive(type);
    return false;
}
