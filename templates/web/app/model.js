// What app/model.json says, as questions: what a class has, and what somebody may be offered. The guard decides; this
// only keeps a page from offering what would be refused.

export function modelOf(json) {
  const classes = new Map(json.classes.map((one) => [one.name, { ...one, rules: one.rules ?? [], lifecycles: one.lifecycles ?? [], signed: one.signed ?? [] }]));
  return { ...json, classes, exporters: json.exporters ?? [], reportReaders: json.reportReaders ?? [], has: (name, fields = []) => hasFields(classes.get(name), fields) };
}

const hasFields = (one, fields) => Boolean(one) && fields.every((name) => one.fields.some((field) => field.name === name));

export const fieldOf = (model, className, name) => model.classes.get(className)?.fields.find((field) => field.name === name);

/** Which of the model's roles somebody is in: { names, profiles }, of Parse roles and of classes of which they have a row. */
export function rolesOf(model, { names, profiles }) {
  return model.roles.map(({ members, role, profile }) => members === 'everyone' || members === 'users' || (members === 'role' ? names.includes(role) : profiles.includes(profile)));
}

const isFor = (who, rule) => rule.role === undefined || who.roles[rule.role];

/** The rules by which somebody may do something with rows of a class; grants are nobody's by their role. */
const rulesFor = (who, one, operation) => one.rules.filter((rule) => rule.may.includes(operation) && isFor(who, rule));

/** Whether there is any point in offering an operation on a class to somebody: { userId, roles }. */
export function may(model, who, className, operation) {
  const one = model.classes.get(className);
  if (!one || (one.appendOnly && ['update', 'delete'].includes(operation))) return false;
  return one.ruled ? rulesFor(who, one, operation).length > 0 : true;
}

/** The fields that a step, an acknowledgement or the server moves, and nobody types. */
const isMoved = (one, name) => ['isAcknowledged', 'isRead', 'version'].includes(name) || one.lifecycles.some(({ field }) => field === name);
const isTyped = (one, field) => !field.readOnly && field.type !== 'Relation' && !isMoved(one, field.name);

/** The fields that a form offers for a new row. */
export function fieldsToCreate(model, className) {
  const one = model.classes.get(className);
  return one.fields.filter((field) => isTyped(one, field) && !field.listed);
}

/** Whether some rule lets somebody change a field of a class; one that is for those who are listed needs a list. */
export function mayChange(model, who, className, name) {
  const one = model.classes.get(className);
  const field = one?.fields.find((known) => known.name === name);
  if (!field || field.readOnly || one.appendOnly) return false;
  if (!one.ruled) return !field.listed;
  return rulesFor(who, one, 'update').some(({ fields }) => (fields ? fields.includes(name) : !field.listed));
}

/** The fields of a row that somebody may be offered to change; none: there is nothing to edit. Whose a row is stays. */
export function fieldsToChange(model, who, className) {
  const one = model.classes.get(className);
  const whose = one.rules.flatMap(({ path }) => (path ?? []).slice(0, 1));
  return one.fields.filter((field) => isTyped(one, field) && !whose.includes(field.name) && mayChange(model, who, className, field.name));
}

/** Whether a path of pointers leads from a row to the user, as far as the row shows. */
function leadsTo(row, path, who) {
  let at = row;
  for (const step of path) at = at?.[step];
  return at?.objectId === who.userId || (path.length > 1 && row[path[0]]?.objectId !== undefined && row[path[0]].objectId === who.profileId);
}

/** The steps that somebody may take with a row: [{ field, to }]. */
export function stepsOf(model, who, row) {
  const one = model.classes.get(row.className);
  return one.lifecycles.flatMap(({ field, steps, by }) => {
    if (!mayChange(model, who, row.className, field)) return [];
    if (by && !by.some(({ role, path }) => (role !== undefined ? who.roles[role] : leadsTo(row, path, who)))) return [];
    return steps.filter(([from]) => from === row[field]).map(([, to]) => ({ field, to }));
  });
}

/** Whether a change needs a signature: a step out of a draft, a new row, or a change of one. */
export function needsSignature(model, className, what, changes = {}) {
  const { signed } = model.classes.get(className);
  if (what === 'create') return signed.includes('creating');
  if (changes.publicationStatus) return signed.includes('publishing');
  const isAcknowledgement = Object.keys(changes).every((name) => ['isAcknowledged', 'feedback'].includes(name));
  return signed.includes('updating') || (signed.includes('correcting') && !isAcknowledgement);
}

/** Whether somebody may take a record along. */
export const mayExport = (model, who) => model.exporters.some(({ role }) => role === undefined || who.roles[role]);

/** Whether somebody may ask who has looked at their own record. */
export const maySeeReport = (model, who) => model.reportReaders.some(({ role }) => role === undefined || who.roles[role]);
