// What of the app's classes is open to whoever is signed in, as GET /model tells it.

const OWN = { createdAt: { type: 'Date' }, updatedAt: { type: 'Date' } };

/** { title, idleSeconds, classes: { className: { className, operations, fields, ... } } }, fields with their names. */
export async function loadModel(client) {
  const model = await client.get('/model', {}, { isFinal: true });
  const classes = Object.fromEntries(model.classes.map((one) => [one.className, {
    ...one, fields: Object.fromEntries(Object.entries(one.fields).map(([name, field]) => [name, { ...field, name }])),
  }]));
  return { ...model, classes };
}

export const may = (info, operation) => Boolean(info?.operations.includes(operation));
export const mayWrite = (info, field, operation) => may(info, operation) && Boolean(field.writes?.includes(operation));

/** The class that the server uses for something, by its purpose; undefined: this app has none, or not for this person. */
export const classFor = (model, purpose) => Object.values(model.classes).find((one) => one.purpose === purpose);

/** Fields that can be asked for and sorted by, those that every object has among them. */
export const queryFields = (info) => ({
  objectId: { name: 'objectId', type: 'String' }, ...info.fields,
  ...Object.fromEntries(Object.entries(OWN).map(([name, field]) => [name, { ...field, name }])),
});

/** What classes of Parse's own are called here; the app's keep their names. */
export const isOwnClass = (className) => className.startsWith('_');
