/* row_image.h - a row as it was at a commit, kept while the table goes on.
 *
 * What is told of a change is judged later than the change was made, and the row may by then be
 * another or none. An image holds the columns as they are stored, sealed ones sealed. In a statement
 * it takes the place of the class's table, under the table's name: so the same where, and the same
 * predicates of the guard, judge an image as they judge a row (versions_table.c does likewise);
 * within their subqueries the name means the table itself. */
#ifndef RUNTIME_READ_ROW_IMAGE_H
#define RUNTIME_READ_ROW_IMAGE_H

#include "model/class.h"
#include "request/request.h"
#include "store/sql.h"

struct row_image {
    const struct class *class;
    size_t size;               /* bytes, all told */
    struct sql_value values[]; /* of the class's columns, in their order */
};

/* Copies a row of the class's columns into the arena; NULL when out of memory. */
struct row_image *row_image_read(struct arena *arena, const struct class *class,
                                 struct store_statement *row);

/* A copy that the caller is to free(); NULL when out of memory. */
struct row_image *row_image_copy(const struct row_image *image);

/* The image of no row: every column is null. NULL when out of memory. */
struct row_image *row_image_blank(struct arena *arena, const struct class *class);

struct text row_image_id(const struct row_image *image);

/* The text in a column; no text when it holds none. */
struct text row_image_text(const struct row_image *image, int column);

/* Whether a field has the same value in both. */
bool row_image_agrees(const struct row_image *image, const struct row_image *other,
                      const struct class_field *field);

/* The same of one column. */
bool row_image_columns_agree(const struct row_image *image, const struct row_image *other,
                             int column);

/* Whether a field has no value. */
bool row_image_is_null(const struct row_image *image, const struct class_field *field);

/* Which of some users, whose ids are a JSON array, may be shown the row at most (read/reach.h): their
 * places in the array are marked. */
bool row_image_reach(struct request *request, const struct row_image *image,
                     enum operation operation, struct text users_json, bool *reached, size_t count);

/* Appends the image where a statement names its table: "(SELECT ?1 AS ...) AS table". */
void row_image_add(struct sql *sql, const struct row_image *image);

#endif
