// The ways of GraphQL to the rows of the world: what access.mjs tries over REST, asked at POST /graphql. Plain Node 18
// or later, no packages. Generated.
import { readFileSync } from 'node:fs';
import { eachOf } from './server.mjs';
import { MASTER, ids, server, world } from './world.mjs';

const AT_ONCE = 25; // aliases of one document
const MANY = 10000; // more rows than a class has
const schema = readFileSync(new URL('../api/schema.graphql', import.meta.url), 'utf8');
export const names = (name) => world.classes[name].graphql;

/** The text of a type of the schema. */
const typeText = (kind, name) => new RegExp(`^${kind} ${name}(?: implements [^{]*)? \\{\\n([^}]*)\\n\\}`, 'm').exec(schema)?.[1] ?? '';
const has = (kind, name, field) => new RegExp(`^  ${field}[:(]`, 'm').test(typeText(kind, name));
const mutations = typeText('type', 'Mutation');
const mutates = (verb, name) => mutations.includes(`  ${verb}${names(name).type}(`);

/** Posts an operation. */
const ask = async (user, query, variables) => (await server.call(user.who, 'POST', '/graphql', { query, variables })).json;

/** What one field of an operation came to, as access.mjs reads answers of REST: { status, json }. */
function outcome(answer, alias) {
  const error = answer.errors?.find(({ path }) => !path || (path[0] === alias && path.length === 1));
  if (error) return { status: 400, json: { code: error.extensions?.code, error: error.message } };
  const value = answer.data?.[alias];
  return value ? { status: 200, json: value } : { status: 500, json: { error: JSON.stringify(answer) } };
}

/** Many fields of one kind, some to a document: parts are [field with its arguments, variables { name: [type, value] }]. */
async function askMany(user, kind, parts, selection) {
  const chunks = [];
  for (let i = 0; i < parts.length; i += AT_ONCE) chunks.push(parts.slice(i, i + AT_ONCE));
  const answers = await eachOf(chunks, async (chunk) => {
    const declared = chunk.flatMap(([, variables], i) => Object.entries(variables).map(([name, [type]]) => `$${name}${i}: ${type}`));
    const values = Object.fromEntries(chunk.flatMap(([, variables], i) => Object.entries(variables).map(([name, [, value]]) => [`${name}${i}`, value])));
    const fields = chunk.map(([field, , own], i) => `a${i}: ${field.replaceAll(/\$(\w+)/g, `$$$1${i}`)} { ${own ?? selection} }`);
    const answer = await ask(user, `${kind}(${declared.join(', ')}) { ${fields.join('\n')} }`, values);
    return chunk.map((_part, i) => outcome(answer, `a${i}`));
  });
  return answers.flat();
}

/** What is asked of a field; pointers say by themselves who may have what they lead to. */
function selectionOf({ type }) {
  return { File: ' { name }', GeoPoint: ' { latitude }', Polygon: ' { latitude }', Array: ' { __typename }' }[type] ?? '';
}

/** Each row by its id, with what is hidden from some: answers as of REST. */
export function get(user, name, rows) {
  const { fields, hidden = {} } = world.classes[name];
  const shown = Object.keys(hidden).filter((field) => fields[field].type !== 'Pointer').map((field) => field + selectionOf(fields[field]));
  return askMany(user, 'query', rows.map((row) => [`${names(name).get}(id: $id)`, { id: ['ID!', ids.get(row.i)] }]), `objectId ${shown.join(' ')}`);
}

/** The rows that a find gives, each { objectId, ... }; nothing where the user may not. */
export async function find(user, name, selection = 'objectId', where = undefined) {
  const answer = await ask(user, `query($where: ${names(name).type}WhereInput) { ${names(name).find}(first: ${MANY}, where: $where) { edges { node { ${selection} } } } }`, { where });
  return answer.data?.[names(name).find]?.edges.map(({ node }) => node) ?? [];
}

