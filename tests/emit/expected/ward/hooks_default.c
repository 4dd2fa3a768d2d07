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
const struct patient_hooks patient_hooks = {0};
__attribute__((weak))
const struct order_hooks order_hooks = {0};
__attribute__((weak))
const struct visit_hooks visit_hooks = {0};
__attribute__((weak))
const struct message_hooks message_hooks = {0};
__attribute__((weak))
const struct entry_hooks entry_hooks = {0};
__attribute__((weak))
const struct care_assignment_hooks care_assignment_hooks = {0};
__attribute__((weak))
const struct notification_hooks notification_hooks = {0};
__attribute__((weak))
const struct audit_log_hooks audit_log_hooks = {0};
