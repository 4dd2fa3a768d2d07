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
    "CREATE TABLE \"Patient\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"user\" TEXT,\n"
    "    \"name\" TEXT,\n"
    "    \"sex\" TEXT,\n"
    "    \"contact\" BLOB\n"
    ") STRICT",
    "CREATE INDEX \"_Field:Patient:user\" ON \"Patient\" (\"user\")",
    "CREATE TABLE \"Order\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"patient\" TEXT,\n"
    "    \"drug\" TEXT,\n"
    "    \"dose\" REAL,\n"
    "    \"status\" TEXT,\n"
    "    \"reason\" TEXT,\n"
    "    \"secret\" TEXT,\n"
    "    \"publishedAt\" INTEGER,\n"
    "    \"publishedBy\" TEXT,\n"
    "    \"isAcknowledged\" INTEGER CHECK (\"isAcknowledged\" IN (0, 1)),\n"
    "    \"acknowledgedAt\" INTEGER,\n"
    "    \"acknowledgedBy\" TEXT\n"
    ") STRICT",
    "CREATE TABLE \"_Version:Order\" (\n"
    "    \"objectId\" TEXT NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"patient\" TEXT,\n"
    "    \"drug\" TEXT,\n"
    "    \"dose\" REAL,\n"
    "    \"status\" TEXT,\n"
    "    \"reason\" TEXT,\n"
    "    \"secret\" TEXT,\n"
    "    \"publishedAt\" INTEGER,\n"
    "    \"publishedBy\" TEXT,\n"
    "    \"isAcknowledged\" INTEGER CHECK (\"isAcknowledged\" IN (0, 1)),\n"
    "    \"acknowledgedAt\" INTEGER,\n"
    "    \"acknowledgedBy\" TEXT,\n"
    "    \"_version\" INTEGER NOT NULL,\n"
    "    \"_by\" TEXT,\n"
    "    \"_at\" INTEGER NOT NULL,\n"
    "    \"_means\" TEXT NOT NULL,\n"
    "    PRIMARY KEY (\"objectId\", \"_version\")\n"
    ") STRICT",
    "CREATE TRIGGER \"_Keep:UPDATE:_Version:Order\" BEFORE UPDATE ON \"_Version:Order\" BEGIN "
    "SELECT RAISE(ABORT, 'what was written here stays'); END",
    "CREATE TRIGGER \"_Keep:DELETE:_Version:Order\" BEFORE DELETE ON \"_Version:Order\" BEGIN "
    "SELECT RAISE(ABORT, 'what was written here stays'); END",
    "CREATE INDEX \"_Field:Order:patient\" ON \"Order\" (\"patient\")",
    "CREATE INDEX \"_Field:Order:publishedBy\" ON \"Order\" (\"publishedBy\")",
    "CREATE INDEX \"_Field:Order:acknowledgedBy\" ON \"Order\" (\"acknowledgedBy\")",
    "CREATE TABLE \"Visit\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"patient\" TEXT,\n"
    "    \"nurse\" TEXT,\n"
    "    \"startAt\" INTEGER,\n"
    "    \"endAt\" INTEGER,\n"
    "    \"status\" TEXT\n"
    ") STRICT",
    "CREATE INDEX \"_Field:Visit:patient\" ON \"Visit\" (\"patient\")",
    "CREATE INDEX \"_Index:Visit:nurse_startAt\" ON \"Visit\" (\"nurse\", \"startAt\")",
    "CREATE INDEX \"_Index:Visit:nurse_endAt\" ON \"Visit\" (\"nurse\", \"endAt\")",
    "CREATE TABLE \"Message\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"sender\" TEXT,\n"
    "    \"recipient\" TEXT,\n"
    "    \"body\" TEXT,\n"
    "    \"status\" TEXT,\n"
    "    \"isRead\" INTEGER CHECK (\"isRead\" IN (0, 1)),\n"
    "    \"sentAt\" INTEGER,\n"
    "    \"readAt\" INTEGER\n"
    ") STRICT",
    "CREATE INDEX \"_Field:Message:recipient\" ON \"Message\" (\"recipient\")",
    "CREATE INDEX \"_Index:Message:sender_sentAt\" ON \"Message\" (\"sender\", \"sentAt\")",
    "CREATE TABLE \"Entry\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"owner\" TEXT,\n"
    "    \"text\" TEXT\n"
    ") STRICT",
    "CREATE INDEX \"_Field:Entry:owner\" ON \"Entry\" (\"owner\")",
    "CREATE TABLE \"CareAssignment\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"patient\" TEXT,\n"
    "    \"provider\" TEXT,\n"
    "    \"startsAt\" INTEGER,\n"
    "    \"endsAt\" INTEGER\n"
    ") STRICT",
    "CREATE INDEX \"_Field:CareAssignment:patient\" ON \"CareAssignment\" (\"patient\")",
    "CREATE INDEX \"_Index:CareAssignment:provider_startsAt\" ON \"CareAssignment\" "
    "(\"provider\", \"startsAt\")",
    "CREATE INDEX \"_Index:CareAssignment:provider_endsAt\" ON \"CareAssignment\" "
    "(\"provider\", \"endsAt\")",
    "CREATE TABLE \"Notification\" (\n"
    "    \"_row\" INTEGER PRIMARY KEY,\n"
    "    \"objectId\" TEXT UNIQUE NOT NULL,\n"
    "    \"createdAt\" INTEGER NOT NULL,\n"
    "    \"updatedAt\" INTEGER NOT NULL,\n"
    "    \"_acl\" TEXT,\n"
    "    \"recipient\" TEXT,\n"
    "    \"kind\" TEXT,\n"
    "    \"entityType\" TEXT,\n"
    "    \"entityId\" TEXT,\n"
    "    \"isRead\" INTEGER CHECK (\"isRead\" IN (0, 1)),\n"
    "    \"readAt\" INTEGER\n"
    ") STRICT",
    "CREATE INDEX \"_Index:Notification:recipient_createdAt\" ON \"Notification\" "
    "(\"recipient\", \"createdAt\")",
    "CREATE VIEW \"AuditLog\" AS SELECT\n"
    "    'a' || substr('000000000' || \"number\", -max(9, length(\"number\"))) AS "
    "\"objectId\",\n"
    "    \"number\" AS \"rowid\",\n"
    "    \"at\" AS \"createdAt\",\n"
    "    \"at\" AS \"updatedAt\",\n"
    "    NULL AS \"_acl\",\n"
    "    \"actor\" AS \"actor\",\n"
    "    \"action\" AS \"action\",\n"
    "    \"entityType\" AS \"entityType\",\n"
    "    \"entityId\" AS \"entityId\",\n"
    "    \"payload\" AS \"payload\"\n"
    "FROM \"_AuditEntry\"",
};

const struct migration application_migrations[] = {
    {
        .version = 1,
        .name = "initial",
        .statements = migration_1,
        .statement_count = sizeof migration_1 / sizeof migration_1[0],
    },
};
