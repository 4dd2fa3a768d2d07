// Who is signed in, what the server lets that person be, and how it ends. A session is kept for the tab (kit/identity.js)
// and nothing else is: when it ends, all that was read goes.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { forgetSession, keepSession, keptSession } from '../kit/identity.js';
import { rolesOf } from './model.js';
import * as server from './server.ts';

const Session = createContext(null);
export const SessionProvider = Session.Provider;

/** { userId, username, roles, roleNames, profiles, profileId, model, reload(), signOut() } of who is signed in. */
export const useSession = () => useContext(Session);

/** The rows by which a person is somebody: of each class that stands for users, the first that leads to them. */
async function findProfiles(model, userId) {
  const found = {};
  const kinds = model.roles.filter(({ profile, path }) => profile && path?.length === 1);
  for (const { profile, path } of kinds) {
    if (profile in found) continue;
    const user = { __type: 'Pointer', className: '_User', objectId: userId };
    found[profile] = await server.first(server.classOf(profile), { where: { [path[0]]: user } }).catch((error) => {
      if (error.code === server.SESSION_ENDED || server.isUnreachable(error)) throw error;
      return undefined; // whoever may not look has none
    });
  }
  return found;
}

async function whoIs(model, identity) {
  const roleNames = await server.roleNames();
  const profiles = await findProfiles(model, identity.userId);
  const roles = rolesOf(model, { names: roleNames, profiles: Object.keys(profiles).filter((name) => profiles[name]) });
  return { ...identity, model, roleNames, profiles, profileId: Object.values(profiles).find(Boolean)?.objectId, roles };
}

/**
 * The state of the page's session: { who, isStarting, ended, enter(identity), signOut(), reload() }. `ended` is said when
 * it ended by itself: 'session' by the server, 'idle' by the clock of a page that could not reach it.
 */
export function useIdentity(model) {
  const [state, setState] = useState({ isStarting: true });

  const enter = useCallback(async (identity) => {
    keepSession(identity);
    setState({ who: await whoIs(model, identity) });
  }, [model]);

  const leave = useCallback(async (ended) => {
    forgetSession();
    setState({ ended });
    await server.signOut({ isEnded: Boolean(ended) });
  }, []);

  useEffect(() => {
    const kept = keptSession();
    const start = async () => {
      const identity = kept?.token && await server.goOn(kept.token);
      if (identity) await enter(identity);
      else {
        forgetSession();
        setState({ ended: kept ? 'session' : undefined });
      }
    };
    start().catch((error) => setState({ error }));
    return server.listen('ended', () => leave('session'));
  }, []);

  useIdleEnd(state.who && model.idleSeconds, () => leave('idle'));
  /** The place of who leaves is nobody else's to begin at. */
  const signOut = () => {
    history.replaceState(null, '', location.pathname);
    dispatchEvent(new Event('hashchange'));
    return leave();
  };
  return { ...state, enter, signOut, reload: async () => setState({ who: await whoIs(model, state.who) }) };
}

/** A page that nobody touches ends by itself as the session does, whether or not the server can be reached. */
function useIdleEnd(seconds, end) {
  useEffect(() => {
    if (!seconds) return undefined;
    let last = Date.now();
    const touch = () => { last = Date.now(); };
    const timer = setInterval(() => { if (Date.now() - last > seconds * 1000) end(); }, 1000);
    for (const event of ['pointerdown', 'keydown', 'scroll']) addEventListener(event, touch, { passive: true });
    return () => {
      clearInterval(timer);
      for (const event of ['pointerdown', 'keydown', 'scroll']) removeEventListener(event, touch);
    };
  }, [seconds]);
}
