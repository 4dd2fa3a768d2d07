// What the server answered each of them, side by side: which objects only one of them was shown stands out.
import { useState } from 'preact/hooks';
import { Choice } from '../kit/parts.jsx';

const objectsOf = (json) => (Array.isArray(json?.results) ? json.results.filter((one) => one && typeof one === 'object') : []);

/** A value in a cell: what it is, in a few characters. */
function cellText(value) {
  if (value === undefined) return '';
  if (value?.__type === 'Date') return value.iso;
  if (value?.__type === 'Pointer') return `${value.className} ${value.objectId}`;
  if (value?.__type === 'Object') return `${value.className} ${value.objectId} …`;
  if (value?.__type === 'File') return value.name;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Table({ objects, isOnlyHere, others }) {
  const names = [...new Set(objects.flatMap(Object.keys))].filter((name) => !['objectId', 'createdAt', 'updatedAt', 'ACL'].includes(name));
  return (
    <table>
      <thead><tr><th scope="col">objectId</th>{names.map((name) => <th scope="col">{name}</th>)}</tr></thead>
      <tbody>
        {objects.map((one) => (
          <tr class={isOnlyHere(one) ? 'only' : ''}>
            <th scope="row">{one.objectId}{isOnlyHere(one) && <small> not shown to {others}</small>}</th>
            {names.map((name) => <td>{cellText(one[name])}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function summaryOf({ status, milliseconds, json, error }) {
  if (error) return error;
  if (json?.errors) return `${status}, ${json.errors.length === 1 ? 'an error' : `${json.errors.length} errors`}: ${json.errors[0].message}, ${milliseconds} ms`;
  const said = json?.error ? `${json.code ? `error ${json.code}: ` : ''}${json.error}` : Array.isArray(json?.results)
    ? `${json.results.length} ${json.results.length === 1 ? 'object' : 'objects'}${json.count === undefined ? '' : ` of ${json.count}`}` : 'answered';
  return `${status}, ${said}, ${milliseconds} ms`;
}

function Answer({ person, answer, others, form }) {
  const objects = objectsOf(answer.json);
  const elsewhere = others.map((one) => new Set(objectsOf(one.answer.json).map(({ objectId }) => objectId)));
  const isOnlyHere = ({ objectId }) => elsewhere.length > 0 && elsewhere.every((ids) => !ids.has(objectId));
  const names = others.map((one) => one.person.role.toLowerCase()).join(' or ');
  return (
    <article aria-label={`Answer to ${person.role.toLowerCase()}`}>
      <h3>{person.role} <span>{person.label}</span></h3>
      <p class={answer.status < 400 ? 'good' : 'bad'}>{summaryOf(answer)}</p>
      <div class="scrolls" tabindex="0" role="region" aria-label={`What ${person.role.toLowerCase()} is shown`}>
        {form === 'table' && objects.length > 0 ? <Table objects={objects} isOnlyHere={isOnlyHere} others={names} />
          : answer.json !== undefined && <pre><code>{typeof answer.json === 'string' ? answer.json : JSON.stringify(answer.json, null, 2)}</code></pre>}
      </div>
    </article>
  );
}

export function Answers({ answers, idPrefix = '' }) {
  const [form, setForm] = useState('table');
  return (
    <section aria-labelledby={`${idPrefix}answers`} aria-live="polite">
      <div class="row">
        <h2 id={`${idPrefix}answers`}>What each is shown</h2>
        <Choice id={`${idPrefix}answer-form`} label="As" value={form} onChoose={setForm} options={[['table', 'table'], ['json', 'JSON']]} />
      </div>
      {!answers && <p>Nothing was asked yet.</p>}
      {answers && <div class="answers">{answers.map((one) => <Answer key={one.person.key} {...one} others={answers.filter((other) => other !== one)} form={form} />)}</div>}
    </section>
  );
}
