/* names.c - see names.h. */
#include "base/names.h"

#include "base/buffer.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Whether a word starts at name[i]: a capital after a small letter or digit, or the last capital
 * of several. */
static bool starts_word(const char *name, size_t i)
{
    if (!isupper((unsigned char)name[i]))
        return false;
    bool after_small = islower((unsigned char)name[i - 1]) || isdigit((unsigned char)name[i - 1]);
    bool before_small = islower((unsigned char)name[i + 1]);
    return after_small || (isupper((unsigned char)name[i - 1]) && before_small);
}

char *names_snake(struct arena *arena, const char *name)
{
    struct buffer snake;
    buffer_init(&snake, arena);
    name += strspn(name, "_");
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (i > 0 && starts_word(name, i))
            buffer_add_string(&snake, "_");
        char small = (char)tolower((unsigned char)name[i]);
        buffer_add(&snake, &small, 1);
    }
    return snake.bytes;
}

char *names_camel(struct arena *arena, const char *name)
{
    name += strspn(name, "_");
    char *camel = arena_strdup(arena, name);
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (i > 0 && (islower((unsigned char)name[i]) || starts_word(name, i)))
            break;
        camel[i] = (char)tolower((unsigned char)name[i]);
    }
    return camel;
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t end_length = strlen(end);
    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

/* How a noun of regular English becomes a plural: how many of its last letters go, and what comes. */
struct plural {
    size_t dropped;
    const char *added;
};

static struct plural plural_of(const char *name)
{
    static const char *const hissing[] = {"s", "x", "z", "ch", "sh"};
    size_t length = strlen(name);
    bool after_vowel = length >= 2 && strchr("aeiouAEIOU", name[length - 2]);
    if (ends_with(name, "ife"))
        return (struct plural){2, "ves"};
    if (ends_with(name, "hild"))
        return (struct plural){0, "ren"};
    if (ends_with(name, "y") && length >= 2 && !after_vowel)
        return (struct plural){1, "ies"};
    if (ends_with(name, "sis")) /* diagnosis, analysis */
        return (struct plural){2, "es"};
    for (size_t i = 0; i < sizeof hissing / sizeof hissing[0]; i++)
        if (ends_with(name, hissing[i]))
            return (struct plural){0, "es"};
    return (struct plural){0, "s"};
}

char *names_plural(struct arena *arena, const char *name)
{
    struct plural plural = plural_of(name);
    return arena_printf(arena, "%.*s%s", (int)(strlen(name) - plural.dropped), name, plural.added);
}

enum { LONGEST_FOLDED = 128 };

/* The name in small letters without hyphens and '_'; false when it is too long to be compared so. */
static bool fold(const char *name, char folded[LONGEST_FOLDED])
{
    size_t length = 0;
    for (; *name != '\0'; name++) {
        if (*name == '-' || *name == '_')
            continue;
        if (length + 1 == LONGEST_FOLDED)
            return false;
        folded[length++] = (char)tolower((unsigned char)*name);
    }
    folded[length] = '\0';
    return length > 0;
}

static bool is_plural_of(const char *many, const char *one)
{
    struct plural plural = plural_of(one);
    size_t kept = strlen(one) - plural.dropped;
    return strncmp(many, one, kept) == 0 && strcmp(many + kept, plural.added) == 0;
}

enum names_likeness names_likeness(const char *a, const char *b)
{
    char first[LONGEST_FOLDED];
    char second[LONGEST_FOLDED];
    if (strcmp(a, b) == 0)
        return NAMES_EQUAL;
    if (!fold(a, first) || !fold(b, second) || first[0] != second[0])
        return NAMES_DIFFER;
    if (strcmp(first, second) == 0)
        return NAMES_SAME_LETTERS;
    return is_plural_of(first, second) || is_plural_of(second, first) ? NAMES_SAME_BUT_NUMBER
                                                                      : NAMES_DIFFER;
}

static bool is_listed(const char *const *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (list[i][0] == word[0] && strcmp(list[i], word) == 0)
            return true;
    return false;
}

bool names_is_c_word(const char *word)
{
    /* C names are lower case here, so words with capitals cannot be met. */
    static const char *const words[] = {
        "alignas",
        "alignof",
        "auto",
        "bool",
        "break",
        "case",
        "char",
        "const",
        "constexpr",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extern",
        "false",
        "float",
        "for",
        "goto",
        "if",
        "inline",
        "int",
        "long",
        "nullptr",
        "register",
        "restrict",
        "return",
        "short",
        "signed",
        "sizeof",
        "static",
        "struct",
        "switch",
        "true",
        "typedef",
        "typeof",
        "union",
        "unsigned",
        "void",
        "volatile",
        "while",
        "asm",
        "typeof_unqual",
        "noreturn",
        "thread_local",
        "complex",
        "imaginary",
        "unix",
        "linux",
        "errno",
        "stdin",
        "stdout",
        "stderr",
        "assert",
        "offsetof",
        "alloca",
        "static_assert",
        "i386",
        "stdc",
        "kill_dependency",
        "va_start",
        "va_end",
        "va_arg",
        "va_copy",
        "setjmp",
    };
    return is_listed(words, sizeof words / sizeof words[0], word);
}

bool names_is_c_prefix(const char *word)
{
    static const char *const words[] = {
        /* struct and function names of libc and the libraries that servers use */
        "stat",    "tm",        "time",        "timespec",    "timeval",   "timezone",   "timer",
        "option",  "group",     "passwd",      "dirent",      "iovec",     "sockaddr",   "addrinfo",
        "pollfd",  "epoll",     "epoll_event", "eventfd",     "signalfd",  "timerfd",    "memfd",
        "inotify", "sigaction", "rusage",      "rlimit",      "pthread",   "sem",        "mq",
        "shm",     "msg",       "sched",       "sched_param", "exception", "linger",     "sqlite3",
        "cjson",   "sodium",    "crypto",      "randombytes", "mhd",       "str",        "mem",
        "file",    "main",      "server",      "app",         "sample",    "migrations", "class",
        "object",  "field",
    };
    return is_listed(words, sizeof words / sizeof words[0], word);
}
