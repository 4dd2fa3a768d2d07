// Coming in: signing in and up, and what somebody says of themselves the first time, as a patient or as a provider who
// waits for approval.
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { Fault, LanguageChoice, message, ThemeChoice, Waiting } from '../../kit/parts.jsx';
import { SignInForm } from '../../kit/sign_in.jsx';
import { plainFault } from '../faults.js';
import { fieldsToCreate } from '../model.js';
import { useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { classLabel, t, wordLabel } from '../values.js';
import { RoleRequest } from './asked.ts';
import { RowForm } from './form.jsx';
import { Chip } from './record.tsx';

interface Identity {
  token: string | null;
  userId?: string;
  username: string | null;
}
type Enter = (identity: Identity) => Promise<void>;

function SignUpForm({ onEnter }: { onEnter: Enter }) {
  const [values, setValues] = useState({ username: '', email: '', password: '', again: '' });
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const input = (name: keyof typeof values, more: object) => ({ id: `sign-up-${name}`, name, value: values[name], spellcheck: false, autocapitalize: 'none' as const, onInput: (event: TargetedEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.currentTarget.value }), ...more });
  async function submit(event: Event) {
    event.preventDefault();
    if (values.password !== values.again) return setError(t('sign-up.differ'));
    setBusy(true);
    setError(undefined);
    try {
      await onEnter(await server.signUp(values.username, values.password, values.email));
    } catch (fault) {
      setError(plainFault(fault));
      setBusy(false);
    }
    return undefined;
  }
  return (
    <form class="stack" onSubmit={submit}>
      <div class="field"><label for="sign-up-username">{t('username')}</label><input {...input('username', { required: true, autocomplete: 'username' })} /></div>
      <div class="field"><label for="sign-up-email">{t('email')} <small>{t('optional')}</small></label><input {...input('email', { type: 'email', autocomplete: 'email' })} /></div>
      <div class="field"><label for="sign-up-password">{t('password')}</label><input {...input('password', { type: 'password', required: true, minLength: 8, autocomplete: 'new-password' })} aria-describedby="password-hint" /><small id="password-hint">{t('password.hint')}</small></div>
      <div class="field"><label for="sign-up-again">{t('password.again')}</label><input {...input('again', { type: 'password', required: true, autocomplete: 'new-password' })} /></div>
      <Fault error={error} />
      <button type="submit" class="main" disabled={isBusy}>{t('sign-up')}</button>
    </form>
  );
}

/** What a first visitor sees. settings: app/settings.json; ended: why the last session is over. */
interface Account {
  username: string;
  password: string;
  role: string;
}

export function Entry({ settings, ended, onEnter }: { settings: { title: string; lacksKey?: boolean; accounts?: Account[] }; ended?: 'idle' | 'session'; onEnter: Enter }) {
  const [isNew, setNew] = useState(false);
  const [error, setError] = useState<string>();
  const enter = async ({ username, password, code }: { username: string; password: string; code?: string }) => {
    try {
      await onEnter(await server.signIn(username, password, code));
    } catch (thrown) {
      const fault = thrown as Error & { code?: number };
      throw Object.assign(fault, { status: fault.code ? 400 : 0, message: fault.code && !/MFA|authData/.test(fault.message) ? plainFault(fault) : fault.message });
    }
  };
  const demo = (account: Account) => enter(account).catch((fault) => setError(fault));
  return (
    <main class="entry">
      <header class="row spread"><h1>{settings.title}</h1><div class="row"><LanguageChoice /><ThemeChoice /></div></header>
      {ended && <p class="note warn" role="alert">{t(ended === 'idle' ? 'ended.idle' : 'ended.session')}</p>}
      {settings.lacksKey && <p class="note bad" role="alert">{t('lacks-key')}</p>}
      <section class="card stack" aria-label={t(isNew ? 'sign-up' : 'sign-in')}>
        <h2>{t(isNew ? 'sign-up' : 'sign-in')}</h2>
        {isNew ? <SignUpForm onEnter={onEnter} /> : <SignInForm isIdKnown onSignIn={enter} />}
        <button type="button" class="quiet" onClick={() => setNew(!isNew)}>{t(isNew ? 'sign-up.have' : 'sign-up.none')}</button>
      </section>
      {settings.accounts && settings.accounts.length > 0 && (
        <section class="card stack" aria-label={t('demo')}>
          <h2>{t('demo')}</h2>
          <p class="soft">{t('demo.explained')}</p>
          <div class="row">{settings.accounts.map((account) => <button key={account.username} type="button" onClick={() => demo(account)}>{t('demo.enter', { role: wordLabel(account.role.toLowerCase()) })}</button>)}</div>
          <Fault error={error} />
        </section>
      )}
      <p class="soft small">{t('entry.privacy')}</p>
    </main>
  );
}

