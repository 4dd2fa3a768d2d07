/* document.c - see document.h. Paths and order first, then expressions, then conditions. */
#include "aggregate/document.h"

#include "formats/date.h"
#include "formats/digits.h"
#include "model/field_name.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { EXPRESSION_DEPTH = 16 };

/* Paths and order. */

const char *document_name(const char *name)
{
    static const char *const names[][2] = {
        {"_id", "objectId"}, {"_created_at", "createdAt"}, {"_updated_at", "updatedAt"}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i][0]) == 0)
            return names[i][1];
    return strncmp(name, "_p_", 3) == 0 ? name + 3 : name;
}

/* The member of an object, or the element of an array, that one step of a path names. */
static const cJSON *find_member(const cJSON *value, struct text name)
{
    const cJSON *member;

    if (cJSON_IsArray(value)) {
        enum { LONGEST_INDEX = 8 };
        int64_t index = digits_read(name, LONGEST_INDEX);
        return index >= 0 ? cJSON_GetArrayItem(value, (int)index) : NULL;
    }
    if (!cJSON_IsObject(value))
        return NULL;
    cJSON_ArrayForEach(member, value)
    {
        if (text_is(name, member->string))
            return member;
    }
    return NULL;
}

const cJSON *document_find(const cJSON *document, const char *path)
{
    const cJSON *value = document;

    path = document_name(path);
    while (value) {
        size_t length = strcspn(path, ".");
        value = find_member(value, (struct text){path, length});
        if (!path[length])
            break;
        path += length + 1;
    }
    return value;
}

static const char *member_text(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsString(member) ? member->valuestring : NULL;
}

/* A text, or a date's ISO text; NULL for other values. */
static const char *value_text(const cJSON *value)
{
    const char *type = cJSON_IsObject(value) ? member_text(value, "__type") : NULL;

    if (cJSON_IsString(value))
        return value->valuestring;
    return type && strcmp(type, "Date") == 0 ? member_text(value, "iso") : NULL;
}

static int rank(const cJSON *value)
{
    if (!value || cJSON_IsNull(value))
        return 0;
    if (cJSON_IsNumber(value))
        return 1;
    if (value_text(value))
        return 2;
    if (cJSON_IsObject(value))
        return 3;
    return cJSON_IsArray(value) ? 4 : 5;
}

/* Objects and arrays: member by member, the names first. The depth is that of JSON texts. */
static int compare_members(const cJSON *a, const cJSON *b)
{
    int order = 0;

    for (a = a->child, b = b->child; a && b && !order; a = a->next, b = b->next) {
        if (a->string && b->string)
            order = strcmp(a->string, b->string);
        if (!order)
            order = document_compare(a, b);
    }
    return order ? order : (a != NULL) - (b != NULL);
}

int document_compare(const cJSON *a, const cJSON *b)
{
    int kind = rank(a);

    if (kind != rank(b))
        return kind < rank(b) ? -1 : 1;
    switch (kind) {
    case 0:
        return 0;
    case 1:
        return (a->valuedouble > b->valuedouble) - (a->valuedouble < b->valuedouble);
    case 2:
        return strcmp(value_text(a), value_text(b));
    case 5:
        return (cJSON_IsTrue(a) != 0) - (cJSON_IsTrue(b) != 0);
    default:
        return compare_members(a, b);
    }
}

/* Expressions. */

static bool evaluate(struct context *context, const cJSON *document, const cJSON *expression,
                     int depth, cJSON **value);

static bool fail_expression(struct context *context, const char *name)
{
    return fail(context, PARSE_INVALID_QUERY, "Invalid aggregate expression '%.64s'.", name);
}

enum arithmetic { ADD, SUBTRACT, MULTIPLY, DIVIDE };

static const char *const arithmetics[] = {"$add", "$subtract", "$multiply", "$divide"};

static double combine(enum arithmetic operation, double a, double b)
{
    switch (operation) {
    case ADD:
        return a + b;
    case SUBTRACT:
        return a - b;
    case MULTIPLY:
        return a * b;
    case DIVIDE:
        return a / b;
    }
    return 0;
}

/* Of operands one of which is no number, and of a division by zero, there is no result. */
static bool calculate(struct context *context, const cJSON *document, const cJSON *operands,
                      enum arithmetic operation, int depth, cJSON **value)
{
    double result = 0;
    bool is_number = true;
    const cJSON *operand;

    if (!cJSON_IsArray(operands))
        return fail_expression(context, operands->string);
    cJSON_ArrayForEach(operand, operands)
    {
        cJSON *number;
        if (!evaluate(context, document, operand, depth + 1, &number))
            return false;
        is_number = is_number && number && cJSON_IsNumber(number);
        if (is_number)
            result = operand == operands->child ? number->valuedouble
                                                : combine(operation, result, number->valuedouble);
    }
    *value = is_number && isfinite(result) ? cJSON_CreateNumber(result) : NULL;
    return true;
}

