/* validate.c - what holds of every Patient, whoever writes it. Generated. */
#include "classes/patient/model.h"

#include "model/class_checks.h"

const struct class_checks patient_checks = {0};
