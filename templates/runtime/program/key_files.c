/* key_files.c - see key_files.h. */
#include "program/key_files.h"

#include "base/log.h"
#include "crypto/secret_file.h"
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

static bool make_key(struct arena *arena, const char *path, size_t characters, struct text *key,
                     bool *made)
{
    *key = random_hex(arena, characters);
    *made = key->bytes && secret_file_write(arena, path, *key);
    if (!*made)
        log_error("%s cannot be written: %s", path, strerror(errno));
    return *made;
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
    return keep_app_id(options, arena, is_new) && keep_master_key(options, arena, made) &&
           read_secret(arena, options->smtp_password_file, &options->smtp_password) &&
           read_secret(arena, options->webhook_key_file, &options->webhook_key) &&
           read_secret(arena, options->metrics_token_file, &options->metrics_token) &&
           check_token(options);
}
