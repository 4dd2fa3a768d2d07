/* transfer.c - see transfer.h. Each thread keeps one easy handle, and with it the connections that
 * may be used again; they end with the thread. */
#include "outside/transfer.h"

#include "base/log.h"
#include "base/write_all.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <strings.h>
#include <unistd.h>

enum {
    CONNECT_MILLISECONDS = 5000,
    MAIL_MILLISECONDS = 20000,
    CALL_MILLISECONDS = 60000,
    STALLED_SECONDS = 30,
    ANSWER_LIMIT = 64 * 1024 * 1024
};

static pthread_key_t handle_key;
static atomic_bool given_up;

static void free_handle(void *handle)
{
    curl_easy_cleanup(handle);
}

bool transfer_init(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
           pthread_key_create(&handle_key, free_handle) == 0;
}

void transfer_give_up(void)
{
    atomic_store(&given_up, true);
}

bool transfer_has_given_up(void)
{
    return atomic_load(&given_up);
}

/* libcurl asks at least once a second whether to go on. */
static int check_given_up(void *closure, curl_off_t down_size, curl_off_t down, curl_off_t up_size,
                          curl_off_t up)
{
    (void)closure;
    (void)down_size;
    (void)down;
    (void)up_size;
    (void)up;
    return atomic_load(&given_up);
}

/* This thread's handle, with what holds for every transfer; NULL when out of memory. */
static CURL *get_handle(const char *protocols, int64_t milliseconds)
{
    CURL *handle = pthread_getspecific(handle_key);

    if (!handle) {
        handle = curl_easy_init();
        if (!handle || pthread_setspecific(handle_key, handle) != 0) {
            curl_easy_cleanup(handle);
            return NULL;
        }
    }
    curl_easy_reset(handle);
    if (curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols) != CURLE_OK ||
        curl_easy_setopt(handle, CURLOPT_PROXY, "") != CURLE_OK)
        return NULL;
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, check_given_up);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)milliseconds);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MILLISECONDS);
    return handle;
}

static bool begins_with(struct text text, const char *start)
{
    size_t length = strlen(start);

    return text.length >= length && memcmp(text.bytes, start, length) == 0;
}

bool transfer_url_is_valid(struct text url)
{
    size_t start = begins_with(url, "https://") ? 8 : begins_with(url, "http://") ? 7 : 0;
    size_t end = start;

    if (!start)
        return false;
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.bytes[i] <= ' ' || (unsigned char)url.bytes[i] >= 0x7f ||
            url.bytes[i] == '\\')
            return false;
    while (end < url.length && !memchr("/?#", url.bytes[end], 3))
        end++;
    return end > start && !memchr(url.bytes + start, '@', end - start);
}

struct answer {
    struct buffer *buffer;
    size_t limit;
};

static size_t take_answer(char *bytes, size_t size, size_t count, void *closure)
{
    struct answer *answer = closure;

    if (size * count > answer->limit - answer->buffer->length)
        return 0;
    buffer_add(answer->buffer, bytes, size * count);
    return answer->buffer->failed ? 0 : size * count;
}

/* "Name: value" is added; false when out of memory. */
static bool add_header(struct curl_slist **headers, const char *header)
{
    struct curl_slist *longer = curl_slist_append(*headers, header);

    if (longer)
        *headers = longer;
    return longer != NULL;
}

/* What is not printable ASCII in the value becomes question marks; without a value there is no header. */
static bool add_value(struct curl_slist **headers, const char *name, struct text value,
                      struct arena *arena)
{
    struct buffer header;

    if (!value.length)
        return true;
    buffer_init(&header, arena, value.length + 32);
    buffer_add_string(&header, name);
    buffer_add_string(&header, ": ");
    for (size_t i = 0; i < value.length; i++)
        buffer_add_char(&header,
                        value.bytes[i] < ' ' || value.bytes[i] > '~' ? '?' : value.bytes[i]);
    buffer_add_char(&header, '\0');
    return !header.failed && add_header(headers, header.bytes);
}

/* "Expect: 100-continue" would cost a round trip. */
static bool add_json_headers(struct curl_slist **headers)
{
    return add_header(headers, "Content-Type: application/json") && add_header(headers, "Expect:");
}

