// What the server refuses, as a plain sentence in the reader's language. What no row knows is said in the server's words.
import { isUnreachable } from './server.js';
import { t } from './values.js';

/** [code, what the server's words have in them, key of the text] */
const TABLE = [
  [101, /Invalid username\/password/, 'fault.password'],
  [101, /Your account is locked/, 'fault.locked'],
  [101, /Object not found/, 'fault.gone'],
  [119, /Permission denied|not allowed|may not|Only /i, 'fault.refused'],
  [119, /overlap|same time|at that time/i, 'fault.overlap'],
  [119, /newest|version/i, 'fault.stale'],
  [119, /electronic signature/, 'fault.signature'],
  [202, /username/, 'fault.name-taken'],
  [203, /email/, 'fault.email-taken'],
  [142, /password/i, 'fault.weak-password'],
  [137, /./, 'fault.taken'],
  [130, /./, 'fault.file'],
  [209, /./, 'fault.session'],
  [140, /./, 'fault.busy'],
];

export function plainFault(error) {
  if (isUnreachable(error)) return t('no-answer');
  const row = TABLE.find(([code, words]) => code === error.code && words.test(error.message));
  return row ? `${t(row[2])}${row[2] === 'fault.refused' || row[2] === 'fault.weak-password' ? ` (${error.message})` : ''}` : error.message;
}
