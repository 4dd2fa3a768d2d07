/* store_faults.h - what the engine's errors say about the disk and the database as a whole; store.h has
 * the questions. */
#ifndef RUNTIME_STORE_STORE_FAULTS_H
#define RUNTIME_STORE_STORE_FAULTS_H

/* Keeps in mind what an error code of the engine says. */
void store_fault_note(int code);

/* A change has been put on disk. */
void store_fault_note_written(void);

#endif
