/* worker.h - a second thread, for work that need not hold up the first.
 *
 * It does one job at a time, in the order in which they are handed over. What a job touches is the
 * worker's from worker_hand_over() until the next worker_wait() of whoever handed it over. */
#ifndef GENERATOR_BASE_WORKER_H
#define GENERATOR_BASE_WORKER_H

#include "base/arena.h"

struct worker;

/* Starts a worker that calls perform(job) for each job. Where no thread is to be had, jobs are done
 * when they are handed over. */
struct worker *worker_start(struct arena *arena, void (*perform)(void *job));

/* Gives the worker its next job, once it is done with the one before. */
void worker_hand_over(struct worker *worker, void *job);

/* Waits until the worker is done with what it was given. */
void worker_wait(struct worker *worker);

/* The same, and ends it. */
void worker_end(struct worker *worker);

#endif
