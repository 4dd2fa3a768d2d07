/* doctor_settings.c - the checks of doctor.h about what the server was told: by the process that runs, where
 * there is one, and else by the command's own options. */
#include "program/doctor.h"

#include "model/class_access.h"
#include "program/key_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

extern char **environ;

enum { LINE = 256, WORDS = 256, BYTES = 65536, LEAST_MASTER_KEY = 24 };

/* Of /proc/locks (proc(5)): "1: FLOCK  ADVISORY  WRITE 4242 fe:01:393218 0 EOF". To ask for the lock itself
 * could keep a server from starting. */
long doctor_find_server(const struct doctor *doctor)
{
    const char *path = arena_printf(doctor->arena, "%s/lock", doctor->data).bytes;
    struct stat status;
    char line[LINE];
    FILE *file;
    long found = 0;

    if (!path || stat(path, &status) != 0)
        return 0;
    file = fopen("/proc/locks", "re");
    while (file && !found && fgets(line, sizeof line, file)) {
        long process;
        unsigned major_number;
        unsigned minor_number;
        unsigned long long inode;
        if (sscanf(line, "%*d: FLOCK ADVISORY WRITE %ld %x:%x:%llu", &process, &major_number,
                   &minor_number, &inode) == 4 &&
            process > 0 && inode == status.st_ino && major_number == major(status.st_dev) &&
            minor_number == minor(status.st_dev))
            found = process;
    }
    if (file)
        fclose(file);
    return found;
}

/* Reads a file of /proc, whose size nobody knows; what does not fit is cut. NULL when it cannot be. */
static char *read_process_file(struct doctor *doctor, const char *name, size_t *length)
{
    const char *path = arena_printf(doctor->arena, "/proc/%ld/%s", doctor->server, name).bytes;
    char *bytes = arena_alloc(doctor->arena, BYTES + 1);
    int file = path && bytes ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t got = 1;

    *length = 0;
    if (file < 0)
        return NULL;
    while (got > 0 && *length < BYTES) {
        got = read(file, bytes + *length, BYTES - *length);
        *length += got > 0 ? (size_t)got : 0;
    }
    close(file);
    bytes[*length] = '\0';
    return *length ? bytes : NULL;
}

/* Each text ends with a NUL. */
static size_t split_words(char *bytes, size_t length, char **words)
{
    size_t count = 0;

    for (size_t at = 0; at < length && count < WORDS; at += strlen(bytes + at) + 1)
        words[count++] = bytes + at;
    return count;
}

static void forget_variables(void)
{
    static const char prefix[] = "CAREGEN_";
    char name[LINE];

    for (char **at = environ; at && *at;) {
        size_t length = strcspn(*at, "=");
        if (strncmp(*at, prefix, sizeof prefix - 1) == 0 && length < sizeof name) {
            memcpy(name, *at, length);
            name[length] = '\0';
            (void)unsetenv(name);
            at = environ;
        } else {
            at++;
        }
    }
}

static void take_variables(struct doctor *doctor)
{
    static const char prefix[] = "CAREGEN_";
    char *words[WORDS];
    size_t length;
    char *bytes = read_process_file(doctor, "environ", &length);
    size_t count = bytes ? split_words(bytes, length, words) : 0;

    if (count)
        forget_variables();
    for (size_t i = 0; i < count; i++) {
        char *equals = strchr(words[i], '=');
        if (!equals || strncmp(words[i], prefix, sizeof prefix - 1) != 0)
            continue;
        *equals = '\0';
        (void)setenv(words[i], equals + 1, 1);
    }
}

void doctor_take_options(struct doctor *doctor, const char *program)
{
    struct options options;
    char *words[WORDS];
    size_t length;
    size_t count;
    char *bytes;
    size_t at = 1;

    doctor->knows_options = false;
    bytes = doctor->server ? read_process_file(doctor, "cmdline", &length) : NULL;
    if (!bytes)
        return;
    count = split_words(bytes, length, words);
    while (at < count && strcmp(words[at], "serve") != 0)
        at++;
    if (at >= count)
        return;
    take_variables(doctor);
    if (options_read(&options, program, (int)(count - at - 1), words + at + 1) != OPTIONS_OK)
        return;
    doctor->options = options;
    doctor->knows_options = true;
}

/* Settings. */

static bool listens_far(const struct doctor *doctor)
{
    struct text host;
    unsigned short port;

    if (!options_split_listen(doctor->options.listen, &host, &port))
        return false;
    return !(text_is(host, "localhost") || text_is(host, "::1") ||
             (host.length > 4 && memcmp(host.bytes, "127.", 4) == 0));
}

