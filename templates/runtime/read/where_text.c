/* where_text.c - texts: $regex with $options, and the full-text search $text; see where_operator.h.
 */
#include "read/where_operator.h"

#include "formats/regex.h"
#include "model/columns.h"
#include "store/store_functions.h"

enum { PATTERN_COUNT_LIMIT = 8, TERM_LIMIT = 1000 };

static const char quote_start[] = "^\\Q";
static const char quote_end[] = "\\E";

/* The text that "^\Qtext\E" asks the value to begin with, as the SDKs' startsWith() has it; no text
 * for other patterns. */
static struct text literal_prefix(struct text pattern)
{
    size_t start = sizeof quote_start - 1;
    size_t end = sizeof quote_end - 1;
    struct text literal = {pattern.bytes + start, pattern.length - start - end};

    if (pattern.length <= start + end || memcmp(pattern.bytes, quote_start, start) != 0 ||
        memmem(literal.bytes, pattern.length - start, quote_end, end) !=
            literal.bytes + literal.length)
        return text_none();
    return literal;
}

bool where_is_prefix(const cJSON *constraint)
{
    const cJSON *regex = cJSON_GetObjectItemCaseSensitive(constraint, "$regex");

    return cJSON_IsString(regex) && !cJSON_GetObjectItemCaseSensitive(constraint, "$options") &&
           literal_prefix(text_of(regex->valuestring)).bytes;
}

/* A range instead of a pattern, which an index serves: from the prefix up to where its last byte is
 * one higher, which no UTF-8 text has as 0xFF. */
static void add_begins(struct where *where, const struct where_key *key, struct text prefix)
{
    struct buffer end;

    buffer_init(&end, where->request->context.arena, prefix.length);
    buffer_add(&end, prefix.bytes, prefix.length - 1);
    buffer_add_char(&end, (char)(prefix.bytes[prefix.length - 1] + 1));
    sql_add(where->sql, "(");
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, " >= ");
    sql_add_text(where->sql, prefix);
    sql_add(where->sql, " AND ");
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, " < ");
    sql_add_text(where->sql, buffer_text(&end));
    sql_add(where->sql, ")");
}

/* Fails when it is broken: it is compiled again for each statement, where there is no way to say.
 */
static bool check_pattern(struct where *where, struct text pattern, struct text options)
{
    char reason[REGEX_REASON_SIZE];
    struct regex *regex = regex_compile(pattern, options, reason);

    if (!regex)
        return fail(&where->request->context, PARSE_INVALID_QUERY, "bad $regex: %s", reason);
    regex_free(regex);
    /* Each has its own budget of steps; see regex.c. */
    return where_spend(where, WHERE_CONDITION_LIMIT / PATTERN_COUNT_LIMIT);
}

bool where_add_matches(struct where *where, const struct where_key *key, const cJSON *constraint)
{
    struct context *context = &where->request->context;
    const cJSON *regex = cJSON_GetObjectItemCaseSensitive(constraint, "$regex");
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(constraint, "$options");
    struct sql *sql = where->sql;
    struct text options = text_of("");
    struct text pattern;
    struct text prefix;

    if (!cJSON_IsString(regex))
        return fail(context, PARSE_INVALID_QUERY, "$regex value must be a string");
    if (given && !cJSON_IsString(given))
        return fail(context, PARSE_INVALID_QUERY, "$options value must be a string");
    if (given)
        options = text_of(given->valuestring);
    if (given && !regex_options_are_valid(options))
        return fail(context, PARSE_INVALID_QUERY, "Bad $options value for query: %.64s",
                    options.bytes);
    pattern = text_of(regex->valuestring);
    prefix = where_is_prefix(constraint) ? literal_prefix(pattern) : text_none();
    if (key->type == FIELD_STRING && prefix.bytes) {
        add_begins(where, key, prefix);
        return true;
    }
    if (!check_pattern(where, pattern, options))
        return false;
    if (key->type == FIELD_ARRAY) {
        sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
        where_add_elements(sql, where->class, key);
        sql_add(sql, ") AS element WHERE CASE element.type WHEN 'text' THEN"
                     " regex_matches(element.value, ");
    } else {
        sql_add(sql, "regex_matches(");
        where_add_column(sql, where->class, key);
        sql_add(sql, ", ");
    }
    sql_add_text(sql, pattern);
    sql_add(sql, ", ");
    sql_add_text(sql, options);
    sql_add(sql, key->type == FIELD_ARRAY ? ") END)" : ")");
    return true;
}

