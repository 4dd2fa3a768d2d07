/* language.c - see language.h; what differs from language to language is languages.def. */
#include "emit/clients/language.h"

#include "emit/access_report.h"

#include "base/vector.h"

#include <string.h>

struct language_row {
    const char *keywords;
    const char *types;
    const char *members;
    const char *user_members;
    bool folds_case;
    enum member_names member_names;
    const char *array_open;
    const char *array_close;
    const char *type_names[FIELD_TYPE_COUNT];
};

#define LANGUAGE(id, keywords, types, members, user_members, folds_case, member_names, array_open, \
                 array_close, ...)                                                                 \
    [LANGUAGE_##id] = {keywords,     types,      members,     user_members, folds_case,            \
                       member_names, array_open, array_close, {__VA_ARGS__}},
/* What enumerations have already, in one language or another. */
static const char value_members[] =
    "allCases Companion entries hashCode index name ofWire ordinal rawValue "
    "values wire";

static const struct language_row languages[LANGUAGE_COUNT] = {
#include "emit/clients/languages.def"
};
#undef LANGUAGE

/* The value of every key in the maps of names. */
static void *const is_there = (void *)(size_t)1;

/* Whether a list of words with blanks between them has the word, in whichever case. */
static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
        size_t here = strcspn(at, " ");
        if (here == length && strncasecmp(at, word, length) == 0)
            return true;
        at += here;
    }
    return false;
}

static void init_map(struct map *map, struct arena *arena, bool ignores_case)
{
    if (ignores_case)
        map_init_ignoring_case(map, arena);
    else
        map_init(map, arena);
}

static void add_words(struct map *map, struct arena *arena, const char *list, bool ignores_case)
{
    init_map(map, arena, ignores_case);
    for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        map_add(map, arena_printf(arena, "%.*s", (int)length, at), is_there);
        at += length;
    }
}

void names_of_classes(struct names *names, struct arena *arena, enum language language)
{
    const struct language_row *row = &languages[language];
    struct words *words = arena_alloc(arena, sizeof *words);
    bool are_accessors = row->member_names == MEMBERS_ACCESSORS;
    add_words(&words->keywords, arena, row->keywords, row->folds_case);
    add_words(&words->types, arena, row->types, row->folds_case);
    add_words(&words->members, arena, row->members, are_accessors);
    add_words(&words->user_members, arena, row->user_members, are_accessors);
    *names = (struct names){.language = language, .words = words};
    init_map(&names->taken, arena, row->folds_case);
}

/* What two members that differ may not have in common. */
static const char *member_key(const struct language_row *row, const char *name)
{
    bool is_question =
        strncmp(name, "is", 2) == 0 && name[2] != '\0' && !(name[2] >= 'a' && name[2] <= 'z');
    return row->member_names == MEMBERS_ACCESSORS && is_question ? name + 2 : name;
}

void names_of_members(struct names *names, const struct names *types, const char *class_name,
                      enum members_of of)
{
    const struct language_row *row = &languages[types->language];
    *names = (struct names){.language = types->language,
                            .are_members = true,
                            .types = types,
                            .of = of,
                            .words = types->words};
    init_map(&names->taken, types->taken.arena, row->member_names == MEMBERS_ACCESSORS);
    if (row->member_names == MEMBERS_CAPITALS)
        map_add(&names->taken, class_name, is_there);
}

static const char *with_capital(struct arena *arena, const char *name)
{
    bool is_small = name[0] >= 'a' && name[0] <= 'z';
    return is_small ? arena_printf(arena, "%c%s", name[0] - 'a' + 'A', name + 1) : name;
}

/* Whether the language, or the SDK, calls something else so. */
static bool is_reserved(const struct names *names, const char *name)
{
    const struct language_row *row = &languages[names->language];
    const struct words *words = names->words;
    if (map_get(&words->keywords, name))
        return true;
    if (!names->are_members)
        return map_get(&words->types, name) != NULL;
    const char *key = member_key(row, name);
    bool is_more = (names->of == MEMBERS_OF_USER && map_get(&words->user_members, key)) ||
                   (names->of == MEMBERS_OF_VALUES && has_word(value_members, key));
    bool is_type = row->member_names == MEMBERS_AMONG_TYPES &&
                   (map_get(&words->types, name) || map_get(&names->types->taken, name));
    return is_more || is_type || map_get(&words->members, key);
}

const char *names_take(struct names *names, const char *wanted)
{
    const struct language_row *row = &languages[names->language];
    bool has_capital = names->are_members && row->member_names == MEMBERS_CAPITALS;
    const char *name = has_capital ? with_capital(names->taken.arena, wanted) : wanted;
    while (is_reserved(names, name) ||
           map_add(&names->taken, names->are_members ? member_key(row, name) : name, is_there))
        name = arena_printf(names->taken.arena, "%s_", name);
    return name;
}

