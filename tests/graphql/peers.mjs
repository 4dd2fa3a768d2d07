// npm's packages, installed as they are asked for first.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const INSTALLED = 'node_modules/.package-lock.json'; // what npm writes last
if (!existsSync(join(here, INSTALLED))) {
  // Of several test files one installs, and the others wait for it.
  const install = `test -e ${INSTALLED} || npm ci --no-audit --no-fund`;
  execFileSync('flock', ['package.json', 'sh', '-c', install], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
}
const require = createRequire(import.meta.url);

export const { auditServer } = require('graphql-http');
export const graphqlJs = require('graphql');
export const pluralize = require('pluralize');
export const graphqlWs = require('graphql-ws');
export const { WebSocket } = require('ws');
