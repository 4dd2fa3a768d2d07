// The typed client of @NAME@-server, over Parse's JavaScript SDK. Generated.
//
//   connect({ serverURL: 'http://127.0.0.1:1337/parse' });
//   await Parse.User.logIn(username, password);
//   const found = await new Query(Message).where({ isRead: false }).descending('sentAt').include('from').find();
//
// Rights are the server's: a row that the rules do not open is not found, and a field that they hide is undefined.
import Parse from '#parse';
import type { Bytes, Types } from './base.js';
import { type Functions, type RoleName, roleNames, type User } from './classes.js';

export { Parse };
export type { Bytes, Types };
export * from './classes.js';
export * from './query.js';

export interface Connection {
  /** The mount path is part of it: https://HOST/parse */
  serverURL: string;
  applicationId?: string;
  /** Where the server asks for one. */
  javascriptKey?: string;
  /** In Node: one user to a process, as in a browser. */
  oneUser?: boolean;
}

/** Says which server everything here is asked of. */
export function connect({ serverURL, applicationId = '@NAME@', javascriptKey, oneUser = false }: Connection): void {
  Parse.initialize(applicationId, javascriptKey as string);
  Parse.serverURL = serverURL;
  if (oneUser) Parse.User.enableUnsafeCurrentUser();
}

/** Calls a function of the app's own. */
export function call<K extends keyof Functions & string>(name: K, parameters: Functions[K]['parameters'], options?: { sessionToken?: string }): Promise<Functions[K]['result']> {
  return Parse.Cloud.run(name, parameters as never, options as never) as Promise<Functions[K]['result']>;
}

/** The roles of a user among those that the rules speak of, as far as the one who asks may see them. */
export async function rolesOf(user: User): Promise<RoleName[]> {
  const roles = await new Parse.Query(Parse.Role).equalTo('users' as never, user as never).find();
  return roleNames.filter((name) => roles.some((role) => role.getName() === name));
}
