/* doctor_folder.c - the checks of doctor.h that ask the system: the folder, the disk, the clock, the keys, and
 * the backups. */
#include "program/doctor.h"

#include "formats/date.h"
#include "model/class.h"
#include "program/backup_folder.h"
#include "program/follow_moment.h"
#include "program/key_files.h"
#include "program/key_rings.h"
#include "program/key_source.h"
#include "store/sql.h"
#include "write/data_keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum {
    MEGABYTE = 1024 * 1024,
    LEAST_FREE = 16 * MEGABYTE, /* as /health/ready has it */
    LATE_MILLISECONDS = 60000,  /* that the clock may be behind the database */
    HOUR = 3600000,
    DAY = 24 * HOUR,
    MOST_DAYS =
        730 /* that a key is used to write with: NIST SP 800-57, 5.3.6, has one or two years */
};

static const char *path_in(const struct doctor *doctor, const char *name)
{
    return arena_printf(doctor->arena, "%s/%s", doctor->data, name).bytes;
}

static bool is_there(const struct doctor *doctor, const char *name)
{
    const char *path = path_in(doctor, name);

    return path && access(path, F_OK) == 0;
}

/* The first entry of the folder that others can read or write; "" for none. */
static const char *find_open_file(const struct doctor *doctor)
{
    DIR *list = opendir(doctor->data);
    const struct dirent *entry;
    const char *found = "";
    struct stat status;

    while (list && !*found && (entry = readdir(list)))
        if (entry->d_name[0] != '.' &&
            fstatat(dirfd(list), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && S_ISREG(status.st_mode)) {
            struct text name = arena_copy(doctor->arena, text_of(entry->d_name));
            found = name.bytes ? name.bytes : "";
        }
    if (list)
        closedir(list);
    return found;
}

static void check_rights(struct doctor *doctor, const struct stat *folder)
{
    const char *open_file = find_open_file(doctor);
    bool is_open = (folder->st_mode & (S_IRWXG | S_IRWXO)) != 0;

    if (is_open)
        doctor_say(doctor, "folder", DOCTOR_WARNING, "chmod 700 the folder.",
                   "%s may be entered by others (mode %04o)", doctor->data,
                   (unsigned)(folder->st_mode & 07777));
    if (*open_file)
        doctor_say(doctor, "folder", DOCTOR_WARNING,
                   "chmod 600 what is in it, and think of what others may have read.",
                   "%s/%s may be read by others", doctor->data, open_file);
    if (geteuid() != folder->st_uid && geteuid() != 0)
        doctor_say(doctor, "folder", DOCTOR_WARNING, "Run the doctor as the server's user.",
                   "%s belongs to another user: not all of it can be seen", doctor->data);
    if (!is_open && !*open_file)
        doctor_say(doctor, "folder", DOCTOR_WELL, NULL, "%s, for its owner alone%s", doctor->data,
                   doctor->server ? "; a server runs over it" : "; no server runs over it");
}

void doctor_check_folder(struct doctor *doctor)
{
    struct stat folder;

    if (stat(doctor->data, &folder) != 0) {
        doctor_say(doctor, "folder", DOCTOR_BROKEN, "Name the server's folder with --data.",
                   "%s: %s", doctor->data, strerror(errno));
        return;
    }
    if (is_there(doctor, "restore-unfinished"))
        doctor_say(doctor, "folder", DOCTOR_BROKEN, "Empty the folder, and restore again.",
                   "%s holds a backup that was not restored to its end", doctor->data);
    else if (is_there(doctor, "first-start") && !doctor->server)
        doctor_say(doctor, "folder", DOCTOR_WARNING, "Start the server: it begins again.",
                   "the first start in %s did not come to its end", doctor->data);
    if (access(doctor->database, F_OK) != 0)
        doctor_say(doctor, "folder", DOCTOR_BROKEN,
                   "Put the database back from a backup, or name the server's folder with --data.",
                   "%s is not there", doctor->database);
    check_rights(doctor, &folder);
}

/* A migration keeps a copy of the database, and what is written meanwhile goes to the log. */
void doctor_check_disk(struct doctor *doctor)
{
    struct statvfs disk;
    struct stat database = {.st_size = 0};
    unsigned long long all;
    unsigned long long left;

    if (statvfs(doctor->data, &disk) != 0)
        return; /* the folder is not there, which has been said */
    (void)stat(doctor->database, &database);
    left = (unsigned long long)disk.f_bavail * disk.f_frsize;
    all = (unsigned long long)disk.f_blocks * disk.f_frsize;
    if (left < LEAST_FREE)
        doctor_say(doctor, "disk", DOCTOR_BROKEN, "Make room: the server is not ready.",
                   "%llu MB are free", left / MEGABYTE);
    else if (left < 2 * (unsigned long long)database.st_size || left < all / 20)
        doctor_say(doctor, "disk", DOCTOR_WARNING,
                   "Make room: twice the size of the database, and a twentieth of the disk.",
                   "%llu of %llu MB are free, the database has %llu", left / MEGABYTE,
                   all / MEGABYTE, (unsigned long long)database.st_size / MEGABYTE);
    else if (disk.f_files && disk.f_favail < disk.f_files / 100)
        doctor_say(doctor, "disk", DOCTOR_WARNING,
                   "Remove small files, or make a file system with more inodes.",
                   "%llu files more fit on it", (unsigned long long)disk.f_favail);
    else
        doctor_say(doctor, "disk", DOCTOR_WELL, NULL, "%llu of %llu MB are free", left / MEGABYTE,
                   all / MEGABYTE);
}

void doctor_check_clock(struct doctor *doctor)
{
    struct context context = {.arena = doctor->arena};
    struct timex state = {.modes = 0};
    bool is_kept = adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);
    int64_t now = date_now();
    int64_t latest = 0;

    /* What cannot be read is the database's fault. */
    if (!doctor->store || !sql_number(&context,
                                      sql_statement(&context, doctor->store,
                                                    "SELECT \"latest\" FROM \"_Clock\"", NULL),
                                      &latest))
        return;
    if (now + LATE_MILLISECONDS < latest)
        doctor_say(doctor, "clock", DOCTOR_WARNING,
                   "Set the clock: until then times go on from where the database is, a tenth "
                   "slower.",
                   "the machine's clock is %lld s behind the database",
                   (long long)((latest - now) / 1000));
    else
        doctor_say(doctor, "clock", DOCTOR_WELL, NULL, "not behind the database; %s",
                   is_kept ? "the system says that it is kept (NTP)"
                           : "the system does not say that anybody keeps it (NTP)");
}

