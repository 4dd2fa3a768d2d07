// Changing a row: as it is, or with an electronic signature where the spec asks for one. A class whose versions are
// numbered is told which one was read, so that of two who change it at once the second is told.
import { useState } from 'preact/hooks';
import { Dialog, Fault, message, Waiting } from '../../kit/parts.jsx';
import { useLoad } from '../../kit/load.js';
import { plainFault } from '../faults.js';
import { fieldOf, needsSignature } from '../model.js';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { fieldLabel, t, valueLabel } from '../values.js';

const MEANINGS = ['approval', 'authorship', 'review', 'correction'];

function Changes({ className, changes }) {
  const { model } = useSession();
  return (
    <dl class="facts">
      {Object.entries(changes).map(([name, value]) => (
        <div key={name}><dt>{fieldLabel(model, className, name)}</dt><dd>{value === null ? t('removed') : valueLabel(model, className, name, value)}</dd></div>
      ))}
    </dl>
  );
}

/** Asks for the meaning and the password, and signs. `row` is undefined for a new row. */
export function SignDialog({ className, row, changes, title, onDone, onClose }) {
  const { model } = useSession();
  const [meaning, setMeaning] = useState(row && !changes.publicationStatus ? 'correction' : 'approval');
  const [password, setPassword] = useState('');
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  // What is signed is the version that the signer has before them.
  const { data: newest, error: unread } = useLoad(async () => (row ? (await server.versions(server.classOf(className), row.objectId))[0] : null), []);
  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await server.sign(server.classOf(className), { ...(row ? { objectId: row.objectId, version: newest._version } : {}), changes, meaning, password });
      message(t('signed'));
      onDone();
    } catch (fault) {
      setError(plainFault(fault, model, className));
      setBusy(false);
    }
  }
  if (newest === undefined && !unread) return <Dialog title={title} onClose={onClose}><Waiting /></Dialog>;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{t('sign.explained')}</p>
      <Changes className={className} changes={changes} />
      {newest && <p class="soft">{t('sign.version', { n: newest._version })}</p>}
      <form class="stack" onSubmit={submit}>
        <div class="field"><label for="meaning">{t('sign.meaning')}</label>
          <select id="meaning" value={meaning} onChange={(event) => setMeaning(event.currentTarget.value)}>{MEANINGS.map((one) => <option key={one} value={one}>{t(`meaning.${one}`)}</option>)}</select></div>
        <div class="field"><label for="sign-password">{t('sign.password')}</label>
          <input id="sign-password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} /></div>
        <Fault error={error ?? (unread && plainFault(unread))} />
        <div class="dialog-end"><button type="button" onClick={onClose}>{t('cancel')}</button><button type="submit" class="main" disabled={isBusy || Boolean(unread)}>{t('sign')}</button></div>
      </form>
    </Dialog>
  );
}

/**
 * { change(row, changes, title), create(className, values, title), dialog }: makes a change, or asks for the signature
 * that it needs first; the dialog has to be rendered. Both reject with what the server refused, and resolve when it is
 * done, or when somebody thought better of it (false).
 */
export function useChange() {
  const { model } = useSession();
  const [asked, setAsked] = useState();
  const signed = (request) => new Promise((resolve) => {
    const end = (isDone) => {
      setAsked(undefined);
      resolve(isDone);
    };
    setAsked({ ...request, onDone: () => end(true), onClose: () => end(false) });
  });
  async function change(row, changes, title = t('sign.change')) {
    const { className, objectId } = row;
    if (needsSignature(model, className, 'change', changes)) return signed({ className, row, changes, title });
    const number = fieldOf(model, className, 'version') && model.classes.get(className).versions && typeof row.version === 'number' ? { version: row.version } : {};
    await server.save(server.classOf(className), objectId, { ...changes, ...(Object.keys(changes).join() === 'isAcknowledged' ? {} : number) });
    return true;
  }
  async function create(className, values, title = t('sign.create')) {
    if (needsSignature(model, className, 'create')) return signed({ className, changes: values, title });
    await server.create(server.classOf(className), values);
    return true;
  }
  return { change, create, dialog: asked ? <SignDialog {...asked} /> : null };
}
