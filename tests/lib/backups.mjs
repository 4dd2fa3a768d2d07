// What tests of backups share: a server of files with patients who write, and folders that come and go.
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBuild, run } from './builds.mjs';
import { assertStatus, client, pointer, send, unique } from './rest.mjs';
import { startServer } from './server.mjs';

export const masterKey = 'the same at each start';
export const keys = ['seal-key', 'file-key', 'audit-key'];
export const pdf = { 'Content-Type': 'application/pdf' };

/** { newFolder(), notThere(), path, clear() }: folders for one test file. */
export function folders(name) {
  const path = mkdtempSync(join(tmpdir(), `caregen-${name}-`));
  let count = 0;
  const notThere = () => join(path, String(count++));
  const newFolder = () => {
    const folder = notThere();
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  };
  return { path, notThere, newFolder, clear: () => rmSync(path, { recursive: true, force: true }) };
}

export const program = () => findBuild('files').program;
export const command = (...words) => run(program(), words);
const isBackup = (name) => /^\d{8}T\d{6}\.\d{3}Z$/.test(name);
export const backupsIn = (folder) => readdirSync(folder).filter(isBackup).sort();
export const newest = (folder) => join(folder, backupsIn(folder).at(-1));
export const idOf = (name) => name.slice(0, 32);
export const filesIn = (folder) => readdirSync(join(folder, 'files')).filter((name) => /^[0-9a-f]{32}/.test(name)).sort();
export const start = (dataFolder, options) => startServer('files', { dataFolder, masterKey, ...options });

export async function done(...words) {
  const result = await command(...words);
  assert.equal(result.code, 0, `${words.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

export async function refused(message, ...words) {
  const { code, stdout, stderr } = await command(...words);
  assert.equal(code, 1, `${words.join(' ')}: ${stdout}${stderr}`);
  assert.match(stderr, message);
  return stderr;
}

export async function until(what, holds, seconds = 120) {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${what}: not within ${seconds} s`);
}

/** Up to when a follower has followed into a folder; 0 where nothing is there yet. */
export async function through(folder) {
  const lines = (await done('backup', '--list', folder, '--format', 'json')).trim().split('\n');
  return Date.parse(JSON.parse(lines.at(-1)).through ?? 0);
}

/** Waits until all that was answered by now is in the folder. */
export async function caughtUp(folder) {
  const now = Date.now();
  await until('the follower catches up', async () => (await through(folder)) >= now);
}

/** A time that can be restored, at which all was seen that has been answered by now, and nothing of what comes. */
export async function moment(folder) {
  await caughtUp(folder);
  const at = Date.now();
  await until('it is followed up to then', async () => (await through(folder)) >= at);
  return at;
}

/** A patient who uploads, saves documents and deletes them. */
export async function patientOf(server) {
  const api = client(server);
  const user = await api.signUp(unique('ann'));
  const as = { session: user.session };
  const patient = await api.create('Patient', { user: user.pointer, name: 'ann', diary: 'dear diary' }, as);
  const upload = async (content) => {
    const answer = await api.call('POST', '/files/a.pdf', { body: content, ...as, headers: pdf });
    assertStatus(answer, 201);
    return answer.json.name;
  };
  /** A document whose title is what its file has in it. */
  const save = async (title = unique('content')) => {
    const file = await upload(title);
    const id = await api.create('Document', { patient: pointer('Patient', patient), title, file: { __type: 'File', name: file }, note: title }, as);
    return { id, title, file };
  };
  return { api, as, user, upload, save, remove: ({ id }) => api.call('DELETE', `/classes/Document/${id}`, as) };
}

/** All documents, each with its file read: by title. */
export async function readAll(server) {
  const api = client(server);
  const documents = await api.find('Document', { limit: 10000 }, { master: true });
  for (const { title, note, file } of documents) {
    assert.equal(note, title, 'what is sealed opens');
    const answer = await send(file.url, { headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Master-Key': masterKey } });
    assert.equal(answer.text, title, `the file of ${title}: ${answer.status}`);
  }
  return new Set(documents.map(({ title }) => title));
}

/** Restores into a folder that is not there, and puts the keys of `from` there. */
export async function restoredInto(folder, backups, from, ...words) {
  await done('restore', backups, '--data', folder, ...words);
  for (const key of keys) {
    copyFileSync(join(from, key), join(folder, key));
    chmodSync(join(folder, key), 0o600);
  }
  return folder;
}

export async function titlesIn(folder) {
  const server = await start(folder);
  try {
    return await readAll(server);
  } finally {
    await server.stop();
  }
}