/* Keys. */

/* Since when the newest has been so, and what more there is to the ring. */
static void say_ring(struct doctor *doctor, enum key_purpose purpose, const struct data_keys *known)
{
    const struct ring_key *newest = key_ring_newest(purpose);
    const struct ring_key *key = NULL;
    long long days = newest->made_at ? (long long)((date_now() - newest->made_at) / DAY) : -1;
    struct buffer more;
    size_t idle = 0;
    size_t older = 0;

    while ((key = key_ring_next(purpose, key))) {
        const struct data_key *one = data_keys_find(known, key->fingerprint);
        older += key != newest;
        idle += key != newest && one && one->idle_at;
    }
    buffer_init(&more, doctor->arena, 128);
    if (days >= 0)
        buffer_add_text(&more, arena_printf(doctor->arena, ", %lld days old", days));
    else
        buffer_add_string(&more, ", made by an earlier version");
    if (older)
        buffer_add_text(&more, arena_printf(doctor->arena, "; %zu before it", older));
    if (idle)
        buffer_add_text(&more,
                        arena_printf(doctor->arena, ", %zu that the data do not need", idle));
    doctor_say(doctor, "keys", days > MOST_DAYS ? DOCTOR_WARNING : DOCTOR_WELL,
               days > MOST_DAYS ? "Rotate it: NAME-server key rotate." : NULL,
               "%s is the right one (fingerprint %s%.*s)", key_purpose_file(purpose),
               newest->fingerprint, TEXT_PRINTED(buffer_text(&more)));
}

static void check_ring(struct doctor *doctor, enum key_purpose purpose)
{
    struct context context = {.arena = doctor->arena};
    const char *path = path_in(doctor, key_purpose_file(purpose));
    struct data_keys known = {.count = 0};
    struct stat status;
    bool knows = doctor->store && data_keys_read(&context, doctor->store, purpose, &known);

    if (!path)
        return;
    if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        doctor_say(doctor, "keys", DOCTOR_BROKEN,
                   "chmod 600 it, and think of what others may have read: no server starts.",
                   "%s can be read by others", path);
        return;
    }
    doctor->message[0] = '\0';
    if (key_rings_fill(&doctor->options, purpose) == RING_UNUSABLE) {
        doctor_say(doctor, "keys", DOCTOR_BROKEN, NULL, "%s", doctor->message);
        return;
    }
    if (!knows || (!known.count && key_ring_newest(purpose) && purpose != KEY_SESSION))
        doctor_say(doctor, "keys", key_ring_newest(purpose) ? DOCTOR_WARNING : DOCTOR_BROKEN, NULL,
                   "%s %s; the database does not say which one it needs", path,
                   key_ring_newest(purpose) ? "is there" : "cannot be read");
    else if (!key_ring_newest(purpose) && (!known.count || purpose == KEY_SESSION))
        doctor_say(doctor, "keys", DOCTOR_WARNING, "The next start makes one.", "%s is not there",
                   path);
    else if (!key_rings_check_one(doctor->store, &doctor->options, purpose))
        doctor_say(doctor, "keys", DOCTOR_BROKEN, NULL, "%s", doctor->message);
    else
        say_ring(doctor, purpose, &known);
}