/** Asks for a field that may be hidden, by condition and by order. */
export async function askFor(user, name, field) {
  const { type } = names(name);
  const answers = [];
  const exists = { [field]: { exists: true } };
  if (has('input', `${type}WhereInput`, field)) answers.push(outcome(await ask(user, `query($where: ${type}WhereInput) { a: ${names(name).find}(where: $where) { edges { node { objectId } } } }`, { where: exists }), 'a'));
  if (['String', 'Number', 'Boolean', 'Date'].includes(world.classes[name].fields[field].type) && new RegExp(`^  ${field}_ASC$`, 'm').test(typeText('enum', `${type}Order`))) {
    answers.push(outcome(await ask(user, `{ a: ${names(name).find}(order: [${field}_ASC]) { edges { node { objectId } } } }`), 'a'));
  }
  return answers;
}

/** The document that follows a class, with what is hidden from some; nothing where the schema has none. */
export function subscription(name) {
  const { fields, hidden = {} } = world.classes[name];
  const { find: field } = names(name);
  const shown = Object.keys(hidden).filter((one) => fields[one].type !== 'Pointer').map((one) => one + selectionOf(fields[one]));
  return has('type', 'Subscription', field) ? `subscription { told: ${field} { event objectId node { objectId ${shown.join(' ')} } } }` : undefined;
}

export async function count(user, name, rows) {
  const where = { objectId: { in: rows.map((row) => ids.get(row.i)) } };
  const answer = await ask(user, `query($where: ${names(name).type}WhereInput) { ${names(name).find}(where: $where) { count } }`, { where });
  return answer.data?.[names(name).find]?.count ?? 0;
}

// What a class's objects are written with.

const acl = (value) => ({
  public: value['*'] && { read: Boolean(value['*'].read), write: Boolean(value['*'].write) },
  users: Object.entries(value).filter(([who]) => who !== '*').map(([userId, { read, write }]) => ({ userId, read: Boolean(read), write: Boolean(write) })),
});

/** A body of REST as the fields of a mutation. */
function fieldsOf(name, object) {
  const { fields } = world.classes[name];
  return Object.fromEntries(Object.entries(object).map(([field, value]) => {
    if (field === 'ACL') return [field, acl(value)];
    if (value === null || value === undefined) return [field, value];
    const { type } = fields[field];
    if (type === 'Pointer') return [field, { link: value.objectId }];
    if (type === 'Date') return [field, value.iso];
    if (type === 'File') return [field, { file: value.name }];
    if (type === 'Bytes') return [field, value.base64];
    if (type === 'GeoPoint') return [field, { latitude: value.latitude, longitude: value.longitude }];
    if (type === 'Polygon') return [field, value.coordinates.map(([latitude, longitude]) => ({ latitude, longitude }))];
    return [field, value];
  }));
}

/** The mutation that a write of REST, [method, path, body], is; undefined where the schema has none, which opens nothing. */
function mutationOf(name, [method, path, object]) {
  const { type, get: field } = names(name);
  const verb = { POST: 'create', PUT: 'update', DELETE: 'delete' }[method];
  if (!mutates(verb, name)) return undefined;
  const input = { POST: '{ fields: $fields }', PUT: '{ id: $id, fields: $fields }', DELETE: '{ id: $id }' }[method];
  const variables = {};
  if (method !== 'POST') variables.id = ['ID!', path.split('/').at(-1)];
  if (method === 'POST') variables.fields = [`Create${type}FieldsInput`, fieldsOf(name, object)];
  if (method === 'PUT') variables.fields = [`Update${type}FieldsInput`, fieldsOf(name, object)];
  return [`${verb}${type}(input: ${input})`, variables, `${field} { objectId }`];
}

/** Whether a mutation can say the same: what the server alone sets is in no input. */
export function canSay(name, [method, , object = {}]) {
  const { type } = names(name);
  const input = `${method === 'POST' ? 'Create' : 'Update'}${type}FieldsInput`;
  return method === 'DELETE' || !typeText('input', input) || Object.keys(object).every((field) => has('input', input, field));
}

/** Carries out writes of REST by mutations: answers as of REST. A mutation that there is not is refused. */
export async function write(user, name, parts) {
  const known = parts.map((part) => mutationOf(name, part));
  const answers = await askMany(user, 'mutation', known.filter(Boolean), '');
  return known.map((part) => (part ? answers.shift() : { status: 400, json: { code: 119, error: 'there is no such mutation' } }));
}

/** Whether what the master key alone may do is asked for: mutations are only for what others may, too. */
export const isMastersAlone = (user, name, [method]) => user.i === MASTER && !mutates({ POST: 'create', PUT: 'update', DELETE: 'delete' }[method], name);
