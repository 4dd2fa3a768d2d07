// The README's own backend, line by line, in a folder that has what a clone has.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root } from '../lib/builds.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-readme-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the first page's own backend comes about", () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const section = page.slice(page.indexOf('## Your own backend'), page.indexOf("## What a spec's sentences become"));
  const lines = [...section.matchAll(/^ {4}(build\/caregen [^#\n]+)/gm)].map(([, line]) => line.trim());
  assert.ok(lines.length >= 6, section);
  for (const name of ['templates/apps', 'schemas', 'build']) mkdirSync(join(folder, name), { recursive: true });
  symlinkSync(generator, join(folder, 'build/caregen'));
  const said = [];
  for (const line of lines.filter((one) => !one.includes('--watch'))) {
    if (line.includes('migrate')) {
      const spec = join(folder, 'schemas/clinic/agent.md');
      writeFileSync(spec, readFileSync(spec, 'utf8').replace('contact (String)', 'contact (String), phone (String)'));
    }
    said.push(execFileSync('sh', ['-c', `${line.replace('NAME', 'phone')} 2>&1`], { cwd: folder, encoding: 'utf8' }));
  }
  assert.match(said[1], /Patients can read their own Visit/);
  assert.match(said.at(-1), /wrote .*0002_phone\.sql/);
  assert.ok(existsSync(join(folder, 'out/clinic/Makefile')));
});
