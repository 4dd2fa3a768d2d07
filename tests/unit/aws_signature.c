/* aws_signature.c - Signature Version 4 against what Amazon publishes: the signing test suite (AKIDEXAMPLE), and the
 * examples of S3's documentation (AKIAIOSFODNN7EXAMPLE). */
#include "crypto/aws_signature.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define UNRESERVED "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define SUITE_HEADERS                                                                              \
    {                                                                                              \
        {"host", "example.amazonaws.com"},                                                         \
        {                                                                                          \
            "x-amz-date", "20150830T123600Z"                                                       \
        }                                                                                          \
    }
#define TOKEN "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"
#define BUCKET                                                                                     \
    {                                                                                              \
        "host", "examplebucket.s3.amazonaws.com"                                                   \
    }

struct vector {
    const char *what;
    const char *path; /* not encoded */
    const char *query;
    struct aws_header headers[4];
    size_t header_count;
    const char *signature;
};

static const struct vector suite[] = {
    {"get-vanilla-query-order-key-case", "/", "Param1=value1&Param2=value2", SUITE_HEADERS, 2,
     "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
    {"get-unreserved", "/" UNRESERVED, "", SUITE_HEADERS, 2,
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
    {"get-utf8", "/\u1234", "", SUITE_HEADERS, 2,
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
    {"get-vanilla-query-unreserved", "/", UNRESERVED "=" UNRESERVED, SUITE_HEADERS, 2,
     "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
    {"get-vanilla-with-session-token",
     "/",
     "",
     {{"host", "example.amazonaws.com"},
      {"x-amz-date", "20150830T123600Z"},
      {"x-amz-security-token", TOKEN}},
     3,
     "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"},
};

static const struct vector examples[] = {
    {"GET Object",
     "/test.txt",
     "",
     {BUCKET,
      {"range", "bytes=0-9"},
      {"x-amz-content-sha256", EMPTY},
      {"x-amz-date", "20130524T000000Z"}},
     4,
     "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
    {"GET Bucket Lifecycle",
     "/",
     "lifecycle=",
     {BUCKET, {"x-amz-content-sha256", EMPTY}, {"x-amz-date", "20130524T000000Z"}},
     3,
     "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
    {"GET Bucket (List Objects)",
     "/",
     "max-keys=2&prefix=J",
     {BUCKET, {"x-amz-content-sha256", EMPTY}, {"x-amz-date", "20130524T000000Z"}},
     3,
     "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
};

static void check(const struct aws_key *key, const struct vector *vector, const char *now)
{
    struct arena arena;
    struct buffer path;
    struct buffer authorization;

    arena_init(&arena);
    buffer_init(&path, &arena, 16);
    aws_encode(&path, vector->path, true);
    buffer_add_char(&path, '\0');
    buffer_init(&authorization, &arena, 16);
    aws_authorization(&authorization, key,
                      &(struct aws_request){"GET", path.bytes, vector->query, vector->headers,
                                            vector->header_count, EMPTY, now});
    buffer_add_char(&authorization, '\0');
    if (path.failed || authorization.failed ||
        strcmp(strstr(authorization.bytes, "Signature=") + 10, vector->signature) != 0) {
        fprintf(stderr, "%s: %s\n", vector->what, authorization.bytes);
        exit(1);
    }
    arena_release(&arena);
}

int main(void)
{
    static const struct aws_key suite_key = {
        "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service"};
    static const struct aws_key example_key = {
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3"};

    if (sodium_init() < 0)
        return 1;
    for (size_t i = 0; i < sizeof suite / sizeof *suite; i++)
        check(&suite_key, &suite[i], "20150830T123600Z");
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        check(&example_key, &examples[i], "20130524T000000Z");
    return 0;
}
