/* fixed.c - the HTTP floor: answers every request with the same 400 bytes.
 *
 * usage: floor_fixed */
#include "floor.h"

#include <string.h>

enum { BODY_LENGTH = 400 };

static char body[BODY_LENGTH];

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    static int begun;

    (void)closure, (void)url, (void)method, (void)version, (void)data;
    /* libmicrohttpd calls first with the headers, then with the body, then for the answer. */
    if (!*state) {
        *state = &begun;
        return MHD_YES;
    }
    if (*data_size) {
        *data_size = 0;
        return MHD_YES;
    }
    return floor_answer(connection, MHD_HTTP_OK, body, sizeof body);
}

int main(void)
{
    static const struct floor floor = {.handle = handle};
    static const char head[] = "{\"padding\":\"";

    memset(body, 'x', sizeof body);
    memcpy(body, head, sizeof head - 1);
    memcpy(body + sizeof body - 2, "\"}", 2);
    return floor_serve(&floor);
}
