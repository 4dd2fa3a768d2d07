/* multipart.h - the parts of a multipart/form-data body (RFC 7578, RFC 2046). */
#ifndef RUNTIME_FORMATS_MULTIPART_H
#define RUNTIME_FORMATS_MULTIPART_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>

struct multipart_part {
    struct text name;         /* of the form's field; no text: none is said */
    struct text file_name;    /* no text: it is no file */
    struct text content_type; /* or no text */
    struct text bytes;        /* within the body */
};

struct multipart {
    struct text boundary; /* with the dashes before it */
    struct text rest;     /* behind the last boundary that was found */
    bool failed;          /* it is no such body */
};

/* The boundary that a Content-Type names; no text: it is not multipart/form-data, or names none. */
struct text multipart_boundary(struct arena *arena, struct text content_type);

/* Begins with a body. */
struct multipart multipart_begin(struct text boundary, struct text body);

/* Takes the next part; false when there is none left, or the body is malformed. Names are the arena's. */
bool multipart_next(struct multipart *multipart, struct arena *arena, struct multipart_part *part);

#endif
