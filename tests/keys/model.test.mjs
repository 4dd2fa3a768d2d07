// Writes, rotations, drops, ends and restarts by chance, against a model: what was answered is there after each step, and
// what may not go does not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { command, folders } from '../lib/backups.mjs';
import { buildServer } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { randomFrom } from '../lib/random.mjs';
import { assertStatus, client, send, unique } from '../lib/rest.mjs';
import { addDiaries, clear, diariesOf, fill, listKeys, purposes, settled, start } from './keys.mjs';

const places = folders('keys-model');
after(clear);
after(places.clear);
before(() => buildServer('files'));

for (const seed of [1, 2, 3])
  test(`a model of seed ${seed}`, differs('our server\'s own commands'), async () => {
    const random = randomFrom(seed);
    const data = places.newFolder();
    let server = await start(data);
    const world = await fill(server, 2);
    const diaries = new Map(); // by objectId
    const files = new Map(); // contents, by name
    const sessions = new Set([world.user.session]);
    const api = () => client(server);

    const steps = {
      async write() {
        for (const [diary, id] of await addDiaries(api(), world.user.pointer, [...Array(1 + random.below(30))].map(() => unique('d')))) diaries.set(id, diary);
      },
      async change() {
        if (!diaries.size) return;
        const id = random.pick([...diaries.keys()]);
        const diary = unique('changed');
        const body = { diary, weight: diary.length, key: { __type: 'Bytes', base64: Buffer.from(diary).toString('base64') } };
        assertStatus(await api().call('PUT', `/classes/Patient/${id}`, { master: true, body }), 200);
        diaries.set(id, diary);
      },
      async remove() {
        if (!diaries.size) return;
        const id = random.pick([...diaries.keys()]);
        assertStatus(await api().call('DELETE', `/classes/Patient/${id}`, { master: true }), 200);
        diaries.delete(id);
      },
      async upload() {
        const contents = unique('contents').repeat(1 + random.below(3000));
        const answer = await api().call('POST', '/files/x.txt', { master: true, body: contents, headers: { 'Content-Type': 'text/plain' } });
        assertStatus(answer, 201);
        files.set(answer.json.name, contents);
      },
      async signUp() {
        sessions.add((await api().signUp()).session);
      },
      async rotate() {
        const { code, stderr } = await command('key', 'rotate', random.pick(purposes), ...(random.below(2) ? ['--wait'] : []), '--data', data);
        assert.equal(code, 0, stderr);
      },
      async endSessions() {
        if (random.below(4)) return;
        assert.equal((await command('key', 'rotate', 'session', '--end-sessions', '--data', data)).code, 0);
        for (const session of sessions) assert.equal((await api().call('GET', '/users/me', { session })).status, 400);
        sessions.clear();
      },
      /** A drop succeeds just when the key is an older one that nothing needs. */
      async drop() {
        await settled(data);
        const purpose = random.pick(purposes);
        const { id, state, needed } = random.pick((await listKeys(data))[purpose]);
        const { code, stdout, stderr } = await command('key', 'drop', purpose, id, '--data', data);
        assert.equal(code, state === 'older' && needed === 0 ? 0 : 1, `${purpose} ${state} ${needed}: ${stdout}${stderr}`);
      },
      async restart() {
        await (random.below(2) ? server.stop() : server.kill());
        if (!random.below(3)) assert.equal((await command('key', 'rotate', random.pick(purposes), '--data', data)).code, 0);
        server = await start(data);
      },
    };

    for (let i = 0; i < 45; i++) {
      await random.pick(Object.values(steps))();
      assert.deepEqual(await diariesOf(api()), [...diaries.values()].sort());
      for (const session of sessions) assert.equal((await api().call('GET', '/users/me', { session })).status, 200);
      for (const [name, contents] of files) {
        const answer = await send(`${server.base}/files/app/${name}`, { headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Master-Key': server.masterKey } });
        assert.equal(answer.text, contents, `${answer.status}`);
      }
    }
    await world.check(server, { sessionGoesOn: sessions.has(world.user.session), code: 0 });
    await settled(data);
    for (const { state, needed, fixed } of (await listKeys(data)).seal) assert.ok(state === 'newest' || needed === fixed);
    await server.stop();
  });
