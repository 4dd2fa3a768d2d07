// The app's classes, over those of Parse's SDK. Generated.
import Parse from '#parse';
import { put, type Bytes, type Types } from './base.js';

/** What an object of _User has. */
export interface UserFields {
  username: string;
  email?: string;
  emailVerified?: boolean;
  authData?: Record<string, unknown>;
}

/** What makes one. */
export interface UserNew {
  username: string;
  email?: string;
  authData?: Record<string, unknown>;
  password?: string;
  ACL?: Parse.ACL;
}

/** built in */
export class User extends Parse.User<UserFields> {
  declare readonly __types?: Types<UserNew, never>;

  constructor(fields?: UserNew) {
    super();
    if (typeof fields === 'object') this.set(fields as UserFields);
  }

  get username(): string { return this.get('username'); }
  set username(value: string) { put(this, 'username', value); }

  get email(): string | undefined { return this.get('email'); }
  set email(value: string | undefined) { put(this, 'email', value); }

  get emailVerified(): boolean | undefined { return this.get('emailVerified'); }

  get authData(): Record<string, unknown> | undefined { return this.get('authData'); }
  set authData(value: Record<string, unknown> | undefined) { put(this, 'authData', value); }
}
Parse.Object.registerSubclass('_User', User);

/** What an object of _Role has. */
export interface RoleFields {
  name: string;
  users: Parse.Relation<Parse.Object, User>;
  roles: Parse.Relation<Parse.Object, Role>;
}

/** What makes one. */
export interface RoleNew {
  name: string;
  ACL?: Parse.ACL;
}

/** built in */
export class Role extends Parse.Role<RoleFields> {
  declare readonly __types?: Types<RoleNew, never>;
}
Parse.Object.registerSubclass('_Role', Role);

/** What an object of _Session has. */
export interface SessionFields {
  user?: User;
  createdWith?: Record<string, unknown>;
  restricted?: boolean;
  expiresAt?: Date;
  installationId?: string;
}

/** What makes one. */
export interface SessionNew {
  ACL?: Parse.ACL;
}

/** built in */
export class Session extends Parse.Session<SessionFields> {
  declare readonly __types?: Types<SessionNew, never>;
}
Parse.Object.registerSubclass('_Session', Session);

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
export interface InstallationNew {
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
  ACL?: Parse.ACL;
}

/** built in */
export class Installation extends Parse.Installation<InstallationFields> {
  declare readonly __types?: Types<InstallationNew, never>;
}
Parse.Object.registerSubclass('_Installation', Installation);

/** What an object of Patient has. */
export interface PatientFields {
  user: User;
  name: string;
  sex?: "female" | "male" | "other";
  contact?: string;
}

/** What makes one. */
export interface PatientNew {
  user: User;
  name: string;
  sex?: "female" | "male" | "other";
  contact?: string;
  ACL?: Parse.ACL;
}

/** agent.md:4 */
export class Patient extends Parse.Object<PatientFields> {
  declare readonly __types?: Types<PatientNew, 'contact'>;

  constructor(fields?: PatientNew) {
    super('Patient');
    if (typeof fields === 'object') this.set(fields as PatientFields);
  }

  get user(): User { return this.get('user'); }
  set user(value: User) { put(this, 'user', value); }

  get name(): string { return this.get('name'); }
  set name(value: string) { put(this, 'name', value); }

  get sex(): "female" | "male" | "other" | undefined { return this.get('sex'); }
  set sex(value: "female" | "male" | "other" | undefined) { put(this, 'sex', value); }

  get contact(): string | undefined { return this.get('contact'); }
  set contact(value: string | undefined) { put(this, 'contact', value); }
}
Parse.Object.registerSubclass('Patient', Patient);

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
export interface OrderNew {
  patient: Patient;
  drug: string;
  dose: number;
  status?: "draft" | "active" | "done";
  reason?: string;
  secret?: string;
  isAcknowledged?: boolean;
  ACL?: Parse.ACL;
}

/** agent.md:5 */
export class Order extends Parse.Object<OrderFields> {
  declare readonly __types?: Types<OrderNew, never>;

  constructor(fields?: OrderNew) {
    super('Order');
    if (typeof fields === 'object') this.set(fields as OrderFields);
  }

  get patient(): Patient { return this.get('patient'); }
  set patient(value: Patient) { put(this, 'patient', value); }

