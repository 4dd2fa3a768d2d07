// The runtime's query and object layer over a real SQLite file, without HTTP: tests/unit/rows_app.h holds the
// classes; a request goes in as a line, its answer comes out as one. And the query language as JavaScript has
// it, which the SQL is compared with.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { compile, queryLayer, valueLayer } from './c_program.mjs';

const program = compile(['tests/unit/rows.c', 'tests/unit/rows_app.c', ...queryLayer, ...valueLayer], { libraries: ['cjson', 'sodium', 'sqlite3', 'pcre2-8', 'curl', 'gnutls', 'unistring', 'm'] });
export const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
export const date = (iso) => ({ __type: 'Date', iso });
export const point = (latitude, longitude) => ({ __type: 'GeoPoint', latitude, longitude });
export const bytes = (text) => ({ __type: 'Bytes', base64: Buffer.from(text).toString('base64') });
export const master = { master: true };

/** Starts the program on a new database; the tests of the enclosing block talk to it. */
export function database(...options) {
  const talk = { waiting: [] };
  let child;
  let folder;
  let errors = '';
  let exited;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-rows-'));
    child = spawn(program, [join(folder, 'db.sqlite'), ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
    exited = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    child.stderr.on('data', (data) => (errors += data));
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => talk.waiting.shift().resolve(JSON.parse(line)));
    child.on('close', () => talk.waiting.forEach(({ reject }) => reject(new Error(`the program ended: ${errors}`))));
  });
  after(async () => {
    child.stdin.end();
    const code = await exited;
    rmSync(folder, { recursive: true, force: true });
    assert.equal(code, 0, errors); // a sanitizer that spoke as well
  });

  talk.ask = (method, path, { body, parameters = {}, ...who } = {}) => {
    const texts = {};
    for (const [name, value] of Object.entries(parameters)) texts[name] = typeof value === 'string' ? value : JSON.stringify(value);
    return new Promise((resolve, reject) => {
      talk.waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify({ method, path: `/classes/${path}`, body, parameters: texts, ...who })}\n`);
    });
  };
  talk.succeed = async (...args) => {
    const answer = await talk.ask(...args);
    assert.ok(!answer.code, JSON.stringify([args, answer]));
    return answer.body;
  };
  talk.create = async (className, body, who) => (await talk.succeed('POST', className, { body, ...who })).objectId;
  talk.update = (path, body, who) => talk.ask('PUT', path, { body, ...who });
  talk.get = (path, parameters, who) => talk.succeed('GET', path, { parameters, ...who });
  talk.find = async (className, parameters, who) => (await talk.succeed('GET', className, { parameters, ...who })).results;
  talk.refuse = async (expected, ...args) => {
    const answer = await talk.ask(...args);
    assert.deepEqual([answer.status, answer.code], expected, JSON.stringify([args, answer]));
    return answer.error;
  };
  return talk;
}

/** The query language, as JavaScript has it: what the SQL is compared with. */
export const comparable = (value) => {
  if (value?.__type === 'Date') return Date.parse(value.iso);
  if (value?.__type === 'Pointer') return value.objectId;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
};
export const same = (a, b) => comparable(a) === comparable(b) && typeof comparable(a) === typeof comparable(b);
export const missing = (value) => value === undefined || value === null;
export const equals = (value, operand) => {
  if (operand === null) return missing(value);
  return Array.isArray(value) && !Array.isArray(operand) ? value.some((element) => same(element, operand)) : same(value, operand);
};
const ordered = (compare) => (value, operand) => !missing(value) && !missing(operand) && compare(comparable(value), comparable(operand));
export const operators = {
  $eq: equals,
  $ne: (value, operand) => !equals(value, operand),
  $lt: ordered((a, b) => a < b),
  $lte: ordered((a, b) => a <= b),
  $gt: ordered((a, b) => a > b),
  $gte: ordered((a, b) => a >= b),
  $in: (value, list) => list.some((operand) => equals(value, operand)),
  $nin: (value, list) => !list.some((operand) => equals(value, operand)),
  $exists: (value, operand) => missing(value) !== operand,
};
export const matches = (row, where) =>
  Object.entries(where).every(([key, constraint]) => {
    if (key === '$or') return constraint.some((part) => matches(row, part));
    if (key === '$nor') return !constraint.some((part) => matches(row, part));
    if (key === '$and') return constraint.every((part) => matches(row, part));
    const value = key.split('.').reduce((inner, name) => inner?.[name], row);
    const named = constraint !== null && typeof constraint === 'object' ? Object.keys(constraint).filter((name) => name[0] === '$') : [];
    if (named.length) return named.every((name) => operators[name](value, constraint[name], constraint));
    return equals(value, constraint);
  });
