/* jwt.c - see jwt.h. Keys first, then signatures; the cryptography is GnuTLS's. */
#include "crypto/jwt.h"

#include "base/context.h"
#include "formats/json.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <sodium.h>

enum { RSA_BITS_LIMIT = 2048 }; /* weaker keys are no keys (RFC 7518, 3.3) */

struct jwt_key {
    gnutls_pubkey_t key;
    gnutls_pk_algorithm_t kind;
    gnutls_ecc_curve_t curve; /* of an elliptic key */
    struct text id;           /* "kid"; no text: it has none */
    struct text algorithm;    /* "alg"; no text: any that fits its kind */
};

static const struct algorithm {
    const char *name;
    gnutls_pk_algorithm_t kind;
    gnutls_sign_algorithm_t sign;
    gnutls_ecc_curve_t curve;
    size_t half; /* ECDSA: bytes of r and of s */
} algorithms[] = {
    {"RS256", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_SHA256, GNUTLS_ECC_CURVE_INVALID, 0},
    {"RS384", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_SHA384, GNUTLS_ECC_CURVE_INVALID, 0},
    {"RS512", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_SHA512, GNUTLS_ECC_CURVE_INVALID, 0},
    {"PS256", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, GNUTLS_ECC_CURVE_INVALID, 0},
    {"PS384", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, GNUTLS_ECC_CURVE_INVALID, 0},
    {"PS512", GNUTLS_PK_RSA, GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, GNUTLS_ECC_CURVE_INVALID, 0},
    {"ES256", GNUTLS_PK_ECDSA, GNUTLS_SIGN_ECDSA_SHA256, GNUTLS_ECC_CURVE_SECP256R1, 32},
    {"ES384", GNUTLS_PK_ECDSA, GNUTLS_SIGN_ECDSA_SHA384, GNUTLS_ECC_CURVE_SECP384R1, 48},
    {"EdDSA", GNUTLS_PK_EDDSA_ED25519, GNUTLS_SIGN_EDDSA_ED25519, GNUTLS_ECC_CURVE_ED25519, 0},
};

/* The member's text; no text when it is none. */
static struct text member_text(const cJSON *object, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

/* Decodes base64url without padding; no text when it is none, or empty. */
static struct text decode(struct arena *arena, struct text encoded)
{
    unsigned char *bytes = arena_alloc(arena, encoded.length + 1);
    size_t length = 0;

    if (!bytes || !encoded.length ||
        sodium_base642bin(bytes, encoded.length + 1, encoded.bytes, encoded.length, NULL, &length,
                          NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return text_none();
    return (struct text){(const char *)bytes, length};
}

static gnutls_datum_t datum_of(struct text text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text.bytes, (unsigned)text.length};
}

/* Parses JSON of which nobody needs to hear what is wrong. */
static cJSON *parse_object(struct arena *arena, struct text text)
{
    struct context context = {.arena = arena};
    cJSON *json = text.bytes ? json_parse(&context, text) : NULL;

    return cJSON_IsObject(json) ? json : NULL;
}

/* Finds out the key's kind; false for kinds that no algorithm is for, and weak keys. */
static bool describe(struct jwt_key *key)
{
    unsigned bits = 0;
    int kind = gnutls_pubkey_get_pk_algorithm(key->key, &bits);

    key->kind = (gnutls_pk_algorithm_t)kind;
    if (kind == GNUTLS_PK_RSA)
        return bits >= RSA_BITS_LIMIT;
    return (kind == GNUTLS_PK_ECDSA || kind == GNUTLS_PK_EDDSA_ED25519) &&
           gnutls_pubkey_export_ecc_raw2(key->key, &key->curve, NULL, NULL, 0) == 0;
}

static bool import_jwk(struct arena *arena, const cJSON *jwk, gnutls_pubkey_t key)
{
    static const struct {
        const char *name;
        gnutls_ecc_curve_t curve;
    } curves[] = {{"P-256", GNUTLS_ECC_CURVE_SECP256R1},
                  {"P-384", GNUTLS_ECC_CURVE_SECP384R1},
                  {"Ed25519", GNUTLS_ECC_CURVE_ED25519}};
    struct text kind = member_text(jwk, "kty");
    gnutls_datum_t n = datum_of(decode(arena, member_text(jwk, "n")));
    gnutls_datum_t e = datum_of(decode(arena, member_text(jwk, "e")));
    gnutls_datum_t x = datum_of(decode(arena, member_text(jwk, "x")));
    gnutls_datum_t y = datum_of(decode(arena, member_text(jwk, "y")));

    if (text_is(kind, "RSA"))
        return n.size && e.size && gnutls_pubkey_import_rsa_raw(key, &n, &e) == 0;
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        bool edwards = curves[i].curve == GNUTLS_ECC_CURVE_ED25519;
        if (!text_is(member_text(jwk, "crv"), curves[i].name) ||
            !text_is(kind, edwards ? "OKP" : "EC"))
            continue;
        return x.size && (edwards || y.size) &&
               gnutls_pubkey_import_ecc_raw(key, curves[i].curve, &x, edwards ? NULL : &y) == 0;
    }
    return false;
}

static bool import_pem(struct text pem, gnutls_pubkey_t key)
{
    gnutls_datum_t data = datum_of(pem);
    gnutls_x509_crt_t certificate;
    bool done;

    if (gnutls_pubkey_import(key, &data, GNUTLS_X509_FMT_PEM) == 0)
        return true;
    if (gnutls_x509_crt_init(&certificate) != 0)
        return false;
    done = gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM) == 0 &&
           gnutls_pubkey_import_x509(key, certificate, 0) == 0;
    gnutls_x509_crt_deinit(certificate);
    return done;
}

