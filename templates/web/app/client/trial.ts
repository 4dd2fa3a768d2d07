// The app's classes, over those of Parse's SDK. Generated.
import Parse from '#parse';
import { define, type Bytes, type New, type Types } from './base.js';

/** What an object of _User has. */
export interface UserFields {
  username: string;
  email?: string;
  emailVerified?: boolean;
  authData?: Record<string, unknown>;
}

/** What makes one. */
export type UserNew = New<UserFields, 'username', 'emailVerified'> & { password?: string };

export interface User extends Omit<UserFields, 'emailVerified'> {
  readonly emailVerified?: boolean;
}
/** built in */
export class User extends Parse.User<UserFields> {
  declare readonly __types?: Types<UserNew, never>;

  constructor(fields?: UserNew) {
    super();
    if (typeof fields === 'object') this.set(fields as UserFields);
  }
}
define(User, '_User', ['username', 'email', 'emailVerified', 'authData'], {}, []);

/** What an object of _Role has. */
export interface RoleFields {
  name: string;
  users: Parse.Relation<Parse.Object, User>;
  roles: Parse.Relation<Parse.Object, Role>;
}

/** What makes one. */
export type RoleNew = New<RoleFields, 'name', 'users' | 'roles'>;

export interface Role extends Omit<RoleFields, 'name' | 'users' | 'roles'> {
}
/** built in */
export class Role extends Parse.Role<RoleFields> {
  declare readonly __types?: Types<RoleNew, never>;
}
define(Role, '_Role', [], {}, []);

/** What an object of _Session has. */
export interface SessionFields {
  user?: User;
  createdWith?: Record<string, unknown>;
  restricted?: boolean;
  expiresAt?: Date;
  installationId?: string;
}

/** What makes one. */
export type SessionNew = New<SessionFields, never, 'user' | 'createdWith' | 'restricted' | 'expiresAt' | 'installationId'>;

export interface Session extends Omit<SessionFields, 'user' | 'createdWith' | 'restricted' | 'expiresAt' | 'installationId'> {
}
/** built in */
export class Session extends Parse.Session<SessionFields> {
  declare readonly __types?: Types<SessionNew, never>;
}
define(Session, '_Session', [], {}, []);

/** What an object of _Installation has. */
export interface InstallationFields {
  installationId?: string;
  deviceToken?: string;
  channels?: unknown[];
  deviceType?: string;
  pushType?: string;
  GCMSenderId?: string;
  timeZone?: string;
  localeIdentifier?: string;
  badge?: number;
  appVersion?: string;
  appName?: string;
  appIdentifier?: string;
  parseVersion?: string;
}

/** What makes one. */
export type InstallationNew = New<InstallationFields, never, never>;

export interface Installation extends Omit<InstallationFields, 'installationId' | 'deviceToken' | 'channels' | 'deviceType' | 'pushType' | 'GCMSenderId' | 'timeZone' | 'localeIdentifier' | 'badge' | 'appVersion' | 'appName' | 'appIdentifier' | 'parseVersion'> {
}
/** built in */
export class Installation extends Parse.Installation<InstallationFields> {
  declare readonly __types?: Types<InstallationNew, never>;
}
define(Installation, '_Installation', [], {}, []);

/** What an object of PatientProfile has. */
export interface PatientProfileFields {
  user: User;
  medicalRecordNumber: string;
  displayName: string;
  dateOfBirth?: Date;
  primaryClinic?: string;
  isActive?: boolean;
  contact?: Record<string, unknown>;
}

/** What makes one. */
export type PatientProfileNew = New<PatientProfileFields, 'user' | 'medicalRecordNumber' | 'displayName', never>;

export interface PatientProfile extends Omit<PatientProfileFields, never> {
}
/** schema.json:4, agent.md:4 */
export class PatientProfile extends Parse.Object<PatientProfileFields> {
  declare readonly __types?: Types<PatientProfileNew, 'contact'>;

