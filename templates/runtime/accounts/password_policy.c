/* password_policy.c - see password_policy.h. */
#include "accounts/password_policy.h"

#include "base/log.h"
#include "crypto/password.h"
#include "request/server.h"

#include <strings.h>

enum {
    MILLISECONDS_A_DAY = 86400000,
    GUARDED_LENGTH = 8 /* characters at least (NIST SP 800-63B, 5.1.1.2) */
};

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

/* What guessing begins with: of eight characters and more, the most frequent of lists that got out
 * (NIST SP 800-63B, 5.1.1.2, asks that such be refused). Case and digits or marks behind one count for nothing. */
static const char *const common[] = {
    "password",  "passwort", "passw0rd", "p@ssword",   "p@ssw0rd",      "iloveyou",   "sunshine",
    "princess",  "football", "baseball", "superman",   "starwars",      "trustno1",   "whatever",
    "welcome",   "letmein",  "qwertyui", "qwertyuiop", "qwertzui",      "qwertzuiop", "asdfghjk",
    "asdfghjkl", "zxcvbnm",  "1q2w3e4r", "1qaz2wsx",   "q1w2e3r4",      "1q2w3e4r5t", "abcd1234",
    "abc12345",  "aa123456", "a1b2c3d4", "admin",      "administrator", "changeme",   "computer",
    "internet",  "michelle", "jennifer", "liverpool",  "master",        "dragon",     "monkey",
    "shadow",    "qwerty",   "google",   "hospital",   "doctor",        "patient",    "medicine",
};

static bool is_weak_tail(char byte)
{
    return is_digit(byte) || is_symbol(byte);
}

/* Whether all characters are one, or each is the next one after the one before. */
static bool is_sequence(struct text password)
{
    bool same = true;
    bool rising = true;

    for (size_t i = 1; i < password.length; i++) {
        bool wraps = password.bytes[i - 1] == '9' && password.bytes[i] == '0';
        same = same && password.bytes[i] == password.bytes[0];
        rising = rising && (wraps || password.bytes[i] == password.bytes[i - 1] + 1);
    }
    return same || rising;
}

static bool is_common(struct text password)
{
    struct text stem = password;

    if (is_sequence(password))
        return true;
    while (stem.length && is_weak_tail(stem.bytes[stem.length - 1]))
        stem.length--;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        size_t length = strlen(common[i]);
        if ((stem.length == length && strncasecmp(stem.bytes, common[i], length) == 0) ||
            (password.length == length && strncasecmp(password.bytes, common[i], length) == 0))
            return true;
    }
    return false;
}

static int64_t least_length(const struct request *request)
{
    int64_t asked = request->server->options.password_min_length;

    return asked || !request->app->is_guarded ? asked : GUARDED_LENGTH;
}

static bool meets_requirements(const struct request *request, struct text password)
{
    struct text list = request->server->options.password_classes;

    if (count_characters(password) < least_length(request))
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
    if (!meets_requirements(request, password))
        return fail(&request->context, PARSE_VALIDATION, "%.*s", TEXT_PRINTED(message));
    if (request->app->is_guarded && (is_common(password) || text_equal(password, username)))
        return fail(&request->context, PARSE_VALIDATION,
                    "This password is among the first that are guessed.");
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
