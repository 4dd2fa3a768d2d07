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

-- schema.json:4
CREATE TABLE "Profile" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "fullName" TEXT,
    "birthDate" INTEGER,
    "gender" TEXT,
    "bloodType" TEXT,
    "primaryCareProvider" TEXT,
    "notes" TEXT
) STRICT;

CREATE INDEX "_Index:Profile:user_birthDate" ON "Profile" ("user", "birthDate");

-- schema.json:50
CREATE TABLE "MedicalDocument" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "file" TEXT,
    "documentType" TEXT,
    "title" TEXT,
    "description" TEXT,
    "tags" TEXT,
    "uploadedAt" INTEGER,
    "isShared" INTEGER CHECK ("isShared" IN (0, 1))
) STRICT;

CREATE TABLE "_Version:MedicalDocument" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "file" TEXT,
    "documentType" TEXT,
    "title" TEXT,
    "description" TEXT,
    "tags" TEXT,
    "uploadedAt" INTEGER,
    "isShared" INTEGER CHECK ("isShared" IN (0, 1)),
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:MedicalDocument" BEFORE UPDATE ON "_Version:MedicalDocument" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:MedicalDocument" BEFORE DELETE ON "_Version:MedicalDocument" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Index:MedicalDocument:profile_uploadedAt" ON "MedicalDocument" ("profile", "uploadedAt");

-- schema.json:100, agent.md:5
CREATE TABLE "Allergy" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "substance" TEXT,
    "severity" TEXT,
    "reaction" TEXT,
    "notes" TEXT,
    "recordedAt" INTEGER,
    "isActive" INTEGER CHECK ("isActive" IN (0, 1)),
    "owner" TEXT,
    "onsetDate" INTEGER
) STRICT;

-- agent.md:5
CREATE INDEX "_Field:Allergy:owner" ON "Allergy" ("owner");

-- schema.json:100, agent.md:5
CREATE INDEX "_Index:Allergy:profile_recordedAt" ON "Allergy" ("profile", "recordedAt");

CREATE INDEX "_Index:Allergy:profile_onsetDate" ON "Allergy" ("profile", "onsetDate");

-- schema.json:146
CREATE TABLE "Vaccination" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "vaccineName" TEXT,
    "dateAdministered" INTEGER,
    "dose" TEXT,
    "lotNumber" TEXT,
    "provider" TEXT,
    "nextDoseDate" INTEGER,
    "proofDocument" TEXT
) STRICT;

-- schema.json:181
CREATE INDEX "_Field:Vaccination:proofDocument" ON "Vaccination" ("proofDocument");

-- schema.json:146
CREATE INDEX "_Index:Vaccination:profile_dateAdministered" ON "Vaccination" ("profile", "dateAdministered");

CREATE INDEX "_Index:Vaccination:profile_nextDoseDate" ON "Vaccination" ("profile", "nextDoseDate");

-- schema.json:197
CREATE TABLE "SharedAccess" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "grantee" TEXT,
    "accessLevel" TEXT,
    "scope" TEXT,
    "expiresAt" INTEGER,
    "createdBy" TEXT
) STRICT;

-- schema.json:203
CREATE INDEX "_Field:SharedAccess:profile" ON "SharedAccess" ("profile");

-- schema.json:225
CREATE INDEX "_Field:SharedAccess:createdBy" ON "SharedAccess" ("createdBy");

-- schema.json:197
CREATE INDEX "_Index:SharedAccess:grantee_expiresAt" ON "SharedAccess" ("grantee", "expiresAt");

-- schema.json:241
CREATE TABLE "EmergencyContact" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "profile" TEXT,
    "name" TEXT,
    "relationship" TEXT,
    "phone" TEXT,
    "notes" TEXT
) STRICT;

-- schema.json:247
CREATE INDEX "_Field:EmergencyContact:profile" ON "EmergencyContact" ("profile");

-- schema.json:279, agent.md:11
CREATE VIEW "AuditLog" AS SELECT
    'a' || substr('000000000' || "number", -max(9, length("number"))) AS "objectId",
    "number" AS "rowid",
    "at" AS "createdAt",
    "at" AS "updatedAt",
    NULL AS "_acl",
    "actor" AS "actor",
    "entityType" AS "entityType",
    "entityId" AS "entityId",
    "action" AS "action",
    "action" || ' ' || "entityType" AS "summary",
    "payload" AS "metadata"
FROM "_AuditEntry";

-- agent.md:4
CREATE TABLE "HealthDocument" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "title" TEXT,
    "file" TEXT,
    "tags" TEXT,
    "version" REAL
) STRICT;

CREATE TABLE "_Version:HealthDocument" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "title" TEXT,
    "file" TEXT,
    "tags" TEXT,
    "version" REAL,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:HealthDocument" BEFORE UPDATE ON "_Version:HealthDocument" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:HealthDocument" BEFORE DELETE ON "_Version:HealthDocument" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Field:HealthDocument:owner" ON "HealthDocument" ("owner");

-- agent.md:6
CREATE TABLE "Immunization" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "vaccineName" TEXT,
    "administeredAt" INTEGER,
    "lotNumber" TEXT,
    "provider" TEXT
) STRICT;

CREATE INDEX "_Field:Immunization:provider" ON "Immunization" ("provider");

CREATE INDEX "_Index:Immunization:owner_administeredAt" ON "Immunization" ("owner", "administeredAt");

-- agent.md:7
CREATE TABLE "Medication" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "name" TEXT,
    "dose" TEXT,
    "frequency" TEXT,
    "instructions" TEXT,
    "active" INTEGER CHECK ("active" IN (0, 1))
) STRICT;

CREATE INDEX "_Field:Medication:owner" ON "Medication" ("owner");

-- agent.md:8
CREATE TABLE "LabResult" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "testName" TEXT,
    "value" TEXT,
    "units" TEXT,
    "referenceRange" TEXT,
    "date" INTEGER,
    "attachment" TEXT
) STRICT;

CREATE INDEX "_Field:LabResult:attachment" ON "LabResult" ("attachment");

CREATE INDEX "_Index:LabResult:owner_date" ON "LabResult" ("owner", "date");

-- agent.md:9
CREATE TABLE "Provider" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "name" TEXT,
    "systemId" TEXT,
    "contact" TEXT
) STRICT;

CREATE INDEX "_Field:Provider:user" ON "Provider" ("user");

-- agent.md:10
CREATE TABLE "Consent" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "owner" TEXT,
    "provider" TEXT,
    "scope" TEXT,
    "expiresAt" INTEGER,
    "grantedBy" TEXT
) STRICT;

CREATE INDEX "_Field:Consent:provider" ON "Consent" ("provider");

CREATE INDEX "_Field:Consent:grantedBy" ON "Consent" ("grantedBy");

CREATE INDEX "_Index:Consent:owner_expiresAt" ON "Consent" ("owner", "expiresAt");

-- agent.md:58
CREATE TABLE "EmergencyAccess" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "provider" TEXT,
    "patient" TEXT,
    "reason" TEXT,
    "expiresAt" INTEGER,
    "endedAt" INTEGER
) STRICT;

CREATE INDEX "_Field:EmergencyAccess:patient" ON "EmergencyAccess" ("patient");

CREATE INDEX "_Index:EmergencyAccess:provider_endedAt" ON "EmergencyAccess" ("provider", "endedAt");

-- agent.md:56
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
