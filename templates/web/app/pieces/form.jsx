// A form of a row's fields, for people: an input by what a field is, labels in words, and what the server refuses said
// above the button, with all that was typed still there.
import { useId, useState } from 'preact/hooks';
import { inputs } from '../../kit/inputs.jsx';
import { Fault } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { useRows } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { fieldLabel, fileTitle, localText, memberLabel, t, wordLabel } from '../values.js';
import { titleOf } from './titles.js';

const LONG = /body|text|note|descri|instruction|content|comment|summary|reason|details|feedback|incident|action|recommendation|outcome|history/i;
const DAY = /birth|dob$|^date$|(?<!.At)Date$|^date[A-Z]|onset/i;

/** Whether a date is a day, and not a moment of it. */
export const isDay = (name) => DAY.test(name) && !/At$|timestamp/.test(name);

function TextInput({ value, onChange, field, ...more }) {
  const Element = LONG.test(field.name) ? 'textarea' : 'input';
  return <Element value={value ?? ''} onInput={(event) => onChange(event.currentTarget.value)} {...more} />;
}

function WordInput({ value, onChange, field, words, ...more }) {
  return (
    <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} {...more}>
      {!(field.required && value) && <option value="">{t('choose')}</option>}
      {words.map((word) => <option key={word} value={word}>{wordLabel(word)}</option>)}
    </select>
  );
}

function DateInput({ value, onChange, field, ...more }) {
  const day = isDay(field.name);
  const change = (event) => {
    const typed = event.currentTarget.value;
    onChange(typed ? { __type: 'Date', iso: day ? `${typed}T00:00:00.000Z` : new Date(typed).toISOString() } : undefined);
  };
  return <input type={day ? 'date' : 'datetime-local'} value={value ? localText(value, day) : ''} onChange={change} {...more} />;
}

function NumberInput({ value, onChange, field, ...more }) {
  return <input type="number" step="any" inputmode="decimal" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.valueAsNumber)} {...more} />;
}

/** Several words of a list. */
function WordsInput({ id, value = [], onChange, words, disabled }) {
  const flip = (word, isOn) => onChange(isOn ? [...value, word] : value.filter((one) => one !== word));
  return (
    <div class="checks" role="group" aria-labelledby={`${id}-label`}>
      {words.map((word) => <label key={word} class="check"><input type="checkbox" disabled={disabled} checked={value.includes(word)} onChange={(event) => flip(word, event.currentTarget.checked)} /> {wordLabel(word)}</label>)}
    </div>
  );
}

function TagsInput({ value, onChange, field, ...more }) {
  const [text, setText] = useState((value ?? []).map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', '));
  const change = (event) => {
    setText(event.currentTarget.value);
    onChange(event.currentTarget.value.split(/[,、，]/).map((one) => one.trim()).filter(Boolean));
  };
  return <><input value={text} onInput={change} {...more} aria-describedby={`${more.id}-hint`} /><small id={`${more.id}-hint`}>{t('tags.hint')}</small></>;
}

/** A button that chooses files, in the reader's language where the browser's own is in the browser's. */
export const FileButton = ({ label, chooser, ...more }) => <label class="button choose-file">{label}<input type="file" class="only-heard" ref={chooser} {...more} /></label>;

async function store(files, onBusy) {
  onBusy(true);
  try {
    return await Promise.all([...files].map(server.upload));
  } finally {
    onBusy(false);
  }
}

export const FileLink = ({ file }) => (file.url ? <a href={file.url} target="_blank" rel="noreferrer" download={fileTitle(file.name)}>{fileTitle(file.name)}</a> : <span>{fileTitle(file.name)}</span>);

function FilesInput({ value, onChange, field, isOne, ...more }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState();
  const list = isOne ? [value].filter(Boolean) : value ?? [];
  async function choose(event) {
    const input = event.currentTarget;
    setError(undefined);
    try {
      const stored = await store(input.files, setBusy);
      onChange(isOne ? stored[0] : [...list, ...stored]);
    } catch (fault) {
      setError(plainFault(fault));
    }
    input.value = '';
  }
  return (
    <div class="stack tight">
      {list.map((file) => (
        <span class="row" key={file.name}><span>{fileTitle(file.name)}</span>
          <button type="button" class="quiet small" onClick={() => onChange(isOne ? undefined : list.filter((one) => one !== file))}>{t('remove')}</button></span>
      ))}
      <div><FileButton label={t(isOne ? 'file.choose' : 'files.choose')} multiple={!isOne} onChange={choose} {...more} required={more.required && list.length === 0} /></div>
      {isBusy && <span role="status">{t('file.uploading')}</span>}
      <Fault error={error} />
    </div>
  );
}

