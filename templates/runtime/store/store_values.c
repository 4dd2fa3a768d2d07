/* store_values.c - values go into statements and come out of rows: store_bind_...() and
 * store_column_...() of store.h. */
#include "store/store.h"

#include "store/store_connection.h"
#include "store/store_functions.h"

#include <sqlite3.h>

bool store_bind_null(struct store_statement *statement, int parameter)
{
    return sqlite3_bind_null(statement->handle, parameter) == SQLITE_OK;
}

bool store_bind_int64(struct store_statement *statement, int parameter, int64_t value)
{
    return sqlite3_bind_int64(statement->handle, parameter, value) == SQLITE_OK;
}

bool store_bind_double(struct store_statement *statement, int parameter, double value)
{
    return sqlite3_bind_double(statement->handle, parameter, value) == SQLITE_OK;
}

bool store_bind_text(struct store_statement *statement, int parameter, struct text value)
{
    if (!value.bytes)
        return store_bind_null(statement, parameter);
    return sqlite3_bind_text64(statement->handle, parameter, value.bytes, value.length,
                               SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
}

bool store_bind_bytes(struct store_statement *statement, int parameter, struct text value)
{
    if (!value.bytes)
        return store_bind_null(statement, parameter);
    if (value.length == 0)
        return sqlite3_bind_zeroblob(statement->handle, parameter, 0) == SQLITE_OK;
    return sqlite3_bind_blob64(statement->handle, parameter, value.bytes, value.length,
                               SQLITE_STATIC) == SQLITE_OK;
}

bool store_bind_principal(struct store_statement *statement, int parameter,
                          const struct principal *principal)
{
    return sqlite3_bind_pointer(statement->handle, parameter, (void *)(uintptr_t)principal,
                                store_principal_type, NULL) == SQLITE_OK;
}

enum store_kind store_column_kind(struct store_statement *statement, int column)
{
    switch (sqlite3_column_type(statement->handle, column)) {
    case SQLITE_INTEGER:
        return STORE_INTEGER;
    case SQLITE_FLOAT:
        return STORE_REAL;
    case SQLITE_TEXT:
        return STORE_TEXT;
    case SQLITE_BLOB:
        return STORE_BYTES;
    default:
        return STORE_NULL;
    }
}

bool store_column_is_null(struct store_statement *statement, int column)
{
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

int64_t store_column_int64(struct store_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

double store_column_double(struct store_statement *statement, int column)
{
    return sqlite3_column_double(statement->handle, column);
}

struct text store_column_text(struct store_statement *statement, int column)
{
    struct text text;

    text.bytes = (const char *)sqlite3_column_text(statement->handle, column);
    text.length = text.bytes ? (size_t)sqlite3_column_bytes(statement->handle, column) : 0;
    return text;
}

struct text store_column_bytes(struct store_statement *statement, int column)
{
    struct text text = text_none();

    if (!store_column_is_null(statement, column)) {
        text.bytes = sqlite3_column_blob(statement->handle, column);
        text.length = text.bytes ? (size_t)sqlite3_column_bytes(statement->handle, column) : 0;
        if (!text.bytes)
            text.bytes = "";
    }
    return text;
}
