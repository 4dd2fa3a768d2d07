// The edits of a schema that evolve.test.mjs makes at random. Each changes the world (world.mjs) and its rows
// as they are to be afterwards, and says with which flags caregen is to be asked. An edit whose rows would
// break it is marked `refused`: the migration must be refused, and the world stays as it was.
import { columnsOf, conversions, randomValue, types } from './world.mjs';

const plainField = (table, allowed) => table.fields.filter((field) => (!allowed || allowed.includes(field.type)) && !table.pair?.includes(field.name));
const fieldOf = (random, table, accept) => {
  const fields = plainField(table).filter(accept);
  return fields.length ? random.pick(fields) : null;
};
const values = (table, field) => [...table.rows.values()].map((row) => row[field.key][0]);
const appendVersions = (table) => {
  if (!table.versions) return;
  for (const [id, row] of table.rows) table.versionsOf.get(id).push(structuredClone(row));
};

/** What versions still have of a field that goes, or gets other values. */
const retire = (table, field) => {
  if (table.versions) table.retired.push({ ...field, number: null });
};

/** Gives the field's values to another column, as they are to be there. */
const replaceValues = (table, field, convert) => {
  const former = field.key;
  field.key = `${former}x`;
  for (const row of table.rows.values()) {
    row[field.key] = row[former].map((value) => (value === null ? null : convert(value)));
    delete row[former];
  }
  appendVersions(table);
};

let count = 0;
const newField = (random, more = {}) => {
  count += 1;
  return { name: `f${count}`, record: `f${count}`, key: `k${count}`, type: random.pick(types), required: false, ...more };
};

