/* graphql_schema.c - see graphql_schema.h. Names are parse-server's (its src/GraphQL/loaders). What may be
 * hidden from somebody, or point at what he may not have, is never said to be there (`!`): else the
 * object that has it would be lost with it. */
#include "emit/code/graphql_schema.h"

#include "emit/code/class_stamps.h"
#include "emit/permissions.h"

#include <string.h>

/* What the types of fields are called: as an answer, in a create or an update, and in a where; % is the type
 * of the class that the field points at. */
static const struct {
    const char *output;
    const char *input;
    const char *where;
} types[FIELD_TYPE_COUNT] = {
    [FIELD_STRING] = {"String", "String", "StringWhereInput"},
    [FIELD_NUMBER] = {"Float", "Float", "NumberWhereInput"},
    [FIELD_BOOLEAN] = {"Boolean", "Boolean", "BooleanWhereInput"},
    [FIELD_DATE] = {"Date", "Date", "DateWhereInput"},
    [FIELD_OBJECT] = {"Object", "Object", "ObjectWhereInput"},
    [FIELD_ARRAY] = {"[ArrayResult]", "[Any]", "ArrayWhereInput"},
    [FIELD_POINTER] = {"%", "%PointerInput", "%RelationWhereInput"},
    [FIELD_RELATION] = {"%Connection", "%RelationInput", "%RelationWhereInput"},
    [FIELD_FILE] = {"FileInfo", "FileInput", "FileWhereInput"},
    [FIELD_GEOPOINT] = {"GeoPoint", "GeoPointInput", "GeoPointWhereInput"},
    [FIELD_POLYGON] = {"[GeoPoint!]", "[GeoPointInput!]", "PolygonWhereInput"},
    [FIELD_BYTES] = {"Bytes", "Bytes", "BytesWhereInput"},
};

static void add_filled(struct buffer *buffer, const char *form, const char *name)
{
    for (; *form != '\0'; form++)
        if (*form == '%')
            buffer_add_string(buffer, name);
        else
            buffer_add(buffer, form, 1);
}

static const char *field_type(const struct graphql_naming *naming, struct arena *arena,
                              const char *form, const struct model_field *field)
{
    struct buffer type;
    buffer_init(&type, arena);
    add_filled(&type, form, field->target ? graphql_type_of(naming, field->target) : "");
    return type.bytes;
}

/* "(where: ..., order: ...)" of a find. */
static void add_find_arguments(struct buffer *buffer, const char *type)
{
    add_filled(buffer,
               "(where: %WhereInput, order: [%Order!], skip: Int, after: String, first: Int, "
               "before: String, last: Int, options: ReadOptionsInput)",
               type);
}

static void add_output_field(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *class, const struct model_field *field,
                             const char *name)
{
    bool is_there = field->required && !class->builtin && field->type != FIELD_POINTER &&
                    field->type != FIELD_RELATION &&
                    !field_may_be_hidden(buffer->arena, class, field);
    buffer_printf(buffer, "  %s", name);
    if (field->type == FIELD_RELATION)
        add_find_arguments(buffer, graphql_type_of(naming, field->target));
    buffer_printf(buffer, ": %s%s\n",
                  field_type(naming, buffer->arena, types[field->type].output, field),
                  is_there ? "!" : "");
}

/* Calls add for each field under each of its names that the schema can have. */
static void for_each_name(struct buffer *buffer, const struct graphql_naming *naming,
                          const struct model_class *class,
                          void (*add)(struct buffer *buffer, const struct graphql_naming *naming,
                                      const struct model_class *class,
                                      const struct model_field *field, const char *name))
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        for (size_t j = 0; j <= field->alias_count; j++) {
            const char *name = j == 0 ? field->name : field->aliases[j - 1];
            if (graphql_has_name(name))
                add(buffer, naming, class, field, name);
        }
    }
}

static void add_objects(struct buffer *buffer, const struct graphql_naming *naming,
                        const struct graphql_names *names)
{
    add_filled(buffer,
               "\ntype % implements ParseObject & Node {\n  \"The global id.\"\n  id: ID!\n"
               "  objectId: ID!\n  createdAt: Date!\n  updatedAt: Date!\n  ACL: ACL\n",
               names->type);
    for_each_name(buffer, naming, names->class, add_output_field);
    add_filled(buffer,
               "}\n\ntype %Edge {\n  node: %\n  cursor: String!\n}\n\n"
               "type %Connection {\n  pageInfo: PageInfo!\n  edges: [%Edge]\n  count: Int!\n}\n",
               names->type);
}

