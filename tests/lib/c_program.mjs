// Compiles C programs for unit tests and fuzzing: with every warning the project knows, with the address
// and undefined-behaviour sanitizers, into a folder that goes when the process ends.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './builds.mjs';

const compiler = process.env.CC ?? 'cc';
const flags = [
  '-std=c17', '-D_GNU_SOURCE', '-O1', '-g', '-Wall', '-Wextra', '-Wpedantic', '-Wshadow', '-Wstrict-prototypes', '-Wmissing-prototypes',
  '-Wconversion', '-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer',
];

let folder;

function outputFolder() {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'caregen-unit-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return folder;
}

/** What the value layer of the runtime consists of, to be linked into its tests. */
export const valueLayer = [
  'acl', 'arena', 'buffer', 'class', 'context', 'date', 'encoding', 'file_url', 'file_value', 'file_writer', 'json', 'json_check', 'json_number', 'log',
  'object_writer', 'query_string', 'seal', 'sealed_value', 'sql', 'utf8', 'value', 'value_from_json',
].map((name) => `templates/runtime/${name}.c`);

/** The query and object layer above it, with the real store; it needs libcurl besides. */
export const queryLayer = [
  'access_save', 'account_mail', 'account_name', 'aggregate', 'audit', 'audit_entry', 'disclosure_consent', 'document', 'emergency', 'emergency_held', 'email_token', 'field_change', 'file_name', 'file_record', 'file_references', 'fold', 'follow_up', 'found_row', 'geo', 'guard', 'hook', 'hook_run', 'include',
  'json_list', 'mail', 'object_edit', 'objects', 'order', 'pipeline', 'pipeline_group', 'pool', 'projection', 'regex', 'request', 'role_request', 'roles', 'rows',
  'rows_check', 'rows_disclosed', 'rows_keep', 'rows_overlap', 'rows_owner', 'rows_signature', 'rows_stamp', 'rows_told', 'rows_version', 'rows_write', 'rules', 'server_object', 'session_token', 'store_functions', 'store_sqlite', 'store_text', 'transfer', 'trigger', 'version_field',
  'webhook', 'webhook_before', 'webhook_object', 'where', 'where_array', 'where_compare', 'where_geo', 'where_operand',
  'where_operator', 'where_subquery', 'where_text',
].map((name) => `templates/runtime/${name}.c`);

/** Compiles sources (paths from the project's root) and returns the program's path. */
export function compile(sources, { includes = ['templates/runtime'], libraries = [], extra = [] } = {}) {
  const program = join(outputFolder(), basename(sources[0], '.c'));
  const result = spawnSync(
    compiler,
    [...flags, ...extra, ...includes.map((path) => `-I${path}`), ...sources, '-o', program, ...libraries.map((name) => `-l${name}`)],
    { cwd: root, encoding: 'utf8' },
  );
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${sources[0]} does not compile:\n${result.stderr}`);
  return program;
}

/** Runs a program on the given input; throws with what it said when it fails or a sanitizer speaks. */
export function runProgram(program, programArguments = [], input = '') {
  const result = spawnSync(program, programArguments, { input, maxBuffer: 1 << 30, timeout: 120000, killSignal: 'SIGKILL' });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(`${basename(program)} ${programArguments.join(' ')} ended with ${result.status ?? result.signal}:\n${result.stderr}`);
  }
  return result.stdout;
}
