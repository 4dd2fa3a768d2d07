/* system_tables.c - see system_tables.h. A change of a table is a new migration at the end: what has been
 * released is never edited, since databases know it by its fingerprint. */
#include "program/system_tables.h"

/* Rows of such a table stay as they were written, whoever tries to change them. */
#define KEEP(table, operation)                                                                     \
    "CREATE TRIGGER \"_Keep:" operation ":" table "\" BEFORE " operation " ON \"" table            \
    "\" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END"

static const char *const initial[] = {
    "CREATE TABLE \"_Credential\" (\n    \"userId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"passwordHash\" TEXT NOT NULL,\n    \"changedAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_FormerPassword\" (\n    \"number\" INTEGER PRIMARY KEY,\n"
    "    \"userId\" TEXT NOT NULL,\n    \"passwordHash\" TEXT NOT NULL\n) STRICT",
    "CREATE INDEX \"_FormerPassword:userId\" ON \"_FormerPassword\" (\"userId\")",
    "CREATE TABLE \"_AccountName\" (\n    \"kind\" TEXT NOT NULL,\n"
    "    \"folded\" TEXT NOT NULL,\n    \"userId\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"kind\", \"folded\")\n) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_AccountName:userId\" ON \"_AccountName\" (\"userId\", \"kind\")",
    "CREATE TABLE \"_LoginFailure\" (\n    \"account\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"count\" INTEGER NOT NULL,\n    \"lockedUntil\" INTEGER NOT NULL,\n"
    "    \"failedAt\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_LoginFailure:failedAt\" ON \"_LoginFailure\" (\"failedAt\")",
    "CREATE TABLE \"_AuthData\" (\n    \"userId\" TEXT NOT NULL,\n"
    "    \"provider\" TEXT NOT NULL,\n    \"id\" TEXT,\n    \"secret\" BLOB,\n"
    "    PRIMARY KEY (\"userId\", \"provider\")\n) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_AuthData:id\" ON \"_AuthData\" (\"provider\", \"id\")",
    "CREATE TABLE \"_SessionToken\" (\n    \"tokenHash\" BLOB PRIMARY KEY NOT NULL,\n"
    "    \"sessionId\" TEXT NOT NULL,\n    \"usedAt\" INTEGER NOT NULL\n) STRICT, WITHOUT "
    "ROWID",
    "CREATE INDEX \"_SessionToken:sessionId\" ON \"_SessionToken\" (\"sessionId\")",
    "CREATE INDEX \"_SessionToken:usedAt\" ON \"_SessionToken\" (\"usedAt\")",
    "CREATE TABLE \"_GlobalConfig\" (\n    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"value\" TEXT NOT NULL,\n    \"masterKeyOnly\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_EmailToken\" (\n    \"userId\" TEXT NOT NULL,\n"
    "    \"purpose\" INTEGER NOT NULL,\n    \"tokenHash\" BLOB NOT NULL,\n"
    "    \"email\" TEXT NOT NULL,\n    \"issuedAt\" INTEGER NOT NULL,\n"
    "    \"expiresAt\" INTEGER NOT NULL,\n    PRIMARY KEY (\"userId\", \"purpose\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX \"_EmailToken:tokenHash\" ON \"_EmailToken\" (\"tokenHash\")",
    "CREATE TABLE \"_Signature\" (\n    \"id\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"className\" TEXT NOT NULL,\n    \"objectId\" TEXT NOT NULL,\n"
    "    \"version\" INTEGER NOT NULL,\n    \"signerId\" TEXT NOT NULL,\n"
    "    \"signerName\" TEXT NOT NULL,\n    \"at\" INTEGER NOT NULL,\n"
    "    \"meaning\" TEXT NOT NULL,\n    \"contentHash\" BLOB NOT NULL,\n"
    "    \"recordHash\" BLOB NOT NULL\n) STRICT",
    "CREATE INDEX \"_Signature:object\" ON \"_Signature\" "
    "(\"className\", \"objectId\", \"version\")",
    "CREATE TABLE \"_Hook\" (\n    \"className\" TEXT NOT NULL,\n"
    "    \"name\" TEXT NOT NULL,\n    \"url\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"className\", \"name\")\n) STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_File\" (\n    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"ownerId\" TEXT,\n    \"contentType\" TEXT NOT NULL,\n"
    "    \"size\" INTEGER NOT NULL,\n    \"createdAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_Idempotency\" (\n    \"requestId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"expiresAt\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
    "CREATE INDEX \"_Idempotency:expiresAt\" ON \"_Idempotency\" (\"expiresAt\")",
    "CREATE TABLE \"_AuditEntry\" (\n    \"number\" INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    "    \"at\" INTEGER NOT NULL,\n    \"actor\" TEXT,\n    \"action\" TEXT NOT NULL,\n"
    "    \"entityType\" TEXT NOT NULL,\n    \"entityId\" TEXT NOT NULL,\n"
    "    \"payload\" TEXT,\n    \"hash\" BLOB NOT NULL\n) STRICT",
    "CREATE INDEX \"_AuditEntry:entity\" ON \"_AuditEntry\" (\"entityType\", \"entityId\")",
    "CREATE INDEX \"_AuditEntry:actor\" ON \"_AuditEntry\" (\"actor\")",
    "CREATE INDEX \"_AuditEntry:at\" ON \"_AuditEntry\" (\"at\")",
    KEEP("_Signature", "UPDATE"),
    KEEP("_Signature", "DELETE"),
    KEEP("_AuditEntry", "UPDATE"),
    KEEP("_AuditEntry", "DELETE"),
};

