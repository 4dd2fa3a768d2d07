// The program that shows what the room graphql makes of a schema and of requests (language.c), and the
// reference implementation that it is held against, as npm has it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, graphqlLayer, runProgram } from '../lib/c_program.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(join(here, 'node_modules'))) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The package graphql. */
export const reference = await import('graphql');

const program = compile(['tests/graphql/language.c', ...graphqlLayer], { libraries: ['cjson', 'sodium', 'm'] });
const folder = mkdtempSync(join(tmpdir(), 'caregen-graphql-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What becomes of requests (see language.c) over a schema in SDL: an answer each, or one { schema: errors }. */
export function ask(definitions, requests) {
  const file = join(folder, 'schema.graphql');
  writeFileSync(file, definitions);
  const lines = runProgram(program, [file], requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  return lines.toString().split('\n').slice(0, -1).map((line) => JSON.parse(line));
}
