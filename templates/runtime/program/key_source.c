/* key_source.c - see key_source.h. A source is a row of the table. */
#include "program/key_source.h"

#include "base/log.h"
#include "crypto/secret_file.h"
#include "program/key_program.h"

#include <sodium.h>
#include <stdlib.h>

/* Each reads at most KEY_RING_TEXT_LIMIT bytes into the buffer. False, with the reason in the log. */

static bool read_path(const char *path, mode_t others, struct buffer *text)
{
    struct text secret;

    if (!path || !secret_file_read(text->arena, path, KEY_RING_TEXT_LIMIT, others, &secret))
        return false;
    buffer_add_text(text, secret);
    sodium_memzero((void *)(uintptr_t)secret.bytes, secret.length);
    return true;
}

static bool read_file(const char *name, struct buffer *text)
{
    return read_path(name, S_IRWXO, text);
}

/* It is taken out of the environment, which others of this user can read. */
static bool read_variable(const char *name, struct buffer *text)
{
    char *value = getenv(name);
    size_t length = value ? strlen(value) : 0;

    if (!length || length > KEY_RING_TEXT_LIMIT) {
        log_error("--key-variable: %s", length ? "the variable is too large"
                                               : "there is no such variable, or it is empty");
        return false;
    }
    buffer_add(text, value, length);
    sodium_memzero(value, length);
    unsetenv(name);
    return true;
}

/* systemd.exec(5), Credentials; a read-only file that its own rights keep from others. */
static bool read_credential(const char *name, struct buffer *text)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");

    if (!folder || !*name || strchr(name, '/')) {
        log_error(folder ? "--key-credential takes the name of a credential"
                         : "--key-credential: the service manager gave none (LoadCredential=)");
        return false;
    }
    return read_path(arena_printf(text->arena, "%s/%s", folder, name).bytes, S_IRWXO, text);
}

static const struct source {
    const char *flag;
    const char *what;
    bool (*read)(const char *name, struct buffer *text);
} sources[] = {
    {"--key-file", "the file", read_file},
    {"--key-variable", "the variable", read_variable},
    {"--key-credential", "the credential", read_credential},
    {"--key-command", "the command", key_program_read},
};

/* What the options say of a source; NULL: nothing. */
static const char *name_in(const struct options *options, const struct source *source)
{
    const char *const names[] = {options->key_file, options->key_variable, options->key_credential,
                                 options->key_command};

    _Static_assert(sizeof names / sizeof *names == sizeof sources / sizeof *sources,
                   "an option for each source");
    return names[source - sources];
}

/* The source that the options name, NULL for none; false when they name several. */
static bool find_source(const struct options *options, const struct source **found)
{
    *found = NULL;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        if (!name_in(options, &sources[i]))
            continue;
        if (*found) {
            log_error("%s and %s: keys come from one place", (*found)->flag, sources[i].flag);
            return false;
        }
        *found = &sources[i];
    }
    return true;
}

const char *key_source_name(const struct options *options, struct arena *arena)
{
    const struct source *source;

    if (!find_source(options, &source) || !source)
        return NULL;
    return arena_printf(arena, "%s %s", source->what, name_in(options, source)).bytes;
}

bool key_source_read(const struct options *options, struct key_list *list)
{
    const char *fault = "more than a key";
    const struct source *source;
    struct arena arena;
    struct buffer text;
    bool done;

    list->count = 0;
    if (!find_source(options, &source))
        return false;
    if (!source) {
        log_error("keys are in the data folder alone: no --key-file, --key-variable, "
                  "--key-credential or --key-command is given");
        return false;
    }
    arena_init(&arena);
    buffer_init(&text, &arena, KEY_RING_TEXT_LIMIT + 1);
    done = source->read(name_in(options, source), &text);
    if (done && (text.failed || !key_list_read(KEY_OUTER, buffer_text(&text), list, &fault))) {
        log_error("%s gives %s: it takes each key once, on a line of its own; openssl rand -hex 32 "
                  "makes one",
                  source->flag, fault);
        done = false;
    }
    if (text.bytes)
        sodium_memzero(text.bytes, text.length);
    arena_release(&arena);
    return done;
}

bool key_source_open(const struct options *options)
{
    const struct source *source;
    struct key_list list;
    bool done;

    if (!find_source(options, &source))
        return false;
    if (!source || key_ring_newest(KEY_OUTER))
        return true;
    done = key_source_read(options, &list) && key_ring_set(KEY_OUTER, &list);
    key_list_wipe(&list);
    return done;
}
