/* access_report.h - who may ask who has looked at their own record (a server's function accessReport). */
#ifndef GENERATOR_EMIT_ACCESS_REPORT_H
#define GENERATOR_EMIT_ACCESS_REPORT_H

#include "base/arena.h"
#include "model/model.h"

/* The roles whose users may ask; NULL among them: whoever is signed in. A sentence says so, or that nobody
 * may. Without one it is those who are in a role by having its profile, or where there is no such role all
 * users, if the audit trail has reads of a class with an owner. Returns how many there are. */
size_t access_report_askers(struct arena *arena, const struct model *model,
                            const struct model_role *const **askers);

/* Whether there are any. */
bool access_report_is_there(struct arena *arena, const struct model *model);

/* Selects of the name that :user goes by among those of roles that somebody gives, from their profiles,
 * where no sentence or permission hides it from anybody. Returns how many there are. */
size_t access_report_names(struct arena *arena, const struct model *model,
                           const char *const **selects);

#endif
