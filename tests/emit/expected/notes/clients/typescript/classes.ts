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
export type NoteNew = New<NoteFields, 'title' | 'owner', 'readers'>;

export interface Note extends Omit<NoteFields, never> {
}
/** schema.json:4 */
export class Note extends Parse.Object<NoteFields> {
  declare readonly __types?: Types<NoteNew, never>;

  constructor(fields?: NoteNew) {
    super('Note');
    if (typeof fields === 'object') this.set(fields as NoteFields);
  }
}
define(Note, 'Note', ['title', 'rank', 'pinned', 'due', 'settings', 'tags', 'owner', 'parent', 'readers', 'scan', 'place', 'area', 'digest'], {}, ['readers']);

/** The roles that the app's rules speak of. */
export const roleNames = [] as const;
export type RoleName = (typeof roleNames)[number];

/** The app's functions: call('NAME', parameters). */
export interface Functions {
}
