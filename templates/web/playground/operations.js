// What can be asked of the server, from its OpenAPI document: groups of operations, the fields that a request of one
// has, and the request that comes of what was filled in.

/** Follows a {"$ref": "#/..."} within the document. */
function resolve(openapi, item) {
  if (!item?.$ref) return item;
  return item.$ref.slice(2).split('/').reduce((at, name) => at[name.replaceAll('~1', '/').replaceAll('~0', '~')], openapi);
}

/** A class's operations stand under its name, the others under their tag. */
const groupOf = (path, tag) => /^\/classes\/([^/]+)/.exec(path)?.[1] ?? tag;

const VERBS = { find: 'find', get: 'get', create: 'create', update: 'update', delete: 'delete' };

/** [{ name, operations: [{ id, title, method, path, parameters, bodySchema }] }], classes first. */
export function groupsOf(openapi) {
  const groups = new Map();
  for (const [path, item] of Object.entries(openapi.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!operation.operationId) continue;
      const name = groupOf(path, operation.tags[0]);
      const last = operation.operationId.split('.').pop();
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolve(openapi, one));
      const content = resolve(openapi, operation.requestBody)?.content ?? {};
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push({
        id: operation.operationId, title: VERBS[last] ?? operation.summary ?? last, method: method.toUpperCase(), path, parameters,
        takesBody: Object.keys(content).length > 0, bodySchema: content['application/json']?.schema,
      });
    }
  }
  const isClass = (name) => openapi.paths[`/classes/${name}`] ? 0 : 1;
  return [...groups].map(([name, operations]) => ({ name, operations })).sort((a, b) => isClass(a.name) - isClass(b.name));
}

/** All properties of a schema, those of its parts too, and which of them are required; of several ways, the first. */
function propertiesOf(openapi, schema) {
  const own = resolve(openapi, schema) ?? {};
  const found = { properties: { ...own.properties }, required: [...(own.required ?? [])] };
  for (const part of [...(own.allOf ?? []), ...(own.anyOf ?? []).slice(0, 1)]) {
    const { properties, required } = propertiesOf(openapi, part);
    Object.assign(found.properties, properties);
    found.required.push(...required);
  }
  return found;
}

function exampleOf(openapi, schema) {
  const { const: fixed, enum: choices, default: usual, type, properties, anyOf, oneOf } = resolve(openapi, schema) ?? {};
  if (usual !== undefined) return usual;
  if (fixed !== undefined) return fixed;
  if (choices) return choices[0];
  if (anyOf ?? oneOf) return exampleOf(openapi, (anyOf ?? oneOf)[0]);
  if (properties?.__type) {
    const kind = properties.__type.const;
    if (kind === 'Date') return { __type: 'Date', iso: new Date().toISOString() };
    if (kind === 'Pointer') return { __type: 'Pointer', className: properties.className?.const ?? '', objectId: '' };
    return { __type: kind };
  }
  return { string: '', number: 0, integer: 0, boolean: false, array: [] }[[type].flat()[0]] ?? {};
}

/** A body to begin with: what the schema requires. */
export function exampleBody(openapi, schema) {
  if (!schema) return '';
  const { properties, required } = propertiesOf(openapi, schema);
  const example = Object.fromEntries([...new Set(required)].map((name) => [name, exampleOf(openapi, properties[name])]));
  return JSON.stringify(example, null, 2);
}

/**
 * The request of an operation with what was filled in: { operation, method, path, query, body }, body as an object or
 * no text; throws an error that says which field is not JSON.
 */
export function requestOf(operation, values, bodyText) {
  const query = {};
  let { path } = operation;
  for (const { name, in: place, content } of operation.parameters) {
    const value = (values[name] ?? '').trim();
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (place !== 'query' || !value) continue;
    if (content) parse(name, value);
    query[name] = value;
  }
  const body = operation.takesBody && bodyText.trim() ? parse('body', bodyText) : undefined;
  return { operation, method: operation.method, path, query, body };
}

function parse(name, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${error.message}`);
  }
}
