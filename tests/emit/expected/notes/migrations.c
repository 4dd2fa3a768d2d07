/* migrations.c - the statements of migrations/, for the server to apply. Generated. */
#include "app.h"

static const char *const migration_1[] = {
    "CREATE TABLE \"_User\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"username\" TEXT,\n"
    "    \"email\" TEXT,\n"
    "    \"emailVerified\" INTEGER CHECK (\"emailVerified\" IN (0, 1)),\n"
    "    \"authData\" TEXT\n"
    ") STRICT",
    "CREATE UNIQUE INDEX \"_Unique:_User:username\" ON \"_User\" (\"username\")",
    "CREATE UNIQUE INDEX \"_Unique:_User:email\" ON \"_User\" (\"email\")",
    "CREATE TABLE \"_Role\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"name\" TEXT\n"
    ") STRICT",
    "CREATE UNIQUE INDEX \"_Unique:_Role:name\" ON \"_Role\" (\"name\")",
    "CREATE TABLE \"_Join:users:_Role\" (\n"
    "    \"owningId\" TEXT NOT NULL,\n"
    "    \"relatedId\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"owningId\", \"relatedId\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_Related:users:_Role\" ON \"_Join:users:_Role\" (\"relatedId\")",
    "CREATE TABLE \"_Join:roles:_Role\" (\n"
    "    \"owningId\" TEXT NOT NULL,\n"
    "    \"relatedId\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"owningId\", \"relatedId\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_Related:roles:_Role\" ON \"_Join:roles:_Role\" (\"relatedId\")",
    "CREATE TABLE \"_Session\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"user\" TEXT,\n"
    "    \"createdWith\" TEXT,\n"
    "    \"restricted\" INTEGER CHECK (\"restricted\" IN (0, 1)),\n"
    "    \"expiresAt\" INTEGER,\n"
    "    \"installationId\" TEXT\n"
    ") STRICT",
    "CREATE INDEX \"_Field:_Session:user\" ON \"_Session\" (\"user\")",
    "CREATE INDEX \"_Field:_Session:expiresAt\" ON \"_Session\" (\"expiresAt\")",
    "CREATE TABLE \"_Installation\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"installationId\" TEXT,\n"
    "    \"deviceToken\" TEXT,\n"
    "    \"channels\" TEXT,\n"
    "    \"deviceType\" TEXT,\n"
    "    \"pushType\" TEXT,\n"
    "    \"GCMSenderId\" TEXT,\n"
    "    \"timeZone\" TEXT,\n"
    "    \"localeIdentifier\" TEXT,\n"
    "    \"badge\" REAL,\n"
    "    \"appVersion\" TEXT,\n"
    "    \"appName\" TEXT,\n"
    "    \"appIdentifier\" TEXT,\n"
    "    \"parseVersion\" TEXT\n"
    ") STRICT",
    "CREATE INDEX \"_Field:_Installation:installationId\" ON \"_Installation\" "
    "(\"installationId\")",
    "CREATE INDEX \"_Field:_Installation:deviceToken\" ON \"_Installation\" (\"deviceToken\")",
    "CREATE TABLE \"Note\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"title\" TEXT,\n"
    "    \"rank\" REAL,\n"
    "    \"pinned\" INTEGER CHECK (\"pinned\" IN (0, 1)),\n"
    "    \"due\" INTEGER,\n"
    "    \"settings\" TEXT,\n"
    "    \"tags\" TEXT,\n"
    "    \"owner\" TEXT,\n"
    "    \"parent\" TEXT,\n"
    "    \"scan\" TEXT,\n"
    "    \"place_latitude\" REAL,\n"
    "    \"place_longitude\" REAL,\n"
    "    \"area\" TEXT,\n"
    "    \"digest\" BLOB\n"
    ") STRICT",
    "CREATE INDEX \"_Field:Note:parent\" ON \"Note\" (\"parent\")",
    "CREATE TABLE \"_Join:readers:Note\" (\n"
    "    \"owningId\" TEXT NOT NULL,\n"
    "    \"relatedId\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"owningId\", \"relatedId\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_Related:readers:Note\" ON \"_Join:readers:Note\" (\"relatedId\")",
    "CREATE INDEX \"_Index:Note:owner_due\" ON \"Note\" (\"owner\", \"due\" DESC)",
    "CREATE INDEX \"_Index:Note:owner_due_2\" ON \"Note\" (\"owner\", \"due\")",
};

const struct migration application_migrations[] = {
    {
        .version = 1,
        .name = "initial",
        .statements = migration_1,
        .statement_count = sizeof migration_1 / sizeof migration_1[0],
    },
};
