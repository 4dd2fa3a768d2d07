// Input that no well-meaning client sends. Whatever comes, the server gives a clear answer, changes
// nothing it should not, and goes on answering: that is checked after each test.
import assert from 'node:assert/strict';
import net from 'node:net';
import { afterEach, before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, query, raw, send, unique } from '../lib/rest.mjs';

const decoder = new TextDecoder('utf-8', { fatal: true });
const metacharacters = [
  "'", '"', '`', ';', '--', '/*', '*/', '\\', '%', '_', '(', ')', '[', ']', '?', '?1', ':a', '@a', '$1', "''", '""', '\n', '\t',
  "'; DROP TABLE Item; --", "' OR '1'='1", '" OR 1=1 --', "') UNION SELECT 1 --", 'Robert\'); DELETE FROM "_User";--', '%27', '\u02BC', 'x\' || (SELECT 1) || \'',
];

describeServer('hostile input', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const label = unique('hostile');
  let victim; // an object that must not change
  let untouched; // as it reads
  let user;

  before(async () => {
    user = await context.api.signUp();
    victim = await context.api.create('Item', { name: 'victim', label, text: 'untouched', number: 7 });
    untouched = await context.api.fetch('Item', victim);
  });

  afterEach(async () => {
    assertStatus(await send(`${context.server.base}/health`), 200);
    assert.deepEqual(await context.api.fetch('Item', victim), untouched, 'the object that was there is as it was');
    assertStatus(await call('GET', '/users/me', { session: user.session }), 200);
  });

  /** How many objects a class holds, or null where others write to it at the same time. */
  async function countOf(className) {
    if (runsAgainstReference()) return null;
    const answer = await call('GET', `/classes/${className}${query({ count: 1, limit: 0 })}`, { master: true });
    return answer.json.count;
  }

  /** The request is refused with a 4xx and an explanation, and makes no object. */
  async function refused(body, { path = '/classes/Item', method = 'POST', headers, status = 400 } = {}) {
    const count = await countOf('Item');
    const answer = await call(method, path, { body, headers });
    assert.equal(answer.status, status, `${String(body).slice(0, 80)}: ${answer.status} ${answer.text.slice(0, 300)}`);
    assert.equal(typeof answer.json?.error, 'string', answer.text.slice(0, 300));
    assert.equal(await countOf('Item'), count, 'nothing was made');
    return answer;
  }

  const malformed = {
    'half an object': '{"name":', 'nothing but a brace': '{', 'a word': 'hello', 'two values': '{"name":"x"} {"name":"y"}', 'a trailing comma': '{"name":"x",}',
    'single quotes': "{'name':'x'}", 'a comment': '{"name":"x"} // y', 'an unknown escape': '{"name":"\\q"}', 'a cut-off escape': '{"name":"\\u12"}',
    'a bare control character': '{"name":"a\u0001b"}', 'NaN': '{"name":"x","number":NaN}', 'a leading zero': '{"name":"x","number":01}', 'hexadecimal': '{"name":"x","number":0x10}',
    'a plus sign': '{"name":"x","number":+1}', 'a lonely dot': '{"name":"x","number":1.}', 'XML': '<name>x</name>', 'a number': '5', 'a string': '"x"', 'null': 'null',
    'a NUL at the end': '{"name":"x"}\u0000', 'binary': Buffer.from([0x00, 0xff, 0xfe, 0x80]), 'gzip': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'UTF-16': Buffer.from('{"name":"x"}', 'utf16le'),
  };
  for (const [title, body] of Object.entries(malformed)) {
    test(`malformed JSON is refused: ${title}`, () => refused(body));
  }

  test('an array for a body is refused', () => refused('[{"name":"x"}]'));

  test('the same key twice makes one object or none', async () => {
    const name = unique('twice');
    const answer = await call('POST', '/classes/Item', { body: `{"name":"first","name":"${name}","label":"${name}"}` });
    assert.ok([201, 400].includes(answer.status), answer.text);
    const found = await context.api.find('Item', { where: { label: name } });
    assert.equal(found.length, answer.status === 201 ? 1 : 0);
  });

  test('numbers beyond a double are refused or nothing', differs('parse-server stores null'), async () => {
    for (const number of ['1e999', '-1e999', '1e309', '9'.repeat(400)]) await refused(`{"name":"x","number":${number}}`);
    for (const number of ['1e999', '-1e999']) await refused(`{"quantity":{"__op":"Increment","amount":${number}}}`, { method: 'PUT', path: `/classes/Item/${victim}` });
  });

  test('a sum beyond a double is refused or stays finite', async () => {
    const id = await context.api.create('Item', { name: 'x', number: 1.7e308 });
    await call('PUT', `/classes/Item/${id}`, { body: { number: { __op: 'Increment', amount: 1.7e308 } } });
    const answer = await call('GET', `/classes/Item/${id}`);
    assertStatus(answer, 200);
    assert.ok(answer.json, 'the answer is JSON');
  });

  test('long numbers are the nearest double', async () => {
    const body = `{"name":"x","number":12345678901234567890123,"object":{"n":0.${'1'.repeat(500)}}}`;
    const answer = await call('POST', '/classes/Item', { body });
    assertStatus(answer, 201);
    const object = await context.api.fetch('Item', answer.json.objectId);
    assert.equal(object.number, 12345678901234567890123);
    assert.equal(object.object.n, Number(`0.${'1'.repeat(500)}`));
  });

  for (const depth of [1000, 20000, 500000]) {
    for (const [kind, open, close] of [['arrays', '[', ']'], ['objects', '{"a":', '}']]) {
      test(`${depth} nested ${kind} are refused`, differs('parse-server has no such limit'), async () => {
        const value = open.repeat(depth) + (kind === 'objects' ? '1' : '') + close.repeat(depth);
        await refused(`{"name":"x","${kind === 'objects' ? 'object' : 'array'}":${value}}`);
      });
    }
    test(`${depth} opened arrays that never close are refused`, () => refused('['.repeat(depth)));
    test(`a where nested ${depth} deep is refused`, differs('parse-server has no such limit'), async () => {
      const where = `${'{"$or":['.repeat(depth)}{"name":"x"}${']}'.repeat(depth)}`;
      const answer = await call('POST', '/classes/Item', { body: `{"_method":"GET","where":${where}}` });
      assertError(answer, 400, [102, 107]);
    });
  }

  test('modest nesting is fine', async () => {
    const array = JSON.parse('['.repeat(50) + ']'.repeat(50));
    const id = await context.api.create('Item', { name: 'x', array });
    assert.deepEqual((await context.api.fetch('Item', id)).array, array);
  });

  test('NUL in a string is kept or refused, never cut off', differs('parse-server fails with 500'), async () => {
    for (const [field, value] of [['text', 'before\u0000after'], ['text', '\u0000'], ['object', { k: 'a\u0000b' }], ['object', { 'a\u0000b': 1 }], ['array', ['a\u0000b']]]) {
      const answer = await call('POST', '/classes/Item', { body: { name: 'nul', [field]: value } });
      assert.ok([201, 400].includes(answer.status), answer.text);
      if (answer.status === 201) assert.deepEqual((await context.api.fetch('Item', answer.json.objectId))[field], value);
      else assert.equal(typeof answer.json.error, 'string');
    }
    const answer = await call('POST', '/classes/Item', { body: { name: 'x', 'text\u0000ignored': 'y' } });
    assert.equal(answer.status, 400, 'a name that only starts like a field is no field');
  });

  test('a NUL in a username does not make it another\'s', differs('parse-server fails with 500'), async () => {
    const answer = await call('POST', '/users', { body: { username: `${user.username}\u0000x`, password: 'p' } });
    assert.ok([201, 400].includes(answer.status), answer.text);
    if (answer.status === 201) assert.notEqual(answer.json.objectId, user.id);
  });

  test('half a surrogate pair is refused or answered as valid UTF-8', differs('parse-server fails with 500'), async () => {
    for (const escape of ['\\ud800', '\\udc00', '\\ud800\\ud800', '\\ud83dx', 'x\\ud83d']) {
      const answer = await call('POST', '/classes/Item', { body: `{"name":"x","text":"${escape}"}` });
      assert.ok([201, 400].includes(answer.status), answer.text);
      if (answer.status !== 201) continue;
      const read = await call('GET', `/classes/Item/${answer.json.objectId}`);
      decoder.decode(read.bytes);
      assert.ok(read.json);
    }
  });

  test('invalid UTF-8 is refused or answered as valid UTF-8', async () => {
    for (const bytes of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
      const body = Buffer.concat([Buffer.from('{"name":"x","text":"a'), Buffer.from(bytes), Buffer.from('z"}')]);
      const answer = await call('POST', '/classes/Item', { body });
      assert.ok([201, 400].includes(answer.status), answer.text);
      decoder.decode(answer.bytes);
      if (answer.status !== 201) continue;
      const read = await call('GET', `/classes/Item/${answer.json.objectId}`);
      decoder.decode(read.bytes);
    }
  });

  test('SQL metacharacters in values are values', async () => {
    for (const text of metacharacters) {
      const key = text.replace('$', ''); // Parse refuses $ in the keys of an Object
      const id = await context.api.create('Item', { name: text, text, label: 'meta', object: { [key]: text }, array: [text] });
      const object = await context.api.fetch('Item', id);
      assert.deepEqual([object.text, object.object, object.array], [text, { [key]: text }, [text]]);
      const found = await context.api.find('Item', { where: { objectId: id, text, name: { $in: [text] } } });
      assert.equal(found.length, 1, text);
      const others = await context.api.find('Item', { where: { objectId: id, text: { $ne: text } } });
      assert.deepEqual(others, [], text);
    }
  });

  test('SQL metacharacters in names of fields are refused', async () => {
    for (const name of metacharacters) {
      const answer = await call('POST', '/classes/Item', { body: { name: 'x', [`text${name}`]: 'y' } });
      assert.equal(answer.status, name === '_' && runsAgainstReference() ? answer.status : 400, `${name}: ${answer.text}`);
    }
  });

  test('SQL metacharacters in where, order, keys and include do no harm', async () => {
    for (const text of metacharacters) {
      for (const parameters of [
        { where: { [text]: 1 } }, { where: { [`text${text}`]: { $gt: 'a' } } }, { where: { [`object.${text}`]: 1 } }, { order: text }, { order: `text${text}` },
        { order: `-text,${text}` }, { keys: text }, { keys: `text,${text}` }, { include: text }, { include: `order.${text}` }, { excludeKeys: text },
        { where: { objectId: text } }, { where: { order: { __type: 'Pointer', className: 'Order', objectId: text } } },
        { where: { order: { __type: 'Pointer', className: text, objectId: 'x' } } }, { where: { $relatedTo: { object: { __type: 'Pointer', className: 'Item', objectId: 'x' }, key: text } } },
      ]) {
        const answer = await call('GET', `/classes/Item${query({ limit: 5, ...parameters })}`);
        const fine = answer.status === 200 || (answer.status >= 400 && answer.status < 500);
        assert.ok(fine || runsAgainstReference(), `${JSON.stringify(parameters)}: ${answer.status} ${answer.text.slice(0, 200)}`);
        assert.doesNotMatch(answer.text, /syntax error|sqlite|unrecognized token|no such column/i);
      }
    }
  });

  test('SQL metacharacters in paths lead nowhere', async () => {
    for (const text of metacharacters) {
      const part = encodeURIComponent(text);
      for (const path of [`/classes/${part}`, `/classes/Item${part}`, `/classes/Item/${part}`, `/users/${part}`, `/roles/${part}`, `/${part}`]) {
        const answer = await call('GET', path);
        const fine = answer.status >= 400 && answer.status < 500;
        assert.ok(fine || runsAgainstReference(), `${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
      }
    }
  });

  test('SQL metacharacters in names and passwords log nobody in', async () => {
    for (const text of metacharacters) {
      assertError(await call('POST', '/login', { body: { username: text, password: text } }), 404, 101);
      assertError(await call('POST', '/login', { body: { username: `${user.username}${text}`, password: user.password } }), 404, 101);
    }
  });

  test('names like those of prototypes are no fields', differs('parse-server adds some of them'), async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']) {
      await refused(`{"name":"x","${name}":{"polluted":true}}`);
      const answer = await call('GET', `/classes/Item?where=${encodeURIComponent(`{"${name}":1}`)}`);
      assert.ok(answer.status === 400 || answer.json.results.length === 0);
      assert.equal((await call('GET', `/classes/${name}`)).status, 400);
    }
    const id = await context.api.create('Item', { name: 'x', object: JSON.parse('{"__proto__":{"a":1},"constructor":2}') });
    const { text } = await call('GET', `/classes/Item/${id}`);
    assert.match(text, /"__proto__":\{"a":1\}/, 'within an Object any key is data');
  });

  test('keys that are the server\'s own cannot be written', async () => {
    const names = ['_acl', '_rperm', '_wperm', '_hashed_password', '_session_token', '_created_at'];
    if (!runsAgainstReference()) names.push('rowid', '_rowid_', 'oid'); // parse-server adds such fields
    for (const name of names) {
      const answer = await call('PUT', `/classes/Item/${victim}`, { body: { [name]: ['*'] } });
      assert.equal(answer.status, 400, `${name}: ${answer.text}`);
    }
    for (const name of ['_hashed_password', '_wperm']) {
      const answer = await call('PUT', `/users/${user.id}`, { session: user.session, body: { [name]: 'x' } });
      assert.equal(answer.status, 400, `${name}: ${answer.text}`);
    }
  });

  /** Sends a request whose body never seems to end, until the server answers or hangs up. */
  function endless(head, chunk, limit = 64 * 1024 * 1024) {
    const { hostname, port } = new URL(context.server.base);
    return new Promise((resolve) => {
      let received = '';
      let sent = 0;
      let open = true;
      const socket = net.connect({ host: hostname, port: Number(port) });
      const write = () => {
        while (open && received === '' && sent < limit) {
          sent += chunk.length;
          if (!socket.write(chunk)) return;
        }
      };
      socket.on('connect', () => {
        socket.write(head);
        write();
      });
      socket.on('drain', write);
      socket.on('data', (data) => {
        received += data.toString('latin1');
        if (received.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('error', () => {});
      socket.setTimeout(20000, () => socket.destroy());
      socket.on('close', () => {
        open = false;
        resolve({ received, sent });
      });
    });
  }
  const headOf = (...lines) => {
    const { pathname } = new URL(context.server.base);
    return [`POST ${pathname}/classes/Item HTTP/1.1`, 'Host: localhost', `X-Parse-Application-Id: ${context.server.appId}`, 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
  };
  const limitReference = differs('parse-server\'s limit is where its host\'s is');

  test('a body that says it is too large is refused with 413', limitReference, async () => {
    const { received } = await endless(headOf('Content-Length: 67108864'), Buffer.alloc(65536, 'x'));
    assert.match(received, /^HTTP\/1\.1 413 /);
  });

  test('a body in chunks that grows too large is refused with 413', limitReference, async () => {
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65536)}\r\n`);
    const { received, sent } = await endless(headOf('Transfer-Encoding: chunked'), chunk);
    // A server may also hang up; it must not read on for ever.
    assert.ok(received === '' || /^HTTP\/1\.1 413 /.test(received), received.slice(0, 200));
    assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes were taken`);
  });

  const broken = {
    'noise': '\u0000\u0001\u0002\u0003\r\n\r\n',
    'an unknown version': 'GET /parse/health HTTP/9.9\r\nHost: x\r\n\r\n',
    'an unknown method': 'BREW /parse/classes/Item HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'a header without a colon': 'GET /parse/health HTTP/1.1\r\nHost x\r\n\r\n',
    'a negative length': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}',
    'a length that is no number': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n{}',
    'two lengths': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}',
    'a length and chunks': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    'a chunk of nonsense': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
    'a chunk size that overflows': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n',
    'half a request': 'POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"na',
    'a header of a megabyte': `GET /parse/health HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(1 << 20)}\r\n\r\n`,
    'ten thousand headers': `GET /parse/health HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(10000)}\r\n`,
    'a path of a megabyte': `GET /parse/${'a'.repeat(1 << 20)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'TLS': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  };
  for (const [title, bytes] of Object.entries(broken)) {
    test(`broken HTTP: ${title}`, async () => {
      const answer = await raw(context.server, Buffer.from(bytes, 'latin1'), { halfClose: true, deadline: 30000 });
      assert.ok(answer === '' || /^HTTP\/1\.[01] (4\d\d|5\d\d) /.test(answer), answer.slice(0, 200));
    });
  }

  test('requests sent ahead are answered in order', async () => {
    const { pathname } = new URL(context.server.base);
    const one = (path, last) =>
      `GET ${pathname}${path} HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: ${context.server.appId}\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
    const answer = await raw(context.server, Array.from({ length: 20 }, (_, i) => one(i % 2 ? '/health' : '/classes/Nope', i === 19)).join(''));
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d\d\d)/g)].map((match) => match[1]);
    assert.deepEqual(statuses, Array.from({ length: 20 }, (_, i) => (i % 2 ? '200' : '400')));
  });

  test('long URLs are answered or refused', async () => {
    for (const length of [2000, 10000, 100000]) {
      const url = `${context.server.base}/classes/Item${query({ where: { text: 'x'.repeat(length) } })}`;
      let answer;
      try {
        answer = await send(url, { headers: { 'X-Parse-Application-Id': context.server.appId } });
      } catch (error) {
        assert.equal(error.code, 'ECONNRESET', 'a server may hang up on a URL that it does not want to read');
        assert.ok(length > 2000);
        continue;
      }
      if (length === 2000) assertStatus(answer, 200);
      assert.ok(answer.status === 200 || (answer.status >= 400 && answer.status < 500), String(answer.status));
    }
  });

  test('broken escapes in a URL are refused', async () => {
    for (const path of ['/classes/Item/%zz', '/classes/Item/%', '/classes/Item/%f', '/classes/Item/%ff', '/classes/Item/a%00b', '/classes/Item%00', '/classes/%2e%2e/x']) {
      const answer = await call('GET', path);
      const fine = answer.status >= 400 && answer.status < 500;
      assert.ok(fine || runsAgainstReference(), `${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    const answer = await call('GET', '/classes/Item?where=%ff%zz');
    assert.equal(answer.status, 400);
  });

  test('paths out of the mount lead nowhere', async () => {
    const { pathname } = new URL(context.server.base);
    for (const path of ['/../../etc/passwd', `${pathname}/../../../etc/passwd`, `${pathname}/classes/../../etc/passwd`, '//', `${pathname}x/health`]) {
      const answer = await raw(context.server, `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: app\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 4\d\d /, `${path}: ${answer.slice(0, 200)}`);
    }
  });

  test('two hundred idle connections keep nobody out', async () => {
    const { hostname, port } = new URL(context.server.base);
    const sockets = Array.from({ length: 200 }, () => net.connect({ host: hostname, port: Number(port) }));
    try {
      await Promise.all(sockets.map((socket) => new Promise((resolve, reject) => {
        socket.on('connect', () => socket.write('GET /parse/hea', resolve));
        socket.on('error', reject);
      })));
      await context.api.create('Item', { name: 'x' });
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  test('clients that hang up while they are served do no harm', async () => {
    const { hostname, port, pathname } = new URL(context.server.base);
    const body = JSON.stringify({ name: 'gone' });
    const request = headOf(`Content-Length: ${body.length}`) + body;
    const login = JSON.stringify({ username: user.username, password: user.password });
    const loginRequest = `POST ${pathname}/login HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: ${context.server.appId}\r\nContent-Length: ${login.length}\r\n\r\n${login}`;
    await Promise.all(Array.from({ length: 40 }, (_, i) => new Promise((resolve) => {
      const socket = net.connect({ host: hostname, port: Number(port) });
      socket.on('connect', () => socket.write(i % 2 ? request : loginRequest, () => socket.resetAndDestroy()));
      socket.on('error', () => {});
      socket.on('close', resolve);
    })));
    await context.api.create('Item', { name: 'x' });
  });
});
