/* validate.c - what holds of every Note, whoever writes it. Generated. */
#include "classes/note/model.h"

#include "model/class_checks.h"

const struct class_checks note_checks = {0};
