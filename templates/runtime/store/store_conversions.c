/* store_conversions.c - see store_conversions.h. NULL in, NULL out. */
#include "store/store_conversions.h"

#include "base/context.h"
#include "crypto/seal.h"
#include "formats/date.h"
#include "formats/json.h"

#include <sqlite3.h>
#include <string.h>

static void result_text(sqlite3_context *context, struct text text)
{
    sqlite3_result_text64(context, text.bytes, text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void number_text(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct arena arena;
    struct buffer buffer;

    (void)count;
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return;
    arena_init(&arena);
    buffer_init(&buffer, &arena, 32);
    json_write_number(&buffer, sqlite3_value_double(arguments[0]));
    if (arena.failed)
        sqlite3_result_error_nomem(context);
    else
        result_text(context, buffer_text(&buffer));
    arena_release(&arena);
}

static void date_text(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    char bytes[DATE_LENGTH];

    (void)count;
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return;
    date_format(sqlite3_value_int64(arguments[0]), bytes);
    result_text(context, (struct text){bytes, DATE_LENGTH});
}

static struct text bytes_of(sqlite3_value *value)
{
    struct text text = {sqlite3_value_blob(value), 0};

    text.length = text.bytes ? (size_t)sqlite3_value_bytes(value) : 0;
    return text;
}

/* "Class.field.objectId", as sealed_value.c has it. */
static struct text place_of(struct arena *arena, sqlite3_value **arguments)
{
    struct text class = bytes_of(arguments[0]);
    struct text field = bytes_of(arguments[1]);
    struct text id = bytes_of(arguments[2]);

    return arena_printf(arena, "%.*s.%.*s.%.*s", TEXT_PRINTED(class), TEXT_PRINTED(field),
                        TEXT_PRINTED(id));
}

static void seal_value(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct arena arena;
    struct context failures = {.arena = &arena};
    double number = sqlite3_value_double(arguments[3]);
    int64_t integer = sqlite3_value_int64(arguments[3]);
    struct text plain;
    struct text place;
    struct text sealed;

    (void)count;
    if (sqlite3_value_type(arguments[3]) == SQLITE_NULL)
        return;
    arena_init(&arena);
    switch (sqlite3_value_type(arguments[3])) {
    case SQLITE_FLOAT:
        plain = (struct text){(const char *)&number, sizeof number};
        break;
    case SQLITE_INTEGER:
        plain = (struct text){(const char *)&integer, sizeof integer};
        break;
    default:
        plain = bytes_of(arguments[3]);
        break;
    }
    place = place_of(&arena, arguments);
    if (place.bytes && seal(&failures, KEY_SEAL, place, plain, &sealed))
        sqlite3_result_blob64(context, sealed.bytes, sealed.length, SQLITE_TRANSIENT);
    else
        sqlite3_result_error(context, "a value could not be sealed", -1);
    arena_release(&arena);
}

static void result_plain(sqlite3_context *context, struct text plain, const char *type)
{
    double number;
    int64_t integer;

    if (strcmp(type, "TEXT") == 0) {
        result_text(context, plain);
    } else if (strcmp(type, "REAL") == 0 && plain.length == sizeof number) {
        memcpy(&number, plain.bytes, sizeof number);
        sqlite3_result_double(context, number);
    } else if (strcmp(type, "INTEGER") == 0 && plain.length == sizeof integer) {
        memcpy(&integer, plain.bytes, sizeof integer);
        sqlite3_result_int64(context, integer);
    } else if (strcmp(type, "BLOB") == 0) {
        sqlite3_result_blob64(context, plain.bytes, plain.length, SQLITE_TRANSIENT);
    } else {
        sqlite3_result_error(context, "a sealed value is of another type", -1);
    }
}

static void unseal_value(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const char *type = (const char *)sqlite3_value_text(arguments[4]);
    struct arena arena;
    struct context failures = {.arena = &arena};
    struct text place;
    struct text plain;

    (void)count;
    if (sqlite3_value_type(arguments[3]) == SQLITE_NULL)
        return;
    arena_init(&arena);
    place = place_of(&arena, arguments);
    if (type && place.bytes && unseal(&failures, KEY_SEAL, place, bytes_of(arguments[3]), &plain))
        result_plain(context, plain, type);
    else
        sqlite3_result_error(context, "a sealed value could not be opened", -1);
    arena_release(&arena);
}

bool store_register_conversions(struct sqlite3 *database)
{
    static const struct {
        const char *name;
        int arguments;
        void (*call)(sqlite3_context *context, int count, sqlite3_value **arguments);
    } functions[] = {
        {"number_text", 1, number_text},
        {"date_text", 1, date_text},
        {"seal_value", 4, seal_value},
        {"unseal_value", 5, unseal_value},
    };

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function(database, functions[i].name, functions[i].arguments,
                                    SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, functions[i].call, NULL,
                                    NULL) != SQLITE_OK)
            return false;
    return true;
}
