/* access.c - who may do what with which rows of class _Installation. Generated. */
#include "classes/installation/model.h"

#include "model/class_access.h"

const struct class_access installation_access = {
    .permissions = {
        [OPERATION_GET] = {.everyone = true},
        [OPERATION_CREATE] = {.everyone = true},
        [OPERATION_UPDATE] = {.everyone = true},
    },
};
