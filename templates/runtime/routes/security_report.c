/* security_report.c - see security_report.h. Every check is a row of the table. */
#include "routes/security_report.h"

#include "formats/json.h"
#include "model/class_access.h"
#include "request/server.h"

#include <sys/stat.h>

enum { MASTER_KEY_LENGTH = 24 };

struct check {
    const char *group;
    const char *title;
    bool (*passes)(const struct request *request);
    const char *warning;
    const char *solution;
};

static bool has_long_master_key(const struct request *request)
{
    return request->server->options.master_key.length >= MASTER_KEY_LENGTH;
}

static bool keeps_master_key_local(const struct request *request)
{
    return !request->server->options.master_key_anywhere;
}

static bool asks_for_client_key(const struct request *request)
{
    const struct options *options = &request->server->options;

    return options->rest_key.bytes || options->js_key.bytes || options->client_key.bytes ||
           options->dotnet_key.bytes;
}

static bool keeps_no_demo(const struct request *request)
{
    return !request->server->options.demo;
}

static bool is_private(const struct request *request)
{
    return request->app->private_by_default;
}

/* _User is open by design: accounts are kept private by their ACLs. */
static bool has_no_open_class(const struct request *request)
{
    const struct app *app = request->app;

    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *class = app->classes[i];
        if (class == app->user || class == app->installation)
            continue;
        for (int operation = 0; operation < OPERATION_TOTAL; operation++)
            if (class->access->permissions[operation].everyone)
                return false;
    }
    return true;
}

static bool keeps_database_to_itself(const struct request *request)
{
    struct stat status;

    return stat(request->server->database_path, &status) == 0 &&
           (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/* Checks of one group stand together. */
static const struct check checks[] = {
    {"Server Configuration", "Secure master key", has_long_master_key,
     "The master key is short, and whoever guesses it reads everything.",
     "Remove the file with the master key and restart: the server makes a long one."},
    {"Server Configuration", "Master key from this machine only", keeps_master_key_local,
     "The master key is accepted from any address.",
     "Start the server without --master-key-anywhere."},
    {"Server Configuration", "Client keys asked for", asks_for_client_key,
     "Whoever knows the application id can send requests.",
     "Give --rest-key, --js-key, --client-key or --dotnet-key."},
    {"Server Configuration", "No demo accounts", keeps_no_demo,
     "The server was started with sample data and demo accounts.",
     "Start the server without --demo, in another data folder."},
    {"Permissions", "Private by default", is_private,
     "Objects that are created without an ACL are open to everyone.",
     "Generate the server with --access owner."},
    {"Permissions", "No class open to everyone", has_no_open_class,
     "Some class lets anyone do something without signing in.",
     "Replace \"*\" in its class-level permissions by requiresAuthentication, roles or pointers."},
    {"Database", "Database file private", keeps_database_to_itself,
     "Other users of the machine may read the database file.", "chmod 600 the file."},
};

enum { CHECK_COUNT = sizeof checks / sizeof *checks };

static const char *state_word(bool passed)
{
    return passed ? "\"success\"" : "\"fail\"";
}

static void add_member(struct buffer *body, const char *key, const char *value)
{
    buffer_add_string(body, key);
    json_write_string(body, text_of(value));
}

static void write_check(struct buffer *body, const struct check *check, bool passed)
{
    add_member(body, "{\"title\":", check->title);
    buffer_add_string(body, ",\"state\":");
    buffer_add_string(body, state_word(passed));
    if (!passed) {
        add_member(body, ",\"warning\":", check->warning);
        add_member(body, ",\"solution\":", check->solution);
    }
    buffer_add_char(body, '}');
}

static bool begins_group(int check)
{
    return check == 0 || strcmp(checks[check].group, checks[check - 1].group) != 0;
}

/* Writes the group that begins with this check; returns the check behind it. */
static int write_group(struct buffer *body, const bool *passed, int first)
{
    int end = first + 1;
    bool all = passed[first];

    for (; end < CHECK_COUNT && !begins_group(end); end++)
        all = all && passed[end];
    add_member(body, first ? ",{\"name\":" : "{\"name\":", checks[first].group);
    buffer_add_string(body, ",\"state\":");
    buffer_add_string(body, state_word(all));
    buffer_add_string(body, ",\"checks\":[");
    for (int i = first; i < end; i++) {
        if (i > first)
            buffer_add_char(body, ',');
        write_check(body, &checks[i], passed[i]);
    }
    buffer_add_string(body, "]}");
    return end;
}

bool security_report_get(struct request *request)
{
    struct buffer *body = &request->response.body;
    bool passed[CHECK_COUNT];
    bool all = true;

    for (int i = 0; i < CHECK_COUNT; i++) {
        passed[i] = checks[i].passes(request);
        all = all && passed[i];
    }
    buffer_add_string(body, "{\"report\":{\"version\":\"1.0.0\",\"state\":");
    buffer_add_string(body, state_word(all));
    buffer_add_string(body, ",\"groups\":[");
    for (int i = 0; i < CHECK_COUNT;)
        i = write_group(body, passed, i);
    buffer_add_string(body, "]}}");
    return true;
}
