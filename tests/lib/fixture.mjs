// What nearly every test file needs: a suite with one server of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { client } from './rest.mjs';
import { runsAgainstReference } from './reference.mjs';
import { startServer } from './server.mjs';

/**
 * A suite whose tests share one server of the named build. `define` receives the context, whose
 * `server` and `api` are there once the tests run. Options go to startServer().
 */
export function describeServer(title, buildName, define, { skip = false, ...options } = {}) {
  describe(title, { skip }, () => {
    const context = { server: undefined, api: undefined };
    before(async () => {
      context.server = await startServer(buildName, options);
      context.api = client(context.server);
    });
    after(() => context.server?.stop());
    define(context);
  });
}

/** Calls body(dataFolder) with an empty folder, which goes afterwards. */
export async function withFolder(body) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  try {
    await body(dataFolder);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Whether servers run under a sanitizer, which has them take more memory and time. */
export const sanitized = /SANITIZE/.test(process.env.CAREGEN_TEST_MAKE ?? '');

/** The option of a test (or suite) for what is meant to differ from parse-server, and why. */
export const differs = (reason) => ({ skip: runsAgainstReference() && `differs: ${reason}` });
