// Every server that the tests run: which inputs it is generated from, and which tests use it.
//
// A build lives in build/tests/NAME. `caregen generate` leaves unchanged files alone and `make` builds
// what changed, so a folder is its own cache: building twice takes a moment. What all have in common is compiled
// once (runtime_objects.mjs). A lock on the folder keeps test files that run side by side from building it at the same time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimeObjects } from './runtime_objects.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const generator = process.env.CAREGEN ?? join(root, 'build/caregen');
// How to compile: "CC=clang", "SANITIZE=address" … as arguments of make. Each way has its own folder.
const makeArguments = (process.env.CAREGEN_TEST_MAKE ?? '').split(/\s+/).filter(Boolean);
const variant = makeArguments.join('-').replaceAll(/[^\w=-]+/g, '-');
const folder = join(root, 'build/tests', variant);

const kitchen = { schema: 'tests/schemas/kitchen.schema.json', spec: 'tests/schemas/kitchen.agent.md' };
const lending = { schema: 'tests/schemas/library.schema.json', spec: 'tests/schemas/library.agent.md' };

export const templates = ['trial', 'portal', 'phr', 'behavioral'];

function templateBuilds(name) {
  const schema = `schemas/${name}/schema.json`;
  const spec = `schemas/${name}/agent.md`;
  return [
    { name, schema, spec, sample: `templates/apps/${name}/sample.json`, access: 'owner', usedBy: ['tests/templates', 'tests/rest', 'tests/pages', 'tests/clients', ...(name === 'portal' ? ['tests/graphql'] : [])] },
    { name: `${name}_schema`, schema, access: 'owner', usedBy: 'tests/templates' },
    { name: `${name}_spec`, spec, access: 'owner', usedBy: 'tests/templates' },
  ];
}

/** The server of a prompt in tests/reading as it stands; where its classes have no names in ASCII, with those that caregen proposes. */
function promptBuild(name, folder) {
  const needsNames = existsSync(join(root, `tests/reading/${folder}/names.txt`));
  return { name, spec: `tests/reading/${folder}/prompt.md`, needsNames, access: 'owner', usedBy: 'tests/reading/servers' };
}

export const builds = [
  { name: 'kitchen', ...kitchen, access: 'public', usedBy: ['tests/rest', 'tests/live', 'tests/pages', 'tests/graphql'] },
  { name: 'kitchen_owner', ...kitchen, access: 'owner', usedBy: ['tests/rest', 'tests/live'] },
  { name: 'kitchen_sanitized', ...kitchen, access: 'public', make: ['SANITIZE=address,undefined', 'CFLAGS=-O1 -g'], usedBy: 'tests/fuzz' },
  { name: 'library', ...lending, access: 'owner', usedBy: ['tests/rest', 'tests/pages'] },
  { name: 'rules', spec: 'tests/schemas/rules.agent.md', access: 'owner', usedBy: ['tests/rest', 'tests/live', 'tests/graphql'] },
  { name: 'behaviour', spec: 'tests/schemas/behaviour.agent.md', access: 'owner', usedBy: 'tests/rest' },
  { name: 'text', schema: 'tests/schemas/text.schema.json', access: 'public', usedBy: ['tests/rest', 'tests/live', 'tests/sbom', 'tests/packaging'] },
  { name: 'twins', schema: 'tests/schemas/twins.schema.json', spec: 'tests/schemas/twins.agent.md', access: 'public', usedBy: 'tests/rest' },
  { name: 'records', spec: 'tests/schemas/records.agent.md', hooks: 'tests/schemas/records.c', access: 'owner', usedBy: ['tests/rest', 'tests/bucket'] },
  { name: 'accounts', spec: 'tests/schemas/accounts.agent.md', access: 'owner', usedBy: ['tests/rest', 'tests/live', 'tests/graphql', 'tests/pages'] },
  { name: 'audit', spec: 'tests/schemas/audit.agent.md', hooks: 'tests/schemas/audit.c', access: 'owner', usedBy: ['tests/rest', 'tests/live', 'tests/graphql'] },
  { name: 'guard', spec: 'tests/schemas/guard.agent.md', hooks: 'tests/schemas/guard.c', access: 'owner', usedBy: ['tests/rest', 'tests/live', 'tests/graphql'] },
  { name: 'in_force', spec: 'tests/schemas/in_force.agent.md', access: 'owner', usedBy: 'tests/rest' },
  { name: 'files', spec: 'tests/schemas/files.agent.md', access: 'owner', usedBy: ['tests/rest', 'tests/live', 'tests/graphql', 'tests/bucket', 'tests/keys'] },
  { name: 'file_types', spec: 'tests/schemas/file_types.agent.md', access: 'owner', usedBy: 'tests/rest' },
  { name: 'accounts_public', spec: 'tests/schemas/accounts.agent.md', access: 'public', usedBy: 'tests/rest' },
  { name: 'invitations', spec: 'tests/schemas/invitations.agent.md', access: 'owner', usedBy: 'tests/rest' },
  { name: 'accounts_closed', spec: 'tests/schemas/accounts_closed.agent.md', access: 'owner', usedBy: 'tests/rest' },
  { name: 'hooks', schema: 'tests/schemas/hooks.schema.json', hooks: 'tests/schemas/hooks.c', access: 'public', usedBy: ['tests/rest', 'tests/live', 'tests/graphql'] },
  { name: 'upgrade', spec: 'tests/upgrade/app.agent.md', access: 'owner', usedBy: 'tests/upgrade' },
  { name: 'dashboard', schema: 'tests/schemas/sdk.schema.json', access: 'public', usedBy: 'tests/dashboard' },
  { name: 'sdk', schema: 'tests/schemas/sdk.schema.json', access: 'public', usedBy: 'tests/sdk' },
  ...templates.flatMap(templateBuilds),
  ...['trial', 'trial-zh', 'portal', 'phr', 'behavioral'].map((name) => promptBuild(`prompt_${name.replace('-', '_')}`, `seed-${name}`)),
];

