// Signing in to the console: by name, or on the server's own machine with its master key; and again, over what one was
// doing, when the session has ended.
import { useEffect, useState } from 'preact/hooks';
import { keepApplicationId, keepSession, signIn } from '../kit/identity.js';
import { Dialog, Fault, LanguageChoice, Tabs, TabPanel, ThemeChoice } from '../kit/parts.jsx';
import { SignInForm } from '../kit/sign_in.jsx';
import { t } from '../kit/texts.js';
import { RequestError, typedClientKey } from '../kit/client.js';

/** Signs in and takes the session for all requests from here on. */
async function takeSession(client, values) {
  const session = await signIn(client, values);
  client.who = { ...client.who, masterKey: undefined, token: session.token };
  return { ...session, clientKey: client.who.clientKey };
}

/** The server takes the master key from its own machine alone: elsewhere nobody is asked to send it. */
const isHere = () => ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

function MasterKeyForm({ settings, client, onEnter }) {
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, value.trim()]));
    const { masterKey, applicationId = client.who.applicationId } = given;
    setBusy(true);
    setError(undefined);
    client.who = { applicationId, masterKey };
    try {
      await client.get('/serverInfo', {}, { isFinal: true });
      if (!settings.applicationId) keepApplicationId(applicationId);
      await onEnter({ username: t('master-key'), isMaster: true });
    } catch (fault) {
      client.who = { applicationId };
      setError(fault.status === 403 ? t('master-key.wrong') : fault);
      setBusy(false);
    }
  }
  return (
    <form class="stack" onSubmit={submit} autocomplete="off">
      {!settings.applicationId && <div class="field"><label for="applicationId">{t('application-id')}</label><input id="applicationId" name="applicationId" required autocomplete="off" spellcheck={false} defaultValue={client.who.applicationId} /></div>}
      <div class="field"><label for="masterKey">{t('master-key')}</label><input id="masterKey" name="masterKey" type="password" required autocomplete="off" spellcheck={false} aria-describedby="masterKeyHint" /><small id="masterKeyHint">{t('master-key.hint')}</small></div>
      <Fault error={error} />
      <div><button type="submit" class="main" disabled={isBusy}>{t('sign-in')}</button></div>
    </form>
  );
}

export function SignInPage({ settings, client, onEnter }) {
  const [way, setWay] = useState('account');
  async function enter(values) {
    if (!settings.applicationId) client.who = { applicationId: values.applicationId, ...(values.clientKey ? { clientKey: typedClientKey(values.clientKey) } : {}) };
    const session = await takeSession(client, values);
    if (!settings.applicationId) keepApplicationId(values.applicationId);
    keepSession(session);
    await onEnter({ ...session, isMaster: false });
  }
  const form = way === 'account'
    ? <SignInForm applicationId={client.who.applicationId} isIdKnown={Boolean(settings.applicationId)} onSignIn={enter} />
    : <MasterKeyForm settings={settings} client={client} onEnter={onEnter} />;
  return (
    <main class="signing-in card stack">
      <div><h1>{settings.title}</h1><p class="soft">{t('console')}</p></div>
      {isHere() && <Tabs label={t('sign-in')} tabs={[['account', t('account')], ['master', t('master-key')]]} value={way} onChoose={setWay} />}
      {isHere() ? <TabPanel tab={way}>{form}</TabPanel> : form}
      <div class="row"><LanguageChoice /><ThemeChoice /></div>
      <small>{t('console.rights')}</small>
    </main>
  );
}

/** The end of a session while the page is open: { error, resolve(), reject() }; requests wait for one of both. */
export function useEnding(client) {
  const [ending, setEnding] = useState({});
  useEffect(() => {
    let waiting;
    client.onEnded = (error) => {
      waiting ??= new Promise((resolve, reject) => {
        const end = (how) => (value) => {
          waiting = undefined;
          setEnding({});
          how(value);
        };
        setEnding({ error, resolve: end(resolve), reject: end(reject) });
      });
      return waiting;
    };
  }, []);
  return ending;
}

/** Over all else, which stays as it is and is not to be seen: who comes by next may be somebody else. */
export function EndedDialog({ client, who, ending, onLeave }) {
  async function enter(values) {
    const before = client.who;
    const session = await takeSession(client, values);
    if (session.userId !== who.userId) {
      client.who = before;
      throw new RequestError(t('session-ended.other', { name: who.username }));
    }
    keepSession(session);
    ending.resolve();
  }
  const leave = () => {
    ending.reject(ending.error);
    onLeave();
  };
  return (
    <Dialog title={t('session-ended')} isOpaque>
      <p>{t('session-ended.more')}</p>
      <SignInForm username={who.username} isIdKnown onSignIn={enter}><button type="button" onClick={leave}>{t('leave')}</button></SignInForm>
    </Dialog>
  );
}
