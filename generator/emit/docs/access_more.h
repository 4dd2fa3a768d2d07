/* access_more.h - what docs/access.md says of a class beside who reaches its rows. */
#ifndef GENERATOR_EMIT_DOCS_ACCESS_MORE_H
#define GENERATOR_EMIT_DOCS_ACCESS_MORE_H

#include "base/buffer.h"
#include "model/model.h"

/* Appends a list of hidden fields, encryption, versions, retention and the like; nothing where there
 * is nothing of them. */
void access_add_more(struct buffer *buffer, const struct model_class *class);

#endif
