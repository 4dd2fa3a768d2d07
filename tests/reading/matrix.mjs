// The access matrix of a prompt's server, told from the generator's model: who may do what with which rows, as cells that
// can be compared. What a server opens that another one keeps closed is what `widened` lists.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generator, root, run } from '../lib/builds.mjs';
import { saidOf } from './judge.mjs';

// What lets somebody do something besides rules of access, and what keeps everybody from something.
const OPENS = /^(?:grant|sign-up|export|break-glass|anonymous users): /;
const CLOSES = /^(?:append-only|field readers): /;
const ACCESS = /^access: (\S+) (\S+) (\S+) ((?:get |find |count |create |update |delete )+)(.*)$/;
const STEPS = /^lifecycle: \S+ (\S+) .*?of (\S+?)((?: \S+->\S+)+)(.*?)(?: = .*)?$/;

/** "over patient.user of notes where status is not draft": the way to the rows, the fields, and conditions on the rows. */
function cellsOf([, scope, className, who, operations, rest]) {
  const [where, ...conditions] = ` ${rest}`.split(' where ');
  const [over, fields] = where.split(' of ');
  const each = operations.trim().split(' ').flatMap((operation) => (fields?.split(', ') ?? ['']).map((field) => ({ operation, field })));
  return each.map(({ operation, field }) => ({ className, who, operation, rows: `${scope}${over}`.trim(), field, conditions: conditions.map((one) => one.trim()) }));
}

/** The matrix of a model, as `generate --dump model` prints it. */
function matrixOf(model) {
  const rules = [...model.matchAll(/^rule S\d+ (.*)$/gm)].map(([, rule]) => rule).filter((rule) => !/ RoleRequest /.test(rule)); // who asks for a role has none
  const cells = rules.map((rule) => ACCESS.exec(`${rule} `)).filter(Boolean).flatMap(cellsOf);
  const steps = rules.map((rule) => STEPS.exec(rule)).filter(Boolean).flatMap(([, name, field, list, by]) => list.trim().split(' ').map((step) => ({ name, field, step, by })));
  return {
    classes: new Set([...model.matchAll(/^class (\S+) /gm)].map(([, name]) => name)),
    ruled: new Set([...cells.map(({ className }) => className), ...rules.map((rule) => /^closed class: \S+ (\S+)/.exec(rule)?.[1]).filter(Boolean)]),
    cells, steps, opens: rules.filter((rule) => OPENS.test(rule)), closes: rules.filter((rule) => CLOSES.test(rule)),
  };
}

/** What is made of a prompt: what is said of it, as { at, text }, and its matrix, where there is a server at all. */
export async function generated(prompt) {
  const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  try {
    const file = join(temporary, 'prompt.md');
    writeFileSync(file, prompt);
    const { code, stdout, stderr } = await run(generator, ['generate', '--spec', file, '--name', 'read', '--dump', 'model'], { cwd: root });
    return { said: saidOf(prompt, stderr), matrix: code === 0 ? matrixOf(stdout) : undefined };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Whether a cell lets nobody do more than another one does. */
const isWithin = (cell, other) => cell.className === other.className && cell.operation === other.operation
  && cell.who === other.who && (cell.rows === other.rows || other.rows === 'all')
  && other.conditions.every((one) => cell.conditions.includes(one)) && (!other.field || cell.field === other.field);

const changes = (cell, { name, field }) => cell.className === name && cell.operation === 'update' && (!cell.field || cell.field === field);

/** What the second matrix opens that the first one keeps closed, in words. Who only the second knows of is nobody yet. */
export function widened(before, after) {
  if (!after) return [];
  const people = new Set(before.cells.map(({ who }) => who));
  const cells = after.cells.filter((cell) => people.has(cell.who) && before.classes.has(cell.className) && !before.cells.some((other) => isWithin(cell, other)));
  const isSame = (step) => ({ name, field }) => name === step.name && field === step.field;
  const free = before.steps.filter((step) => !after.steps.some(isSame(step)) && after.cells.some((cell) => changes(cell, step)));
  const isKnown = ({ by }) => by === '' || [...people].some((who) => by.endsWith(` ${who}`)) || !/ by [A-Z]\w*$/.test(by);
  const steps = after.steps.filter((step) => isKnown(step) && before.steps.some(isSame(step)) && !before.steps.some((other) => isSame(step)(other) && other.step === step.step && other.by === step.by));
  return [
    ...[...before.ruled].filter((name) => after.classes.has(name) && !after.ruled.has(name)).map((name) => `${name} has no rule`),
    ...cells.map(({ className, who, operation, rows, conditions, field }) => `${className}: ${who} ${operation} ${rows} ${conditions.join(' & ')} ${field}`.trim()),
    ...after.opens.filter((one) => !before.opens.includes(one) && people.has(/: \S+ \S+ (\S+)/.exec(one)?.[1] ?? '-')),
    ...before.closes.filter((one) => !after.closes.includes(one)).map((one) => `no more ${one}`),
    ...free.map(({ name, field }) => `${name}.${field} goes anywhere`), ...steps.map(({ name, field, step, by }) => `${name}.${field} goes ${step}${by}`),
  ];
}
