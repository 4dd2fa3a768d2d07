// Signing in, with a second factor where the account has one, and what is told before a session ends by itself.
import { useEffect, useId, useState } from 'preact/hooks';
import { isCodeMissing, isCodeWrong } from './identity.js';
import { Fault } from './parts.jsx';
import { t } from './texts.js';
import { timeText } from './values.js';

const WARNING = 2 * 60 * 1000; // ms before the end

/**
 * onSignIn({ username, password, code, applicationId, clientKey }) rejects with a RequestError when it does not work. A username
 * that is given cannot be changed; an application id, and a client key for a server that wants one, are asked for unless
 * they are known.
 */
export function SignInForm({ username, applicationId, isIdKnown, onSignIn, children }) {
  const [values, setValues] = useState({ username: username ?? '', password: '', code: '', applicationId: applicationId ?? '', clientKey: '' });
  const [needsCode, setNeedsCode] = useState(false);
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const input = (name, more) => ({ id: `${id}${name}`, name, value: values[name], onInput: (event) => setValues({ ...values, [name]: event.currentTarget.value }), required: true, spellcheck: false, autocapitalize: 'none', ...more });

  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await onSignIn({ ...values, applicationId: values.applicationId.trim(), clientKey: values.clientKey.trim() });
    } catch (fault) {
      if (isCodeMissing(fault)) setNeedsCode(true);
      else setError(isCodeWrong(fault) ? t('code.wrong') : fault);
    }
    setBusy(false);
  }

  return (
    <form class="stack" onSubmit={submit}>
      {!isIdKnown && (
        <div class="field"><label for={`${id}applicationId`}>{t('application-id')}</label><input {...input('applicationId', { autocomplete: 'off' })} aria-describedby={`${id}hint`} /><small id={`${id}hint`}>{t('application-id.hint')}</small></div>
      )}
      <div class="field"><label for={`${id}username`}>{t('username')}</label><input {...input('username', { autocomplete: 'username', readOnly: username !== undefined })} /></div>
      <div class="field"><label for={`${id}password`}>{t('password')}</label><input {...input('password', { type: 'password', autocomplete: 'current-password' })} /></div>
      {needsCode && (
        <div class="field"><label for={`${id}code`}>{t('code')}</label><input {...input('code', { autocomplete: 'one-time-code' })} ref={(element) => element && !values.code && element.focus()} aria-describedby={`${id}code-hint`} /><small id={`${id}code-hint`}>{t('code.hint')}</small></div>
      )}
      {!isIdKnown && <details><summary>{t('client-key.more')}</summary><div class="field"><label for={`${id}clientKey`}>{t('client-key')}</label><input {...input('clientKey', { autocomplete: 'off', required: false })} /></div></details>}
      <Fault error={error} />
      <div class="row"><button type="submit" class="main" disabled={isBusy}>{t(isBusy ? 'signing-in' : 'sign-in')}</button>{children}</div>
    </form>
  );
}

/** What the server keeps of a session's last use may be up to a tenth of the limit, at most a minute, early. */
const endOf = (lastUse, idleSeconds) => lastUse + idleSeconds * 1000 - Math.min(60, idleSeconds / 10) * 1000;

/** Tells how long until an idle session ends, how to keep it, and onEnd() that it has. client.lastUse moves with each request. */
export function IdleNotice({ client, idleSeconds, onStay, onEnd }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = endOf(client.lastUse, idleSeconds) - now;
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver]);
  if (left > Math.min(WARNING, (idleSeconds * 1000) / 2) || isOver) return null;
  return <div class="note warn row" role="status"><span>{t('idle.soon', { time: timeText(left) })}</span><button type="button" class="small" onClick={onStay}>{t('idle.stay')}</button></div>;
}
