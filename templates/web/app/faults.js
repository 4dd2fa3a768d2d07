// What the server refuses, as a plain sentence in the reader's language. What no row knows is said in the server's words.
import { isUnreachable } from './server.ts';
import { fieldLabel, t } from './values.js';

/** [code, what the server's words have in them, key of the text]; the first that fits counts. */
const TABLE = [
  [101, /Invalid username\/password/, 'fault.password'],
  [101, /locked/i, 'fault.locked'],
  [101, /not found/i, 'fault.gone'],
  [119, /needs an electronic signature/, 'fault.signature'],
  [119, /is not the one that was read|has been changed since/, 'fault.stale'],
  [119, /has to be kept until/, 'fault.kept'],
  [119, /./, 'fault.refused'],
  [137, /overlaps/, 'fault.overlap'],
  [137, /./, 'fault.taken'],
  [142, /^(?<field>\w+) is required/, 'fault.required'],
  [142, /cannot go/, 'fault.step'],
  [142, /password/i, 'fault.weak-password'],
  [202, /./, 'fault.name-taken'],
  [203, /./, 'fault.email-taken'],
  [130, /./, 'fault.file'],
  [209, /./, 'fault.session'],
  [140, /./, 'fault.busy'],
  [155, /./, 'fault.busy'],
];

/** What the reader can make more of with the server's own words beside it. */
const WITH_WORDS = ['fault.weak-password', 'fault.file'];

/** model and className name the fields that the server's words speak of. */
export function plainFault(error, model, className) {
  if (isUnreachable(error)) return t('no-answer');
  for (const [code, pattern, key] of TABLE) {
    const found = code === error.code && pattern.exec(error.message);
    if (!found) continue;
    const name = found.groups?.field;
    const text = t(key, { name: name && model?.classes.has(className) ? fieldLabel(model, className, name) : name });
    return WITH_WORDS.includes(key) ? `${text} (${error.message})` : text;
  }
  return error.message;
}
