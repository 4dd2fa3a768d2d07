// Random specs that are correct: patients, staff, classes that lead to them in several ways, and for each
// class some sentences of every kind. A sentence that does not go with those before it is left out, as caregen
// says, so that what is left has no fault.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generator, run } from '../lib/builds.mjs';
import { randomFrom } from '../lib/random.mjs';

const NAMES = ['Note', 'XRay', 'Visit', 'Therapy', 'LabResult', 'Diagnosis', 'Letter'];
const STAFF = ['dentist', 'nurse', 'doctor', 'therapist'];

/** "a, b and c" */
const list = (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`);

class Writer {
  constructor(seed) {
    this.random = randomFrom(seed);
    this.maybe = (chance) => this.random.unit() < chance;
    this.some = (items, most = items.length) => {
      const taken = items.filter(() => this.maybe(0.5)).slice(0, most);
      return taken.length ? taken : [this.random.pick(items)];
    };
    this.classes = [];
    this.sentences = [];
  }

  say(...sentences) {
    this.sentences.push(...sentences);
  }

  people() {
    this.patient = this.maybe(0.7) ? 'Patient' : 'User';
    if (this.patient === 'Patient') {
      this.classes.push('Patient: user (Pointer to User, required), name (String, required), phone (String)');
      this.say('Patients are users with a Patient.', `Patients can ${list(this.some(['read', 'create', 'update']))} their own Patient.`);
    } else this.say('Patients are all users.');
    this.staff = this.some(STAFF, 2);
    this.profiles = new Map();
    for (const name of this.staff) {
      const profile = this.maybe(0.5) && `${name[0].toUpperCase()}${name.slice(1)}Profile`;
      if (profile) {
        this.classes.push(`${profile}: user (Pointer to User, required), specialty (String)`);
        this.profiles.set(name, profile);
        this.say(`Users can read all ${profile}.`);
      }
      this.say(`${name}s are users in the role ${name}${profile ? ` with a ${profile}` : ''}.`);
    }
    this.say('Admins are users in the role admin.');
    this.roles = ['Patients', ...this.staff.map((name) => `${name}s`), 'Admins'];
    this.parseRoles = [...this.staff.map((name) => `${name}s`), 'Admins'];
    this.member = (role) => (role === 'Admins' ? 'admin' : role.slice(0, -1));
  }

  /** A class of records, with the pointers and values that its sentences are about. */
  record(name) {
    const { random } = this;
    const fields = [`patient (Pointer to ${this.patient}, required)`];
    const actors = ['patient'];
    for (const who of this.staff) {
      if (!this.maybe(0.6)) continue;
      fields.push(`${who} (Pointer to ${this.profiles.get(who) ?? 'User'}${this.maybe(0.5) ? ', required' : ''})`);
      actors.push(who);
    }
    if (this.maybe(0.3)) {
      fields.push('author (Pointer to User, required)');
      actors.push('author');
    }
    const states = this.maybe(0.5) ? ['draft', 'open', 'done'] : ['red', 'green', 'blue'];
    fields.push('text (String)', 'secret (String)', 'score (Number)', 'flag (Boolean)', `state (String: ${states.join(', ')})`);
    fields.push('at (Date)', 'until (Date)', 'tags (Array of String)', 'scan (File)', 'meta (Object)');
    if (this.maybe(0.2)) fields.push(`code (String${this.maybe(0.5) ? ', required' : ''}${this.maybe(0.5) ? ', unique' : ''})`);
    this.classes.push(`${name}: ${fields.join(', ')}`);
    const plain = ['text', 'secret', 'score', 'flag', 'tags', 'meta'];
    const condition = () => random.pick(['', '', '', ` whose state is ${random.pick(states)}`, ` whose state is not ${random.pick(states)}`, ' whose flag is true', ` whose state is not ${states[0]} and whose flag is not true`]);
    const operations = () => list(this.some(['read', 'create', 'update', 'delete']));
    const role = () => random.pick(this.roles);
    const staff = () => random.pick(this.parseRoles);
    const told = () => list(this.some([...actors.map((actor) => `the ${actor}`), ...this.parseRoles, ...(this.patient === 'Patient' ? ['Patients'] : [])], 3));
    const by = () => (this.maybe(0.5) ? '' : `, by ${list(this.some([...actors.map((actor) => `the ${actor}`), ...this.parseRoles], 2))}`);
    // Who reaches it.
    this.say(`Patients can ${operations()} their own ${name}${condition()}.`);
    this.say(random.pick([
      `${staff()} can ${operations()} all ${name}${condition()}.`,
      `${staff()} can read and ${operations()} ${name} of their assigned patients${condition()}.`,
    ]));
    if (this.maybe(0.5)) this.say(`The ${random.pick(actors)} of a ${name} can ${operations()} it${condition()}.`);
    if (this.maybe(0.5)) this.say(`${role()} can update only ${list(this.some(plain, 3))} of ${random.pick(['their own', 'all'])} ${name}${condition()}.`);
    // What else there is.
    const others = [
      () => [`Only ${staff()} can read ${list(this.some(plain, 2))} of ${name}.`],
      () => [`${name}.state goes ${states.join(' -> ')}${by()}.`],
      () => [`${name}.state goes ${states[0]} -> ${states[1]} or ${states[2]}${by()}.`],
      () => [`${name}.state becomes ${states[2]} only with ${list(this.some(plain, 2))}.`],
      () => [`${name} is append-only.`],
      () => [`${name} keeps versions.`],
      () => [`${name}.doneAt becomes now when state becomes ${states[2]}.`, `${name}.doneBy becomes the user when state becomes ${states[2]}.`],
      () => [`${name}.flag becomes true when state becomes ${states[1]} or ${states[2]}.`],
      () => [`${name} of the same ${list(this.some(actors, 1))}${condition()} do not overlap from at${this.maybe(0.7) ? ' to until' : ''}.`],
      () => [`${name} also has comment, a String.`, `${staff()} can update only comment of all ${name}.`],
      () => [`${name} is listed by ${random.pick([...actors, 'state', 'code'])}.`],
      () => [`Audit every ${operations()} of ${name}.`],
      () => [`${staff()} publish ${name}.`],
      () => [`When a ${this.member(staff())} publishes a ${name}, audit it and notify ${told()}.`],
      () => [`When a ${name} is ${random.pick(['created', 'updated', 'deleted', 'created or updated', 'published'])}, notify ${told()}.`],
      () => [`When a ${name} is ${random.pick(['created', 'updated'])}, notify ${told()}.`],
      () => [`Patients acknowledge each ${name}.`],
      () => [`${random.pick(['Creating', 'Updating', 'Correcting', 'Publishing'])} ${name} needs an electronic signature.`],
      () => [`${list(this.some(['text', 'secret', 'score', 'tags', 'meta', 'scan'], 2))} of ${name} is encrypted.`],
      () => [`scan of ${name} is served by signed URLs.`],
      () => [`${name} is kept for ${1 + random.below(20)} ${random.pick(['days', 'months', 'years'])}.`],
      () => [`${name}.text is one of mild, severe and "very severe".`],
    ];
    for (const other of others) if (this.maybe(0.3)) this.say(...other());
  }

  /** A class that lends others what leads to a patient. */
  share(records) {
    this.classes.push(`Share: patient (Pointer to ${this.patient}, required), reader (Pointer to User, required), topics (Array of String), ends (Date), level (String: read, write)`);
    this.say('Patients can read, create, update and delete their own Share.', 'The reader of a Share can read it.');
    this.say(`Share lets its reader read ${this.maybe(0.7) ? 'records' : this.random.pick(records)} of its patient${this.maybe(0.6) ? ' within its topics' : ''}${this.maybe(0.7) ? ' until ends' : ''}.`);
    if (this.maybe(0.4)) this.say('Share whose level is write lets its reader update records of its patient until ends.');
    if (this.maybe(0.5)) this.say(`The scope writing of Share covers ${this.random.pick(records)}.`);
    if (this.maybe(0.3)) this.say(`The scope other of Share covers ${this.random.pick(records)}.`);
  }

  app(records) {
    const others = [
      () => ['Patients can export their own record.'],
      () => ['Patients sign up themselves.'],
      () => [`${this.parseRoles[0]} sign up themselves.`, `${this.parseRoles[0]} wait for approval by admins.`],
      () => [`Sessions end after ${this.random.pick(['30 minutes', '1 hour'])} without use.`],
      () => ['Sessions end after 12 hours.'],
      () => ['Admins can grant emergency reads for 4 hours.'],
      () => [`A disclosure of ${list(this.some(records, 2))} needs consent and carries a notice.`],
      () => ['Admins can read all AuditLog.'],
      () => ['Admins can read, create, update and delete all CareAssignment.'],
    ];
    for (const other of others) if (this.maybe(0.4)) this.say(...other());
  }

  text() {
    return `Schema:\n${this.classes.map((text, i) => `${i + 1}. ${text}.`).join('\n')}\n\nRules:\n${this.sentences.map((text) => `- ${text}`).join('\n')}\n`;
  }
}

function write(seed) {
  const writer = new Writer(seed);
  writer.people();
  const records = NAMES.filter(() => writer.maybe(0.35)).slice(0, 3);
  if (!records.length) records.push('Note');
  for (const name of records) writer.record(name);
  if (writer.maybe(0.4)) writer.share(records);
  writer.app(records);
  return writer.text();
}

/** A spec without a fault, in a file of the folder; the same for each seed. */
export async function randomSpec(seed, folder) {
  let text = write(seed);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'spec.md');
  for (;;) {
    writeFileSync(file, text);
    const { code, stdout, stderr } = await run(generator, ['check', '--spec', file, '--strict', '--format', 'json']);
    if (code === 0) return file;
    if (code !== 1) throw new Error(`seed ${seed}: caregen check ends with ${code}\n${stderr}`);
    const faults = JSON.parse(stdout).filter(({ severity }) => severity === 'error');
    const lines = new Set(faults.map(({ line }) => line));
    const rest = text.split('\n').filter((line, i) => !(line.startsWith('- ') && lines.has(i + 1)));
    if (rest.length === text.split('\n').length) throw new Error(`seed ${seed}: ${JSON.stringify(faults[0])}\n${text}`);
    text = rest.join('\n');
  }
}
