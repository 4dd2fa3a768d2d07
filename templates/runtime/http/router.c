/* router.c - the table of routes, every route a row. */
#include "http/router.h"

#include "accounts/account_lock.h"
#include "accounts/account_mail.h"
#include "accounts/erasure.h"
#include "accounts/invitations.h"
#include "accounts/log_in.h"
#include "accounts/roles.h"
#include "accounts/sessions.h"
#include "accounts/users.h"
#include "aggregate/aggregate.h"
#include "http/batch.h"
#include "http/metrics.h"
#include "objects/objects.h"
#include "resolve/endpoint.h"
#include "routes/access_report.h"
#include "routes/audit_verification.h"
#include "routes/export.h"
#include "routes/files.h"
#include "routes/functions.h"
#include "routes/global_config.h"
#include "routes/health.h"
#include "routes/installations.h"
#include "routes/keys.h"
#include "routes/model_report.h"
#include "routes/outbox_routes.h"
#include "routes/pages.h"
#include "routes/purge.h"
#include "routes/schemas.h"
#include "routes/security_report.h"
#include "routes/self_erasure.h"
#include "routes/server_info.h"
#include "routes/signing.h"
#include "routes/versions.h"
#include "routes/webhook_routes.h"

/* A pattern's segments are compared one by one; ":x" takes any segment that is not empty. What the
 * app's classes do has rows of its own, in the emitted routes.c, which come first. Hot rows stand
 * first. Columns: method, pattern, writes, master only, prepare, hash, execute. */
