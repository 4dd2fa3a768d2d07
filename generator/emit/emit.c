/* emit.c - runs the emitters that emitters.def lists, on two threads: each takes the next emitter that is
 * left. They share the model, which nobody changes, and the folder (settle.h); which of them runs an
 * emitter makes no difference to what it emits. */
#include "emit/emit.h"

#include <pthread.h>
#include <stdatomic.h>

static void (*const emitters[])(const struct model *, struct output *) = {
#define EMITTER(function, summary) function,
#include "emit/emitters.def"
#undef EMITTER
};

struct share {
    const struct model *model;
    struct output *output;
    atomic_size_t *next; /* of the emitters; both threads' */
};

static void *run_emitters(void *subject)
{
    const struct share *share = subject;
    for (size_t i = (*share->next)++; i < sizeof emitters / sizeof *emitters;
         i = (*share->next)++) {
        emitters[i](share->model, share->output);
        output_end_emitter(share->output);
    }
    return NULL;
}

void emit_all(const struct model *model, struct output *output)
{
    atomic_size_t next = 0;
    struct share ours = {.model = model, .output = output, .next = &next};
    struct share theirs = {.model = model, .output = output_beside(output), .next = &next};
    pthread_t thread;
    bool has_thread = pthread_create(&thread, NULL, run_emitters, &theirs) == 0;
    run_emitters(&ours);
    if (has_thread)
        pthread_join(thread, NULL);
    output_join(output);
}
