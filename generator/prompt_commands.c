/* prompt_commands.c - see prompt_commands.h. The texts are templates/text/prompt_*.md. */
#include "prompt_commands.h"

#include "base/buffer.h"
#include "emit/embedded.h"
#include "pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum exit_status print_text(const char *path, struct arena *arena)
{
    struct buffer text;
    buffer_init(&text, arena);
    const struct embedded_file *file = embedded_find(path);
    buffer_add(&text, file->bytes, file->length);
    return pipeline_print(stdout, &text, EXIT_FINE);
}

enum exit_status run_prompt(const struct cli_options *options, struct arena *arena)
{
    (void)options;
    return print_text("text/prompt_language.md", arena);
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

enum exit_status run_init(const struct cli_options *options, struct arena *arena)
{
    const char *path = options->app;
    if (!path)
        return print_text("text/prompt_starter.md", arena);
    const struct embedded_file *file = embedded_find("text/prompt_starter.md");
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool is_written = descriptor >= 0 && write_all(descriptor, file->bytes, file->length);
    int trouble = errno;
    if (descriptor >= 0 && close(descriptor) < 0 && is_written) {
        is_written = false;
        trouble = errno;
    }
    if (is_written)
        return EXIT_FINE;
    cli_complain("cannot write '%s': %s", path, strerror(trouble));
    return EXIT_TROUBLE;
}
