/* websocket.c - see websocket.h.
 *
 * All of it is one thread's: bytes are received into one buffer, and frames are written by one
 * context of wslay, which has no state between them. */
#include "live/websocket.h"

#include "base/utf8.h"
#include "request/counts.h"

#include <errno.h>
#include <stdlib.h>
#include <wslay/wslay.h>

enum { RECEIVED_AT_ONCE = 32 * 1024, TURNS = 4, CONTROL_LIMIT = 125, FRAME_HEAD = 14 };

struct websocket_frame {
    struct websocket_frame *next;
    size_t length;
    size_t capacity;
    bool failed;
    unsigned char bytes[];
};

/* A frame that is being received, and the message that it is a part of. */
struct websocket_input {
    wslay_frame_context_ptr frames;
    struct text bytes; /* that wslay may have next */
    uint64_t given;    /* bytes that wslay has had */
    uint64_t parsed;   /* of these, bytes of whole frames */
    uint64_t left;     /* of the payload of the frame that is under way */
    bool in_frame;
    uint8_t opcode; /* of the frame */
    bool fin;
    uint8_t message; /* the opcode of the message that has begun; 0: none has */
    char *text;
    size_t length;
    size_t capacity;
    unsigned char control[CONTROL_LIMIT];
    size_t control_length;
};

static size_t all_queued; /* bytes, of all WebSockets */

void websocket_init(struct websocket *websocket, struct upgraded_socket socket)
{
    *websocket = (struct websocket){.socket = socket};
    websocket->end = &websocket->first;
}

static void release_input(struct websocket *websocket)
{
    struct websocket_input *input = websocket->input;

    if (!input)
        return;
    wslay_frame_context_free(input->frames);
    free(input->text);
    free(input);
    websocket->input = NULL;
}

static void drop_first(struct websocket *websocket)
{
    struct websocket_frame *frame = websocket->first;

    websocket->first = frame->next;
    if (!websocket->first)
        websocket->end = &websocket->first;
    websocket->queued -= frame->length;
    all_queued -= frame->length;
    websocket->sent = 0;
    free(frame);
}

void websocket_release(struct websocket *websocket)
{
    release_input(websocket);
    while (websocket->first)
        drop_first(websocket);
    upgraded_close(&websocket->socket);
}

/* Out. */

static ssize_t write_frame(const uint8_t *data, size_t length, int flags, void *state)
{
    struct websocket_frame *frame = state;

    (void)flags;
    if (length > frame->capacity - frame->length) {
        frame->failed = true;
        return -1;
    }
    memcpy(frame->bytes + frame->length, data, length);
    frame->length += length;
    return (ssize_t)length;
}

static ssize_t read_nothing(uint8_t *data, size_t length, int flags, void *state)
{
    (void)data;
    (void)length;
    (void)flags;
    (void)state;
    return -1;
}

/* A server masks nothing. */
static int make_no_mask(uint8_t *mask, size_t length, void *state)
{
    (void)mask;
    (void)length;
    (void)state;
    return -1;
}

static struct websocket_frame *make_frame(uint8_t opcode, struct text payload)
{
    static const struct wslay_frame_callbacks callbacks = {write_frame, read_nothing, make_no_mask};
    size_t capacity = payload.length + FRAME_HEAD;
    struct websocket_frame *frame = malloc(sizeof *frame + capacity);
    struct wslay_frame_iocb block = {
        .fin = 1,
        .opcode = opcode,
        .payload_length = payload.length,
        .data = (const uint8_t *)payload.bytes,
        .data_length = payload.length,
    };
    wslay_frame_context_ptr writer;

    if (!frame)
        return NULL;
    *frame = (struct websocket_frame){.capacity = capacity};
    if (wslay_frame_context_init(&writer, &callbacks, frame) != 0) {
        free(frame);
        return NULL;
    }
    frame->failed = wslay_frame_send(writer, &block) != (ssize_t)payload.length || frame->failed;
    wslay_frame_context_free(writer);
    if (!frame->failed)
        return frame;
    free(frame);
    return NULL;
}

void websocket_flush(struct websocket *websocket)
{
    while (websocket->first && !websocket->ended) {
        struct websocket_frame *frame = websocket->first;
        ssize_t sent = upgraded_send(&websocket->socket, frame->bytes + websocket->sent,
                                     frame->length - websocket->sent);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0) {
            websocket->ended = errno != EAGAIN && errno != EWOULDBLOCK;
            return;
        }
        websocket->sent += (size_t)sent;
        if (websocket->sent == frame->length)
            drop_first(websocket);
    }
}

/* Puts a frame at the end and sends what can be; NULL: there is no memory for it. */
static void put(struct websocket *websocket, struct websocket_frame *frame)
{
    if (!frame) {
        websocket->ended = true;
        return;
    }
    *websocket->end = frame;
    websocket->end = &frame->next;
    websocket->queued += frame->length;
    all_queued += frame->length;
    if (websocket->first == frame)
        websocket_flush(websocket);
}