/** Names and values of an Object, a line each. What is nested stays as it is; what was a number stays one. */
function PairsInput({ id, value, onChange, field, disabled }) {
  const [lines, setLines] = useState(() => Object.entries(value ?? {}));
  const change = (next) => {
    setLines(next);
    const kept = next.filter(([name]) => name.trim());
    onChange(kept.length ? Object.fromEntries(kept.map(([name, one]) => [name.trim(), one])) : undefined);
  };
  const valueOf = (before, text) => (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);
  const edit = (at, part, text) => change(lines.map((line, i) => (i !== at ? line : part === 0 ? [text, line[1]] : [line[0], valueOf(line[1], text)])));
  return (
    <div class="stack tight" role="group" aria-labelledby={`${id}-label`}>
      {lines.map(([name, one], i) => (
        <span class="pair" key={i}>
          <input aria-label={t('pairs.name')} placeholder={t('pairs.name')} value={name} disabled={disabled} onInput={(event) => edit(i, 0, event.currentTarget.value)} />
          {typeof one === 'object' ? <code>{JSON.stringify(one)}</code>
            : <input aria-label={name ? memberLabel(name) : t('pairs.value')} placeholder={t('pairs.value')} value={String(one)} disabled={disabled} onInput={(event) => edit(i, 1, event.currentTarget.value)} />}
          <button type="button" class="quiet small" aria-label={`${t('remove')}: ${name}`} onClick={() => change(lines.filter((_, at) => at !== i))}>{t('remove')}</button>
        </span>
      ))}
      <div><button type="button" id={id} class="small" disabled={disabled} onClick={() => setLines([...lines, ['', '']])}>{t('pairs.add')}</button></div>
    </div>
  );
}

/** One of the rows that may be found; nothing to choose from is said. */
function PointerInput({ value, onChange, field, ...more }) {
  const { model } = useSession();
  const { rows } = useRows(server.classOf(field.target), { order: '-createdAt', limit: 100 });
  if (!rows) return <span class="soft">{t('loading')}</span>;
  const choose = (event) => onChange(event.currentTarget.value ? { __type: 'Pointer', className: field.target, objectId: event.currentTarget.value } : undefined);
  return (
    <select value={value?.objectId ?? ''} onChange={choose} {...more}>
      <option value="">{t('choose')}</option>
      {rows.map((row) => <option key={row.objectId} value={row.objectId}>{titleOf(model, row)}</option>)}
    </select>
  );
}

function inputOf(field, words) {
  if (field.type === 'Array') return words ? WordsInput : field.element === 'File' || /attachments|files/i.test(field.name) ? FilesInput : TagsInput;
  if (words) return WordInput;
  return { String: TextInput, Date: DateInput, Number: NumberInput, Object: PairsInput, Pointer: PointerInput, File: FilesInput }[field.type] ?? inputs[field.type] ?? TextInput;
}

/** field: as the model has it, and `words` to offer where it has none of its own. */
export function Field({ className, field, value, onChange, words = field.oneOf, isDisabled }) {
  const { model } = useSession();
  const id = useId();
  const label = fieldLabel(model, className, field.name);
  if (field.type === 'Boolean') {
    return <div class="field"><label class="check"><input type="checkbox" checked={Boolean(value)} disabled={isDisabled} onChange={(event) => onChange(event.currentTarget.checked)} /> {label}</label></div>;
  }
  const Input = inputOf(field, words);
  const isWide = LONG.test(field.name) || ['Array', 'Object', 'File'].includes(field.type);
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label id={`${id}-label`} for={id}>{label}{!field.required && <small> {t('optional')}</small>}</label>
      <Input id={id} field={field} words={words} value={value} onChange={onChange} disabled={isDisabled} isOne={field.type === 'File'} required={field.required && field.type !== 'Array' && field.type !== 'Object'} />
    </div>
  );
}

/**
 * The fields (as the model has them), with `initial` values, and what to do with them: onSave(values) is given what has
 * changed, in the protocol's form. words: { field: [word, ...] } offers words where a field takes any.
 */
export function RowForm({ className, fields, initial = {}, words = {}, action, onSave, onCancel, children }) {
  const { model } = useSession();
  const [values, setValues] = useState(initial);
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const changes = {};
    for (const { name } of fields) if (JSON.stringify(values[name]) !== JSON.stringify(initial[name])) changes[name] = values[name] === undefined || values[name] === '' ? null : values[name];
    try {
      await onSave(changes);
    } catch (fault) {
      setError(plainFault(fault, model, className));
    }
    setBusy(false);
  }
  return (
    <form class="stack" onSubmit={submit}>
      <div class="fields">
        {fields.map((field) => <Field key={field.name} className={className} field={field} words={words[field.name] ?? field.oneOf} value={values[field.name]} onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))} />)}
      </div>
      {children}
      <Fault error={error} />
      <div class="dialog-end">
        {onCancel && <button type="button" onClick={onCancel}>{t('cancel')}</button>}
        <button type="submit" class="main" disabled={isBusy}>{isBusy ? t('saving') : action}</button>
      </div>
    </form>
  );
}