bool where_add_regex(struct where *where, const struct where_key *key, const cJSON *operand)
{
    (void)operand;
    return where_add_matches(where, key, key->constraint);
}

static bool fail_text(struct where *where, const char *name, const char *expected)
{
    return fail(&where->request->context, PARSE_INVALID_JSON, "bad $text: %s, should be %s", name,
                expected);
}

/* A Boolean of the search; absent and null are the fallback. */
static bool read_flag(struct where *where, const cJSON *search, const char *name, bool *flag)
{
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(search, name);

    *flag = false;
    if (!given || cJSON_IsNull(given))
        return true;
    if (!cJSON_IsBool(given))
        return fail_text(where, name, "boolean");
    *flag = cJSON_IsTrue(given);
    return true;
}

/* Words are taken by their stems in English, and in no language as they are: there are no stems of
 * other languages here. */
static bool read_search(struct where *where, const cJSON *search, struct text *term, int *options)
{
    const cJSON *words = cJSON_GetObjectItemCaseSensitive(search, "$term");
    const cJSON *language = cJSON_GetObjectItemCaseSensitive(search, "$language");
    bool minds_case;
    bool minds_diacritics;

    if (!cJSON_IsObject(search))
        return fail_text(where, "$search", "object");
    if (!cJSON_IsString(words) || !*words->valuestring)
        return fail_text(where, "$term", "string");
    if (language && !cJSON_IsNull(language) && !cJSON_IsString(language))
        return fail_text(where, "$language", "string");
    if (!read_flag(where, search, "$caseSensitive", &minds_case) ||
        !read_flag(where, search, "$diacriticSensitive", &minds_diacritics))
        return false;
    *term = text_of(words->valuestring);
    if (term->length > TERM_LIMIT)
        return fail(&where->request->context, PARSE_INVALID_QUERY,
                    "$term may have at most %d bytes.", TERM_LIMIT);
    *options = (minds_case ? TEXT_SCORE_CASE : 0) | (minds_diacritics ? TEXT_SCORE_DIACRITICS : 0);
    if (!language || !cJSON_IsString(language) || strcmp(language->valuestring, "english") == 0 ||
        strcmp(language->valuestring, "en") == 0)
        *options |= TEXT_SCORE_STEMS;
    return true;
}

static bool is_indexed(const struct where_key *key)
{
    return !key->path.bytes && key->field && key->field->text_index;
}

/* What a full-text index finds, which is all that the search may find and perhaps more. */
static void add_candidates(struct where *where, const struct where_key *key, struct text term)
{
    struct sql *sql = where->sql;

    sql_add_column(sql, where->class, COLUMN_NAME_ROW_NUMBER);
    sql_add(sql, " IN (SELECT rowid FROM ");
    sql_add(sql, key->field->text_index);
    sql_add(sql, " WHERE ");
    sql_add(sql, key->field->text_index);
    sql_add(sql, " MATCH text_query(");
    sql_add_text(sql, term);
    sql_add(sql, "))");
}

bool where_add_candidates(struct where *where, const cJSON *member)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(member, "$text");
    const cJSON *search = cJSON_GetObjectItemCaseSensitive(text, "$search");
    struct where_key key;
    struct text term = text_none();
    int options = 0;

    if (!where_find_key(where->request, where->class, text_of(member->string), &key) ||
        !where_check_readable(where->request, key.field) ||
        !read_search(where, search, &term, &options))
        return false;
    add_candidates(where, &key, term);
    sql_add(where->sql, " AND ");
    return true;
}

bool where_add_text(struct where *where, const struct where_key *key, const cJSON *operand)
{
    const cJSON *search = cJSON_GetObjectItemCaseSensitive(operand, "$search");
    struct sql *sql = where->sql;
    struct where_part score;
    struct text term = text_none();
    int options = 0;

    if (!read_search(where, search, &term, &options) ||
        !where_spend(where, WHERE_CONDITION_LIMIT / PATTERN_COUNT_LIMIT))
        return false;
    sql_add(sql, "(");
    if (is_indexed(key) && !where->request->image) { /* an image is in no index */
        add_candidates(where, key, term);
        sql_add(sql, " AND ");
    }
    score.start = sql->text.length;
    sql_add(sql, "text_score(");
    where_add_column(sql, where->class, key);
    sql_add(sql, ", ");
    sql_add_text(sql, term);
    sql_add(sql, ", ");
    sql_add_int64(sql, options);
    sql_add(sql, ")");
    score.length = sql->text.length - score.start;
    sql_add(sql, " > 0)");
    if (where->rank && !where->rank->relevance.length)
        where->rank->relevance = score;
    return true;
}
