// Who asks: the demo accounts, signed in with one click, whoever signs in by name, and nobody; and what was sent for
// each of them.
import { useState } from 'preact/hooks';
import { send, signInRequest, signOutRequest } from './server.js';

const HISTORY = 20; // requests that are remembered
const NOBODY = { key: 'nobody', role: 'Nobody', label: 'not signed in', asks: false };

/** The people and what can be done with them. */
export function usePeople(settings, api) {
  const [applicationId, setApplicationId] = useState(settings.applicationId ?? '');
  const [list, setList] = useState(() => [
    ...(settings.accounts ?? []).map((account) => ({ ...account, key: account.username, label: account.username, asks: false })), NOBODY,
  ]);
  const change = (key, what) => setList((all) => all.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const [history, setHistory] = useState([]);
  /** A person as a request needs them. */
  const identity = ({ token }) => ({ applicationId, clientKey: settings.clientKey, token });

  /** Sends a request as a person, and remembers it; `shown` in its place where it holds a secret. */
  async function ask(request, person, shown = request) {
    const number = Date.now() + Math.random();
    setHistory((all) => [{ number, request: shown, who: identity(person), title: `${request.method} ${request.path}, ${person.role.toLowerCase()}` }, ...all].slice(0, HISTORY));
    return send(api, request, identity(person));
  }

  async function enter(username, password, role, shown) {
    const { status, json, error } = await ask(signInRequest(username, password), { role }, shown);
    if (status !== 200) return json?.error ?? error ?? `The server answered ${status}.`;
    const person = { key: username, role, label: username, token: json.sessionToken, userId: json.objectId, asks: true, error: '' };
    setList((all) => (all.some(({ key }) => key === username)
      ? all.map((one) => (one.key === username ? { ...one, ...person } : one)) : [...all.slice(0, -1), person, all.at(-1)]));
    return '';
  }

  return {
    list,
    applicationId,
    setApplicationId: settings.applicationId ? undefined : setApplicationId,
    isStranger: !settings.accounts,
    history,
    identity,
    change,
    ask,
    enter: (username, password) => enter(username, password, 'Other', signInRequest(username, 'YOUR PASSWORD')),
    async enterDemo(person) {
      change(person.key, { error: await enter(person.username, person.password, person.role) });
    },
    async leave(person) {
      await ask(signOutRequest(), person);
      change(person.key, { token: undefined, asks: false });
    },
  };
}

function Person({ person, people }) {
  const isNobody = person.key === NOBODY.key;
  const mayAsk = isNobody || Boolean(person.token);
  return (
    <li class="person">
      <strong>{person.role}</strong> <span>{person.label}</span>
      {mayAsk && (
        <label class="check"><input type="checkbox" checked={person.asks} onChange={(event) => people.change(person.key, { asks: event.currentTarget.checked })} /> asks</label>
      )}
      {person.token && <button type="button" class="quiet" onClick={() => people.leave(person)}>Sign out</button>}
      {!mayAsk && person.password && <button type="button" onClick={() => people.enterDemo(person)}>Sign in as {person.role.toLowerCase()}</button>}
      {person.error && <p role="alert">{person.error}</p>}
    </li>
  );
}

function SignInForm({ people }) {
  const [fault, setFault] = useState('');
  async function submit(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const { username, password } = Object.fromEntries(new FormData(form));
    const said = await people.enter(username, password);
    setFault(said);
    if (!said) form.reset();
  }
  return (
    <form class="row" onSubmit={submit}>
      {people.setApplicationId && <label>Application id <input required value={people.applicationId} onInput={(event) => people.setApplicationId(event.currentTarget.value)} /></label>}
      <label>Username <input name="username" required autocomplete="username" /></label>
      <label>Password <input name="password" type="password" required autocomplete="current-password" /></label>
      <button type="submit">Sign in</button>
      {fault && <p role="alert">{fault}</p>}
    </form>
  );
}

export function People({ people }) {
  const absent = people.list.filter(({ password, token }) => password && !token);
  return (
    <section aria-labelledby="people">
      <h2 id="people">Who asks</h2>
      <ul class="people">{people.list.map((person) => <Person key={person.key} person={person} people={people} />)}</ul>
      {absent.length > 1 && (
        <button type="button" class="main" onClick={() => absent.forEach(people.enterDemo)}>Sign in as {absent.map(({ role }) => role.toLowerCase()).join(' and ')}</button>
      )}
      {people.isStranger && <p>To sign in as the demo accounts, open the address that the server printed when it started.</p>}
      <details open={!people.list.some(({ password }) => password)}>
        <summary>Sign in as somebody else</summary>
        <SignInForm people={people} />
      </details>
    </section>
  );
}
