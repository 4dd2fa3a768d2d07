/* file_writer.h - Files in answers: each with a URL for whoever asks (file_url.h). */
#ifndef RUNTIME_READ_FILE_WRITER_H
#define RUNTIME_READ_FILE_WRITER_H

#include "files/file_url.h"
#include "model/file_value.h"
#include "read/object_writer.h"

struct file_writer {
    const struct request *request;
    struct file_place place; /* the row that names the files */
};

/* Appends a File; `state` is a struct file_writer (as file_value_write_tree() has it). */
void file_writer_add(void *state, struct buffer *buffer, struct text name);

struct file_writer file_writer_of_row(const struct object_writer *writer, const struct row *row);

/* Appends a member's JSON as value_write_json() does, for a client: Files get their URLs. */
void file_writer_value(struct buffer *buffer, struct request *request, const struct class *class,
                       const struct class_field *field, const void *object);

#endif
