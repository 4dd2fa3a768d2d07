/* emit.c - runs the emitters that emitters.def lists. */
#include "emit/emit.h"

void emit_all(const struct model *model, struct output *output)
{
    static void (*const emitters[])(const struct model *, struct output *) = {
#define EMITTER(function, summary) function,
#include "emit/emitters.def"
#undef EMITTER
    };
    for (size_t i = 0; i < sizeof emitters / sizeof emitters[0]; i++) {
        emitters[i](model, output);
        output_end_emitter(output);
    }
}
