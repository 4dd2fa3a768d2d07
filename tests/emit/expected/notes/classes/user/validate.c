/* validate.c - what holds of every _User, whoever writes it. Generated. */
#include "classes/user/model.h"

#include "model/class_checks.h"

const struct class_checks user_checks = {0};
