/* embed.c - a program of the build: turns files into C tables that the generator carries.
 *
 *     embed ROOT FILE... >embedded_files.c
 *
 * Each FILE lies below ROOT, and its path there is its name in the table (emit/embedded.h); or it is
 * written NAME=PATH, where it lies elsewhere. The bytes are written as numbers, because C17 compilers need not accept long string literals. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    const char *name;
    const char *path;
    long length;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Reads an argument; false when it names a file elsewhere without a name. */
static int read_entry(struct entry *entry, const char *root, char *argument)
{
    char *equals = strchr(argument, '=');
    size_t length = strlen(root);
    if (equals) {
        *equals = '\0';
        entry->name = argument;
        entry->path = equals + 1;
        return 1;
    }
    entry->path = argument;
    entry->name = argument + length + 1;
    return strncmp(argument, root, length) == 0 && argument[length] == '/';
}

/* Writes the array of one file; returns its length, or -1 when it cannot be read. */
static long embed_file(const char *path, int number)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return -1;
    }
    printf("static const char file_%d[] = {", number);
    long length = 0;
    for (int byte = getc(file); byte != EOF; byte = getc(file)) {
        printf("%s%d,", length % 24 == 0 ? "\n" : "", byte < 128 ? byte : byte - 256);
        length++;
    }
    printf("\n0};\n\n");
    int failed = ferror(file);
    fclose(file);
    if (failed) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return -1;
    }
    return length;
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 3) {
        fputs("usage: embed ROOT FILE...\n", stderr);
        return 2;
    }
    int count = argument_count - 2;
    struct entry *entries = calloc((size_t)count, sizeof *entries);
    if (!entries) {
        perror("embed");
        return 3;
    }
    int failed = 0;
    for (int i = 0; i < count && !failed; i++)
        failed = !read_entry(&entries[i], arguments[1], arguments[2 + i]);
    qsort(entries, (size_t)count, sizeof *entries, compare_names);
    printf("/* Made by embed.c. */\n#include \"emit/embedded.h\"\n\n");
    for (int i = 0; i < count && !failed; i++) {
        entries[i].length = embed_file(entries[i].path, i);
        failed = entries[i].length < 0;
    }
    printf("const struct embedded_file embedded_files[] = {\n");
    for (int i = 0; i < count; i++)
        printf("    {\"%s\", file_%d, %ld},\n", entries[i].name, i, entries[i].length);
    printf("};\n\nconst size_t embedded_file_count = %d;\n", count);
    free(entries);
    return failed || fflush(stdout) != 0;
}
