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
function cellsOf({ sentence, match: [, scope, className, who, operations, rest] }) {
  const [where, ...conditions] = ` ${rest}`.split(' where ');
  const [over, fields] = where.split(' of ');
  const each = operations.trim().split(' ').flatMap((operation) => (fields?.split(', ') ?? ['']).map((field) => ({ operation, field })));
  return each.map(({ operation, field }) => ({ className, who, operation, rows: `${scope}${over}`.trim(), sentence, field, conditions: conditions.map((one) => one.trim()) }));
}

/** The matrix of a model, as `generate --dump model` prints it. */
function matrixOf(model) {
  const all = [...model.matchAll(/^rule S(\d+) (.*)$/gm)].map(([, sentence, rule]) => ({ sentence: Number(sentence), rule }))
    .filter(({ rule }) => !/ RoleRequest /.test(rule)); // who asks for a role has none
  const rules = all.map(({ rule }) => rule);
  const cells = all.map(({ sentence, rule }) => ({ sentence, match: ACCESS.exec(`${rule} `) })).filter(({ match }) => match).flatMap(cellsOf);
  const steps = all.map(({ sentence, rule }) => ({ sentence, match: STEPS.exec(rule) })).filter(({ match }) => match)
    .flatMap(({ sentence, match: [, name, field, list, by] }) => list.trim().split(' ').map((step) => ({ name, field, step, by, sentence })));
  return {
    classes: new Set([...model.matchAll(/^class (\S+) /gm)].map(([, name]) => name)),
    // The trail is the server's own.
    ruled: new Set([...cells.map(({ className }) => className), ...rules.map((rule) => /^(?:closed class|grant): \S+ (\S+)/.exec(rule)?.[1] ?? (/^audit: /.test(rule) ? 'AuditLog' : undefined)).filter(Boolean)]),
    cells, steps, opens: all.filter(({ rule }) => OPENS.test(rule)), closes: rules.filter((rule) => CLOSES.test(rule)),
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

/** Whether a cell lets nobody do more than another one does: "the doctor of a visit" is one in no role, or in any. */
const isWithin = (cell, other) => cell.className === other.className && cell.operation === other.operation
  && (cell.who === other.who || (other.who === '-' && cell.rows.startsWith('own over '))) && (cell.rows === other.rows || other.rows === 'all')
  && other.conditions.every((one) => cell.conditions.includes(one)) && (!other.field || cell.field === other.field);

const changes = (cell, { name, field }) => cell.className === name && cell.operation === 'update' && (!cell.field || cell.field === field);

/**
 * What the second matrix opens that the first one keeps closed, as { what, className, sentence, isLess }: in words, of which class,
 * by which sentence, counted from 1, where one does, or whether it is that a restriction is no more. Who only the second knows of is nobody yet.
 */
export function widened(before, after) {
  if (!after) return [];
  const people = new Set(before.cells.map(({ who }) => who));
  const cells = after.cells.filter((cell) => people.has(cell.who) && before.classes.has(cell.className) && !before.cells.some((other) => isWithin(cell, other)));
  const isSame = (step) => ({ name, field }) => name === step.name && field === step.field;
  const free = before.steps.filter((step) => !after.steps.some(isSame(step)) && after.cells.some((cell) => changes(cell, step)));
  const isKnown = ({ by }) => by === '' || [...people].some((who) => by.endsWith(` ${who}`)) || !/ by [A-Z]\w*$/.test(by);
  const steps = after.steps.filter((step) => isKnown(step) && before.steps.some(isSame(step)) && !before.steps.some((other) => isSame(step)(other) && other.step === step.step && other.by === step.by));
  const isOfClass = (name) => (rule) => rule.split(/[ ,]+/).includes(name);
  const classOf = (rule) => [...before.classes].find((name) => isOfClass(name)(rule));
  // What nobody may change needs no append-only.
  const isUndone = (rule) => !rule.startsWith('append-only') || after.cells.some(({ className, operation }) => className === classOf(rule) && /update|delete/.test(operation));
  // What was append-only may be read in an emergency once it is not any more.
  const isKept = (matrix, className) => matrix.closes.some((rule) => rule.startsWith(`append-only: all ${className} `));
  const isFollowing = (className) => isKept(before, className) && !isKept(after, className);
  return [
    ...[...before.ruled].filter((name) => after.classes.has(name) && !after.ruled.has(name)).map((className) => ({ what: `${className} has no rule`, className })),
    ...cells.map(({ className, who, operation, rows, conditions, field, sentence }) => ({ what: `${className}: ${who} ${operation} ${rows} ${conditions.join(' & ')} ${field}`.trim(), className, sentence })),
    ...after.opens.filter(({ rule }) => !before.opens.some((one) => one.rule === rule) && people.has(/: \S+ \S+ (\S+)/.exec(rule)?.[1] ?? '-')).map(({ rule, sentence }) => ({ what: rule, className: classOf(rule), ...(isFollowing(classOf(rule)) ? { isLess: true } : { sentence }) })),
    ...before.closes.filter((one) => !after.closes.includes(one) && isUndone(one)).map((one) => ({ what: `no more ${one}`, className: classOf(one), isLess: true })),
    ...free.map(({ name, field }) => ({ what: `${name}.${field} goes anywhere`, className: name, isLess: true })),
    ...steps.map(({ name, field, step, by, sentence }) => ({ what: `${name}.${field} goes ${step}${by}`, className: name, sentence })),
  ];
}
