/* backup_manifest.c - see backup_manifest.h. The names in it become paths, so nothing but the names of files
 * that a backup can have is taken. */
#include "program/backup_manifest.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HASH_HEX = 2 * FILE_HASH_BYTES };

static const char first_line[] = "# caregen backup 1\n";
static const char any_first_line[] = "# caregen backup ";
static const char end_begins[] = "# end ";
static const char log_begins[] = "# log ";

/* Writing. */

__attribute__((format(printf, 2, 3))) static void add_line(struct manifest_writer *writer,
                                                           const char *format, ...)
{
    char line[MANIFEST_LINE];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof line || !writer->file ||
        fwrite(line, 1, (size_t)length, writer->file) != (size_t)length) {
        writer->failed = true;
        return;
    }
    crypto_hash_sha256_update(&writer->state, (const unsigned char *)line,
                              (unsigned long long)length);
}

void manifest_begin(struct manifest_writer *writer, int folder, const struct manifest_head *head)
{
    int file = openat(folder, MANIFEST_FILE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    char at[DATE_LENGTH];

    *writer = (struct manifest_writer){.file = file >= 0 ? fdopen(file, "w") : NULL};
    if (!writer->file && file >= 0)
        close(file);
    crypto_hash_sha256_init(&writer->state);
    date_format(head->at, at);
    add_line(writer, "%s# app %s\n# at %.*s\n# by %s\n", first_line, head->app, (int)DATE_LENGTH,
             at, head->by);
    if (head->has_log) {
        char hex[HASH_HEX + 1];
        sodium_bin2hex(hex, sizeof hex, head->log, sizeof head->log);
        add_line(writer, "%s%s\n", log_begins, hex);
    }
}

static void add(struct manifest_writer *writer, const char *before, const char *name,
                const struct file_digest *digest)
{
    char hex[HASH_HEX + 1];

    sodium_bin2hex(hex, sizeof hex, digest->sha256, sizeof digest->sha256);
    add_line(writer, "%s  %s%s\n", hex, before, name);
    writer->files++;
    writer->bytes += digest->size;
}

void manifest_add(struct manifest_writer *writer, const char *name,
                  const struct file_digest *digest)
{
    add(writer, "", name, digest);
}

void manifest_add_shared(struct manifest_writer *writer, const char *id,
                         const struct file_digest *digest)
{
    add(writer, MANIFEST_SHARED, id, digest);
}

bool manifest_end(struct manifest_writer *writer)
{
    unsigned char hash[FILE_HASH_BYTES];
    char hex[HASH_HEX + 1];
    bool done;

    add_line(writer, "# files %" PRId64 ", bytes %" PRId64 "\n", writer->files, writer->bytes);
    crypto_hash_sha256_final(&writer->state, hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    add_line(writer, "%s%s\n", end_begins, hex);
    done = !writer->failed && fflush(writer->file) == 0 && fsync(fileno(writer->file)) == 0;
    if (writer->file)
        done = fclose(writer->file) == 0 && done;
    if (!done)
        log_error("the manifest cannot be written: %s", strerror(errno));
    return done;
}

/* Reading. */

static bool begins_with(const char *line, const char *beginning)
{
    return strncmp(line, beginning, strlen(beginning)) == 0;
}

static bool read_hash(const char *hex, unsigned char *hash)
{
    size_t length = 0;

    return strspn(hex, "0123456789abcdef") >= HASH_HEX &&
           sodium_hex2bin(hash, FILE_HASH_BYTES, hex, HASH_HEX, NULL, &length, NULL) == 0 &&
           length == FILE_HASH_BYTES;
}

/* One name, without a folder and not hidden. */
static bool is_name(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

    return name[0] && name[0] != '.' && strspn(name, allowed) == strlen(name) &&
           strlen(name) < MANIFEST_NAME;
}

static bool is_id(const char *id)
{
    return strlen(id) == FILE_ID_LENGTH && strspn(id, "0123456789abcdef") == FILE_ID_LENGTH;
}

/* "HEX  NAME", without the end of the line. */
static bool read_entry(const char *line, struct manifest_entry *entry)
{
    const char *name = line + HASH_HEX + 2;

    *entry = (struct manifest_entry){.name = ""};
    if (strlen(line) <= HASH_HEX + 2 || line[HASH_HEX] != ' ' || line[HASH_HEX + 1] != ' ' ||
        !read_hash(line, entry->sha256))
        return false;
    if (begins_with(name, MANIFEST_SHARED)) {
        name += strlen(MANIFEST_SHARED);
        if (!is_id(name))
            return false;
        memcpy(entry->id, name, FILE_ID_LENGTH);
        return true;
    }
    if (!is_name(name))
        return false;
    memcpy(entry->name, name, strlen(name) + 1);
    return true;
}

/* Takes "# WORD REST" apart; false when the line is another. */
static bool read_word(const char *line, const char *word, char rest[MANIFEST_NAME])
{
    size_t length = strlen(word);

    if (strncmp(line, word, length) != 0 || strlen(line + length) >= MANIFEST_NAME)
        return false;
    memcpy(rest, line + length, strlen(line + length) + 1);
    return true;
}

static bool read_comment(const char *line, struct manifest_head *head)
{
    char at[MANIFEST_NAME];

    if (read_word(line, "# at ", at))
        return date_parse(text_of(at), &head->at);
    if (begins_with(line, "# files "))
        return sscanf(line, "# files %" SCNd64 ", bytes %" SCNd64, &head->files, &head->bytes) == 2;
    if (begins_with(line, log_begins)) {
        head->has_log = true;
        return read_hash(line + strlen(log_begins), head->log);
    }
    return read_word(line, "# app ", head->app) || read_word(line, "# by ", head->by);
}

/* What a first reading of all lines has found. */
struct reading {
    crypto_hash_sha256_state state;
    char last_id[FILE_ID_LENGTH + 1];
    int64_t files;
    bool has_ended;
};

static bool check_line(struct reading *reading, struct manifest_reader *reader, char *line)
{
    struct manifest_entry entry;
    unsigned char hash[FILE_HASH_BYTES];
    unsigned char expected[FILE_HASH_BYTES];
    size_t length = strlen(line);

    if (reading->has_ended || length == 0 || line[length - 1] != '\n')
        return false;
    if (begins_with(line, end_begins)) {
        crypto_hash_sha256_final(&reading->state, hash);
        reading->has_ended = true;
        return read_hash(line + strlen(end_begins), expected) &&
               sodium_memcmp(hash, expected, sizeof hash) == 0;
    }
    crypto_hash_sha256_update(&reading->state, (const unsigned char *)line, length);
    line[length - 1] = '\0';
    if (line[0] == '#')
        return read_comment(line, &reader->head);
    /* In their order, and none of those that are shared twice. */
    if (!read_entry(line, &entry) || strcmp(entry.id, reading->last_id) < (entry.id[0] ? 1 : 0))
        return false;
    memcpy(reading->last_id, entry.id, sizeof entry.id);
    reading->files++;
    return true;
}

const char *manifest_open(struct manifest_reader *reader, int folder)
{
    struct reading reading = {.files = 0};
    int file = openat(folder, MANIFEST_FILE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool holds = true;

    *reader = (struct manifest_reader){.file = file >= 0 ? fdopen(file, "r") : NULL};
    if (!reader->file && file >= 0)
        close(file);
    if (!reader->file)
        return "has no manifest that can be read: it is not whole";
    crypto_hash_sha256_init(&reading.state);
    if (!fgets(reader->line, sizeof reader->line, reader->file))
        return "has an empty manifest: it is not whole";
    if (begins_with(reader->line, any_first_line) && strcmp(reader->line, first_line) != 0)
        return "was made by a newer caregen: use a server that is as new";
    if (strcmp(reader->line, first_line) != 0)
        return "has a manifest that is none";
    crypto_hash_sha256_update(&reading.state, (const unsigned char *)first_line,
                              sizeof first_line - 1);
    while (holds && fgets(reader->line, sizeof reader->line, reader->file))
        holds = check_line(&reading, reader, reader->line);
    if (!holds || !reading.has_ended || ferror(reader->file) ||
        reading.files != reader->head.files || !reader->head.app[0])
        return "has a manifest that does not hold: it was changed, or cut off";
    manifest_rewind(reader);
    return NULL;
}

bool manifest_next(struct manifest_reader *reader, struct manifest_entry *entry)
{
    while (fgets(reader->line, sizeof reader->line, reader->file)) {
        reader->line[strcspn(reader->line, "\n")] = '\0';
        if (reader->line[0] == '#')
            continue;
        reader->left--;
        return read_entry(reader->line, entry);
    }
    return false;
}

bool manifest_find(struct manifest_reader *reader, struct manifest_entry *entry, struct text id)
{
    while (text_compare(text_of(entry->id), id) < 0)
        if (!manifest_next(reader, entry))
            return false;
    return text_is(id, entry->id);
}

bool manifest_is_read(const struct manifest_reader *reader)
{
    return reader->left == 0;
}

void manifest_rewind(struct manifest_reader *reader)
{
    rewind(reader->file);
    reader->left = reader->head.files;
}

void manifest_close(struct manifest_reader *reader)
{
    if (reader->file)
        fclose(reader->file);
    reader->file = NULL;
}