/* A sealed column is nothing that a database could compare or sort by. */
static void add_order_values(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *class, const struct model_field *field,
                             const char *name)
{
    (void)naming;
    (void)class;
    if (field->type != FIELD_RELATION && !field->sealed)
        buffer_printf(buffer, "  %s_ASC\n  %s_DESC\n", name, name);
}

static void add_where_field(struct buffer *buffer, const struct graphql_naming *naming,
                            const struct model_class *class, const struct model_field *field,
                            const char *name)
{
    (void)class;
    if (strcmp(name, "OR") != 0 && strcmp(name, "AND") != 0 && strcmp(name, "NOR") != 0 &&
        !field->sealed)
        buffer_printf(buffer, "  %s: %s\n", name,
                      field_type(naming, buffer->arena, types[field->type].where, field));
}

static void add_finding(struct buffer *buffer, const struct graphql_naming *naming,
                        const struct graphql_names *names)
{
    static const char *const built_in[] = {"id", "objectId", "createdAt", "updatedAt"};
    add_filled(buffer, "\nenum %Order {\n", names->type);
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        buffer_printf(buffer, "  %s_ASC\n  %s_DESC\n", built_in[i], built_in[i]);
    for_each_name(buffer, naming, names->class, add_order_values);
    add_filled(buffer,
               "}\n\ninput %WhereInput {\n  id: IdWhereInput\n  objectId: IdWhereInput\n"
               "  createdAt: DateWhereInput\n  updatedAt: DateWhereInput\n",
               names->type);
    for_each_name(buffer, naming, names->class, add_where_field);
    add_filled(buffer,
               "  OR: [%WhereInput!]\n  AND: [%WhereInput!]\n  NOR: [%WhereInput!]\n}\n\n"
               "input %RelationWhereInput {\n  have: %WhereInput\n  haveNot: %WhereInput\n"
               "  exists: Boolean\n}\n",
               names->type);
}

/* A create has to give it: nobody else does. Who signs up by what another system says of him gives no name. */
static bool must_be_given(const struct model_class *class, const struct model_field *field)
{
    return field->required && !class->builtin && !field->default_json && field->alias_count == 0 &&
           field->type != FIELD_RELATION && !field_is_stamped(class, field);
}

static void add_create_field(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *class, const struct model_field *field,
                             const char *name)
{
    if (!field->server_set && !field->reserved)
        buffer_printf(buffer, "  %s: %s%s\n", name,
                      field_type(naming, buffer->arena, types[field->type].input, field),
                      must_be_given(class, field) ? "!" : "");
}

static void add_update_field(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *class, const struct model_field *field,
                             const char *name)
{
    (void)class;
    if (!field->server_set)
        buffer_printf(buffer, "  %s: %s\n", name,
                      field_type(naming, buffer->arena, types[field->type].input, field));
}

static bool is_user(const struct model_class *class)
{
    return strcmp(class->name, "_User") == 0;
}

static void add_changing(struct buffer *buffer, const struct graphql_naming *naming,
                         const struct graphql_names *names)
{
    /* signUp creates users, whoever may create them otherwise. */
    if (names->mutates[OPERATION_CREATE] || is_user(names->class)) {
        add_filled(buffer, "\ninput Create%FieldsInput {\n  ACL: ACLInput\n", names->type);
        for_each_name(buffer, naming, names->class, add_create_field);
        buffer_add_string(buffer, is_user(names->class) ? "  password: String\n}\n" : "}\n");
    }
    if (names->mutates[OPERATION_UPDATE]) {
        add_filled(buffer, "\ninput Update%FieldsInput {\n  ACL: ACLInput\n", names->type);
        for_each_name(buffer, naming, names->class, add_update_field);
        buffer_add_string(buffer, is_user(names->class) ? "  password: String\n}\n" : "}\n");
    }
    /* Users, roles, sessions and devices are made for themselves, not along with something else. */
    bool creates = names->mutates[OPERATION_CREATE] && !names->class->builtin;
    add_filled(buffer, "\ninput %PointerInput {\n  link: ID\n", names->type);
    add_filled(buffer, creates ? "  createAndLink: Create%FieldsInput\n}\n" : "}\n", names->type);
    add_filled(buffer, "\ninput %RelationInput {\n  add: [ID!]\n  remove: [ID!]\n", names->type);
    add_filled(buffer, creates ? "  createAndAdd: [Create%FieldsInput!]\n}\n" : "}\n", names->type);
}

