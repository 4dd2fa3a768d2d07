// The versions of an object, two of them side by side: what changed stands out, by a sign and a word as well.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { useLoad } from '../kit/load.js';
import { Choice, Fault, Waiting } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { isSame, objectTitle } from '../kit/values.js';
import { Cell, TimeCell } from './cells.jsx';
import { useConsole } from './context.js';
import { withNames } from './names.js';

const LIMIT = 100;
const ABOUT = ['objectId', 'createdAt', 'updatedAt', '__type', 'className'];

const byText = (version) => (version._by ? objectTitle(version._by) : t(version._means === 'masterKey' ? 'master-key' : 'nobody'));
const titleOf = (version) => t('version.title', { n: version._version, by: byText(version) });

/** Each field of one of the two, and what became of it: same, changed, added or removed. */
export function differences(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !name.startsWith('_') && !ABOUT.includes(name));
  return names.sort().map((name) => {
    const how = isSame(before[name], after[name]) ? 'same' : !(name in before) ? 'added' : !(name in after) ? 'removed' : 'changed';
    return { name, how, before: before[name], after: after[name] };
  });
}

/** A text's words with those that differ marked: what both begin and end with stays as it is. */
function Marked({ value, other, field, kind }) {
  if (typeof value !== 'string' || typeof other !== 'string' || value === other) return <Cell value={value} field={field} />;
  let start = 0;
  while (start < value.length && value[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(value.length, other.length) - start && value.at(-1 - end) === other.at(-1 - end)) end += 1;
  const Mark = kind === 'before' ? 'del' : 'ins';
  return <span class="marked">{value.slice(0, start)}<Mark>{value.slice(start, value.length - end)}</Mark>{value.slice(value.length - end)}</span>;
}

const SIGNS = { same: '', changed: '≠', added: '+', removed: '−' };

function Comparison({ info, before, after, onlyChanged }) {
  const rows = differences(before, after).filter(({ how }) => !onlyChanged || how !== 'same');
  return (
    <div class="scrolls" tabindex="0" role="region" aria-label={t('versions.compared')}>
      <table class="comparison">
        <thead><tr><th scope="col">{t('field')}</th><th scope="col">{titleOf(before)}</th><th scope="col">{titleOf(after)}</th></tr></thead>
        <tbody>{rows.map(({ name, how, ...values }) => (
          <tr key={name} class={how}>
            <th scope="row"><span aria-hidden="true" class="sign">{SIGNS[how]}</span> {name} {how !== 'same' && <span class="chip">{t(`version.${how}`)}</span>}</th>
            <td><Marked value={values.before} other={values.after} field={info.fields[name]} kind="before" /></td>
            <td><Marked value={values.after} other={values.before} field={info.fields[name]} kind="after" /></td>
          </tr>
        ))}</tbody>
      </table>
      {rows.length === 0 && <p class="wait">{t('versions.same')}</p>}
    </div>
  );
}

export function Versions({ info, objectId }) {
  const page = useConsole();
  const [chosen, setChosen] = useState({});
  const [onlyChanged, setOnlyChanged] = useState(true);
  const { data, error, reload } = useLoad(async () => {
    const answer = await page.client.get(`${objectPath(info.className, objectId)}/versions`, { order: '-_version', limit: LIMIT, count: 1 });
    return { ...answer, results: await withNames(page, answer.results) };
  }, [objectId]);
  if (error) return <Fault error={error} onRetry={reload} />;
  if (!data) return <Waiting />;
  const versions = data.results;
  const find = (number) => versions.find(({ _version }) => String(_version) === number);
  const after = find(chosen.after) ?? versions[0];
  const before = find(chosen.before) ?? versions[1] ?? versions[0];
  if (!after) return <p class="note">{t('nothing-here')}</p>;
  const options = versions.map((version) => [String(version._version), titleOf(version)]);
  return (
    <>
      <div class="row">
        <Choice id="before" label={t('version.before')} value={String(before._version)} options={options} onChoose={(value) => setChosen({ ...chosen, before: value })} />
        <Choice id="after" label={t('version.after')} value={String(after._version)} options={options} onChoose={(value) => setChosen({ ...chosen, after: value })} />
        <label class="check"><input type="checkbox" checked={onlyChanged} onChange={(event) => setOnlyChanged(event.currentTarget.checked)} /> {t('versions.only-changed')}</label>
      </div>
      {data.count > versions.length && <p class="note">{t('versions.newest', { n: versions.length, all: data.count })}</p>}
      <Comparison info={info} before={before} after={after} onlyChanged={onlyChanged} />
      <ol class="history" reversed aria-label={t('versions')}>
        {versions.map((version) => <li key={version._version} class="row"><span class="chip">{version._version}</span><TimeCell iso={version._at.iso} /><span>{byText(version)}</span><small>{t(`means.${version._means}`)}</small></li>)}
      </ol>
    </>
  );
}
