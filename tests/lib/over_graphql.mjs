// A client of REST (rest.mjs) that asks GraphQL instead: requests about objects become operations, and their answers
// what REST would have answered, so that a test of one is a test of both. What GraphQL has no words for goes over REST.
import assert from 'node:assert/strict';

const MANY = 10000;

/** What the schema calls classes and their fields: { type, get, find, fields: { name: { type, targetClass } } } by class. */
export async function names(api) {
  const { results } = (await api.call('GET', '/schemas', { master: true })).json;
  const { data } = (await api.call('POST', '/graphql', { master: true, body: { query: '{ __schema { queryType { fields { name args { name } type { name } } } mutationType { fields { name } } types { name inputFields { name } } } }' } })).json;
  const { queryType, mutationType, types } = data.__schema;
  const inputs = new Map(types.filter(({ inputFields }) => inputFields).map(({ name, inputFields }) => [name, new Set(inputFields.map((field) => field.name))]));
  return Object.fromEntries(results.map(({ className, fields }) => {
    const type = className.replace(/^_/, '').replace(/^./, (letter) => letter.toUpperCase());
    const of = (wanted) => queryType.fields.find((field) => field.type.name === wanted && field.args[0]?.name !== undefined)?.name;
    return [className, { type, get: of(type), find: of(`${type}Connection`), fields, inputs, mutations: new Set(mutationType.fields.map(({ name }) => name)) }];
  }));
}

const selections = { Pointer: '{ objectId }', File: '{ name url }', GeoPoint: '{ latitude longitude }', Polygon: '{ latitude longitude }', Array: '{ __typename ... on Element { value } }', Relation: '{ count }', ACL: '{ public { read write } }' };

/** The selection of all that a class has. */
export const shown = (known) => ['objectId', 'createdAt', 'updatedAt', ...Object.entries(known.fields).filter(([name, { type }]) => !['objectId', 'createdAt', 'updatedAt', 'ACL', 'password', 'authData'].includes(name) && type !== 'Relation')
  .map(([name, { type }]) => `${name} ${selections[type] ?? ''}`)].join(' ');

/** A row as GraphQL shows it, as REST would: nulls are left out. */
export function toRest(node, { fields }) {
  const object = {};
  for (const [name, value] of Object.entries(node)) {
    const { type, targetClass } = fields[name] ?? {};
    if (value === null || type === 'Relation' || type === 'ACL') continue;
    if (type === 'Pointer') object[name] = { __type: 'Pointer', className: targetClass, objectId: value.objectId };
    else if (type === 'Date' && !/^(created|updated)At$/.test(name)) object[name] = { __type: 'Date', iso: value };
    else if (type === 'Array') object[name] = value.filter((item) => item.__typename === 'Element').map((item) => item.value);
    else object[name] = value;
  }
  return object;
}

function toInput(value, field) {
  if (value === null) return null;
  if (value?.__op) return undefined;
  switch (field?.type) {
    case 'Pointer': return { link: value.objectId };
    case 'Date': return value.iso;
    case 'File': return { file: value.name };
    case 'Bytes': return value.base64;
    case 'GeoPoint': return { latitude: value.latitude, longitude: value.longitude };
    case 'Polygon': return value.coordinates.map(([latitude, longitude]) => ({ latitude, longitude }));
    case 'ACL': {
      const rights = ({ read = false, write = false }) => ({ read, write });
      const of = (is, name) => Object.entries(value).filter(([who]) => is(who)).map(([who, entry]) => ({ [name]: who.replace(/^role:/, ''), ...rights(entry) }));
      return { public: value['*'] ? rights(value['*']) : null, users: of((who) => who !== '*' && !who.startsWith('role:'), 'userId'), roles: of((who) => who.startsWith('role:'), 'roleName') };
    }
    default: return value;
  }
}

/** The body as the fields of an input; undefined where it cannot say that. */
function toFields(body, known, input) {
  const fields = {};
  for (const [name, value] of Object.entries(body ?? {})) {
    fields[name] = toInput(value, name === 'ACL' ? { type: 'ACL' } : known.fields[name]);
    if (fields[name] === undefined || !known.inputs.get(input)?.has(name)) return undefined;
  }
  return fields;
}

