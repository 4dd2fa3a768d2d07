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

-- schema.json:4, agent.md:4
CREATE TABLE "PatientProfile" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "medicalRecordNumber" TEXT,
    "displayName" TEXT,
    "dateOfBirth" INTEGER,
    "primaryClinic" TEXT,
    "isActive" INTEGER CHECK ("isActive" IN (0, 1)),
    "contact" BLOB,
    "patientHistory" TEXT
) STRICT;

CREATE INDEX "_Index:PatientProfile:user_dateOfBirth" ON "PatientProfile" ("user", "dateOfBirth");

-- schema.json:46
CREATE TABLE "IntakeAssessment" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "assessor" TEXT,
    "assessmentDate" INTEGER,
    "details" TEXT
) STRICT;

-- schema.json:52
CREATE INDEX "_Field:IntakeAssessment:patient" ON "IntakeAssessment" ("patient");

-- schema.json:46
CREATE INDEX "_Index:IntakeAssessment:assessor_assessmentDate" ON "IntakeAssessment" ("assessor", "assessmentDate");

-- schema.json:81
CREATE TABLE "CrisisInterventionLog" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "interventionDate" INTEGER,
    "details" TEXT,
    "outcome" TEXT
) STRICT;

CREATE INDEX "_Index:CrisisInterventionLog:patient_interventionDate" ON "CrisisInterventionLog" ("patient", "interventionDate");

-- schema.json:115, agent.md:7
CREATE TABLE "Message" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "conversationId" TEXT,
    "from" TEXT,
    "to" TEXT,
    "patient" TEXT,
    "body" TEXT,
    "attachments" TEXT,
    "isRead" INTEGER CHECK ("isRead" IN (0, 1)),
    "sentAt" INTEGER,
    "status" TEXT,
    "deliveredAt" INTEGER,
    "readAt" INTEGER
) STRICT;

-- schema.json:130, agent.md:7
CREATE INDEX "_Field:Message:to" ON "Message" ("to");

-- schema.json:135
CREATE INDEX "_Field:Message:patient" ON "Message" ("patient");

-- schema.json:115, agent.md:7
CREATE INDEX "_Index:Message:conversationId_createdAt" ON "Message" ("conversationId", "createdAt");

CREATE INDEX "_Index:Message:from_sentAt" ON "Message" ("from", "sentAt");

-- schema.json:167
CREATE TABLE "Appointment" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "provider" TEXT,
    "startAt" INTEGER,
    "endAt" INTEGER,
    "location" TEXT,
    "status" TEXT,
    "reason" TEXT
) STRICT;

-- schema.json:173
CREATE INDEX "_Field:Appointment:patient" ON "Appointment" ("patient");

-- schema.json:167
CREATE INDEX "_Index:Appointment:provider_startAt" ON "Appointment" ("provider", "startAt");

CREATE INDEX "_Index:Appointment:provider_endAt" ON "Appointment" ("provider", "endAt");

-- schema.json:214, agent.md:9
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

-- agent.md:5
CREATE TABLE "Assessment" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "provider" TEXT,
    "data" TEXT,
    "recommendations" TEXT,
    "status" TEXT,
    "version" REAL,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT
) STRICT;

CREATE TABLE "_Version:Assessment" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "provider" TEXT,
    "data" TEXT,
    "recommendations" TEXT,
    "status" TEXT,
    "version" REAL,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:Assessment" BEFORE UPDATE ON "_Version:Assessment" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:Assessment" BEFORE DELETE ON "_Version:Assessment" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Field:Assessment:patient" ON "Assessment" ("patient");

CREATE INDEX "_Field:Assessment:provider" ON "Assessment" ("provider");

-- agent.md:63
CREATE INDEX "_Field:Assessment:publishedBy" ON "Assessment" ("publishedBy");

-- agent.md:6
CREATE TABLE "CrisisLog" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "incident" TEXT,
    "notes" TEXT,
    "responseAction" TEXT,
    "timestamp" INTEGER,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT
) STRICT;

CREATE TABLE "_Version:CrisisLog" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "incident" TEXT,
    "notes" TEXT,
    "responseAction" TEXT,
    "timestamp" INTEGER,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:CrisisLog" BEFORE UPDATE ON "_Version:CrisisLog" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:CrisisLog" BEFORE DELETE ON "_Version:CrisisLog" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

-- agent.md:63
CREATE INDEX "_Field:CrisisLog:publishedBy" ON "CrisisLog" ("publishedBy");

-- agent.md:6
CREATE INDEX "_Index:CrisisLog:patient_timestamp" ON "CrisisLog" ("patient", "timestamp");

-- agent.md:8
CREATE TABLE "ProviderProfile" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "specialty" TEXT,
    "clinic" TEXT,
    "contact" TEXT
) STRICT;

CREATE INDEX "_Field:ProviderProfile:user" ON "ProviderProfile" ("user");

-- agent.md:38
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

-- agent.md:68
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

-- agent.md:66
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

-- agent.md:57
CREATE TABLE "RoleRequest" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "role" TEXT,
    "status" TEXT,
    "decidedBy" TEXT,
    "decidedAt" INTEGER
) STRICT;

CREATE INDEX "_Field:RoleRequest:user" ON "RoleRequest" ("user");

CREATE INDEX "_Field:RoleRequest:role" ON "RoleRequest" ("role");

CREATE INDEX "_Field:RoleRequest:decidedBy" ON "RoleRequest" ("decidedBy");

-- agent.md:50
CREATE TABLE "DisclosureConsent" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "recipient" TEXT,
    "purpose" TEXT,
    "scope" TEXT,
    "signedAt" INTEGER,
    "expiresAt" INTEGER,
    "revokedAt" INTEGER
) STRICT;

CREATE INDEX "_Field:DisclosureConsent:patient" ON "DisclosureConsent" ("patient");

CREATE INDEX "_Index:DisclosureConsent:recipient_expiresAt" ON "DisclosureConsent" ("recipient", "expiresAt");

CREATE INDEX "_Index:DisclosureConsent:recipient_revokedAt" ON "DisclosureConsent" ("recipient", "revokedAt");