  get drug(): string { return this.get('drug'); }
  set drug(value: string) { put(this, 'drug', value); }

  get dose(): number { return this.get('dose'); }
  set dose(value: number) { put(this, 'dose', value); }

  get status(): "draft" | "active" | "done" | undefined { return this.get('status'); }
  set status(value: "draft" | "active" | "done" | undefined) { put(this, 'status', value); }

  get reason(): string | undefined { return this.get('reason'); }
  set reason(value: string | undefined) { put(this, 'reason', value); }

  get secret(): string | undefined { return this.get('secret'); }
  set secret(value: string | undefined) { put(this, 'secret', value); }

  get publishedAt(): Date | undefined { return this.get('publishedAt'); }

  get publishedBy(): User | undefined { return this.get('publishedBy'); }

  get isAcknowledged(): boolean | undefined { return this.get('isAcknowledged'); }
  set isAcknowledged(value: boolean | undefined) { put(this, 'isAcknowledged', value); }

  get acknowledgedAt(): Date | undefined { return this.get('acknowledgedAt'); }

  get acknowledgedBy(): User | undefined { return this.get('acknowledgedBy'); }
}
Parse.Object.registerSubclass('Order', Order);

/** What an object of Visit has. */
export interface VisitFields {
  patient: Patient;
  nurse: User;
  startAt: Date;
  endAt?: Date;
  status?: "booked" | "cancelled";
}

/** What makes one. */
export interface VisitNew {
  patient: Patient;
  nurse: User;
  startAt: Date;
  endAt?: Date;
  status?: "booked" | "cancelled";
  ACL?: Parse.ACL;
}

/** agent.md:6 */
export class Visit extends Parse.Object<VisitFields> {
  declare readonly __types?: Types<VisitNew, never>;

  constructor(fields?: VisitNew) {
    super('Visit');
    if (typeof fields === 'object') this.set(fields as VisitFields);
  }

  get patient(): Patient { return this.get('patient'); }
  set patient(value: Patient) { put(this, 'patient', value); }

  get nurse(): User { return this.get('nurse'); }
  set nurse(value: User) { put(this, 'nurse', value); }

  get startAt(): Date { return this.get('startAt'); }
  set startAt(value: Date) { put(this, 'startAt', value); }

  get endAt(): Date | undefined { return this.get('endAt'); }
  set endAt(value: Date | undefined) { put(this, 'endAt', value); }

  get status(): "booked" | "cancelled" | undefined { return this.get('status'); }
  set status(value: "booked" | "cancelled" | undefined) { put(this, 'status', value); }
}
Parse.Object.registerSubclass('Visit', Visit);

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
export interface MessageNew {
  sender: User;
  recipient: User;
  body?: string;
  status?: "sent" | "delivered" | "read";
  isRead?: boolean;
  sentAt?: Date;
  ACL?: Parse.ACL;
}

/** agent.md:7 */
export class Message extends Parse.Object<MessageFields> {
  declare readonly __types?: Types<MessageNew, never>;

  constructor(fields?: MessageNew) {
    super('Message');
    if (typeof fields === 'object') this.set(fields as MessageFields);
  }

  get sender(): User { return this.get('sender'); }
  set sender(value: User) { put(this, 'sender', value); }

  get recipient(): User { return this.get('recipient'); }
  set recipient(value: User) { put(this, 'recipient', value); }

  get body(): string | undefined { return this.get('body'); }
  set body(value: string | undefined) { put(this, 'body', value); }

  get status(): "sent" | "delivered" | "read" | undefined { return this.get('status'); }
  set status(value: "sent" | "delivered" | "read" | undefined) { put(this, 'status', value); }

  get isRead(): boolean | undefined { return this.get('isRead'); }
  set isRead(value: boolean | undefined) { put(this, 'isRead', value); }

  get sentAt(): Date | undefined { return this.get('sentAt'); }
  set sentAt(value: Date | undefined) { put(this, 'sentAt', value); }

  get readAt(): Date | undefined { return this.get('readAt'); }
}
Parse.Object.registerSubclass('Message', Message);

/** What an object of Entry has. */
export interface EntryFields {
  owner: User;
  text: string;
}

/** What makes one. */
export interface EntryNew {
  owner: User;
  text: string;
  ACL?: Parse.ACL;
}

