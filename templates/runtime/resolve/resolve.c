/* resolve.c - see resolve.h. What fields stand for is told by their names, within types that the generator
 * has named (graphql.c): for each class a row of class_graphql, for the rest the tables here. */
#include "resolve/resolve.h"

#include "base/log.h"
#include "graphql/schema_build.h"

#include <stdlib.h>

struct named_kind {
    const char *type; /* NULL: of objects of any class */
    const char *field;
    enum resolve_kind kind;
};

static const struct named_kind kinds[] = {
    {"Query", "health", RESOLVE_HEALTH},
    {"Query", "viewer", RESOLVE_VIEWER},
    {"Query", "node", RESOLVE_NODE},
    {"Viewer", "sessionToken", RESOLVE_SESSION_TOKEN},
    {"Viewer", "user", RESOLVE_VIEWER_USER},
    {"Mutation", "signUp", RESOLVE_SIGN_UP},
    {"Mutation", "logIn", RESOLVE_LOG_IN},
    {"Mutation", "logInWith", RESOLVE_LOG_IN_WITH},
    {"Mutation", "logOut", RESOLVE_LOG_OUT},
    {"Mutation", "resetPassword", RESOLVE_RESET_PASSWORD},
    {"Mutation", "sendVerificationEmail", RESOLVE_SEND_VERIFICATION},
    {"Mutation", "challenge", RESOLVE_CHALLENGE},
    {"Mutation", "createFile", RESOLVE_CREATE_FILE},
    {"Mutation", "callCloudCode", RESOLVE_CALL_FUNCTION},
};

/* Fields of payloads, whatever the payload. */
static const struct named_kind payload_kinds[] = {
    {NULL, "clientMutationId", RESOLVE_CLIENT_MUTATION_ID},
    {NULL, "viewer", RESOLVE_PAYLOAD_VIEWER},
    {NULL, "ok", RESOLVE_PAYLOAD_OK},
    {NULL, "fileInfo", RESOLVE_PAYLOAD_FILE},
    {NULL, "result", RESOLVE_PAYLOAD_RESULT},
    {NULL, "challengeData", RESOLVE_PAYLOAD_CHALLENGE},
};

static const struct named_kind object_kinds[] = {
    {NULL, "id", RESOLVE_ID},
    {NULL, "objectId", RESOLVE_OBJECT_ID},
    {NULL, "createdAt", RESOLVE_CREATED_AT},
    {NULL, "updatedAt", RESOLVE_UPDATED_AT},
    {NULL, "ACL", RESOLVE_ACL},
};

static const struct named_kind connection_kinds[] = {
    {NULL, "pageInfo", RESOLVE_PAGE_INFO}, {NULL, "edges", RESOLVE_EDGES},
    {NULL, "count", RESOLVE_COUNT},        {NULL, "node", RESOLVE_EDGE_NODE},
    {NULL, "cursor", RESOLVE_CURSOR},
};

static const struct named_kind event_kinds[] = {
    {NULL, "id", RESOLVE_ID},
    {NULL, "objectId", RESOLVE_OBJECT_ID},
    {NULL, "event", RESOLVE_EVENT},
    {NULL, "node", RESOLVE_EVENT_NODE},
    {NULL, "original", RESOLVE_EVENT_ORIGINAL},
    {NULL, "since", RESOLVE_EVENT_SINCE},
};

static bool set_kind(struct graphql_field *field, enum resolve_kind kind, const void *data)
{
    if (!field)
        return false;
    field->belongings = (struct graphql_belongings){.data = data, .number = (int)kind};
    return true;
}

static void set_kinds(struct graphql_type *type, const struct named_kind *rows, size_t count,
                      const void *data)
{
    for (size_t i = 0; type && i < count; i++)
        set_kind(graphql_find_field(type, text_of(rows[i].field)), rows[i].kind, data);
}

/* A type whose name is made of a class's: "CreatePatientProfilePayload". */
static struct graphql_type *find_derived(struct resolve *resolve, const char *before,
                                         struct text name, const char *after)
{
    const struct text parts[] = {text_of(before), name, text_of(after)};
    struct text whole = arena_join(&resolve->arena, parts, 3);

    return whole.bytes ? graphql_find_type(resolve->schema, whole) : NULL;
}

static void set_mutation(struct resolve *resolve, const struct class_graphql *names,
                         const char *verb, const char *verb_in_type, enum resolve_kind kind)
{
    const struct text parts[] = {text_of(verb), names->type};
    struct text field = arena_join(&resolve->arena, parts, 2);
    const struct graphql_type *mutation = resolve->schema->roots[GRAPHQL_MUTATION];
    struct graphql_type *payload = find_derived(resolve, verb_in_type, names->type, "Payload");

    if (!field.bytes || !mutation ||
        !set_kind(graphql_find_field(mutation, field), kind, names->class) || !payload)
        return;
    set_kinds(payload, payload_kinds, sizeof payload_kinds / sizeof *payload_kinds, NULL);
    set_kind(graphql_find_field(payload, names->get), RESOLVE_PAYLOAD_OBJECT, names->class);
}

/* Of a class that is live. */
static void set_subscription(struct resolve *resolve, const struct class_graphql *names)
{
    const struct graphql_type *subscription = resolve->schema->roots[GRAPHQL_SUBSCRIPTION];

    if (subscription &&
        set_kind(graphql_find_field(subscription, names->find), RESOLVE_SUBSCRIBE, names->class))
        set_kinds(find_derived(resolve, "", names->type, "SubscriptionPayload"), event_kinds,
                  sizeof event_kinds / sizeof *event_kinds, NULL);
}

