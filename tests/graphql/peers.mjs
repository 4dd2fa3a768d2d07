// npm's packages that the servers are held against, installed as they are asked for first.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireFrom } from '../lib/packages.mjs';

const require = requireFrom(await installPackages(dirname(fileURLToPath(import.meta.url)), 'graphql-test'));

export const { auditServer } = require('graphql-http');
export const graphqlJs = require('graphql');
export const pluralize = require('pluralize');
export const graphqlWs = require('graphql-ws');
export const { WebSocket } = require('ws');