bool transfer_post(const struct transfer_post *post, struct buffer *buffer, long *answered)
{
    struct answer answer = {buffer, post->answer_limit};
    struct text url = arena_copy(buffer->arena, post->url);
    CURL *handle = get_handle("http,https", post->milliseconds);
    struct curl_slist *headers = NULL;
    CURLcode result = CURLE_OUT_OF_MEMORY;
    long status = 0;

    if (handle && url.bytes && add_json_headers(&headers) &&
        add_value(&headers, "X-Parse-Webhook-Key", post->key, buffer->arena) &&
        add_value(&headers, "Idempotency-Key", post->id, buffer->arena) &&
        curl_easy_setopt(handle, CURLOPT_URL, url.bytes) == CURLE_OK) {
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.length);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, post->body.bytes);
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_answer);
        curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
        result = curl_easy_perform(handle);
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(headers);
    if (result != CURLE_OK)
        log_error("a webhook gave no answer: %s", curl_easy_strerror(result));
    else if (status < 200 || status > 299)
        log_error("a webhook answered with status %ld", status);
    if (answered)
        *answered = status;
    return result == CURLE_OK && status >= 200 && status <= 299;
}

/* Objects. */

struct object_transfer {
    const struct transfer_exchange *object;
    CURL *handle;
    int64_t at; /* in the body */
    struct answer answer;
};

static size_t give_body(char *bytes, size_t size, size_t count, void *closure)
{
    struct object_transfer *transfer = closure;
    int64_t left = transfer->object->body_size - transfer->at;
    size_t wanted = (int64_t)(size * count) < left ? size * count : (size_t)left;
    ssize_t got;

    do
        got =
            pread(transfer->object->body, bytes, wanted, transfer->object->body_at + transfer->at);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return CURL_READFUNC_ABORT;
    transfer->at += got;
    return (size_t)got;
}

/* libcurl sends again from elsewhere when a connection that it kept was closed. */
static int seek_body(void *closure, curl_off_t offset, int origin)
{
    struct object_transfer *transfer = closure;

    if (origin != SEEK_SET)
        return CURL_SEEKFUNC_CANTSEEK;
    transfer->at = offset;
    return CURL_SEEKFUNC_OK;
}

static size_t take_object(char *bytes, size_t size, size_t count, void *closure)
{
    struct object_transfer *transfer = closure;
    long status = 0;

    curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    if (transfer->object->answer_file < 0 || status < 200 || status > 299)
        return take_answer(bytes, size, count, &transfer->answer);
    return write_all(transfer->object->answer_file, bytes, size * count) ? size * count : 0;
}

/* The value of a header, without quotes. */
static size_t take_header(char *line, size_t size, size_t count, void *closure)
{
    static const char name[] = "etag:";
    const struct object_transfer *transfer = closure;
    struct text value = {line + sizeof name - 1, 0};
    size_t length = size * count;

    if (length < sizeof name || strncasecmp(line, name, sizeof name - 1) != 0)
        return length;
    value.length = length - (sizeof name - 1);
    while (value.length && strchr(" \t\"", value.bytes[0])) {
        value.bytes++;
        value.length--;
    }
    while (value.length && strchr(" \t\r\n\"", value.bytes[value.length - 1]))
        value.length--;
    *transfer->object->etag = arena_copy(transfer->object->answer->arena, value);
    return length;
}

static bool set_object(CURL *handle, struct object_transfer *transfer, struct curl_slist *headers)
{
    const struct transfer_exchange *object = transfer->object;

    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
                     object->stalled_seconds ? (long)object->stalled_seconds
                                             : (long)STALLED_SECONDS);
    if (object->etag) {
        *object->etag = text_none();
        curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
        curl_easy_setopt(handle, CURLOPT_HEADERDATA, transfer);
    }
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_object);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
    if (object->body >= 0) {
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)object->body_size);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(handle, CURLOPT_READDATA, transfer);
        curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, seek_body);
        curl_easy_setopt(handle, CURLOPT_SEEKDATA, transfer);
    }
    return curl_easy_setopt(handle, CURLOPT_URL, object->url) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, object->method) == CURLE_OK;
}

