// Loaded before each test file by tests/run.mjs: a file whose tests are over ends, even where a failed one left a
// listener or a server behind that would keep it. And where CAREGEN_TEST_TIMES names a file, what the test file took is
// added to it: seconds of processor, its own and those of the programs that it ran, and seconds by the clock.
import { appendFileSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after } from 'node:test';

const PATIENCE = 5000; // ms, for what is still being put away
const TICKS = 100; // a second, in /proc

delete process.env.NODE_OPTIONS; // what the file starts is no test file
after(() => { setTimeout(() => process.exit(), PATIENCE).unref(); });

/** Its own user and system time, and those of its children that have ended (proc(5)). */
function processorTicks() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

if (process.env.CAREGEN_TEST_TIMES) {
  process.on('exit', () => {
    const line = `${(processorTicks() / TICKS).toFixed(1)} ${process.uptime().toFixed(1)} ${relative(process.cwd(), process.argv[1])}\n`;
    appendFileSync(process.env.CAREGEN_TEST_TIMES, line);
  });
}