/** A where of REST as a WhereInput: pointers that are equal, and subqueries. */
export function toWhere(where, all) {
  return Object.fromEntries(Object.entries(where).map(([name, value]) => {
    if (name === '$or') return ['OR', value.map((one) => toWhere(one, all))];
    if (value?.$exists !== undefined) return [name, { exists: value.$exists }];
    if (value?.__type === 'Pointer') return [name, { have: { objectId: { equalTo: value.objectId } } }];
    if (value?.$inQuery) return [name, { have: toWhere(value.$inQuery.where, all) }];
    return [name, { equalTo: value }];
  }));
}

/** The same client, over GraphQL where that has the words. `asked()` tells how many requests went that way. */
export async function overGraphql(api) {
  const all = await names(api);
  let asked = 0;
  const run = async (query, variables, options) => {
    asked += 1;
    const { status, json } = await api.call('POST', '/graphql', { session: options.session, master: options.master, body: { query, variables } });
    const error = json.errors?.[0];
    // A payload whose object its author may not see is written all the same.
    if (error && error.path?.length !== 2) return { status: 400, json: { code: error.extensions?.code, error: error.message }, text: JSON.stringify(json) };
    assert.equal(status, 200, JSON.stringify(json));
    return { status: 200, json: json.data, text: JSON.stringify(json) };
  };
  const get = async (known, id, options) => {
    const answer = await run(`query($id: ID!) { o: ${known.get}(id: $id) { ${shown(known)} } }`, { id }, options);
    return answer.json.o ? { ...answer, json: toRest(answer.json.o, known) } : answer;
  };
  const find = async (known, parameters, options) => {
    const where = parameters.where && toWhere(JSON.parse(parameters.where), all);
    const order = parameters.order?.split(',').map((key) => (key.startsWith('-') ? `${key.slice(1)}_DESC` : `${key}_ASC`));
    const counts = parameters.count !== undefined;
    const selection = counts ? 'count' : 'edges { node { objectId } }';
    const answer = await run(`query($where: ${known.type}WhereInput, $order: [${known.type}Order!], $first: Int) { o: ${known.find}(where: $where, order: $order, first: $first) { ${selection} } }`,
      { where, order, first: counts ? undefined : Number(parameters.limit ?? MANY) }, options);
    if (!answer.json.o) return answer;
    return { ...answer, json: counts ? { results: [], count: answer.json.o.count } : { results: answer.json.o.edges.map(({ node }) => node) } };
  };
  const change = async (verb, known, id, body, options) => {
    if (!known.mutations.has(verb + known.type)) return undefined;
    const input = `${verb[0].toUpperCase()}${verb.slice(1)}${known.type}`;
    const fields = verb === 'delete' ? undefined : toFields(body, known, `${input}FieldsInput`);
    if (verb !== 'delete' && !fields) return undefined;
    const answer = await run(`mutation($input: ${input}Input!) { o: ${verb}${known.type}(input: $input) { o: ${known.get} { objectId updatedAt } } }`, { input: { ...(id ? { id } : {}), ...(fields ? { fields } : {}) } }, options);
    if (!answer.json.o) return answer;
    return { ...answer, status: verb === 'create' ? 201 : 200, json: answer.json.o.o ?? {} };
  };

  const call = async (method, path, options = {}) => {
    const [, className, id, search] = /^\/classes\/(\w+)(?:\/(\w+))?(?:\?(.*))?$/.exec(path) ?? [];
    const known = all[className];
    if (!known) return api.call(method, path, options);
    const parameters = Object.fromEntries(new URLSearchParams(search ?? ''));
    let answer;
    if (method === 'GET' && !parameters.include) answer = await (id ? get(known, id, options) : find(known, parameters, options));
    else if (method !== 'GET') answer = await change({ POST: 'create', PUT: 'update', DELETE: 'delete' }[method], known, id, options.body, options);
    return answer ?? api.call(method, path, options);
  };
  return { ...api, call, asked: () => asked, names: all };
}
