// Names and values as people read them: labels by language, moments in the reader's time zone.
import { addTexts, language, t } from '../kit/texts.js';
import { fileTitle, isPointer, listText, valueText as plainText } from '../kit/values.js';
import { fieldOf } from './model.js';

export { fileTitle, isPointer, listText };
export { timeText } from '../kit/values.js';

const MIDNIGHT = 'T00:00:00.000Z';
const MINUTE = 60000;

/** "medicalRecordNumber" -> "Medical record number". */
export function humanised(name) {
  const words = name.replace(/^_/, '').replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/_+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1).replaceAll(/ [A-Z](?![A-Z])/g, (letter) => letter.toLowerCase());
}

/** A text of a table, or undefined. */
const known = (key) => {
  const text = t(key);
  return text === key ? undefined : text;
};

/** A word of the spec in Chinese is what a Chinese reader is shown, where no table has a better one. */
const written = (thing) => (language() !== 'en' && /[^\x00-\x7F]/.test(thing?.written ?? '') ? thing.written : undefined);

export const classLabel = (model, className) => known(`class.${className}`) ?? written(model.classes.get(className)) ?? humanised(className);
export const fieldLabel = (model, className, name) => known(`${className}.${name}`) ?? known(`field.${name}`) ?? written(fieldOf(model, className, name)) ?? humanised(name);
export const wordLabel = (word) => known(`word.${word}`) ?? humanised(word);

const format = (options) => new Intl.DateTimeFormat(language(), options);

/** A Date's text; one at midnight in UTC is a day, the same day everywhere. */
export function dateText({ iso }) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return iso.endsWith(MIDNIGHT) ? format({ dateStyle: 'medium', timeZone: 'UTC' }).format(date) : format({ dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

export const dayText = ({ iso }) => format({ dateStyle: 'full', ...(iso.endsWith(MIDNIGHT) ? { timeZone: 'UTC' } : {}) }).format(new Date(iso));
export const clockText = ({ iso }) => format({ timeStyle: 'short' }).format(new Date(iso));
export const monthText = ({ iso }) => format({ month: 'long', year: 'numeric', ...(iso.endsWith(MIDNIGHT) ? { timeZone: 'UTC' } : {}) }).format(new Date(iso));
export const zoneText = () => format({ timeZoneName: 'long' }).formatToParts(new Date()).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** When a row was made: the protocol has it as a plain text, and a Date's form elsewhere. */
export const moment = (value) => (typeof value === 'string' ? { iso: value } : value);

/** A date of the reader's day, as the browser's inputs take it: "2026-03-02" or "2026-03-02T09:15". */
export function localText({ iso }, isDay) {
  const date = new Date(iso);
  if (isDay && iso.endsWith(MIDNIGHT)) return iso.slice(0, 10);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString();
  return local.slice(0, isDay ? 10 : 16);
}

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !value.__type;

/** What a person calls a member of an Object. */
export const memberLabel = (name) => known(`field.${name}`) ?? humanised(name);
const pairsText = (value) => Object.entries(value).map(([name, one]) => t('pair', { name: memberLabel(name), value: typeof one === 'object' ? JSON.stringify(one) : one })).join(' · ');

/** What a person calls a value. */
export function valueLabel(model, className, name, value) {
  if (value === undefined || value === null || value === '') return '';
  const field = fieldOf(model, className, name);
  if (typeof value === 'string') return field?.oneOf || known(`word.${value}`) ? wordLabel(value) : value;
  if (Array.isArray(value)) return value.some(isPlain) ? value.map((one) => (isPlain(one) ? pairsText(one) : plainText(one))).join(t('list.parts')) : listText(value.map((one) => (typeof one === 'string' ? wordLabel(one) : plainText(one))));
  if (value.__type === 'Date') return dateText(value);
  if (isPlain(value)) return pairsText(value);
  return plainText(value);
}

export { addTexts, t, language };
