/* daemon_options.c - see daemon_options.h. */
#include "http/daemon_options.h"

#include "base/log.h"
#include "base/open_files.h"
#include "formats/query_string.h"
#include "http/tls.h"

#include <netdb.h>

enum { DEFAULT_CONNECTIONS = 700 };

size_t daemon_unescape(void *closure, struct MHD_Connection *connection, char *text)
{
    char *write = text;
    char *read = text;

    (void)closure;
    (void)connection;
    while (*read) {
        int byte = -1;
        if (*read == '%')
            byte = hex_pair(read + 1);
        if (byte > 0) {
            *write++ = (char)byte;
            read += 3;
        } else {
            *write++ = *read++;
        }
    }
    *write = '\0';
    return (size_t)(write - text);
}

unsigned daemon_connection_limit(const struct options *options)
{
    int64_t wanted = options->connections + OPEN_FILES_BESIDES;
    int64_t allowed = open_files_allow(wanted + options->live_connections);
    int64_t fitting;

    if (allowed < 0)
        return DEFAULT_CONNECTIONS;
    if (options->tls_cert && allowed >= wanted + options->live_connections)
        return (unsigned)(options->connections + options->live_connections);
    if (allowed >= wanted)
        return (unsigned)options->connections;
    fitting = allowed / 2 > OPEN_FILES_BESIDES ? allowed - OPEN_FILES_BESIDES : allowed / 2;
    log_error("the system allows %lld open files: no more than %lld connections",
              (long long)allowed, (long long)fitting);
    return (unsigned)fitting;
}

void daemon_options(struct MHD_OptionItem *items, const struct options *options, int listener,
                    const struct addrinfo *address)
{
    if (listener >= 0)
        *items++ = (struct MHD_OptionItem){MHD_OPTION_LISTEN_SOCKET, listener, NULL};
    else
        *items++ = (struct MHD_OptionItem){MHD_OPTION_SOCK_ADDR, 0, address->ai_addr};
    if (options->tls_cert) {
        *items++ = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0,
                                           (void *)(uintptr_t)tls_priorities};
        *items++ = (struct MHD_OptionItem){MHD_OPTION_HTTPS_CERT_CALLBACK2, 0,
                                           (void *)(uintptr_t)tls_give};
    }
    *items = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
}
