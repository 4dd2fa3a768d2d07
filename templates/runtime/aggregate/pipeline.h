/* pipeline.h - an aggregation's stages: documents go in one by one, results come out as JSON.
 *
 * Each stage takes a document, does its part, and hands on what comes of it; a stage that must see
 * all documents ($group, $sort) keeps them until the end. What is kept is bounded. */
#ifndef RUNTIME_AGGREGATE_PIPELINE_H
#define RUNTIME_AGGREGATE_PIPELINE_H

#include "request/request.h"

struct stage;

struct stage_kind {
    const char *name;
    /* Reads stage->value; fails with 102 when it makes no sense. */
    bool (*start)(struct stage *stage);
    bool (*take)(struct stage *stage, const cJSON *document);
    bool (*finish)(struct stage *stage); /* NULL: nothing is left at the end */
};

struct pipeline {
    struct request *request;
    struct stage *first;
    struct stage *last;
    struct arena *arena; /* of what lives no longer than the document on its way */
    size_t kept;         /* values that stages keep */
    size_t count;        /* results so far */
    const char *only;    /* the results are this member of theirs; NULL: they are themselves */
};

struct stage {
    const struct stage_kind *kind;
    const cJSON *value; /* as the client gave it */
    struct pipeline *pipeline;
    struct stage *next;
    void *state;
};

/* An empty pipeline; adding a stage by its name, "$group", fails with 102 when there is none. */
void pipeline_init(struct pipeline *pipeline, struct request *request);
bool pipeline_add(struct pipeline *pipeline, const char *name, const cJSON *value);

/* Takes a document, which lives in pipeline->arena. */
bool pipeline_take(struct pipeline *pipeline, const cJSON *document);

/* To be called after the last document; what is left comes out. */
bool pipeline_finish(struct pipeline *pipeline);

/* For stages. */

/* Hands a document on to the next stage, or to the results. */
bool stage_pass(struct stage *stage, const cJSON *document);

/* A copy that lives as long as the request; fails when stages keep too much. */
bool stage_keep(struct stage *stage, const cJSON *value, cJSON **copy);

/* Error 102 that names the stage. */
bool stage_fail(struct stage *stage, const char *what);

/* $group is in pipeline_group.c. */
extern const struct stage_kind stage_group;

#endif