static const struct route routes[] = {
    {METHOD_GET, TEXT("/classes/:class/:id"), false, false, NULL, NULL, objects_refuse},
    {METHOD_GET, TEXT("/classes/:class"), false, false, NULL, NULL, objects_find_none},
    {METHOD_POST, TEXT("/classes/:class"), true, false, objects_refuse, NULL, objects_refuse},
    {METHOD_PUT, TEXT("/classes/:class/:id"), true, false, objects_refuse, NULL, objects_refuse},
    {METHOD_DELETE, TEXT("/classes/:class/:id"), true, false, objects_refuse, NULL, objects_refuse},
    {METHOD_GET, TEXT("/classes/:class/:id/versions"), false, false, NULL, NULL, versions_find},
    {METHOD_GET, TEXT("/classes/:class/:id/versions/:number"), false, false, NULL, NULL,
     versions_get},
    {METHOD_GET, TEXT("/classes/:class/:id/signatures"), false, false, NULL, NULL, signing_find},
    {METHOD_POST, TEXT("/batch"), true, false, batch_prepare, batch_hash, batch_execute},
    {METHOD_POST, TEXT("/graphql"), true, false, graphql_prepare, graphql_hash, graphql_execute},
    {METHOD_GET, TEXT("/graphql"), false, false, graphql_prepare, graphql_hash, graphql_execute},

    {METHOD_GET, TEXT("/login"), true, false, log_in_prepare, log_in_hash, log_in},
    {METHOD_POST, TEXT("/login"), true, false, log_in_prepare, log_in_hash, log_in},
    {METHOD_POST, TEXT("/loginAs"), true, false, NULL, NULL, log_in_as},
    {METHOD_GET, TEXT("/verifyPassword"), true, false, log_in_verify_prepare, log_in_hash,
     log_in_verify_password},
    {METHOD_POST, TEXT("/verifyPassword"), true, false, log_in_verify_prepare, log_in_hash,
     log_in_verify_password},
    {METHOD_POST, TEXT("/challenge"), true, false, log_in_challenge_prepare, log_in_hash,
     log_in_challenge},
    {METHOD_POST, TEXT("/logout"), true, false, NULL, NULL, sessions_log_out},
    {METHOD_POST, TEXT("/users"), true, false, users_create_prepare, users_create_hash,
     users_create},
    {METHOD_GET, TEXT("/users/me"), false, false, NULL, NULL, users_get_me},
    {METHOD_GET, TEXT("/users"), false, false, NULL, NULL, users_find},
    {METHOD_GET, TEXT("/users/:id"), false, false, NULL, NULL, users_get},
    {METHOD_PUT, TEXT("/users/:id"), true, false, users_update_prepare, users_update_hash,
     users_update},
    {METHOD_DELETE, TEXT("/users/:id"), true, false, users_delete_prepare, NULL, users_delete},
    {METHOD_POST, TEXT("/users/:id/lock"), true, true, NULL, NULL, account_lock_lock},
    {METHOD_POST, TEXT("/users/:id/unlock"), true, true, NULL, NULL, account_lock_unlock},
    {METHOD_DELETE, TEXT("/users/:id/sessions"), true, true, NULL, NULL, sessions_end_of_user},
    {METHOD_POST, TEXT("/users/:id/erasure"), true, true, NULL, NULL, erasure_execute},
    {METHOD_GET, TEXT("/lockedUsers"), false, true, NULL, NULL, account_lock_find},
    {METHOD_PUT, TEXT("/users/:id/roles/:role"), true, true, NULL, NULL, roles_add_user},
    {METHOD_DELETE, TEXT("/users/:id/roles/:role"), true, true, NULL, NULL, roles_remove_user},

    {METHOD_POST, TEXT("/invitations"), true, false, invitations_prepare, NULL,
     invitations_execute},

    {METHOD_GET, TEXT("/sessions/me"), false, false, NULL, NULL, sessions_get_me},
    {METHOD_GET, TEXT("/sessions"), false, false, NULL, NULL, sessions_find},
    {METHOD_GET, TEXT("/sessions/:id"), false, false, NULL, NULL, sessions_get},
    {METHOD_POST, TEXT("/sessions"), true, false, NULL, NULL, sessions_post},
    {METHOD_PUT, TEXT("/sessions/:id"), true, false, NULL, NULL, sessions_update},
    {METHOD_DELETE, TEXT("/sessions/:id"), true, false, NULL, NULL, sessions_delete},

    {METHOD_POST, TEXT("/upgradeToRevocableSession"), true, false, NULL, NULL, sessions_upgrade},

    {METHOD_GET, TEXT("/roles"), false, false, NULL, NULL, roles_find},
    {METHOD_GET, TEXT("/roles/:id"), false, false, NULL, NULL, roles_get},
    {METHOD_POST, TEXT("/roles"), true, false, roles_create_prepare, NULL, roles_create},
    {METHOD_PUT, TEXT("/roles/:id"), true, false, roles_update_prepare, NULL, roles_update},
    {METHOD_DELETE, TEXT("/roles/:id"), true, false, roles_delete_prepare, NULL, roles_delete},

    {METHOD_GET, TEXT("/installations"), false, false, NULL, NULL, installations_find},
    {METHOD_GET, TEXT("/installations/:id"), false, false, NULL, NULL, installations_get},
    {METHOD_POST, TEXT("/installations"), true, false, NULL, NULL, installations_create},
    {METHOD_PUT, TEXT("/installations/:id"), true, false, NULL, NULL, installations_update},
    {METHOD_DELETE, TEXT("/installations/:id"), true, false, NULL, NULL, installations_delete},

    {METHOD_GET, TEXT("/schemas"), false, true, NULL, NULL, schemas_find},
    {METHOD_GET, TEXT("/schemas/:class"), false, true, NULL, NULL, schemas_get},
    {METHOD_POST, TEXT("/schemas"), false, true, NULL, NULL, schemas_change},
    {METHOD_POST, TEXT("/schemas/:class"), false, true, NULL, NULL, schemas_change},
    {METHOD_PUT, TEXT("/schemas/:class"), false, true, NULL, NULL, schemas_change},
    {METHOD_DELETE, TEXT("/schemas/:class"), false, true, NULL, NULL, schemas_change},
    {METHOD_DELETE, TEXT("/purge/:class"), true, true, NULL, NULL, purge_class},
    {METHOD_GET, TEXT("/config"), false, false, NULL, NULL, global_config_get},
    {METHOD_GET, TEXT("/model"), false, false, NULL, NULL, model_report_get},
    {METHOD_PUT, TEXT("/config"), true, true, NULL, NULL, global_config_update},

    {METHOD_GET, TEXT("/serverInfo"), false, true, NULL, NULL, server_info_get},
    {METHOD_GET, TEXT("/security"), false, true, NULL, NULL, security_report_get},
    {METHOD_GET, TEXT("/scriptlog"), false, true, NULL, NULL, script_log_get},
    {METHOD_GET, TEXT("/cloud_code/jobs"), false, true, NULL, NULL, jobs_find},
    {METHOD_GET, TEXT("/cloud_code/jobs/data"), false, true, NULL, NULL, jobs_get_data},
    {METHOD_GET, TEXT("/push_audiences"), false, true, NULL, NULL, push_audiences_find},
    {METHOD_POST, TEXT("/events/:name"), false, false, NULL, NULL, events_track},
    {METHOD_POST, TEXT("/push"), false, true, NULL, NULL, push_send},
    {METHOD_POST, TEXT("/jobs"), false, true, NULL, NULL, jobs_start},
    {METHOD_POST, TEXT("/jobs/:name"), false, true, NULL, NULL, jobs_start},
    {METHOD_POST, TEXT("/functions/sign"), true, false, signing_prepare, signing_hash,
     signing_execute},
    {METHOD_POST, TEXT("/functions/erase"), true, false, self_erasure_prepare, self_erasure_hash,
     self_erasure_execute},
    {METHOD_POST, TEXT("/functions/accessReport"), false, false, access_report_prepare, NULL,
     access_report_execute},
    {METHOD_POST, TEXT("/functions/:name"), true, false, functions_prepare, NULL,
     functions_execute},
    {METHOD_GET, TEXT("/hooks/functions"), false, true, NULL, NULL, webhook_functions_find},
    {METHOD_GET, TEXT("/hooks/functions/:name"), false, true, NULL, NULL, webhook_functions_get},
    {METHOD_POST, TEXT("/hooks/functions"), true, true, NULL, NULL, webhooks_create},
    {METHOD_PUT, TEXT("/hooks/functions/:name"), true, true, NULL, NULL, webhook_functions_update},
    {METHOD_GET, TEXT("/hooks/triggers"), false, true, NULL, NULL, webhook_triggers_find},
    {METHOD_GET, TEXT("/hooks/triggers/:class/:name"), false, true, NULL, NULL,
     webhook_triggers_get},
    {METHOD_POST, TEXT("/hooks/triggers"), true, true, NULL, NULL, webhooks_create},
    {METHOD_PUT, TEXT("/hooks/triggers/:class/:name"), true, true, NULL, NULL,
     webhook_triggers_update},
    {METHOD_GET, TEXT("/outbox"), false, true, NULL, NULL, outbox_list},
    {METHOD_POST, TEXT("/outbox/:id/retry"), true, true, NULL, NULL, outbox_retry_one},
    {METHOD_POST, TEXT("/outbox/:id/release"), true, true, NULL, NULL, outbox_release_one},
    {METHOD_POST, TEXT("/outbox/:id/drop"), true, true, NULL, NULL, outbox_drop_one},
    {METHOD_POST, TEXT("/requestPasswordReset"), true, false, account_mail_request_prepare, NULL,
     account_mail_request_reset},
    {METHOD_POST, TEXT("/verificationEmailRequest"), true, false, account_mail_request_prepare,
     NULL, account_mail_request_verification},
    {METHOD_GET, TEXT("/apps/:appId/verify_email"), true, false, pages_verify_prepare, NULL,
     pages_verify},
    {METHOD_GET, TEXT("/apps/:appId/request_password_reset"), false, false, NULL, NULL,
     pages_choose_password},
    {METHOD_POST, TEXT("/apps/:appId/request_password_reset"), true, false, pages_reset_prepare,
     pages_reset_hash, pages_reset},
    {METHOD_GET, TEXT("/apps/:appId/accept_invitation"), false, false, NULL, NULL, pages_invite},
    {METHOD_POST, TEXT("/apps/:appId/accept_invitation"), true, false, pages_accept_prepare,
     pages_accept_hash, pages_accept},
    {METHOD_POST, TEXT("/files"), false, false, NULL, NULL, files_refuse_nameless},
    {METHOD_POST, TEXT("/files/:name"), true, false, files_create_prepare, NULL, files_create},
    {METHOD_GET, TEXT("/files/:app/:name"), false, false, NULL, NULL, files_get},
    {METHOD_DELETE, TEXT("/files/:name"), true, true, NULL, NULL, files_delete},

    {METHOD_GET, TEXT("/keys"), false, true, keys_list_prepare, NULL, keys_list},
    {METHOD_POST, TEXT("/keys/rewrap"), true, true, keys_rewrap_prepare, NULL, keys_rewrap},
    {METHOD_POST, TEXT("/keys/:purpose/rotate"), true, true, keys_rotate_prepare, NULL,
     keys_rotate},
    {METHOD_DELETE, TEXT("/keys/:purpose/:id"), true, true, keys_drop_prepare, NULL, keys_drop},

    {METHOD_GET, TEXT("/audit/verification"), false, false, NULL, NULL, audit_verification_get},
    {METHOD_GET, TEXT("/export"), false, false, NULL, NULL, export_record},
    {METHOD_GET, TEXT("/aggregate/:class"), false, true, NULL, NULL, aggregate_get},
    {METHOD_GET, TEXT("/health"), false, false, NULL, NULL, health_get},
    {METHOD_GET, TEXT("/health/live"), false, false, NULL, NULL, health_get},
    {METHOD_GET, TEXT("/health/ready"), false, false, health_ready_prepare, NULL, health_ready},
    {METHOD_GET, TEXT("/metrics"), false, false, NULL, NULL, metrics_get},
};