/* What a mutation takes and gives. */
static void add_operation(struct buffer *buffer, const struct graphql_names *names,
                          enum class_operation operation, const char *verb, const char *inputs)
{
    if (!names->mutates[operation])
        return;
    buffer_printf(buffer, "\ninput %s%sInput {\n", verb, names->type);
    add_filled(buffer, inputs, names->type);
    buffer_printf(buffer,
                  "  clientMutationId: String\n}\n\ntype %s%sPayload {\n  %s: %s\n"
                  "  clientMutationId: String\n}\n",
                  verb, names->type, names->get, names->type);
}

/* What is told of a row that was created, changed or deleted, or came into or out of sight. */
static void add_telling(struct buffer *buffer, const struct graphql_names *names)
{
    if (names->is_live)
        add_filled(buffer,
                   "\ntype %SubscriptionPayload {\n  event: SubscriptionEvent!\n"
                   "  \"The global id of what it happened to.\"\n  id: ID!\n  objectId: ID!\n"
                   "  \"The object as it is, or, when it is deleted, was; null where it is seen no "
                   "more.\"\n"
                   "  node: %\n  \"The object before, where it was seen.\"\n  original: %\n"
                   "  \"From where another subscription goes on.\"\n  since: String!\n}\n",
                   names->type);
}

void graphql_add_class(struct buffer *buffer, const struct graphql_naming *naming,
                       const struct graphql_names *names)
{
    add_objects(buffer, naming, names);
    add_finding(buffer, naming, names);
    add_changing(buffer, naming, names);
    add_operation(buffer, names, OPERATION_CREATE, "Create", "  fields: Create%FieldsInput\n");
    add_operation(buffer, names, OPERATION_UPDATE, "Update",
                  "  id: ID!\n  fields: Update%FieldsInput\n");
    add_operation(buffer, names, OPERATION_DELETE, "Delete", "  id: ID!\n");
    add_telling(buffer, names);
}

void graphql_add_queries(struct buffer *buffer, const struct graphql_names *names)
{
    buffer_printf(buffer, "  %s(id: ID!, options: ReadOptionsInput): %s\n  %s", names->get,
                  names->type, names->find);
    add_find_arguments(buffer, names->type);
    buffer_printf(buffer, ": %sConnection\n", names->type);
}

void graphql_add_mutations(struct buffer *buffer, const struct graphql_names *names)
{
    static const struct {
        enum class_operation operation;
        const char *form;
    } rows[] = {
        {OPERATION_CREATE, "  create%(input: Create%Input!): Create%Payload\n"},
        {OPERATION_UPDATE, "  update%(input: Update%Input!): Update%Payload\n"},
        {OPERATION_DELETE, "  delete%(input: Delete%Input!): Delete%Payload\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (names->mutates[rows[i].operation])
            add_filled(buffer, rows[i].form, names->type);
}

void graphql_add_subscriptions(struct buffer *buffer, const struct graphql_names *classes,
                               size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!classes[i].is_live)
            continue;
        buffer_add_string(buffer, any ? ""
                                      : "\n\"What happens from now on, by graphql-transport-ws.\"\n"
                                        "type Subscription {\n");
        any = true;
        buffer_printf(buffer, "  %s", classes[i].find);
        add_filled(buffer,
                   "(where: %WhereInput, watch: [String!], events: [SubscriptionEvent!], "
                   "since: String): %SubscriptionPayload\n",
                   classes[i].type);
    }
    buffer_add_string(buffer, any ? "}\n\nenum SubscriptionEvent {\n  create\n  enter\n  update\n"
                                    "  leave\n  delete\n}\n"
                                  : "");
}

static void add_log_in_field(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *class, const struct model_field *field,
                             const char *name)
{
    if (strcmp(name, "username") != 0 && strcmp(name, "authData") != 0)
        add_create_field(buffer, naming, class, field, name);
}

void graphql_add_log_in_with(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *user)
{
    buffer_add_string(buffer, "\ninput UserLoginWithInput {\n  ACL: ACLInput\n");
    for_each_name(buffer, naming, user, add_log_in_field);
    buffer_add_string(buffer, "}\n");
}