/* Where what wraps the keys comes from. That of a server that runs may not be at hand here: its environment, its
 * credentials. False: nothing more can be said of the keys. */
static bool check_source(struct doctor *doctor)
{
    const char *source = key_source_name(&doctor->options, doctor->arena);
    bool done;

    if (!source)
        return true;
    doctor->message[0] = '\0';
    done = key_source_open(&doctor->options);
    if (done)
        doctor_say(doctor, "keys", DOCTOR_WELL, NULL, "those in the folder are wrapped by %s",
                   source);
    else if (doctor->server)
        doctor_say(doctor, "keys", DOCTOR_WARNING,
                   "Ask the server that runs: NAME-server key list.",
                   "they are wrapped by %s, which is not at hand here", source);
    else
        doctor_say(doctor, "keys", DOCTOR_BROKEN, NULL, "%s", doctor->message);
    return done;
}

static void check_master_key(struct doctor *doctor)
{
    const char *path = doctor->options.master_key_file ? doctor->options.master_key_file
                                                       : path_in(doctor, "master-key");
    bool is_named = doctor->options.master_key_file != NULL;
    mode_t others = is_named ? S_IRWXO : S_IRWXG | S_IRWXO;
    struct text key = path ? key_file_read(doctor->arena, path) : text_none();
    struct stat status;

    if (!path)
        return;
    if (!key.bytes)
        doctor_say(doctor, "keys", is_named ? DOCTOR_BROKEN : DOCTOR_WARNING,
                   is_named ? "Name the file with the master key, and let the server read it."
                            : "The next start makes another one.",
                   "the master key %s cannot be read: %s", path, strerror(errno));
    else if (stat(path, &status) == 0 && (status.st_mode & others) != 0)
        doctor_say(doctor, "keys", DOCTOR_BROKEN,
                   "Remove it and restart: the server makes another one, mode 0600.",
                   "the master key %s can be read by others", path);
}

void doctor_check_keys(struct doctor *doctor)
{
    if (check_source(doctor))
        for (int i = 0; i < KEY_OUTER; i++)
            if (key_rings_has(doctor->app, (enum key_purpose)i))
                check_ring(doctor, (enum key_purpose)i);
    check_master_key(doctor);
}

/* Backups. */

/* Up to when the last one has everything: where it is followed, that is later than when it was made. */
static int64_t last_moment(const struct backup_folder *folder)
{
    const struct backup_name *name = &folder->names[folder->count - 1];
    int one = backup_folder_open_one(folder, name->text);
    int64_t through = one >= 0 ? follow_moment_through(one) : 0;
    int64_t at = backup_name_time(name);

    if (one >= 0)
        close(one);
    return through > at ? through : at;
}

void doctor_check_backups(struct doctor *doctor)
{
    struct backup_folder folder;
    int64_t age;

    if (!doctor->backups) {
        doctor_say(doctor, "backups", DOCTOR_WELL, NULL,
                   "not looked at: --backups names their folder");
        return;
    }
    doctor->message[0] = '\0';
    if (!backup_folder_look(&folder, doctor->arena, doctor->backups, doctor->app->name)) {
        doctor_say(doctor, "backups", DOCTOR_BROKEN, NULL, "%s", doctor->message);
    } else if (!folder.count) {
        doctor_say(doctor, "backups", DOCTOR_BROKEN, "Make one: NAME-server backup DIR.",
                   "there is none in %s", doctor->backups);
    } else {
        age = date_now() - last_moment(&folder);
        doctor_say(doctor, "backups",
                   age > doctor->backup_hours * HOUR ? DOCTOR_WARNING : DOCTOR_WELL,
                   age > doctor->backup_hours * HOUR
                       ? "See why none was made since: systemctl status of its timer."
                       : NULL,
                   "%zu in %s, the last one %lld hours old", folder.count, doctor->backups,
                   (long long)(age / HOUR));
    }
    backup_folder_close(&folder);
}
