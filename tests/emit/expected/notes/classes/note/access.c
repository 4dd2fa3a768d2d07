/* access.c - who may do what with which rows of class Note. Generated. */
#include "classes/note/model.h"

#include "model/class_access.h"

static const struct protected_fields protected_fields[] = {
    {.principal = TEXT("*"),
     .fields = (const int[]){note_SETTINGS, note_DIGEST},
     .field_count = 2},
};

static const char *const owners[] = {
    "SELECT \"Note\".\"objectId\" AS id, \"Note\".\"owner\" AS owner, FALSE AS helps:more FROM "
    "\"Note\" WHERE \"Note\".\"objectId\" :rows",
};

const struct class_access note_access = {
    .permissions = {
        [OPERATION_GET] = {.everyone = true},
        [OPERATION_FIND] = {.requires_authentication = true},
        [OPERATION_COUNT] = {
            .principals = (const struct text[]){TEXT("role:clerk")},
            .principal_count = 1},
        [OPERATION_CREATE] = {.requires_authentication = true},
        [OPERATION_UPDATE] = {
            .pointer_fields = (const int[]){note_OWNER},
            .pointer_field_count = 1},
    },
    .protected_fields = protected_fields,
    .protected_count = sizeof protected_fields / sizeof protected_fields[0],
    .owned = "\"Note\".\"owner\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
};