  constructor(fields?: PatientProfileNew) {
    super('PatientProfile');
    if (typeof fields === 'object') this.set(fields as PatientProfileFields);
  }
}
define(PatientProfile, 'PatientProfile', ['user', 'medicalRecordNumber', 'displayName', 'dateOfBirth', 'primaryClinic', 'isActive', 'contact'], {}, []);

/** What an object of MedicationDistribution has. */
export interface MedicationDistributionFields {
  patient: PatientProfile;
  medicationName: string;
  dose?: string;
  distributionDate: Date;
  status: string;
  publicationStatus?: "draft" | "published";
  publishedAt?: Date;
  publishedBy?: User;
}

/** What makes one. */
export type MedicationDistributionNew = New<MedicationDistributionFields, 'patient' | 'medicationName' | 'distributionDate' | 'status', 'publishedAt' | 'publishedBy'>;

export interface MedicationDistribution extends Omit<MedicationDistributionFields, 'publishedAt' | 'publishedBy'> {
  readonly publishedAt?: Date;
  readonly publishedBy?: User;
}
/** schema.json:46 */
export class MedicationDistribution extends Parse.Object<MedicationDistributionFields> {
  declare readonly __types?: Types<MedicationDistributionNew, never>;

  constructor(fields?: MedicationDistributionNew) {
    super('MedicationDistribution');
    if (typeof fields === 'object') this.set(fields as MedicationDistributionFields);
  }
}
define(MedicationDistribution, 'MedicationDistribution', ['patient', 'medicationName', 'dose', 'distributionDate', 'status', 'publicationStatus', 'publishedAt', 'publishedBy'], {}, []);

/** What an object of AdherenceLog has. */
export interface AdherenceLogFields {
  patient: PatientProfile;
  medication: MedicationDistribution;
  adherenceStatus: string;
  timestamp: Date;
  feedback?: string;
}

/** What makes one. */
export type AdherenceLogNew = New<AdherenceLogFields, 'patient' | 'medication' | 'adherenceStatus' | 'timestamp', 'feedback'>;

export interface AdherenceLog extends Omit<AdherenceLogFields, never> {
}
/** schema.json:84 */
export class AdherenceLog extends Parse.Object<AdherenceLogFields> {
  declare readonly __types?: Types<AdherenceLogNew, never>;

  constructor(fields?: AdherenceLogNew) {
    super('AdherenceLog');
    if (typeof fields === 'object') this.set(fields as AdherenceLogFields);
  }
}
define(AdherenceLog, 'AdherenceLog', ['patient', 'medication', 'adherenceStatus', 'timestamp', 'feedback'], {}, []);

/** What an object of Message has. */
export interface MessageFields {
  conversationId?: string;
  from: User;
  to: User;
  patient?: PatientProfile;
  body?: string;
  attachments?: Parse.File[];
  isRead: boolean;
  sentAt?: Date;
  status?: "sent" | "delivered" | "read";
  deliveredAt?: Date;
  readAt?: Date;
}

/** What makes one. */
export type MessageNew = New<MessageFields, 'from' | 'to', 'deliveredAt' | 'readAt'>;

export interface Message extends Omit<MessageFields, 'deliveredAt' | 'readAt'> {
  readonly deliveredAt?: Date;
  readonly readAt?: Date;
}
/** schema.json:119, agent.md:7 */
export class Message extends Parse.Object<MessageFields> {
  declare readonly __types?: Types<MessageNew, 'body'>;

  constructor(fields?: MessageNew) {
    super('Message');
    if (typeof fields === 'object') this.set(fields as MessageFields);
  }
}
define(Message, 'Message', ['conversationId', 'from', 'to', 'patient', 'body', 'attachments', 'isRead', 'sentAt', 'status', 'deliveredAt', 'readAt'], {}, []);

/** What an object of Appointment has. */
export interface AppointmentFields {
  patient: PatientProfile;
  provider: User;
  startAt: Date;
  endAt: Date;
  location?: string;
  status: string;
  reason?: string;
}

/** What makes one. */
export type AppointmentNew = New<AppointmentFields, 'patient' | 'provider' | 'startAt' | 'endAt' | 'status', never>;

