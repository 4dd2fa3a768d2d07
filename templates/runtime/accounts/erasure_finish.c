/* erasure_finish.c - see erasure_finish.h. */
#include "accounts/erasure_finish.h"

#include "accounts/erased_list.h"
#include "base/log.h"
#include "base/pulse.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "request/own_request.h"
#include "store/store_compact.h"
#include "write/erase_rows.h"
#include "write/file_holders.h"

#include <dirent.h>
#include <errno.h>

struct finishing {
    struct server *server;
    struct store_connection *connection;
    struct request request; /* the server's own */
};

static bool goes_on(void *state)
{
    (void)state;
    return true;
}

/* One that something names stays; of the others the contents go first, so that a row is left as long as they are. */
static bool take_file(struct finishing *finishing, const struct held_file *file)
{
    struct request *request = &finishing->request;
    struct text id = {file->id, FILE_ID_LENGTH};

    if (file->orphan_since != FILE_GIVEN_UP)
        return true;
    if (!file->is_held)
        file_store_drop(id);
    return sql_run(&request->context,
                   request_statement(request,
                                     file->is_held
                                         ? "UPDATE \"_File\" SET \"orphanSince\" = NULL "
                                           "WHERE " FILE_RECORD_OF_ID
                                         : "DELETE FROM \"_File\" WHERE " FILE_RECORD_OF_ID,
                                     SQL_VALUES(sql_text(id)))) &&
           (file->is_held || audit_note(request, "delete", text_of("_File"), id,
                                        text_of("{\"reason\":\"erased\"}")));
}

static bool take_files(void *state, struct held_file *files, size_t count, int64_t began)
{
    struct finishing *finishing = state;

    (void)began;
    for (size_t i = 0; i < count; i++)
        if (!take_file(finishing, &files[i]))
            return false;
    return true;
}

static bool sweep(struct finishing *finishing)
{
    const struct file_pass pass = {
        .app = finishing->server->app,
        .store = finishing->connection,
        .goes_on = goes_on,
        .take = take_files,
        .take_state = finishing,
    };

    return file_holders_pass(&pass);
}

static bool mark_finished(struct finishing *finishing)
{
    return store_execute(finishing->connection, "UPDATE \"_Erased\" SET \"isFinished\" = 1");
}

static bool is_due(struct finishing *finishing, bool *due)
{
    return sql_exists(
        &finishing->request.context,
        request_statement(&finishing->request,
                          "SELECT 1 FROM \"_Erased\" WHERE NOT \"isFinished\" LIMIT 1", NULL),
        due);
}

/* Copies of the database beside it: it is for whoever runs the server to say that none is needed any more. */

/* "NAME.db.before-N", as program/migrate_command.h has it. */
static bool is_copy(struct text name, const char *file)
{
    return strncmp(file, name.bytes, name.length) == 0 &&
           strncmp(file + name.length, ".before-", strlen(".before-")) == 0;
}

bool erasure_write_copies(const struct server *server, struct buffer *list)
{
    const char *slash = strrchr(server->database_path, '/');
    struct text name = text_of(slash ? slash + 1 : server->database_path);
    DIR *folder = opendir(server->options.data);
    const struct dirent *entry;
    const char *separator = "";
    bool done = folder != NULL;

    buffer_add_char(list, '[');
    while (done && (errno = 0, entry = readdir(folder)))
        if (is_copy(name, entry->d_name)) {
            buffer_add_string(list, separator);
            separator = ",";
            json_write_string(list, text_of(entry->d_name));
        }
    done = done && errno == 0;
    buffer_add_char(list, ']');
    if (folder)
        closedir(folder);
    if (!done)
        log_error("%s cannot be looked through for copies of the database: %s",
                  server->options.data, strerror(errno));
    return done && !list->failed;
}

static void tell_of_copies(const struct server *server, struct arena *arena)
{
    struct buffer list;

    buffer_init(&list, arena, 64);
    if (erasure_write_copies(server, &list) && list.length > strlen("[]"))
        log_error(
            "copies of the database in %s have still what was erased, until they are removed: %.*s",
            server->options.data, TEXT_PRINTED(buffer_text(&list)));
}

static bool do_all(struct finishing *finishing)
{
    struct store_connection *connection = finishing->connection;
    bool due;

    if (!is_due(finishing, &due) || !due)
        return !finishing->request.context.error.code;
    tell_of_copies(finishing->server, finishing->request.context.arena);
    return erased_list_complete(&finishing->request) && store_begin(connection) &&
           sweep(finishing) && erase_rows_text_indexes(&finishing->request) &&
           store_commit(connection) && store_compact(connection) && mark_finished(finishing);
}

bool erasure_finish(struct server *server, struct store_connection *connection)
{
    struct budget budget = {.steps = INT64_MAX, .microseconds = INT64_MAX};
    struct finishing finishing = {.server = server, .connection = connection};
    struct arena arena;
    bool done;

    arena_init(&arena);
    finishing.request = own_request(server, connection, &arena, &budget);
    done = do_all(&finishing);
    if (!done) {
        const struct parse_error *error = &finishing.request.context.error;
        log_error("an erasure is not finished, and will be at the next start: %.*s",
                  TEXT_PRINTED(error->code ? error->message : text_of(store_error(connection))));
        store_rollback(connection);
    }
    arena_release(&arena);
    return done;
}

bool erasure_finish_on_writer(struct request *request)
{
    bool done;

    pulse_end(); /* it may take longer than a thread that hangs */
    done = erasure_finish((struct server *)(uintptr_t)request->server, request->store);
    pulse_begin();
    return done;
}