static bool speaks_plainly(const struct doctor *doctor)
{
    return listens_far(doctor) && !doctor->options.tls_cert;
}

static bool has_open_class(const struct doctor *doctor)
{
    const struct app *app = doctor->app;

    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *class = app->classes[i];
        if (class == app->user || class == app->installation || class->access->is_ruled)
            continue;
        for (int operation = 0; operation < OPERATION_TOTAL; operation++)
            if (class->access->permissions[operation].everyone)
                return true;
    }
    return false;
}

static bool is_public(const struct doctor *doctor)
{
    return !doctor->app->private_by_default && has_open_class(doctor);
}

static bool is_open_class_of_private(const struct doctor *doctor)
{
    return doctor->app->private_by_default && has_open_class(doctor);
}

static bool has_demo(const struct doctor *doctor)
{
    const char *path = arena_printf(doctor->arena, "%s/demo-accounts", doctor->data).bytes;

    return doctor->options.demo || (path && access(path, F_OK) == 0);
}

static bool shows_demo(const struct doctor *doctor)
{
    return doctor->options.demo_anywhere;
}

static struct text master_key_of(const struct doctor *doctor)
{
    const char *path = doctor->options.master_key_file
                           ? doctor->options.master_key_file
                           : arena_printf(doctor->arena, "%s/master-key", doctor->data).bytes;

    return path ? key_file_read(doctor->arena, path) : text_none();
}

/* Whoever may look at the process, and each program that it starts, sees its environment. */
static bool has_key_in_environment(const struct doctor *doctor)
{
    struct text key = master_key_of(doctor);

    for (char **at = environ; key.length && at && *at; at++) {
        const char *value = strchr(*at, '=');
        if (value && text_is(key, value + 1))
            return true;
    }
    return getenv("CAREGEN_READ_ONLY_MASTER_KEY") != NULL;
}

static bool has_short_master_key(const struct doctor *doctor)
{
    struct text key = master_key_of(doctor);

    return key.length && key.length < LEAST_MASTER_KEY;
}

static bool takes_master_key_anywhere(const struct doctor *doctor)
{
    return doctor->options.master_key_anywhere;
}

static bool never_locks(const struct doctor *doctor)
{
    return doctor->options.lockout_threshold == 0;
}

static bool takes_anybodys_files(const struct doctor *doctor)
{
    return text_is(doctor->options.file_upload, "public");
}

static bool has_short_passwords(const struct doctor *doctor)
{
    return doctor->options.password_min_length > 0 && doctor->options.password_min_length < 8;
}

static const struct {
    bool (*holds)(const struct doctor *doctor);
    const char *what;
    const char *advice;
} settings[] = {
    {is_public, "everybody, without signing in, may use a class that has no rules",
     "Say in the spec who may do what, or generate the server with --access owner."},
    {is_open_class_of_private, "the permissions of some class let everybody in",
     "Replace \"*\" in its class-level permissions by requiresAuthentication, roles or pointers."},
    {has_demo, "the folder has sample data and demo accounts",
     "Keep nobody's data there: start the server without --demo, in another folder."},
    {shows_demo, "the playground signs in as the demo accounts from anywhere (--demo-anywhere)",
     "Start the server without it."},
    {speaks_plainly, "the server listens on an address that is not this machine's own, without TLS",
     "Listen on 127.0.0.1 and put a proxy with TLS before it, or give the server a certificate."},
    {has_key_in_environment, "a master key is in the environment",
     "Keep it in a file, --master-key-file, and replace it: others may have read it."},
    {has_short_master_key, "the master key is short, and whoever guesses it reads everything",
     "Remove the file with the master key and restart: the server makes a long one."},
    {takes_master_key_anywhere, "the master key is accepted from any address",
     "Start the server without --master-key-anywhere."},
    {never_locks, "no account is ever locked, however often a password is tried",
     "Leave --lockout-threshold at 20, or set another number."},
    {takes_anybodys_files, "everybody, without signing in, may upload files",
     "Leave --file-upload at users."},
    {has_short_passwords, "passwords may be shorter than 8 characters",
     "Leave --password-min-length as it is."},
};

void doctor_check_settings(struct doctor *doctor)
{
    const char *whose = !doctor->server         ? "the options given"
                        : doctor->knows_options ? "those of the server that runs"
                                                : "the options given: those of the server that "
                                                  "runs cannot be seen";
    bool is_well = true;

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (settings[i].holds(doctor)) {
            is_well = false;
            doctor_say(doctor, "settings", DOCTOR_WARNING, settings[i].advice, "%s",
                       settings[i].what);
        }
    if (is_well)
        doctor_say(doctor, "settings", DOCTOR_WELL, NULL, "nothing unsafe is among %s", whose);
}
