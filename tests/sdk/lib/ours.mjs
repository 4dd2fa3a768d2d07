// Starts the emitted server of tests/schemas/sdk.schema.json, with the keys and policies of keys.mjs: the
// build "sdk", or the program that CAREGEN_TEST_SDK_SERVER names.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, startServer } from '../../lib/server.mjs';
import { keys, policies } from './keys.mjs';

/** Secrets are given to the server in files. */
function fileWith(secret) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-sdk-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret'), secret, { mode: 0o600 });
  return join(folder, 'secret');
}

export async function launchOurs(more = {}) {
  const { accountLockout, passwordPolicy } = policies;
  const program = process.env.CAREGEN_TEST_SDK_SERVER;
  const options = {
    restKey: keys.restKey,
    javascriptKey: keys.javascriptKey,
    masterKey: keys.masterKey,
    environment: {
      CAREGEN_READ_ONLY_MASTER_KEY: keys.readOnlyMasterKey,
      CAREGEN_CLIENT_KEY: keys.clientKey,
      CAREGEN_DOTNET_KEY: keys.dotNetKey,
      CAREGEN_WEBHOOK_KEY_FILE: fileWith(keys.webhookKey),
      CAREGEN_LOCKOUT_THRESHOLD: String(accountLockout.threshold),
      CAREGEN_LOCKOUT_MINUTES: String(accountLockout.duration),
      CAREGEN_PASSWORD_MIN_LENGTH: '8', // what validatorPattern says
      CAREGEN_PASSWORD_MESSAGE: passwordPolicy.validationError,
      CAREGEN_PASSWORD_NOT_USERNAME: '1',
      CAREGEN_PASSWORD_HISTORY: String(passwordPolicy.maxPasswordHistory),
      CAREGEN_IDEMPOTENCY_SECONDS: '60',
    },
    ...more,
  };
  const server = await (program ? launch(program, options) : startServer('sdk', options));
  return { ...keys, ...server };
}
