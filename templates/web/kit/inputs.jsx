// An input for each type of a field. Each is given a value as the protocol has it, and tells a new one by
// onChange(value, fault): undefined stands for no value, and a fault for something that is none yet.
import { useEffect, useState } from 'preact/hooks';
import { t } from './texts.js';

const LONG = /body|text|note|descri|instruction|content|comment|summary|reason|message|plan|feedback/i;

function StringInput({ id, field, value, onChange, ...more }) {
  if (field.words) {
    return (
      <select id={id} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} {...more}>
        <option value="">{t('not-set')}</option>
        {[...new Set([...field.words, ...(value ? [value] : [])])].map((word) => <option key={word} value={word}>{word}</option>)}
      </select>
    );
  }
  const Element = LONG.test(field.name ?? '') || (value ?? '').length > 80 || (value ?? '').includes('\n') ? 'textarea' : 'input';
  return <Element id={id} value={value ?? ''} onInput={(event) => onChange(event.currentTarget.value === '' && value === undefined ? undefined : event.currentTarget.value)} {...more} />;
}

function BooleanInput({ id, field, value, onChange, ...more }) {
  return (
    <select id={id} value={value === undefined || value === null ? '' : String(value)} onChange={(event) => onChange({ true: true, false: false }[event.currentTarget.value])} {...more}>
      {(!field.required || value === undefined) && <option value="">{t('not-set')}</option>}
      <option value="true">{t('yes')}</option>
      <option value="false">{t('no')}</option>
    </select>
  );
}

/**
 * Something that is typed as text: what is no value yet stays as it was typed. textOf() makes a text of a value, and
 * read() a value of a text, or throws an error that says what is wrong.
 */
function TypedText({ element: Element = 'input', id, value, onChange, textOf, read, field, ...more }) {
  const [text, setText] = useState(() => (value === undefined || value === null ? '' : textOf(value)));
  const [own, setOwn] = useState(value);
  useEffect(() => {
    // Another value from outside; not the one that was just told.
    if (JSON.stringify(value) === JSON.stringify(own)) return;
    setOwn(value);
    setText(value === undefined || value === null ? '' : textOf(value));
  }, [value]);
  const input = (event) => {
    const typed = event.currentTarget.value;
    setText(typed);
    let next;
    try {
      next = typed.trim() === '' ? undefined : read(typed);
    } catch (error) {
      onChange(value, error.message);
      return;
    }
    setOwn(next);
    onChange(next);
  };
  return <Element id={id} value={text} onInput={input} spellcheck={false} {...more} />;
}

function readNumber(text) {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(t('input.number'));
  return number;
}

const NumberInput = (properties) => <TypedText inputmode="decimal" textOf={String} read={readNumber} {...properties} />;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(t('input.json', { reason: error.message }));
  }
}

const pretty = (value) => JSON.stringify(value, null, 2);
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function readObject(text) {
  const value = parse(text);
  if (!isObject(value)) throw new Error(t('input.object'));
  return value;
}

function readArray(text) {
  const value = parse(text);
  if (!Array.isArray(value)) throw new Error(t('input.array'));
  return value;
}

const isCorner = (corner) => Array.isArray(corner) && corner.length === 2 && corner.every(Number.isFinite);

function readPolygon(text) {
  const coordinates = readArray(text);
  if (coordinates.length < 3 || !coordinates.every(isCorner)) throw new Error(t('input.polygon'));
  return { __type: 'Polygon', coordinates };
}

function readBytes(text) {
  const base64 = text.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4) throw new Error(t('input.base64'));
  return { __type: 'Bytes', base64 };
}

const JsonInput = (properties) => <TypedText element="textarea" class="code" textOf={pretty} {...properties} />;
const ObjectInput = (properties) => <JsonInput read={readObject} {...properties} />;
const ArrayInput = (properties) => <JsonInput read={readArray} {...properties} />;
const PolygonInput = (properties) => <JsonInput read={readPolygon} {...properties} textOf={(value) => JSON.stringify(value.coordinates)} />;
const BytesInput = (properties) => <JsonInput read={readBytes} {...properties} textOf={(value) => value.base64} />;

/** The reader's own time, as an input of the browser takes it; what is zero at its end is left out. */
function localText(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, -1);
  return local.replace(/(:\d\d)\.000$/, '$1').replace(/(T\d\d:\d\d):00$/, '$1');
}

export function DateInput({ id, field, value, onChange, 'aria-describedby': described, ...more }) {
  const change = (event) => {
    const { value: typed, validity } = event.currentTarget;
    if (validity.badInput) return onChange(value, t('input.date'));
    return onChange(typed ? { __type: 'Date', iso: new Date(typed).toISOString() } : undefined);
  };
  const hint = `${id}-utc`;
  return (
    <>
      <input id={id} type="datetime-local" step="any" value={value ? localText(value.iso) : ''} onInput={change} aria-describedby={[described, value && hint].filter(Boolean).join(' ') || undefined} {...more} />
      {value && <small id={hint}>{t('input.utc', { iso: value.iso })}</small>}
    </>
  );
}

function GeoPointInput({ id, field, value, onChange, 'aria-label': label, ...more }) {
  const [texts, setTexts] = useState({ latitude: value ? String(value.latitude) : '', longitude: value ? String(value.longitude) : '' });
  const change = (part) => (event) => {
    const next = { ...texts, [part]: event.currentTarget.value };
    setTexts(next);
    const [latitude, longitude] = [next.latitude, next.longitude].map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
    if (next.latitude.trim() === '' && next.longitude.trim() === '') return onChange(undefined);
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return onChange(value, t('input.geopoint'));
    return onChange({ __type: 'GeoPoint', latitude, longitude });
  };
  return (
    <div class="row" role="group" aria-label={field.name}>
      <input id={id} size="10" inputmode="decimal" placeholder={t('input.latitude')} aria-label={`${field.name}: ${t('input.latitude')}`} value={texts.latitude} onInput={change('latitude')} {...more} />
      <input size="10" inputmode="decimal" placeholder={t('input.longitude')} aria-label={`${field.name}: ${t('input.longitude')}`} value={texts.longitude} onInput={change('longitude')} {...more} />
    </div>
  );
}

/** By type; those of pointers and files need a client: reference_inputs.jsx adds them. */
export const inputs = {
  String: StringInput, Number: NumberInput, Boolean: BooleanInput, Date: DateInput, Object: ObjectInput, Array: ArrayInput,
  GeoPoint: GeoPointInput, Polygon: PolygonInput, Bytes: BytesInput,
};

/** A field's input with its label, hint and fault. field: { name, type, required, words, targetClass }. */
export function Field({ id, field, label = field.name, hint, value, fault, isDisabled, onChange, ...more }) {
  const Input = inputs[field.type] ?? ObjectInput;
  const isWide = ['Object', 'Array', 'Polygon', 'Bytes'].includes(field.type) || LONG.test(field.name);
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={id}>{label} <small>{field.type}{field.targetClass ? ` → ${field.targetClass}` : ''}{field.required ? `, ${t('required')}` : ''}</small></label>
      <Input id={id} field={field} value={value} onChange={onChange} disabled={isDisabled} aria-describedby={described} aria-invalid={fault ? true : undefined} {...more} />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      {fault && <span class="fault" id={`${id}-fault`} role="alert">{fault}</span>}
    </div>
  );
}
