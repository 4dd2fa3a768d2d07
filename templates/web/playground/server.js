// The one way to the server: what is shown here is asked of its public API, as anybody would.
import { baseOf, headersOf } from '../kit/client.js';

export const base = baseOf(location.href);

export async function load(path) {
  const answer = await fetch(new URL(`playground/${path}`, base), { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return path.endsWith('.json') ? answer.json() : answer.text();
}

/** The API's URL, without a slash at its end. */
export const apiOf = ({ apiPath }) => new URL(`.${apiPath || '/'}`, base).href.replace(/\/$/, '');

/** Sends a request as somebody: { status, milliseconds, json } or { error }, what kept it from being answered. */
export async function send(api, request, who) {
  const url = new URL(api + request.path);
  for (const [name, value] of Object.entries(request.query)) url.searchParams.set(name, value);
  const began = performance.now();
  try {
    const answer = await fetch(url, {
      method: request.method, headers: headersOf(who, request.body !== undefined), cache: 'no-store', credentials: 'omit',
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
    });
    const text = await answer.text();
    const milliseconds = Math.round(performance.now() - began);
    return { status: answer.status, milliseconds, json: text ? parse(text) : undefined };
  } catch (error) {
    return { error: `The server did not answer: ${error.message}` };
  }
}

/** What is not JSON, a file's contents, is shown as the text that it is. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const plain = (id, path, body) => ({ operation: { id }, method: 'POST', path, query: {}, body });
export const signInRequest = (username, password) => plain('users.logIn', '/login', { username, password });
export const signOutRequest = () => plain('users.logOut', '/logout', {});