export function findBuild(name) {
  const found = builds.find((build) => build.name === name);
  if (!found) throw new Error(`no build is called ${name}`);
  return { ...found, folder: join(folder, name), program: join(folder, name, `${name}-server`) };
}

/** Runs a command to its end and returns { code, stdout, stderr }. */
export function run(command, commandArguments, options = {}) {
  return new Promise((resolve_, reject) => {
    const child = spawn(command, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve_({ code: code ?? signal, stdout, stderr }));
  });
}

const built = new Map(); // name → promise: in one process a build is made once

/** Generates and compiles a build, files at a time, or finds that nothing changed; returns it with its program. */
export function buildServer(name, jobs = 1) {
  if (!built.has(name)) built.set(name, generateAndCompile(findBuild(name), jobs));
  return built.get(name);
}

/** A prompt with the names that are proposed for it, beside the build's folder. */
async function withNames({ spec, folder: target }) {
  const file = `${target}.md`;
  const { code, stderr } = await run(generator, ['read', spec, '--names', '--write', file], { cwd: root });
  if (code !== 0) throw new Error(`${spec} has no names: ${stderr}`);
  return relative(root, file);
}

/**
 * Compiles an emitted tree (a path) with its Makefile and the given arguments of make, as far as that is not done; what other
 * trees have compiled alike is taken from them. Returns what went wrong, in words, or undefined.
 */
export async function makeServer(tree, makeWords = [], options = {}) {
  const sanitizers = makeWords.find((word) => word.startsWith('SANITIZE='))?.slice('SANITIZE='.length).replaceAll(',', '-');
  const build = join('build', sanitizers || 'plain');
  const make = async (...words) => {
    const { code, stdout, stderr } = await run('make', ['-s', '-C', tree, ...words], options);
    // The flags make warnings errors; anything that is said all the same should be seen.
    return code !== 0 || stderr ? `make ${words.join(' ')}: exit ${code}\n${stdout}${stderr}` : undefined;
  };
  const fault = await make(join(build, 'flags'), ...makeWords);
  if (fault) return fault;
  const objects = runtimeObjects(join(root, 'build/tests/objects'), tree, build);
  const missing = objects.take();
  const end = await make(...makeWords);
  if (!end) objects.give(missing);
  return end;
}

/** Runs the body while no other process does so with the same file, which is made. */
async function alone(file, body) {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo; read line'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  try {
    return await body();
  } finally {
    holder.stdin.end();
  }
}

/** Without the bundled pages: whether somebody built them here is to change nothing. */
async function generateAndCompile(build, jobs) {
  if (process.env.CAREGEN_TEST_PREBUILT && existsSync(build.program)) return build;
  mkdirSync(build.folder, { recursive: true });
  if (build.needsNames) build.spec = await withNames(build);
  const inputs = ['schema', 'spec', 'sample', 'hooks'].flatMap((input) => (build[input] ? [`--${input}`, build[input]] : []));
  const words = ['generate', ...inputs, '--name', build.name, '--access', build.access, '--out', relative(root, build.folder)];
  await alone(`${build.folder}.lock`, async () => {
    const { code, stdout, stderr } = await run(generator, words, { cwd: root });
    if (code !== 0) throw new Error(`${words.join(' ')}: exit ${code}\n${stdout}${stderr}`);
    const fault = await makeServer(build.folder, [`-j${jobs}`, 'PAGES=', ...(build.make ?? []), ...makeArguments]);
    if (fault) throw new Error(`${build.name}: ${fault}`);
  });
  return build;
}

/**
 * Makes the builds that the given test files (paths from the root) use, and calls told(number, of, name, milliseconds)
 * after each. The first one compiles the runtime for all of them; those with flags of their own begin next.
 */
export async function buildServersFor(files, told) {
  const wanted = builds.filter(({ usedBy }) => [usedBy].flat().some((folder) => files.some((file) => file.startsWith(`${folder}/`))));
  const [first, ...others] = [...wanted].sort((a, b) => Boolean(a.make) - Boolean(b.make));
  const queue = others.sort((a, b) => Boolean(b.make) - Boolean(a.make));
  let done = 0;
  const make = async ({ name }, jobs) => {
    const began = Date.now();
    await buildServer(name, jobs);
    done += 1;
    told?.(done, wanted.length, name, Date.now() - began);
  };
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await make(next, 1);
  };
  if (first) await make(first, 2);
  await Promise.all([worker(), worker()]);
  return wanted.length;
}
