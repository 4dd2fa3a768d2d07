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

/** What an object of Profile has. */
export interface ProfileFields {
  user: User;
  fullName: string;
  birthDate?: Date;
  gender?: string;
  bloodType?: string;
  primaryCareProvider?: string;
  notes?: string;
}

/** What makes one. */
export type ProfileNew = New<ProfileFields, 'user' | 'fullName', never>;

export interface Profile extends Omit<ProfileFields, never> {
}
/** schema.json:4 */
export class Profile extends Parse.Object<ProfileFields> {
  declare readonly __types?: Types<ProfileNew, never>;

  constructor(fields?: ProfileNew) {
    super('Profile');
    if (typeof fields === 'object') this.set(fields as ProfileFields);
  }
}
define(Profile, 'Profile', ['user', 'fullName', 'birthDate', 'gender', 'bloodType', 'primaryCareProvider', 'notes'], {}, []);

/** What an object of MedicalDocument has. */
export interface MedicalDocumentFields {
  profile: Profile;
  file: Parse.File;
  documentType: string;
  title: string;
  description?: string;
  tags?: unknown[];
  uploadedAt: Date;
  isShared: boolean;
}

/** What makes one. */
export type MedicalDocumentNew = New<MedicalDocumentFields, 'profile' | 'file' | 'documentType' | 'title' | 'uploadedAt' | 'isShared', never>;

export interface MedicalDocument extends Omit<MedicalDocumentFields, never> {
}
/** schema.json:50 */
export class MedicalDocument extends Parse.Object<MedicalDocumentFields> {
  declare readonly __types?: Types<MedicalDocumentNew, never>;

  constructor(fields?: MedicalDocumentNew) {
    super('MedicalDocument');
    if (typeof fields === 'object') this.set(fields as MedicalDocumentFields);
  }
}
define(MedicalDocument, 'MedicalDocument', ['profile', 'file', 'documentType', 'title', 'description', 'tags', 'uploadedAt', 'isShared'], {}, []);

/** What an object of Allergy has. */
export interface AllergyFields {
  profile?: Profile;
  substance: string;
  severity: "mild" | "moderate" | "severe";
  reaction?: string;
  notes?: string;
  recordedAt?: Date;
  isActive?: boolean;
  owner?: User;
  onsetDate?: Date;
}

/** What makes one. */
export type AllergyNew = New<AllergyFields, 'substance' | 'severity', never>;

export interface Allergy extends Omit<AllergyFields, never> {
}
/** schema.json:100, agent.md:5 */
export class Allergy extends Parse.Object<AllergyFields> {
  declare readonly __types?: Types<AllergyNew, never>;

  constructor(fields?: AllergyNew) {
    super('Allergy');
    if (typeof fields === 'object') this.set(fields as AllergyFields);
  }
}
define(Allergy, 'Allergy', ['profile', 'substance', 'severity', 'reaction', 'notes', 'recordedAt', 'isActive', 'owner', 'onsetDate'], {}, []);

/** What an object of Vaccination has. */
export interface VaccinationFields {
  profile: Profile;
  vaccineName: string;
  dateAdministered: Date;
  dose?: string;
  lotNumber?: string;
  provider?: string;
  nextDoseDate?: Date;
  proofDocument?: MedicalDocument;
}

/** What makes one. */
export type VaccinationNew = New<VaccinationFields, 'profile' | 'vaccineName' | 'dateAdministered', never>;

export interface Vaccination extends Omit<VaccinationFields, never> {
}
/** schema.json:146 */
export class Vaccination extends Parse.Object<VaccinationFields> {
  declare readonly __types?: Types<VaccinationNew, never>;

  constructor(fields?: VaccinationNew) {
    super('Vaccination');
    if (typeof fields === 'object') this.set(fields as VaccinationFields);
  }
}
define(Vaccination, 'Vaccination', ['profile', 'vaccineName', 'dateAdministered', 'dose', 'lotNumber', 'provider', 'nextDoseDate', 'proofDocument'], {}, []);

