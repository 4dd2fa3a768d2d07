// Who has looked at one's own record, when and why: what the server tells of it (accessReport), page by page.
import { useEffect, useState } from 'preact/hooks';
import { Dialog, Fault, Waiting } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { classLabel, dateText, listText, moment, t, wordLabel } from '../values.js';

const known = (key, otherwise) => (t(key) === key ? otherwise : t(key));

/** A professional by name or role; somebody with whom the record was shared is known by that alone. */
function whoText({ who, by }) {
  if (!who) return by ? t('by-server') : t('somebody-else');
  const roles = listText(who.roles.map(wordLabel));
  return who.name ? listText([who.name, roles]) : roles || t('somebody-else');
}

/** Dates come from Parse's SDK as such. */
const iso = (at) => (at instanceof Date ? at.toISOString() : moment(at).iso);

function Entry({ entry, model }) {
  const grounds = (entry.grounds ?? []).map((ground) => known(`ground.${ground}`, ground));
  const reasons = [...(entry.emergencies ?? []).map(({ reason }) => reason), ...(entry.consents ?? []).map(({ purpose }) => purpose)].filter(Boolean);
  return (
    <li class="card">
      <strong>{whoText(entry)}</strong> <small>{dateText({ iso: iso(entry.at) })}</small>
      <div>{t('pair', { name: known(`access.${entry.action}`, wordLabel(entry.action)), value: classLabel(model, entry.className) })}</div>
      {grounds.length > 0 && <small>{reasons.length ? t('pair', { name: listText(grounds), value: reasons.join(t('list.parts')) }) : listText(grounds)}</small>}
    </li>
  );
}

export function AccessReport({ onClose }) {
  const { model } = useSession();
  const [entries, setEntries] = useState();
  const [next, setNext] = useState();
  const [error, setError] = useState();
  async function load(after) {
    setError(undefined);
    try {
      const page = await server.accessReport(after);
      setEntries((before) => [...(after ? before : []), ...page.results]);
      setNext(page.next);
    } catch (fault) {
      setError(fault);
    }
  }
  useEffect(() => {
    load();
  }, []);
  return (
    <Dialog title={t('access')} onClose={onClose}>
      <p class="soft">{t('access.hint')}</p>
      {error && <Fault error={plainFault(error)} onRetry={() => load(entries ? next : undefined)} />}
      {!entries && !error && <Waiting />}
      {entries?.length === 0 && <p class="empty">{t('access.none')}</p>}
      <ul class="plain stack tight">{entries?.map((entry, i) => <Entry key={i} entry={entry} model={model} />)}</ul>
      <div class="dialog-end">
        {next && <button type="button" onClick={() => load(next)}>{t('access.more')}</button>}
        <button type="button" class="main" onClick={onClose}>{t('close')}</button>
      </div>
    </Dialog>
  );
}