/* Classes that have routes of their own are the same under /classes. */
static const struct {
    const char *class_path;
    const char *own_path;
} own_paths[] = {
    {"/classes/_User", "/users"},
    {"/classes/_Session", "/sessions"},
    {"/classes/_Role", "/roles"},
    {"/classes/_Installation", "/installations"},
};

/* The path up to the next slash, which moves on past it. */
static struct text next_segment(struct text *rest)
{
    struct text segment = {rest->bytes, rest->length};
    const char *slash = rest->length ? memchr(rest->bytes, '/', rest->length) : NULL;

    if (slash) {
        segment.length = (size_t)(slash - rest->bytes);
        rest->bytes = slash + 1;
        rest->length -= segment.length + 1;
    } else {
        rest->bytes += rest->length;
        rest->length = 0;
    }
    return segment;
}

static bool matches(struct text pattern, struct text path, struct text *segments)
{
    struct text left = pattern;
    int captured = 0;

    while (left.length || path.length) {
        struct text expected = next_segment(&left);
        struct text found = next_segment(&path);
        if (expected.length && expected.bytes[0] == ':') {
            if (!found.length)
                return false;
            segments[captured++] = found;
        } else if (!text_equal(expected, found)) {
            return false;
        }
    }
    return true;
}

/* Rewrites /classes/_User/x to /users/x, and so on. */
static bool use_own_path(struct request *request)
{
    for (size_t i = 0; i < sizeof own_paths / sizeof *own_paths; i++) {
        size_t length = strlen(own_paths[i].class_path);
        struct text path = request->path;
        if (path.length < length || memcmp(path.bytes, own_paths[i].class_path, length) != 0 ||
            (path.length > length && path.bytes[length] != '/'))
            continue;
        request->path = arena_printf(request->context.arena, "%s%.*s", own_paths[i].own_path,
                                     (int)(path.length - length), path.bytes + length);
        return request->path.bytes != NULL;
    }
    return true;
}

