/* date.c - milliseconds since 1970 to and from ISO 8601; see date.h.
 *
 * Neither the C library's time zones nor its locale take part: days are counted in the proleptic
 * Gregorian calendar (ISO 8601:2004, 3.2.1) with plain arithmetic. Years are reckoned from 1 March,
 * so that the leap day is a year's last day and the lengths of the months before it never change;
 * the pattern of leap years repeats every 400 years, an era. */
#include "formats/date.h"

#include "base/wait.h"

#include <pthread.h>
#include <time.h>

enum {
    DAYS_IN_ERA = 146097,    /* 400 years */
    DAYS_IN_CENTURY = 36524, /* the first three of an era; the fourth has a day more */
    DAYS_IN_FOUR_YEARS = 1461,
    DAYS_BEFORE_1970 = 719468, /* from 1 March of the year 0 */
    MILLISECONDS_IN_DAY = 86400000
};

static const int64_t YEAR_0000 = -62167219200000;        /* 0000-01-01T00:00:00.000Z */
static const int64_t END_OF_YEAR_9999 = 253402300799999; /* 9999-12-31T23:59:59.999Z */

/* The time that is kept. While `ahead` of the machine's clock it is reckoned from a moment, by how long
 * ago that is. */
static struct {
    pthread_mutex_t lock;
    int64_t last;
    bool ahead;
    int64_t from;        /* the moment */
    int64_t from_steady; /* when that was, by wait_clock() */
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER, .last = INT64_MIN};

/* To be called under the lock. */
static int64_t go_ahead(int64_t wall)
{
    enum { SLOWER = 10 };
    int64_t steady = wait_clock();
    int64_t now;

    if (!kept.ahead) {
        kept.ahead = true;
        kept.from = kept.last;
        kept.from_steady = steady;
    }
    now = kept.from + (steady - kept.from_steady) / SLOWER * (SLOWER - 1);
    kept.ahead = now > wall;
    return kept.ahead ? now : wall;
}

int64_t date_now(void)
{
    int64_t now;

    pthread_mutex_lock(&kept.lock);
    now = date_wall();
    if (now < kept.last || kept.ahead)
        now = go_ahead(now);
    if (now < kept.last)
        now = kept.last;
    kept.last = now;
    pthread_mutex_unlock(&kept.lock);
    return now;
}

void date_resume(int64_t milliseconds)
{
    pthread_mutex_lock(&kept.lock);
    if (milliseconds > kept.last) {
        kept.last = milliseconds;
        kept.ahead = false;
    }
    pthread_mutex_unlock(&kept.lock);
}

int64_t date_wall(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Days before the month in a year that begins in March; month 0 is March. From March on the lengths
 * go 31 30 31 30 31 in each five months, 153 days. */
static int days_before_month(int month)
{
    return (153 * month + 2) / 5;
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap_year(year));
}

/* Days from 1970-01-01 to a date in the years 0 to 9999. */
static int64_t days_of_date(int year, int month, int day)
{
    bool before_march = month <= 2;
    int shifted_year = before_march ? year + 399 : year + 400; /* an era later: never negative */
    int shifted_month = before_march ? month + 9 : month - 3;

    return (int64_t)shifted_year * 365 + shifted_year / 4 - shifted_year / 100 +
           shifted_year / 400 + days_before_month(shifted_month) + day - 1 - DAYS_IN_ERA -
           DAYS_BEFORE_1970;
}

static void date_of_days(int64_t days, int *year, int *month, int *day)
{
    /* An era later, so that January and February of the year 0 count from zero too. */
    int64_t since = days + DAYS_BEFORE_1970 + DAYS_IN_ERA;
    int era = (int)(since / DAYS_IN_ERA);
    int rest = (int)(since % DAYS_IN_ERA);
    int century = rest / DAYS_IN_CENTURY;
    if (century == 4)
        century = 3; /* the era's leap day */
    rest -= century * DAYS_IN_CENTURY;
    int four_years = rest / DAYS_IN_FOUR_YEARS;
    rest -= four_years * DAYS_IN_FOUR_YEARS;
    int single_year = rest / 365;
    if (single_year == 4)
        single_year = 3; /* the leap day of the four years */
    rest -= single_year * 365;

    int shifted_month = (5 * rest + 2) / 153;
    *day = rest - days_before_month(shifted_month) + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = (era - 1) * 400 + century * 100 + four_years * 4 + single_year + (*month <= 2);
}

/* Where reading has got to. */
struct cursor {
    struct text text;
    size_t at;
};

