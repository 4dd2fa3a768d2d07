// docs/faq.md answers what is asked of each template, and its commands do what it says on a server with sample data.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { findBuild, run, templates } from '../lib/builds.mjs';
import { blocksOf, demoServer, treeOf } from './world.mjs';

for (const name of templates) {
  test(`the answers of ${name}`, async (t) => {
    const tree = await treeOf(name, t);
    const text = readFileSync(join(tree, 'docs/faq.md'), 'utf8');
    assert.doesNotMatch(text, /@[A-Z_]+@/);
    for (const [, file] of text.matchAll(/\]\(([\w/-]+\.\w+)\)/g)) assert.ok(readFileSync(join(tree, 'docs', file), 'utf8'), file);
    const parts = text.split(/^## /m).slice(1);
    assert.equal(parts.length, 15);
    for (const part of parts) assert.ok(part.length > 120, part);

    const { server, patient, provider } = await demoServer(name, t);
    const { program } = findBuild(name);
    const env = {
      ...process.env, PATIENT: patient.username, PATIENT_PASSWORD: patient.password, PROVIDER: provider.username, PROVIDER_PASSWORD: provider.password,
      SAID: join(tree, 'said'),
    };
    // Each block's output under its number, and a fault ends the run.
    const blocks = blocksOf(text, 'sh', { name, server }).map((block, i) => `exec >"$SAID.${i}"\n${block.replaceAll('--data data', `--data ${server.dataFolder}`).replaceAll('backup backups', `backup ${tree}/backups`)}`);
    assert.ok(blocks.length >= 7, `${blocks.length} commands`);
    writeFileSync(join(tree, 'faq.sh'), blocks.join('\n'));
    const { code, stderr } = await run('sh', ['-eu', join(tree, 'faq.sh')], { env, cwd: dirname(program) });
    const said = blocks.map((block, i) => [block, code === 0 || i === 0 ? readFileSync(`${env.SAID}.${i}`, 'utf8') : '']);
    assert.equal(code, 0, stderr);
    const answerTo = (pattern) => said.find(([block]) => pattern.test(block))?.[1];
    assert.match(answerTo(/health/), /"ok"/);
    const latest = answerTo(/-d limit=1 -d order=-\S+ -d include/) ?? answerTo(/-d limit=1 -d order/);
    const found = latest.match(/\{"results":\[/g).length;
    assert.ok(found > 2 && (latest.match(/"objectId"/g) ?? []).length > found / 2, latest);
    assert.match(latest, /"__type":"Object"/); // what was pointed at
    assert.match(answerTo(/SESSION= ask/), /^(refused|\{"results":\[\]\})|"error"/);
    assert.doesNotMatch(answerTo(/SESSION= ask/), /objectId/);
    assert.match(answerTo(/explain/), /\bread\b/);
    assert.match(answerTo(/audit verify/), /\S/);
    if (/"isRead": true/.test(text)) assert.match(answerTo(/"isRead": true/), /updatedAt/);
    if (/isAcknowledged": true/.test(text)) assert.match(answerTo(/"isAcknowledged": true/), /updatedAt/);
    assert.match(answerTo(/\/export"/), /caregen-record/);
    assert.match(answerTo(/\/versions"/), /"_version":1/);
  });
}
