/* cors.c - see cors.h. The lists are the headers that the SDKs send and read. */
#include "http/cors.h"

#include <microhttpd.h>
#include <stddef.h>

static const struct {
    const char *name;
    const char *value;
} headers[] = {
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Allow-Methods", "GET,PUT,POST,DELETE,OPTIONS"},
    {"Access-Control-Allow-Headers",
     "X-Parse-Master-Key, X-Parse-REST-API-Key, X-Parse-Javascript-Key, X-Parse-Application-Id, "
     "X-Parse-Client-Version, X-Parse-Session-Token, X-Parse-Installation-Id, X-Requested-With, "
     "X-Parse-Revocable-Session, X-Parse-Request-Id, X-Parse-Client-Key, X-Parse-Windows-Key, "
     "X-Parse-Cloud-Context, Authorization, Content-Type, If-Match, Pragma, Cache-Control"},
    {"Access-Control-Expose-Headers",
     "X-Parse-Job-Status-Id, X-Parse-Push-Status-Id, Location, X-Disclosure-Notice, "
     "X-Disclosure-Consent, ETag, Retry-After, X-Request-Id"},
};

void cors_add_headers(struct MHD_Response *response)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        (void)MHD_add_response_header(response, headers[i].name, headers[i].value);
}
