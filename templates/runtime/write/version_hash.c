/* version_hash.c - see version_hash.h. */
#include "write/version_hash.h"

#include "model/value.h"
#include "write/versions_table.h"

#include <sodium.h>

static void put_number(unsigned char bytes[8], uint64_t number)
{
    for (int i = 7; i >= 0; i--) {
        bytes[i] = (unsigned char)number;
        number >>= 8;
    }
}

static void add(crypto_hash_sha256_state *state, const char *bytes, size_t length)
{
    unsigned char size[8];

    put_number(size, length);
    crypto_hash_sha256_update(state, size, sizeof size);
    crypto_hash_sha256_update(state, (const unsigned char *)bytes, length);
}

static void begin(crypto_hash_sha256_state *state, const char *what)
{
    crypto_hash_sha256_init(state);
    add(state, what, strlen(what));
}

static void add_number(crypto_hash_sha256_state *state, struct text name, uint64_t number)
{
    unsigned char bytes[8];

    put_number(bytes, number);
    add(state, name.bytes, name.length);
    add(state, (const char *)bytes, sizeof bytes);
}

static void add_text(crypto_hash_sha256_state *state, struct text name, struct text value)
{
    add(state, name.bytes, name.length);
    add(state, value.bytes ? value.bytes : "", value.length);
}

static void add_double(crypto_hash_sha256_state *state, struct text name, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    add_number(state, name, bits);
}

static void add_integer_column(crypto_hash_sha256_state *state, struct store_statement *row,
                               const char *name, int column)
{
    if (!store_column_is_null(row, column))
        add_number(state, text_of(name), (uint64_t)store_column_int64(row, column));
}

static void add_text_column(crypto_hash_sha256_state *state, struct store_statement *row,
                            const char *name, int column)
{
    if (!store_column_is_null(row, column))
        add_text(state, text_of(name), store_column_text(row, column));
}

static void add_field(crypto_hash_sha256_state *state, struct store_statement *row,
                      const struct class_field *field)
{
    struct text name = class_field_record(field);

    if (value_columns(field) == 0 || store_column_is_null(row, field->column))
        return;
    if (field->sealed) {
        add_text(state, name, store_column_bytes(row, field->column));
        return;
    }
    switch (field->type) {
    case FIELD_NUMBER:
        add_double(state, name, store_column_double(row, field->column));
        break;
    case FIELD_BOOLEAN:
    case FIELD_DATE:
        add_number(state, name, (uint64_t)store_column_int64(row, field->column));
        break;
    case FIELD_GEOPOINT:
        add_double(state, name, store_column_double(row, field->column));
        add_double(state, name, store_column_double(row, field->column + 1));
        break;
    case FIELD_BYTES:
        add_text(state, name, store_column_bytes(row, field->column));
        break;
    default:
        add_text(state, name, store_column_text(row, field->column));
    }
}

void version_hash(const struct class *class, struct store_statement *row,
                  unsigned char hash[VERSION_HASH_BYTES])
{
    int first = class->column_count;
    crypto_hash_sha256_state state;

    begin(&state, "version 2");
    add(&state, class_record(class).bytes, class_record(class).length);
    add_text_column(&state, row, "objectId", COLUMN_OBJECT_ID);
    add_integer_column(&state, row, "createdAt", COLUMN_CREATED_AT);
    add_integer_column(&state, row, "updatedAt", COLUMN_UPDATED_AT);
    add_text_column(&state, row, "ACL", COLUMN_ACL);
    for (int i = 0; i < class->field_count + class->retired_count; i++) {
        int at = class->record_order[i];
        add_field(&state, row,
                  at < class->field_count ? &class->fields[at]
                                          : &class->retired[at - class->field_count]);
    }
    add_integer_column(&state, row, "_version", first + VERSION_NUMBER);
    add_text_column(&state, row, "_by", first + VERSION_BY);
    add_integer_column(&state, row, "_at", first + VERSION_AT);
    add_text_column(&state, row, "_means", first + VERSION_MEANS);
    crypto_hash_sha256_final(&state, hash);
}

void parts_hash(const char *what, const struct hash_part *parts, size_t count,
                unsigned char hash[VERSION_HASH_BYTES])
{
    crypto_hash_sha256_state state;

    begin(&state, what);
    for (size_t i = 0; i < count; i++)
        if (parts[i].value.bytes)
            add_text(&state, text_of(parts[i].name), parts[i].value);
    crypto_hash_sha256_final(&state, hash);
}
