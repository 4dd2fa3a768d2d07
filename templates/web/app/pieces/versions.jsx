// What a row said before: its versions, the newest first, with what each changed; and who signed which.
import { Dialog, Fault, Waiting } from '../../kit/parts.jsx';
import { useLoad } from '../../kit/load.js';
import { isSame } from '../../kit/values.js';
import { plainFault } from '../faults.js';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { dateText, fieldLabel, t, valueLabel } from '../values.js';
import { FileLink } from './form.jsx';

const OWN = ['objectId', 'createdAt', 'updatedAt', 'ACL', 'className', '__type', 'version'];

/** The fields whose values differ; the server's own, and pointers, whose ids tell nobody anything, are left out. */
const differing = (model, className, a, b = {}) => model.classes.get(className).fields
  .filter(({ name, type }) => !OWN.includes(name) && type !== 'Pointer' && !isSame(a[name], b[name])).map(({ name }) => name);

function Value({ className, name, row }) {
  const { model } = useSession();
  const value = row[name];
  const files = [value].flat().filter((one) => one?.__type === 'File');
  if (files.length) return files.map((file) => <FileLink key={file.name} file={file} />);
  return valueLabel(model, className, name, value) || <span class="soft">{t('not-set')}</span>;
}

function Version({ className, version, before, signature }) {
  const { model, userId } = useSession();
  const names = differing(model, className, version, before);
  const by = !version._by ? t('by-server') : version._by.objectId === userId ? t('you') : t('somebody-else');
  return (
    <li>
      <h3>{t('version.n', { n: version._version })} <small>{dateText(version._at)} · {by}{signature ? ` · ${t('version.signed', { name: signature.signerName, meaning: t(`meaning.${signature.meaning}`) })}` : ''}</small></h3>
      {names.length === 0 ? <p class="soft">{t('version.same')}</p> : (
        <dl class="facts">
          {names.map((name) => (
            <div key={name}><dt>{fieldLabel(model, className, name)}</dt>
              <dd>{before && before[name] !== undefined && <><del><Value className={className} name={name} row={before} /></del> <span aria-hidden="true">→</span> </>}<Value className={className} name={name} row={version} /></dd></div>
          ))}
        </dl>
      )}
    </li>
  );
}

export function VersionsDialog({ row, title, onClose }) {
  const { className, objectId } = row;
  const { data, error } = useLoad(async () => {
    const [versions, signatures] = await Promise.all([server.versions(server.classOf(className), objectId), server.signatures(server.classOf(className), objectId).catch(() => [])]);
    return { versions, signatures };
  }, [objectId, row.updatedAt]);
  return (
    <Dialog title={t('versions.of', { title })} onClose={onClose} isWide>
      {error && <Fault error={plainFault(error)} />}
      {!data && !error && <Waiting />}
      {data && (
        <ol class="versions" reversed>
          {data.versions.map((version, i) => <Version key={version._version} className={className} version={version} before={data.versions[i + 1]} signature={data.signatures.find((one) => one.version === version._version)} />)}
        </ol>
      )}
      <div class="dialog-end"><button type="button" onClick={onClose}>{t('close')}</button></div>
    </Dialog>
  );
}
