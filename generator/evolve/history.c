/* history.c - see history.h. */
#include "evolve/history.h"

#include "base/file.h"
#include "emit/manifest.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 4 };

const char *history_lock_path(struct arena *arena, const char *folder)
{
    return arena_printf(arena, "%s/schema.lock.json", folder);
}

/* "0002_add_notes.sql" */
static const char *history_file_name(struct arena *arena, unsigned number, const char *name)
{
    return arena_printf(arena, "%0*u_%s.sql", DIGITS, number, name);
}

const char *history_path(struct arena *arena, const char *folder, unsigned number, const char *name)
{
    return arena_printf(arena, "%s/migrations/%s", folder, history_file_name(arena, number, name));
}

bool history_is_name(const char *name)
{
    enum { LONGEST = 60 };
    for (const char *c = name; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c) && *c != '_')
            return false;
    return *name != '\0' && strlen(name) <= LONGEST;
}

/* "0002_add_notes.sql" -> 2, "add_notes". */
static bool parse_file_name(struct arena *arena, const char *file, unsigned *number,
                            const char **name)
{
    char *end;
    size_t length = strlen(file);
    unsigned long value = strtoul(file, &end, 10);
    bool is_sql = length > strlen(".sql") && strcmp(file + length - strlen(".sql"), ".sql") == 0;
    if (!is_sql || !isdigit((unsigned char)*file) || end - file < DIGITS || *end != '_' ||
        value == 0 || value > 999999)
        return false;
    *number = (unsigned)value;
    *name = arena_copy(arena, end + 1, length - (size_t)(end + 1 - file) - strlen(".sql"));
    return history_is_name(*name);
}

/* The text behind "-- after " in the heading, up to its first space. */
static const char *after_of(struct arena *arena, const char *bytes)
{
    static const char mark[] = "\n-- after ";
    const char *found = strstr(bytes, mark);
    if (!found)
        return "";
    found += strlen(mark);
    return arena_copy(arena, found, strcspn(found, " \r\n"));
}

/* Where the statement that starts here ends: behind the line end after its semicolon. */
static const char *statement_end(const char *at)
{
    for (const char *c = strchr(at, ';'); c; c = strchr(c + 1, ';'))
        if (c[1] == '\0' || (c[1] == '\n' && (c[2] == '\n' || c[2] == '\0')))
            return c;
    return NULL;
}

/* Comment lines and blank lines before a statement, but for a question's. */
static const char *skip_comments(const char *at)
{
    static const char question[] = "-- must be empty: ";
    for (;;) {
        at += strspn(at, " \t\r\n");
        if (strncmp(at, "--", 2) != 0 || strncmp(at, question, strlen(question)) == 0)
            return at;
        at += strcspn(at, "\n");
    }
}

/* Splits a file into its statements; false when something is left that none ends. */
static bool split(struct arena *arena, const char *bytes, struct model_migration *migration)
{
    struct vector list = {0};
    const char *at = skip_comments(bytes);
    while (*at) {
        const char *end = statement_end(at);
        if (!end)
            return false;
        vector_add(&list, arena, arena_copy(arena, at, (size_t)(end - at)));
        at = skip_comments(end + 1);
    }
    migration->statements = (const char *const *)list.items;
    migration->statement_count = list.count;
    return true;
}

static int compare_files(const void *a, const void *b)
{
    const struct migration_file *one = *(const struct migration_file *const *)a;
    const struct migration_file *other = *(const struct migration_file *const *)b;
    if (one->migration.number != other->migration.number)
        return one->migration.number < other->migration.number ? -1 : 1;
    return strcmp(one->migration.name, other->migration.name);
}

static void report(struct diag *diag, const char *path, const char *what)
{
    diag_report(diag, DIAG_HISTORY, (struct span){0},
                arena_printf(diag->arena, "%s: %s", path, what));
}

static bool read_file(struct history *history, struct diag *diag, const char *folder,
                      const char *file_name)
{
    struct migration_file *file = arena_alloc(diag->arena, sizeof *file);
    char *bytes = NULL;
    size_t length = 0;
    file->path = arena_printf(diag->arena, "%s/%s", folder, file_name);
    if (!parse_file_name(diag->arena, file_name, &file->migration.number, &file->migration.name)) {
        report(diag, file->path, "a migration is called NNNN_name.sql");
        return false;
    }
    if (!file_read(diag->arena, file->path, &bytes, &length)) {
        report(diag, file->path, strerror(errno));
        return false;
    }
    if (memchr(bytes, '\0', length) || !split(diag->arena, bytes, &file->migration)) {
        report(diag, file->path,
               "a statement ends with ';' at the end of a line, and a blank line follows it");
        return false;
    }
    file->bytes = bytes;
    file->migration.text = bytes;
    file->hash = manifest_hash(diag->arena, bytes, length);
    file->after = after_of(diag->arena, bytes);
    vector_add(&history->files, diag->arena, file);
    return true;
}

