// A small world of users and rows that knows, by itself and without the generator, who may do what. A random
// operation is sent to a server and judged here; both must agree.
//
// A reference model (trial.mjs, …) says of each class how a row is made, and, as plain functions of a user and
// a row, who may read, create, update and delete it. `shared` and `updateShared` are the rights that everybody has,
// or that somebody was granted: of these a row's ACL may take something, of the others never. Pointers are kept as ids.
import { date, pointer } from '../../lib/rest.mjs';

export const PAST = Date.parse('2020-01-01T00:00:00Z');
/** What an update may change, besides lists of fields: all but the pointers that say whose the row is, or those too. */
export const CONTENT = 'its content';
export const EVERYTHING = 'everything';
export const FUTURE = Date.parse('2090-01-01T00:00:00Z');

const SECOND = 1000;
const THOUSAND_DAYS = 1000 * 86400 * SECOND;
const CLOSE = 300; // ms
const soon = []; // the times that come while the test runs

/** A time, or none: long ago, far ahead, or so soon that it comes while the test runs. */
export function someTime(random) {
  const now = Date.now();
  const soonest = now + SECOND + random.below(3 * SECOND);
  const time = random.pick([undefined, undefined, now - 60 * SECOND - random.below(THOUSAND_DAYS), now - 60 * SECOND - random.below(THOUSAND_DAYS),
    now + 3600 * SECOND + random.below(THOUSAND_DAYS), now + 3600 * SECOND + random.below(THOUSAND_DAYS), soonest]);
  if (time === soonest) soon.push(time);
  return time;
}

/** Waits until no such time is close, since the server and the model look at the clock one after the other. */
export async function awayFromTimes() {
  for (let next = soon.find((time) => time - CLOSE < Date.now()); next !== undefined; next = soon.find((time) => time - CLOSE < Date.now())) {
    soon.splice(soon.indexOf(next), 1);
    const left = next + 5 - Date.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  }
}

export class World {
  constructor(random, model) {
    this.random = random;
    this.model = model;
    this.users = []; // { id, session, roles: Set }
    this.rows = new Map(); // class → Map of id → { id, acl, …fields }
    for (const name of Object.keys(model.classes)) this.rows.set(name, new Map());
  }

  all = (className) => [...this.rows.get(className).values()];
  row = (className, id) => this.rows.get(className).get(id);
  pick = (className) => this.random.pick(this.all(className));

  /** Whether a provider is assigned to a patient now. */
  assigned(user, patient) {
    const now = Date.now();
    return this.all('CareAssignment').some((row) => row.provider === user.id && row.patient === patient
      && (row.startsAt === undefined || row.startsAt <= now) && (row.endsAt === undefined || row.endsAt > now));
  }

  /** What an ACL leaves of a right; without one it takes nothing away. */
  aclAllows(user, row, right) {
    if (!row.acl) return true;
    return ['*', user.id, ...[...user.roles].map((name) => `role:${name}`)].some((name) => row.acl[name]?.[right]);
  }

  sees(user, className, row) {
    const { read, shared } = this.model.classes[className];
    return read(user, row) || Boolean(shared?.(user, row) && this.aclAllows(user, row, 'read'));
  }

  visible = (user, className) => this.all(className).filter((row) => this.sees(user, className, row)).map((row) => row.id).sort();

  /** A row's fields as the wire has them. */
  wire(className, fields) {
    const { pointers = {}, dates = [] } = this.model.classes[className];
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => {
      if (name === 'acl') return ['ACL', value];
      if (pointers[name]) return [name, pointer(pointers[name], value)];
      return [name, dates.includes(name) ? date(value) : value];
    }));
  }

  /** The values that a new row has where it was given none. */
  begun(rules, row) {
    const initial = Object.entries(rules.lifecycles ?? {}).map(([name, lifecycle]) => [name, lifecycle.initial]);
    const all = [...initial, ...Object.entries(rules.defaults ?? {})];
    return Object.fromEntries(all.filter(([name]) => row[name] === undefined));
  }

  isDraft = (className, row) => Object.keys(this.model.classes[className].lifecycles ?? {}).some((name) => row[name] === 'draft');

  /** Keeps a new row, as the server has made it. */
  keep(className, id, fields) {
    const rules = this.model.classes[className];
    const row = { ...fields, ...this.begun(rules, fields), id };
    rules.follow?.(row, row, {});
    this.rows.get(className).set(id, row);
  }

  /** Changes a row, as the server has changed it. */
  change(className, row, change) {
    const old = { ...row };
    Object.assign(row, change);
    this.model.classes[className].follow?.(row, change, old);
  }

  /** Whether a row lacks what its status requires. */
  lacks = (rules, row) => (rules.requires?.[row.status] ?? []).some((name) => row[name] === undefined);

  /** Why a new row is refused to a user, or to the master key: an array of the codes it may have; undefined: it is not. */
  refusesCreate(user, className, row) {
    const rules = this.model.classes[className];
    const codes = !user || rules.create?.(user, row) === true ? [] : [119];
    if (rules.invalid?.(row) || this.lacks(rules, row)) codes.push(142);
    codes.push(...(rules.clashes?.({ ...row, ...this.begun(rules, row) }) ?? []));
    if (user && [...(rules.reserved ?? []), ...(rules.system ?? [])].some((name) => row[name] !== undefined && row[name] !== rules.defaults?.[name])) codes.push(119);
    if (!user) return codes.length ? codes : undefined;
    if (Object.entries(rules.lifecycles ?? {}).some(([name, { initial }]) => (row[name] ?? initial) !== initial)) codes.push(142);
    return codes.length ? codes : undefined;
  }

  /** Why a change is refused: an array of the codes it may have; undefined: it is not. */
  refusesUpdate(user, className, row, change) {
    const rules = this.model.classes[className];
    const granted = this.aclAllows(user, row, 'write') && rules.updateShared?.(user, row);
    const fields = [rules.update?.(user, row), granted].flat().filter(Boolean);
    if (rules.appendOnly || Object.keys(change).some((name) => rules.system?.includes(name))) return [119]; // whatever row it is
    if (!fields.length) return [101];
    const guarding = rules.guarding ?? Object.keys(rules.pointers); // what says whose the row is
    const lists = fields; // what each rule that opens the row lets be changed
    const may = (name) => {
      if (lists.includes(name)) return true;
      if (rules.reserved?.includes(name)) return false; // the server's, but for who is said to write it
      return lists.includes(EVERYTHING) || (guarding.includes(name) ? change[name] === row[name] : lists.includes(CONTENT));
    };
    if (!Object.keys(change).every(may)) return [119];
    for (const [name, { steps, by }] of Object.entries(rules.lifecycles ?? {})) {
      if (change[name] === undefined || change[name] === row[name]) continue; // it stays
      if (!steps.some(([from, to]) => from === row[name] && to === change[name])) return [142];
      if (!by(user, row, change[name])) return [119];
    }
    if (rules.keeps?.(row, change)) return [142];
    const after = { ...row, ...change };
    const codes = rules.invalid?.(after) || this.lacks(rules, after) ? [142] : [];
    codes.push(...(rules.clashes?.(after) ?? []));
    return codes.length ? codes : undefined;
  }

  refusesDelete(user, className, row) {
    const rules = this.model.classes[className];
    if (rules.appendOnly) return [119];
    return rules.delete?.(user, row) ? undefined : [101];
  }
}
