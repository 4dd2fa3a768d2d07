// What the starter app makes of a model, without a browser: which part an app has, and what somebody is offered. Held
// against the models that the templates' servers are emitted with.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { buildServer, templates } from '../lib/builds.mjs';
import { importTypescript, web } from './world.mjs';

const { fieldsToChange, fieldsToCreate, may, mayChange, mayExport, maySeeReport, modelOf, needsSignature, rolesOf, stepsOf } = await import(join(web, 'app/model.js'));
const { groupResults, judge, ticksOf } = await import(join(web, 'app/pieces/ranges.js'));
const { PARTS, partOf } = await importTypescript(join(web, 'app/parts.ts'));

test('a value is judged by a range that is one, and by nothing else', () => {
  const cases = [
    ['5.4', '3.9-5.6', 'usual'], ['6.1', '3.9-5.6', 'high'], ['3.8', '3.9 – 5.6', 'low'], [5.6, '3.9 to 5.6', 'usual'], ['-1', '-2--0.5', 'usual'],
    ['5.0', '< 5.0', 'high'], ['5.0', '<=5.0', 'usual'], ['4.9', '<5', 'usual'], ['60', '> 60', 'low'], ['60', '≥60', 'usual'],
    // A range for each of two conditions, words, a decimal comma, and what is no number: nobody can say.
    ['6.1', '3.9-5.6 fasting, 4.0-7.8 after meals', undefined], ['6.1', 'negative', undefined], ['6,1', '3.9-5.6', undefined], ['6.1', '3,9-5,6', undefined],
    ['<0.01', '0-0.04', undefined], ['0x10', '1-2', undefined], ['', '1-2', undefined], [undefined, '1-2', undefined], ['1', undefined, undefined], ['3', '5.6-3.9', undefined],
  ];
  for (const [value, range, verdict] of cases) assert.equal(judge(value, range), verdict, `${value} in ${range}`);
  assert.deepEqual(ticksOf(3.6, 6.4), [4, 5, 6]);
  assert.deepEqual(ticksOf(0, 0.1), [0, 0.05, 0.1]);
  assert.deepEqual(ticksOf(-120, 130), [-100, 0, 100]);
});

test('results are lists of one test in one unit, the newest first', () => {
  const rows = [['TSH', 'mIU/L', 2], ['Ferritin', 'ug/L', 1], ['Ferritin', 'ug/L', 3], ['Ferritin', 'pmol/L', 4], ['TSH', undefined, 5]].map(([testName, units, at]) => ({ testName, units, at }));
  assert.deepEqual(groupResults(rows, ({ at }) => String(at)).map((list) => list.map(({ at }) => at)), [[5], [4], [3, 1], [2]]);
});

