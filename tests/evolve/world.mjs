// A small independent model of an app whose schema is edited: its classes, what their rows hold, and what
// each version held when it was written. evolve.test.mjs edits it beside the real one and compares.
import assert from 'node:assert/strict';

export const types = ['String', 'Number', 'Boolean', 'Date', 'Array', 'Object', 'Pointer', 'GeoPoint'];

/** What may be turned into what without loss, and how a value comes out. */
export const conversions = {
  'Number String': (value) => String(value),
  'Boolean String': (value) => (value ? 'true' : 'false'),
  'Boolean Number': (value) => value,
  'Date String': (value) => new Date(value).toISOString(),
  'Date Number': (value) => value,
  'Pointer String': (value) => value,
};

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
export const name = (text) => `"${text}"`;
export const columnsOf = (field) => (field.type === 'GeoPoint' ? [`${field.name}_latitude`, `${field.name}_longitude`] : [field.name]);

/** A value as an SQL literal; a sealed one by the driver's function, under the names that stay. */
export function literal(value, field, table, id) {
  if (value === null) return 'NULL';
  const plain = typeof value === 'number' && field.type !== 'Date' && field.type !== 'Boolean' ? `CAST(${value} AS REAL)`
    : typeof value === 'number' ? String(value) : quote(value);
  return field.sealed ? `seal_value(${quote(table.record)}, ${quote(field.record)}, ${quote(id)}, ${plain})` : plain;
}

/** A column as it is to be selected, opened where it is sealed. */
export function selected(field, column, table) {
  if (!field.sealed) return name(column);
  const type = field.type === 'Number' ? 'REAL' : field.type === 'Date' ? 'INTEGER' : 'TEXT';
  return `unseal_value(${quote(table.record)}, ${quote(field.record)}, "objectId", ${name(column)}, '${type}')`;
}

/** A random value of a type as its columns hold it: one, or two of a GeoPoint. */
export function randomValue(random, field, ids) {
  if (field.type === 'GeoPoint') return random.chance(0.3) ? [null, null] : [random.below(90), random.below(180)];
  if (!field.required && random.chance(0.25)) return [null];
  switch (field.type) {
    case 'String': return [field.values ? random.pick(field.values) : `t${random.below(field.unique ? 1e9 : 40)}`];
    case 'Number': return [random.below(field.unique ? 1e9 : 50) / random.pick([1, 2, 3, 7, 10])];
    case 'Boolean': return [random.below(2)];
    case 'Date': return [random.below(1e12) - 1e11];
    case 'Array': return [JSON.stringify([random.below(9), 'x'])];
    case 'Object': return [JSON.stringify({ a: random.below(9) })];
    case 'Pointer': return [random.pick(ids)];
    default: throw new Error(field.type);
  }
}

/** Whether two values of a column are the same; doubles are written with 17 digits. */
export function same(actual, expected, message) {
  assert.deepEqual(actual, expected, message);
}

/** The schema and the spec of a world. */
export function inputsOf(world) {
  const classes = world.tables.map((table) => {
    const fields = {};
    for (const field of table.fields) {
      fields[field.name] = { type: field.type };
      if (field.type === 'Pointer') fields[field.name].targetClass = '_User';
      for (const [key, value] of Object.entries({ required: field.required, unique: field.unique, indexed: field.indexed })) if (value) fields[field.name][key] = true;
      if (field.values) fields[field.name].enum = field.values;
      if (field.fallback !== undefined) fields[field.name].defaultValue = field.fallback;
      if (field.was) fields[field.name].renamedFrom = field.was;
    }
    const words = table.fields.filter((field) => field.words);
    const made = { className: table.name, fields };
    if (table.was) made.renamedFrom = table.was;
    if (words.length) made.indexes = Object.fromEntries(words.map((field) => [`words_${field.name}`, { [field.name]: 'text' }]));
    if (table.pair) made.indexes = { ...made.indexes, pair: { [table.pair[0]]: 1, [table.pair[1]]: -1 } };
    return made;
  });
  const sentences = ['Patients are all users.'];
  for (const table of world.tables) {
    if (table.versions) sentences.push(`${table.name} keeps versions.`);
    for (const field of table.fields) if (field.sealed) sentences.push(`${field.name} of ${table.name} is encrypted.`);
  }
  sentences.push('Audit every read of Base.');
  return { schema: { classes }, spec: `Schema:\n1. Anchor: note (String).\n\nRules:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n` };
}
