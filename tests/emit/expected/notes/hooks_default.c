/* hooks_default.c - empty tables, taken where hooks.c defines none. Generated. */
#include "hooks.h"

__attribute__((weak)) const struct hook_function hook_functions[] = {{0}};
__attribute__((weak))
const struct user_hooks user_hooks = {0};
__attribute__((weak))
const struct role_hooks role_hooks = {0};
__attribute__((weak))
const struct installation_hooks installation_hooks = {0};
__attribute__((weak))
const struct note_hooks note_hooks = {0};
