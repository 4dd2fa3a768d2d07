// What servers take of memory, for tests that bound it.
import { readFileSync } from 'node:fs';

const numberOf = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

/** All that a process has in memory, in kB. */
export const memoryOf = (pid) => numberOf(pid, 'VmRSS');

const anonymous = (pid) => numberOf(pid, 'RssAnon') * 1024;
const AT_ONCE = 100;
const FIRST = 500;
const COUNT = 3000;

/**
 * The bytes that each further client takes of a server: `follow(number)` connects one and resolves to it. The server is to be the
 * test's own: what others have taken and given back would be taken again first.
 */
export async function bytesOfEach(pid, follow) {
  const clients = [];
  const followAll = async (from, to) => {
    for (let at = from; at < to; at += AT_ONCE) clients.push(...await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => follow(at + i))));
  };
  await followAll(0, FIRST); // what is taken once
  const before = anonymous(pid);
  await followAll(FIRST, FIRST + COUNT);
  const each = (anonymous(pid) - before) / COUNT;
  clients.forEach((client) => client.close());
  return each;
}
