/* file_writer.c - what a row's JSON says of files and of sealed values: write_file(), write_json() and
 * write_sealed() of object_writer.h. These need the request: a file's URL is made for whoever asks. */
#include "read/file_writer.h"

#include "formats/json.h"
#include "guard/audit_person.h"
#include "model/sealed_value.h"
#include "model/value.h"

void file_writer_add(void *state, struct buffer *buffer, struct text name)
{
    const struct file_writer *writer = state;

    buffer_add_string(buffer, "{\"__type\":\"File\",\"name\":");
    json_write_string(buffer, name);
    buffer_add_string(buffer, ",\"url\":\"");
    file_url_write(buffer, writer->request, &writer->place, name);
    buffer_add_string(buffer, "\"}");
}

struct file_writer file_writer_of_row(const struct object_writer *writer, const struct row *row)
{
    return (struct file_writer){
        .request = writer->request,
        .place = {.class_name = row->class->name,
                  .object_id = store_column_text(row->statement, COLUMN_OBJECT_ID),
                  .version = row->version},
    };
}

/* JSON as it is stored, each File in it with its URL. */
static void write_stored_json(struct file_writer *files, struct buffer *buffer, struct text json)
{
    struct context context = {.arena = files->request->context.arena};
    const cJSON *tree = json_parse(&context, json);

    if (tree)
        file_value_write_tree(buffer, tree, file_writer_add, files);
    else
        buffer_add_text(buffer, json);
}

/* What the trail has of people is sealed in it. What cannot be opened fails the request. */
static struct text opened_entry(struct request *request, const struct class *class,
                                struct text json)
{
    struct text shown = json;

    if (class == request->app->audit_log && !audit_person_open(request, json, &shown))
        return text_of("null");
    return shown;
}

static void write_row_json(struct object_writer *writer, const struct row *row, struct text json)
{
    struct file_writer files;

    json = opened_entry(writer->request, row->class, json);
    if (!file_value_may_be_in(json)) {
        buffer_add_text(writer->buffer, json);
        return;
    }
    files = file_writer_of_row(writer, row);
    write_stored_json(&files, writer->buffer, json);
}

void write_file(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    struct file_writer files;

    if (store_column_is_null(row->statement, column))
        return;
    files = file_writer_of_row(writer, row);
    buffer_add_text(writer->buffer, key);
    file_writer_add(&files, writer->buffer, store_column_text(row->statement, column));
}

void write_json(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (store_column_is_null(row->statement, column))
        return;
    buffer_add_text(writer->buffer, key);
    write_row_json(writer, row, store_column_text(row->statement, column));
}

/* The forms of the types that can be sealed. */
static void write_opened(struct object_writer *writer, const struct row *row,
                         const struct class_field *field, const void *member,
                         const struct projection *included)
{
    struct buffer *buffer = writer->buffer;

    switch (field->type) {
    case FIELD_STRING:
        json_write_string(buffer, *(const struct text *)member);
        break;
    case FIELD_NUMBER:
        json_write_number(buffer, *(const double *)member);
        break;
    case FIELD_DATE:
        write_date_value(buffer, *(const int64_t *)member);
        break;
    case FIELD_BYTES:
        write_bytes_value(buffer, *(const struct text *)member);
        break;
    case FIELD_ARRAY:
        if (included)
            write_elements(writer, row, *(const struct text *)member, included);
        else
            write_row_json(writer, row, *(const struct text *)member);
        break;
    default:
        write_row_json(writer, row, *(const struct text *)member);
        break;
    }
}

union member {
    struct text text;
    double number;
    int64_t date;
};

/* What the field was in a version that was written before it was encrypted: the column of then is among the
 * retired ones. NULL: nothing. */
static const struct class_field *plain_of_once(const struct row *row,
                                               const struct class_field *field)
{
    for (int i = 0; row->version && i < row->class->retired_count; i++) {
        const struct class_field *retired = &row->class->retired[i];
        if (!retired->sealed && retired->type == field->type &&
            text_equal(class_field_record(retired), class_field_record(field)) &&
            !store_column_is_null(row->statement, retired->column))
            return retired;
    }
    return NULL;
}

static void read_plain(const struct row *row, const struct class_field *field, union member *member)
{
    if (field->type == FIELD_NUMBER)
        member->number = store_column_double(row->statement, field->column);
    else if (field->type == FIELD_DATE)
        member->date = store_column_int64(row->statement, field->column);
    else if (field->type == FIELD_BYTES)
        member->text = store_column_bytes(row->statement, field->column);
    else
        member->text = store_column_text(row->statement, field->column);
}

void write_sealed(struct object_writer *writer, const struct row *row, int column, struct text key,
                  const struct class_field *field, const struct projection *included)
{
    union member member;
    const struct class_field *once;

    if (store_column_is_null(row->statement, column)) {
        once = plain_of_once(row, field);
        if (!once)
            return;
        read_plain(row, once, &member);
    } else if (!sealed_value_open(&writer->request->context, row->class, field,
                                  store_column_text(row->statement, COLUMN_OBJECT_ID),
                                  store_column_bytes(row->statement, column), &member)) {
        return;
    }
    buffer_add_text(writer->buffer, key);
    write_opened(writer, row, field, &member, included);
}

void file_writer_value(struct buffer *buffer, struct request *request, const struct class *class,
                       const struct class_field *field, const void *object)
{
    struct file_writer files = {
        .request = request,
        .place = {.class_name = class->name,
                  .object_id = ((const struct object *)object)->object_id},
    };
    struct buffer plain;

    buffer_init(&plain, request->context.arena, 64);
    value_write_json(&plain, class, field, object);
    if (!plain.failed && class == request->app->audit_log)
        buffer_add_text(buffer, opened_entry(request, class, buffer_text(&plain)));
    else if (plain.failed)
        buffer->failed = true;
    else if (!file_value_may_be_in(buffer_text(&plain)))
        buffer_add_text(buffer, buffer_text(&plain));
    else
        write_stored_json(&files, buffer, buffer_text(&plain));
}
