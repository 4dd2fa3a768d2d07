/* password_policy.c - see password_policy.h. */
#include "accounts/password_policy.h"

#include "base/log.h"
#include "crypto/password.h"
#include "request/server.h"

enum { MILLISECONDS_A_DAY = 86400000 };

/* The classes of characters that a password may have to hold. What is not ASCII belongs to none:
 * upper and lower case are not every script's. */
static bool is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_symbol(char byte)
{
    return byte > ' ' && byte < 0x7F && !is_lower(byte) && !is_upper(byte) && !is_digit(byte);
}

static const struct character_class {
    const char *name;
    bool (*has)(char byte);
} classes[] = {
    {"lower", is_lower},
    {"upper", is_upper},
    {"digit", is_digit},
    {"symbol", is_symbol},
};

/* The class that the list begins with; moves on past it. NULL: there is no such class. */
static const struct character_class *next_class(struct text *list)
{
    const char *comma = memchr(list->bytes, ',', list->length);
    struct text name = {list->bytes, comma ? (size_t)(comma - list->bytes) : list->length};
    size_t taken = name.length + (comma != NULL);

    list->bytes += taken;
    list->length -= taken;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (text_is(name, classes[i].name))
            return &classes[i];
    return NULL;
}

bool password_policy_check_options(const struct options *options)
{
    struct text list = options->password_classes;

    while (list.length)
        if (!next_class(&list)) {
            log_error("--password-classes is some of lower,upper,digit,symbol");
            return false;
        }
    return true;
}

static bool has_class(struct text password, const struct character_class *class)
{
    for (size_t i = 0; i < password.length; i++)
        if (class->has(password.bytes[i]))
            return true;
    return false;
}

static int64_t count_characters(struct text text)
{
    int64_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return count;
}

static bool meets_requirements(const struct options *options, struct text password)
{
    struct text list = options->password_classes;

    if (count_characters(password) < options->password_min_length)
        return false;
    while (list.length) {
        const struct character_class *class = next_class(&list);
        if (class && !has_class(password, class))
            return false;
    }
    return true;
}

static bool contains(struct text text, struct text part)
{
    return part.length && memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

bool password_policy_check(struct request *request, struct text password, struct text username)
{
    const struct options *options = &request->server->options;
    struct text message = options->password_message;

    if (password.length > PASSWORD_BYTES_LIMIT)
        return fail(&request->context, PARSE_VALIDATION, "Password may have at most %d bytes.",
                    PASSWORD_BYTES_LIMIT);
    if (!message.length)
        message = text_of("Password does not meet the Password Policy requirements.");
    if (!meets_requirements(options, password))
        return fail(&request->context, PARSE_VALIDATION, "%.*s", (int)message.length,
                    message.bytes);
    if (options->password_not_username && contains(password, username))
        return fail(&request->context, PARSE_VALIDATION, "Password cannot contain your username.");
    return true;
}

bool password_policy_check_history(struct request *request, struct text password,
                                   const struct text *hashes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (password_matches(hashes[i], password))
            return fail(&request->context, PARSE_VALIDATION,
                        "New password should not be the same as last %lld passwords.",
                        (long long)request->server->options.password_history);
    return true;
}

bool password_policy_check_age(struct request *request, int64_t changed_at)
{
    int64_t days = request->server->options.password_max_age;

    if (days <= 0 || (request->now - changed_at) / MILLISECONDS_A_DAY < days)
        return true;
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                "Your password has expired. Please reset your password.");
}