/** The role requests of the reader, the newest first, and a way to make one. */
export function RoleRequests({ role, onBack }: { role: string; onBack?(): void }) {
  const { userId, reload } = useSession();
  const { rows } = useRows(RoleRequest, { where: { user: userPointer(userId), role }, order: '-createdAt' });
  const [error, setError] = useState<string>();
  if (!rows) return <Waiting />;
  const newest = rows[0];
  const ask = async () => {
    setError(undefined);
    try {
      await server.create(RoleRequest, { user: userPointer(userId), role });
    } catch (fault) {
      setError(plainFault(fault));
    }
  };
  const withdraw = () => server.remove(RoleRequest, (newest as typeof rows[number]).objectId).catch((fault) => setError(plainFault(fault)));
  return (
    <section class="card stack" aria-label={t('request.of', { role: wordLabel(role) })}>
      <h2>{t('request.of', { role: wordLabel(role) })}</h2>
      {newest && <p>{t('request.state')} <Chip word={newest.status ?? 'pending'} /></p>}
      {newest?.status === 'pending' && <p class="soft">{t('request.pending')}</p>}
      {newest?.status === 'approved' && <p class="soft">{t('request.approved')}</p>}
      <Fault error={error} />
      <div class="row">
        {(!newest || ['rejected', 'revoked'].includes(newest.status ?? '')) && <button type="button" class="main" onClick={ask}>{t('request.ask', { role: wordLabel(role) })}</button>}
        {newest?.status === 'pending' && <button type="button" onClick={withdraw}>{t('request.withdraw')}</button>}
        {newest && <button type="button" class={newest.status === 'approved' ? 'main' : ''} onClick={reload}>{t('request.look')}</button>}
        {onBack && <button type="button" class="quiet" onClick={onBack}>{t('back')}</button>}
      </div>
    </section>
  );
}

/** Somebody who is nobody yet: a patient's profile to fill in, or the role of a provider to ask for. */
export function Welcome({ profileClass, role = 'provider' }: { profileClass?: string; role?: string }) {
  const { userId, username, model, reload, roleNames } = useSession();
  const [path, setPath] = useState<string>();
  const isProvider = roleNames.includes(role);
  const fields = profileClass && fieldsToCreate(model, profileClass).filter(({ name }: { name: string }) => !['user', 'isActive', 'patientHistory'].includes(name));
  if (path === 'provider' || isProvider) return <RoleRequests role={role} onBack={() => setPath(undefined)} />;
  return (
    <section class="stack" aria-label={t('welcome', { name: username })}>
      <h2>{t('welcome', { name: username })}</h2>
      {path !== 'patient' && (
        <>
          <p>{t('welcome.who')}</p>
          <div class="tiles">
            <button type="button" class="card tile" onClick={() => setPath('patient')}><strong>{t('welcome.patient')}</strong><span class="soft">{t('welcome.patient.more')}</span></button>
            {roleNames.includes('admin') && <a class="card tile" href="console"><strong>{t('welcome.admin')}</strong><span class="soft">{t('welcome.admin.more')}</span></a>}
            {model.has('RoleRequest') && <button type="button" class="card tile" onClick={() => setPath('provider')}><strong>{t('welcome.provider')}</strong><span class="soft">{t('welcome.provider.more')}</span></button>}
          </div>
        </>
      )}
      {path === 'patient' && (
        <div class="card">
          <h3>{classLabel(model, profileClass)}</h3>
          <RowForm className={profileClass} fields={fields} action={t('save')} onCancel={() => setPath(undefined)} onSave={async (values: object) => {
            const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
            await server.create(server.classOf(profileClass as string), { ...set, user: userPointer(userId), ...(model.has(profileClass, ['isActive']) ? { isActive: true } : {}) });
            message(t('saved'));
            await reload();
          }} />
        </div>
      )}
    </section>
  );
}
