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

/** What an object of Note has. */
export interface NoteFields {
  title: string;
  rank?: number;
  pinned?: boolean;
  due?: Date;
  settings?: Record<string, unknown>;
  tags?: unknown[];
  owner: User;
  parent?: Note;
  readers: Parse.Relation<Parse.Object, User>;
  scan?: Parse.File;
  place?: Parse.GeoPoint;
  area?: Parse.Polygon;
  digest?: Bytes;
}

/** What makes one. */
export interface NoteNew {
  title: string;
  rank?: number;
  pinned?: boolean;
  due?: Date;
  settings?: Record<string, unknown>;
  tags?: unknown[];
  owner: User;
  parent?: Note;
  scan?: Parse.File;
  place?: Parse.GeoPoint;
  area?: Parse.Polygon;
  digest?: Bytes;
  ACL?: Parse.ACL;
}

/** schema.json:4 */
export class Note extends Parse.Object<NoteFields> {
  declare readonly __types?: Types<NoteNew, never>;

  constructor(fields?: NoteNew) {
    super('Note');
    if (typeof fields === 'object') this.set(fields as NoteFields);
  }

  get title(): string { return this.get('title'); }
  set title(value: string) { put(this, 'title', value); }

  get rank(): number | undefined { return this.get('rank'); }
  set rank(value: number | undefined) { put(this, 'rank', value); }

  get pinned(): boolean | undefined { return this.get('pinned'); }
  set pinned(value: boolean | undefined) { put(this, 'pinned', value); }

  get due(): Date | undefined { return this.get('due'); }
  set due(value: Date | undefined) { put(this, 'due', value); }

  get settings(): Record<string, unknown> | undefined { return this.get('settings'); }
  set settings(value: Record<string, unknown> | undefined) { put(this, 'settings', value); }

  get tags(): unknown[] | undefined { return this.get('tags'); }
  set tags(value: unknown[] | undefined) { put(this, 'tags', value); }

  get owner(): User { return this.get('owner'); }
  set owner(value: User) { put(this, 'owner', value); }

  get parent(): Note | undefined { return this.get('parent'); }
  set parent(value: Note | undefined) { put(this, 'parent', value); }

  get readers(): Parse.Relation<Parse.Object, User> { return this.relation('readers') as Parse.Relation<Parse.Object, User>; }

  get scan(): Parse.File | undefined { return this.get('scan'); }
  set scan(value: Parse.File | undefined) { put(this, 'scan', value); }

  get place(): Parse.GeoPoint | undefined { return this.get('place'); }
  set place(value: Parse.GeoPoint | undefined) { put(this, 'place', value); }

  get area(): Parse.Polygon | undefined { return this.get('area'); }
  set area(value: Parse.Polygon | undefined) { put(this, 'area', value); }

  get digest(): Bytes | undefined { return this.get('digest'); }
  set digest(value: Bytes | undefined) { put(this, 'digest', value); }
}
Parse.Object.registerSubclass('Note', Note);

/** The roles that the app's rules speak of. */
export const roleNames = [] as const;
export type RoleName = (typeof roleNames)[number];

/** The app's own functions: call('NAME', parameters). */
export interface Functions {
}