void websocket_send(struct websocket *websocket, struct text text)
{
    if (websocket->closing || websocket->ended)
        return;
    if (websocket->first &&
        (websocket->queued > WEBSOCKET_QUEUE_LIMIT || all_queued > WEBSOCKET_ALL_LIMIT))
        websocket_close(websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: messages were not read",
                        true);
    else
        put(websocket, make_frame(WSLAY_TEXT_FRAME, text));
}

void websocket_ping(struct websocket *websocket)
{
    if (!websocket->closing && !websocket->ended)
        put(websocket, make_frame(WSLAY_PING, (struct text){"", 0}));
}

void websocket_close(struct websocket *websocket, enum websocket_code code, const char *reason,
                     bool drop)
{
    char payload[CONTROL_LIMIT];
    size_t length = strlen(reason);

    if (websocket->closing)
        return;
    if (code == WEBSOCKET_TRY_AGAIN)
        counters_add(COUNT_LIVE_DROPPED, 1);
    /* The frame that is under way is sent to its end, or the closing frame would be taken for a part
     * of it. */
    while (drop && websocket->first && websocket->first->next) {
        struct websocket_frame *next = websocket->first->next;
        websocket->first->next = next->next;
        websocket->queued -= next->length;
        all_queued -= next->length;
        free(next);
    }
    if (drop && websocket->first && !websocket->sent && !upgraded_is_amid(&websocket->socket))
        drop_first(websocket);
    if (websocket->first)
        websocket->end = drop ? &websocket->first->next : websocket->end;
    if (length > sizeof payload - 2)
        length = sizeof payload - 2;
    payload[0] = (char)(code >> 8);
    payload[1] = (char)(code & 0xff);
    memcpy(payload + 2, reason, length);
    websocket->closing = true;
    release_input(websocket);
    put(websocket, make_frame(WSLAY_CONNECTION_CLOSE, (struct text){payload, length + 2}));
}

/* In. */

static ssize_t give_bytes(uint8_t *data, size_t length, int flags, void *state)
{
    struct websocket_input *input = state;

    (void)flags;
    if (!input->bytes.length)
        return -1; /* wslay: nothing more for now */
    if (length > input->bytes.length)
        length = input->bytes.length;
    memcpy(data, input->bytes.bytes, length);
    input->bytes.bytes += length;
    input->bytes.length -= length;
    input->given += length;
    return (ssize_t)length;
}

static ssize_t send_nothing(const uint8_t *data, size_t length, int flags, void *state)
{
    (void)data;
    (void)length;
    (void)flags;
    (void)state;
    return -1;
}

static bool make_input(struct websocket *websocket)
{
    static const struct wslay_frame_callbacks callbacks = {send_nothing, give_bytes, make_no_mask};
    struct websocket_input *input;

    if (websocket->input)
        return true;
    input = calloc(1, sizeof *input);
    if (input && wslay_frame_context_init(&input->frames, &callbacks, input) == 0) {
        websocket->input = input;
        return true;
    }
    free(input);
    websocket->ended = true;
    return false;
}

/* The bytes of a frame's head before its payload; from a client it is masked. */
static uint64_t head_length(uint64_t payload)
{
    return 2 + 4 + (payload < 126 ? 0u : payload <= UINT16_MAX ? 2u : 8u);
}

/* A frame begins: what is wrong with it, as far as its head tells; 0: nothing. */
static enum websocket_code judge_head(const struct websocket_input *input,
                                      const struct wslay_frame_iocb *block)
{
    if (!block->mask || block->rsv)
        return WEBSOCKET_PROTOCOL_ERROR;
    switch (block->opcode) {
    case WSLAY_CONNECTION_CLOSE:
    case WSLAY_PING:
    case WSLAY_PONG:
        return block->fin && block->payload_length <= CONTROL_LIMIT ? 0 : WEBSOCKET_PROTOCOL_ERROR;
    case WSLAY_TEXT_FRAME:
        if (input->message)
            return WEBSOCKET_PROTOCOL_ERROR;
        break;
    case WSLAY_BINARY_FRAME:
        return WEBSOCKET_NOT_TEXT;
    case WSLAY_CONTINUATION_FRAME:
        if (!input->message)
            return WEBSOCKET_PROTOCOL_ERROR;
        break;
    default:
        return WEBSOCKET_PROTOCOL_ERROR;
    }
    return block->payload_length > WEBSOCKET_TEXT_LIMIT - input->length ? WEBSOCKET_TOO_LARGE : 0;
}

static bool is_control(uint8_t opcode)
{
    return (opcode & 0x8) != 0;
}

