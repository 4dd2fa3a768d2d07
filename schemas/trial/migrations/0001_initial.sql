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
    "contact" BLOB
) STRICT;

-- schema.json:15, agent.md:4
CREATE UNIQUE INDEX "_Unique:PatientProfile:medicalRecordNumber" ON "PatientProfile" ("medicalRecordNumber");

-- schema.json:4, agent.md:4
CREATE INDEX "_Index:PatientProfile:user_dateOfBirth" ON "PatientProfile" ("user", "dateOfBirth");

-- schema.json:46
CREATE TABLE "MedicationDistribution" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "medicationName" TEXT,
    "dose" TEXT,
    "distributionDate" INTEGER,
    "status" TEXT,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT
) STRICT;

-- agent.md:61
CREATE INDEX "_Field:MedicationDistribution:publishedBy" ON "MedicationDistribution" ("publishedBy");

-- schema.json:46
CREATE INDEX "_Index:MedicationDistribution:patient_distributionDate" ON "MedicationDistribution" ("patient", "distributionDate");

-- schema.json:84
CREATE TABLE "AdherenceLog" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "medication" TEXT,
    "adherenceStatus" TEXT,
    "timestamp" INTEGER,
    "feedback" TEXT
) STRICT;

CREATE TABLE "_Version:AdherenceLog" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "medication" TEXT,
    "adherenceStatus" TEXT,
    "timestamp" INTEGER,
    "feedback" TEXT,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:AdherenceLog" BEFORE UPDATE ON "_Version:AdherenceLog" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:AdherenceLog" BEFORE DELETE ON "_Version:AdherenceLog" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

-- schema.json:95
CREATE INDEX "_Field:AdherenceLog:medication" ON "AdherenceLog" ("medication");

-- schema.json:84
CREATE INDEX "_Index:AdherenceLog:patient_timestamp" ON "AdherenceLog" ("patient", "timestamp");

-- schema.json:119, agent.md:7
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
    "body" BLOB,
    "attachments" TEXT,
    "isRead" INTEGER CHECK ("isRead" IN (0, 1)),
    "sentAt" INTEGER,
    "status" TEXT,
    "deliveredAt" INTEGER,
    "readAt" INTEGER
) STRICT;

-- schema.json:134, agent.md:7
CREATE INDEX "_Field:Message:to" ON "Message" ("to");

-- schema.json:139
CREATE INDEX "_Field:Message:patient" ON "Message" ("patient");

-- schema.json:119, agent.md:7
CREATE INDEX "_Index:Message:conversationId_createdAt" ON "Message" ("conversationId", "createdAt");

CREATE INDEX "_Index:Message:from_sentAt" ON "Message" ("from", "sentAt");

-- schema.json:171
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

-- schema.json:177
CREATE INDEX "_Field:Appointment:patient" ON "Appointment" ("patient");

-- schema.json:171
CREATE INDEX "_Index:Appointment:provider_startAt" ON "Appointment" ("provider", "startAt");

CREATE INDEX "_Index:Appointment:provider_endAt" ON "Appointment" ("provider", "endAt");

-- schema.json:218, agent.md:8
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
CREATE TABLE "MedicationOrder" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "drug" TEXT,
    "dosage" TEXT,
    "frequency" TEXT,
    "instructions" TEXT,
    "publicationStatus" TEXT,
    "publishedAt" INTEGER,
    "publishedBy" TEXT,
    "isAcknowledged" INTEGER CHECK ("isAcknowledged" IN (0, 1)),
    "acknowledgedAt" INTEGER,
    "acknowledgedBy" TEXT
) STRICT;

CREATE TABLE "_Version:MedicationOrder" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "drug" TEXT,
    "dosage" TEXT,
    "frequency" TEXT,
    "instructions" TEXT,
    "publicationStatus" TEXT,
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

CREATE TRIGGER "_Keep:UPDATE:_Version:MedicationOrder" BEFORE UPDATE ON "_Version:MedicationOrder" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:MedicationOrder" BEFORE DELETE ON "_Version:MedicationOrder" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Field:MedicationOrder:patient" ON "MedicationOrder" ("patient");

-- agent.md:61
CREATE INDEX "_Field:MedicationOrder:publishedBy" ON "MedicationOrder" ("publishedBy");

-- agent.md:64
CREATE INDEX "_Field:MedicationOrder:acknowledgedBy" ON "MedicationOrder" ("acknowledgedBy");

-- agent.md:6
CREATE TABLE "ProtocolAdherence" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "protocolId" TEXT,
    "adherenceStatus" TEXT,
    "feedback" TEXT
) STRICT;

CREATE TABLE "_Version:ProtocolAdherence" (
    "objectId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "patient" TEXT,
    "protocolId" TEXT,
    "adherenceStatus" TEXT,
    "feedback" TEXT,
    "_version" INTEGER NOT NULL,
    "_by" TEXT,
    "_at" INTEGER NOT NULL,
    "_means" TEXT NOT NULL,
    PRIMARY KEY ("objectId", "_version")
) STRICT;

CREATE TRIGGER "_Keep:UPDATE:_Version:ProtocolAdherence" BEFORE UPDATE ON "_Version:ProtocolAdherence" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE TRIGGER "_Keep:DELETE:_Version:ProtocolAdherence" BEFORE DELETE ON "_Version:ProtocolAdherence" BEGIN SELECT RAISE(ABORT, 'what was written here stays'); END;

CREATE INDEX "_Field:ProtocolAdherence:patient" ON "ProtocolAdherence" ("patient");

-- agent.md:37
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

-- agent.md:71
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

-- agent.md:63
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

-- agent.md:56
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
