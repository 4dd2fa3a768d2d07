/* model.c - the fields of class Visit, and what it consists of. Generated. */
#include "classes/visit/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:6 */
    [visit_PATIENT] = {
        .name = TEXT("patient"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct visit_object, patient),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"patient\"",
        .target = &patient_model,
        .required = true,
    },
    /* agent.md:6 */
    [visit_NURSE] = {
        .name = TEXT("nurse"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct visit_object, nurse),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"nurse\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:6 */
    [visit_START_AT] = {
        .name = TEXT("startAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct visit_object, start_at),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"startAt\"",
        .required = true,
    },
    /* agent.md:6 */
    [visit_END_AT] = {
        .name = TEXT("endAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct visit_object, end_at),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"endAt\"",
    },
    /* agent.md:6 */
    [visit_STATUS] = {
        .name = TEXT("status"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct visit_object, status),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"status\"",
        .words = (const struct text[]){TEXT("booked"), TEXT("cancelled")},
        .word_count = 2,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("endAt"), visit_END_AT},
    {TEXT("nurse"), visit_NURSE},
    {TEXT("patient"), visit_PATIENT},
    {TEXT("startAt"), visit_START_AT},
    {TEXT("status"), visit_STATUS},
};

static const struct class_index indexes[] = {
    {TEXT("nurse_startAt"), TEXT("{\"nurse\":1,\"startAt\":1}")},
    {TEXT("nurse_endAt"), TEXT("{\"nurse\":1,\"endAt\":1}")},
};

const struct class visit_model = {
    .name = TEXT("Visit"),
    .table = "\"Visit\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"patient\", \"nurse\", "
               "\"startAt\", \"endAt\", \"status\"",
    .column_count = COLUMN_FIRST_FIELD + 5,
    .fields = fields,
    .field_count = visit_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct visit_object),
    .state_offset = offsetof(struct visit_object, state),
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .codec = &visit_codec,
    .access = &visit_access,
    .checks = &visit_checks,
    .hooks = &visit_hook_class,
};
