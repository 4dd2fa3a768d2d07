// What the typed client of the trial template takes, what it refuses (each line below an expectation of an error must
// be one), and what a server answers to it. The test compiles this beside the emitted client and runs it.
import assert from 'node:assert/strict';
import {
  AuditLog, call, connect, exportRecord, MedicationOrder, Message, Parse, PatientProfile, ProtocolAdherence, Query, rolesOf,
  sign, signaturesOf, User, versionsOf, type MessageFields, type RoleName,
} from './client.js';

export function refused(): void {
  // @ts-expect-error no such field
  new Query(Message).where({ nothing: 1 });
  // @ts-expect-error a value that is not listed
  new Query(Message).where({ status: 'lost' });
  // @ts-expect-error another type
  new Query(Message).where({ sentAt: { $gt: 'yesterday' } });
  // @ts-expect-error booleans have no order
  new Query(Message).where({ isRead: { $gt: true } });
  // @ts-expect-error a pointer to another class
  new Query(MedicationOrder).where({ patient: new User() });
  // @ts-expect-error no such operator
  new Query(Message).where({ body: { $like: 'x' } });
  // @ts-expect-error not a pointer
  new Query(MedicationOrder).include('drug');
  // @ts-expect-error no such path
  new Query(MedicationOrder).include('patient.nobody');
  // @ts-expect-error no such field
  new Query(MedicationOrder).select('nothing');
  // @ts-expect-error no such field
  new Query(MedicationOrder).descending('nothing');
  // @ts-expect-error a required field is missing
  new ProtocolAdherence({ protocolId: 'x' });
  // @ts-expect-error a field that the server sets
  new Message({ from: new User(), to: new User(), readAt: new Date() });
  // @ts-expect-error the server alone makes entries
  new AuditLog({ action: 'x' });
  // @ts-expect-error the server sets it
  new Message().sentAt_ = new Date();
  // @ts-expect-error no such role
  const role: RoleName = 'visitor';
  // @ts-expect-error no such function
  void call('nothing', {});
  void role;
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const types: [
  Equal<MessageFields['status'], 'sent' | 'delivered' | 'read' | undefined>,
  Equal<MessageFields['from'], User>,
  Equal<MedicationOrder['patient'], PatientProfile>,
  Equal<MedicationOrder['instructions'], string | undefined>,
  Equal<Awaited<ReturnType<Query<MedicationOrder>['find']>>, MedicationOrder[]>,
] = [true, true, true, true, true];

const [serverURL = '', patientPassword = '', providerPassword = ''] = process.argv.slice(2);
connect({ serverURL, applicationId: 'app', oneUser: true });

async function asPatient(): Promise<User> {
  const patient = await User.logIn<User>('maya.lindqvist', patientPassword);
  assert.ok(patient instanceof User);
  assert.deepEqual(await rolesOf(patient), []);
  const orders = await new Query(MedicationOrder).include('patient', 'patient.user').descending('createdAt').find();
  assert.ok(orders.length > 0 && orders.every((order) => order instanceof MedicationOrder));
  const [order] = orders;
  assert.ok(order && order.patient instanceof PatientProfile);
  assert.equal(order.patient.displayName, 'Maya Lindqvist');
  assert.equal(order.patient.user.id, patient.id);
  // Operators, listed values, pointers, parts of an $or, and two of them.
  const same = (query: Query<MedicationOrder>) => query.find().then((found) => found.map(({ id }) => id));
  const ids = orders.map(({ id }) => id);
  assert.deepEqual(await same(new Query(MedicationOrder).where({ patient: order.patient, dosage: { $in: ['20 mg'], $ne: 'none' } }).descending('createdAt')), ids);
  assert.deepEqual(await same(new Query(MedicationOrder).where({ $or: [{ dosage: 'none' }, { drug: order.drug }] }).where({ $or: [{ frequency: 'never' }] })), []);
  assert.deepEqual(await same(new Query(MedicationOrder).where({ patient: { $inQuery: new Query(PatientProfile).where({ displayName: { $regex: '^Maya' } }) } }).descending('createdAt')), ids);
  assert.equal(await new Query(MedicationOrder).where({ createdAt: { $gt: new Date(0) } }).count(), orders.length);
  const brief = await new Query(MedicationOrder).select('dosage').first();
  assert.equal(brief?.dosage, '20 mg');
  assert.equal(brief?.get('drug'), undefined);
  const made = await new ProtocolAdherence({ patient: order.patient, protocolId: 'ORV-203', adherenceStatus: 'compliant' }).save();
  assert.ok(made.id);
  const stored = await new Query(ProtocolAdherence).get(made.id);
  assert.equal(stored.adherenceStatus, 'compliant');
  assert.equal((await versionsOf(stored))[0]?._version, 1);
  const record = (await exportRecord()) as { format: string };
  assert.equal(record.format, 'caregen-record');
  return patient;
}

/** A message that arrives while its recipient follows. */
async function live(patient: User): Promise<void> {
  const heard: Message[] = [];
  let arrived = (): void => {};
  const next = new Promise<void>((resolve) => (arrived = resolve));
  const stop = await new Query(Message).where({ to: patient }).follow({
    create(message) {
      heard.push(message);
      arrived();
    },
    error: (error) => assert.fail(String(error)),
  }, patient.getSessionToken() ?? undefined);
  const provider = await User.logIn<User>('dr.hale', providerPassword);
  assert.deepEqual(await rolesOf(provider), ['provider']);
  const message = new Message({ from: provider, to: patient, body: 'Well done.' });
  message.status = 'sent';
  await message.save();
  await next;
  assert.equal(heard[0]?.id, message.id);
  assert.equal(heard[0]?.body, 'Well done.');
  assert.ok(heard[0]?.sentAt instanceof Date);
  await stop();
  await Parse.LiveQuery.close();
}

async function asProvider(): Promise<void> {
  const profile = await new Query(PatientProfile).where({ displayName: 'Maya Lindqvist' }).first();
  assert.ok(profile);
  const order = await new MedicationOrder({ patient: profile, drug: 'Orvantine', dosage: '10 mg', frequency: 'once' }).save();
  assert.equal((await order.fetch()).publicationStatus, 'draft');
  await assert.rejects(order.save({ publicationStatus: 'published' }), { code: 119 });
  order.revert();
  const signature = await sign(order, { changes: { publicationStatus: 'published' }, meaning: 'approval', password: providerPassword });
  assert.equal(signature.meaning, 'approval');
  assert.equal(order.publicationStatus, 'published');
  assert.equal((await signaturesOf(order))[0]?.valid, true);
}

await live(await asPatient());
await asProvider();
console.log('done');
