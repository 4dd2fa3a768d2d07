/* key_files.c - see key_files.h. */
#include "program/key_files.h"

#include "base/log.h"
#include "crypto/seal.h"
#include "crypto/secret_file.h"
#include "files/file_seal.h"
#include "formats/encoding.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    KEY_FILE_LIMIT = 4096,
    APP_ID_CHARACTERS = 32,
    MASTER_KEY_CHARACTERS = 64,
    LEAST_TOKEN = 24
};

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

/* Puts the directory's entries on disk. */
static bool sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text folder =
        slash ? arena_copy(arena, (struct text){path, (size_t)(slash - path) + 1}) : text_of(".");
    int directory = folder.bytes ? open(folder.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool done = directory >= 0 && fsync(directory) == 0;

    if (directory >= 0)
        close(directory);
    return done;
}

bool key_file_write(struct arena *arena, const char *path, struct text text)
{
    const char *new_path = arena_printf(arena, "%s.new", path).bytes;
    int file = new_path ? open(new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    bool done;

    if (file < 0)
        return false;
    done = write(file, text.bytes, text.length) == (ssize_t)text.length &&
           write(file, "\n", 1) == 1 && fsync(file) == 0;
    done = close(file) == 0 && done;
    if (done && rename(new_path, path) == 0)
        return sync_folder_of(arena, path);
    unlink(new_path);
    return false;
}

/* Others can read it: of the group, too, unless the operator has named the file. */
static bool is_private(const char *path, mode_t others)
{
    struct stat status;

    return stat(path, &status) != 0 || secret_file_is_private(&status, path, others);
}

/* A key that is there, judged. */
static bool check_key(const char *path, size_t characters, struct text key)
{
    if (key.length == characters && strspn(key.bytes, "0123456789abcdefABCDEF") >= characters)
        return true;
    log_error("%s holds no key of %zu hex digits: put the right one back from where you keep the "
              "keys",
              path, characters);
    return false;
}

static bool make_key(struct arena *arena, const char *path, size_t characters, struct text *key,
                     bool *made)
{
    *key = random_hex(arena, characters);
    *made = key->bytes && key_file_write(arena, path, *key);
    if (!*made)
        log_error("%s cannot be written: %s", path, strerror(errno));
    return *made;
}

bool key_file_keep(struct arena *arena, const char *path, size_t characters, enum key_wanted wanted,
                   struct text *key, bool *made)
{
    struct stat status;

    if (stat(path, &status) == 0) {
        *key = key_file_read(arena, path);
        return is_private(path, S_IRWXG | S_IRWXO) && check_key(path, characters, *key);
    }
    if (wanted == KEY_READ_OR_MAKE)
        return make_key(arena, path, characters, key, made);
    log_error("%s is missing, and there are data that need it: put it back from where you keep the "
              "keys",
              path);
    return false;
}

/* Reads what somebody else has made, where a file is named. */
static bool read_secret(struct arena *arena, const char *path, struct text *secret)
{
    return !path || secret_file_read(arena, path, KEY_FILE_LIMIT, S_IRWXO, secret);
}

/* The application id is no secret, and only a new folder gets one of itself. */
static bool keep_app_id(struct options *options, struct arena *arena, bool is_new)
{
    const char *path = arena_printf(arena, "%s/app-id", options->data).bytes;
    bool made;

    if (options->app_id.length)
        return true;
    if (!path)
        return false;
    options->app_id = key_file_read(arena, path);
    if (options->app_id.bytes)
        return true;
    if (is_new)
        return make_key(arena, path, APP_ID_CHARACTERS, &options->app_id, &made);
    log_error("%s is missing: put it back, or name the id that clients use with --app-id", path);
    return false;
}

/* The master key may be of any form; a new one is made where there is none. */
static bool keep_master_key(struct options *options, struct arena *arena, bool *made)
{
    struct text path = options->master_key_file
                           ? text_of(options->master_key_file)
                           : arena_printf(arena, "%s/master-key", options->data);
    struct stat status;

    *made = false;
    if (!path.bytes)
        return false;
    if (stat(path.bytes, &status) == 0)
        return read_secret(arena, path.bytes, &options->master_key);
    return make_key(arena, path.bytes, MASTER_KEY_CHARACTERS, &options->master_key, made);
}

/* It is shown to whoever asks from anywhere, so it must not be one that is guessed. */
static bool check_token(const struct options *options)
{
    if (!options->metrics_token.bytes || options->metrics_token.length >= LEAST_TOKEN)
        return true;
    log_error("%s: a token has at least %d characters; openssl rand -hex 32 makes one",
              options->metrics_token_file, LEAST_TOKEN);
    return false;
}

bool key_files_complete(struct options *options, struct arena *arena, bool is_new, bool *made)
{
    enum key_wanted wanted = is_new ? KEY_READ_OR_MAKE : KEY_READ;
    struct text seal_path = arena_printf(arena, "%s/seal-key", options->data);
    struct text file_path = arena_printf(arena, "%s/file-key", options->data);
    bool quietly_made;

    return seal_path.bytes && file_path.bytes && keep_app_id(options, arena, is_new) &&
           key_file_keep(arena, seal_path.bytes, SEAL_KEY_CHARACTERS, wanted, &options->seal_key,
                         &quietly_made) &&
           key_file_keep(arena, file_path.bytes, FILE_KEY_CHARACTERS, wanted, &options->file_key,
                         &quietly_made) &&
           keep_master_key(options, arena, made) &&
           read_secret(arena, options->smtp_password_file, &options->smtp_password) &&
           read_secret(arena, options->webhook_key_file, &options->webhook_key) &&
           read_secret(arena, options->metrics_token_file, &options->metrics_token) &&
           check_token(options);
}
