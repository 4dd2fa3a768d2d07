/* file_name.h - what uploaded files may be called and which types they may have.
 *
 * A stored file is called RANDOM_NAME: 32 hex digits, and the name that the client gave it. On disk it is RANDOM,
 * since what people call their files ("HIV test.pdf") tells something already. */
#ifndef RUNTIME_FILES_FILE_NAME_H
#define RUNTIME_FILES_FILE_NAME_H

#include "base/arena.h"
#include "base/text.h"

enum { FILE_ID_LENGTH = 32, FILE_NAME_LIMIT = 128 };

/* What is wrong with a name that a client gives, in parse-server's words; NULL: nothing. Letters, digits and
 * "@. ~_-" of ASCII, so that a name is safe in a URL, a header and a page. */
const char *file_name_fault(struct text name);

/* Whether this may be the name of a stored file: nothing else ever becomes part of a path. */
bool file_name_is_stored(struct text name);

/* Finds the next id of a stored file in a text, wherever a name of one is in it, and cuts the text behind it.
 * False when there is none. */
bool file_name_next_id(struct text *text, struct text *id);

/* What is behind the last point, in lower case; "" when there is none. */
struct text file_name_extension(struct arena *arena, struct text name);

/* The type that files with the extension have, and the extension of files of the type; no text when not
 * known. */
struct text file_type_of_extension(struct text extension);
struct text file_extension_of_type(struct text type);

/* "type/subtype" of a Content-Type, in lower case and without parameters; no text when it has no such form. */
struct text file_type_read(struct arena *arena, struct text content_type);

/* Whether the extension (or subtype) may be uploaded: where `allowed` lists extensions ("pdf,png"), one of
 * them, "*" for all; where it is empty, all but those that browsers run or render as pages. */
bool file_extension_is_allowed(struct text extension, struct text allowed);

/* Whether a browser may show the type in place: images, sound, moving pictures, plain text and PDF. */
bool file_type_is_passive(struct text type);

/* The type that a file of the type is answered with: one that browsers may run, style a page with or show as one is
 * told as bytes of no type. It lives as long as `type`. */
struct text file_type_answered(struct text type);

/* Whether a browser may have a file of the type for what it wants it for, as its Sec-Fetch-Dest says (no text: it does not
 * say, or is no browser): never for a script, a worker, a style sheet, or anything that is not known. */
bool file_type_may_be(struct text type, struct text destination);

#endif