static bool fail_status(struct request *request, int status, const char *message)
{
    if (!request->context.error.code) {
        request->context.error.code = -1;
        request->context.error.status = status;
        request->context.error.message = text_of(message);
    }
    return false;
}

struct text router_tidy_path(struct text path)
{
    if (path.length > 1 && path.bytes[0] == '/' && path.bytes[1] == '/') {
        path.bytes++;
        path.length--;
    }
    if (path.length > 1 && path.bytes[path.length - 1] == '/')
        path.length--;
    return path;
}

/* The route is found; may this principal take it? A batch is judged part by part, and so is GraphQL. */
static bool check_key(struct request *request)
{
    const struct principal *principal = &request->principal;

    if (principal->read_only && request->route->execute != batch_execute &&
        request->route->execute != graphql_execute &&
        (request->route->writes || request->method != METHOD_GET))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    if (request->route->master_only && !principal->master)
        return fail_status(request, 403, "Permission denied");
    return true;
}

/* A condition is about an object that is there and is to be changed. Elsewhere a client would believe that
 * it was kept, and it would not even be looked at. */
static bool check_condition(struct request *request)
{
    static const char object[] = "/:id";
    const struct route *route = request->route;
    size_t length = sizeof object - 1;
    bool names_object =
        (route->method == METHOD_PUT || route->method == METHOD_DELETE) &&
        route->pattern.length > length &&
        memcmp(route->pattern.bytes + route->pattern.length - length, object, length) == 0;

    return !request->if_match.bytes || route->method == METHOD_GET || names_object ||
           request_fail_condition(request, "If-Match is for changes of one object.");
}

