/* routes.c - the routes of the app's classes, every route a row, sorted by class. Those that are
 * the same for every app are in runtime/http/router.c. Generated.
 *
 * Columns: method, pattern, writes, master only, prepare, hash, execute. */
#include "app.h"

#include "classes/note/handlers.h"

const struct route application_routes[] = {
    {METHOD_GET, TEXT("/classes/Note/:id"), false, false, NULL, NULL, note_handle_get},
    {METHOD_GET, TEXT("/classes/Note"), false, false, NULL, NULL, note_handle_find},
    {METHOD_POST, TEXT("/classes/Note"), true, false, note_handle_create_prepare, NULL,
     note_handle_create},
    {METHOD_PUT, TEXT("/classes/Note/:id"), true, false, note_handle_update_prepare, NULL,
     note_handle_update},
    {METHOD_DELETE, TEXT("/classes/Note/:id"), true, false, note_handle_delete_prepare, NULL,
     note_handle_delete},
};
