/* model.c - the fields of class CareAssignment, and what it consists of. Generated. */
#include "classes/care_assignment/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:25 */
    [care_assignment_PATIENT] = {
        .name = TEXT("patient"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct care_assignment_object, patient),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"patient\"",
        .target = &patient_model,
        .required = true,
    },
    /* agent.md:25 */
    [care_assignment_PROVIDER] = {
        .name = TEXT("provider"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct care_assignment_object, provider),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"provider\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:25 */
    [care_assignment_STARTS_AT] = {
        .name = TEXT("startsAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct care_assignment_object, starts_at),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"startsAt\"",
    },
    /* agent.md:25 */
    [care_assignment_ENDS_AT] = {
        .name = TEXT("endsAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct care_assignment_object, ends_at),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"endsAt\"",
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("endsAt"), care_assignment_ENDS_AT},
    {TEXT("patient"), care_assignment_PATIENT},
    {TEXT("provider"), care_assignment_PROVIDER},
    {TEXT("startsAt"), care_assignment_STARTS_AT},
};

static const struct class_index indexes[] = {
    {TEXT("provider_startsAt"), TEXT("{\"provider\":1,\"startsAt\":1}")},
    {TEXT("provider_endsAt"), TEXT("{\"provider\":1,\"endsAt\":1}")},
};

const struct class care_assignment_model = {
    .name = TEXT("CareAssignment"),
    .table = "\"CareAssignment\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"patient\", "
               "\"provider\", \"startsAt\", \"endsAt\"",
    .column_count = COLUMN_FIRST_FIELD + 4,
    .fields = fields,
    .field_count = care_assignment_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct care_assignment_object),
    .state_offset = offsetof(struct care_assignment_object, state),
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .codec = &care_assignment_codec,
    .access = &care_assignment_access,
    .checks = &care_assignment_checks,
    .hooks = &care_assignment_hook_class,
};
