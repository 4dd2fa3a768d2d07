/* packaging.h - names of packages. */
#ifndef GENERATOR_EMIT_CODE_PACKAGING_H
#define GENERATOR_EMIT_CODE_PACKAGING_H

#include "model/model.h"

/* What Debian calls the server: "trial-server". */
const char *deb_package_name(struct arena *arena, const struct model *model);

#endif