const char *names_of_text(struct names *names, const char *text)
{
    struct buffer name;
    buffer_init(&name, names->taken.arena);
    bool is_gap = text[0] == '\0' || (text[0] >= '0' && text[0] <= '9');
    for (const char *at = text; *at != '\0'; at++) {
        bool is_kept =
            (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
        if (is_kept && is_gap)
            buffer_add_string(&name, "_");
        if (is_kept)
            buffer_add(&name, at, 1);
        is_gap = !is_kept;
    }
    return names_take(names, name.length == 0 ? "_other" : name.bytes);
}

void names_of_model(struct named_classes *named, struct names *names, struct arena *arena,
                    const struct model *model)
{
    named->names = arena_alloc_array(arena, model->class_count, sizeof *named->names);
    map_init(&named->of, arena);
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        named->names[i] = names_take(names, class->name + (class->builtin ? 1 : 0));
        map_add(&named->of, class->name, (void *)named->names[i]);
    }
}

const char *name_of_class(const struct named_classes *named, const struct model_class *class)
{
    return map_get(&named->of, class->name);
}

const char *name_of_member(struct arena *arena, enum language language, const struct model *model,
                           const struct model_class *class, const struct model_field *field,
                           const char **class_name)
{
    struct names types;
    struct named_classes classes;
    struct names members;
    names_of_classes(&types, arena, language);
    names_of_model(&classes, &types, arena, model);
    *class_name = name_of_class(&classes, class);
    names_of_members(&members, &types, *class_name,
                     strcmp(class->name, "_User") == 0 ? MEMBERS_OF_USER : MEMBERS_OF_OBJECT);
    for (size_t i = 0; field && i < class->field_count; i++) {
        const char *name = names_take(&members, class->fields[i]->name);
        if (class->fields[i] == field)
            return name;
    }
    return NULL;
}

const char *language_type(enum language language, enum field_type type)
{
    return languages[language].type_names[type];
}

const char *language_array(struct arena *arena, enum language language, const char *element)
{
    const struct language_row *row = &languages[language];
    return arena_printf(arena, "%s%s%s", row->array_open, *row->array_close == '\0' ? "" : element,
                        row->array_close);
}

void language_quote(struct buffer *buffer, enum language language, const char *text)
{
    bool is_php = language == LANGUAGE_PHP;
    bool has_holes = language == LANGUAGE_DART || language == LANGUAGE_KOTLIN;
    const char quote = is_php ? '\'' : '"';
    buffer_add(buffer, &quote, 1);
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        bool is_control = !is_php && (byte < 0x20 || byte == 0x7F);
        if (*at == quote || *at == '\\' || (has_holes && *at == '$'))
            buffer_add_string(buffer, "\\");
        if (is_control)
            buffer_printf(buffer, language == LANGUAGE_SWIFT ? "\\u{%x}" : "\\u%04x", byte);
        else
            buffer_add(buffer, at, 1);
    }
    buffer_add(buffer, &quote, 1);
}

void language_quote_all(struct buffer *buffer, enum language language, const char *const *texts,
                        size_t count, const char *separator)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : separator);
        language_quote(buffer, language, texts[i]);
    }
}

bool has_accessor(const struct model_class *class, const struct model_field *field)
{
    return !class->builtin || field->inputs != INPUT_NONE || strcmp(class->name, "_User") == 0;
}

bool is_given_at_first(const struct model_field *field)
{
    return !field->server_set && !field->reserved;
}

bool is_settable(const struct model_field *field)
{
    return !field->server_set && field->type != FIELD_RELATION;
}

static void add_once(struct vector *list, struct map *seen, const char *text)
{
    if (!map_add(seen, text, is_there))
        vector_add(list, seen->arena, (void *)text);
}

const char *const *role_names(struct arena *arena, const struct model *model, size_t *count)
{
    struct vector list = {0};
    struct map seen;
    map_init(&seen, arena);
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->role && rule->role->members == MEMBERS_ROLE)
            add_once(&list, &seen, rule->role->role_name);
        for (size_t j = 0; j < rule->actor_count; j++) {
            const struct model_role *role = rule->actors[j].role;
            if (role && role->members == MEMBERS_ROLE)
                add_once(&list, &seen, role->role_name);
        }
    }
    *count = list.count;
    return (const char *const *)list.items;
}

const char *const *function_names(struct arena *arena, const struct model *model, size_t *count)
{
    static const char table[] = "hook_functions[]";
    struct vector list = {0};
    struct map seen;
    map_init(&seen, arena);
    const char *at = model->hooks_c ? strstr(model->hooks_c, table) : NULL;
    const char *end = at ? strstr(at, "};") : NULL;
    while (end && (at = strstr(at, "{\"")) != NULL && at < end) {
        at += 2;
        size_t length =
            strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (length > 0 && at[length] == '"')
            add_once(&list, &seen, arena_printf(arena, "%.*s", (int)length, at));
    }
    if (access_report_is_there(arena, model))
        add_once(&list, &seen, "accessReport");
    *count = list.count;
    return (const char *const *)list.items;
}
