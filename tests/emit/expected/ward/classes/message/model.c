/* model.c - the fields of class Message, and what it consists of. Generated. */
#include "classes/message/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:7 */
    [message_SENDER] = {
        .name = TEXT("sender"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct message_object, sender),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"sender\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:7 */
    [message_RECIPIENT] = {
        .name = TEXT("recipient"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct message_object, recipient),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"recipient\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:7 */
    [message_BODY] = {
        .name = TEXT("body"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct message_object, body),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"body\"",
    },
    /* agent.md:7 */
    [message_STATUS] = {
        .name = TEXT("status"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct message_object, status),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"status\"",
        .stamped = true,
        .default_json = TEXT("\"sent\""),
        .words = (const struct text[]){TEXT("sent"), TEXT("delivered"), TEXT("read")},
        .word_count = 3,
    },
    /* agent.md:7 */
    [message_IS_READ] = {
        .name = TEXT("isRead"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct message_object, is_read),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"isRead\"",
        .reserved = true,
        .stamped = true,
        .default_json = TEXT("false"),
    },
    /* agent.md:7 */
    [message_SENT_AT] = {
        .name = TEXT("sentAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct message_object, sent_at),
        .column = COLUMN_FIRST_FIELD + 5,
        .column_name = "\"sentAt\"",
        .reserved = true,
        .stamped = true,
    },
    /* agent.md:18 */
    [message_READ_AT] = {
        .name = TEXT("readAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct message_object, read_at),
        .column = COLUMN_FIRST_FIELD + 6,
        .column_name = "\"readAt\"",
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("body"), message_BODY},
    {TEXT("isRead"), message_IS_READ},
    {TEXT("readAt"), message_READ_AT},
    {TEXT("recipient"), message_RECIPIENT},
    {TEXT("sender"), message_SENDER},
    {TEXT("sentAt"), message_SENT_AT},
    {TEXT("status"), message_STATUS},
};

static const struct class_index indexes[] = {
    {TEXT("sender_sentAt"), TEXT("{\"sender\":1,\"sentAt\":1}")},
};

const struct class message_model = {
    .name = TEXT("Message"),
    .table = "\"Message\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"sender\", "
               "\"recipient\", \"body\", \"status\", \"isRead\", \"sentAt\", \"readAt\"",
    .column_count = COLUMN_FIRST_FIELD + 7,
    .fields = fields,
    .field_count = message_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct message_object),
    .state_offset = offsetof(struct message_object, state),
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .codec = &message_codec,
    .access = &message_access,
    .checks = &message_checks,
    .notices = &message_notices,
    .hooks = &message_hook_class,
};