static bool keep_payload(struct websocket_input *input, const struct wslay_frame_iocb *block)
{
    if (!block->data_length)
        return true;
    if (is_control(input->opcode)) {
        memcpy(input->control + input->control_length, block->data, block->data_length);
        input->control_length += block->data_length;
        return true;
    }
    if (block->data_length > input->capacity - input->length) {
        size_t capacity = 2 * (input->length + block->data_length);
        char *text = realloc(input->text, capacity);
        if (!text)
            return false;
        input->text = text;
        input->capacity = capacity;
    }
    memcpy(input->text + input->length, block->data, block->data_length);
    input->length += block->data_length;
    return true;
}

/* The answer to a closing frame has its code, where it has one that may be sent. */
static void answer_close(struct websocket *websocket, const struct websocket_input *input)
{
    struct text reason = {(const char *)input->control + 2, 0};
    int code = WEBSOCKET_NORMAL;

    if (input->control_length == 1)
        code = WEBSOCKET_PROTOCOL_ERROR;
    if (input->control_length >= 2) {
        code = input->control[0] << 8 | input->control[1];
        reason.length = input->control_length - 2;
        if (code < 1000 || code == 1004 || code == 1005 || code == 1006 ||
            (code > 1014 && code < 3000) || code >= 5000)
            code = WEBSOCKET_PROTOCOL_ERROR;
        else if (reason.length && !utf8_is_valid(reason))
            code = WEBSOCKET_BAD_TEXT;
    }
    websocket_close(websocket, (enum websocket_code)code, "", false);
}

/* A frame is there as a whole. What is done may close, and then there is no input any more. */
static void end_frame(struct websocket *websocket, websocket_taker taker, void *state)
{
    struct websocket_input *input = websocket->input;
    struct text control = {(const char *)input->control, input->control_length};
    struct text text = {input->text ? input->text : "", input->length};
    char *kept;

    input->in_frame = false;
    input->control_length = 0;
    if (input->opcode == WSLAY_PING) {
        if (websocket->queued <= WEBSOCKET_QUEUE_LIMIT)
            put(websocket, make_frame(WSLAY_PONG, control));
        return;
    }
    if (input->opcode == WSLAY_CONNECTION_CLOSE) {
        input->control_length = control.length;
        answer_close(websocket, input);
        return;
    }
    if (is_control(input->opcode) || !input->fin)
        return;
    kept = input->text; /* closing releases the input */
    input->text = NULL;
    input->capacity = input->length = 0;
    input->message = 0;
    if (!utf8_is_valid(text))
        websocket_close(websocket, WEBSOCKET_BAD_TEXT, "not UTF-8", false);
    else
        taker(state, text);
    free(kept);
}

/* Takes what wslay has of a frame; false when there is no more of it, or the WebSocket closes. */
static bool take_piece(struct websocket *websocket, websocket_taker taker, void *state)
{
    struct websocket_input *input = websocket->input;
    struct wslay_frame_iocb block = {0};
    ssize_t length = wslay_frame_recv(input->frames, &block);
    enum websocket_code wrong;

    if (length == WSLAY_ERR_WANT_READ)
        return false;
    if (length < 0) {
        websocket_close(websocket, WEBSOCKET_PROTOCOL_ERROR, "no frame", false);
        return false;
    }
    if (!input->in_frame) {
        wrong = judge_head(input, &block);
        if (wrong) {
            websocket_close(websocket, wrong,
                            wrong == WEBSOCKET_TOO_LARGE ? "the message is too large" : "", false);
            return false;
        }
        input->in_frame = true;
        input->opcode = block.opcode;
        input->fin = block.fin;
        input->left = block.payload_length;
        input->parsed += head_length(block.payload_length);
        if (block.opcode == WSLAY_TEXT_FRAME)
            input->message = WSLAY_TEXT_FRAME;
    }
    if (!keep_payload(input, &block)) {
        websocket->ended = true;
        return false;
    }
    input->left -= block.data_length;
    input->parsed += block.data_length;
    if (!input->left)
        end_frame(websocket, taker, state);
    return !websocket->closing && !websocket->ended;
}

void websocket_take(struct websocket *websocket, struct text bytes, websocket_taker taker,
                    void *state)
{
    struct websocket_input *input;

    websocket->heard = true;
    if (websocket->closing || !bytes.length || !make_input(websocket))
        return;
    websocket->input->bytes = bytes;
    while (take_piece(websocket, taker, state))
        ;
    input = websocket->input;
    if (input && !input->in_frame && !input->message && input->given == input->parsed)
        release_input(websocket);
}

void websocket_receive(struct websocket *websocket, websocket_taker taker, void *state)
{
    static char bytes[RECEIVED_AT_ONCE]; /* the thread's */

    for (int turn = 0; turn < TURNS && !websocket->ended; turn++) {
        ssize_t length = upgraded_receive(&websocket->socket, bytes, sizeof bytes);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (length <= 0) {
            websocket->ended = true;
            return;
        }
        websocket_take(websocket, (struct text){bytes, (size_t)length}, taker, state);
        if ((size_t)length < sizeof bytes)
            return;
    }
}
