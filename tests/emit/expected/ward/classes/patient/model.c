/* model.c - the fields of class Patient, and what it consists of. Generated. */
#include "classes/patient/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:4 */
    [patient_USER] = {
        .name = TEXT("user"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct patient_object, user),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"user\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:4 */
    [patient_NAME] = {
        .name = TEXT("name"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct patient_object, name),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"name\"",
        .required = true,
    },
    /* agent.md:4 */
    [patient_SEX] = {
        .name = TEXT("sex"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct patient_object, sex),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"sex\"",
        .words = (const struct text[]){TEXT("female"), TEXT("male"), TEXT("other")},
        .word_count = 3,
    },
    /* agent.md:4 */
    [patient_CONTACT] = {
        .name = TEXT("contact"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct patient_object, contact),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"contact\"",
        .sealed = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("contact"), patient_CONTACT},
    {TEXT("name"), patient_NAME},
    {TEXT("sex"), patient_SEX},
    {TEXT("user"), patient_USER},
};

const struct class patient_model = {
    .name = TEXT("Patient"),
    .table = "\"Patient\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"user\", \"name\", "
               "\"sex\", \"contact\"",
    .column_count = COLUMN_FIRST_FIELD + 4,
    .fields = fields,
    .field_count = patient_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct patient_object),
    .state_offset = offsetof(struct patient_object, state),
    .codec = &patient_codec,
    .access = &patient_access,
    .checks = &patient_checks,
    .hooks = &patient_hook_class,
};
