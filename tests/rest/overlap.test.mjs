// Rows that may not share time: bookings of one doctor.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const at = (time) => date(`2030-01-01T${time}:00Z`);

describeServer('no overlap', 'behaviour', (context) => {
  let who;
  let patient;
  const as = (user) => ({ session: user.session });
  const visit = (doctor, from, to, more) => ({
    patient: pointer('Patient', patient), doctor: doctor.pointer, startAt: at(from), ...(to ? { endAt: at(to) } : {}), ...more,
  });
  const book = (body, options = as(who)) => context.api.call('POST', '/classes/Visit', { ...options, body });
  const put = (id, body, options = as(who)) => context.api.call('PUT', `/classes/Visit/${id}`, { ...options, body });

  before(async () => {
    who = await context.api.signUp();
    patient = await context.api.create('Patient', { user: who.pointer }, as(who));
  });

  test('half-open stretches of time: the next may begin where one ends', async () => {
    const doctor = await context.api.signUp();
    assertStatus(await book(visit(doctor, '10:00', '11:00')), 201);
    for (const [from, to, code] of [
      ['11:00', '12:00'], ['09:00', '10:00'], ['10:00', '11:00', 137], ['10:59', '11:01', 137], ['09:30', '10:01', 137],
      ['10:15', '10:30', 137], ['08:00', '13:00', 137], ['14:00', '13:59', 142], ['10:30', undefined, 137], ['10:00', undefined, 137],
      ['12:00', undefined], ['12:00', undefined, 137], ['12:00', '12:30', 137], ['11:59', '12:01', 137],
    ]) {
      const answer = await book(visit(doctor, from, to));
      if (code) assertError(answer, 400, code, code === 137 ? 'Another Visit of the same doctor overlaps this one' : 'endAt is before startAt');
      else assert.equal(answer.status, 201, `${from}–${to}: ${answer.text}`);
    }
    assertError(await book(visit(doctor, '10:30', '10:40'), master), 400, 137); // for the master key, too
  });

  test('of another doctor, or cancelled, it is no matter', async () => {
    const [doctor, other] = [await context.api.signUp(), await context.api.signUp()];
    const first = (await book(visit(doctor, '10:00', '11:00'))).json.objectId;
    assertStatus(await book(visit(other, '10:00', '11:00')), 201);
    assertStatus(await put(first, { status: 'cancelled' }), 200);
    assertStatus(await book(visit(doctor, '10:30', '11:30')), 201);
  });

  test('an update is checked like a booking, and may stay where it is', async () => {
    const doctor = await context.api.signUp();
    const first = (await book(visit(doctor, '10:00', '11:00'))).json.objectId;
    const second = (await book(visit(doctor, '11:00', '12:00'))).json.objectId;
    assertStatus(await put(first, { room: 'a' }), 200);
    assertStatus(await put(first, { startAt: at('09:30') }), 200);
    assertError(await put(first, { endAt: at('11:30') }), 400, 137);
    assertError(await put(second, { startAt: at('10:00') }), 400, 137);
    assertError(await put(second, { endAt: at('10:59') }), 400, 142);
    assert.deepEqual((await context.api.fetch('Visit', second, as(who))).startAt, at('11:00'), 'a refused change leaves nothing');
  });

  test('of many bookings at once, one wins', async () => {
    const doctor = await context.api.signUp();
    const users = await Promise.all(Array.from({ length: 8 }, () => context.api.signUp()));
    const answers = await Promise.all(users.map((user, i) => book(visit(doctor, '10:00', `10:${30 + i}`), as(user))));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400, 400, 400, 400, 400, 400]);
    for (const { status, json } of answers) if (status !== 201) assert.equal(json.code, 137);
    const rows = await context.api.find('Visit', { where: { doctor: doctor.pointer } }, as(who));
    assert.equal(rows.length, 1);
  });

  test('in a batch the parts see each other', async () => {
    const doctor = await context.api.signUp();
    const requests = [['10:00', '11:00'], ['10:30', '11:30'], ['11:00', '12:00']].map(([from, to]) => ({ method: 'POST', path: '/parse/classes/Visit', body: visit(doctor, from, to) }));
    const answer = await context.api.call('POST', '/batch', { ...as(who), body: { requests } });
    assert.deepEqual(answer.json.map((part) => part.error?.code ?? 'booked'), ['booked', 137, 'booked']);
  });

  test('moments without an end', async () => {
    const doctor = await context.api.signUp();
    const call = (time) => context.api.call('POST', '/classes/Call', { ...as(who), body: { doctor: doctor.pointer, at: at(time) } });
    assertStatus(await call('10:00'), 201);
    assertStatus(await call('10:01'), 201);
    assertError(await call('10:00'), 400, 137);
  });

  test('is found by an index over the doctor and the beginning', () => {
    const { dataFolder } = context.server;
    const database = join(dataFolder, readdirSync(dataFolder).find((file) => file.endsWith('.db')));
    const columns = execFileSync('sqlite3', ['-readonly', database, 'SELECT group_concat(name) FROM pragma_index_info(\'_Index:Visit:doctor_startAt\')'], { encoding: 'utf8' });
    assert.equal(columns.trim(), 'doctor,startAt');
  });
}, differs('rules are ours'));
