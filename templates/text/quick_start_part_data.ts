import { connect, @TS_CLASS@, Query, User } from './client/client.js';

connect({ serverURL: 'http://127.0.0.1:1337/parse', applicationId: '@NAME@' });

export const signIn = (username: string, password: string): Promise<User> => User.logIn<User>(username, password);

const query = (): Query<@TS_CLASS@> => new Query(@TS_CLASS@).descending('createdAt').limit(10);

export const latest = (): Promise<@TS_CLASS@[]> => query().find();

/** Calls whenever something changes in what latest() finds; resolves to what ends it. */
export const follow = (changed: () => void): Promise<() => Promise<void>> =>
  query().follow({ create: changed, enter: changed, update: changed, leave: changed, delete: changed }, User.current()?.getSessionToken() ?? undefined);
