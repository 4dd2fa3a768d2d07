/* stage_sweep.h - clearing away what a run that was cut off left of a stage (stage.h).
 *
 * A stage has a mark in it, and whoever makes it holds its lock, which the kernel lets go of when the process ends. What
 * has the name of a stage, the mark and no lock is nobody's; all else stays. */
#ifndef GENERATOR_EMIT_STAGE_SWEEP_H
#define GENERATOR_EMIT_STAGE_SWEEP_H

#include <stdbool.h>

/* Marks an open folder as a stage that is being made. Where it cannot be locked it gets no mark. */
void stage_mark(int folder);

/* Takes the mark away; the lock goes with the descriptor. */
void stage_unmark(int folder);

/* Removes the stages of a folder's name below this one that nobody makes any more. What cannot be removed stays. */
void stage_sweep(const char *parent, const char *name);

#endif
