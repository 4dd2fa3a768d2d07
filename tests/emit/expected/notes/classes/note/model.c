/* model.c - the fields of class Note, and what it consists of. Generated. */
#include "classes/note/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* schema.json:6 */
    [note_TITLE] = {
        .name = TEXT("title"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct note_object, title),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"title\"",
        .required = true,
    },
    /* schema.json:7 */
    [note_RANK] = {
        .name = TEXT("rank"),
        .type = FIELD_NUMBER,
        .element_type = -1,
        .offset = offsetof(struct note_object, rank),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"rank\"",
        .default_json = TEXT("1"),
    },
    /* schema.json:8 */
    [note_PINNED] = {
        .name = TEXT("pinned"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct note_object, pinned),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"pinned\"",
        .default_json = TEXT("false"),
    },
    /* schema.json:9 */
    [note_DUE] = {
        .name = TEXT("due"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct note_object, due),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"due\"",
    },
    /* schema.json:10 */
    [note_SETTINGS] = {
        .name = TEXT("settings"),
        .type = FIELD_OBJECT,
        .element_type = -1,
        .offset = offsetof(struct note_object, settings),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"settings\"",
        .default_json = TEXT("{\"colour\":\"yellow\"}"),
    },
    /* schema.json:11 */
    [note_TAGS] = {
        .name = TEXT("tags"),
        .type = FIELD_ARRAY,
        .element_type = -1,
        .offset = offsetof(struct note_object, tags),
        .column = COLUMN_FIRST_FIELD + 5,
        .column_name = "\"tags\"",
    },
    /* schema.json:12 */
    [note_OWNER] = {
        .name = TEXT("owner"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct note_object, owner),
        .column = COLUMN_FIRST_FIELD + 6,
        .column_name = "\"owner\"",
        .target = &user_model,
        .required = true,
    },
    /* schema.json:13 */
    [note_PARENT] = {
        .name = TEXT("parent"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct note_object, parent),
        .column = COLUMN_FIRST_FIELD + 7,
        .column_name = "\"parent\"",
        .target = &note_model,
    },
    /* schema.json:14 */
    [note_READERS] = {
        .name = TEXT("readers"),
        .type = FIELD_RELATION,
        .element_type = -1,
        .column = -1,
        .column_name = "",
        .join_table = "\"_Join:readers:Note\"",
        .target = &user_model,
    },
    /* schema.json:15 */
    [note_SCAN] = {
        .name = TEXT("scan"),
        .type = FIELD_FILE,
        .element_type = -1,
        .offset = offsetof(struct note_object, scan),
        .column = COLUMN_FIRST_FIELD + 8,
        .column_name = "\"scan\"",
    },
    /* schema.json:16 */
    [note_PLACE] = {
        .name = TEXT("place"),
        .type = FIELD_GEOPOINT,
        .element_type = -1,
        .offset = offsetof(struct note_object, place),
        .column = COLUMN_FIRST_FIELD + 9,
        .column_name = "\"place_latitude\"",
        .second_column_name = "\"place_longitude\"",
    },
    /* schema.json:17 */
    [note_AREA] = {
        .name = TEXT("area"),
        .type = FIELD_POLYGON,
        .element_type = -1,
        .offset = offsetof(struct note_object, area),
        .column = COLUMN_FIRST_FIELD + 11,
        .column_name = "\"area\"",
    },
    /* schema.json:18 */
    [note_DIGEST] = {
        .name = TEXT("digest"),
        .type = FIELD_BYTES,
        .element_type = -1,
        .offset = offsetof(struct note_object, digest),
        .column = COLUMN_FIRST_FIELD + 12,
        .column_name = "\"digest\"",
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("area"), note_AREA},
    {TEXT("digest"), note_DIGEST},
    {TEXT("due"), note_DUE},
    {TEXT("owner"), note_OWNER},
    {TEXT("parent"), note_PARENT},
    {TEXT("pinned"), note_PINNED},
    {TEXT("place"), note_PLACE},
    {TEXT("rank"), note_RANK},
    {TEXT("readers"), note_READERS},
    {TEXT("scan"), note_SCAN},
    {TEXT("settings"), note_SETTINGS},
    {TEXT("tags"), note_TAGS},
    {TEXT("title"), note_TITLE},
};

static const struct class_index indexes[] = {
    {TEXT("owner_due"), TEXT("{\"owner\":1,\"due\":-1}")},
    {TEXT("owner_due_2"), TEXT("{\"owner\":1,\"due\":1}")},
};

const struct class note_model = {
    .name = TEXT("Note"),
    .table = "\"Note\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"title\", \"rank\", "
               "\"pinned\", \"due\", \"settings\", \"tags\", \"owner\", \"parent\", \"scan\", "
               "\"place_latitude\", \"place_longitude\", \"area\", \"digest\"",
    .column_count = COLUMN_FIRST_FIELD + 13,
    .fields = fields,
    .field_count = note_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct note_object),
    .state_offset = offsetof(struct note_object, state),
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .codec = &note_codec,
    .access = &note_access,
    .checks = &note_checks,
    .hooks = &note_hook_class,
};
