// Loaded before each test file by tests/run.mjs: a file whose tests are over ends, even where a failed one left a
// listener or a server behind that would keep it.
import { after } from 'node:test';

const PATIENCE = 5000; // ms, for what is still being put away

delete process.env.NODE_OPTIONS; // what the file starts is no test file
after(() => { setTimeout(() => process.exit(), PATIENCE).unref(); });