export interface Appointment extends Omit<AppointmentFields, never> {
}
/** schema.json:171 */
export class Appointment extends Parse.Object<AppointmentFields> {
  declare readonly __types?: Types<AppointmentNew, never>;

  constructor(fields?: AppointmentNew) {
    super('Appointment');
    if (typeof fields === 'object') this.set(fields as AppointmentFields);
  }
}
define(Appointment, 'Appointment', ['patient', 'provider', 'startAt', 'endAt', 'location', 'status', 'reason'], {}, []);

/** What an object of AuditLog has. */
export interface AuditLogFields {
  actor: User;
  entityType: string;
  entityId: string;
  action: string;
  summary: string;
  metadata?: Record<string, unknown>;
}

/** What makes one. */
export type AuditLogNew = never;

export interface AuditLog extends Omit<AuditLogFields, never> {
}
/** schema.json:218, agent.md:8 */
export class AuditLog extends Parse.Object<AuditLogFields> {
  declare readonly __types?: Types<AuditLogNew, never>;

  constructor() { super('AuditLog'); }
}
define(AuditLog, 'AuditLog', ['actor', 'entityType', 'entityId', 'action', 'summary', 'metadata'], {}, []);

/** What an object of MedicationOrder has. */
export interface MedicationOrderFields {
  patient: PatientProfile;
  drug: string;
  dosage: string;
  frequency: string;
  instructions?: string;
  publicationStatus?: "draft" | "published";
  publishedAt?: Date;
  publishedBy?: User;
  isAcknowledged?: boolean;
  acknowledgedAt?: Date;
  acknowledgedBy?: User;
}

/** What makes one. */
export type MedicationOrderNew = New<MedicationOrderFields, 'patient' | 'drug' | 'dosage' | 'frequency', 'publishedAt' | 'publishedBy' | 'acknowledgedAt' | 'acknowledgedBy'>;

export interface MedicationOrder extends Omit<MedicationOrderFields, 'publishedAt' | 'publishedBy' | 'acknowledgedAt' | 'acknowledgedBy'> {
  readonly publishedAt?: Date;
  readonly publishedBy?: User;
  readonly acknowledgedAt?: Date;
  readonly acknowledgedBy?: User;
}
/** agent.md:5 */
export class MedicationOrder extends Parse.Object<MedicationOrderFields> {
  declare readonly __types?: Types<MedicationOrderNew, never>;

  constructor(fields?: MedicationOrderNew) {
    super('MedicationOrder');
    if (typeof fields === 'object') this.set(fields as MedicationOrderFields);
  }
}
define(MedicationOrder, 'MedicationOrder', ['patient', 'drug', 'dosage', 'frequency', 'instructions', 'publicationStatus', 'publishedAt', 'publishedBy', 'isAcknowledged', 'acknowledgedAt', 'acknowledgedBy'], {}, []);

/** What an object of ProtocolAdherence has. */
export interface ProtocolAdherenceFields {
  patient: PatientProfile;
  protocolId: string;
  adherenceStatus: string;
  feedback?: string;
}

/** What makes one. */
export type ProtocolAdherenceNew = New<ProtocolAdherenceFields, 'patient' | 'protocolId' | 'adherenceStatus', 'feedback'>;

export interface ProtocolAdherence extends Omit<ProtocolAdherenceFields, never> {
}
/** agent.md:6 */
export class ProtocolAdherence extends Parse.Object<ProtocolAdherenceFields> {
  declare readonly __types?: Types<ProtocolAdherenceNew, never>;

  constructor(fields?: ProtocolAdherenceNew) {
    super('ProtocolAdherence');
    if (typeof fields === 'object') this.set(fields as ProtocolAdherenceFields);
  }
}
define(ProtocolAdherence, 'ProtocolAdherence', ['patient', 'protocolId', 'adherenceStatus', 'feedback'], {}, []);

