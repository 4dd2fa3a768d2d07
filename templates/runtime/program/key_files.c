/* key_files.c - see key_files.h. */
#include "program/key_files.h"

#include "base/log.h"
#include "crypto/seal.h"
#include "files/file_store.h"
#include "formats/encoding.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_FILE_LIMIT = 4096, APP_ID_CHARACTERS = 32, MASTER_KEY_CHARACTERS = 64 };

struct text key_file_read(struct arena *arena, const char *path)
{
    char bytes[KEY_FILE_LIMIT];
    struct text text = {bytes, 0};
    ssize_t got;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return text_none();
    got = read(file, bytes, sizeof bytes);
    close(file);
    if (got <= 0)
        return text_none();
    text.length = (size_t)got;
    while (text.length && (unsigned char)bytes[text.length - 1] <= ' ')
        text.length--;
    return text.length ? arena_copy(arena, text) : text_none();
}

bool key_file_write(const char *path, struct text text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done;

    if (file < 0)
        return false;
    done = write(file, text.bytes, text.length) == (ssize_t)text.length &&
           write(file, "\n", 1) == 1 && fsync(file) == 0;
    return close(file) == 0 && done;
}

bool key_file_keep(struct arena *arena, const char *path, size_t characters, struct text *key,
                   bool *made)
{
    struct stat status;

    if (stat(path, &status) == 0) {
        *key = key_file_read(arena, path);
        if (key->bytes)
            return true;
        log_error("%s holds no key", path);
        return false;
    }
    *key = random_hex(arena, characters);
    if (!key->bytes || !key_file_write(path, *key)) {
        log_error("%s cannot be written: %s", path, strerror(errno));
        return false;
    }
    *made = true;
    return true;
}

/* Reads what somebody else has made, where a file is named. */
static bool read_secret(struct arena *arena, const char *path, struct text *secret)
{
    if (!path)
        return true;
    *secret = key_file_read(arena, path);
    if (!secret->bytes)
        log_error("%s cannot be read, or is empty", path);
    return secret->bytes != NULL;
}

bool key_files_complete(struct options *options, struct arena *arena, bool *made)
{
    struct text app_id_path = arena_printf(arena, "%s/app-id", options->data);
    struct text master_path = options->master_key_file
                                  ? text_of(options->master_key_file)
                                  : arena_printf(arena, "%s/master-key", options->data);
    struct text seal_path = arena_printf(arena, "%s/seal-key", options->data);
    struct text file_path = arena_printf(arena, "%s/file-key", options->data);
    bool quietly_made = false;

    *made = false;
    if (!app_id_path.bytes || !master_path.bytes || !seal_path.bytes || !file_path.bytes)
        return false;
    if (!options->app_id.length && !key_file_keep(arena, app_id_path.bytes, APP_ID_CHARACTERS,
                                                  &options->app_id, &quietly_made))
        return false;
    if (!key_file_keep(arena, seal_path.bytes, SEAL_KEY_CHARACTERS, &options->seal_key,
                       &quietly_made))
        return false;
    if (options->seal_key.length != SEAL_KEY_CHARACTERS) {
        log_error("%s holds no key of %d hex digits", seal_path.bytes, SEAL_KEY_CHARACTERS);
        return false;
    }
    if (!key_file_keep(arena, file_path.bytes, FILE_KEY_CHARACTERS, &options->file_key,
                       &quietly_made))
        return false;
    return key_file_keep(arena, master_path.bytes, MASTER_KEY_CHARACTERS, &options->master_key,
                         made) &&
           read_secret(arena, options->smtp_password_file, &options->smtp_password) &&
           read_secret(arena, options->webhook_key_file, &options->webhook_key);
}