long transfer_object(const struct transfer_exchange *object)
{
    CURL *handle = get_handle("http,https", 0);
    struct object_transfer transfer = {
        .object = object, .handle = handle, .answer = {object->answer, object->answer_limit}};
    struct curl_slist *headers = NULL;
    CURLcode result = CURLE_OUT_OF_MEMORY;
    bool has_headers = add_header(&headers, "Expect:");
    long status = 0;

    for (size_t i = 0; i < object->header_count; i++)
        has_headers = has_headers && add_header(&headers, object->headers[i]);
    if (handle && has_headers && set_object(handle, &transfer, headers)) {
        result = curl_easy_perform(handle);
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(headers);
    if (result != CURLE_OK)
        log_error("the store of objects gave no answer: %s", curl_easy_strerror(result));
    return result == CURLE_OK ? status : 0;
}

/* Operators' commands. */

bool transfer_call(const struct transfer_call *call, struct buffer *buffer, long *status)
{
    struct answer answer = {buffer, ANSWER_LIMIT};
    struct text url = arena_printf(buffer->arena, "http://control%.*s", TEXT_PRINTED(call->path));
    CURL *handle = get_handle("http", CALL_MILLISECONDS);
    struct curl_slist *headers = NULL;
    CURLcode result = CURLE_OUT_OF_MEMORY;

    *status = 0;
    if (handle && url.bytes && add_json_headers(&headers) &&
        curl_easy_setopt(handle, CURLOPT_URL, url.bytes) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, call->socket) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call->method) == CURLE_OK) {
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        if (call->body.bytes) {
            curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.length);
            curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call->body.bytes);
        }
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_answer);
        curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
        result = curl_easy_perform(handle);
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
    }
    curl_slist_free_all(headers);
    if (result != CURLE_OK)
        log_error("the server gave no answer: %s", curl_easy_strerror(result));
    return result == CURLE_OK;
}

/* Mails. */

static size_t give_message(char *bytes, size_t size, size_t count, void *closure)
{
    struct text *left = closure;
    size_t length = size * count < left->length ? size * count : left->length;

    memcpy(bytes, left->bytes, length);
    left->bytes += length;
    left->length -= length;
    return length;
}

/* Whether the URL's host is a loopback address or "localhost", which never leaves the machine. */
static bool is_loopback(const char *url)
{
    const char *host = strstr(url, "://");
    size_t length;

    host = host ? host + 3 : url;
    if (strncmp(host, "127.", 4) == 0)
        length = strspn(host, "0123456789.");
    else if (strncmp(host, "[::1]", 5) == 0)
        length = 5;
    else if (strncmp(host, "localhost", 9) == 0)
        length = 9;
    else
        return false;
    return memchr(":/", host[length], 3) != NULL;
}

static enum transfer_result result_of(CURLcode result, long status)
{
    enum { PERMANENT = 500 }; /* RFC 5321, 4.2.1: 5xx is a refusal, 4xx may be tried again */

    if (result == CURLE_OK)
        return TRANSFER_DONE;
    log_error("a mail was not accepted: %s (the server said %ld)", curl_easy_strerror(result),
              status);
    return status >= PERMANENT ? TRANSFER_REFUSED : TRANSFER_LATER;
}

enum transfer_result transfer_mail(const struct transfer_mail *mail, long *answered)
{
    CURL *handle = get_handle("smtp,smtps", MAIL_MILLISECONDS);
    struct curl_slist *recipients = NULL;
    struct text left = mail->message;
    CURLcode result = CURLE_OUT_OF_MEMORY;
    long status = 0;

    if (handle && add_header(&recipients, mail->to) &&
        curl_easy_setopt(handle, CURLOPT_URL, mail->url) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_MAIL_FROM, mail->from) == CURLE_OK &&
        (!mail->user || (curl_easy_setopt(handle, CURLOPT_USERNAME, mail->user) == CURLE_OK &&
                         curl_easy_setopt(handle, CURLOPT_PASSWORD, mail->password) == CURLE_OK))) {
        curl_easy_setopt(handle, CURLOPT_USE_SSL,
                         is_loopback(mail->url) ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
        curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_message);
        curl_easy_setopt(handle, CURLOPT_READDATA, &left);
        /* A mail now and then: a connection that is kept would time out in the other's hands. */
        curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
        result = curl_easy_perform(handle);
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(recipients);
    *answered = status;
    return result_of(result, status);
}
