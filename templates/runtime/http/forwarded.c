/* forwarded.c - see forwarded.h. Headers of one name are one list, in their order (RFC 9110, section 5.3). */
#include "http/forwarded.h"

#include <microhttpd.h>
#include <strings.h>

/* The lists as they are read: of the last items only so many. */
struct reading {
    struct forwarded *forwarded;
    struct text proto;
    struct text host;
    bool has_list; /* an X-Forwarded-For */
};

static bool is_named(struct text name, const char *expected)
{
    return name.length == strlen(expected) && strncasecmp(name.bytes, expected, name.length) == 0;
}

/* An address without blanks, brackets and port around it. */
static struct text bare_address(struct text name)
{
    const char *end;

    name = text_trim(name, " \t");
    if (name.length && name.bytes[0] == '[') {
        end = memchr(name.bytes, ']', name.length);
        return end ? (struct text){name.bytes + 1, (size_t)(end - name.bytes - 1)} : name;
    }
    end = name.length ? memchr(name.bytes, ':', name.length) : NULL;
    if (end && memchr(name.bytes, '.', (size_t)(end - name.bytes)))
        name.length = (size_t)(end - name.bytes);
    return name;
}

static void add_client(struct forwarded *forwarded, struct text client)
{
    if (forwarded->count == FORWARDED_CLIENTS) {
        memmove(forwarded->clients, forwarded->clients + 1,
                sizeof forwarded->clients - sizeof *forwarded->clients);
        forwarded->count--;
    }
    forwarded->clients[forwarded->count++] = bare_address(client);
}

static struct text last_item(struct text list)
{
    struct text item = list;

    while (text_next_item(&list, &item))
        ;
    return text_trim(item, " \t");
}

static enum MHD_Result read_lists(void *closure, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t value_length)
{
    struct reading *reading = closure;
    struct text header = {name, name_length};
    struct text list = {value ? value : "", value ? value_length : 0};
    struct text item;

    (void)kind;
    if (is_named(header, "X-Forwarded-For")) {
        reading->has_list = true;
        while (text_next_item(&list, &item))
            add_client(reading->forwarded, item);
    } else if (is_named(header, "X-Forwarded-Proto")) {
        reading->proto = last_item(list);
    } else if (is_named(header, "X-Forwarded-Host")) {
        reading->host = last_item(list);
    }
    return MHD_YES;
}

/* Takes what stands before one of two characters, outside quotes, off the text; *found is that character, or 0
 * at the end. */
static struct text take_until(struct text *rest, char first, char second, char *found)
{
    struct text taken = {rest->bytes, 0};
    bool quoted = false;

    *found = '\0';
    for (; taken.length < rest->length; taken.length++) {
        char byte = rest->bytes[taken.length];
        if (byte == '"')
            quoted = !quoted;
        else if (quoted && byte == '\\' && taken.length + 1 < rest->length)
            taken.length++;
        else if (!quoted && (byte == first || byte == second)) {
            *found = byte;
            break;
        }
    }
    rest->bytes += taken.length + (*found ? 1 : 0);
    rest->length -= taken.length + (*found ? 1 : 0);
    return text_trim(taken, " \t");
}

/* One `name=value` of an element. What has an escape in its quotes is no address, and stays as it is. */
static void read_pair(struct reading *reading, struct text pair, struct text *client)
{
    const char *equals = pair.length ? memchr(pair.bytes, '=', pair.length) : NULL;
    struct text name = {pair.bytes, equals ? (size_t)(equals - pair.bytes) : 0};
    struct text value;

    if (!equals)
        return;
    value = (struct text){equals + 1, pair.length - name.length - 1};
    if (value.length >= 2 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"')
        value = (struct text){value.bytes + 1, value.length - 2};
    if (is_named(name, "for"))
        *client = value;
    else if (is_named(name, "proto"))
        reading->proto = value;
    else if (is_named(name, "host"))
        reading->host = value;
}

static enum MHD_Result read_standard(void *closure, enum MHD_ValueKind kind, const char *name,
                                     size_t name_length, const char *value, size_t value_length)
{
    struct reading *reading = closure;
    struct text rest = {value ? value : "", value ? value_length : 0};
    char found = ',';

    (void)kind;
    if (!is_named((struct text){name, name_length}, "Forwarded"))
        return MHD_YES;
    /* One element a turn; the last one is the last proxy's. */
    while (found == ',') {
        struct text client = text_of("unknown");
        reading->proto = reading->host = text_none();
        do
            read_pair(reading, take_until(&rest, ';', ',', &found), &client);
        while (found == ';');
        add_client(reading->forwarded, client);
    }
    return MHD_YES;
}

void forwarded_read(struct forwarded *forwarded, struct MHD_Connection *connection)
{
    struct reading reading = {.forwarded = forwarded};

    forwarded->count = 0;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_lists, &reading);
    if (!reading.has_list)
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_standard, &reading);
    forwarded->scheme = reading.proto;
    forwarded->host = reading.host;
}
