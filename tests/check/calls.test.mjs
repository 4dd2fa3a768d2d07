// The rooms at link level: no object calls what a room below its own defines (rooms.txt). Includes alone do not
// show that, since a header may declare what another room's file defines.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { buildServer, generator, root, run } from '../lib/builds.mjs';

/** The table of emitters (emitters.def) leads to each of them, which is what it is for. */
const isTable = (call) => /^emit\/emit emit_/.test(call);

/** The rooms of a tree, in their order. */
function roomsOf(tree) {
  const rooms = [];
  let within = false;
  for (const line of readFileSync(join(root, 'tests/check/rooms.txt'), 'utf8').split('\n')) {
    const words = line.split(/\s+/).filter(Boolean);
    if (!words.length || line.startsWith('#')) continue;
    if (words.length === 1) within = words[0] === tree;
    else if (within) rooms.push(words[0]);
  }
  return rooms;
}

/** { file: { defined, wanted } }, without ".o": the objects below a folder whose sources are there. */
async function symbolsOf(folder, sources) {
  const objects = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.o') && existsSync(join(sources, name.replace(/o$/, 'c'))));
  const { stdout } = await run('nm', ['-A', '-g', ...objects], { cwd: folder });
  const files = {};
  for (const line of stdout.split('\n')) {
    const [, name, kind, symbol] = /^(.*)\.o:\s*[0-9a-f]*\s+([A-Za-z]) (\S+)$/.exec(line) ?? [];
    if (!name) continue;
    files[name] ??= { defined: [], wanted: [] };
    files[name][kind === 'U' ? 'wanted' : 'defined'].push(symbol);
  }
  return files;
}

/** The calls into rooms below the caller's own, as "room/file symbol". */
function callsUpwards(files, rooms) {
  const roomOf = {};
  for (const [name, { defined }] of Object.entries(files)) for (const symbol of defined) roomOf[symbol] = dirname(name);
  const level = (room) => rooms.indexOf(room);
  return Object.entries(files)
    .flatMap(([name, { wanted }]) => wanted.map((symbol) => [name, symbol]))
    .filter(([name, symbol]) => level(dirname(name)) >= 0 && level(roomOf[symbol]) > level(dirname(name)))
    .map(([name, symbol]) => `${name} ${symbol}`)
    .sort();
}

test('no object of the runtime calls a room below its own', async () => {
  const build = await buildServer('trial');
  const variants = readdirSync(join(build.folder, 'build')).map((name) => join(build.folder, 'build', name, 'runtime'));
  const files = await symbolsOf(variants.find((path) => existsSync(path)), join(build.folder, 'runtime'));
  assert.ok(Object.keys(files).length > 150);
  assert.deepEqual(callsUpwards(files, roomsOf('templates/runtime')), []);
});

test('no object of the generator calls a room below its own', async () => {
  const files = await symbolsOf(join(dirname(generator), 'generator'), join(root, 'generator'));
  assert.ok(Object.keys(files).length > 100);
  assert.deepEqual(callsUpwards(files, roomsOf('generator')).filter((call) => !isTable(call)), []);
});

test('a call upwards would be seen', () => {
  const files = { 'base/a': { defined: ['a'], wanted: ['b'] }, 'model/b': { defined: ['b'], wanted: ['a'] } };
  assert.deepEqual(callsUpwards(files, ['base', 'model']), ['base/a b']);
});
