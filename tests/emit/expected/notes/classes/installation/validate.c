/* validate.c - what holds of every _Installation, whoever writes it. Generated. */
#include "classes/installation/model.h"

#include "model/class_checks.h"
#include "model/value.h"

const struct class_checks installation_checks = {0};
