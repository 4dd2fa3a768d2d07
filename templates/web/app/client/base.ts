// What the classes and the client both use. Generated.
import Parse from '#parse';

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

/** What makes an object: the fields that are needed, others as one likes, and none that the server alone sets. */
export type New<Fields, Needed extends keyof Fields, Server extends keyof Fields> =
  { [K in Needed]-?: Fields[K] } & { [K in Exclude<keyof Fields, Needed | Server>]?: Fields[K] } & { ACL?: Parse.ACL };

/** Gives a class an accessor for each of its fields, called as the field is unless `renamed` says otherwise. */
export function define(type: { prototype: Parse.Object }, name: string, fields: readonly string[], renamed: Record<string, string> = {}, relations: readonly string[] = []): void {
  const accessors = [...fields.map((field) => [field, field] as const), ...Object.entries(renamed)];
  for (const [member, field] of accessors) {
    Object.defineProperty(type.prototype, member, {
      configurable: true,
      get(this: Parse.Object) {
        return relations.includes(field) ? this.relation(field as never) : this.get(field);
      },
      set(this: Parse.Object, value: unknown) {
        if (value === undefined) this.unset(field);
        else this.set(field, value);
      },
    });
  }
  Parse.Object.registerSubclass(name, type);
}
