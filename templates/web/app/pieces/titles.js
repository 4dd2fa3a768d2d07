// What a row is called.
import { nameField } from '../../kit/values.js';
import { fieldLabel, moment, dateText, valueLabel } from '../values.js';

/** The name of a row: its naming field, or else its first texts, or when it was made. */
export function titleOf(model, row) {
  const one = model.classes.get(row.className);
  if (!one) return row.username ?? row.objectId;
  const shape = Object.fromEntries(one.fields.map((field) => [field.name, { ...field, isSealed: field.sealed, words: field.oneOf }]));
  const name = nameField(shape);
  if (name && row[name]) return row[name];
  const texts = one.fields.filter(({ type, oneOf }) => type === 'String' && !oneOf).map((field) => row[field.name]).filter(Boolean);
  return texts.slice(0, 2).join(' · ') || dateText(moment(row.createdAt)) || row.objectId;
}

/** The values of a row that a reader is shown below its title: [label, text, value]. */
export function factsOf(model, row, names) {
  const one = model.classes.get(row.className);
  return one.fields.filter(({ name }) => (!names || names.includes(name)) && row[name] !== undefined && row[name] !== null && row[name] !== '')
    .sort((a, b) => (names ? names.indexOf(a.name) - names.indexOf(b.name) : 0))
    .map(({ name }) => [fieldLabel(model, row.className, name), valueLabel(model, row.className, name, row[name]), row[name]]);
}
