/* sample_class.c - see sample_class.h. */
#include "sample_class.h"

#include "guard/audit_person.h"
#include "model/class_checks.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static const struct text status_aliases[] = {TEXT("state")};

static const struct class_field fields[SAMPLE_FIELDS] = {
    [SAMPLE_TEXT] = {.name = TEXT("text"),
                     .type = FIELD_STRING,
                     .element_type = -1,
                     .offset = offsetof(struct sample, text),
                     .column = 4},
    [SAMPLE_NUMBER] = {.name = TEXT("number"),
                       .type = FIELD_NUMBER,
                       .element_type = -1,
                       .offset = offsetof(struct sample, number),
                       .column = 5},
    [SAMPLE_FLAG] = {.name = TEXT("flag"),
                     .type = FIELD_BOOLEAN,
                     .element_type = -1,
                     .offset = offsetof(struct sample, flag),
                     .column = 6},
    [SAMPLE_DATE] = {.name = TEXT("date"),
                     .type = FIELD_DATE,
                     .element_type = -1,
                     .offset = offsetof(struct sample, date),
                     .column = 7},
    [SAMPLE_OBJECT] = {.name = TEXT("map"),
                       .type = FIELD_OBJECT,
                       .element_type = -1,
                       .offset = offsetof(struct sample, map),
                       .column = 8},
    [SAMPLE_ARRAY] = {.name = TEXT("array"),
                      .type = FIELD_ARRAY,
                      .element_type = -1,
                      .offset = offsetof(struct sample, array),
                      .column = 9},
    [SAMPLE_NUMBERS] = {.name = TEXT("numbers"),
                        .type = FIELD_ARRAY,
                        .element_type = FIELD_NUMBER,
                        .offset = offsetof(struct sample, numbers),
                        .column = 10},
    [SAMPLE_OTHER] = {.name = TEXT("other"),
                      .type = FIELD_POINTER,
                      .element_type = -1,
                      .offset = offsetof(struct sample, other),
                      .column = 11,
                      .target = &other_class},
    [SAMPLE_FRIENDS] = {.name = TEXT("friends"),
                        .type = FIELD_RELATION,
                        .element_type = -1,
                        .column = -1,
                        .target = &other_class},
    [SAMPLE_FILE] = {.name = TEXT("file"),
                     .type = FIELD_FILE,
                     .element_type = -1,
                     .offset = offsetof(struct sample, file),
                     .column = 12},
    [SAMPLE_PLACE] = {.name = TEXT("place"),
                      .type = FIELD_GEOPOINT,
                      .element_type = -1,
                      .offset = offsetof(struct sample, place),
                      .column = 13},
    [SAMPLE_AREA] = {.name = TEXT("area"),
                     .type = FIELD_POLYGON,
                     .element_type = -1,
                     .offset = offsetof(struct sample, area),
                     .column = 15},
    [SAMPLE_DATA] = {.name = TEXT("data"),
                     .type = FIELD_BYTES,
                     .element_type = -1,
                     .offset = offsetof(struct sample, data),
                     .column = 16},
    [SAMPLE_STATUS] = {.name = TEXT("status"),
                       .type = FIELD_STRING,
                       .element_type = -1,
                       .offset = offsetof(struct sample, status),
                       .column = 17,
                       .aliases = status_aliases,
                       .alias_count = 1},
};