/* The parts of a date in UTC; the day of the week counts from 1, Sunday, as MongoDB's does. */
static const char *const date_parts[] = {"$year",   "$month",  "$dayOfMonth",  "$hour",
                                         "$minute", "$second", "$millisecond", "$dayOfWeek"};

static double part_of_date(int64_t milliseconds, size_t part)
{
    /* Where each part is in "2020-01-31T23:59:59.999Z". */
    static const struct {
        size_t start;
        size_t length;
    } places[] = {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}, {20, 3}};
    const int64_t day = INT64_C(24) * 60 * 60 * 1000;
    char iso[DATE_LENGTH];
    char digits[8] = "";

    if (part == sizeof places / sizeof *places) {
        int64_t days = milliseconds / day - (milliseconds % day < 0);
        return (double)((days % 7 + 7 + 4) % 7 + 1); /* 1970-01-01 was a Thursday */
    }
    date_format(milliseconds, iso);
    memcpy(digits, iso + places[part].start, places[part].length);
    return strtod(digits, NULL);
}

static bool take_date_part(struct context *context, const cJSON *document, const cJSON *operand,
                           size_t part, int depth, cJSON **value)
{
    int64_t milliseconds;
    const char *iso;
    cJSON *date;

    if (!evaluate(context, document, operand, depth + 1, &date))
        return false;
    iso = value_text(date);
    *value = iso && date_parse(text_of(iso), &milliseconds)
                 ? cJSON_CreateNumber(part_of_date(milliseconds, part))
                 : NULL;
    return true;
}

/* {"$add":[...]}, {"$year":...}, {"$literal":...} */
static bool apply(struct context *context, const cJSON *document, const cJSON *operand, int depth,
                  cJSON **value)
{
    for (size_t i = 0; i < sizeof arithmetics / sizeof *arithmetics; i++)
        if (strcmp(operand->string, arithmetics[i]) == 0)
            return calculate(context, document, operand, (enum arithmetic)i, depth, value);
    for (size_t i = 0; i < sizeof date_parts / sizeof *date_parts; i++)
        if (strcmp(operand->string, date_parts[i]) == 0)
            return take_date_part(context, document, operand, i, depth, value);
    if (strcmp(operand->string, "$literal") != 0)
        return fail_expression(context, operand->string);
    *value = cJSON_Duplicate(operand, true);
    return true;
}

static bool evaluate(struct context *context, const cJSON *document, const cJSON *expression,
                     int depth, cJSON **value)
{
    const cJSON *member;
    cJSON *inner;

    *value = NULL;
    if (depth > EXPRESSION_DEPTH)
        return fail(context, PARSE_INVALID_QUERY, "An aggregate expression is nested too deeply.");
    if (cJSON_IsString(expression) && expression->valuestring[0] == '$') {
        const cJSON *found = document_find(document, expression->valuestring + 1);
        *value = found ? cJSON_Duplicate(found, true) : NULL;
        return true;
    }
    if (!cJSON_IsObject(expression)) {
        *value = cJSON_Duplicate(expression, true);
        return true;
    }
    if (expression->child && expression->child->string[0] == '$')
        return expression->child->next ? fail_expression(context, expression->child->string)
                                       : apply(context, document, expression->child, depth, value);
    *value = cJSON_CreateObject();
    cJSON_ArrayForEach(member, expression)
    {
        if (!evaluate(context, document, member, depth + 1, &inner))
            return false;
        if (inner)
            cJSON_AddItemToObject(*value, member->string, inner);
    }
    return true;
}

bool document_evaluate(struct context *context, const cJSON *document, const cJSON *expression,
                       cJSON **value)
{
    return evaluate(context, document, expression, 0, value);
}

static bool is_path(const char *path)
{
    for (; *path; path++)
        if (!is_ascii_letter(*path) && !is_ascii_digit(*path) && *path != '_' && *path != '.')
            return false;
    return true;
}

static bool is_operation(const char *name)
{
    for (size_t i = 0; i < sizeof arithmetics / sizeof *arithmetics; i++)
        if (strcmp(name, arithmetics[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof date_parts / sizeof *date_parts; i++)
        if (strcmp(name, date_parts[i]) == 0)
            return true;
    return false;
}

bool document_check_expression(struct context *context, const cJSON *expression)
{
    const cJSON *member;

    if (cJSON_IsString(expression) && expression->valuestring[0] == '$' &&
        !is_path(expression->valuestring + 1))
        return fail(context, PARSE_INVALID_KEY_NAME, "Invalid field name: %.64s",
                    expression->valuestring);
    cJSON_ArrayForEach(member, expression)
    {
        if (member->string && strcmp(member->string, "$literal") == 0)
            continue;
        if (member->string && member->string[0] == '$' && !is_operation(member->string))
            return fail_expression(context, member->string);
        if (!document_check_expression(context, member))
            return false;
    }
    return true;
}

/* Conditions. */

static bool is_equal(const cJSON *value, const cJSON *operand)
{
    const cJSON *element;

    if (document_compare(value, operand) == 0)
        return true;
    if (cJSON_IsArray(value) && !cJSON_IsArray(operand)) {
        cJSON_ArrayForEach(element, value)
        {
            if (document_compare(element, operand) == 0)
                return true;
        }
    }
    return false;
}

static bool is_listed(const cJSON *value, const cJSON *list)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, list)
    {
        if (is_equal(value, element))
            return true;
    }
    return false;
}

