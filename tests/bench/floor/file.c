/* file.c - the floor of files: a GET answers one by sendfile(2), a POST writes its body to one and puts it on disk. With
 * the argument "seal" it does neither, and prints how many bytes a second secretstream alone seals and opens. */
#include "floor.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    CHUNK = 65536,
    SEALED = CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES,
    CHUNKS = 16384
};

/* A body on its way to the disk, written as it would be if it were sealed. */
struct upload {
    int file;
    size_t held;
    char chunk[CHUNK];
};

static const char *folder;
static atomic_int uploads;

static enum MHD_Result answer_file(struct MHD_Connection *connection)
{
    char path[512];
    struct stat status;
    struct MHD_Response *response;
    enum MHD_Result result;
    int file;

    snprintf(path, sizeof path, "%s/file", folder);
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0)
        return MHD_NO;
    response = MHD_create_response_from_fd64((uint64_t)status.st_size, file);
    if (!response)
        return MHD_NO;
    result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

static struct upload *begin(void)
{
    struct upload *upload = malloc(sizeof *upload);
    char path[512];

    if (!upload)
        return NULL;
    snprintf(path, sizeof path, "%s/upload%d", folder, atomic_fetch_add(&uploads, 1));
    upload->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    upload->held = 0;
    return upload;
}

static bool flush(struct upload *upload)
{
    bool done = write(upload->file, upload->chunk, upload->held) == (ssize_t)upload->held;

    upload->held = 0;
    return done;
}

static bool take(struct upload *upload, const char *data, size_t size)
{
    bool done = true;

    while (done && size) {
        size_t room = CHUNK - upload->held;
        size_t taken = size < room ? size : room;
        memcpy(upload->chunk + upload->held, data, taken);
        upload->held += taken;
        data += taken;
        size -= taken;
        if (upload->held == CHUNK)
            done = flush(upload);
    }
    return done;
}

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    struct upload *upload = *state;

    (void)closure, (void)url, (void)version;
    if (strcmp(method, "GET") == 0)
        return answer_file(connection);
    if (!upload) {
        *state = upload = begin();
        return upload && upload->file >= 0 ? MHD_YES : MHD_NO;
    }
    if (*data_size) {
        bool done = take(upload, data, *data_size);
        *data_size = 0;
        return done ? MHD_YES : MHD_NO;
    }
    return flush(upload) && fsync(upload->file) == 0 ? floor_answer(connection, 201, "{}", 2)
                                                     : MHD_NO;
}

static void completed(void *closure, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode code)
{
    struct upload *upload = *state;

    (void)closure, (void)connection, (void)code;
    if (upload && upload->file >= 0)
        close(upload->file);
    free(upload);
    *state = NULL;
}

static double processor_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* "SEALED OPENED", in bytes a second of the processor. */
static int print_seal(void)
{
    static unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    static unsigned char plain[CHUNK];
    static unsigned char sealed[SEALED];
    static unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_state first;
    unsigned char tag;
    double begun = processor_seconds();
    double sealing;

    crypto_secretstream_xchacha20poly1305_init_push(&state, header, key);
    for (int i = 0; i < CHUNKS; i++)
        crypto_secretstream_xchacha20poly1305_push(&state, sealed, NULL, plain, CHUNK, NULL, 0, 0);
    sealing = processor_seconds() - begun;
    crypto_secretstream_xchacha20poly1305_init_push(&state, header, key);
    crypto_secretstream_xchacha20poly1305_push(&state, sealed, NULL, plain, CHUNK, NULL, 0, 0);
    crypto_secretstream_xchacha20poly1305_init_pull(&first, header, key);
    begun = processor_seconds();
    for (int i = 0; i < CHUNKS; i++) {
        state = first;
        if (crypto_secretstream_xchacha20poly1305_pull(&state, plain, NULL, &tag, sealed, SEALED,
                                                       NULL, 0) != 0)
            return 1;
    }
    printf("%.0f %.0f\n", (double)CHUNKS * CHUNK / sealing,
           (double)CHUNKS * CHUNK / (processor_seconds() - begun));
    return 0;
}

int main(int argc, char **argv)
{
    const struct floor floor = {.handle = handle, .completed = completed};

    if (argc != 2 || sodium_init() < 0)
        return 2;
    if (strcmp(argv[1], "seal") == 0)
        return print_seal();
    folder = argv[1];
    return floor_serve(&floor);
}
