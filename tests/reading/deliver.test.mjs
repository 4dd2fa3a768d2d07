// What a prompt wants delivered is told thing by thing: where it is in the emitted tree, or that it is not provided. Each
// place that the table of deliverables names is looked up in the tree of a template that has everything.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));
const text = (path) => readFileSync(path, 'utf8');

const rows = [...text(join(root, 'generator/prose/deliver.def')).replace(/^\/\*.*?\*\//s, '').replaceAll(/"\s*\n\s*"/g, '')
  .matchAll(/^DELIVERABLE\((\w+), "([^"]*)",\s*"([^"]*)",\s*"([^"]*)"\)/gms)]
  .map(([, condition, words, places, why]) => ({ condition, words: words.split('|'), places: places.split('; ').filter(Boolean), why }));

const schema = 'Schema:\n1. PatientProfile: user (Pointer to User, required), contact (Object).\n2. Visit: patient (Pointer to PatientProfile, required), notes (String).\n';

/** What each sentence of a Deliver part is answered with, thing by thing. */
async function answers(sentences, rules = '') {
  const file = join(temporary, 'prompt.md');
  writeFileSync(file, `${schema}\nRules:\n- Patients are users with a PatientProfile.\n${rules}\nDeliver:\n${sentences.map((one) => `- ${one}\n`).join('')}`);
  const { stdout } = await run(generator, ['read', '--format=json', file]);
  return JSON.parse(stdout).filter(({ section }) => section === 'Deliver').map(({ deliver }) => deliver);
}
const delivered = async (sentence) => (await answers([sentence]))[0];

let files;
let routes;
before(async () => {
  const out = join(temporary, 'trial');
  const { code, stderr } = await run(generator, ['generate', 'trial', '--out', out], { cwd: root });
  assert.equal(code, 0, stderr);
  files = readdirSync(out, { recursive: true, withFileTypes: true }).map((entry) => `${join(entry.parentPath ?? entry.path, entry.name).slice(out.length + 1)}${entry.isDirectory() ? '/' : ''}`);
  routes = new Set(['routes.c', 'runtime/http/router.c'].flatMap((name) => [...text(join(out, name)).matchAll(/METHOD_(\w+), TEXT\("([^"]+)"\)/g)].map(([, method, path]) => `${method} ${path}`)));
  routes.targets = text(join(out, 'Makefile'));
  routes.pages = text(join(out, 'runtime/web/site.c'));
  routes.commands = (name) => text(join(out, `runtime/program/${name}_command.c`));
});

/** Whether the emitted tree has the place. */
function isThere(place) {
  const [first, ...rest] = place.split(' ');
  if (first === 'make') return new RegExp(`^${rest[0]}:`, 'm').test(routes.targets);
  if (first === 'PAGE') return routes.pages.includes(`"${rest[0]}"`);
  if (first === 'SERVER') return routes.commands(rest[0]).includes(`{"${rest[1]}"`);
  if (/^(GET|POST|PUT|DELETE)$/.test(first)) return routes.has(place);
  const pattern = new RegExp(`^${place.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`);
  return files.some((name) => pattern.test(name));
}

test('every place that the table names is in an emitted tree', () => {
  assert.ok(rows.length > 25, `${rows.length} rows`);
  for (const { words, places } of rows) for (const place of places) assert.ok(isThere(place), `${words[0]}: ${place}`);
  for (const place of ['docs/nowhere.md', 'GET /nowhere', 'make nowhere', 'SERVER audit nowhere', 'PAGE /nowhere']) assert.ok(!isThere(place), place);
});

test('a row has places or says why it never has', () => {
  for (const { condition, words, places, why } of rows) {
    assert.equal(places.length > 0, condition !== 'NEVER', words[0]);
    assert.equal(why !== '', condition !== 'ALWAYS', words[0]);
  }
  const all = rows.flatMap(({ words }) => words);
  assert.deepEqual(all.filter((word, i) => all.indexOf(word) !== i), [], 'no phrase stands in two rows');
});

test('what is said not to be provided has no folder or route in the tree', () => {
  const never = (word) => rows.some(({ condition, words }) => condition === 'NEVER' && words.includes(word));
  for (const [word, sign] of [['livequery', /(?:^|\/)live(?:_|\/)/], ['graphql', /(?:^|\/)graphql(?:[._/]|$)/], ['docker', /dockerfile/i]]) {
    if (never(word)) assert.deepEqual([...files, ...routes].filter((one) => sign.test(one)), [], `deliver.def says that there is no ${word}`);
  }
});

test('each phrase of the table is told by its own row', async () => {
  const everything = '- Audit every create of Visit.\n- Doctors are users in the role doctor.\n- Doctors publish Visit.\n- When a Visit is published, notify the patient.\n'
    + '- Visit keeps versions.\n- Patients can export their own record.\n- contact of PatientProfile is encrypted.\n';
  const phrases = rows.flatMap((row) => row.words.map((word) => ({ ...row, word })));
  const found = await answers(phrases.map(({ word }) => `${word}.`), everything);
  phrases.forEach(({ condition, word, places, why }, i) => {
    const [one, ...more] = found[i];
    assert.deepEqual([one?.asked, one?.where, more], [word, places, []], word);
    if (condition === 'NEVER') assert.equal(one.why, why);
  });
});

test('what nothing asks for is not there, and says so', async () => {
  assert.deepEqual(await delivered('Audit log, version history and a data export.'), [
    { asked: 'Audit log', where: [], why: 'no sentence asks for an audit trail' },
    { asked: 'version history', where: [], why: 'no sentence keeps versions' },
    { asked: 'data export', where: [], why: 'no sentence lets anybody export' },
  ]);
});

test('a front end is the starter app, or not provided, and what it shows is told', async () => {
  const [list, map, unknown] = await delivered('A visit list, a visit map and a purple elephant.');
  assert.deepEqual(list, { asked: 'visit list', where: ['PAGE /app', 'api/model.json', 'GET /classes/Visit'] });
  assert.equal(map.asked, 'visit map');
  assert.match(map.why, /^no such front end is emitted.*what it shows is at GET \/classes\/Visit$/);
  assert.deepEqual(unknown, { asked: 'purple elephant', where: [], why: 'nothing that is emitted is known by these words' });
});

test('what a thing is for, and for whom, is no thing of its own; what is not wanted is none', async () => {
  assert.deepEqual((await delivered('Schema and Cloud Code for kind treatment and auditing, for patients and doctors.')).map(({ asked }) => asked), ['Schema', 'Cloud Code', 'auditing']);
  assert.deepEqual(await delivered('No frontend.'), []);
});

for (const [name, count] of [['seed-trial', 7], ['seed-trial-zh', 7], ['seed-phr', 11], ['seed-behavioral', 8]]) {
  test(`${name}: each of the ${count} things asked for has an answer, in all that is shown`, async () => {
    const prompt = join(root, `tests/reading/${name}/prompt.md`);
    const { stdout } = await run(generator, ['read', '--format=json', prompt]);
    const things = JSON.parse(stdout).flatMap(({ deliver }) => deliver);
    assert.equal(things.length, count);
    assert.deepEqual(things.filter(({ why }) => /known by these words/.test(why)), []);
    for (const { where } of things) for (const place of where) assert.ok(isThere(place) || place.startsWith('GET /classes/'), place);
    const plain = await run(generator, ['read', prompt]);
    assert.equal(plain.stdout.match(/^ {4}> /gm).length, count);
    const out = join(temporary, name);
    assert.equal((await run(generator, ['generate', '--name', name, '--spec', prompt, '--out', out])).code, 0);
    const page = text(join(out, 'docs/reading.md'));
    assert.equal(page.match(/^- (?:\*delivered:\*|\*\*not provided:\*\*) /gm).length, count);
    const own = new Set([...text(join(out, 'routes.c')).matchAll(/METHOD_(\w+), TEXT\("([^"]+)"\)/g)].map(([, method, path]) => `${method} ${path}`));
    for (const { where, why } of things) for (const route of [...where, ...(why ?? '').match(/GET \/\S+/g) ?? []].filter((place) => place.startsWith('GET /classes/') && !place.includes(':'))) assert.ok(own.has(route), route);
  });
}