/** agent.md:8 */
export class Entry extends Parse.Object<EntryFields> {
  declare readonly __types?: Types<EntryNew, never>;

  constructor(fields?: EntryNew) {
    super('Entry');
    if (typeof fields === 'object') this.set(fields as EntryFields);
  }

  get owner(): User { return this.get('owner'); }
  set owner(value: User) { put(this, 'owner', value); }

  get text(): string { return this.get('text'); }
  set text(value: string) { put(this, 'text', value); }
}
Parse.Object.registerSubclass('Entry', Entry);

/** What an object of CareAssignment has. */
export interface CareAssignmentFields {
  patient: Patient;
  provider: User;
  startsAt?: Date;
  endsAt?: Date;
}

/** What makes one. */
export interface CareAssignmentNew {
  patient: Patient;
  provider: User;
  startsAt?: Date;
  endsAt?: Date;
  ACL?: Parse.ACL;
}

/** agent.md:25 */
export class CareAssignment extends Parse.Object<CareAssignmentFields> {
  declare readonly __types?: Types<CareAssignmentNew, never>;

  constructor(fields?: CareAssignmentNew) {
    super('CareAssignment');
    if (typeof fields === 'object') this.set(fields as CareAssignmentFields);
  }

  get patient(): Patient { return this.get('patient'); }
  set patient(value: Patient) { put(this, 'patient', value); }

  get provider(): User { return this.get('provider'); }
  set provider(value: User) { put(this, 'provider', value); }

  get startsAt(): Date | undefined { return this.get('startsAt'); }
  set startsAt(value: Date | undefined) { put(this, 'startsAt', value); }

  get endsAt(): Date | undefined { return this.get('endsAt'); }
  set endsAt(value: Date | undefined) { put(this, 'endsAt', value); }
}
Parse.Object.registerSubclass('CareAssignment', CareAssignment);

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
export interface NotificationNew {
  recipient: User;
  kind: string;
  entityType: string;
  entityId: string;
  isRead?: boolean;
  ACL?: Parse.ACL;
}

/** agent.md:44 */
export class Notification extends Parse.Object<NotificationFields> {
  declare readonly __types?: Types<NotificationNew, never>;

  constructor(fields?: NotificationNew) {
    super('Notification');
    if (typeof fields === 'object') this.set(fields as NotificationFields);
  }

  get recipient(): User { return this.get('recipient'); }
  set recipient(value: User) { put(this, 'recipient', value); }

  get kind(): string { return this.get('kind'); }
  set kind(value: string) { put(this, 'kind', value); }

  get entityType(): string { return this.get('entityType'); }
  set entityType(value: string) { put(this, 'entityType', value); }

  get entityId(): string { return this.get('entityId'); }
  set entityId(value: string) { put(this, 'entityId', value); }

  get isRead(): boolean | undefined { return this.get('isRead'); }
  set isRead(value: boolean | undefined) { put(this, 'isRead', value); }

  get readAt(): Date | undefined { return this.get('readAt'); }
}
Parse.Object.registerSubclass('Notification', Notification);

/** What an object of AuditLog has. */
export interface AuditLogFields {
  actor?: User;
  action?: string;
  entityType?: string;
  entityId?: string;
  payload?: Record<string, unknown>;
}

/** agent.md:42 */
export class AuditLog extends Parse.Object<AuditLogFields> {
  declare readonly __types?: Types<never, never>;

  constructor() { super('AuditLog'); }

  get actor(): User | undefined { return this.get('actor'); }
  set actor(value: User | undefined) { put(this, 'actor', value); }

  get action(): string | undefined { return this.get('action'); }
  set action(value: string | undefined) { put(this, 'action', value); }

  get entityType(): string | undefined { return this.get('entityType'); }
  set entityType(value: string | undefined) { put(this, 'entityType', value); }

  get entityId(): string | undefined { return this.get('entityId'); }
  set entityId(value: string | undefined) { put(this, 'entityId', value); }

  get payload(): Record<string, unknown> | undefined { return this.get('payload'); }
  set payload(value: Record<string, unknown> | undefined) { put(this, 'payload', value); }
}
Parse.Object.registerSubclass('AuditLog', AuditLog);

/** The roles that the app's rules speak of. */
export const roleNames = ["nurse"] as const;
export type RoleName = (typeof roleNames)[number];

/** The app's own functions: call('NAME', parameters). */
export interface Functions {
}
