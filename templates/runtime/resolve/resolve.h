/* resolve.h - what a server answers GraphQL from: its schema, and what each type and field of it stands
 * for. Built once at the start, only read from then on. */
#ifndef RUNTIME_RESOLVE_RESOLVE_H
#define RUNTIME_RESOLVE_RESOLVE_H

#include "graphql/schema.h"
#include "graphql/validate.h"
#include "model/class.h"
#include "request/server.h"

/* What a field stands for: graphql_field.belongings.number, whose data is the class or class_field in
 * brackets. */
enum resolve_kind {
    RESOLVE_NOTHING, /* its parent's own writer knows it by its name */
    /* Query */
    RESOLVE_HEALTH,
    RESOLVE_VIEWER,
    RESOLVE_NODE,
    RESOLVE_GET,  /* (class) */
    RESOLVE_FIND, /* (class) */
    /* Subscription */
    RESOLVE_SUBSCRIBE, /* (class) */
    RESOLVE_EVENT,
    RESOLVE_EVENT_NODE,
    RESOLVE_EVENT_ORIGINAL,
    RESOLVE_EVENT_SINCE,
    /* an object */
    RESOLVE_ID,
    RESOLVE_OBJECT_ID,
    RESOLVE_CREATED_AT,
    RESOLVE_UPDATED_AT,
    RESOLVE_ACL,
    RESOLVE_FIELD, /* (class_field) */
    /* a connection, an edge */
    RESOLVE_PAGE_INFO,
    RESOLVE_EDGES,
    RESOLVE_COUNT,
    RESOLVE_EDGE_NODE,
    RESOLVE_CURSOR,
    /* Mutation */
    RESOLVE_CREATE, /* (class) */
    RESOLVE_UPDATE, /* (class) */
    RESOLVE_DELETE, /* (class) */
    RESOLVE_SIGN_UP,
    RESOLVE_LOG_IN,
    RESOLVE_LOG_IN_WITH,
    RESOLVE_LOG_OUT,
    RESOLVE_RESET_PASSWORD,
    RESOLVE_SEND_VERIFICATION,
    RESOLVE_CHALLENGE,
    RESOLVE_CREATE_FILE,
    RESOLVE_CALL_FUNCTION,
    /* a payload */
    RESOLVE_CLIENT_MUTATION_ID,
    RESOLVE_PAYLOAD_OBJECT, /* (class) */
    RESOLVE_PAYLOAD_VIEWER,
    RESOLVE_PAYLOAD_OK,
    RESOLVE_PAYLOAD_FILE,
    RESOLVE_PAYLOAD_RESULT,
    RESOLVE_PAYLOAD_CHALLENGE,
    /* a viewer */
    RESOLVE_SESSION_TOKEN,
    RESOLVE_VIEWER_USER
};

enum introspection { INTROSPECTION_EVERYONE, INTROSPECTION_USERS, INTROSPECTION_MASTER };

struct resolve {
    struct arena arena;
    const struct graphql_schema *schema;
    struct graphql_limits limits;
    enum introspection introspection; /* who may look at the schema */
};

/* Builds it; NULL, with the reason in the log, when that fails, or without one when the server is told to
 * have no GraphQL (*wanted is false then). */
struct resolve *resolve_start(const struct server *server, bool *wanted);

/* NULL is allowed. */
void resolve_stop(struct resolve *resolve);

/* What a class's objects are called in the schema; NULL: they are not in it. */
const struct graphql_type *resolve_type(const struct resolve *resolve, const struct app *app,
                                        const struct class *class);

#endif