static bool take_char(struct cursor *cursor, char expected)
{
    if (cursor->at == cursor->text.length || cursor->text.bytes[cursor->at] != expected)
        return false;
    cursor->at++;
    return true;
}

static bool take_digits(struct cursor *cursor, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (cursor->at == cursor->text.length)
            return false;
        char digit = cursor->text.bytes[cursor->at];
        if (digit < '0' || digit > '9')
            return false;
        *number = *number * 10 + (digit - '0');
        cursor->at++;
    }
    return true;
}

/* The digits behind the point; what is finer than a millisecond is cut off. */
static bool take_fraction(struct cursor *cursor, int *milliseconds)
{
    int digit;
    int scale = 100;
    bool any = false;

    *milliseconds = 0;
    while (cursor->at < cursor->text.length && take_digits(cursor, 1, &digit)) {
        *milliseconds += digit * scale;
        scale /= 10;
        any = true;
    }
    return any;
}

/* "Z", "+08:00", "-0330" or nothing, which is Z: minutes east of UTC. */
static bool take_offset(struct cursor *cursor, int *minutes)
{
    int hour;
    int minute;
    int sign;

    *minutes = 0;
    if (cursor->at == cursor->text.length || take_char(cursor, 'Z'))
        return true;
    if (take_char(cursor, '+'))
        sign = 1;
    else if (take_char(cursor, '-'))
        sign = -1;
    else
        return false;
    if (!take_digits(cursor, 2, &hour))
        return false;
    take_char(cursor, ':');
    if (!take_digits(cursor, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

static bool take_day(struct cursor *cursor, int64_t *days)
{
    int year;
    int month;
    int day;

    if (!take_digits(cursor, 4, &year) || !take_char(cursor, '-') ||
        !take_digits(cursor, 2, &month) || !take_char(cursor, '-') || !take_digits(cursor, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *days = days_of_date(year, month, day);
    return true;
}

static bool take_time(struct cursor *cursor, int64_t *time)
{
    int hour;
    int minute;
    int second = 0;
    int fraction = 0;

    if (!take_digits(cursor, 2, &hour) || !take_char(cursor, ':') ||
        !take_digits(cursor, 2, &minute))
        return false;
    if (take_char(cursor, ':')) {
        if (!take_digits(cursor, 2, &second))
            return false;
        if (take_char(cursor, '.') && !take_fraction(cursor, &fraction))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *time = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return true;
}

bool date_parse(struct text text, int64_t *milliseconds)
{
    struct cursor cursor = {text, 0};
    int64_t days;
    int64_t time = 0;
    int offset = 0;

    if (!take_day(&cursor, &days))
        return false;
    if (cursor.at < text.length &&
        (!take_char(&cursor, 'T') || !take_time(&cursor, &time) || !take_offset(&cursor, &offset)))
        return false;
    if (cursor.at < text.length)
        return false;

    int64_t result = days * MILLISECONDS_IN_DAY + time - (int64_t)offset * 60000;
    if (result < YEAR_0000 || result > END_OF_YEAR_9999)
        return false;
    *milliseconds = result;
    return true;
}

static void put_digits(char *bytes, int count, int number)
{
    for (int i = count - 1; i >= 0; i--) {
        bytes[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void date_format(int64_t milliseconds, char *bytes)
{
    if (milliseconds < YEAR_0000)
        milliseconds = YEAR_0000;
    if (milliseconds > END_OF_YEAR_9999)
        milliseconds = END_OF_YEAR_9999;

    int64_t days = milliseconds / MILLISECONDS_IN_DAY;
    int time = (int)(milliseconds % MILLISECONDS_IN_DAY);
    if (time < 0) {
        time += MILLISECONDS_IN_DAY;
        days--;
    }

    int year;
    int month;
    int day;
    date_of_days(days, &year, &month, &day);
    memcpy(bytes, "0000-00-00T00:00:00.000Z", DATE_LENGTH);
    put_digits(bytes, 4, year);
    put_digits(bytes + 5, 2, month);
    put_digits(bytes + 8, 2, day);
    put_digits(bytes + 11, 2, time / 3600000);
    put_digits(bytes + 14, 2, time / 60000 % 60);
    put_digits(bytes + 17, 2, time / 1000 % 60);
    put_digits(bytes + 20, 3, time % 1000);
}

void date_write_json(struct buffer *buffer, int64_t milliseconds)
{
    char *bytes = buffer_reserve(buffer, DATE_LENGTH + 2);

    if (!bytes)
        return;
    bytes[0] = '"';
    date_format(milliseconds, bytes + 1);
    bytes[DATE_LENGTH + 1] = '"';
    buffer->length += DATE_LENGTH + 2;
}
