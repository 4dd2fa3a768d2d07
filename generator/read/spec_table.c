/* spec_table.c - see spec_table.h.
 *
 * "| Patients | read their own visits |" is a sentence. What a column's head says is said of each of its
 * cells ("May not"), so rows are read only under heads that say nothing of the kind: "Role", "May". */
#include "read/spec_table.h"

#include <string.h>
#include <strings.h>

static const char *const plain_heads[] = {
    "who",         "role",      "roles",      "person",  "people",  "user",        "users",
    "actor",       "actors",    "may",        "can",     "right",   "rights",      "permission",
    "what",        "rule",      "rules",      "access",  "allowed", "permissions", "action",
    "actions",     "data",      "class",      "classes", "object",  "objects",     "resource",
    "resources",   "operation", "operations", "scope",   "whose",   "does",        "do",
    "description", "is",        "to",         "and",     "are",     "account",     "accounts",
    "sign-up",     "entity",    "record",     "records", "subject", "角色",        "身分",
    "身份",        "人員",      "人员",       "誰",      "谁",      "對象",        "对象",
    "權限",        "权限",      "可以",       "可",      "允許",    "允许",        "操作",
    "動作",        "动作",      "資料",       "资料",    "數據",    "数据",        "類別",
    "类别",        "內容",      "内容",       "說明",    "说明",    "規則",        "规则",
    "範圍",        "范围"};

static size_t line_end(const struct source *source, size_t at, size_t end)
{
    const char *stop = memchr(source->bytes + at, '\n', end - at);
    return stop ? (size_t)(stop - source->bytes) : end;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static size_t skip_blanks(const struct source *source, size_t at, size_t end)
{
    while (at < end && is_blank(source->bytes[at]))
        at++;
    return at;
}

bool spec_is_row(const struct source *source, size_t at, size_t end)
{
    at = skip_blanks(source, at, end);
    return at < end && source->bytes[at] == '|';
}

/* The text between the outer bars of a line. */
static struct spec_row row_of(const struct source *source, size_t at, size_t end)
{
    struct spec_row row = {.start = skip_blanks(source, at, end) + 1, .end = end};
    while (row.end > row.start && is_blank(source->bytes[row.end - 1]))
        row.end--;
    if (row.end > row.start && source->bytes[row.end - 1] == '|')
        row.end--;
    row.start = skip_blanks(source, row.start, row.end);
    return row;
}

/* "---|:---:": what parts the heads from the rows. */
static bool is_rule_line(const struct source *source, const struct spec_row *row)
{
    bool has_dash = false;
    for (size_t i = row->start; i < row->end; i++) {
        if (!strchr("-:| \t", source->bytes[i]))
            return false;
        has_dash = has_dash || source->bytes[i] == '-';
    }
    return has_dash;
}

static bool is_plain_word(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof plain_heads / sizeof plain_heads[0]; i++)
        if (strlen(plain_heads[i]) == length && strncasecmp(plain_heads[i], word, length) == 0)
            return true;
    return false;
}

static bool has_plain_heads(const struct source *source, const struct spec_row *row)
{
    for (size_t at = row->start; at < row->end;) {
        size_t length = 0;
        while (at + length < row->end && !strchr(" |\t/", source->bytes[at + length]))
            length++;
        if (length > 0 && !is_plain_word(source->bytes + at, length))
            return false;
        at += length > 0 ? length : 1;
    }
    return true;
}

size_t spec_read_table(const struct source *source, size_t at, size_t end,
                       void (*row)(void *context, const struct spec_row *), void *context)
{
    struct spec_row first = row_of(source, at, line_end(source, at, end));
    size_t next = line_end(source, at, end);
    next += next < end ? 1 : 0;
    struct spec_row second = {0};
    bool has_heads = false;
    if (spec_is_row(source, next, end)) {
        second = row_of(source, next, line_end(source, next, end));
        has_heads = is_rule_line(source, &second);
    }
    bool is_plain = !has_heads || has_plain_heads(source, &first);
    for (size_t number = 0; spec_is_row(source, at, end); number++) {
        size_t stop = line_end(source, at, end);
        struct spec_row one = row_of(source, at, stop);
        one.is_plain = is_plain;
        bool is_said = has_heads ? number > 1 || (number == 0 && !is_plain) : true;
        if (is_said && one.start < one.end)
            row(context, &one);
        at = stop < end ? stop + 1 : end;
    }
    return at;
}
