/* schema_table.c - see schema_table.h. */
#include "read/schema_table.h"

#include "read/schema_details.h"
#include "read/schema_field.h"
#include "read/spec_names.h"

#include <strings.h>

enum { MOST_COLUMNS = 16 };

enum column {
    COLUMN_OTHER,
    COLUMN_CLASS,
    COLUMN_FIELD,
    COLUMN_FIELDS,
    COLUMN_TYPE,
    COLUMN_REQUIRED,
    COLUMN_UNIQUE,
    COLUMN_DEFAULT,
    COLUMN_VALUES,
    COLUMN_COUNT
};

static const struct {
    const char *head;
    enum column column;
} heads[] = {
    {"class", COLUMN_CLASS},       {"entity", COLUMN_CLASS},
    {"model", COLUMN_CLASS},       {"collection", COLUMN_CLASS},
    {"table", COLUMN_CLASS},       {"類別", COLUMN_CLASS},
    {"类别", COLUMN_CLASS},        {"實體", COLUMN_CLASS},
    {"实体", COLUMN_CLASS},        {"field", COLUMN_FIELD},
    {"column", COLUMN_FIELD},      {"attribute", COLUMN_FIELD},
    {"property", COLUMN_FIELD},    {"name", COLUMN_FIELD},
    {"field name", COLUMN_FIELD},  {"欄位", COLUMN_FIELD},
    {"字段", COLUMN_FIELD},        {"fields", COLUMN_FIELDS},
    {"columns", COLUMN_FIELDS},    {"attributes", COLUMN_FIELDS},
    {"properties", COLUMN_FIELDS}, {"type", COLUMN_TYPE},
    {"data type", COLUMN_TYPE},    {"類型", COLUMN_TYPE},
    {"类型", COLUMN_TYPE},         {"型別", COLUMN_TYPE},
    {"required", COLUMN_REQUIRED}, {"mandatory", COLUMN_REQUIRED},
    {"必填", COLUMN_REQUIRED},     {"unique", COLUMN_UNIQUE},
    {"唯一", COLUMN_UNIQUE},       {"default", COLUMN_DEFAULT},
    {"預設值", COLUMN_DEFAULT},    {"默认值", COLUMN_DEFAULT},
    {"values", COLUMN_VALUES},     {"allowed values", COLUMN_VALUES},
    {"options", COLUMN_VALUES},    {"可用值", COLUMN_VALUES},
    {"可選值", COLUMN_VALUES},     {"可选值", COLUMN_VALUES},
    {"取值", COLUMN_VALUES},       {"枚舉值", COLUMN_VALUES},
    {"枚举值", COLUMN_VALUES},     {"enum", COLUMN_VALUES},
    {"資料表", COLUMN_CLASS},      {"数据表", COLUMN_CLASS},
    {"表名", COLUMN_CLASS},        {"字段名", COLUMN_FIELD},
    {"栏位", COLUMN_FIELD},        {"栏位名称", COLUMN_FIELD},
    {"欄位名稱", COLUMN_FIELD},    {"字段名称", COLUMN_FIELD},
    {"資料類型", COLUMN_TYPE},     {"数据类型", COLUMN_TYPE},
    {"資料型別", COLUMN_TYPE},     {"預設", COLUMN_DEFAULT},
    {"默认", COLUMN_DEFAULT},      {"是否必填", COLUMN_REQUIRED},
};

/* A row's cells; those that are missing are empty. */
struct cells {
    struct token_range of[COLUMN_COUNT];
};

static enum column column_of(const char *head)
{
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strcasecmp(heads[i].head, head) == 0)
            return heads[i].column;
    return COLUMN_OTHER;
}

/* Where the cell that begins at a token ends. */
static size_t cell_end(const struct schema_parser *parser, size_t first, size_t limit)
{
    while (first < limit && !schema_is_punctuation(parser, first, '|'))
        first++;
    return first;
}

static size_t read_heads(struct schema_parser *parser, const struct schema_line *line,
                         enum column columns[MOST_COLUMNS])
{
    size_t count = 0;
    for (size_t at = line->first + 1; at < line->end && count < MOST_COLUMNS; count++) {
        size_t end = cell_end(parser, at, line->end);
        columns[count] = column_of(schema_name(parser, (struct token_range){at, end}).text);
        at = end + 1;
    }
    return count;
}