/* Adds one key, from a JWK or else from PEM, when it can be used. */
static void add_key(struct arena *arena, struct jwt_keys *keys, const cJSON *jwk, struct text pem)
{
    struct jwt_key key = {.id = member_text(jwk, "kid"), .algorithm = member_text(jwk, "alg")};
    struct text use = member_text(jwk, "use");

    if (keys->count == JWT_KEY_LIMIT || (use.bytes && !text_is(use, "sig")) ||
        gnutls_pubkey_init(&key.key) != 0)
        return;
    if ((jwk ? import_jwk(arena, jwk, key.key) : import_pem(pem, key.key)) && describe(&key))
        keys->keys[keys->count++] = key;
    else
        gnutls_pubkey_deinit(key.key);
}

bool jwt_keys_read(struct arena *arena, struct text file, struct jwt_keys *keys)
{
    static const char begin[] = "-----BEGIN ";
    const cJSON *set = parse_object(arena, file);
    const char *at = file.bytes;
    const char *end = file.bytes + file.length;
    const cJSON *jwk;

    *keys = (struct jwt_keys){.keys = arena_alloc_array(arena, JWT_KEY_LIMIT, sizeof *keys->keys)};
    if (!keys->keys)
        return false;
    cJSON_ArrayForEach(jwk, cJSON_GetObjectItemCaseSensitive(set, "keys"))
    {
        add_key(arena, keys, jwk, text_none());
    }
    while (!set && (at = memmem(at, (size_t)(end - at), begin, sizeof begin - 1)) != NULL) {
        const char *next = memmem(at + 1, (size_t)(end - at - 1), begin, sizeof begin - 1);
        add_key(arena, keys, NULL, (struct text){at, (size_t)((next ? next : end) - at)});
        at++;
    }
    return keys->count > 0;
}

void jwt_keys_release(struct jwt_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        gnutls_pubkey_deinit(keys->keys[i].key);
    keys->count = 0;
}

static const struct algorithm *find_algorithm(struct text name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
        if (text_is(name, algorithms[i].name))
            return &algorithms[i];
    return NULL;
}

static bool key_fits(const struct jwt_key *key, const struct algorithm *algorithm, struct text id)
{
    return key->kind == algorithm->kind &&
           (algorithm->kind == GNUTLS_PK_RSA || key->curve == algorithm->curve) &&
           (!key->algorithm.bytes || text_is(key->algorithm, algorithm->name)) &&
           (!id.bytes || !key->id.bytes || text_equal(key->id, id));
}

static bool signature_is_right(const struct jwt_key *key, const struct algorithm *algorithm,
                               struct text signed_part, struct text signature)
{
    gnutls_datum_t data = datum_of(signed_part);
    gnutls_datum_t given = datum_of(signature);
    gnutls_datum_t encoded = {NULL, 0};
    bool right;

    if (!algorithm->half)
        return gnutls_pubkey_verify_data2(key->key, algorithm->sign, 0, &data, &given) == 0;
    /* r and s stand side by side (RFC 7518, 3.4); GnuTLS takes them in DER. */
    if (signature.length != 2 * algorithm->half)
        return false;
    gnutls_datum_t r = {given.data, (unsigned)algorithm->half};
    gnutls_datum_t s = {given.data + algorithm->half, (unsigned)algorithm->half};
    if (gnutls_encode_rs_value(&encoded, &r, &s) != 0)
        return false;
    right = gnutls_pubkey_verify_data2(key->key, algorithm->sign, 0, &data, &encoded) == 0;
    gnutls_free(encoded.data);
    return right;
}

cJSON *jwt_verify(struct arena *arena, const struct jwt_keys *keys, struct text token)
{
    const char *dot = memchr(token.bytes, '.', token.length);
    const char *last = memrchr(token.bytes, '.', token.length);
    struct text signed_part = {token.bytes, last ? (size_t)(last - token.bytes) : 0};
    const struct algorithm *algorithm;
    struct text signature;
    struct text claims;
    const cJSON *header;

    if (!dot || dot == last || memchr(dot + 1, '.', (size_t)(last - dot - 1)))
        return NULL;
    header =
        parse_object(arena, decode(arena, (struct text){token.bytes, (size_t)(dot - token.bytes)}));
    claims = decode(arena, (struct text){dot + 1, (size_t)(last - dot - 1)});
    signature =
        decode(arena, (struct text){last + 1, (size_t)(token.bytes + token.length - last - 1)});
    algorithm = header ? find_algorithm(member_text(header, "alg")) : NULL;
    /* "crit" names extensions that must be understood (RFC 7515, 4.1.11): none are. */
    if (!algorithm || !signature.bytes || cJSON_GetObjectItemCaseSensitive(header, "crit"))
        return NULL;
    for (size_t i = 0; i < keys->count; i++)
        if (key_fits(&keys->keys[i], algorithm, member_text(header, "kid")) &&
            signature_is_right(&keys->keys[i], algorithm, signed_part, signature))
            return parse_object(arena, claims);
    return NULL;
}
