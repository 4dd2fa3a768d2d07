// What is said in other words, another voice, another order or the other script is read the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { factsOfAll } from './facts.mjs';
import { promptNames, promptText, read } from './judge.mjs';
import { schema } from './schema.mjs';

const facts = (sentences) => [...factsOfAll(sentences.flatMap(({ reading }) => reading))].sort();

/** What sentences say together, each read whole. */
async function said(...sentences) {
  const found = await read(`${schema}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`);
  const left = found.flatMap((one) => one.left);
  assert.deepEqual(left, [], `${sentences.join(' ')} leaves words over`);
  return facts(found);
}

// Each says what the first says; what stands before them holds for all.
const groups = [
  [[], 'Patients can read their own Visit.', 'Patients may see their visits.', 'A patient is allowed to look at his or her own visits.', 'Visits can be viewed by patients.',
    'Allow patients to view their own visits.', 'Patients have access to their visits.', 'Restrict patients to their own visits.', '患者可以查看自己的 Visit。', '病人能讀取其 Visit。', '病人可以阅读自己的 Visit。', 'Visit 可由患者查看。'],
  [[], 'Clinicians can create and update all Visit.', 'Clinicians may update and create all visits.', 'All visits are created and updated by clinicians.', 'All visits can be recorded and edited by clinicians.',
    '臨床醫師可以建立和更新所有 Visit。', '临床医生可以更新和创建所有 Visit。'],
  [[], 'Nurses can read all Visit and Appointment.', 'Nurses can read all appointments and visits.', 'All visits and appointments are visible to nurses.', 'Nurses have read access to all visits and appointments.',
    '護士可以查看所有 Visit 和 Appointment。', '护士可以查看所有 Appointment 和 Visit。', '護理師可查閱所有 Visit 及 Appointment。'],
  [['Patients can read and delete their own Visit.'], 'Patients must not delete visits.', 'Patients cannot delete visits.', 'Patients are not allowed to delete visits.', 'No patient may delete a visit.', 'Prevent patients from deleting visits.',
    '患者不得刪除 Visit。', '病人不能删除 Visit。', '禁止患者刪除 Visit。'],
  [[], 'Providers can see the visits of their assigned patients.', 'Providers may view the visits of patients assigned to them.', 'Visits are visible to providers for their assigned patients.', 'Providers assigned to the patient can see visits.',
    '提供者可以查看被指派患者的 Visit。', '提供者可以查看分配给他们的患者的 Visit。'],
  [[], 'Patients can read their own Visit whose status is signed.', 'Patients can read their own signed visits.', 'Patients may see their visits once they are signed.', 'Patients may only see their visits if they are signed.', 'Signed visits can be read by patients.'],
  [[], 'Patients sign up themselves. Patients can read and create their own PatientProfile.', 'Support sign-up for patients.', 'Patients can register.', 'Patients may create an account themselves.', 'Sign-up is open to patients.', 'Registration for patients.',
    '支援患者註冊。', '患者可以自行注册。', '病人可自行註冊。'],
  [[], 'Providers wait for approval by admins.', 'Providers are approved by an admin.', 'Admins approve providers.', 'Providers need admin approval.', 'Provider accounts have to be approved by an administrator.', 'Providers are admitted by administrators.',
    '提供者由管理員批准。', '提供者须经管理员审核。'],
  [[], 'Sessions end after 30 minutes without use.', 'Sessions expire after 30 minutes of inactivity.', 'Users are logged out after 30 minutes of inactivity.', 'Log out after 30 minutes of inactivity.', 'After 30 minutes without activity, sessions end.',
    '閒置 30 分鐘後自動登出。', '会话在闲置 30 分钟后过期。'],
  [[], 'Audit every read of Visit.', 'Every read of a visit is logged.', 'Reading visits is logged in the audit log.', 'The server logs every read of visits.', 'Every time a visit is read, an audit entry is written.', '審計對 Visit 的所有讀取。', '讀取 Visit 的操作由伺服器記錄到 AuditLog。'],
  [[], 'notes of Visit is encrypted.', 'Visit notes are stored encrypted.', 'Encrypt the notes of visits.', 'The notes of visits must be kept encrypted at rest.', 'Protect the notes of visits with encryption.', 'Visit 的 notes 必須加密。', '加密 Visit 的 notes。', '静态加密 Visit 的 notes。'],
  [[], 'attachments of Visit are served by signed URLs.', 'Attachments are served by signed URLs.', 'Attachments are handed out by signed links only.', 'Attachments must be accessed by signed URL.', '附件以簽名網址提供。', '附件通过签名的链接提供。'],
  [[], 'The sender of a Message can create and read it. The recipient of a Message can read it.', 'Users can send messages.', 'Users can message each other.', 'Messages can be sent by users.', '用戶可以發送 Message。', '用户可以发送 Message。'],
  [[], 'Appointment.status goes requested -> cancelled, by patients. Patients can update only status of their own Appointment.', 'Patients can cancel their appointments.', 'Appointments can be cancelled by patients.', 'Patients may call off their own appointments.', '患者可以取消自己的 Appointment。', '病人可取消其 Appointment。'],
  [[], 'Visit.status goes reviewed -> signed, by clinicians. Clinicians can update only status of all Visit.', 'Clinicians move all visits from reviewed to signed.', 'All visits go from reviewed to signed, by clinicians.', '臨床醫師將所有 Visit 由 reviewed 改為 signed。'],
  [[], 'AuditLog is append-only.', 'AuditLog entries are append-only.', 'The audit log must never be changed.', 'Nobody can change or delete entries of the audit log.', 'AuditLog 為追加式。', 'AuditLog 只能附加。'],
  [[], 'Visit is kept for 10 years.', 'Visits are kept for ten years.', 'Keep visits for 10 years.', 'Visits must be retained for 10 years.', 'Retention: visits 10 years.', 'Visit 保留 10 年。', 'Visit 保存十年。'],
  [[], 'Visit keeps versions.', 'All versions of a visit are kept.', 'Keep all versions of visits.', 'Visits keep all their versions.', 'Old versions of a visit stay available.', 'Visit 保留所有版本。', '系统保留 Visit 的所有版本。'],
  [[], 'Patients can export their own record.', 'Patients can export their data.', 'Patients may download everything that is stored about them.', '患者可以匯出自己的資料。', '病人可以导出自己的数据。'],
  [[], 'Appointment of the same provider do not overlap from startAt to endAt.', 'Appointments of the same provider must not overlap.', 'No two appointments of the same provider may overlap.', "A provider can't have two appointments at the same time.", 'The same provider must not be booked twice at the same time.',
    '同一 provider 的 Appointment 不得重疊。', '同一 provider 的 Appointment 不可重叠。'],
  [[], 'When a Visit is created, notify the patient.', 'The patient is notified when a visit is created.', 'When a visit is recorded, the patient is informed.', 'Notifications: to the patient when a visit is created.', 'Visit 建立時通知患者。', '当 Visit 被创建时,通知患者。'],
  [['Providers can read all Visit.'], 'Providers cannot update visits.', 'Providers must not edit visits.', 'Visits must not be changed by providers.', '提供者不得修改 Visit。'],
];

