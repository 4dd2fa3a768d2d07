/* tree.c - the floor of the generator: writes the files of a tree that is already made, and nothing else.
 *
 * usage: floor_tree LIST CONTENTS FOLDER
 *
 * A line of the list is a length and a path; the contents are those of all files, one after the other. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PATH = 4095 };

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static const char *map_file(const char *path)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0 || fstat(file, &status) != 0)
        return NULL;
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    close(file);
    return bytes == MAP_FAILED ? NULL : bytes;
}

/* Makes the folders above a file, unless it is in the same one as the file before. */
static void make_folders(const char *path, char last[LONGEST_PATH + 1])
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;

    if (strncmp(last, path, length) == 0 && last[length] == '\0')
        return;
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/')
            continue;
        memcpy(last, path, i);
        last[i] = '\0';
        mkdir(last, 0777);
    }
}

int main(int argc, char **argv)
{
    char path[LONGEST_PATH + 1];
    char last[LONGEST_PATH + 1] = "";
    size_t length;

    if (argc != 4) {
        fputs("usage: floor_tree LIST CONTENTS FOLDER\n", stderr);
        return 2;
    }
    FILE *list = fopen(argv[1], "r");
    const char *bytes = map_file(argv[2]);
    if (!list || !bytes || mkdir(argv[3], 0777) != 0 || chdir(argv[3]) != 0)
        return fail("floor_tree");
    while (fscanf(list, "%zu %4095[^\n]", &length, path) == 2) {
        make_folders(path, last);
        int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0 || write(file, bytes, length) != (ssize_t)length || close(file) != 0)
            return fail(path);
        bytes += length;
    }
    fclose(list);
    return 0;
}
