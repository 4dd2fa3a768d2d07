/* row_image.c - see row_image.h. An image and its texts are one piece of memory. */
#include "read/row_image.h"

#include "model/columns.h"
#include "model/value.h"
#include "read/reach.h"

#include <stdlib.h>

static size_t image_size(const struct class *class)
{
    return sizeof(struct row_image) + (size_t) class->column_count * sizeof(struct sql_value);
}

static struct sql_value read_value(struct store_statement *row, int column)
{
    switch (store_column_kind(row, column)) {
    case STORE_INTEGER:
        return sql_int64(store_column_int64(row, column));
    case STORE_REAL:
        return (struct sql_value){.kind = SQL_DOUBLE, .number = store_column_double(row, column)};
    case STORE_TEXT:
        return sql_text(store_column_text(row, column));
    case STORE_BYTES:
        return sql_bytes(store_column_bytes(row, column));
    case STORE_NULL:
        break;
    }
    return (struct sql_value){.kind = SQL_NULL};
}

/* Moves the texts of the values, which may be anywhere, to `bytes`. */
static void keep_texts(struct row_image *image, char *bytes)
{
    for (int i = 0; i < image->class->column_count; i++) {
        struct sql_value *value = &image->values[i];
        if (value->kind != SQL_TEXT && value->kind != SQL_BYTES)
            continue;
        if (value->text.length)
            memcpy(bytes, value->text.bytes, value->text.length);
        value->text.bytes = bytes;
        bytes += value->text.length;
    }
}

struct row_image *row_image_read(struct arena *arena, const struct class *class,
                                 struct store_statement *row)
{
    size_t size = image_size(class);
    struct row_image *image;

    for (int i = 0; i < class->column_count; i++)
        size += read_value(row, i).text.length;
    image = arena_alloc(arena, size);
    if (!image)
        return NULL;
    image->class = class;
    image->size = size;
    for (int i = 0; i < class->column_count; i++)
        image->values[i] = read_value(row, i);
    keep_texts(image, (char *)image + image_size(class));
    return image;
}

struct row_image *row_image_copy(const struct row_image *image)
{
    struct row_image *copy = malloc(image->size);

    if (!copy)
        return NULL;
    memcpy(copy, image, image_size(image->class));
    keep_texts(copy, (char *)copy + image_size(image->class));
    return copy;
}

struct row_image *row_image_blank(struct arena *arena, const struct class *class)
{
    struct row_image *image = arena_alloc(arena, image_size(class));

    if (!image)
        return NULL;
    image->class = class;
    image->size = image_size(class);
    for (int i = 0; i < class->column_count; i++)
        image->values[i] = (struct sql_value){.kind = SQL_NULL};
    return image;
}

struct text row_image_text(const struct row_image *image, int column)
{
    const struct sql_value *value = &image->values[column];

    return value->kind == SQL_TEXT ? value->text : text_none();
}

struct text row_image_id(const struct row_image *image)
{
    return row_image_text(image, COLUMN_OBJECT_ID);
}

static bool values_agree(const struct sql_value *one, const struct sql_value *other)
{
    if (one->kind != other->kind)
        return false;
    switch (one->kind) {
    case SQL_TEXT:
    case SQL_BYTES:
        return text_equal(one->text, other->text);
    case SQL_INT64:
        return one->integer == other->integer;
    case SQL_DOUBLE:
        return one->number == other->number;
    default:
        return true;
    }
}

bool row_image_columns_agree(const struct row_image *image, const struct row_image *other,
                             int column)
{
    return values_agree(&image->values[column], &other->values[column]);
}

bool row_image_is_null(const struct row_image *image, const struct class_field *field)
{
    return field->column < 0 || image->values[field->column].kind == SQL_NULL;
}

bool row_image_agrees(const struct row_image *image, const struct row_image *other,
                      const struct class_field *field)
{
    for (int i = 0; i < value_columns(field); i++)
        if (!row_image_columns_agree(image, other, field->column + i))
            return false;
    return true;
}

static void add_column(struct sql *sql, const struct row_image *image, int column, const char *name)
{
    sql_add(sql, column ? ", " : "(SELECT ");
    sql_add_value(sql, image->values[column]); /* a null, too: the text is one for all images */
    sql_add(sql, " AS ");
    sql_add(sql, name);
}

void row_image_add(struct sql *sql, const struct row_image *image)
{
    static const char *const builtin[] = {COLUMN_NAME_OBJECT_ID, COLUMN_NAME_CREATED_AT,
                                          COLUMN_NAME_UPDATED_AT, COLUMN_NAME_ACL};
    const struct class *class = image->class;

    for (int i = 0; i < COLUMN_FIRST_FIELD; i++)
        add_column(sql, image, i, builtin[i]);
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (field->column < 0)
            continue;
        add_column(sql, image, field->column, field->column_name);
        if (field->second_column_name)
            add_column(sql, image, field->column + 1, field->second_column_name);
    }
    sql_add(sql, ") AS ");
    sql_add(sql, class->table);
}

bool row_image_reach(struct request *request, const struct row_image *image,
                     enum operation operation, struct text users_json, bool *reached, size_t count)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT asked.key FROM ");
    row_image_add(&sql, image);
    sql_add(&sql, ", json_each(");
    sql_add_text(&sql, users_json);
    sql_add(&sql, ") AS asked WHERE ");
    reach_add(request, &sql, image->class, operation, "asked.value");
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        int64_t at = store_column_int64(rows, 0);
        if (at >= 0 && (uint64_t)at < count)
            reached[at] = true;
    }
    store_release(rows);
    return done;
}
