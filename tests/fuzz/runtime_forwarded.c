/* runtime_forwarded.c - any lines as the head of a request: what it says of clients lies within it, Forwarded says
 * nothing beside X-Forwarded-For, and what is read as an address or a network has itself in it. */
#include "http/forwarded.h"
#include "http/network.h"
#include "require.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

enum { HEADERS = 16 };

/* Stands for a connection: "Name:value" a line. */
struct head {
    struct text names[HEADERS];
    struct text values[HEADERS];
    size_t count;
};

int MHD_get_connection_values_n(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                MHD_KeyValueIteratorN iterator, void *closure)
{
    const struct head *head = (const struct head *)(const void *)connection;

    for (size_t i = 0; i < head->count; i++)
        if (iterator(closure, kind, head->names[i].bytes, head->names[i].length,
                     head->values[i].bytes, head->values[i].length) != MHD_YES)
            return (int)i;
    return (int)head->count;
}

static void read_head(struct head *head, struct text rest)
{
    while (rest.length && head->count < HEADERS) {
        const char *end = memchr(rest.bytes, '\n', rest.length);
        struct text line = {rest.bytes, end ? (size_t)(end - rest.bytes) : rest.length};
        const char *colon = memchr(line.bytes, ':', line.length);
        size_t name = colon ? (size_t)(colon - line.bytes) : line.length;
        head->names[head->count] = (struct text){line.bytes, name};
        head->values[head->count++] = colon ? (struct text){colon + 1, line.length - name - 1}
                                            : (struct text){NULL, 0};
        rest.bytes += line.length + (end ? 1 : 0);
        rest.length -= line.length + (end ? 1 : 0);
    }
}

/* The header that a text is a part of; negative: none. */
static int header_of(const struct head *head, struct text text)
{
    for (size_t i = 0; i < head->count; i++)
        if (head->values[i].bytes && text.bytes >= head->values[i].bytes &&
            text.bytes + text.length <= head->values[i].bytes + head->values[i].length)
            return (int)i;
    return -1;
}

static bool is_named(const struct head *head, int header, const char *name)
{
    return header >= 0 && head->names[header].length == strlen(name) &&
           strncasecmp(head->names[header].bytes, name, strlen(name)) == 0;
}

static void judge(const struct head *head, struct text text, bool has_list)
{
    int header = header_of(head, text);

    if (!text.length || (text_is(text, "unknown") && header < 0))
        return;
    require(header >= 0, "what is said lies within a header");
    require(!has_list || !is_named(head, header, "Forwarded"), "one header is not mixed with the other");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct head head = {.count = 0};
    struct forwarded forwarded;
    struct internet_address address;
    struct network network;
    bool has_list = false;

    read_head(&head, (struct text){(const char *)bytes, size});
    for (size_t i = 0; i < head.count; i++)
        has_list = has_list || is_named(&head, (int)i, "X-Forwarded-For");
    forwarded_read(&forwarded, (struct MHD_Connection *)(void *)&head);
    require(forwarded.count <= FORWARDED_CLIENTS, "there are not too many clients");
    for (size_t i = 0; i < forwarded.count; i++) {
        judge(&head, forwarded.clients[i], has_list);
        if (internet_address_read(forwarded.clients[i], &address))
            require(internet_address_number(&address) != 0, "an address has a number");
    }
    judge(&head, forwarded.scheme, has_list);
    judge(&head, forwarded.host, has_list);
    if (network_read((struct text){(const char *)bytes, size}, &network))
        require(network_has(&network, &network.address), "a network has the address that it is written with");
    return 0;
}
