/* process_metrics.c - see process_metrics.h (prometheus.io/docs/instrumenting/writing_clientlibs,
 * "Process metrics"), read from /proc (proc(5)). What cannot be read is left out. */
#include "http/process_metrics.h"

#include "http/exposition.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Reads a line of a file of /proc. */
static bool read_line(const char *path, char *line, int size)
{
    FILE *file = fopen(path, "re");
    bool done = file && fgets(line, size, file);

    if (file)
        fclose(file);
    return done;
}

static void write_memory(struct buffer *out)
{
    char line[256];
    unsigned long all;
    unsigned long resident;
    long page = sysconf(_SC_PAGESIZE);

    if (page <= 0 || !read_line("/proc/self/statm", line, sizeof line) ||
        sscanf(line, "%lu %lu", &all, &resident) != 2)
        return;
    exposition_alone(out, "process_resident_memory_bytes", "gauge", "Memory that is in use.",
                     (uint64_t)resident * (uint64_t)page);
    exposition_alone(out, "process_virtual_memory_bytes", "gauge", "Memory that is addressed.",
                     (uint64_t)all * (uint64_t)page);
}

static void write_files(struct buffer *out)
{
    DIR *list = opendir("/proc/self/fd");
    struct rlimit limit;
    uint64_t count = 0;

    if (list) {
        while (readdir(list))
            count++;
        closedir(list);
        /* Two are the folder and the one above it, one is the list itself. */
        exposition_alone(out, "process_open_fds", "gauge", "Open files, connections among them.",
                         count > 3 ? count - 3 : 0);
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        exposition_alone(out, "process_max_fds", "gauge", "How many there may be.",
                         (uint64_t)limit.rlim_cur);
}

static void write_processor(struct buffer *out)
{
    static const char name[] = "process_cpu_seconds_total";
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return;
    exposition_family(out, name, "counter", "Time of processors.");
    exposition_begin(out, name);
    exposition_seconds(
        out, ((uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec) * 1000000 +
                 (uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec);
}

/* Field 22 of stat, in ticks since the system's start, which btime of /proc/stat has. */
static bool find_start(uint64_t *seconds)
{
    static const char wanted[] = "btime ";
    char line[1024];
    FILE *file;
    const char *rest;
    unsigned long long ticks = 0;
    unsigned long long booted = 0;
    long second = sysconf(_SC_CLK_TCK);

    if (second <= 0 || !read_line("/proc/self/stat", line, sizeof line))
        return false;
    rest = strrchr(line, ')');
    if (!rest || sscanf(rest + 1,
                        " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d "
                        "%*d %llu",
                        &ticks) != 1)
        return false;
    file = fopen("/proc/stat", "re");
    while (file && !booted && fgets(line, sizeof line, file))
        if (strncmp(line, wanted, sizeof wanted - 1) == 0)
            (void)sscanf(line + sizeof wanted - 1, "%llu", &booted);
    if (file)
        fclose(file);
    *seconds = booted + ticks / (unsigned long long)second;
    return booted != 0;
}

static void write_start(struct buffer *out)
{
    uint64_t seconds;

    if (find_start(&seconds))
        exposition_alone(out, "process_start_time_seconds", "gauge",
                         "When it started, in seconds since 1970.", seconds);
}

void process_metrics_write(struct buffer *out)
{
    write_memory(out);
    write_files(out);
    write_processor(out);
    write_start(out);
    exposition_alone(out, "caregen_request_memory_bytes", "gauge",
                     "Memory of requests, beyond what is kept for each.", arena_all_size());
}