/** What an object of SharedAccess has. */
export interface SharedAccessFields {
  profile: Profile;
  grantee: User;
  accessLevel: "read" | "write";
  scope?: unknown[];
  expiresAt?: Date;
  createdBy: User;
}

/** What makes one. */
export type SharedAccessNew = New<SharedAccessFields, 'profile' | 'grantee' | 'accessLevel' | 'createdBy', never>;

export interface SharedAccess extends Omit<SharedAccessFields, never> {
}
/** schema.json:197 */
export class SharedAccess extends Parse.Object<SharedAccessFields> {
  declare readonly __types?: Types<SharedAccessNew, never>;

  constructor(fields?: SharedAccessNew) {
    super('SharedAccess');
    if (typeof fields === 'object') this.set(fields as SharedAccessFields);
  }
}
define(SharedAccess, 'SharedAccess', ['profile', 'grantee', 'accessLevel', 'scope', 'expiresAt', 'createdBy'], {}, []);

/** What an object of EmergencyContact has. */
export interface EmergencyContactFields {
  profile: Profile;
  name: string;
  relationship: string;
  phone: string;
  notes?: string;
}

/** What makes one. */
export type EmergencyContactNew = New<EmergencyContactFields, 'profile' | 'name' | 'relationship' | 'phone', never>;

export interface EmergencyContact extends Omit<EmergencyContactFields, never> {
}
/** schema.json:241 */
export class EmergencyContact extends Parse.Object<EmergencyContactFields> {
  declare readonly __types?: Types<EmergencyContactNew, never>;

  constructor(fields?: EmergencyContactNew) {
    super('EmergencyContact');
    if (typeof fields === 'object') this.set(fields as EmergencyContactFields);
  }
}
define(EmergencyContact, 'EmergencyContact', ['profile', 'name', 'relationship', 'phone', 'notes'], {}, []);

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
/** schema.json:279, agent.md:11 */
export class AuditLog extends Parse.Object<AuditLogFields> {
  declare readonly __types?: Types<AuditLogNew, never>;

  constructor() { super('AuditLog'); }
}
define(AuditLog, 'AuditLog', ['actor', 'entityType', 'entityId', 'action', 'summary', 'metadata'], {}, []);

/** What an object of HealthDocument has. */
export interface HealthDocumentFields {
  owner: User;
  title: string;
  file: Parse.File;
  tags?: unknown[];
  version?: number;
}

/** What makes one. */
export type HealthDocumentNew = New<HealthDocumentFields, 'owner' | 'title' | 'file', never>;

export interface HealthDocument extends Omit<HealthDocumentFields, never> {
}
/** agent.md:4 */
export class HealthDocument extends Parse.Object<HealthDocumentFields> {
  declare readonly __types?: Types<HealthDocumentNew, never>;

  constructor(fields?: HealthDocumentNew) {
    super('HealthDocument');
    if (typeof fields === 'object') this.set(fields as HealthDocumentFields);
  }
}
define(HealthDocument, 'HealthDocument', ['owner', 'title', 'file', 'tags', 'version'], {}, []);

/** What an object of Immunization has. */
export interface ImmunizationFields {
  owner: User;
  vaccineName: string;
  administeredAt: Date;
  lotNumber?: string;
  provider?: Provider;
}

/** What makes one. */
export type ImmunizationNew = New<ImmunizationFields, 'owner' | 'vaccineName' | 'administeredAt', never>;

export interface Immunization extends Omit<ImmunizationFields, never> {
}
/** agent.md:6 */
export class Immunization extends Parse.Object<ImmunizationFields> {
  declare readonly __types?: Types<ImmunizationNew, never>;

  constructor(fields?: ImmunizationNew) {
    super('Immunization');
    if (typeof fields === 'object') this.set(fields as ImmunizationFields);
  }
}
define(Immunization, 'Immunization', ['owner', 'vaccineName', 'administeredAt', 'lotNumber', 'provider'], {}, []);

