#!/usr/bin/env node
// The typed clients on which the starter app's parts stand: templates/web/app/client has the emitted base.ts and
// query.ts, which are the same for all apps, and of each template the emitted classes.ts, as NAME.ts. They are committed,
// since the pages are bundled before anything is emitted.
//
//   node tests/clients/app_clients.mjs      renews them (`make expected` builds the generator first)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBuild, generator, root, templates } from '../lib/builds.mjs';

export const committed = join(root, 'templates/web/app/client');

/** What is emitted now of a template, { name of the committed file: text }; inputs: other ones than its own. */
export function emittedFiles(template, inputs = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-client-'));
  try {
    const { schema, spec, access } = { ...findBuild(template), ...inputs };
    execFileSync(generator, ['generate', '--schema', schema, '--spec', spec, '--name', template, '--access', access, '--out', folder], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    const text = (file) => readFileSync(join(folder, 'clients/typescript', file), 'utf8');
    return { 'base.ts': text('base.ts'), 'query.ts': text('query.ts'), [`${template}.ts`]: text('classes.ts') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const template of templates) {
    for (const [file, text] of Object.entries(emittedFiles(template))) writeFileSync(join(committed, file), text);
  }
}
