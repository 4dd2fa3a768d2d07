// The same request as somebody else would send it: a line for curl, and a program for Parse's JavaScript SDK. Both run as
// they stand.
import { headersOf } from '../kit/client.js';

/** For a shell: in single quotes. */
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function curlOf(api, request, who) {
  const headers = Object.entries(headersOf(who, request.body !== undefined));
  const query = Object.entries(request.query);
  return [
    `curl -s ${request.method === 'GET' ? '' : `-X ${request.method} `}${shell(api + request.path)}`,
    ...headers.map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ...(query.length ? ['-G', ...query.map(([name, value]) => `--data-urlencode ${shell(`${name}=${value}`)}`)] : []),
    ...(request.body === undefined ? [] : [`-d ${shell(JSON.stringify(request.body))}`]),
  ].join(' \\\n  ');
}

/** A value of a body or a constraint as the SDK takes it. */
function literal(value) {
  if (value?.__type === 'Date') return `new Date(${literal(value.iso)})`;
  if (value?.__type === 'Pointer') return `Parse.Object.extend(${literal(value.className)}).createWithoutData(${literal(value.objectId)})`;
  if (value?.__type === 'GeoPoint') return `new Parse.GeoPoint(${literal(value.latitude)}, ${literal(value.longitude)})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value && typeof value === 'object') return `{ ${Object.entries(value).map(([name, one]) => `${literal(name)}: ${literal(one)}`).join(', ')} }`;
  return JSON.stringify(value);
}

const CONSTRAINTS = {
  $ne: 'notEqualTo', $lt: 'lessThan', $lte: 'lessThanOrEqualTo', $gt: 'greaterThan', $gte: 'greaterThanOrEqualTo',
  $in: 'containedIn', $nin: 'notContainedIn', $all: 'containsAll',
};

/** The lines of a query's constraints; nothing when one of them has no method that means just that. */
function constraintLines(where) {
  const lines = [];
  for (const [field, wanted] of Object.entries(where)) {
    if (field.startsWith('$')) return undefined;
    const operators = wanted && typeof wanted === 'object' && !Array.isArray(wanted) && !wanted.__type ? Object.entries(wanted) : [];
    if (!operators.length) lines.push(`query.equalTo(${literal(field)}, ${literal(wanted)});`);
    for (const [operator, value] of operators) {
      if (operator === '$exists') lines.push(`query.${value ? 'exists' : 'doesNotExist'}(${literal(field)});`);
      else if (CONSTRAINTS[operator]) lines.push(`query.${CONSTRAINTS[operator]}(${literal(field)}, ${literal(value)});`);
      else return undefined;
    }
  }
  return lines;
}

const list = (text) => literal(text.split(',').map((name) => name.trim()));

/** Parameters of a query that have a method; all the SDK's other ones are not in the OpenAPI document. */
const METHODS = {
  limit: (value) => `query.limit(${Number(value)});`, skip: (value) => `query.skip(${Number(value)});`,
  count: (value) => `query.withCount(${value !== '0'});`, keys: (value) => `query.select(${list(value)});`, excludeKeys: (value) => `query.exclude(${list(value)});`,
  include: (value) => `query.include(${list(value)});`,
};

/** order "-a,b" is descending by the first one. */
function orderLines(value) {
  return value.split(',').map((name) => name.trim()).map((name) => (name.startsWith('-') ? `query.addDescending(${literal(name.slice(1))});` : `query.addAscending(${literal(name)});`));
}

function queryLines(className, { where = '{}', ...others }) {
  const constraints = constraintLines(JSON.parse(where));
  const lines = constraints
    ? [`const query = new Parse.Query(${literal(className)});`, ...constraints]
    : [`const query = Parse.Query.fromJSON(${literal(className)}, { where: ${JSON.stringify(JSON.parse(where))} });`];
  return [...lines, ...Object.entries(others).flatMap(([name, value]) => (name === 'order' ? orderLines(value) : METHODS[name](value)))];
}

const OWN_CLASSES = { users: '_User', roles: '_Role', sessions: '_Session', installations: '_Installation' };

/** { verb, className, objectId } of a request for objects of a class; nothing of another one. */
function objectRequest({ operation, path }) {
  const [, place, className, objectId, more] = /^\/(classes\/([^/]+)|users|roles|sessions|installations)(?:\/([^/]+))?(\/.+)?$/.exec(path) ?? [];
  const verb = operation.id.split('.').pop();
  if (!place || more || !['find', 'get', 'create', 'update', 'delete'].includes(verb)) return undefined;
  return { verb, className: className ?? OWN_CLASSES[place.split('/')[0]], objectId: objectId && decodeURIComponent(objectId) };
}

/** The SDK keeps operations ({"__op": ...}) and ACLs for itself. */
const isPlain = (body) => body !== undefined && !JSON.stringify(body).includes('"__op"') && !('ACL' in body);

const SHOW = 'console.log(JSON.stringify(object.toJSON()));';

function objectLines({ verb, className, objectId }, { query, body }, options) {
  const known = `Parse.Object.extend(${literal(className)}).createWithoutData(${literal(objectId)})`;
  if (verb === 'find') return [...queryLines(className, query), `const found = await query.find(${options});`, 'console.log(JSON.stringify(found));'];
  if (verb === 'get') return [...queryLines(className, query), `const object = await query.get(${literal(objectId)}, ${options});`, SHOW];
  if (verb === 'delete') return [`await ${known}.destroy(${options});`];
  if (!isPlain(body) || className.startsWith('_')) return undefined;
  const object = verb === 'create' ? `new Parse.Object(${literal(className)})` : known;
  return [`const object = ${object};`, `await object.save(${literal(body)}, ${options});`, SHOW];
}

function specialLines({ operation, path, body, query }, options, token) {
  const name = /^\/functions\/([^/]+)$/.exec(path)?.[1];
  if (name) return [`const answer = await Parse.Cloud.run(${literal(decodeURIComponent(name))}, ${literal(body ?? {})}, ${options});`, 'console.log(JSON.stringify(answer));'];
  const shownUser = 'console.log(JSON.stringify(user.toJSON()));';
  if (operation.id.startsWith('users.logIn')) return [`const user = await Parse.User.logIn(${literal(body?.username ?? query.username)}, ${literal(body?.password ?? query.password)});`, shownUser];
  if (operation.id === 'users.me' && token) return [`const user = await Parse.User.me(${literal(token)});`, shownUser];
  return undefined;
}

export function sdkOf(api, request, { applicationId, clientKey, token }) {
  const options = token ? `{ sessionToken: ${literal(token)} }` : '{}';
  const objects = objectRequest(request);
  const data = request.body ?? request.query;
  const lines = (objects && objectLines(objects, request, options)) ?? specialLines(request, options, token) ?? [
    `const answer = await Parse.CoreManager.getRESTController().request(${literal(request.method)}, ${literal(request.path.slice(1))}, ${JSON.stringify(data)}, ${options});`,
    'console.log(JSON.stringify(answer));',
  ];
  const key = clientKey?.header === 'X-Parse-Javascript-Key' ? `, ${literal(clientKey.value)}` : '';
  return [
    "import Parse from 'parse/node'; // in a browser: from 'parse'", '',
    `Parse.initialize(${literal(applicationId)}${key});`, `Parse.serverURL = ${literal(api)};`, '', ...lines,
  ].join('\n');
}
