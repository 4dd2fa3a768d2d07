/* password_policy.h - which passwords users may choose; the options --password-* say it.
 *
 * Error 142 with parse-server's messages. */
#ifndef RUNTIME_ACCOUNTS_PASSWORD_POLICY_H
#define RUNTIME_ACCOUNTS_PASSWORD_POLICY_H

#include "request/request.h"

/* Longer ones are refused: hashing them would serve nobody. Every byte below counts. */
enum { PASSWORD_BYTES_LIMIT = 4096 };

/* Whether the password has the length and the classes of characters that are asked for, and does
 * not hold the username (no text: there is none yet). */
bool password_policy_check(struct request *request, struct text password, struct text username);

/* Whether the password is none of those with these hashes. To be called on a hashing thread. */
bool password_policy_check_history(struct request *request, struct text password,
                                   const struct text *hashes, size_t count);

/* Fails with 101 when the password was chosen longer ago than --password-max-age. */
bool password_policy_check_age(struct request *request, int64_t changed_at);

struct options;

/* Whether --password-classes is a list of "lower", "upper", "digit" and "symbol" with commas between;
 * says in the log what is wrong. To be called at start. */
bool password_policy_check_options(const struct options *options);

#endif
