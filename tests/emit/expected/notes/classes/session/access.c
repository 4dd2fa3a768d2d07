/* access.c - who may do what with which rows of class _Session. Generated. */
#include "classes/session/model.h"

#include "model/class_access.h"

const struct class_access session_access = {
    .permissions = {
        [OPERATION_GET] = {.requires_authentication = true},
        [OPERATION_FIND] = {.requires_authentication = true},
        [OPERATION_COUNT] = {.requires_authentication = true},
        [OPERATION_UPDATE] = {.requires_authentication = true},
        [OPERATION_DELETE] = {.requires_authentication = true},
    },
};
