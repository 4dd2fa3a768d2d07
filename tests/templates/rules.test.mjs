// What each server does by itself and refuses to everybody is shown by the tests that it brings along (tests/rules.json,
// told from the model): for the four templates from both inputs and from the prompt alone. They notice: on servers that
// are broken by hand they fail, and say where. And docs/trace.md leaves no rule without a test,
// and names functions, files and members that are there.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, makeServer, run, templates } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { followReferences, traced } from '../lib/trace.mjs';

/** What is broken in an emitted file, and what the tests then say. */
const BREAKS = [
  { what: 'the stamps', file: 'classes/message/validate.c', from: /stamp_fires\(/g, to: 'false && stamp_fires(', says: /stamp of Message \(readAt\): readAt is undefined/ },
  { what: 'when somebody is told', file: 'classes/message/notices.c', from: /NOTICE_CREATED/, to: 'NOTICE_DELETED', says: /notification of Message: .* has 0 notifications of it/ },
  { what: 'what may overlap', file: 'classes/appointment/validate.c', from: /!overlap_check\(/, to: 'false && !overlap_check(', says: /no overlap of Appointment \(provider\): a second at the same time is answered 201/ },
  { what: 'how a field is sealed', file: 'runtime/model/sealed_value.c', from: /place\.bytes \? seal\(.*\)/, to: 'place.bytes && (*sealed = plain).bytes ? true', says: /encryption of PatientProfile \(contact\): contact is to be read in / },
  { what: 'how it is opened', file: 'runtime/model/sealed_value.c', from: /if \(!unseal\(.*\)\)/, to: 'plain = sealed;\n    if (false)', says: /encryption of PatientProfile/ },
  { what: 'signed URLs', file: 'app.c', from: /\.signs_file_urls = true/, to: '.signs_file_urls = false', says: /signed URLs of Message \(attachments\): .* is answered 200/ },
  { what: 'audited reads', file: 'classes/lab_result/access.c', from: /\.audits = [^,]+,/, to: '.audits = 0,', says: /audit of LabResult: get leaves 0 entries/ },
  { what: 'the chain of the audit trail', file: 'runtime/guard/audit.c', from: /audit_entry_hash\(entry, previous, hash\);/, to: '$& hash[0] ^= 1;', says: /audit verify ends with 1: / },
  { what: 'sign-up', file: 'app.c', from: /\.is_audited = true/, to: '.sign_up_closed = true, $&', says: /sign-up: signing up is answered / },
  { what: 'how long a session lasts', file: 'app.c', from: /\.session_limit_ms = \d+/, to: '.session_limit_ms = 0', says: /absolute time-out: a session lasts \d+ ms/ },
  { what: 'the end of idle sessions', file: 'runtime/accounts/session_use.c', from: /now - \*used_at >= limit/, to: 'now - *used_at < 0', says: /idle time-out: an unused session is answered 200/ },
];

const builds = templates.flatMap((name) => [name, `${name}_spec`]);
const testsOf = (folder) => run('node', [join(folder, 'tests/rules.mjs'), '--rules']);

describe('the rules about what a server does by itself', differs('the rules are ours'), () => {
  for (const name of builds) {
    test(`are shown on ${name}`, async () => {
      const { folder } = await buildServer(name);
      const { code, stdout, stderr } = await testsOf(folder);
      assert.equal(code, 0, stdout + stderr);
      const { rules } = JSON.parse(readFileSync(join(folder, 'tests/rules.json'), 'utf8'));
      assert.equal(stdout.match(/^shown: /gm).length, rules.length);
      console.log(stdout.trim().split('\n').at(-1)); // how many there are
    });

    test(`are all that is left in the trace of ${name}`, async () => {
      const { folder } = await buildServer(name);
      const all = traced(folder);
      assert.ok(all.length > 20, `${all.length} rules`);
      assert.deepEqual(all.filter(([, , shown]) => !shown || shown.startsWith('nothing')), []);
      const parts = all.filter(([, , , by]) => by !== 'a part of other rules');
      const references = parts.map(([sentence, rule, , by]) => followReferences(folder, by, `${sentence}, ${rule}`));
      assert.ok(references.every((count) => count > 0), `${references}`);
      const { rules } = JSON.parse(readFileSync(join(folder, 'tests/rules.json'), 'utf8'));
      assert.equal(all.filter(([, , shown]) => shown.includes('`rules.json`')).length, rules.length);
    });
  }

  test('fail where a server is broken', async () => {
    const { folder } = await buildServer('portal');
    const copy = mkdtempSync(join(tmpdir(), 'caregen-test-'));
    try {
      cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
      for (const { what, file, from, to } of BREAKS) {
        const text = readFileSync(join(copy, file), 'utf8');
        const broken = text.replace(from, to);
        assert.notEqual(broken, text, `${what} is in ${file}`);
        writeFileSync(join(copy, file), broken);
      }
      assert.equal(await makeServer(copy), undefined);
      const { code, stdout } = await testsOf(copy);
      assert.equal(code, 1, stdout);
      for (const { what, says } of BREAKS) assert.match(stdout, says, what);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
