/* access.c - who may do what with which rows of class _Role. Generated. */
#include "classes/role/model.h"

#include "model/class_access.h"

const struct class_access role_access = {
    .permissions = {
        [OPERATION_GET] = {.requires_authentication = true},
        [OPERATION_FIND] = {.requires_authentication = true},
        [OPERATION_COUNT] = {.requires_authentication = true},
    },
};
