/* model.c - the fields of class Entry, and what it consists of. Generated. */
#include "classes/entry/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:8 */
    [entry_OWNER] = {
        .name = TEXT("owner"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct entry_object, owner),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"owner\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:8 */
    [entry_TEXT] = {
        .name = TEXT("text"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct entry_object, text),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"text\"",
        .required = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("owner"), entry_OWNER},
    {TEXT("text"), entry_TEXT},
};

const struct class entry_model = {
    .name = TEXT("Entry"),
    .table = "\"Entry\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"owner\", \"text\"",
    .column_count = COLUMN_FIRST_FIELD + 2,
    .fields = fields,
    .field_count = entry_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct entry_object),
    .state_offset = offsetof(struct entry_object, state),
    .codec = &entry_codec,
    .access = &entry_access,
    .checks = &entry_checks,
    .hooks = &entry_hook_class,
};
