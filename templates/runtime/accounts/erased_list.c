/* erased_list.c - see erased_list.h. The file is only ever added to; a line that was cut off by an end of the machine
 * is passed over, and added anew. */
#include "accounts/erased_list.h"

#include "base/log.h"
#include "base/write_all.h"
#include "formats/date.h"
#include "request/server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIST_LIMIT = 64 * 1024 * 1024 };

static struct text path_of(struct arena *arena, const char *folder)
{
    return arena_printf(arena, "%s/" ERASED_LIST, folder);
}

/* The whole file; no bytes and true when it is not there. */
static bool read_file(struct arena *arena, const char *folder, struct text *list)
{
    struct text path = path_of(arena, folder);
    int file = path.bytes ? open(path.bytes, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    struct stat status;
    char *bytes;
    ssize_t length;
    bool done;

    *list = text_of("");
    if (file < 0)
        return path.bytes && errno == ENOENT;
    if (fstat(file, &status) != 0 || status.st_size > LIST_LIMIT ||
        !(bytes = arena_alloc(arena, (size_t)status.st_size + 1))) {
        close(file);
        return false;
    }
    length = read(file, bytes, (size_t)status.st_size);
    done = length == status.st_size;
    close(file);
    if (done)
        *list = (struct text){bytes, (size_t)length};
    return done;
}

/* The next whole line. */
static bool next_line(struct text *left, struct text *line)
{
    const char *end = left->length ? memchr(left->bytes, '\n', left->length) : NULL;

    if (!end)
        return false;
    *line = (struct text){left->bytes, (size_t)(end - left->bytes)};
    left->length -= line->length + 1;
    left->bytes = end + 1;
    return true;
}

static struct text first_word(struct text line)
{
    const char *blank = line.length ? memchr(line.bytes, ' ', line.length) : NULL;

    return blank ? (struct text){line.bytes, (size_t)(blank - line.bytes)} : line;
}

static bool says_shared(struct text line)
{
    static const char word[] = " shared";

    return line.length >= sizeof word - 1 &&
           memcmp(line.bytes + line.length - (sizeof word - 1), word, sizeof word - 1) == 0;
}

static bool names(struct text list, struct text user_id, bool with_shared)
{
    struct text line;

    while (next_line(&list, &line))
        if (text_equal(first_word(line), user_id) && (says_shared(line) || !with_shared))
            return true;
    return false;
}

static bool append(struct arena *arena, const char *folder, struct text list, struct text added)
{
    struct text path = path_of(arena, folder);
    bool is_cut = list.length && list.bytes[list.length - 1] != '\n';
    int file = path.bytes
                   ? open(path.bytes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
                   : -1;
    int parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = file >= 0 && parent >= 0 && (!is_cut || write_all(file, "\n", 1)) &&
                write_all(file, added.bytes, added.length) && fsync(file) == 0 &&
                fsync(parent) == 0;

    if (!done)
        log_error("%s/" ERASED_LIST " cannot be written: %s", folder, strerror(errno));
    if (file >= 0)
        close(file);
    if (parent >= 0)
        close(parent);
    return done;
}

static void add_line(struct buffer *added, struct text user_id, int64_t at, bool with_shared)
{
    char date[DATE_LENGTH];

    date_format(at, date);
    buffer_add_text(added, user_id);
    buffer_add_char(added, ' ');
    buffer_add(added, date, DATE_LENGTH);
    buffer_add_string(added, with_shared ? " shared\n" : "\n");
}

bool erased_list_complete(struct request *request)
{
    struct arena *arena = request->context.arena;
    const char *folder = request->server->options.data;
    struct store_statement *rows;
    struct buffer added;
    struct text list;
    bool found;
    bool done;

    if (!read_file(arena, folder, &list))
        return fail_internal(&request->context, "the list of who is erased cannot be read");
    buffer_init(&added, arena, 256);
    rows = request_statement(
        request, "SELECT \"userId\", \"erasedAt\", \"withShared\" FROM \"_Erased\"", NULL);
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        bool shared = store_column_int64(rows, 2) != 0;
        if (!names(list, store_column_text(rows, 0), shared))
            add_line(&added, store_column_text(rows, 0), store_column_int64(rows, 1), shared);
    }
    store_release(rows);
    if (!done || added.failed)
        return fail_internal(&request->context, "the list of who is erased cannot be made");
    return !added.length || append(arena, folder, list, buffer_text(&added)) ||
           fail_internal(&request->context, "the list of who is erased cannot be written");
}

bool erased_list_each(struct context *context, const char *folder,
                      bool (*take)(void *state, struct text user_id, bool with_shared), void *state)
{
    struct text list;
    struct text line;

    if (!read_file(context->arena, folder, &list))
        return fail_internal(context, "the list of who is erased cannot be read");
    while (next_line(&list, &line))
        if (first_word(line).length && !take(state, first_word(line), says_shared(line)))
            return false;
    return true;
}

bool erased_list_merge(struct arena *arena, const char *from, const char *to)
{
    struct text ours;
    struct text theirs;
    struct text line;
    struct buffer added;

    if (!read_file(arena, from, &ours) || !read_file(arena, to, &theirs)) {
        log_error("the list of who is erased cannot be read in %s or %s", from, to);
        return false;
    }
    buffer_init(&added, arena, 256);
    while (next_line(&ours, &line))
        if (!names(theirs, first_word(line), says_shared(line))) {
            buffer_add_text(&added, line);
            buffer_add_char(&added, '\n');
        }
    return !added.failed && (!added.length || append(arena, to, theirs, buffer_text(&added)));
}