static bool is_not_equal(const cJSON *value, const cJSON *operand)
{
    return !is_equal(value, operand);
}

static bool is_not_listed(const cJSON *value, const cJSON *list)
{
    return !is_listed(value, list);
}

/* Only values of one kind come before or after each other. */
static bool is_alike(const cJSON *value, const cJSON *operand)
{
    return rank(value) > 0 && rank(value) == rank(operand);
}

static bool is_greater(const cJSON *value, const cJSON *operand)
{
    return is_alike(value, operand) && document_compare(value, operand) > 0;
}

static bool is_greater_or_equal(const cJSON *value, const cJSON *operand)
{
    return is_alike(value, operand) && document_compare(value, operand) >= 0;
}

static bool is_less(const cJSON *value, const cJSON *operand)
{
    return is_alike(value, operand) && document_compare(value, operand) < 0;
}

static bool is_less_or_equal(const cJSON *value, const cJSON *operand)
{
    return is_alike(value, operand) && document_compare(value, operand) <= 0;
}

static bool exists(const cJSON *value, const cJSON *operand)
{
    return (value != NULL) == (cJSON_IsTrue(operand) || operand->valuedouble != 0);
}

static bool test(struct context *context, const cJSON *value, const cJSON *operand, bool *passes)
{
    static const struct {
        const char *name;
        bool (*passes)(const cJSON *value, const cJSON *operand);
    } tests[] = {
        {"$eq", is_equal},   {"$ne", is_not_equal},
        {"$gt", is_greater}, {"$gte", is_greater_or_equal},
        {"$lt", is_less},    {"$lte", is_less_or_equal},
        {"$in", is_listed},  {"$nin", is_not_listed},
        {"$exists", exists},
    };

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (strcmp(operand->string, tests[i].name) == 0) {
            *passes = tests[i].passes(value, operand);
            return true;
        }
    }
    return fail_expression(context, operand->string);
}

static bool match_key(struct context *context, const cJSON *document, const cJSON *condition,
                      bool *matches)
{
    const cJSON *value = document_find(document, condition->string);
    const cJSON *operand;

    *matches = true;
    if (!cJSON_IsObject(condition) || !condition->child || condition->child->string[0] != '$') {
        *matches = is_equal(value, condition);
        return true;
    }
    cJSON_ArrayForEach(operand, condition)
    {
        bool passes = false;
        if (!test(context, value, operand, &passes))
            return false;
        *matches = *matches && passes;
    }
    return true;
}

static bool match(struct context *context, const cJSON *document, const cJSON *conditions,
                  int depth, bool *matches);

/* $and: all match; $or and $nor: any does. */
static bool match_list(struct context *context, const cJSON *document, const cJSON *list, int depth,
                       bool *matches)
{
    bool all = strcmp(list->string, "$and") == 0;
    const cJSON *element;
    bool each = false;

    if (!cJSON_IsArray(list) || depth >= EXPRESSION_DEPTH)
        return fail_expression(context, list->string);
    *matches = all;
    cJSON_ArrayForEach(element, list)
    {
        if (!match(context, document, element, depth + 1, &each))
            return false;
        *matches = all ? *matches && each : *matches || each;
    }
    if (strcmp(list->string, "$nor") == 0)
        *matches = !*matches;
    return true;
}

static bool match(struct context *context, const cJSON *document, const cJSON *conditions,
                  int depth, bool *matches)
{
    const cJSON *condition;
    bool each = false;

    *matches = true;
    if (!cJSON_IsObject(conditions))
        return fail(context, PARSE_INVALID_QUERY, "$match must be an object");
    cJSON_ArrayForEach(condition, conditions)
    {
        const char *name = condition->string;
        bool logic = !strcmp(name, "$and") || !strcmp(name, "$or") || !strcmp(name, "$nor");
        if (!logic && name[0] == '$')
            return fail_expression(context, name);
        if (logic ? !match_list(context, document, condition, depth, &each)
                  : !match_key(context, document, condition, &each))
            return false;
        *matches = *matches && each;
    }
    return true;
}

bool document_match(struct context *context, const cJSON *document, const cJSON *conditions,
                    bool *matches)
{
    return match(context, document, conditions, 0, matches);
}