static const char *const data_keys[] = {
    "CREATE TABLE \"_DataKey\" (\n    \"name\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"fingerprint\" TEXT NOT NULL,\n    \"notedAt\" INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID",
};

static const char *const clock_table[] = {
    "CREATE TABLE \"_Clock\" (\n    \"id\" INTEGER PRIMARY KEY NOT NULL CHECK (\"id\" = 1),\n"
    "    \"latest\" INTEGER NOT NULL\n) STRICT",
    "INSERT INTO \"_Clock\" (\"id\", \"latest\") VALUES (1, 0)",
};

/* When nothing was found to name the file any more: ms; NULL: something does, or nobody has looked. */
static const char *const orphans[] = {
    "ALTER TABLE \"_File\" ADD COLUMN \"orphanSince\" INTEGER",
};

/* Accounts that let nobody in: accounts/account_lock.h. */
static const char *const account_locks[] = {
    "CREATE TABLE \"_AccountLock\" (\n    \"userId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"lockedAt\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
};

/* A database goes with several keys of one name, one of them the newest: write/data_keys.h. */
static const char *const key_rings[] = {
    "ALTER TABLE \"_DataKey\" RENAME TO \"_DataKey:one\"",
    ("CREATE TABLE \"_DataKey\" (\n    \"fingerprint\" TEXT PRIMARY KEY NOT NULL,\n"
     "    \"name\" TEXT NOT NULL,\n    \"notedAt\" INTEGER NOT NULL,\n    \"idleAt\" INTEGER\n"
     ") STRICT, WITHOUT ROWID"),
    ("INSERT INTO \"_DataKey\" (\"fingerprint\", \"name\", \"notedAt\") "
     "SELECT \"fingerprint\", \"name\", \"notedAt\" FROM \"_DataKey:one\""),
    "DROP TABLE \"_DataKey:one\"",
    /* What a file's contents are encrypted with, sealed for the file's id (NULL: by what derives from the file-key
     * itself, as earlier versions had it). */
    "ALTER TABLE \"_File\" ADD COLUMN \"contentsKey\" BLOB",
};

/* Whom the audit trail tells of: guard/audit_subject.h, guard/audit_person.h; and who is erased:
 * accounts/erasure.h. */
static const char *const persons[] = {
    "CREATE TABLE \"_AuditSubject\" (\n    \"userId\" TEXT NOT NULL,\n"
    "    \"number\" INTEGER NOT NULL,\n    \"objectIds\" TEXT NOT NULL,\n"
    "    \"grounds\" TEXT,\n    PRIMARY KEY (\"userId\", \"number\")\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_PersonKey\" (\n    \"person\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"wrapped\" BLOB NOT NULL\n) STRICT, WITHOUT ROWID",
    "CREATE TABLE \"_Erased\" (\n    \"userId\" TEXT PRIMARY KEY NOT NULL,\n"
    "    \"erasedAt\" INTEGER NOT NULL,\n    \"withShared\" INTEGER NOT NULL,\n"
    "    \"isFinished\" INTEGER NOT NULL\n) STRICT, WITHOUT ROWID",
};

/* Mails and webhooks that are to be sent: outside/outbox.h. */
static const char *const outbox[] = {
    "CREATE TABLE \"_Outbox\" (\n    \"number\" INTEGER PRIMARY KEY,\n"
    "    \"id\" TEXT NOT NULL UNIQUE,\n    \"kind\" INTEGER NOT NULL,\n"
    "    \"about\" TEXT NOT NULL,\n    \"subject\" TEXT NOT NULL,\n"
    "    \"receiver\" BLOB NOT NULL,\n"
    "    \"line\" BLOB NOT NULL,\n    \"letter\" BLOB NOT NULL,\n"
    "    \"bytes\" INTEGER NOT NULL,\n    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"until\" INTEGER NOT NULL,\n    \"dueAt\" INTEGER NOT NULL,\n"
    "    \"attempts\" INTEGER NOT NULL,\n    \"reason\" TEXT,\n"
    "    \"givenUpAt\" INTEGER\n) STRICT",
    "CREATE INDEX \"_Outbox:receiver\" ON \"_Outbox\" (\"receiver\", \"dueAt\") "
    "WHERE \"givenUpAt\" IS NULL",
    "CREATE INDEX \"_Outbox:line\" ON \"_Outbox\" (\"line\", \"number\") "
    "WHERE \"givenUpAt\" IS NULL",
    "CREATE INDEX \"_Outbox:subject\" ON \"_Outbox\" (\"subject\")",
    "CREATE INDEX \"_Outbox:until\" ON \"_Outbox\" (\"until\") WHERE \"givenUpAt\" IS NULL",
    "CREATE INDEX \"_Outbox:kind\" ON \"_Outbox\" "
    "(\"kind\", \"givenUpAt\", \"createdAt\", \"bytes\")",
};

#define MIGRATION(number, title, list)                                                             \
    {                                                                                              \
        .version = (number), .name = (title), .statements = (list),                                \
        .statement_count = sizeof(list) / sizeof(list)[0]                                          \
    }

const struct migration system_migrations[] = {
    MIGRATION(1, "initial", initial),
    MIGRATION(2, "data keys", data_keys),
    MIGRATION(3, "clock", clock_table),
    MIGRATION(4, "orphaned files", orphans),
    MIGRATION(5, "account locks", account_locks),
    MIGRATION(6, "key rings", key_rings),
    MIGRATION(7, "persons", persons),
    MIGRATION(8, "outbox", outbox),
};
const size_t system_migration_count = sizeof system_migrations / sizeof system_migrations[0];
