/* hooks.c - @NAME@'s own code. hooks.h declares, for each class, a table of functions that may be defined
 * here: before and after a save, a delete, a find. What is left out is not called. */
#include "hooks.h"
