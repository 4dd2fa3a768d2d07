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

/** What an object of Patient has. */
export interface PatientFields {
  user: User;
  name: string;
  sex?: "female" | "male" | "other";
  contact?: string;
}

/** What makes one. */
export type PatientNew = New<PatientFields, 'user' | 'name', never>;

export interface Patient extends Omit<PatientFields, never> {
}
/** agent.md:4 */
export class Patient extends Parse.Object<PatientFields> {
  declare readonly __types?: Types<PatientNew, 'contact'>;

  constructor(fields?: PatientNew) {
    super('Patient');
    if (typeof fields === 'object') this.set(fields as PatientFields);
  }
}
define(Patient, 'Patient', ['user', 'name', 'sex', 'contact'], {}, []);

/** What an object of Order has. */
export interface OrderFields {
  patient: Patient;
  drug: string;
  dose: number;
  status?: "draft" | "active" | "done";
  reason?: string;
  secret?: string;
  publishedAt?: Date;
  publishedBy?: User;
  isAcknowledged?: boolean;
  acknowledgedAt?: Date;
  acknowledgedBy?: User;
}

/** What makes one. */
export type OrderNew = New<OrderFields, 'patient' | 'drug' | 'dose', 'publishedAt' | 'publishedBy' | 'acknowledgedAt' | 'acknowledgedBy'>;

export interface Order extends Omit<OrderFields, 'publishedAt' | 'publishedBy' | 'acknowledgedAt' | 'acknowledgedBy'> {
  readonly publishedAt?: Date;
  readonly publishedBy?: User;
  readonly acknowledgedAt?: Date;
  readonly acknowledgedBy?: User;
}
/** agent.md:5 */
export class Order extends Parse.Object<OrderFields> {
  declare readonly __types?: Types<OrderNew, never>;

  constructor(fields?: OrderNew) {
    super('Order');
    if (typeof fields === 'object') this.set(fields as OrderFields);
  }
}
define(Order, 'Order', ['patient', 'drug', 'dose', 'status', 'reason', 'secret', 'publishedAt', 'publishedBy', 'isAcknowledged', 'acknowledgedAt', 'acknowledgedBy'], {}, []);

/** What an object of Visit has. */
export interface VisitFields {
  patient: Patient;
  nurse: User;
  startAt: Date;
  endAt?: Date;
  status?: "booked" | "cancelled";
}

/** What makes one. */
export type VisitNew = New<VisitFields, 'patient' | 'nurse' | 'startAt', never>;

export interface Visit extends Omit<VisitFields, never> {
}
/** agent.md:6 */
export class Visit extends Parse.Object<VisitFields> {
  declare readonly __types?: Types<VisitNew, never>;

  constructor(fields?: VisitNew) {
    super('Visit');
    if (typeof fields === 'object') this.set(fields as VisitFields);
  }
}
define(Visit, 'Visit', ['patient', 'nurse', 'startAt', 'endAt', 'status'], {}, []);

/** What an object of Message has. */
export interface MessageFields {
  sender: User;
  recipient: User;
  body?: string;
  status?: "sent" | "delivered" | "read";
  isRead?: boolean;
  sentAt?: Date;
  readAt?: Date;
}

/** What makes one. */
export type MessageNew = New<MessageFields, 'sender' | 'recipient', 'readAt'>;

export interface Message extends Omit<MessageFields, 'readAt'> {
  readonly readAt?: Date;
}
/** agent.md:7 */
export class Message extends Parse.Object<MessageFields> {
  declare readonly __types?: Types<MessageNew, never>;

  constructor(fields?: MessageNew) {
    super('Message');
    if (typeof fields === 'object') this.set(fields as MessageFields);
  }
}
define(Message, 'Message', ['sender', 'recipient', 'body', 'status', 'isRead', 'sentAt', 'readAt'], {}, []);

/** What an object of Entry has. */
export interface EntryFields {
  owner: User;
  text: string;
}

/** What makes one. */
export type EntryNew = New<EntryFields, 'owner' | 'text', never>;

export interface Entry extends Omit<EntryFields, never> {
}
/** agent.md:8 */
export class Entry extends Parse.Object<EntryFields> {
  declare readonly __types?: Types<EntryNew, never>;

  constructor(fields?: EntryNew) {
    super('Entry');
    if (typeof fields === 'object') this.set(fields as EntryFields);
  }
}
define(Entry, 'Entry', ['owner', 'text'], {}, []);

/** What an object of CareAssignment has. */
export interface CareAssignmentFields {
  patient: Patient;
  provider: User;
  startsAt?: Date;
  endsAt?: Date;
}

/** What makes one. */
export type CareAssignmentNew = New<CareAssignmentFields, 'patient' | 'provider', never>;

export interface CareAssignment extends Omit<CareAssignmentFields, never> {
}
/** agent.md:25 */
export class CareAssignment extends Parse.Object<CareAssignmentFields> {
  declare readonly __types?: Types<CareAssignmentNew, never>;

  constructor(fields?: CareAssignmentNew) {
    super('CareAssignment');
    if (typeof fields === 'object') this.set(fields as CareAssignmentFields);
  }
}
define(CareAssignment, 'CareAssignment', ['patient', 'provider', 'startsAt', 'endsAt'], {}, []);

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
/** agent.md:44 */
export class Notification extends Parse.Object<NotificationFields> {
  declare readonly __types?: Types<NotificationNew, never>;

  constructor(fields?: NotificationNew) {
    super('Notification');
    if (typeof fields === 'object') this.set(fields as NotificationFields);
  }
}
define(Notification, 'Notification', ['recipient', 'kind', 'entityType', 'entityId', 'isRead', 'readAt'], {}, []);

/** What an object of AuditLog has. */
export interface AuditLogFields {
  actor?: User;
  action?: string;
  entityType?: string;
  entityId?: string;
  payload?: Record<string, unknown>;
}

/** What makes one. */
export type AuditLogNew = never;

export interface AuditLog extends Omit<AuditLogFields, never> {
}
/** agent.md:42 */
export class AuditLog extends Parse.Object<AuditLogFields> {
  declare readonly __types?: Types<AuditLogNew, never>;

  constructor() { super('AuditLog'); }
}
define(AuditLog, 'AuditLog', ['actor', 'action', 'entityType', 'entityId', 'payload'], {}, []);

/** The roles that the app's rules speak of. */
export const roleNames = ["nurse"] as const;
export type RoleName = (typeof roleNames)[number];

/** The app's functions: call('NAME', parameters). */
export interface Functions {
  accessReport: { parameters: Record<string, unknown>; result: unknown };
}
