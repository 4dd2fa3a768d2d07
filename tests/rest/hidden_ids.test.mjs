// An object that somebody may not see is answered as one that is not there, by whatever way it is named: in a path, a
// query, a pointer, a batch, a signature, an export, a document of GraphQL.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { classPath, date, pointer, query, unique } from '../lib/rest.mjs';

const ABSENT = 'zzzzzzzzzz';
const HEADERS = ['etag', 'retry-after', 'x-disclosure-notice', 'x-disclosure-consent'];
const built = ['objectId', 'createdAt', 'updatedAt', 'ACL'];
const master = { master: true };

/** A value of a field's type, for whom it leads to nothing. */
const valueOf = ({ type, targetClass }) => ({
  String: 'x', Number: 1, Boolean: true, Date: date(Date.now() + 1e6), Object: { a: 1 }, Array: ['x'], File: { __type: 'File', name: 'x.txt' },
  GeoPoint: { __type: 'GeoPoint', latitude: 1, longitude: 1 }, Bytes: { __type: 'Bytes', base64: 'aGk=' }, Pointer: pointer(targetClass, ABSENT),
  Relation: { __op: 'AddRelation', objects: [pointer(targetClass, ABSENT)] },
})[type];

/** Ways to come to a row by its id: [name, method, path, body]; `id` is the row's or another. */
function* waysTo({ className, fields }, row, id, password) {
  const path = `${classPath(className)}/${id}`;
  yield ['get', 'GET', `${path}?include=*`];
  yield ['find', 'GET', `${classPath(className)}${query({ where: { objectId: id }, count: 1 })}`];
  yield ['delete', 'DELETE', path];
  for (const tag of ['*', `"${row.updatedAt}"`, '"2020-01-01T00:00:00.000Z"']) yield [`put if ${tag}`, 'PUT', path, {}, { 'If-Match': tag }];
  for (const [name, field] of Object.entries(fields)) {
    if (built.includes(name)) continue;
    for (const value of [valueOf(field), row[name], { __op: 'Delete' }]) yield [`put ${name}`, 'PUT', path, { [name]: value ?? null }];
    if (field.type === 'Number') yield [`increment ${name}`, 'PUT', path, { [name]: { __op: 'Increment', amount: 1 } }];
    if (field.type === 'Array') yield [`add to ${name}`, 'PUT', path, { [name]: { __op: 'AddUnique', objects: ['x'] } }];
    if (field.type === 'Relation') yield [`related by ${name}`, 'GET', `${classPath(field.targetClass)}${query({ where: { $relatedTo: { object: pointer(className, id), key: name } } })}`];
  }
  for (const part of ['versions', 'versions/1', 'signatures']) yield [part, 'GET', `${path}/${part}`];
  yield ['sign', 'POST', '/functions/sign', { className, objectId: id, meaning: 'x', password }];
  yield ['export', 'GET', `/export?user=${id}`];
  yield ['access report', 'POST', '/functions/accessReport', { user: id }];
  yield ['invitation', 'POST', '/invitations', { className, objectId: id, field: 'user' }];
  yield ['batch', 'POST', '/batch', { requests: ['GET', 'PUT', 'DELETE'].map((method) => ({ method, path: `/parse${path}`, body: {} })) }];
  yield ['node', 'POST', '/graphql', { query: `{ node(id: "${Buffer.from(`${className}:${id}`).toString('base64')}") { id } }` }];
  yield ['mutation', 'POST', '/graphql', { query: `mutation { delete${className.replace('_', '')}(input: {id: "${id}"}) { clientMutationId } }` }];
}

