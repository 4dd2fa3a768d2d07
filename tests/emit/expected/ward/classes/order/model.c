/* model.c - the fields of class Order, and what it consists of. Generated. */
#include "classes/order/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:5 */
    [order_PATIENT] = {
        .name = TEXT("patient"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct order_object, patient),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"patient\"",
        .target = &patient_model,
        .required = true,
    },
    /* agent.md:5 */
    [order_DRUG] = {
        .name = TEXT("drug"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct order_object, drug),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"drug\"",
        .required = true,
    },
    /* agent.md:5 */
    [order_DOSE] = {
        .name = TEXT("dose"),
        .type = FIELD_NUMBER,
        .element_type = -1,
        .offset = offsetof(struct order_object, dose),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"dose\"",
        .required = true,
    },
    /* agent.md:5 */
    [order_STATUS] = {
        .name = TEXT("status"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct order_object, status),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"status\"",
        .default_json = TEXT("\"draft\""),
        .words = (const struct text[]){TEXT("draft"), TEXT("active"), TEXT("done")},
        .word_count = 3,
    },
    /* agent.md:5 */
    [order_REASON] = {
        .name = TEXT("reason"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct order_object, reason),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"reason\"",
    },
    /* agent.md:5 */
    [order_SECRET] = {
        .name = TEXT("secret"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct order_object, secret),
        .column = COLUMN_FIRST_FIELD + 5,
        .column_name = "\"secret\"",
    },
    /* agent.md:41 */
    [order_PUBLISHED_AT] = {
        .name = TEXT("publishedAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct order_object, published_at),
        .column = COLUMN_FIRST_FIELD + 6,
        .column_name = "\"publishedAt\"",
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
    /* agent.md:41 */
    [order_PUBLISHED_BY] = {
        .name = TEXT("publishedBy"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct order_object, published_by),
        .column = COLUMN_FIRST_FIELD + 7,
        .column_name = "\"publishedBy\"",
        .target = &user_model,
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
    /* agent.md:45 */
    [order_IS_ACKNOWLEDGED] = {
        .name = TEXT("isAcknowledged"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct order_object, is_acknowledged),
        .column = COLUMN_FIRST_FIELD + 8,
        .column_name = "\"isAcknowledged\"",
        .reserved = true,
        .stamped = true,
        .default_json = TEXT("false"),
    },
    /* agent.md:45 */
    [order_ACKNOWLEDGED_AT] = {
        .name = TEXT("acknowledgedAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct order_object, acknowledged_at),
        .column = COLUMN_FIRST_FIELD + 9,
        .column_name = "\"acknowledgedAt\"",
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
    /* agent.md:45 */
    [order_ACKNOWLEDGED_BY] = {
        .name = TEXT("acknowledgedBy"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct order_object, acknowledged_by),
        .column = COLUMN_FIRST_FIELD + 10,
        .column_name = "\"acknowledgedBy\"",
        .target = &user_model,
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("acknowledgedAt"), order_ACKNOWLEDGED_AT},
    {TEXT("acknowledgedBy"), order_ACKNOWLEDGED_BY},
    {TEXT("dose"), order_DOSE},
    {TEXT("drug"), order_DRUG},
    {TEXT("isAcknowledged"), order_IS_ACKNOWLEDGED},
    {TEXT("patient"), order_PATIENT},
    {TEXT("publishedAt"), order_PUBLISHED_AT},
    {TEXT("publishedBy"), order_PUBLISHED_BY},
    {TEXT("reason"), order_REASON},
    {TEXT("secret"), order_SECRET},
    {TEXT("status"), order_STATUS},
};

/* The fields by their first names, as version_hash.h wants them. */
static const int record_order[] = {
    order_ACKNOWLEDGED_AT,
    order_ACKNOWLEDGED_BY,
    order_DOSE,
    order_DRUG,
    order_IS_ACKNOWLEDGED,
    order_PATIENT,
    order_PUBLISHED_AT,
    order_PUBLISHED_BY,
    order_REASON,
    order_SECRET,
    order_STATUS,
};

const struct class order_model = {
    .name = TEXT("Order"),
    .table = "\"Order\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"patient\", \"drug\", "
               "\"dose\", \"status\", \"reason\", \"secret\", \"publishedAt\", "
               "\"publishedBy\", \"isAcknowledged\", \"acknowledgedAt\", \"acknowledgedBy\"",
    .column_count = COLUMN_FIRST_FIELD + 11,
    .fields = fields,
    .field_count = order_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct order_object),
    .state_offset = offsetof(struct order_object, state),
    .version_table = "\"_Version:Order\"",
    .version_field = -1,
    .record_order = record_order,
    .codec = &order_codec,
    .access = &order_access,
    .checks = &order_checks,
    .notices = &order_notices,
    .hooks = &order_hook_class,
};
