/* validate.c - what holds of every _Session, whoever writes it. Generated. */
#include "classes/session/model.h"

#include "model/class_checks.h"
#include "model/value.h"

const struct class_checks session_checks = {0};