/** What an object of CareAssignment has. */
export interface CareAssignmentFields {
  patient: PatientProfile;
  provider: User;
  startsAt?: Date;
  endsAt?: Date;
}

/** What makes one. */
export type CareAssignmentNew = New<CareAssignmentFields, 'patient' | 'provider', never>;

export interface CareAssignment extends Omit<CareAssignmentFields, never> {
}
/** agent.md:11 */
export class CareAssignment extends Parse.Object<CareAssignmentFields> {
  declare readonly __types?: Types<CareAssignmentNew, never>;

  constructor(fields?: CareAssignmentNew) {
    super('CareAssignment');
    if (typeof fields === 'object') this.set(fields as CareAssignmentFields);
  }
}
define(CareAssignment, 'CareAssignment', ['patient', 'provider', 'startsAt', 'endsAt'], {}, []);

/** What an object of EmergencyAccess has. */
export interface EmergencyAccessFields {
  provider: User;
  patient: PatientProfile;
  reason: string;
  expiresAt?: Date;
  endedAt?: Date;
}

/** What makes one. */
export type EmergencyAccessNew = New<EmergencyAccessFields, 'provider' | 'patient' | 'reason', 'expiresAt'>;

export interface EmergencyAccess extends Omit<EmergencyAccessFields, 'expiresAt'> {
  readonly expiresAt?: Date;
}
/** agent.md:66 */
export class EmergencyAccess extends Parse.Object<EmergencyAccessFields> {
  declare readonly __types?: Types<EmergencyAccessNew, never>;

  constructor(fields?: EmergencyAccessNew) {
    super('EmergencyAccess');
    if (typeof fields === 'object') this.set(fields as EmergencyAccessFields);
  }
}
define(EmergencyAccess, 'EmergencyAccess', ['provider', 'patient', 'reason', 'expiresAt', 'endedAt'], {}, []);

/** What an object of Notification has. */
export interface NotificationFields {
  recipient: User;
  kind: string;
  entityType: string;
  entityId: string;
  isRead?: boolean;
  readAt?: Date;
}

/** What makes one. */
export type NotificationNew = New<NotificationFields, 'recipient' | 'kind' | 'entityType' | 'entityId', 'readAt'>;

export interface Notification extends Omit<NotificationFields, 'readAt'> {
  readonly readAt?: Date;
}
/** agent.md:17 */
export class Notification extends Parse.Object<NotificationFields> {
  declare readonly __types?: Types<NotificationNew, never>;

  constructor(fields?: NotificationNew) {
    super('Notification');
    if (typeof fields === 'object') this.set(fields as NotificationFields);
  }
}
define(Notification, 'Notification', ['recipient', 'kind', 'entityType', 'entityId', 'isRead', 'readAt'], {}, []);

/** What an object of RoleRequest has. */
export interface RoleRequestFields {
  user: User;
  role: "provider";
  status?: "pending" | "approved" | "rejected" | "revoked";
  decidedBy?: User;
  decidedAt?: Date;
}

/** What makes one. */
export type RoleRequestNew = New<RoleRequestFields, 'user' | 'role', 'decidedBy' | 'decidedAt'>;

export interface RoleRequest extends Omit<RoleRequestFields, 'decidedBy' | 'decidedAt'> {
  readonly decidedBy?: User;
  readonly decidedAt?: Date;
}
/** agent.md:49 */
export class RoleRequest extends Parse.Object<RoleRequestFields> {
  declare readonly __types?: Types<RoleRequestNew, never>;

  constructor(fields?: RoleRequestNew) {
    super('RoleRequest');
    if (typeof fields === 'object') this.set(fields as RoleRequestFields);
  }
}
define(RoleRequest, 'RoleRequest', ['user', 'role', 'status', 'decidedBy', 'decidedAt'], {}, []);

/** The roles that the app's rules speak of. */
export const roleNames = ["provider", "admin"] as const;
export type RoleName = (typeof roleNames)[number];

/** The app's functions: call('NAME', parameters). */
export interface Functions {
  accessReport: { parameters: Record<string, unknown>; result: unknown };
}
