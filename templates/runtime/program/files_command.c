/* files_command.c - see files_command.h. */
#include "program/files_command.h"

#include "files/file_record.h"
#include "formats/date.h"
#include "formats/json.h"
#include "program/command_words.h"
#include "program/file_sweep.h"
#include "program/inspection.h"
#include "write/file_holders.h"

#include <inttypes.h>
#include <stdio.h>

enum { LINE_BYTES = 512 };

struct listing {
    struct server *server;
    struct request *request; /* of it, context and store */
    bool json;
    int64_t count;
    int64_t bytes;
};

static int print_usage(const char *program)
{
    fprintf(stderr,
            "usage: %s files orphans [--format text|json] [--data DIR] [--orphan-seconds N]\n\n"
            "Lists the stored files that no row, version or setting names, and when a server that\n"
            "runs with the same options takes each away. Nothing is changed; the server may run.\n",
            program);
    return 2;
}

static bool goes_on(void *state)
{
    (void)state;
    return true;
}

static void add_time(struct buffer *line, const char *name, int64_t moment)
{
    char iso[DATE_LENGTH + 1] = "";

    if (moment)
        date_format(moment, iso);
    json_write_named(line, name, moment ? text_of(iso) : text_none());
}

static void print_json(struct listing *listing, const struct file_record *record,
                       const struct held_file *file, int64_t goes_at)
{
    struct buffer line;

    buffer_init(&line, listing->request->context.arena, LINE_BYTES);
    buffer_add_string(&line, "{\"name\":");
    json_write_string(&line, record->name);
    json_write_named(&line, "owner", record->owner_id);
    buffer_add_string(&line, ",\"size\":");
    buffer_add_int64(&line, record->size);
    add_time(&line, "uploadedAt", file->created_at);
    add_time(&line, "orphanSince", file->orphan_since);
    add_time(&line, "goesAt", goes_at);
    buffer_add_string(&line, "}\n");
    fwrite(line.bytes, 1, line.length, stdout);
}

static void print_text(const struct file_record *record, const struct held_file *file,
                       int64_t goes_at)
{
    char since[DATE_LENGTH + 1] = "not noted yet";
    char goes[DATE_LENGTH + 1] = "-";

    if (file->orphan_since)
        date_format(file->orphan_since, since);
    if (goes_at)
        date_format(goes_at, goes);
    printf("%-24s  %-24s  %10" PRId64 "  %-10.*s  %.*s\n", since, goes, record->size,
           record->owner_id.bytes ? (int)record->owner_id.length : 1,
           record->owner_id.bytes ? record->owner_id.bytes : "-", TEXT_PRINTED(record->name));
}

/* The file's name by its id; no text when it is gone meanwhile. */
static bool find_name(struct request *request, const struct held_file *file, struct text *name)
{
    struct text id = {file->id, FILE_ID_LENGTH};

    return sql_word(&request->context,
                    request_statement(request,
                                      "SELECT \"name\" FROM \"_File\" WHERE " FILE_RECORD_OF_ID,
                                      SQL_VALUES(sql_text(id))),
                    name);
}

static bool print_file(struct listing *listing, const struct held_file *file)
{
    int64_t patience = file_sweep_patience(listing->server->app, &listing->server->options);
    int64_t goes_at = patience && file->orphan_since ? file->orphan_since + patience : 0;
    struct file_record record;
    struct text name;
    bool found;

    if (!find_name(listing->request, file, &name))
        return false;
    if (!name.bytes)
        return true;
    if (!file_record_find(listing->request, name, &record, &found) || !found)
        return listing->request->context.error.code == 0;
    listing->count++;
    listing->bytes += record.size;
    if (listing->json)
        print_json(listing, &record, file, goes_at);
    else
        print_text(&record, file, goes_at);
    return true;
}

static bool print_orphans(void *state, struct held_file *files, size_t count, int64_t began)
{
    bool done = true;

    (void)began;
    for (size_t i = 0; done && i < count; i++)
        if (!files[i].is_held)
            done = print_file(state, &files[i]);
    return done;
}

static bool list(struct listing *listing)
{
    struct request *request = listing->request;
    struct file_pass pass = {.app = request->app,
                             .store = request->store,
                             .goes_on = goes_on,
                             .take = print_orphans,
                             .take_state = listing};
    bool done;

    if (!listing->json)
        printf("%-24s  %-24s  %10s  %-10s  %s\n", "orphan since", "goes", "bytes", "by", "file");
    done = file_holders_pass(&pass);
    if (done && !listing->json)
        printf("%" PRId64 " files, %" PRId64 " bytes\n", listing->count, listing->bytes);
    return done;
}

int files_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct inspection inspection;
    struct listing listing = {.server = &inspection.server, .request = &inspection.request};
    struct options options;
    bool done;

    if (!command_take_format(&argc, argv, &listing.json) || argc < 1 ||
        !text_is(text_of(argv[0]), "orphans"))
        return print_usage(program);
    if (options_read(&options, program, argc - 1, argv + 1) != OPTIONS_OK)
        return 2;
    done = inspection_open(&inspection, app, &options) && list(&listing);
    inspection_close(&inspection);
    return done ? 0 : 1;
}
