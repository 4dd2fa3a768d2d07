/* validate.c - what holds of every Entry, whoever writes it. Generated. */
#include "classes/entry/model.h"

#include "model/class_checks.h"

const struct class_checks entry_checks = {
    .append_only = true,
};
