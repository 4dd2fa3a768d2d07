// The prompts that people paste, in English and Chinese, become exactly the classes they describe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { fieldsOf, modelOf } from './lib.mjs';

const prompt = (...names) => names.map((name) => readFileSync(join(root, 'tests/schemas/prompts', name), 'utf8')).join('');
const builtin = ['_User', '_Role', '_Session', '_Installation', 'sentences'];

/** The prompt without its sentences: those bring classes and fields of their own. */
const schemaOf = (spec) => spec.replace(/(Security|安全性):[^]*?(?=\nNames:|$)/, '');

async function classesOf(spec) {
  const model = await modelOf({ spec: schemaOf(spec) });
  return Object.fromEntries(Object.entries(model).filter(([name]) => !builtin.includes(name)).map(([name, lines]) => [name, fieldsOf(lines)]));
}

const auditLog = [
  'actor: Pointer<_User> required indexed', 'action: String required', 'entityType: String required', 'entityId: String required', 'payload: Object',
];

const trial = {
  PatientProfile: ['user: Pointer<_User> required indexed', 'fullName: String required', 'dob: Date', 'contact: Object', 'medicalRecordNumber: String required unique'],
  MedicationOrder: ['patient: Pointer<PatientProfile> required indexed', 'drug: String required', 'dosage: String required', 'frequency: String required', 'instructions: String'],
  ProtocolAdherence: ['patient: Pointer<PatientProfile> required indexed', 'protocolId: String required', 'adherenceStatus: String required'],
  Message: [
    'sender: Pointer<_User> required indexed', 'recipient: Pointer<_User> required indexed', 'body: String', 'attachments: Array<File>',
    'status: String of "sent", "delivered", "read"', 'sentAt: Date',
  ],
  AuditLog: auditLog,
};

for (const language of ['en', 'zh']) {
  test(`the trial prompt (${language})`, async () => assert.deepEqual(await classesOf(prompt(`trial.${language}.md`)), trial));
}

test('the health record prompt: defaults in words, one-of lists, lists in brackets, system fields', async () => {
  const owner = 'owner: Pointer<_User> required indexed';
  assert.deepEqual(await classesOf(prompt('phr.zh.md')), {
    HealthDocument: [owner, 'title: String required', 'file: File required', 'tags: Array', 'version: Number default 1'],
    Allergy: [owner, 'substance: String required', 'Reaction: String', 'severity: String required of "輕度", "中度", "重度"', 'onsetDate: Date'],
    Immunization: [owner, 'vaccineName: String required', 'administeredAt: Date required', 'lotNumber: String', 'Provider: Pointer<Provider> indexed'],
    Medication: [owner, 'name: String required', 'dose: String', 'frequency: String', 'instructions: String', 'active: Boolean default true'],
    LabResult: [
      owner, 'testName: String required', 'value: String', 'units: String', 'referenceRange: String', 'date: Date required', 'attachment: Pointer<HealthDocument> indexed',
    ],
    Provider: ['name: String required', 'systemId: String', 'contact: Object'],
    Consent: [
      owner, 'Provider: Pointer<Provider> required indexed', 'scope: Array<String> of "documents", "allergies", "immunizations", "medications", "labs"',
      'expiresAt: Date', 'grantedBy: Pointer<_User> indexed',
    ],
    AuditLog: auditLog,
  });
});

test('the behavioral health prompt', async () => {
  const provider = 'Provider: Pointer<ProviderProfile> required indexed';
  const patient = 'patient: Pointer<PatientProfile> required indexed';
  const user = 'user: Pointer<_User> required indexed';
  assert.deepEqual(await classesOf(prompt('behavioral.zh.md')), {
    PatientProfile: [user, 'fullName: String required', 'dob: Date', 'contact: Object', 'patientHistory: Array<Object>'],
    Assessment: [patient, provider, 'data: Object', 'recommendations: String', 'status: String of "待處理", "已完成"', 'version: Number default 1'],
    CrisisLog: [patient, 'incident: String', 'notes: String', 'responseAction: String', 'timestamp: Date'],
    Message: [
      'sender: Pointer<_User> required indexed', 'recipient: Pointer<_User> required indexed', 'threadId: String required', 'body: String', 'attachments: Array<File>',
      'status: String of "已發送", "已送達", "已讀"', 'sentAt: Date',
    ],
    ProviderProfile: [user, 'specialty: String', 'clinic: String', 'contact: Object'],
    AuditLog: auditLog,
  });
});

test('the portal prompt, one line in Chinese, with a Names section behind it', async () => {
  const patient = 'patient: Pointer<PatientProfile> required indexed';
  const provider = 'provider: Pointer<ProviderProfile> required indexed';
  const user = 'user: Pointer<_User> required indexed';
  assert.deepEqual(await classesOf(prompt('portal.zh.md', 'portal.names.md')), {
    PatientProfile: [user, 'fullName: String required', 'dob: Date', 'contact: Object', 'medicalRecordNumber: String required unique'],
    ProviderProfile: [user, 'specialty: String', 'clinic: String', 'contact: Object'],
    LabResult: [
      patient, provider, 'reportType: String', 'resultData: Object', 'reportedAt: Date required', 'version: Number default 1', 'attachments: Array<File>',
      'visibility: String of "僅限病人", "Provider-僅限", "共享"',
    ],
    TreatmentPlan: [patient, provider, 'summary: String', 'details: Object', 'status: String of "草稿", "啟用", "已完成"', 'from: Date', 'to: Date', 'version: Number'],
    Message: [
      'sender: Pointer<_User> required indexed', 'recipient: Pointer<_User> required indexed', 'threadId: String required', 'body: String', 'attachments: Array<File>',
      'status: String of "已發送", "已送達", "已讀"', 'sentAt: Date',
    ],
    Appointment: [patient, provider, 'scheduledAt: Date required', 'status: String of "已預定", "已取消", "已完成"', 'location: String'],
    AuditLog: auditLog,
  });
});

test('sentences are kept one by one, under the English name of their section', async () => {
  const { sentences } = await modelOf({ spec: prompt('portal.zh.md', 'portal.names.md') });
  assert.equal(sentences.length, 8);
  assert.equal(sentences[1], 'Security: Provider 可查看分配的病人。');
  assert.deepEqual(sentences.map((sentence) => sentence.split(/[: ]/)[0]), [...Array(4).fill('Security'), 'Auth', 'Behavior', 'Behavior', 'Deliver']);
});
