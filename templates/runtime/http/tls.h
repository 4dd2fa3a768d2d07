/* tls.h - the certificate and key that the server shows, and what it asks of TLS.
 *
 * The files are looked at each second. What has been the same for two looks is taken up, and each handshake from then
 * on has it; what is broken, half-written, does not fit its key or has expired is not, and the log says so. */
#ifndef RUNTIME_HTTP_TLS_H
#define RUNTIME_HTTP_TLS_H

#include "request/options.h"

#include <gnutls/abstract.h>

struct MHD_Response;

/* TLS 1.2 with forward secrecy, and 1.3; ciphers that authenticate. */
extern const char tls_priorities[];

/* Reads --tls-cert and --tls-key, and begins to look at them. False, with the reason in the log, when they are not
 * good. One server has one. */
bool tls_start(const struct options *options);

/* Looks at the files now, and says in the log what it found. */
void tls_reload(void);

/* To be called when no handshake can begin any more; does nothing where none was started. */
void tls_stop(void);

/* Gives a handshake the certificate and the key: libmicrohttpd's MHD_OPTION_HTTPS_CERT_CALLBACK2. */
int tls_give(gnutls_session_t session, const struct gnutls_cert_retr_st *asked,
             gnutls_pcert_st **chain, unsigned *chain_length, gnutls_ocsp_data_st **ocsp,
             unsigned *ocsp_length, gnutls_privkey_t *key, unsigned *flags);

/* Tells browsers to come by TLS alone from now on, for --hsts-seconds, where they came by it. */
void tls_add_header(struct MHD_Response *response, const struct options *options);

#endif
