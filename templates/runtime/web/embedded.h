/* embedded.h - the files for people that this program was built with.
 *
 * The assembler takes them from the folders web/, api/ and docs/ when the program is compiled, so
 * that a running server reads none of them from its machine. */
#ifndef RUNTIME_WEB_EMBEDDED_H
#define RUNTIME_WEB_EMBEDDED_H

#include "base/embed.h"

struct embedded_file {
    const char *path; /* where the server shows it: "/pages/first.css" */
    const char *content_type;
    struct embedded plain;
    struct embedded zipped; /* through gzip; empty: there was none at build time */
};

extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* The bundled pages (pack.h); empty: the program was built without. */
extern const struct embedded embedded_pack;

#endif
