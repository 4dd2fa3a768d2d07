/* budget.h - what one request may cost, all of its parts together.
 *
 * A thread that executes a request says so by budget_begin(); what then takes long (statements,
 * regular expressions, what is computed in between) spends from the thread's budget, and ends where
 * it is told to. Time counts only while a thread is at work on the request, not while it waits for
 * one. */
#ifndef RUNTIME_BASE_BUDGET_H
#define RUNTIME_BASE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
    int64_t steps;        /* left: instructions of the engine, or what takes as long */
    int64_t microseconds; /* left */
    int64_t begun_at;     /* of the stretch of work that is under way, in microseconds */
    int64_t stays;        /* how long, before it is to go on elsewhere */
    int64_t begun_cpu;    /* the thread's own time then; negative: not asked for yet */
    int hashes;           /* of passwords, left */
    bool spent;           /* it was stopped for good */
    bool leaves;          /* it was stopped to go on elsewhere, from its start */
};

/* How long a request may take before it is to go on elsewhere. BRIEFER is for those who have work
 * there already. */
enum budget_stay { BUDGET_BRIEF, BUDGET_BRIEFER, BUDGET_LONG };

/* The calling thread works on the budget's request from now on. */
void budget_begin(struct budget *budget, enum budget_stay stay);

/* From now on the work may take no longer than that, until budget_restore(), which is given what this
 * returns, and returns how much of it is left. */
int64_t budget_cut(int64_t microseconds);
int64_t budget_restore(int64_t kept);

/* The stretch of work is over. */
void budget_end(void);

/* Takes steps from the thread's budget; false when the work is to stop, for either of
 * the two reasons. Without a budget nothing is ever too much. */
bool budget_spend(int64_t steps);

/* Whether the calling thread may wait for another machine; if not, the work is to go on where it may. */
bool budget_may_wait(void);

#endif
