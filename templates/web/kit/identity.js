// Who is signed in. A session is kept for the tab, so that a reload does not end it; a master key lives in the page's
// memory alone. The application id, which is no secret, is kept so that nobody has to type it again.

const SESSION = 'caregen.session';
const APPLICATION = 'caregen.applicationId';

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return null; // what is there is not ours, or nothing may be kept
  }
}

function write(storage, key, value) {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing asks anew after a reload.
  }
}

/** { token, userId, username, clientKey } of this tab, or null. */
export const keptSession = () => read(sessionStorage, SESSION);
export const keepSession = ({ token, userId, username, clientKey }) => write(sessionStorage, SESSION, { token, userId, username, clientKey });
export const forgetSession = () => write(sessionStorage, SESSION);

export const keptApplicationId = () => read(localStorage, APPLICATION) ?? '';
export const keepApplicationId = (id) => write(localStorage, APPLICATION, id);

/**
 * To be called once: a page that the browser kept when it was left has what somebody saw then, and with it the master key
 * or the sessions of its memory; it begins anew.
 */
export const beginAnewWhenShownAgain = () => addEventListener('pageshow', (event) => event.persisted && location.reload());

/** A choice of the reader's (language, theme), for all pages of the server; '' for none. */
export const keptChoice = (name) => read(localStorage, `caregen.${name}`) ?? '';
export const keepChoice = (name, value) => write(localStorage, `caregen.${name}`, value || undefined);

/**
 * Signs in: { token, userId, username }. `code` is a one-time or recovery code, where the account has a second factor.
 * Rejects with the RequestError; isCodeMissing() and the like tell which it is.
 */
export async function signIn(client, { username, password, code }) {
  const body = { username, password, ...(code ? { authData: { mfa: { token: code } } } : {}) };
  const user = await client.post('/login', body, { isFinal: true });
  return { token: user.sessionToken, userId: user.objectId, username: user.username };
}

export const isCodeMissing = ({ message }) => message.startsWith('Missing additional authData');
export const isCodeWrong = ({ message }) => message === 'Invalid MFA token';
