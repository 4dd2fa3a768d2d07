/* embed.c - a program of the build: turns files into C tables that the generator carries.
 *
 *     embed ROOT FILE... >embedded_files.c
 *
 * Each FILE lies below ROOT, and its path there is its name in the table (emit/embedded.h). The
 * bytes are written as numbers, because C17 compilers need not accept long string literals. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
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
    const char *root = arguments[1];
    char **paths = arguments + 2;
    int count = argument_count - 2;
    qsort(paths, (size_t)count, sizeof(char *), compare_paths);
    long *lengths = calloc((size_t)count, sizeof *lengths);
    if (!lengths) {
        perror("embed");
        return 3;
    }
    printf("/* Made by embed.c. */\n#include \"emit/embedded.h\"\n\n");
    for (int i = 0; i < count; i++) {
        lengths[i] = strncmp(paths[i], root, strlen(root)) == 0 ? embed_file(paths[i], i) : -1;
        if (lengths[i] < 0) {
            free(lengths);
            return 1;
        }
    }
    printf("const struct embedded_file embedded_files[] = {\n");
    for (int i = 0; i < count; i++)
        printf("    {\"%s\", file_%d, %ld},\n", paths[i] + strlen(root) + 1, i, lengths[i]);
    printf("};\n\nconst size_t embedded_file_count = %d;\n", count);
    free(lengths);
    return fflush(stdout) == 0 ? 0 : 1;
}