/** Each takes (world, random) and returns { flags } or null when it does not apply. */
export const edits = {
  addClass(world, random) {
    count += 1;
    const table = { name: `C${count}`, record: `C${count}`, fields: [], rows: new Map(), versions: random.chance(0.5), versionsOf: new Map(), retired: [] };
    for (let i = 0; i < 3; i++) table.fields.push(newField(random));
    world.tables.push(table);
    return { flags: [] };
  },
  removeClass(world, random) {
    if (world.tables.length < 2) return null;
    const [table] = world.tables.splice(1 + random.below(world.tables.length - 1), 1);
    return { flags: ['--allow-data-loss'], gone: table };
  },
  renameClass(world, random) {
    const table = world.tables[1 + random.below(world.tables.length - 1)];
    if (!table) return null;
    count += 1;
    table.was = table.name;
    table.name = `D${count}`;
    return { flags: [] };
  },
  addField(world, random) {
    const table = random.pick(world.tables);
    const field = newField(random);
    table.fields.splice(random.below(table.fields.length + 1), 0, field);
    for (const row of table.rows.values()) row[field.key] = columnsOf(field).map(() => null);
    return { flags: [] };
  },
  addRequired(world, random) {
    const table = random.pick(world.tables);
    const field = newField(random, { type: random.pick(['String', 'Number', 'Boolean']), required: true });
    const value = { String: 'new', Number: 7, Boolean: 1 }[field.type];
    const flags = [];
    if (random.chance(0.5)) field.fallback = field.type === 'Boolean' ? true : value;
    else flags.push('--fill', `${table.name}.${field.name}=${field.type === 'String' ? "'new'" : value}`);
    table.fields.push(field);
    for (const row of table.rows.values()) row[field.key] = [value];
    appendVersions(table);
    return { flags };
  },
  removeField(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, () => table.fields.length > 2);
    if (!field) return null;
    retire(table, field);
    table.fields.splice(table.fields.indexOf(field), 1);
    for (const row of table.rows.values()) delete row[field.key];
    return { flags: ['--allow-data-loss'] };
  },
  renameField(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, () => true);
    if (!field) return null;
    count += 1;
    field.was = field.name;
    field.name = `g${count}`;
    return { flags: [] };
  },
  changeType(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.sealed && !one.values && !one.words && one.fallback === undefined && !one.unique && Object.keys(conversions).some((key) => key.startsWith(`${one.type} `)));
    if (!field) return null;
    const [from, to] = random.pick(Object.keys(conversions).filter((key) => key.startsWith(`${field.type} `))).split(' ');
    const convert = conversions[`${from} ${to}`];
    retire(table, field);
    field.type = to;
    field.record = field.name;
    replaceValues(table, field, convert);
    return { flags: [] };
  },
  changeTypeUsing(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.sealed && !one.values && !one.words && one.fallback === undefined && !one.unique && one.type === 'String');
    if (!field) return null;
    retire(table, field);
    field.type = 'Number';
    field.record = field.name;
    replaceValues(table, field, (value) => value.length);
    return { flags: ['--using', `${table.name}.${field.name}=CAST(length("${field.name}") AS REAL)`] };
  },
  require(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.required && ['String', 'Number', 'Boolean', 'Date'].includes(one.type));
    if (!field) return null;
    field.required = true;
    if (values(table, field).includes(null)) return { flags: ['--fill', `${table.name}.${field.name}`], refused: /is required, and these objects lack it/ };
    return { flags: ['--fill', `${table.name}.${field.name}`] };
  },
  relax(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.required);
    if (!field) return null;
    field.required = false;
    return { flags: [] };
  },
  unique(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.unique && !one.sealed && ['String', 'Number'].includes(one.type) && !one.values);
    if (!field) return null;
    field.unique = true;
    const present = values(table, field).filter((value) => value !== null);
    return new Set(present).size < present.length ? { flags: [], refused: /is to be unique, and these objects share a value/ } : { flags: [] };
  },
  notUnique(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.unique);
    if (!field) return null;
    field.unique = false;
    return { flags: [] };
  },
  index(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.sealed && one.type !== 'GeoPoint');
    if (!field) return null;
    field.indexed = !field.indexed;
    return { flags: [] };
  },
  words(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.type === 'String' && !one.sealed);
    if (!field) return null;
    field.words = !field.words;
    return { flags: [] };
  },
  narrow(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.type === 'String' && !one.sealed && !one.values && one.fallback === undefined && !one.unique);
    if (!field) return null;
    const present = [...new Set(values(table, field).filter((value) => value !== null))];
    field.values = random.chance(0.7) ? [...present, 'never'] : [...present.slice(1), 'never'];
    return present.some((value) => !field.values.includes(value)) ? { flags: [], refused: /has a value that it may not have any more/ } : { flags: [] };
  },
  widen(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.values);
    if (!field) return null;
    delete field.values;
    return { flags: [] };
  },
  encrypt(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => !one.sealed && !one.unique && !one.indexed && !one.words && !one.values && ['String', 'Number', 'Date'].includes(one.type));
    if (!field) return null;
    retire(table, field);
    field.sealed = true;
    field.record = field.name;
    replaceValues(table, field, (value) => value);
    return { flags: [] };
  },
  open(world, random) {
    const table = random.pick(world.tables);
    const field = fieldOf(random, table, (one) => one.sealed);
    if (!field) return null;
    retire(table, field);
    field.sealed = false;
    field.record = field.name;
    replaceValues(table, field, (value) => value);
    return { flags: [] };
  },
  purge(world) {
    return world.isKept ? { flags: ['--purge'] } : null;
  },
  keepVersions(world, random) {
    const table = world.tables.find((one) => !one.versions);
    if (!table) return null;
    table.versions = true;
    table.versionsOf = new Map([...table.rows].map(([id, row]) => [id, [structuredClone(row)]]));
    return { flags: [] };
  },
  forgetVersions(world, random) {
    const table = world.tables.find((one) => one.versions);
    if (!table || random.chance(0.5)) return null;
    table.versions = false;
    table.versionsOf = new Map();
    table.retired = [];
    return { flags: ['--allow-data-loss'] };
  },
};

export { randomValue };