/* Hangs on the schema what belongs to a class. False when the schema has no type for it. */
static bool set_class(struct resolve *resolve, const struct class_graphql *names)
{
    const struct class *class = names->class;
    const struct graphql_type *query = resolve->schema->roots[GRAPHQL_QUERY];
    struct graphql_type *type = graphql_find_type(resolve->schema, names->type);
    enum { OBJECT_KINDS = sizeof object_kinds / sizeof *object_kinds };
    enum { CONNECTION_KINDS = sizeof connection_kinds / sizeof *connection_kinds };

    if (!type || !set_kind(graphql_find_field(query, names->get), RESOLVE_GET, class) ||
        !set_kind(graphql_find_field(query, names->find), RESOLVE_FIND, class))
        return false;
    for (size_t i = 0; i < type->field_count; i++) {
        const struct class_field *field = class_find_field(class, type->fields[i].name);
        if (field)
            set_kind(&type->fields[i], RESOLVE_FIELD, field);
    }
    set_kinds(type, object_kinds, OBJECT_KINDS, NULL);
    set_kinds(find_derived(resolve, "", names->type, "Connection"), connection_kinds,
              CONNECTION_KINDS, class);
    set_kinds(find_derived(resolve, "", names->type, "Edge"), connection_kinds, CONNECTION_KINDS,
              class);
    set_mutation(resolve, names, "create", "Create", RESOLVE_CREATE);
    set_mutation(resolve, names, "update", "Update", RESOLVE_UPDATE);
    set_mutation(resolve, names, "delete", "Delete", RESOLVE_DELETE);
    set_subscription(resolve, names);
    return true;
}

static bool set_all(struct resolve *resolve, const struct app_graphql *app)
{
    const struct graphql_type *mutation = resolve->schema->roots[GRAPHQL_MUTATION];

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct graphql_type *type = graphql_find_type(resolve->schema, text_of(kinds[i].type));
        if (type)
            set_kind(graphql_find_field(type, text_of(kinds[i].field)), kinds[i].kind, NULL);
    }
    for (size_t i = 0; mutation && i < mutation->field_count; i++) {
        const struct graphql_field *field = &mutation->fields[i];
        set_kinds(graphql_find_type(resolve->schema, field->type->named->name), payload_kinds,
                  sizeof payload_kinds / sizeof *payload_kinds, NULL);
    }
    for (size_t i = 0; i < app->class_count; i++) {
        if (!set_class(resolve, &app->classes[i])) {
            log_error("the GraphQL schema has no type %.*s", TEXT_PRINTED(app->classes[i].type));
            return false;
        }
    }
    return true;
}

static bool build(struct resolve *resolve, const struct app_graphql *app)
{
    struct graphql_errors errors;

    graphql_errors_init(&errors, &resolve->arena, 1);
    resolve->schema = graphql_schema_build(embedded_text(&app->schema), &errors);
    if (!resolve->schema)
        log_error("the GraphQL schema is none: %.*s",
                  TEXT_PRINTED(errors.first ? errors.first->message : text_of("out of memory")));
    return resolve->schema != NULL;
}

/* Whether the option names who may look at the schema; by default in an app with rules whoever is signed
 * in, and else everybody, as whoever asks may see what there is. */
static bool read_introspection(const struct server *server, struct resolve *resolve)
{
    struct text who = server->options.graphql_introspection;

    resolve->introspection = server->app->is_guarded ? INTROSPECTION_USERS : INTROSPECTION_EVERYONE;
    if (text_is(who, "everyone"))
        resolve->introspection = INTROSPECTION_EVERYONE;
    else if (text_is(who, "users"))
        resolve->introspection = INTROSPECTION_USERS;
    else if (text_is(who, "master"))
        resolve->introspection = INTROSPECTION_MASTER;
    else if (who.length) {
        log_error("--graphql-introspection is everyone, users or master");
        return false;
    }
    return true;
}

static void read_limits(const struct options *options, struct graphql_limits *limits)
{
    *limits = graphql_default_limits;
    limits->depth = (unsigned)options->graphql_depth;
    limits->cost = (unsigned)options->graphql_cost;
    limits->aliases = (unsigned)options->graphql_aliases;
}

struct resolve *resolve_start(const struct server *server, bool *wanted)
{
    struct resolve *resolve;

    *wanted = !server->options.no_graphql && server->app->graphql;
    if (!*wanted)
        return NULL;
    resolve = calloc(1, sizeof *resolve);
    if (!resolve)
        return NULL;
    arena_init(&resolve->arena);
    read_limits(&server->options, &resolve->limits);
    if (read_introspection(server, resolve) && build(resolve, server->app->graphql) &&
        set_all(resolve, server->app->graphql))
        return resolve;
    resolve_stop(resolve);
    return NULL;
}

void resolve_stop(struct resolve *resolve)
{
    if (!resolve)
        return;
    arena_release(&resolve->arena);
    free(resolve);
}

const struct graphql_type *resolve_type(const struct resolve *resolve, const struct app *app,
                                        const struct class *class)
{
    for (size_t i = 0; i < app->graphql->class_count; i++)
        if (app->graphql->classes[i].class == class)
            return graphql_find_type(resolve->schema, app->graphql->classes[i].type);
    return NULL;
}