/* Sorted, as class.h asks for. */
static const struct class_name names[] = {
    {TEXT("area"), SAMPLE_AREA},       {TEXT("array"), SAMPLE_ARRAY},
    {TEXT("data"), SAMPLE_DATA},       {TEXT("date"), SAMPLE_DATE},
    {TEXT("file"), SAMPLE_FILE},       {TEXT("flag"), SAMPLE_FLAG},
    {TEXT("friends"), SAMPLE_FRIENDS}, {TEXT("map"), SAMPLE_OBJECT},
    {TEXT("number"), SAMPLE_NUMBER},   {TEXT("numbers"), SAMPLE_NUMBERS},
    {TEXT("other"), SAMPLE_OTHER},     {TEXT("place"), SAMPLE_PLACE},
    {TEXT("state"), SAMPLE_STATUS},    {TEXT("status"), SAMPLE_STATUS},
    {TEXT("text"), SAMPLE_TEXT},
};

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    (void)projection;
    write_object_head(writer, row);
    write_string(writer, row, 4, (struct text)TEXT(",\"text\":"));
    write_number(writer, row, 5, (struct text)TEXT(",\"number\":"));
    write_boolean(writer, row, 6, (struct text)TEXT(",\"flag\":"));
    write_date(writer, row, 7, (struct text)TEXT(",\"date\":"));
    write_json(writer, row, 8, (struct text)TEXT(",\"map\":"));
    write_json(writer, row, 9, (struct text)TEXT(",\"array\":"));
    write_json(writer, row, 10, (struct text)TEXT(",\"numbers\":"));
    write_pointer(writer, row, 11, (struct text)TEXT(",\"other\":"), &other_class, NULL);
    write_relation(writer, (struct text)TEXT(",\"friends\":"), &other_class);
    write_file(writer, row, 12, (struct text)TEXT(",\"file\":"));
    write_geopoint(writer, row, 13, (struct text)TEXT(",\"place\":"));
    write_polygon(writer, row, 15, (struct text)TEXT(",\"area\":"));
    write_bytes(writer, row, 16, (struct text)TEXT(",\"data\":"));
    write_string(writer, row, 17, (struct text)TEXT(",\"status\":"));
    write_object_acl(writer, row);
}

void write_elements(struct object_writer *writer, const struct row *row, struct text json,
                    const struct projection *included)
{
    (void)row;
    (void)included;
    buffer_add_text(writer->buffer, json);
}

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct sample *sample = object;

    switch (field) {
    case SAMPLE_TEXT:
        return read_string(source, &sample->text);
    case SAMPLE_NUMBER:
        return read_number(source, &sample->number);
    case SAMPLE_FLAG:
        return read_boolean(source, &sample->flag);
    case SAMPLE_DATE:
        return read_date(source, &sample->date);
    case SAMPLE_OBJECT:
        return read_object(source, &sample->map);
    case SAMPLE_ARRAY:
        return read_array(source, &sample->array);
    case SAMPLE_NUMBERS:
        return read_array_of(source, FIELD_NUMBER, &sample->numbers);
    case SAMPLE_OTHER:
        return read_pointer(source, &sample->other);
    case SAMPLE_FRIENDS:
        return read_relation(source);
    case SAMPLE_FILE:
        return read_file(source, &sample->file);
    case SAMPLE_PLACE:
        return read_geopoint(source, &sample->place);
    case SAMPLE_AREA:
        return read_polygon(source, &sample->area);
    case SAMPLE_DATA:
        return read_bytes(source, &sample->data);
    default:
        return read_string(source, &sample->status);
    }
}

static bool check_values(struct context *context, const void *object)
{
    const struct sample *given = object;

    if (given->state[SAMPLE_STATUS] == FIELD_SET && !text_is(given->status, "sent") &&
        !text_is(given->status, "read"))
        return fail(context, PARSE_VALIDATION, "Sample.status must be one of: sent, read.");
    return true;
}

static const struct class_codec codec = {read_value, write_members};
static const struct class_checks checks = {.check_values = check_values};

const struct class other_class = {.name = TEXT("Other")};

const struct class sample_class = {
    .name = TEXT("Sample"),
    .column_count = 18,
    .fields = fields,
    .field_count = SAMPLE_FIELDS,
    .names = names,
    .name_count = sizeof names / sizeof *names,
    .object_size = sizeof(struct sample),
    .state_offset = offsetof(struct sample, state),
    .codec = &codec,
    .checks = &checks,
};

static const struct class *const classes[] = {&other_class, &sample_class};

const struct app sample_app = {.classes = classes, .class_count = 2};

/* The app has no audit trail. */
bool audit_person_open(struct request *request, struct text payload, struct text *shown)
{
    (void)request;
    (void)payload;
    (void)shown;
    return false;
}
