-- 0001_initial - the tables of an empty database. Generated.

-- built in
CREATE TABLE "_User" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "username" TEXT,
    "email" TEXT,
    "emailVerified" INTEGER CHECK ("emailVerified" IN (0, 1)),
    "authData" TEXT
) STRICT;

CREATE UNIQUE INDEX "_Unique:_User:username" ON "_User" ("username");

CREATE UNIQUE INDEX "_Unique:_User:email" ON "_User" ("email");

CREATE TABLE "_Role" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "name" TEXT
) STRICT;

CREATE UNIQUE INDEX "_Unique:_Role:name" ON "_Role" ("name");

CREATE TABLE "_Join:users:_Role" (
    "owningId" TEXT NOT NULL,
    "relatedId" TEXT NOT NULL,
    PRIMARY KEY ("owningId", "relatedId")
) STRICT, WITHOUT ROWID;

CREATE INDEX "_Related:users:_Role" ON "_Join:users:_Role" ("relatedId");

CREATE TABLE "_Join:roles:_Role" (
    "owningId" TEXT NOT NULL,
    "relatedId" TEXT NOT NULL,
    PRIMARY KEY ("owningId", "relatedId")
) STRICT, WITHOUT ROWID;

CREATE INDEX "_Related:roles:_Role" ON "_Join:roles:_Role" ("relatedId");

CREATE TABLE "_Session" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "createdWith" TEXT,
    "restricted" INTEGER CHECK ("restricted" IN (0, 1)),
    "expiresAt" INTEGER,
    "installationId" TEXT
) STRICT;

CREATE INDEX "_Field:_Session:user" ON "_Session" ("user");

CREATE INDEX "_Field:_Session:expiresAt" ON "_Session" ("expiresAt");

CREATE TABLE "_Installation" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "installationId" TEXT,
    "deviceToken" TEXT,
    "channels" TEXT,
    "deviceType" TEXT,
    "pushType" TEXT,
    "GCMSenderId" TEXT,
    "timeZone" TEXT,
    "localeIdentifier" TEXT,
    "badge" REAL,
    "appVersion" TEXT,
    "appName" TEXT,
    "appIdentifier" TEXT,
    "parseVersion" TEXT
) STRICT;

CREATE INDEX "_Field:_Installation:installationId" ON "_Installation" ("installationId");

CREATE INDEX "_Field:_Installation:deviceToken" ON "_Installation" ("deviceToken");

-- agent.md:4
CREATE TABLE "Patient" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "name" TEXT,
    "sex" TEXT,
    "contact" BLOB
) STRICT;

CREATE INDEX "_Field:Patient:user" ON "Patient" ("user");

-- agent.md:5
CREATE TABLE "Order" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "drug" TEXT,
    "dose" REAL,
    "status" TEXT,
    "reason" TEXT,
    "secret" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT,
    "isAcknowledged" INTEGER CHECK ("isAcknowledged" IN (0, 1)),
    "acknowledgedAt" INTEGER,
    "acknowledgedBy" TEXT
) STRICT;

CREATE TABLE "_Version:Order" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "drug" TEXT,
    "dose" REAL,
    "status" TEXT,
    "reason" TEXT,
    "secret" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT,
    "isAcknowledged" INTEGER CHECK ("isAcknowledged" IN (0, 1)),
    "acknowledgedAt" INTEGER,
    "acknowledgedBy" TEXT,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:Order" BEFORE UPDATE ON "_Version:Order" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:Order" BEFORE DELETE ON "_Version:Order" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Field:Order:patient" ON "Order" ("patient");

-- agent.md:41
CREATE INDEX "_Field:Order:publishedBy" ON "Order" ("publishedBy");

-- agent.md:45
CREATE INDEX "_Field:Order:acknowledgedBy" ON "Order" ("acknowledgedBy");

-- agent.md:6
CREATE TABLE "Visit" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "nurse" TEXT,
    "startAt" INTEGER,
    "endAt" INTEGER,
    "status" TEXT
) STRICT;

CREATE INDEX "_Field:Visit:patient" ON "Visit" ("patient");

CREATE INDEX "_Index:Visit:nurse_startAt" ON "Visit" ("nurse", "startAt");

CREATE INDEX "_Index:Visit:nurse_endAt" ON "Visit" ("nurse", "endAt");

-- agent.md:7
CREATE TABLE "Message" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "sender" TEXT,
    "recipient" TEXT,
    "body" TEXT,
    "status" TEXT,
    "isRead" INTEGER CHECK ("isRead" IN (0, 1)),
    "sentAt" INTEGER,
    "readAt" INTEGER
) STRICT;

CREATE INDEX "_Field:Message:recipient" ON "Message" ("recipient");

CREATE INDEX "_Index:Message:sender_sentAt" ON "Message" ("sender", "sentAt");

-- agent.md:8
CREATE TABLE "Entry" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "text" TEXT
) STRICT;

CREATE INDEX "_Field:Entry:owner" ON "Entry" ("owner");

-- agent.md:25
CREATE TABLE "CareAssignment" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "provider" TEXT,
    "startsAt" INTEGER,
    "endsAt" INTEGER
) STRICT;

CREATE INDEX "_Field:CareAssignment:patient" ON "CareAssignment" ("patient");

CREATE INDEX "_Index:CareAssignment:provider_startsAt" ON "CareAssignment" ("provider", "startsAt");

CREATE INDEX "_Index:CareAssignment:provider_endsAt" ON "CareAssignment" ("provider", "endsAt");

-- agent.md:44
CREATE TABLE "Notification" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "recipient" TEXT,
    "kind" TEXT,
    "entityType" TEXT,
    "entityId" TEXT,
    "isRead" INTEGER CHECK ("isRead" IN (0, 1)),
    "readAt" INTEGER
) STRICT;

CREATE INDEX "_Index:Notification:recipient_createdAt" ON "Notification" ("recipient", "createdAt");

-- agent.md:42
CREATE VIEW "AuditLog" AS SELECT
    'a' || substr('000000000' || "number", -max(9, length("number"))) AS "objectId",
    "number" AS "rowid",
    "at" AS "createdAt",
    "at" AS "updatedAt",
    NULL AS "_acl",
    "actor" AS "actor",
    "action" AS "action",
    "entityType" AS "entityType",
    "entityId" AS "entityId",
    "payload" AS "payload"
FROM "_AuditEntry";
