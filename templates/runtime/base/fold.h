/* fold.h - texts that differ only by case or by form count as one. */
#ifndef RUNTIME_BASE_FOLD_H
#define RUNTIME_BASE_FOLD_H

#include "base/context.h"
#include "base/text.h"

/* Case-folded and in NFKC (Unicode, chapter 3.13), so that "Kim", "KIM" and "Ｋｉｍ" give the same
 * text. The text must be UTF-8. */
bool text_fold(struct context *context, struct text text, struct text *folded);

#endif
