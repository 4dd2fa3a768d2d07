/* sample_class.h - a class with a field of each type, written as the generator would emit it. */
#ifndef SAMPLE_CLASS_H
#define SAMPLE_CLASS_H

#include "model/class.h"

enum {
    SAMPLE_TEXT,
    SAMPLE_NUMBER,
    SAMPLE_FLAG,
    SAMPLE_DATE,
    SAMPLE_OBJECT,
    SAMPLE_ARRAY,
    SAMPLE_NUMBERS,
    SAMPLE_OTHER,
    SAMPLE_FRIENDS,
    SAMPLE_FILE,
    SAMPLE_PLACE,
    SAMPLE_AREA,
    SAMPLE_DATA,
    SAMPLE_STATUS,
    SAMPLE_FIELDS
};

struct sample {
    struct object object;
    struct text text;
    double number;
    bool flag;
    int64_t date;
    struct text map;
    struct text array;
    struct text numbers;
    struct text other;
    struct text file;
    struct geopoint place;
    struct text area;
    struct text data;
    struct text status;
    unsigned char state[SAMPLE_FIELDS];
};

extern const struct class other_class;
extern const struct class sample_class;
extern const struct app sample_app;

#endif
