/* fake_store.c - see fake_store.h. Column N is what was bound to parameter N + 1. */
#include "fake_store.h"

#include "store/store_step.h"

static bool keep(struct store_statement *statement, int parameter, struct fake_cell cell)
{
    if (parameter < 1 || parameter > FAKE_COLUMNS)
        return false;
    statement->cells[parameter - 1] = cell;
    return true;
}

struct store_statement *store_prepare(struct store_connection *connection, struct text sql)
{
    connection->sql = sql;
    return connection->refuses ? NULL : &connection->statement;
}

bool store_bind_null(struct store_statement *statement, int parameter)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 'n'});
}

bool store_bind_int64(struct store_statement *statement, int parameter, int64_t value)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 'i', .integer = value});
}

bool store_bind_double(struct store_statement *statement, int parameter, double value)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 'd', .number = value});
}

bool store_bind_text(struct store_statement *statement, int parameter, struct text value)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 't', .text = value});
}

bool store_bind_bytes(struct store_statement *statement, int parameter, struct text value)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 'b', .text = value});
}

bool store_bind_principal(struct store_statement *statement, int parameter,
                          const struct principal *principal)
{
    return keep(statement, parameter, (struct fake_cell){.kind = 'p', .principal = principal});
}

enum store_step store_step(struct store_statement *statement)
{
    (void)statement;
    return STORE_ERROR;
}

struct store_connection *store_connection_of(const struct store_statement *statement)
{
    (void)statement;
    return NULL;
}

struct text store_text_of(const struct store_statement *statement)
{
    (void)statement;
    return text_of("");
}

bool store_column_is_null(struct store_statement *statement, int column)
{
    return statement->cells[column].kind == 'n';
}

int64_t store_column_int64(struct store_statement *statement, int column)
{
    return statement->cells[column].integer;
}

double store_column_double(struct store_statement *statement, int column)
{
    return statement->cells[column].number;
}

struct text store_column_text(struct store_statement *statement, int column)
{
    return statement->cells[column].text;
}

struct text store_column_bytes(struct store_statement *statement, int column)
{
    return statement->cells[column].text;
}

void store_release(struct store_statement *statement)
{
    if (statement)
        statement->released = true;
}

const char *store_error(struct store_connection *connection)
{
    (void)connection;
    return "the fake store refuses";
}
