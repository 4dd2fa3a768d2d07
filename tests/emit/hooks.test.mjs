// The example of docs/hooks.md does what the page says; and whose file hooks.c is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator, makeServer, root } from '../lib/builds.mjs';
import { assertError, assertStatus, client, date, pointer } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const page = readFileSync(join(root, 'docs/hooks.md'), 'utf8');
const example = (language) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)[1];

describe('hooks.c', () => {
  let folder;
  let tree;
  const file = (name) => join(folder, name);
  const generate = (...options) => spawnSync(generator, ['generate', '--schema', file('schema.json'), '--name', 'visits',
    '--access', 'public', '--out', tree, ...options], { encoding: 'utf8' });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-hooks-'));
    tree = join(folder, 'tree');
    writeFileSync(file('schema.json'), example('json'));
    writeFileSync(file('own.c'), example('c'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('the example of the page', async () => {
    assert.equal(generate('--hooks', file('own.c')).status, 0);
    assert.equal(await makeServer(tree), undefined);
    const server = await launch(join(tree, 'visits-server'));
    try {
      const api = client(server);
      const signUp = async (username) => (await api.call('POST', '/users', { body: { username, password: 'p' } })).json;
      const user = await signUp('patient');
      const own = { session: user.sessionToken };
      const visit = { patient: pointer('_User', user.objectId), start: date('2026-01-01T10:00:00Z'), note: 'for the staff' };
      assertError(await api.call('POST', '/classes/Visit', { body: { ...visit, end: date('2026-01-01T09:00:00Z') } }), 400, 141,
        'A visit cannot end before it starts.');
      const { status, json } = await api.call('POST', '/classes/Visit', { body: { ...visit, end: date('2026-01-01T10:30:00Z') } });
      assert.deepEqual([status, json.minutes], [201, 30]);
      await api.call('PUT', `/classes/Visit/${json.objectId}`, { body: { end: date('2026-01-01T11:00:00Z') } });
      assert.equal('note' in (await api.fetch('Visit', json.objectId)), false);
      const all = await api.fetch('Visit', json.objectId, { master: true });
      assert.deepEqual([all.minutes, all.note], [60, 'for the staff']);
      assert.deepEqual((await api.find('Audit')).map(({ what, visit: id }) => [what, id]), [['created', json.objectId], ['changed', json.objectId]]);
      assertError(await api.call('POST', '/functions/minutesOfVisits', { body: {} }), 400, 141, 'Sign in first.');
      assert.deepEqual((await api.call('POST', '/functions/minutesOfVisits', { body: {}, ...own })).json, { result: 60 });
      assertStatus(await api.call('DELETE', `/classes/Visit/${json.objectId}`, { body: {} }), 200);
    } finally {
      await server.stop();
    }
  });

  test('a copy that was edited is not overwritten; without hooks the copy goes', () => {
    const copy = join(tree, 'hooks.c');
    assert.equal(generate('--hooks', file('own.c')).status, 0);
    writeFileSync(copy, `${example('c')}/* edited */\n`);
    const refused = generate('--hooks', file('own.c'));
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /hooks\.c: edited by hand/);
    writeFileSync(copy, example('c'));
    assert.equal(generate().status, 0);
    assert.equal(existsSync(copy), false);
  });

  test('a hooks.c put there by hand is left alone', () => {
    const own = join(tree, 'hooks.c');
    writeFileSync(own, '#include "hooks.h"\n');
    assert.equal(generate().status, 0);
    assert.equal(generate('--check').status, 0);
    assert.equal(readFileSync(own, 'utf8'), '#include "hooks.h"\n');
  });

  test('a file that is not there is trouble', () => {
    assert.equal(generate('--hooks', file('nosuch.c')).status, 3);
  });
});
