// A class with more rows than clients would make in a test's time: put into the database beside the server,
// while it does not run.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { client } from './rest.mjs';
import { startServer } from './server.mjs';

/**
 * Starts a server of the build over `dataFolder` whose class holds `count` copies of the object, beside the
 * object itself; `prepare(api)` may make more before. Returns { server, api, prepared, id }: what
 * prepare() made, and the object's id.
 */
export async function startWithRows(build, { dataFolder, className, object, count, prepare, ...options }) {
  const first = await startServer(build, { dataFolder });
  const prepared = await prepare?.(client(first));
  const id = await client(first).create(className, object, { master: true });
  await first.stop();
  const sql = (text) => execFileSync('sqlite3', [join(dataFolder, `${build}.db`), text], { encoding: 'utf8' }).trim();
  const columns = sql(`SELECT group_concat('"' || name || '"') FROM pragma_table_info('${className}') WHERE name <> 'objectId' AND pk = 0`);
  sql(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO "${className}"("objectId", ${columns}) SELECT printf('z%09d', i), ${columns} FROM n, "${className}" o WHERE o."objectId" = '${id}'`);
  const server = await startServer(build, { dataFolder, ...options });
  return { server, api: client(server), prepared, id };
}