/** What an object of Medication has. */
export interface MedicationFields {
  owner: User;
  name: string;
  dose?: string;
  frequency?: string;
  instructions?: string;
  active?: boolean;
}

/** What makes one. */
export type MedicationNew = New<MedicationFields, 'owner' | 'name', never>;

export interface Medication extends Omit<MedicationFields, never> {
}
/** agent.md:7 */
export class Medication extends Parse.Object<MedicationFields> {
  declare readonly __types?: Types<MedicationNew, never>;

  constructor(fields?: MedicationNew) {
    super('Medication');
    if (typeof fields === 'object') this.set(fields as MedicationFields);
  }
}
define(Medication, 'Medication', ['owner', 'name', 'dose', 'frequency', 'instructions', 'active'], {}, []);

/** What an object of LabResult has. */
export interface LabResultFields {
  owner: User;
  testName: string;
  value?: string;
  units?: string;
  referenceRange?: string;
  date: Date;
  attachment?: HealthDocument;
}

/** What makes one. */
export type LabResultNew = New<LabResultFields, 'owner' | 'testName' | 'date', never>;

export interface LabResult extends Omit<LabResultFields, never> {
}
/** agent.md:8 */
export class LabResult extends Parse.Object<LabResultFields> {
  declare readonly __types?: Types<LabResultNew, never>;

  constructor(fields?: LabResultNew) {
    super('LabResult');
    if (typeof fields === 'object') this.set(fields as LabResultFields);
  }
}
define(LabResult, 'LabResult', ['owner', 'testName', 'value', 'units', 'referenceRange', 'date', 'attachment'], {}, []);

/** What an object of Provider has. */
export interface ProviderFields {
  name: string;
  systemId?: string;
  contact?: Record<string, unknown>;
  user?: User;
}

/** What makes one. */
export type ProviderNew = New<ProviderFields, 'name', never>;

export interface Provider extends Omit<ProviderFields, never> {
}
/** agent.md:9 */
export class Provider extends Parse.Object<ProviderFields> {
  declare readonly __types?: Types<ProviderNew, never>;

  constructor(fields?: ProviderNew) {
    super('Provider');
    if (typeof fields === 'object') this.set(fields as ProviderFields);
  }
}
define(Provider, 'Provider', ['name', 'systemId', 'contact', 'user'], {}, []);

/** What an object of Consent has. */
export interface ConsentFields {
  owner: User;
  provider: Provider;
  scope?: ("documents" | "allergies" | "immunizations" | "medications" | "labs")[];
  expiresAt?: Date;
  grantedBy?: User;
}

/** What makes one. */
export type ConsentNew = New<ConsentFields, 'owner' | 'provider', never>;

export interface Consent extends Omit<ConsentFields, never> {
}
/** agent.md:10 */
export class Consent extends Parse.Object<ConsentFields> {
  declare readonly __types?: Types<ConsentNew, never>;

  constructor(fields?: ConsentNew) {
    super('Consent');
    if (typeof fields === 'object') this.set(fields as ConsentFields);
  }
}
define(Consent, 'Consent', ['owner', 'provider', 'scope', 'expiresAt', 'grantedBy'], {}, []);

/** What an object of EmergencyAccess has. */
export interface EmergencyAccessFields {
  provider: User;
  patient: User;
  reason: string;
  expiresAt?: Date;
  endedAt?: Date;
}

/** What makes one. */
export type EmergencyAccessNew = New<EmergencyAccessFields, 'provider' | 'patient' | 'reason', 'expiresAt'>;

export interface EmergencyAccess extends Omit<EmergencyAccessFields, 'expiresAt'> {
  readonly expiresAt?: Date;
}
/** agent.md:67 */
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
/** agent.md:52 */
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
/** agent.md:14 */
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