static struct cells read_cells(const struct schema_parser *parser, const struct schema_line *line,
                               const enum column columns[MOST_COLUMNS], size_t count)
{
    struct cells cells;
    size_t at = line->first + 1;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells.of[i] = (struct token_range){line->end, line->end};
    for (size_t i = 0; i < count && at < line->end; i++) {
        size_t end = cell_end(parser, at, line->end);
        cells.of[columns[i]] = (struct token_range){at, end};
        at = end + 1;
    }
    return cells;
}

/* "---|:---:" */
static bool is_rule(const struct schema_parser *parser, const struct schema_line *line)
{
    for (size_t i = line->first; i < line->end; i++)
        if (!schema_is_punctuation(parser, i, '|') && !schema_is_punctuation(parser, i, '-') &&
            !schema_is_punctuation(parser, i, ':'))
            return false;
    return true;
}

/* The class of a row: the one that its cell names, or the one before. */
static struct schema_class *class_of(struct schema_parser *parser, struct token_range cell)
{
    struct ast_name name = schema_name_of_two(parser, "", schema_name(parser, cell));
    if (cell.first == cell.end)
        return parser->open;
    struct schema_class *known = schema_class_written(parser, name.text);
    if (known)
        return known;
    struct ast_class *class = arena_alloc(parser->reader->arena, sizeof *class);
    class->name = name;
    schema_add_class(parser, class);
    return parser->open;
}

/* Whether a cell says yes: a mark, or a word that is not one for no. */
static bool says_yes(struct schema_parser *parser, struct token_range cell)
{
    static const char *const noes[] = {"",  "n", "-",    "–",    "—",   "optional",
                                       "✗", "✘", "可選", "可选", "選填"};
    const char *text = schema_name(parser, cell).text;
    bool truth = true;
    for (size_t i = 0; i < sizeof noes / sizeof noes[0]; i++)
        if (strcasecmp(text, noes[i]) == 0)
            return false;
    return !spec_truth_of(text, &truth) || truth;
}

static void read_row(struct schema_parser *parser, const struct cells *cells)
{
    struct schema_class *class = class_of(parser, cells->of[COLUMN_CLASS]);
    struct token_range name = cells->of[COLUMN_FIELD];
    struct token_range type = cells->of[COLUMN_TYPE];
    struct token_range fields = cells->of[COLUMN_FIELDS];
    parser->open = class;
    if (!class) {
        schema_report(parser, "a class, by a column 'Class' or above the table", name);
        return;
    }
    if (fields.first < fields.end) {
        parser->at = fields.first;
        schema_read_fields(parser, class, fields.end, false);
    }
    if (name.first == name.end)
        return;
    struct ast_field *field = arena_alloc(parser->reader->arena, sizeof *field);
    field->name = schema_name_of_two(parser, class->class->written, schema_name(parser, name));
    if (type.first < type.end)
        schema_read_details(parser, field, type.first, type.end);
    else
        schema_leave_type(parser, field, (struct ast_name){.text = "", .span = field->name.span});
    schema_read_more(parser, field, cells->of[COLUMN_VALUES], cells->of[COLUMN_DEFAULT]);
    field->required = field->required || says_yes(parser, cells->of[COLUMN_REQUIRED]);
    field->unique = field->unique || says_yes(parser, cells->of[COLUMN_UNIQUE]);
    if (!spec_is_own_field(parser->reader, class->class->name.text, field))
        schema_add_field(class, field);
}

void schema_read_table(struct schema_parser *parser, const struct schema_line *line)
{
    enum column columns[MOST_COLUMNS] = {COLUMN_OTHER};
    size_t count = read_heads(parser, line, columns);
    struct schema_line row = schema_line_after(parser, line);
    for (parser->at = line->end; row.mark == MARK_ROW; row = schema_line_after(parser, &row)) {
        struct cells cells = read_cells(parser, &row, columns, count);
        if (!is_rule(parser, &row))
            read_row(parser, &cells);
        parser->at = row.end;
    }
}
