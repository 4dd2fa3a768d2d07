/* validate.c - what holds of every CareAssignment, whoever writes it. Generated. */
#include "classes/care_assignment/model.h"

#include "model/class_checks.h"

const struct class_checks care_assignment_checks = {0};
