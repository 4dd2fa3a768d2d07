// Servers whose statements fail, one at a time (tests/faults/failing_store.c), for tests that know nothing of it.
//
// Between a test and its server stands a proxy. It sends each request again and again, each time with
// the next statement failing that has not failed in this place before, until nothing fails any more:
// that answer is the test's. In between, each answer has to be 500 and nothing may be committed. What
// was otherwise is written, a line of JSON each, to the file of findings.
//
// A statement that fails and is not missed (a reader's own transaction, say) leaves the request's true
// answer: that is a finding of its own, "unharmed", and the test's answer, since it cannot be asked for
// twice. tests/faults/faults.test.mjs says which statements may be so.
import { appendFileSync, closeSync, existsSync, ftruncateSync, openSync, readdirSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { root, run } from './builds.mjs';

const LABEL_AT = 16;
const LABEL_BYTES = 512;
const STATEMENT_AT = LABEL_AT + LABEL_BYTES;
const STATEMENT_BYTES = 1024;
const CONTROL_BYTES = STATEMENT_AT + STATEMENT_BYTES;
const SEEN_BYTES = 8 * (1 << 16);

const FAULTS = [undefined, 'error', 'loss']; // the engine undoes the writer's transaction, too, as when the disk is full

const folder = process.env.CAREGEN_TEST_FAULTS; // where the files of control and the findings are
export const runsWithFaults = () => Boolean(folder);

function makeFile(path, size) {
  const file = openSync(path, 'wx+');
  ftruncateSync(file, size);
  return file;
}

/** Makes what all servers of a run share; before the first starts. */
export const prepareFaults = (path) => closeSync(makeFile(join(path, 'seen'), SEEN_BYTES));

/** The build's objects, those of files that are gone apart. */
function objectsOf(build) {
  const path = join(build.folder, 'build/plain');
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.o') && existsSync(join(build.folder, name.replace(/o$/, 'c'))))
    .map((name) => join(path, name));
}

/** The build's server with the faults linked in. */
export async function linkFaulty(build) {
  const program = join(build.folder, 'build/faulty-server');
  const source = join(root, 'tests/faults/failing_store.c');
  const isOld = (path) => existsSync(program) && statSync(path).mtimeMs < statSync(program).mtimeMs;
  if (isOld(build.program) && isOld(source)) return program;
  const libraries = /^LIBRARIES := (.*)$/m.exec(readFileSync(join(build.folder, 'Makefile'), 'utf8'))[1].split(' ');
  const wrapped = [
    'store_prepare', 'sqlite3_step', 'sqlite3_exec', 'crypto_pwhash_str_alg', 'refusal_note', 'own_write', 'background_begin', 'outbox_count_held', 'outbox_next_receiver', 'outbox_each_due', 'outbox_count',
  ].map((name) => `-Wl,--wrap=${name}`);
  const command = [
    '-std=c17', '-D_GNU_SOURCE', '-O2', '-g', '-Wall', '-Wextra', '-Werror', '-iquote', join(build.folder, 'runtime'), source,
    ...objectsOf(build), ...wrapped, '-o', program, ...libraries,
  ];
  const { code, stderr } = await run('flock', [`${build.folder}.lock`, process.env.CC ?? 'cc', ...command]);
  if (code !== 0) throw new Error(`${build.name} cannot be linked with faults:\n${stderr}`);
  return program;
}

let servers = 0;

/** What tells one server's statements to fail. */
export class Control {
  #path = join(folder, `control-${process.pid}-${(servers += 1)}`);
  #file = makeFile(this.#path, CONTROL_BYTES);

  environment = { STORE_FAULTS: `${this.#path}:${join(folder, 'seen')}` };

  #read(at, length) {
    const bytes = Buffer.alloc(length);
    readSync(this.#file, bytes, 0, length, at);
    return bytes;
  }

  /** Lets the next new point fail. */
  arm(label) {
    const bytes = Buffer.alloc(STATEMENT_AT);
    bytes.writeUInt32LE(this.#read(8, 4).readUInt32LE() + 1, 8); // another request
    bytes.writeUInt32LE(this.commits(), 12);
    bytes.write(label.slice(0, LABEL_BYTES - 1), LABEL_AT);
    writeSync(this.#file, bytes, 0, bytes.length, 0);
    bytes.writeUInt32LE(1, 0);
    writeSync(this.#file, bytes, 0, 4, 0);
  }

  /** Ends it; returns { fault, statement } if one failed. */
  disarm() {
    writeSync(this.#file, Buffer.alloc(4), 0, 4, 0);
    const fault = FAULTS[this.#read(4, 4).readUInt32LE()];
    if (!fault) return undefined;
    const bytes = this.#read(STATEMENT_AT, STATEMENT_BYTES);
    return { fault, statement: bytes.toString('utf8', 0, bytes.indexOf(0)) };
  }

  commits() {
    return this.#read(12, 4).readUInt32LE();
  }
}

/** What is asked for, without the ids in it, and with whose rights. */
function labelOf(build, { method, url, headers }, body) {
  const path = url.split('?')[0].split('/').map((segment) => (/^[A-Za-z0-9]{10}$|^[0-9a-f]{32}/.test(segment) ? ':' : segment)).join('/');
  const text = body.toString('latin1', 0, 400);
  const said = (header, name) => header in headers || text.includes(`"${name}"`);
  const as = [said('x-parse-master-key', '_MasterKey') && 'master', said('x-parse-session-token', '_SessionToken') && 'session'].filter(Boolean);
  return `${build} ${method} ${path} ${as.join(' ')}`;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); // a server's connections belong to its workers

function ask(target, { method, url, headers }, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: target.hostname, port: target.port, method, path: url, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.rawHeaders, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const INTERNAL = '{"code":1,"error":"Internal server error."}';
const isInternalError = ({ status, body }, method) => status === 500 && (method === 'HEAD' || body.toString() === INTERNAL);

/** Nothing at all, or, of a worker for what takes long, that the server is busy. */
const isNoAnswer = ({ status }) => status === 0 || status === 503;

/** The parts of a batch stand for themselves: it is half done when one fails, and answers 200. */
const isBatch = ({ url }) => /\/batch$/.test(url.split('?')[0]);

/** A proxy before the server: { base, stop() }. */
export async function beforeServer(build, base, control) {
  const target = new URL(base);
  const note = (finding) => appendFileSync(join(folder, 'findings'), `${JSON.stringify({ build, ...finding })}\n`);

  async function askWithFaults(request, body) {
    if (isBatch(request)) return ask(target, request, body);
    const label = labelOf(build, request, body);
    for (;;) {
      control.arm(label);
      const commits = control.commits();
      const answer = await ask(target, request, body).catch((error) => ({ status: 0, body: Buffer.from(String(error)) }));
      const failed = control.disarm();
      if (!failed) return answer;
      const refused = isInternalError(answer, request.method);
      const changed = control.commits() !== commits;
      const finding = refused ? (changed ? 'CHANGED' : 'refused') : isNoAnswer(answer) ? 'unanswered' : 'unharmed';
      note({ finding, ...failed, label, committed: changed, answer: refused ? undefined : `${answer.status} ${answer.body.toString('utf8', 0, 300)}` });
      if (!refused && !isNoAnswer(answer)) return answer;
    }
  }

  let turn = Promise.resolve(); // one request at a time
  // A test may stand still for longer than node keeps a connection that says nothing: while it compiles a program, say.
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      turn = turn
        .then(() => askWithFaults(request, Buffer.concat(chunks)))
        .then(({ status, headers, body }) => (status ? response.writeHead(status, headers).end(body) : response.destroy()));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}${target.pathname.replace(/\/$/, '')}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
