// kill -9 in the middle of a rotation: at each of the calls that put something on disk, and at moments by chance while
// requests write. The next start reads all that was answered, goes on to the end, and the old key may go.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { command, done, folders } from '../lib/backups.mjs';
import { buildServer, run } from '../lib/builds.mjs';
import { differs, sanitized } from '../lib/fixture.mjs';
import { randomFrom } from '../lib/random.mjs';
import { client, unique } from '../lib/rest.mjs';
import { addDiaries, clear, diariesOf, fill, listKeys, ringFile, settled, start } from './keys.mjs';

const places = folders('keys-kill');
after(clear);
after(places.clear);
before(() => buildServer('files'));

const trace = await run('strace', ['-f', '-o', '/dev/null', 'true']).catch(() => ({ code: 1 }));
const noStrace = (sanitized && 'sanitizers do not bear a tracer') || (trace.code !== 0 && 'strace cannot trace here');

/** Waits until the process is traced, and will be killed at the `when`th such call of one of its threads. */
function killAt(pid, call, when) {
  const tracer = spawn('strace', ['-f', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    tracer.stderr.on('data', (text) => {
      said += text;
      if (/attached/.test(said)) resolve(tracer);
    });
    tracer.on('exit', () => reject(new Error(said)));
  });
}

/** After whatever has happened: all is there, the rotation comes to its end, and each key that may go does. */
async function mend(data, world, wanted) {
  const server = await start(data);
  await world.check(server);
  const found = await diariesOf(client(server));
  for (const diary of wanted) assert.ok(found.includes(diary), `${diary} was answered`);
  await settled(data);
  for (const purpose of ['seal', 'file']) {
    assert.ok(!existsSync(join(data, `${purpose}-key.new`)) || ringFile(data, purpose));
    for (const { id, state, needed, fixed } of (await listKeys(data))[purpose]) {
      if (state === 'newest') continue;
      assert.equal(needed, fixed, `${purpose}: what could be is under the newest key`);
      if (!needed) await done('key', 'drop', purpose, id, '--data', data);
    }
  }
  await world.check(server);
  assert.deepEqual(await diariesOf(client(server)), found);
  return server;
}

describe('a rotation that is cut off', differs('our server\'s own commands'), () => {
  for (const purpose of ['seal', 'file', 'audit', 'session'])
    test(`at each call that puts ${purpose} on disk`, { skip: noStrace }, async () => {
      const data = places.newFolder();
      let server = await start(data);
      const world = await fill(server, 2);
      const wanted = [...(await addDiaries(world.api, world.user.pointer, [...Array(450)].map(() => unique('diary')))).keys()];
      let killed = 0;
      for (const call of ['rename', 'fsync', 'fdatasync', 'pwrite64'])
        for (const when of call === 'pwrite64' ? [1, 4, 9, 16, 25] : [1, 2, 3, 4]) {
          const tracer = await killAt(server.pid, call, when);
          const gone = new Promise((resolve) => tracer.on('exit', resolve));
          const { code } = await command('key', 'rotate', purpose, '--wait', '--data', data);
          if (code === 0) {
            tracer.kill('SIGTERM'); // there are not so many such calls
            await gone;
            await server.stop();
          } else {
            killed += 1;
            await gone;
            await server.kill();
          }
          server = await mend(data, world, wanted);
        }
      assert.ok(killed >= 4, `${killed} times`);
      assert.match(await done('audit', 'verify', '--data', data), /no fault/);
      await server.stop();
    });

  test('at any moment, while requests write', async () => {
    const random = randomFrom(14);
    const data = places.newFolder();
    let server = await start(data);
    const world = await fill(server, 2);
    const wanted = [...(await addDiaries(world.api, world.user.pointer, [...Array(2000)].map(() => unique('diary')))).keys()];
    for (let round = 0; round < 8; round++) {
      const api = client(server);
      let alive = true;
      const write = async () => {
        for (; alive;) {
          const [diary] = await addDiaries(api, world.user.pointer, [unique('diary')]).then((ids) => ids.keys(), () => []);
          if (diary) wanted.push(diary);
        }
      };
      const writing = write();
      const rotating = command('key', 'rotate', random.pick(['seal', 'seal', 'file']), '--wait', '--data', data);
      await new Promise((resolve) => setTimeout(resolve, random.below(150)));
      await server.kill();
      alive = false;
      await Promise.all([writing, rotating]);
      server = await mend(data, world, wanted);
    }
    await server.stop();
  });
});
