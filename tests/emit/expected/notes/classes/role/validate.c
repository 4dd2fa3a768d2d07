/* validate.c - what holds of every _Role, whoever writes it. Generated. */
#include "classes/role/model.h"

#include "model/class_checks.h"

const struct class_checks role_checks = {0};
