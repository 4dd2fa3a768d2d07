/* key_ring_file.c - see key_ring_file.h. */
#include "crypto/key_ring_file.h"

#include "base/log.h"
#include "crypto/seal.h"
#include "crypto/secret_file.h"
#include "formats/encoding.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

static const char wrapped[] = "caregen-wrapped ";
enum { WRAPPED = sizeof wrapped - 1, FILE_LIMIT = 2 * KEY_RING_TEXT_LIMIT };

static const char *path_of(struct arena *arena, const char *data, enum key_purpose purpose)
{
    return arena_printf(arena, "%s/%s", data, key_purpose_file(purpose)).bytes;
}

static bool is_wrapped(struct text text)
{
    return text.length > WRAPPED && memcmp(text.bytes, wrapped, WRAPPED) == 0;
}

/* Opens what is wrapped; the text is in the arena. */
static bool unwrap(struct arena *arena, const char *path, enum key_purpose purpose,
                   struct text *text, enum ring_form *form)
{
    struct context context = {.arena = arena};
    struct text encoded = {text->bytes + WRAPPED, text->length - WRAPPED};
    struct text sealed;

    if (!key_ring_newest(KEY_OUTER)) {
        log_error("%s is wrapped by a key from elsewhere: say from where, with --key-file, "
                  "--key-variable, --key-credential or --key-command",
                  path);
        return false;
    }
    if (!base64_read(&context, encoded, &sealed)) {
        log_error("%s is damaged: put it back from where you keep the keys", path);
        return false;
    }
    if (!unseal(&context, KEY_OUTER, text_of(key_purpose_file(purpose)), sealed, text)) {
        log_error("%s was wrapped by another key than the one given, or is damaged: give that one "
                  "as well, on a line behind the new one",
                  path);
        return false;
    }
    *form = seal_is_newest(KEY_OUTER, sealed) ? RING_WRAPPED : RING_WRAPPED_BEFORE;
    return true;
}

static enum ring_found read_with(struct arena *arena, const char *data, enum key_purpose purpose,
                                 struct key_list *list, enum ring_form *form)
{
    const char *path = path_of(arena, data, purpose);
    struct stat status;
    const char *fault = "no key of 64 hex digits";
    struct text text;
    bool done;

    if (!path)
        return RING_UNUSABLE;
    if (stat(path, &status) != 0) {
        if (errno == ENOENT)
            return RING_MISSING;
        log_error("%s cannot be read: %s", path, strerror(errno));
        return RING_UNUSABLE;
    }
    done = status.st_size > 0;
    if (done) {
        if (!secret_file_read(arena, path, FILE_LIMIT, S_IRWXG | S_IRWXO, &text) ||
            (is_wrapped(text) && !unwrap(arena, path, purpose, &text, form)))
            return RING_UNUSABLE;
        done = key_list_read(purpose, text, list, &fault);
        sodium_memzero((void *)(uintptr_t)text.bytes, text.length);
    }
    if (done)
        return RING_FOUND;
    log_error("%s holds %s: put the right one back from where you keep the keys", path, fault);
    return RING_UNUSABLE;
}

enum ring_found key_ring_file_read(const char *data, enum key_purpose purpose,
                                   struct key_list *list, enum ring_form *form)
{
    struct arena arena;
    enum ring_found found;

    arena_init(&arena);
    list->count = 0;
    *form = RING_PLAIN;
    found = read_with(&arena, data, purpose, list, form);
    arena_release(&arena);
    return found;
}

/* The file's text: the ring's, or that wrapped. */
static bool make_text(struct arena *arena, enum key_purpose purpose, const struct key_list *list,
                      struct buffer *file)
{
    struct context context = {.arena = arena};
    struct buffer plain;
    struct text sealed;
    bool done;

    /* With room for all of it, so that no copy stays behind when it grows. */
    buffer_init(&plain, arena, KEY_RING_TEXT_LIMIT);
    buffer_init(file, arena, FILE_LIMIT);
    key_list_write(&plain, list);
    done = !plain.failed;
    if (done && key_ring_newest(KEY_OUTER)) {
        done = seal(&context, KEY_OUTER, text_of(key_purpose_file(purpose)), buffer_text(&plain),
                    &sealed);
        buffer_add_string(file, wrapped);
        if (done)
            base64_write(file, sealed);
    } else if (done) {
        buffer_add_text(file, buffer_text(&plain));
    }
    if (plain.bytes)
        sodium_memzero(plain.bytes, plain.length);
    return done && !file->failed;
}

bool key_ring_file_write(const char *data, enum key_purpose purpose, const struct key_list *list)
{
    struct arena arena;
    struct buffer file;
    const char *path;
    bool done;

    arena_init(&arena);
    path = path_of(&arena, data, purpose);
    errno = ENOMEM;
    done = path && make_text(&arena, purpose, list, &file) &&
           secret_file_write(&arena, path, text_trim(buffer_text(&file), "\n"));
    if (!done)
        log_error("%s/%s cannot be written: %s", data, key_purpose_file(purpose), strerror(errno));
    if (path && file.bytes)
        sodium_memzero(file.bytes, file.length);
    arena_release(&arena);
    return done;
}