static bool read_files(struct history *history, struct diag *diag)
{
    const char *folder = arena_printf(diag->arena, "%s/migrations", history->folder);
    DIR *directory = opendir(folder);
    if (!directory && errno == ENOENT)
        return true;
    if (!directory) {
        report(diag, folder, strerror(errno));
        return false;
    }
    bool fine = true;
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
        if (entry->d_name[0] != '.')
            fine = read_file(history, diag, folder, entry->d_name) && fine;
    closedir(directory);
    qsort(history->files.items, history->files.count, sizeof(void *), compare_files);
    return fine;
}

/* Whether the files follow from each other, without gaps. */
static bool check_chain(const struct history *history, struct diag *diag)
{
    const struct migration_file *before = NULL;
    for (size_t i = 0; i < history->files.count; i++) {
        const struct migration_file *file = history->files.items[i];
        if (before && before->migration.number == file->migration.number) {
            report(diag, file->path,
                   arena_printf(diag->arena,
                                "%s has the same number: two branches went on from one migration. "
                                "Take one side's lock and run `caregen migrate --rebase`",
                                before->path));
            return false;
        }
        if (file->migration.number != i + 1) {
            report(diag, file->path, arena_printf(diag->arena, "migration %zu is missing", i + 1));
            return false;
        }
        if (before && strcmp(file->after, before->hash) != 0) {
            report(diag, file->path,
                   arena_printf(diag->arena,
                                "it was made after another %s: that one was edited, or two "
                                "branches were merged. An applied migration never changes; "
                                "`caregen migrate --rebase` makes the later ones anew",
                                before->path));
            return false;
        }
        before = file;
    }
    return true;
}

static bool check_lock(const struct history *history, struct diag *diag)
{
    const struct lock *lock = history->lock;
    size_t count = history->files.count;
    const struct migration_file *last = count == 0 ? NULL : history->files.items[count - 1];
    if (!lock) {
        if (last)
            report(diag, last->path,
                   "there are migrations and no schema.lock.json: bring it back from the team's "
                   "history");
        return !last;
    }
    if (lock->migration == count && (!last || strcmp(lock->last, last->hash) == 0))
        return true;
    report(diag, lock->source->name,
           arena_printf(diag->arena,
                        "it belongs to migration %u, and %s: the lock and the migrations are of "
                        "two branches, or one was edited; `caregen migrate --rebase` brings them "
                        "together",
                        lock->migration,
                        !last ? "there is none"
                              : arena_printf(diag->arena, "the last one is %s", last->path)));
    return false;
}

bool history_read(struct history *history, struct diag *diag, const char *folder, bool loose)
{
    *history = (struct history){.folder = folder};
    const char *path = history_lock_path(diag->arena, folder);
    char *bytes = NULL;
    size_t length = 0;
    if (file_read(diag->arena, path, &bytes, &length)) {
        struct source *source = arena_alloc(diag->arena, sizeof *source);
        source_init(source, diag->arena, path, bytes, length);
        history->lock = lock_read(diag, source);
        if (!history->lock)
            return false;
    } else if (errno != ENOENT) {
        report(diag, path, strerror(errno));
        return false;
    }
    return read_files(history, diag) &&
           (loose || (check_chain(history, diag) && check_lock(history, diag)));
}

const struct model_migration *history_migrations(const struct history *history, struct arena *arena)
{
    struct model_migration *list = arena_alloc_array(arena, history->files.count, sizeof *list);
    for (size_t i = 0; i < history->files.count; i++)
        list[i] = ((const struct migration_file *)history->files.items[i])->migration;
    return list;
}

const char *history_render(struct arena *arena, unsigned number, const char *name,
                           const char *after, const struct sql_statements *statements)
{
    struct buffer text;
    buffer_init(&text, arena);
    const char *heading = arena_printf(arena, "-- %0*u_%s\n-- after %s\n", DIGITS, number, name,
                                       *after ? after : "nothing");
    schema_sql_render(&text, statements, heading);
    return text.bytes;
}

bool history_reads_as(struct arena *arena, const char *text,
                      const struct sql_statements *statements)
{
    struct model_migration read = {0};
    if (!split(arena, text, &read) || read.statement_count != statements->count)
        return false;
    for (size_t i = 0; i < statements->count; i++)
        if (strcmp(read.statements[i], statements->list[i].sql) != 0)
            return false;
    return true;
}