static const char before_class[] = "/classes/";
enum { BEFORE_CLASS = sizeof before_class - 1 };

/* How the class of a row of the app's routes stands to a class: less than 0, 0 or more, as
 * text_compare() has it. What may follow it, a slash, is less than anything in a name. */
static int compare_class(const struct route *route, struct text class)
{
    const char *own = route->pattern.bytes + BEFORE_CLASS;
    size_t length = route->pattern.length - BEFORE_CLASS;
    int order = memcmp(own, class.bytes, length < class.length ? length : class.length);

    if (order || length < class.length)
        return order ? order : -1;
    return length > class.length && own[class.length] != '/';
}

/* The first row of the class in the app's routes, which are sorted by class; or where it would be. */
static size_t first_of_class(const struct app *app, struct text class)
{
    size_t low = 0;
    size_t high = app->route_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_class(&app->routes[middle], class) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is behind the class, which has the length. */
static struct text behind_class(struct text path, size_t length)
{
    path.bytes += BEFORE_CLASS + length;
    path.length -= BEFORE_CLASS + length;
    return path;
}

/* The row of the app's routes that answers the request, or NULL. */
static const struct route *find_own(struct request *request)
{
    const struct app *app = request->app;
    struct text rest = request->path;
    struct text class;

    if (rest.length <= BEFORE_CLASS || memcmp(rest.bytes, before_class, BEFORE_CLASS) != 0)
        return NULL;
    rest = behind_class(rest, 0);
    class = next_segment(&rest);
    rest = behind_class(request->path, class.length);
    for (size_t i = first_of_class(app, class); i < app->route_count; i++) {
        const struct route *route = &app->routes[i];
        if (compare_class(route, class) != 0)
            return NULL;
        if (route->method == request->method &&
            matches(behind_class(route->pattern, class.length), rest, request->segments))
            return route;
    }
    return NULL;
}

static const struct route *find_common(struct request *request)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (routes[i].method == request->method &&
            matches(routes[i].pattern, request->path, request->segments))
            return &routes[i];
    return NULL;
}

bool router_find(struct request *request)
{
    static const char underscore[] = "/classes/_";
    const struct route *route;

    if (request->path.length > sizeof underscore &&
        memcmp(request->path.bytes, underscore, sizeof underscore - 1) == 0 &&
        !use_own_path(request))
        return fail_internal(&request->context, "out of memory");
    route = find_own(request);
    if (!route)
        route = find_common(request);
    if (!route)
        return fail_status(request, 404, "not found");
    request->route = route;
    request->writes = route->writes;
    return check_key(request) && check_condition(request);
}

size_t router_count(const struct app *app)
{
    return app->route_count + sizeof routes / sizeof *routes;
}

const struct route *router_route(const struct app *app, size_t number)
{
    return number < app->route_count ? &app->routes[number] : &routes[number - app->route_count];
}

size_t router_number(const struct app *app, const struct route *route)
{
    uintptr_t address = (uintptr_t)route;

    if (address >= (uintptr_t)routes && address < (uintptr_t)routes + sizeof routes)
        return app->route_count + (size_t)(route - routes);
    return (size_t)(route - app->routes);
}
