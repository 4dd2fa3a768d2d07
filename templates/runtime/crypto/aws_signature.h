/* aws_signature.h - signatures of requests to S3 and what speaks like it: AWS Signature Version 4, in the
 * Authorization header (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). */
#ifndef RUNTIME_CRYPTO_AWS_SIGNATURE_H
#define RUNTIME_CRYPTO_AWS_SIGNATURE_H

#include "base/buffer.h"

enum { AWS_TIME_LENGTH = 16, AWS_HASH_HEX = 64 };

struct aws_key {
    const char *id;
    const char *secret;
    const char *region;
    const char *service;
};

struct aws_header {
    const char *name; /* in small letters */
    const char *value;
};

struct aws_request {
    const char *method;
    const char *path;  /* encoded by aws_encode() */
    const char *query; /* the same, NAME=VALUE in the order of the names, joined by '&' */
    const struct aws_header *headers; /* that are signed, in the order of their names */
    size_t header_count;
    const char *body_hash; /* SHA-256 of the body, in hex */
    const char *time;      /* as x-amz-date has it: 20130524T000000Z */
};

/* Appends what goes into the header Authorization; the buffer says whether that failed. */
void aws_authorization(struct buffer *buffer, const struct aws_key *key,
                       const struct aws_request *request);

/* Appends the text with all but unreserved characters (RFC 3986) encoded; '/' stays in a path. */
void aws_encode(struct buffer *buffer, const char *text, bool is_path);

#endif