describe('the same in other words', () => {
  for (const [before, first, ...others] of groups) {
    test(first, async () => {
      const wanted = await said(...before, ...first.split(/(?<=\.) /));
      for (const other of others) assert.deepEqual(await said(...before, other), wanted, other);
    });
  }
});

const sections = /(?:Security|安全性?|權限|权限|權限與私隱|存取控制|访问控制)】?\s*[:：\n]/;
const rules = (prompt) => Math.max(0, prompt.search(sections));

const unchanged = new Map(); // prompt → its reading as it stands, which each change is held against

function readingAsItStands(prompt) {
  if (!unchanged.has(prompt)) unchanged.set(prompt, readingOf(prompt, (text) => text));
  return unchanged.get(prompt);
}

/** A prompt's reading, when the sentences behind its schema are changed so. */
async function readingOf(prompt, change) {
  const at = rules(prompt);
  const deliver = prompt.slice(at).search(/(?:Deliver|交付|Names)\s*[:：]/);
  const end = deliver < 0 ? prompt.length : at + deliver;
  const found = await read(prompt.slice(0, at) + change(prompt.slice(at, end)) + prompt.slice(end));
  return { facts: facts(found), left: found.reduce((sum, { left }) => sum + left.length, 0) };
}

const table = readFileSync(join(root, 'generator/prose/han.def'), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
const pairs = [...table.matchAll(/HAN\("(.*?)",\s*"(.*?)"\)/gs)].flatMap(([, some, others]) => [...some].map((one, at) => [one, [...others][at]]));
// 註 is written 注 in either script, where the table has them the other way round.
const simplified = new Map(pairs.filter(([simple]) => simple !== '註').map(([simple, traditional]) => [traditional, simple]).reverse()).set('註', '注');
const inEnglish = promptNames.filter((name) => !/[\u4e00-\u9fff]/.test(promptText(name)));
const inChinese = promptNames.filter((name) => /[\u4e00-\u9fff]{3}/.test(promptText(name).slice(rules(promptText(name)))));

// Words that say the same wherever they stand in these prompts.
const swaps = {
  'can for may': (text) => text.replaceAll(/\b(may|can)\b(?! not\b|not\b|['’]| under)/g, (word) => (word === 'may' ? 'can' : 'may')),
  'see for view': (text) => text.replaceAll(/(?<![Ee]very )\b(see|view)\b(?! the audit)/g, (word) => (word === 'see' ? 'view' : 'see')),
  'administrator for admin': (text) => text.replaceAll(/\badmin(s?)\b/g, 'administrator$1'),
  'or small letters': (text) => text.replaceAll(/(?<=[.;] |- )[A-Z](?=[a-z]+s\b)/g, (letter) => letter.toLowerCase()),
  'another order of verbs': (text) => text.replaceAll(/\b(create|read|update|delete) and (create|read|update|delete)\b/g, '$2 and $1'),
};

describe('the prompts in other words', () => {
  for (const [what, change] of Object.entries(swaps)) {
    test(`with ${what}`, async () => {
      for (const name of inEnglish) {
        const prompt = promptText(name);
        if (change(prompt.slice(rules(prompt))) === prompt.slice(rules(prompt))) continue;
        assert.deepEqual(await readingOf(prompt, change), await readingAsItStands(prompt), name);
      }
    });
  }

  test('in the other Chinese script', async () => {
    assert.ok(inChinese.length > 15, `${inChinese.length} prompts`);
    for (const name of inChinese) {
      const prompt = promptText(name);
      const change = (text) => [...text].map((character) => simplified.get(character) ?? character).join('');
      assert.deepEqual(await readingOf(prompt, change), await readingAsItStands(prompt), name);
    }
  });
});
