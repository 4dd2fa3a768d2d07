/* keys.h - the keys of the data (crypto/key_ring.h), for an operator's command alone: by DATA/control, not even for the
 * master key elsewhere. No answer has a key.
 *
 *   GET /keys                     what there is, and how much of the data needs each
 *   POST /keys/:purpose/rotate    another one is written under from now on; {"endSessions": true} of "session": all
 *                                 sessions end, and the keys before it go
 *   DELETE /keys/:purpose/:id     takes one away that nothing needs
 *   POST /keys/rewrap             wraps the rings by the key that comes from outside now
 *
 * What is written under older keys is sealed anew by program/key_rewrap.h. */
#ifndef RUNTIME_ROUTES_KEYS_H
#define RUNTIME_ROUTES_KEYS_H

#include "request/request.h"

bool keys_list_prepare(struct request *request);
bool keys_list(struct request *request);
bool keys_rotate_prepare(struct request *request);
bool keys_rotate(struct request *request);
bool keys_drop_prepare(struct request *request);
bool keys_drop(struct request *request);
bool keys_rewrap_prepare(struct request *request);
bool keys_rewrap(struct request *request);

#endif
