/* migrations.c - the statements of migrations/, for the server to apply. Generated. */
#include "app.h"

static const char *const initial[] = {
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
    "CREATE TABLE \"_Credential\" (\n"
    "    \"userId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"passwordHash\" TEXT NOT NULL,\n"
    "    \"changedAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_FormerPassword\" (\n"
    "    \"number\" INTEGER PRIMARY KEY,\n"
    "    \"userId\" TEXT NOT NULL,\n"
    "    \"passwordHash\" TEXT NOT NULL\n"
    ") STRICT",
    "CREATE INDEX \"_FormerPassword:userId\" ON \"_FormerPassword\" (\"userId\")",
    "CREATE TABLE \"_AccountName\" (\n"
    "    \"kind\" TEXT NOT NULL,\n"
    "    \"folded\" TEXT NOT NULL,\n"
    "    \"userId\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"kind\", \"folded\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_AccountName:userId\" ON \"_AccountName\" (\"userId\", \"kind\")",
    "CREATE TABLE \"_LoginFailure\" (\n"
    "    \"account\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"count\" INTEGER NOT NULL,\n"
    "    \"lockedUntil\" INTEGER NOT NULL,\n"
    "    \"failedAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_LoginFailure:failedAt\" ON \"_LoginFailure\" (\"failedAt\")",
    "CREATE TABLE \"_AuthData\" (\n"
    "    \"userId\" TEXT NOT NULL,\n"
    "    \"provider\" TEXT NOT NULL,\n"
    "    \"id\" TEXT,\n"
    "    \"secret\" BLOB,\n"
    "    PRIMARY KEY (\"userId\", \"provider\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_AuthData:id\" ON \"_AuthData\" (\"provider\", \"id\")",
    "CREATE TABLE \"_SessionToken\" (\n"
    "    \"tokenHash\" BLOB PRIMARY KEY NOT NULL,\n"
    "    \"sessionId\" TEXT NOT NULL,\n"
    "    \"usedAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_SessionToken:sessionId\" ON \"_SessionToken\" (\"sessionId\")",
    "CREATE INDEX \"_SessionToken:usedAt\" ON \"_SessionToken\" (\"usedAt\")",
    "CREATE TABLE \"_GlobalConfig\" (\n"
    "    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"value\" TEXT NOT NULL,\n"
    "    \"masterKeyOnly\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_EmailToken\" (\n"
    "    \"userId\" TEXT NOT NULL,\n"
    "    \"purpose\" INTEGER NOT NULL,\n"
    "    \"tokenHash\" BLOB NOT NULL,\n"
    "    \"email\" TEXT NOT NULL,\n"
    "    \"issuedAt\" INTEGER NOT NULL,\n"
    "    \"expiresAt\" INTEGER NOT NULL,\n"
    "    PRIMARY KEY (\"userId\", \"purpose\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_EmailToken:tokenHash\" ON \"_EmailToken\" (\"tokenHash\")",
    "CREATE TABLE \"_Signature\" (\n"
    "    \"id\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"className\" TEXT NOT NULL,\n"
    "    \"objectId\" TEXT NOT NULL,\n"
    "    \"version\" INTEGER NOT NULL,\n"
    "    \"signerId\" TEXT NOT NULL,\n"
    "    \"signerName\" TEXT NOT NULL,\n"
    "    \"at\" INTEGER NOT NULL,\n"
    "    \"meaning\" TEXT NOT NULL,\n"
    "    \"contentHash\" BLOB NOT NULL,\n"
    "    \"recordHash\" BLOB NOT NULL\n"
    ") STRICT",
    "CREATE INDEX \"_Signature:object\" ON \"_Signature\" (\"className\", \"objectId\", "
    "\"version\")",
    "CREATE TABLE \"_Hook\" (\n"
    "    \"className\" TEXT NOT NULL,\n"
    "    \"name\" TEXT NOT NULL,\n"
    "    \"url\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"className\", \"name\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_File\" (\n"
    "    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"ownerId\" TEXT,\n"
    "    \"contentType\" TEXT NOT NULL,\n"
    "    \"size\" INTEGER NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_Idempotency\" (\n"
    "    \"requestId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"expiresAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_Idempotency:expiresAt\" ON \"_Idempotency\" (\"expiresAt\")",
    "CREATE TABLE \"_AuditEntry\" (\n"
    "    \"number\" INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    "    \"at\" INTEGER NOT NULL,\n"
    "    \"actor\" TEXT,\n"
    "    \"action\" TEXT NOT NULL,\n"
    "    \"entityType\" TEXT NOT NULL,\n"
    "    \"entityId\" TEXT NOT NULL,\n"
    "    \"payload\" TEXT,\n"
    "    \"hash\" BLOB NOT NULL\n"
    ") STRICT",
    "CREATE INDEX \"_AuditEntry:entity\" ON \"_AuditEntry\" (\"entityType\", \"entityId\")",
    "CREATE INDEX \"_AuditEntry:actor\" ON \"_AuditEntry\" (\"actor\")",
    "CREATE INDEX \"_AuditEntry:at\" ON \"_AuditEntry\" (\"at\")",
    "CREATE TRIGGER \"_Keep:UPDATE:_Signature\" BEFORE UPDATE ON \"_Signature\" BEGIN SELECT "
    "RAISE(ABORT, 'what was written here stays'); END",
    "CREATE TRIGGER \"_Keep:DELETE:_Signature\" BEFORE DELETE ON \"_Signature\" BEGIN SELECT "
    "RAISE(ABORT, 'what was written here stays'); END",
};

const struct migration application_migrations[] = {
    {
        .version = 1,
        .name = "initial",
        .statements = initial,
        .statement_count = sizeof initial / sizeof initial[0],
    },
};
