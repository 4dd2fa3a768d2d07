-- 0001_initial
-- after nothing

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

-- spec.md:2
CREATE TABLE "Patient" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "name" TEXT
) STRICT;

CREATE INDEX "_Field:Patient:user" ON "Patient" ("user");

-- spec.md:3
CREATE TABLE "Visit" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "nurse" TEXT,
    "notes" TEXT
) STRICT;

CREATE INDEX "_Field:Visit:patient" ON "Visit" ("patient");

CREATE INDEX "_Field:Visit:nurse" ON "Visit" ("nurse");
