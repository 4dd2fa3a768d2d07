/* validate.c - what holds of every Visit, whoever writes it. Generated. */
#include "classes/visit/model.h"

#include "model/class_checks.h"

static const struct no_overlap no_overlaps[] = {
    /* agent.md:46: Visit of the same nurse whose status is not cancelled do not overlap. */
    {
        .same = (const int[]){visit_NURSE},
        .same_count = 1,
        .from = visit_START_AT,
        .to = visit_END_AT,
        .when = "(\"Visit\".\"status\" IS NULL OR \"Visit\".\"status\" NOT IN ('cancelled'))",
    },
};

const struct class_checks visit_checks = {
    .no_overlaps = no_overlaps,
    .no_overlap_count = sizeof no_overlaps / sizeof no_overlaps[0],
};
