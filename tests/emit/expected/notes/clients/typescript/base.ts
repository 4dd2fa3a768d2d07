// What the classes and the client both use. Generated.
import type Parse from '#parse';

/** What a class tells the compiler beside its fields: what makes an object, and which fields are encrypted. */
export interface Types<New, Sealed extends string> {
  new: New;
  sealed: Sealed;
}

/** Parse's Bytes. */
export interface Bytes {
  __type: 'Bytes';
  base64: string;
}

/** Sets a field, or removes it. */
export function put(object: Parse.Object, field: string, value: unknown): void {
  if (value === undefined) object.unset(field);
  else object.set(field, value);
}
