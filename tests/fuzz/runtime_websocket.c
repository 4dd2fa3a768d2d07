/* runtime_websocket.c - any bytes, here in hex, as what a client sends over a WebSocket: the same texts are taken, and
 * the same is answered, whether they come at once or one by one; each text is UTF-8 and within the
 * limit. */
#include "base/utf8.h"
#include "live/websocket.h"
#include "require.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 256 * 1024 };

/* Bytes in a row: of the texts that were taken, or of the answers. */
struct record {
    char bytes[MOST];
    size_t length;
};

static void add(struct record *record, const char *bytes, size_t length)
{
    if (length > MOST - record->length)
        length = MOST - record->length;
    memcpy(record->bytes + record->length, bytes, length);
    record->length += length;
}

static void take(void *state, struct text text)
{
    require(text.length <= WEBSOCKET_TEXT_LIMIT, "a text is within the limit");
    require(utf8_is_valid(text), "a text is UTF-8");
    add(state, text.bytes, text.length);
    add(state, "\n", 1);
}

static void run(const uint8_t *bytes, size_t size, size_t step, struct record *texts,
                struct record *answers)
{
    struct websocket websocket;
    char answer[4096];
    ssize_t length;
    int ends[2];

    texts->length = answers->length = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
        exit(2);
    websocket_init(&websocket, (struct upgraded_socket){.descriptor = ends[0]});
    for (size_t at = 0; at < size; at += step) {
        struct text piece = {(const char *)bytes + at, step < size - at ? step : size - at};
        websocket_take(&websocket, piece, take, texts);
        while ((length = recv(ends[1], answer, sizeof answer, 0)) > 0)
            add(answers, answer, (size_t)length);
    }
    websocket_release(&websocket);
    close(ends[1]);
}

/* Pairs of hex digits as bytes; what is no digit is passed over. Returns how many. */
static size_t read_hex(const uint8_t *text, size_t size, uint8_t *bytes)
{
    static const char digits[] = "0123456789abcdef";
    size_t count = 0;

    for (size_t i = 0; i < size; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
        if (!digit)
            continue;
        bytes[count / 2] = (uint8_t)(bytes[count / 2] << 4 | (digit - digits));
        count++;
    }
    return count / 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t text_size)
{
    uint8_t *bytes = calloc(1, text_size / 2 + 1);
    size_t size = bytes ? read_hex(text, text_size, bytes) : 0;
    static struct record texts[3];
    static struct record answers[3];
    static const size_t steps[] = {SIZE_MAX, 1, 7};

    for (int i = 0; i < 3; i++) {
        run(bytes, size, steps[i], &texts[i], &answers[i]);
        require(texts[i].length == texts[0].length &&
                    memcmp(texts[i].bytes, texts[0].bytes, texts[0].length) == 0,
                "the same texts are taken");
        require(answers[i].length == answers[0].length &&
                    memcmp(answers[i].bytes, answers[0].bytes, answers[0].length) == 0,
                "the same is answered");
    }
    free(bytes);
    return 0;
}
