/* audit_head.c - see audit_head.h. One line of a fixed length, "NUMBER HASH", is written over by each
 * note, in one call; it is no loss when a crash leaves an older one. */
#include "guard/audit_head.h"

#include "base/log.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

enum { DIGITS = 19, HASH_HEX = 2 * AUDIT_HASH_BYTES, LINE = DIGITS + 1 + HASH_HEX + 1 };

static const char head_name[] = "audit-head";

static int open_file(const char *data, const char *name, int flags)
{
    struct arena arena;
    struct text path;
    int file;

    arena_init(&arena);
    path = arena_printf(&arena, "%s/%s", data, name);
    file = path.bytes ? open(path.bytes, flags | O_CLOEXEC, 0600) : -1;
    arena_release(&arena);
    return file;
}

int audit_mark_open(const char *data, const char *name)
{
    int file = open_file(data, name, O_WRONLY | O_CREAT);

    if (file < 0)
        log_error("%s/%s cannot be written: %s", data, name, strerror(errno));
    return file;
}

int audit_head_open(const char *data)
{
    return audit_mark_open(data, head_name);
}

bool audit_mark_write(int file, const struct audit_head *head)
{
    char hash[HASH_HEX + 1];
    char line[LINE + 1];

    sodium_bin2hex(hash, sizeof hash, head->hash, sizeof head->hash);
    snprintf(line, sizeof line, "%0*" PRId64 " %s\n", DIGITS, head->number, hash);
    return pwrite(file, line, LINE, 0) == LINE;
}

bool audit_head_find(struct context *context, struct store_connection *connection,
                     struct audit_head *last)
{
    struct store_statement *row = sql_statement(context, connection,
                                                "SELECT \"number\", \"hash\" FROM \"_AuditEntry\" "
                                                "ORDER BY \"number\" DESC LIMIT 1",
                                                NULL);
    bool found = false;
    bool fits = sql_next(context, row, &found);

    *last = (struct audit_head){0};
    if (fits && found) {
        struct text hash = store_column_bytes(row, 1);
        last->number = store_column_int64(row, 0);
        fits = hash.length == AUDIT_HASH_BYTES;
        if (fits)
            memcpy(last->hash, hash.bytes, AUDIT_HASH_BYTES);
    }
    store_release(row);
    return fits;
}

void audit_head_note(int file, struct store_connection *connection, struct audit_head *known)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct audit_head last = {0};

    arena_init(&arena);
    if (audit_head_find(&context, connection, &last) && last.number &&
        last.number != known->number && audit_mark_write(file, &last))
        *known = last;
    arena_release(&arena);
}

bool audit_head_read(const char *data, struct audit_head *head)
{
    return audit_mark_read(data, head_name, head);
}

bool audit_mark_read(const char *data, const char *name, struct audit_head *head)
{
    char line[LINE];
    size_t length = 0;
    int file = open_file(data, name, O_RDONLY);
    bool whole = file >= 0 && read(file, line, LINE) == LINE;

    if (file >= 0)
        close(file);
    if (!whole || strspn(line, "0123456789") != DIGITS || line[DIGITS] != ' ')
        return false;
    head->number = 0;
    for (int i = 0; i < DIGITS; i++)
        head->number = 10 * head->number + (line[i] - '0');
    return sodium_hex2bin(head->hash, sizeof head->hash, line + DIGITS + 1, HASH_HEX, NULL, &length,
                          NULL) == 0 &&
           length == sizeof head->hash;
}
