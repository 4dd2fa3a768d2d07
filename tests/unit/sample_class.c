/* sample_class.c - see sample_class.h. */
#include "sample_class.h"

#include "read/object_writer.h"

static const struct text statuses[] = {{"sent", 4}, {"read", 4}};
static const struct text status_aliases[] = {{"state", 5}};

static const struct class_field fields[SAMPLE_FIELDS] = {
    [SAMPLE_TEXT] = {.name = {"text", 4},
                     .type = FIELD_STRING,
                     .element_type = -1,
                     .offset = offsetof(struct sample, text),
                     .column = 4},
    [SAMPLE_NUMBER] = {.name = {"number", 6},
                       .type = FIELD_NUMBER,
                       .element_type = -1,
                       .offset = offsetof(struct sample, number),
                       .column = 5},
    [SAMPLE_FLAG] = {.name = {"flag", 4},
                     .type = FIELD_BOOLEAN,
                     .element_type = -1,
                     .offset = offsetof(struct sample, flag),
                     .column = 6},
    [SAMPLE_DATE] = {.name = {"date", 4},
                     .type = FIELD_DATE,
                     .element_type = -1,
                     .offset = offsetof(struct sample, date),
                     .column = 7},
    [SAMPLE_OBJECT] = {.name = {"map", 3},
                       .type = FIELD_OBJECT,
                       .element_type = -1,
                       .offset = offsetof(struct sample, map),
                       .column = 8},
    [SAMPLE_ARRAY] = {.name = {"array", 5},
                      .type = FIELD_ARRAY,
                      .element_type = -1,
                      .offset = offsetof(struct sample, array),
                      .column = 9},
    [SAMPLE_NUMBERS] = {.name = {"numbers", 7},
                        .type = FIELD_ARRAY,
                        .element_type = FIELD_NUMBER,
                        .offset = offsetof(struct sample, numbers),
                        .column = 10},
    [SAMPLE_OTHER] = {.name = {"other", 5},
                      .type = FIELD_POINTER,
                      .element_type = -1,
                      .offset = offsetof(struct sample, other),
                      .column = 11,
                      .target = &other_class},
    [SAMPLE_FRIENDS] = {.name = {"friends", 7},
                        .type = FIELD_RELATION,
                        .element_type = -1,
                        .column = -1,
                        .target = &other_class},
    [SAMPLE_FILE] = {.name = {"file", 4},
                     .type = FIELD_FILE,
                     .element_type = -1,
                     .offset = offsetof(struct sample, file),
                     .column = 12},
    [SAMPLE_PLACE] = {.name = {"place", 5},
                      .type = FIELD_GEOPOINT,
                      .element_type = -1,
                      .offset = offsetof(struct sample, place),
                      .column = 13},
    [SAMPLE_AREA] = {.name = {"area", 4},
                     .type = FIELD_POLYGON,
                     .element_type = -1,
                     .offset = offsetof(struct sample, area),
                     .column = 15},
    [SAMPLE_DATA] = {.name = {"data", 4},
                     .type = FIELD_BYTES,
                     .element_type = -1,
                     .offset = offsetof(struct sample, data),
                     .column = 16},
    [SAMPLE_STATUS] = {.name = {"status", 6},
                       .type = FIELD_STRING,
                       .element_type = -1,
                       .offset = offsetof(struct sample, status),
                       .column = 17,
                       .one_of = statuses,
                       .one_of_count = 2,
                       .aliases = status_aliases,
                       .alias_count = 1},
};

/* Sorted, as class.h asks for. */
static const struct class_name names[] = {
    {{"area", 4}, SAMPLE_AREA},       {{"array", 5}, SAMPLE_ARRAY},
    {{"data", 4}, SAMPLE_DATA},       {{"date", 4}, SAMPLE_DATE},
    {{"file", 4}, SAMPLE_FILE},       {{"flag", 4}, SAMPLE_FLAG},
    {{"friends", 7}, SAMPLE_FRIENDS}, {{"map", 3}, SAMPLE_OBJECT},
    {{"number", 6}, SAMPLE_NUMBER},   {{"numbers", 7}, SAMPLE_NUMBERS},
    {{"other", 5}, SAMPLE_OTHER},     {{"place", 5}, SAMPLE_PLACE},
    {{"state", 5}, SAMPLE_STATUS},    {{"status", 6}, SAMPLE_STATUS},
    {{"text", 4}, SAMPLE_TEXT},
};

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    (void)projection;
    write_object_head(writer, row);
    write_string(writer, row, 4, ",\"text\":", 8);
    write_number(writer, row, 5, ",\"number\":", 10);
    write_boolean(writer, row, 6, ",\"flag\":", 8);
    write_date(writer, row, 7, ",\"date\":", 8);
    write_json(writer, row, 8, ",\"map\":", 7);
    write_json(writer, row, 9, ",\"array\":", 9);
    write_json(writer, row, 10, ",\"numbers\":", 11);
    write_pointer(writer, row, 11, ",\"other\":", 9, &other_class, NULL);
    write_relation(writer, ",\"friends\":", 11, &other_class);
    write_file(writer, row, 12, ",\"file\":", 8);
    write_geopoint(writer, row, 13, ",\"place\":", 9);
    write_polygon(writer, row, 15, ",\"area\":", 8);
    write_bytes(writer, row, 16, ",\"data\":", 8);
    write_string(writer, row, 17, ",\"status\":", 10);
    write_object_acl(writer, row);
}

void write_elements(struct object_writer *writer, const struct row *row, struct text json,
                    const struct projection *included)
{
    (void)row;
    (void)included;
    buffer_add_text(writer->buffer, json);
}

const struct class other_class = {.name = {"Other", 5}};

const struct class sample_class = {
    .name = {"Sample", 6},
    .column_count = 18,
    .fields = fields,
    .field_count = SAMPLE_FIELDS,
    .names = names,
    .name_count = sizeof names / sizeof *names,
    .object_size = sizeof(struct sample),
    .state_offset = offsetof(struct sample, state),
    .write_members = write_members,
};

static const struct class *const classes[] = {&other_class, &sample_class};

const struct app sample_app = {.classes = classes, .class_count = 2};
