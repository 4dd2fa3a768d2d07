/* store_faults.c - see store_faults.h. */
#include "store/store_faults.h"

#include "store/store.h"

#include <sqlite3.h>
#include <stdatomic.h>

static atomic_bool damaged;
static atomic_bool unwritable;

bool store_is_damaged(void)
{
    return atomic_load(&damaged);
}

bool store_is_unwritable(void)
{
    return atomic_load(&unwritable);
}

void store_fault_note(int code)
{
    enum { PRIMARY = 0xff };

    switch (code & PRIMARY) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        atomic_store(&damaged, true);
        break;
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ)
            atomic_store(&damaged, true);
        else if (code != SQLITE_IOERR_NOMEM)
            atomic_store(&unwritable, true);
        break;
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        atomic_store(&unwritable, true);
        break;
    default:
        break;
    }
}

void store_fault_note_written(void)
{
    if (atomic_load(&unwritable))
        atomic_store(&unwritable, false);
}