/** Ways to come to it by what points to it; `sample` is a row of that class. */
function* waysBy(className, id, target, sample, me) {
  for (const [name, field] of Object.entries(target.fields)) {
    if (field.targetClass !== className) continue;
    const path = classPath(target.className);
    yield [`${target.className} whose ${name}`, 'GET', `${path}${query({ where: { [name]: pointer(className, id) }, count: 1, limit: 0 })}`];
    yield [`${target.className} whose ${name} is in a query`, 'GET', `${path}${query({ where: { [name]: { $inQuery: { className, where: { objectId: id } } } }, count: 1 })}`];
    if (field.type !== 'Pointer' || target.className.startsWith('_')) continue;
    const values = Object.entries(target.fields).filter(([other, { type }]) => !built.includes(other) && !['Relation', 'File'].includes(type)).map(([other, of]) => [
      other, other === name ? pointer(className, id) : of.targetClass === '_User' ? me : (sample?.[other] ?? valueOf(of))]);
    for (const body of [values, values.filter(([other]) => other === name || target.fields[other].required)])
      yield [`new ${target.className} by ${name}`, 'POST', path, Object.fromEntries(body)];
  }
}

/** What must be the same for both. */
const told = ({ status, text, headers }, id) => [
  status, ...HEADERS.map((name) => headers[name]),
  text.replaceAll(id, 'ID').replaceAll(Buffer.from(`:${id}`).toString('base64'), 'ID').replace(/"(objectId|createdAt|updatedAt)":"[^"]*"/g, '').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''),
].join(' ');

/** `open`: classes whose rows everybody may find, be it that whom they lead to is hidden. Whom they lead to has a record, then, too. */
function describeHidden(build, open) {
  describeServer(`rows of ${build}`, build, (context) => {
    let schemas;
    const rows = {};
    const people = { nobody: {} };
    before(async () => {
      const { api } = context;
      for (const name of ['somebody', 'waiting']) people[name] = await api.signUp(unique(name));
      await api.call('POST', '/classes/RoleRequest', { session: people.waiting.session, body: { user: people.waiting.pointer, role: 'provider' } });
      schemas = (await api.call('GET', '/schemas', master)).json.results;
      for (const { className } of schemas) rows[className] = (await api.call('GET', `${className === '_Installation' ? '/installations' : classPath(className)}?limit=1000`, master)).json.results;
    });
    for (const name of ['nobody', 'somebody']) {
      test(`of which ${name} sees nothing are as none`, async () => {
        const { api } = context;
        const who = people[name];
        const me = who.pointer ?? pointer('_User', ABSENT);
        let hiddenRows = 0;
        const ask = async ([, method, path, body, headers]) => {
          const answer = await api.call(method, path, { session: who.session, body, headers });
          if (method === 'POST' && path.startsWith('/classes/') && answer.status === 201) await api.call('DELETE', `${path}/${answer.json.objectId}`, master);
          return answer;
        };
        const known = open.flatMap((className) => rows[className].map(({ user }) => user?.objectId));
        for (const schema of schemas) {
          const { className } = schema;
          const seen = new Set(((await api.call('GET', `${classPath(className)}?limit=1000`, { session: who.session })).json.results ?? []).map(({ objectId }) => objectId));
          const hidden = rows[className].filter(({ objectId }) => !seen.has(objectId) && !known.includes(objectId));
          for (const row of className === '_User' ? hidden : hidden.slice(0, 1)) {
            const ways = (id) => [
              ...(className === '_Session' ? [] : waysTo(schema, row, id, who.password)),
              ...schemas.filter((target) => !open.includes(target.className)).flatMap((target) => [...waysBy(className, id, target, rows[target.className][0], me)]),
            ];
            const [theirs, none] = [ways(row.objectId), ways(ABSENT)];
            hiddenRows += 1;
            for (let i = 0; i < theirs.length; i += 1)
              assert.equal(told(await ask(theirs[i]), row.objectId), told(await ask(none[i]), ABSENT), `${name}: ${className} ${row.objectId}: ${theirs[i][0]}`);
          }
        }
        assert.ok(hiddenRows > 10, `${hiddenRows} rows`);
      });
    }
  }, { demo: true, ...differs('it is about rules') });
}

describeHidden('trial', ['_Role']);
describeHidden('behavioral', ['_Role', 'ProviderProfile']);
