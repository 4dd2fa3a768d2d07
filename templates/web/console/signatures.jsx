// Electronic signatures: who signed which version of an object, whether it still holds, and signing.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { useLoad } from '../kit/load.js';
import { Dialog, Fault, message, Waiting } from '../kit/parts.jsx';
import { Table } from '../kit/table.jsx';
import { t } from '../kit/texts.js';
import { TimeCell } from './cells.jsx';
import { useConsole } from './context.js';
import { may } from './model.js';

const MEANINGS = ['approval', 'review', 'authorship', 'correction'];

/** Signs changes of an object, or as it is; asks for the meaning and the password, which leaves with the request. */
export function SignDialog({ className, objectId, changes, version, onClose, onSigned }) {
  const { client, who } = useConsole();
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    const { meaning, password } = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setError(undefined);
    try {
      const { result } = await client.post('/functions/sign', { className, objectId, changes, version, meaning, password });
      onClose();
      message(t('signed'));
      onSigned(result);
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  }
  return (
    <Dialog title={t(changes ? 'sign.and-save' : 'sign.as-it-is')} onClose={onClose}>
      <p>{t('sign.more', { name: who.username })}</p>
      <form class="stack" onSubmit={submit}>
        <div class="field"><label for="meaning">{t('sign.meaning')}</label><input id="meaning" name="meaning" list="meanings" required /><datalist id="meanings">{MEANINGS.map((one) => <option key={one} value={one} />)}</datalist></div>
        <div class="field"><label for="sign-password">{t('password')}</label><input id="sign-password" name="password" type="password" autocomplete="current-password" required /></div>
        <Fault error={error} />
        <div class="dialog-end"><button type="button" onClick={onClose}>{t('cancel')}</button><button type="submit" class="main" disabled={isBusy}>{t('sign')}</button></div>
      </form>
    </Dialog>
  );
}

const columns = () => [
  { key: 'signer', title: t('sign.signer'), render: (one) => one.signerName ?? one.signer?.objectId },
  { key: 'meaning', title: t('sign.meaning'), render: (one) => one.meaning },
  { key: 'version', title: t('version'), isNumber: true, render: (one) => one.version },
  { key: 'at', title: t('time'), render: (one) => <TimeCell iso={one.at.iso ?? one.at} /> },
  { key: 'valid', title: t('sign.holds'), render: (one) => <span class={one.valid ? 'chip good' : 'chip bad'}>{t(one.valid ? 'sign.valid' : 'sign.broken')}</span> },
  { key: 'hashes', title: t('sign.hashes'), render: (one) => (one.contentHash ? <details><summary>SHA-256</summary><code>{t('sign.content')} {one.contentHash}</code><br /><code>{t('sign.record')} {one.recordHash}</code></details> : <span class="soft">{t('sign.no-hashes')}</span>) },
];

/** The signatures of an object. The server recomputes both hashes of each whenever it is asked. */
export function SignatureList({ className, objectId, info }) {
  const { client, who } = useConsole();
  const [isSigning, setSigning] = useState(false);
  const { data, error, isLoading, reload } = useLoad(() => client.get(`${objectPath(className, objectId)}/signatures`), [objectId]);
  const verify = async () => {
    await reload();
    message(t('sign.verified'));
  };
  return (
    <>
      <Fault error={error} onRetry={reload} />
      {!data && !error && <Waiting />}
      {data && <Table name={t('signatures')} columns={columns()} rows={data.results} keyOf={({ id }) => id} />}
      <div class="row">
        <button type="button" onClick={verify} disabled={isLoading}>{t('sign.verify')}</button>
        {may(info, 'update') && !who.isMaster && <button type="button" onClick={() => setSigning(true)}>{t('sign.as-it-is')}</button>}
      </div>
      <small>{t('sign.explained')}</small>
      {isSigning && <SignDialog className={className} objectId={objectId} onClose={() => setSigning(false)} onSigned={reload} />}
    </>
  );
}
