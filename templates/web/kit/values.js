// Parse's values as people read them: in their language and time zone.
import { language, t } from './texts.js';

const MIDNIGHT = 'T00:00:00.000Z';

/** A Date's text. One at midnight in UTC is a day, the same day everywhere. */
export function dateText(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return String(iso);
  const isDay = iso.endsWith(MIDNIGHT);
  return new Intl.DateTimeFormat(language(), isDay ? { dateStyle: 'medium', timeZone: 'UTC' } : { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
}

/** Milliseconds in the largest unit that is whole, or as seconds when there is less than a minute. */
export function timeText(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return t('seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes % 1440 === 0) return t('days', { n: minutes / 1440 });
  return minutes % 60 === 0 ? t('hours', { n: minutes / 60 }) : t('minutes', { n: minutes });
}

export const pointerTo = (className, objectId) => ({ __type: 'Pointer', className, objectId });
export const isPointer = (value) => value?.__type === 'Pointer' || value?.__type === 'Object';

/** What the server calls a stored file begins with an id. */
export const fileTitle = (name) => name.replace(/^[0-9a-f]{32}_/, '');

const NAMES = ['displayName', 'fullName', 'name', 'title', 'username', 'label', 'subject', 'drug', 'medicationName', 'testName'];

/** The field that an object is called by, of those that are shown: { name: { type } }; undefined: by its id alone. */
export function nameField(fields) {
  const isName = (name) => fields[name]?.type === 'String' && !fields[name].isSealed && !fields[name].words;
  return NAMES.find(isName) ?? Object.keys(fields).find((name) => name !== 'objectId' && /name|title/i.test(name) && isName(name));
}

/** What an object is called: its name, or its id. */
export function objectTitle(object, fields = {}) {
  const name = nameField(fields) ?? NAMES.find((one) => typeof object?.[one] === 'string' && object[one]);
  return (name && object[name]) || object.objectId;
}

/** Texts one behind the other, as the language puts them; what is not there is left out. */
export const listText = (texts) => texts.filter(Boolean).join(t('list.separator'));

/** A value in a few words, for a cell of a table. */
export function valueText(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return new Intl.NumberFormat(language(), { maximumFractionDigits: 12, useGrouping: false }).format(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return listText(value.map((one) => valueText(one)));
  if (value.__type === 'Date') return dateText(value.iso);
  if (isPointer(value)) return objectTitle(value);
  if (value.__type === 'File') return fileTitle(value.name);
  if (value.__type === 'GeoPoint') return `${value.latitude}, ${value.longitude}`;
  if (value.__type === 'Bytes') return `${Math.floor((value.base64.length * 3) / 4)} B`;
  if (value.__type === 'Relation') return value.className;
  return JSON.stringify(value);
}

/** Whether two values are the same; the URL of a File is another one each time, and a pointer may bring its object. */
export function isSame(a, b) {
  if (a?.__type === 'File' && b?.__type === 'File') return a.name === b.name;
  if (isPointer(a) && isPointer(b)) return a.className === b.className && a.objectId === b.objectId;
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