describe('the model of a template', () => {
  const models = {};
  before(async () => {
    for (const name of templates) models[name] = modelOf(JSON.parse(readFileSync(join((await buildServer(name)).folder, 'api/model.json'), 'utf8')));
  });
  const who = (model, names, profiles = []) => ({ userId: 'me', profileId: profiles.length ? 'mine' : undefined, roles: rolesOf(model, { names, profiles }) });
  const patient = (model) => who(model, [], ['PatientProfile']);
  const provider = (model) => who(model, ['provider']);
  const names = (fields) => fields.map(({ name }) => name);

  test('has its own part, and the plain one as soon as it lacks what that needs', () => {
    for (const name of templates) {
      const model = models[name];
      assert.equal(partOf(model).name, name);
      const { needs } = PARTS.find((part) => part.name === name);
      for (const [className, fields] of Object.entries(needs)) {
        const one = model.classes.get(className);
        const without = new Map([...model.classes].filter(([known]) => known !== className));
        assert.equal(partOf(modelOf({ ...model, classes: [...without.values()] })).name, 'plain', `${name} without ${className}`);
        const poorer = [...model.classes.values()].map((each) => (each === one ? { ...one, fields: one.fields.filter((field) => field.name !== fields[0]) } : each));
        assert.equal(partOf(modelOf({ ...model, classes: poorer })).name, 'plain', `${name} without ${className}.${fields[0]}`);
      }
    }
  });

  test('needs nothing that its part does not know, under whatever name the app goes', () => {
    for (const name of templates) assert.equal(partOf(modelOf({ ...models[name], name: 'clinic', classes: [...models[name].classes.values()] })).name, name);
    assert.equal(partOf(modelOf({ name: 'empty', title: 'empty', roles: [], classes: [] })).name, 'plain');
  });

  test('offers a patient of the trial what is the patient’s, and a provider what is theirs', () => {
    const model = models.trial;
    assert.deepEqual(['MedicationOrder', 'AdherenceLog', 'ProtocolAdherence', 'Message'].map((name) => may(model, patient(model), name, 'create')), [false, true, true, true]);
    assert.deepEqual(['MedicationOrder', 'AdherenceLog', 'ProtocolAdherence', 'Message'].map((name) => may(model, provider(model), name, 'create')), [true, false, false, true]);
    assert.equal(may(model, provider(model), 'AuditLog', 'find'), false);
    assert.equal(may(model, who(model, ['admin']), 'AuditLog', 'find'), true);
    assert.equal(may(model, who(model, ['admin']), 'AuditLog', 'update'), false);
    // Anybody may be given emergency access, and so may look; nobody makes or changes anything by it.
    assert.deepEqual(['find', 'create', 'update', 'delete'].map((operation) => may(model, who(model, []), 'MedicationOrder', operation)), [true, false, false, false]);
    assert.equal(may(model, patient(model), 'NoSuchClass', 'find'), false);
    assert.deepEqual(names(fieldsToChange(model, provider(model), 'AdherenceLog')), ['feedback']);
    assert.deepEqual(names(fieldsToChange(model, patient(model), 'AdherenceLog')), ['medication', 'adherenceStatus', 'timestamp']);
    assert.deepEqual(names(fieldsToChange(model, patient(model), 'MedicationOrder')), []);
    assert.deepEqual(names(fieldsToCreate(model, 'MedicationOrder')), ['patient', 'drug', 'dosage', 'frequency', 'instructions']);
    assert.equal(mayChange(model, patient(model), 'MedicationOrder', 'isAcknowledged'), true);
    assert.equal(mayChange(model, provider(model), 'MedicationOrder', 'publishedAt'), false);
    assert.deepEqual([mayExport(model, patient(model)), mayExport(model, provider(model))], [true, false]);
    for (const name of templates) assert.equal(maySeeReport(models[name], patient(models[name])), true, name);
    assert.equal(maySeeReport(model, provider(model)), false);
  });

  test('knows the steps of a row, and who takes them', () => {
    const steps = (model, person, row) => stepsOf(model, person, row).map(({ field, to }) => `${field} ${to}`);
    assert.deepEqual(steps(models.trial, provider(models.trial), { className: 'MedicationOrder', publicationStatus: 'draft' }), ['publicationStatus published']);
    assert.deepEqual(steps(models.trial, provider(models.trial), { className: 'MedicationOrder', publicationStatus: 'published' }), []);
    assert.deepEqual(steps(models.trial, patient(models.trial), { className: 'MedicationOrder', publicationStatus: 'draft' }), []);
    const visit = { className: 'Appointment', status: 'scheduled', patient: { objectId: 'mine' }, provider: { objectId: 'other' } };
    assert.deepEqual(steps(models.portal, patient(models.portal), visit), ['status cancelled']);
    assert.deepEqual(steps(models.portal, patient(models.portal), { ...visit, patient: { objectId: 'somebody' } }), []);
    assert.deepEqual(steps(models.portal, provider(models.portal), { ...visit, provider: { objectId: 'me' } }), ['status cancelled', 'status completed']);
    assert.deepEqual(steps(models.portal, patient(models.portal), { ...visit, status: 'completed' }), []);
  });

  test('knows which changes are signed', () => {
    const model = models.trial;
    assert.equal(needsSignature(model, 'MedicationOrder', 'change', { publicationStatus: 'published' }), true);
    assert.equal(needsSignature(model, 'MedicationOrder', 'change', { drug: 'x' }), false);
    assert.equal(needsSignature(model, 'MedicationOrder', 'create'), false);
    assert.equal(needsSignature(model, 'AdherenceLog', 'change', { adherenceStatus: 'late' }), true);
    assert.equal(needsSignature(model, 'AdherenceLog', 'change', { feedback: 'x' }), false);
    assert.equal(needsSignature(models.portal, 'TreatmentPlan', 'change', { isAcknowledged: true }), false);
  });

  test('has the classes and fields that its part speaks of', () => {
    for (const name of templates) {
      const folder = join(web, 'app/parts');
      const source = readdirSync(folder).filter((file) => file.startsWith(name) && /\.[jt]sx$/.test(file)).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
      const classes = new Set([...source.matchAll(/\bof=\{(\w+)\}|use(?:Rows|First)\((\w+),/g)].map(([, one, other]) => one ?? other));
      assert.ok(classes.size >= 2, `${name}: ${[...classes]}`);
      for (const className of [...classes].filter((one) => /^[A-Z]/.test(one) && one !== 'Share')) assert.ok(models[name].classes.has(className), `${name}: ${className}`);
      const known = new Set([...models[name].classes.values()].flatMap(({ fields }) => names(fields)));
      for (const [, list, more] of source.matchAll(/(?:facts|fields)=\{\[([^\]]*)\]\}|_(?:FIELDS|FACTS) = \[([^\]]*)\]/g)) {
        for (const [, field] of (list ?? more ?? '').matchAll(/'(\w+)'/g)) assert.ok(known.has(field), `${name}: ${field}`);
      }
    }
  });

  test('tells nothing but the app: no places of inputs, no classes of Parse’s own, no values', () => {
    for (const name of templates) {
      const text = JSON.stringify([...models[name].classes.values()]);
      assert.doesNotMatch(text, /agent\.md|schema\.json|"name":"_/);
    }
  });
});
