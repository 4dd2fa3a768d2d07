// npm's packages, installed as they are asked for first.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
if (!existsSync(join(here, 'node_modules/.package-lock.json'))) {
  execFileSync('flock', [join(here, 'package.json'), 'npm', 'ci', '--no-audit', '--no-fund'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
}
const require = createRequire(import.meta.url);

export const { auditServer } = require('graphql-http');
export const graphqlJs = require('graphql');
export const pluralize = require('pluralize');
export const graphqlWs = require('graphql-ws');
export const { WebSocket } = require('ws');
