/* model_report.c - see model_report.h. The guard is asked as a request for an object would ask it; what
 * it refuses is left out. */
#include "routes/model_report.h"

#include "accounts/session_use.h"
#include "formats/json.h"
#include "guard/guard.h"
#include "guard/rules.h"
#include "model/class_checks.h"
#include "model/value.h"
#include "request/server.h"

/* A member's key, with the comma before it unless it is the object's first. */
static void write_key(struct buffer *body, const char *key)
{
    if (body->length && body->bytes[body->length - 1] != '{')
        buffer_add_char(body, ',');
    json_write_string(body, text_of(key));
    buffer_add_char(body, ':');
}

static void write_flag(struct buffer *body, const char *key, bool holds)
{
    if (!holds)
        return;
    write_key(body, key);
    buffer_add_string(body, "true");
}

static void write_text(struct buffer *body, const char *key, struct text text)
{
    write_key(body, key);
    json_write_string(body, text);
}

/* Whether something of the kind can be done by the principal at all; in *may. */
static bool find_permission(struct request *request, const struct class *class,
                            enum operation operation, bool *may)
{
    *may = guard_permits(request, class, operation);
    if (!*may && !forgive(&request->context))
        return false;
    *may = *may &&
           (request->principal.master || rules_permit(class, operation, &request->principal)) &&
           !(request->principal.read_only && operation > OPERATION_COUNT);
    return true;
}

static bool rule_lists(const struct class_rule *rule, int field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return false;
}

/* Whether some update of the principal's may set the field. */
static bool is_updatable(const struct request *request, const struct class *class, int index)
{
    const struct class_field *field = &class->fields[index];

    if (request->principal.master)
        return true;
    if (field->server_set)
        return false;
    if (!class->access->is_ruled)
        return !field->reserved;
    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (rule_applies(rule, OPERATION_UPDATE, &request->principal) &&
            (rule->field_count ? rule_lists(rule, index) : !field->reserved))
            return true;
    }
    return false;
}

static bool is_creatable(const struct request *request, const struct class_field *field)
{
    return request->principal.master || (!field->server_set && !field->reserved);
}

/* ["new","open"]; nothing where there are none. */
static void write_names(struct buffer *body, const char *key, const struct text *names,
                        size_t count)
{
    if (!count)
        return;
    write_key(body, key);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(body, i ? ',' : '[');
        json_write_string(body, names[i]);
    }
    buffer_add_char(body, ']');
}

static void write_writes(struct buffer *body, bool creates, bool updates)
{
    write_key(body, "writes");
    buffer_add_string(body, creates   ? updates ? "[\"create\",\"update\"]" : "[\"create\"]"
                            : updates ? "[\"update\"]"
                                      : "[]");
}

static void write_field(struct request *request, const struct class *class, int index, bool creates,
                        bool updates)
{
    const struct class_field *field = &class->fields[index];
    struct buffer *body = &request->response.body;

    if (body->bytes[body->length - 1] != '{')
        buffer_add_char(body, ',');
    json_write_string(body, field->name);
    buffer_add_string(body, ":{");
    write_text(body, "type", text_of(value_type_word(field->type)));
    if (field->element_type >= 0)
        write_text(body, "elementType",
                   text_of(value_type_word((enum field_type)field->element_type)));
    if (field->target)
        write_text(body, "targetClass", field->target->name);
    write_flag(body, "required", field->required);
    write_flag(body, "isSealed", field->sealed);
    write_flag(body, "isStamped", field->stamped);
    write_names(body, "words", field->words, field->word_count);
    write_names(body, "aliases", field->aliases, field->alias_count);
    if (field->default_json.bytes) {
        write_key(body, "defaultValue");
        buffer_add_text(body, field->default_json);
    }
    write_writes(body, creates && is_creatable(request, field),
                 updates && is_updatable(request, class, index));
    buffer_add_char(body, '}');
}

static bool needs_signature(const struct class *class)
{
    for (size_t i = 0; i < class->access->sentence_count; i++)
        if (class->access->sentences[i].kind == SENTENCE_SIGNS)
            return true;
    return false;
}

/* What the server itself does with a class's rows. */
static const char *purpose_of(const struct app *app, const struct class *class)
{
    if (class == app->audit_log)
        return "auditTrail";
    if (class == app->role_request)
        return "roleRequest";
    if (class == app->emergency_access)
        return "emergencyAccess";
    if (class == app->disclosure_consent)
        return "consent";
    return class->access->is_grant ? "grant" : NULL;
}

static void write_class(struct request *request, const struct class *class, const bool *may)
{
    struct buffer *body = &request->response.body;
    const char *purpose = purpose_of(request->app, class);
    bool any = false;

    buffer_add_string(body, body->bytes[body->length - 1] == '[' ? "{" : ",{");
    write_text(body, "className", class->name);
    write_key(body, "operations");
    buffer_add_char(body, '[');
    for (int operation = 0; operation < OPERATION_ADD_FIELD; operation++) {
        if (!may[operation])
            continue;
        if (any)
            buffer_add_char(body, ',');
        any = true;
        json_write_string(body, text_of(guard_operation_name((enum operation)operation)));
    }
    buffer_add_char(body, ']');
    write_key(body, "fields");
    buffer_add_char(body, '{');
    for (int i = 0; i < class->field_count; i++)
        if (!guard_hides_field(request, class, i))
            write_field(request, class, i, may[OPERATION_CREATE], may[OPERATION_UPDATE]);
    buffer_add_char(body, '}');
    write_flag(body, "keepsVersions", class_keeps_versions(class));
    write_flag(body, "needsSignature", needs_signature(class));
    if (purpose)
        write_text(body, "purpose", text_of(purpose));
    buffer_add_char(body, '}');
}

static bool write_classes(struct request *request)
{
    for (size_t i = 0; i < request->app->class_count; i++) {
        const struct class *class = request->app->classes[i];
        bool may[OPERATION_TOTAL] = {false};
        bool any = false;
        for (int operation = 0; operation < OPERATION_ADD_FIELD; operation++) {
            if (!find_permission(request, class, (enum operation)operation, &may[operation]))
                return false;
            any = any || may[operation];
        }
        if (any)
            write_class(request, class, may);
    }
    return true;
}

bool model_report_get(struct request *request)
{
    struct buffer *body = &request->response.body;
    int64_t seconds = request->server->options.session_seconds;
    int64_t limit = request->app->session_limit_ms / 1000;

    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                    "Permission denied, user needs to be authenticated.");
    buffer_add_char(body, '{');
    write_text(body, "name", text_of(request->app->name));
    write_text(body, "title", text_of(request->app->title));
    write_key(body, "sessionSeconds");
    buffer_add_int64(body, limit && limit < seconds ? limit : seconds);
    write_key(body, "idleSeconds");
    buffer_add_int64(body, session_idle_limit(request->server) / 1000);
    write_key(body, "classes");
    buffer_add_char(body, '[');
    if (!write_classes(request))
        return false;
    buffer_add_string(body, "]}");
    return true;
}
