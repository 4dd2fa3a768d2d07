/* store_tail.c - what who follows a database is told when its log cannot be looked at.
 *
 * usage: store_tail DATABASE    a file that is not there yet; the folder is the caller's
 *
 * Prints nothing and ends with 0 when all holds. */
#include "store/store_tail.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 1 << 20, LOG_HEAD = 32 };

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void run(sqlite3 *database, const char *sql)
{
    expect(sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

int main(int argc, char **argv)
{
    static unsigned char kept[ROOM];
    static unsigned char bytes[ROOM];
    char name[4096];
    sqlite3 *writer;
    struct store_tail *tail;
    ssize_t length;
    int log;

    expect(argc == 2, "a database is named");
    snprintf(name, sizeof name, "%s-wal", argv[1]);
    expect(sqlite3_open(argv[1], &writer) == SQLITE_OK, "the database opens");
    run(writer, "PRAGMA journal_mode=WAL; CREATE TABLE first (value)");
    tail = store_tail_open(argv[1]);
    expect(tail != NULL, "it is followed");
    expect(store_tail_look(tail) == TAIL_SAME, "nothing has come");

    run(writer, "CREATE TABLE second (value)");
    log = open(name, O_RDWR | O_CLOEXEC);
    length = read(log, kept, sizeof kept);
    expect(length > LOG_HEAD && ftruncate(log, LOG_HEAD) == 0, "the log is out of reach");
    for (int i = 0; i < 2; i++)
        expect(store_tail_look(tail) == TAIL_UNSEEN,
               "what cannot be seen is not told to be nothing");
    expect(pwrite(log, kept, (size_t)length, 0) == length, "the log is back");
    expect(store_tail_look(tail) == TAIL_MORE, "what has come is seen then");
    expect(store_tail_read(tail, bytes, sizeof bytes) > 0 && store_tail_is_read(tail),
           "it is read");
    expect(store_tail_look(tail) == TAIL_SAME, "nothing has come since");

    close(log);
    store_tail_close(tail);
    sqlite3_close(writer);
    return 0;
}
