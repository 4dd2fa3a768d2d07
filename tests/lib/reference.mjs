// The same tests, pointed at a server that is already running: a real parse-server, to check that what
// the tests expect is what the protocol's own implementation answers. Set
//
//   CAREGEN_TEST_BASE        http://127.0.0.1:1337/parse
//   CAREGEN_TEST_APP_ID      default "app"
//   CAREGEN_TEST_MASTER_KEY  default "master"
//   CAREGEN_TEST_KEYED_BASE  a second one, with the REST key "rest" and the JavaScript key "js"; optional
//
// Tests of what only caregen has (unique and one-of fields, owner access …) are skipped there.
import { readFileSync } from 'node:fs';
import { client } from './rest.mjs';

const BUILT_IN = new Set(['objectId', 'createdAt', 'updatedAt', 'ACL']);
const prepared = new Set();

/** The running server's description when the environment names one, else null. */
export function referenceServer(kind = 'open') {
  const base = process.env[kind === 'keyed' ? 'CAREGEN_TEST_KEYED_BASE' : 'CAREGEN_TEST_BASE'];
  if (!base) return null;
  return {
    base: base.replace(/\/$/, ''),
    appId: process.env.CAREGEN_TEST_APP_ID ?? 'app',
    masterKey: process.env.CAREGEN_TEST_MASTER_KEY ?? 'master',
    restKey: kind === 'keyed' ? 'rest' : undefined,
    javascriptKey: kind === 'keyed' ? 'js' : undefined,
    reference: true,
    async stop() {},
  };
}

export const runsAgainstReference = () => Boolean(process.env.CAREGEN_TEST_BASE);

/** Creates the classes of a schema file there, or adds the fields that a class lacks. */
export async function prepareReference(server, schemaFile) {
  const key = `${server.base} ${schemaFile}`;
  if (prepared.has(key)) return;
  const { call } = client(server);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  for (const { className, fields, classLevelPermissions } of schema.classes ?? schema.results) {
    const path = `/schemas/${className}`;
    const existing = await call('GET', path, { master: true });
    const has = existing.status === 200 ? existing.json.fields : {};
    const missing = Object.entries(fields).filter(([name]) => !BUILT_IN.has(name) && !has[name]);
    const method = existing.status === 200 ? 'PUT' : 'POST';
    if (method === 'PUT' && missing.length === 0) continue;
    const body = { className, fields: Object.fromEntries(missing), classLevelPermissions };
    const answer = await call(method, path, { body, master: true });
    // Test files run side by side, so another one may have created the class just now.
    if (answer.status !== 200 && !/exists/.test(answer.json?.error)) {
      throw new Error(`${className} on the reference server: ${answer.status} ${answer.text}`);
    }
  }
  prepared.add(key);
}
