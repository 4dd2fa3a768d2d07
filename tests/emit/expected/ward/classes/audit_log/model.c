/* model.c - the fields of class AuditLog, and what it consists of. Generated. */
#include "classes/audit_log/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:42 */
    [audit_log_ACTOR] = {
        .name = TEXT("actor"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct audit_log_object, actor),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"actor\"",
        .target = &user_model,
    },
    /* agent.md:42 */
    [audit_log_ACTION] = {
        .name = TEXT("action"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct audit_log_object, action),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"action\"",
    },
    /* agent.md:42 */
    [audit_log_ENTITY_TYPE] = {
        .name = TEXT("entityType"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct audit_log_object, entity_type),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"entityType\"",
    },
    /* agent.md:42 */
    [audit_log_ENTITY_ID] = {
        .name = TEXT("entityId"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct audit_log_object, entity_id),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"entityId\"",
    },
    /* agent.md:42 */
    [audit_log_PAYLOAD] = {
        .name = TEXT("payload"),
        .type = FIELD_OBJECT,
        .element_type = -1,
        .offset = offsetof(struct audit_log_object, payload),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"payload\"",
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("action"), audit_log_ACTION},
    {TEXT("actor"), audit_log_ACTOR},
    {TEXT("entityId"), audit_log_ENTITY_ID},
    {TEXT("entityType"), audit_log_ENTITY_TYPE},
    {TEXT("payload"), audit_log_PAYLOAD},
};

const struct class audit_log_model = {
    .name = TEXT("AuditLog"),
    .table = "\"AuditLog\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"actor\", \"action\", "
               "\"entityType\", \"entityId\", \"payload\"",
    .column_count = COLUMN_FIRST_FIELD + 5,
    .fields = fields,
    .field_count = audit_log_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct audit_log_object),
    .state_offset = offsetof(struct audit_log_object, state),
    .codec = &audit_log_codec,
    .access = &audit_log_access,
    .checks = &audit_log_checks,
    .hooks = &audit_log_hook_class,
};
