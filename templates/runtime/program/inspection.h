/* inspection.h - a database that an operator's command looks into and leaves as it is, while a server may
 * run over it. */
#ifndef RUNTIME_PROGRAM_INSPECTION_H
#define RUNTIME_PROGRAM_INSPECTION_H

#include "guard/audit.h"
#include "request/server.h"

struct inspection {
    struct server server;
    struct arena arena;
    struct request request; /* nobody's, and of no route; its arena is the one above */
    struct audit_dues audit;
};

/* Opens the database in the folder that the options name, for reading, with the key for what is sealed.
 * False, with the reason in the log or on standard error, when that fails; to be closed in any case. */
bool inspection_open(struct inspection *inspection, const struct app *app,
                     const struct options *options);
void inspection_close(struct inspection *inspection);

#endif
