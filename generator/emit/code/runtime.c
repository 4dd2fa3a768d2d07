/* runtime.c - the folders runtime/ and web/: the hand-written part of the server, copied byte for byte. */
#include "emit/embedded.h"
#include "emit/emit.h"

#include <string.h>

void emit_runtime(const struct model *model, struct output *output)
{
    (void)model; /* the same for every app */
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        if (strncmp(file->path, "runtime/", strlen("runtime/")) == 0 ||
            strncmp(file->path, "web/", strlen("web/")) == 0)
            buffer_add(output_file(output, "%s", file->path), file->bytes, file->length);
    }
}
