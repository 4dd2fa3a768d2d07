/* json_number.c - a double as ECMAScript writes it (ECMA-262, Number::toString), so that a client
 * sees the numbers that any other Parse server would send.
 *
 * That is the shortest run of digits that reads back as the same double. Most numbers are whole, or
 * have a few decimals, and are written with integer arithmetic alone; for the rest the C library
 * formats with more and more digits until reading back gives the number again. */
#include "formats/json.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_DIGITS = 17,         /* enough for any double */
    SURE_DIGITS = 15,         /* so many decimal digits always survive a double */
    MOST_DECIMALS = 6,        /* of the numbers written with integer arithmetic */
    MOST_INTEGER_PLACES = 21, /* larger numbers get an exponent, and so do those below 1e-6 */
    MOST_LEADING_ZEROS = 6
};

/* Digits d1 d2 ... dn, standing for 0.d1d2...dn times 10 to the power of `point`. */
struct decimal {
    char digits[MOST_DIGITS];
    int count;
    int point;
};

/* Adds one to the last digit. */
static void round_up(char *text, int precision)
{
    for (int i = precision; i >= 0; i--) { /* the digits, and the point behind the first */
        if (text[i] < '0' || text[i] > '9')
            continue;
        if (text[i] < '9') {
            text[i]++;
            return;
        }
        text[i] = '0';
    }
}

/* Formats like printf("%e"); true when that reads back as the number. At a power of two the doubles
 * below lie closer together than those above: there the nearest decimal may read back as the double
 * below, and the next one up as the number. */
static bool reads_back(double number, int precision, char *text, size_t size)
{
    snprintf(text, size, "%.*e", precision - 1, number);

    double read = strtod(text, NULL);
    if (read < number) {
        round_up(text, precision);
        read = strtod(text, NULL);
    }
    return read == number;
}

static void find_shortest(double number, struct decimal *decimal)
{
    /* Below the normal range a double holds fewer digits than SURE_DIGITS. */
    int precision = number < DBL_MIN ? 1 : SURE_DIGITS;
    char text[MOST_DIGITS + 16];

    while (!reads_back(number, precision, text, sizeof text) && precision < MOST_DIGITS)
        precision++;

    const char *at = text;
    decimal->count = 0;
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            decimal->digits[decimal->count++] = *at;
    decimal->point = (int)strtol(at + 1, NULL, 10) + 1;
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

static void write_zeros(struct buffer *buffer, int count)
{
    for (int i = 0; i < count; i++)
        buffer_add_char(buffer, '0');
}

/* The four cases of ECMA-262, Number::toString, by where the point falls. */
static void write_decimal(struct buffer *buffer, const struct decimal *decimal)
{
    const char *digits = decimal->digits;
    int count = decimal->count;
    int point = decimal->point;

    if (point > MOST_INTEGER_PLACES || point <= -MOST_LEADING_ZEROS) {
        buffer_add(buffer, digits, 1);
        if (count > 1) {
            buffer_add_char(buffer, '.');
            buffer_add(buffer, digits + 1, (size_t)count - 1);
        }
        buffer_add_string(buffer, point > 0 ? "e+" : "e");
        buffer_add_int64(buffer, point - 1);
    } else if (point >= count) {
        buffer_add(buffer, digits, (size_t)count);
        write_zeros(buffer, point - count);
    } else if (point > 0) {
        buffer_add(buffer, digits, (size_t)point);
        buffer_add_char(buffer, '.');
        buffer_add(buffer, digits + point, (size_t)(count - point));
    } else {
        buffer_add_string(buffer, "0.");
        write_zeros(buffer, -point);
        buffer_add(buffer, digits, (size_t)count);
    }
}

/* A positive number that is a whole multiple of 10^-decimals, with at most SURE_DIGITS digits. The
 * quotient of two whole numbers that doubles hold exactly is rounded as reading the decimal would
 * round it, so when it gives the number back, those digits are the shortest. */
static bool write_short_fraction(struct buffer *buffer, double number)
{
    double scale = 1;

    for (int decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
        scale *= 10;
        double scaled = round(number * scale);
        if (scaled >= 1e15)
            return false;
        if (scaled < 1 || scaled / scale != number)
            continue;

        int64_t whole = (int64_t)scaled / (int64_t)scale;
        int64_t fraction = (int64_t)scaled % (int64_t)scale;
        char digits[MOST_DECIMALS];
        for (int i = decimals - 1; i >= 0; i--) {
            digits[i] = (char)('0' + fraction % 10);
            fraction /= 10;
        }
        buffer_add_int64(buffer, whole);
        buffer_add_char(buffer, '.');
        buffer_add(buffer, digits, (size_t)decimals);
        return true;
    }
    return false;
}

void json_write_number(struct buffer *buffer, double number)
{
    struct decimal decimal;

    if (!isfinite(number)) {
        buffer_add_string(buffer, "null"); /* as JSON.stringify has it */
        return;
    }
    /* Whole numbers up to 2^53 are exact; -0 is written 0. */
    if (fabs(number) <= 9007199254740992.0 && number == trunc(number)) {
        buffer_add_int64(buffer, (int64_t)number);
        return;
    }
    if (number < 0) {
        buffer_add_char(buffer, '-');
        number = -number;
    }
    if (write_short_fraction(buffer, number))
        return;
    find_shortest(number, &decimal);
    write_decimal(buffer, &decimal);
}
