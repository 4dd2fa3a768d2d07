// Queries, signatures, versions, the export and the report of accesses, over the classes of any app. Generated.
import Parse from '#parse';
import type { Types } from './base.js';

/** An object of the app's, or one of Parse's own. */
export type Model = Parse.Object<any> & { readonly __types?: Types<any, string> };
export type ModelClass<T extends Model> = new (...given: any[]) => T;
export type Fields<T extends Model> = T['attributes'];
type Sealed<T extends Model> = NonNullable<T['__types']>['sealed'];
type Named<T extends Model> = Exclude<keyof Fields<T> & string, Sealed<T>>;

/** What every object has. */
interface Base {
  objectId: string;
  createdAt: Date;
  updatedAt: Date;
}
type Searched<T extends Model> = Base & Pick<Fields<T>, Named<T>>;

/** A pointer to an object of which no more is known. */
export interface Pointer {
  __type: 'Pointer';
  className: string;
  objectId: string;
}

type One<V> = V extends Parse.Object<any> ? V | Pointer : V;
type Always<V> = { $ne?: One<V>; $in?: One<V>[]; $nin?: One<V>[]; $exists?: boolean };
type Ordered<V> = { $lt?: V; $lte?: V; $gt?: V; $gte?: V };
type Special<V> =
  V extends string ? Ordered<V> & { $regex?: string; $options?: string }
  : V extends number | Date ? Ordered<V>
  : V extends readonly (infer E)[] ? { $all?: One<E>[]; $in?: One<E>[]; $nin?: One<E>[] }
  : V extends Parse.GeoPoint ? { $nearSphere?: Parse.GeoPoint; $maxDistanceInKilometers?: number }
  : V extends Model ? { $inQuery?: Query<V>; $notInQuery?: Query<V> }
  : unknown;
/** What is asked of a field: a value, or operators of Parse's `where`. */
export type Condition<V> = (V extends readonly (infer E)[] ? V | One<E> : One<V>) | (Always<V> & Special<V>);

/** What is asked of an object. Encrypted fields are not among it: no query looks at them. */
export type Where<T extends Model> =
  { [K in keyof Searched<T>]?: Searched<T>[K] extends infer V ? (V extends Parse.Relation<any, infer R> ? One<R> : Whole<NonNullable<V>>) : never }
  & { $or?: Where<T>[]; $and?: Where<T>[]; $nor?: Where<T>[] };
/** Not spread over unions: `boolean` and listed values are one type. */
type Whole<V> = [V] extends [boolean] ? boolean | Always<boolean> : [V] extends [string] ? V | (Always<V> & Special<V>) : Condition<V>;

type Depth = [unknown, unknown, unknown];
type Below<D extends unknown[]> = D extends [unknown, ...infer R] ? R : [];
type Paths<F, D extends unknown[]> = D extends [] ? never : {
  [K in keyof F & string]: NonNullable<F[K]> extends Parse.Object<infer G> ? K | `${K}.${Paths<G, Below<D>>}` : never
}[keyof F & string];
/** The pointers of an object, and theirs: 'patient', 'patient.user'. */
export type Include<T extends Model> = Paths<Fields<T>, Depth>;

export interface Handlers<T extends Model> {
  create?(object: T): void;
  enter?(object: T, original?: T): void;
  update?(object: T, original?: T): void;
  leave?(object: T, original?: T): void;
  delete?(object: T): void;
  error?(error: unknown): void;
}

/** A query of one class. What is not here is in `sdk`, the SDK's own query. */
export class Query<T extends Model> {
  readonly sdk: Parse.Query<T>;

  constructor(type: ModelClass<T>) {
    this.sdk = new Parse.Query<T>(type);
  }

  /** Adds conditions, all of which hold. */
  where(conditions: Where<T>): this {
    for (const [key, asked] of Object.entries(conditions)) {
      if (asked === undefined) continue;
      if (key === '$or' || key === '$and' || key === '$nor') this.join(key, asked as Where<T>[]);
      else if (isOperators(asked)) for (const [operator, value] of Object.entries(asked)) this.ask(key, operator, value);
      else this.sdk.equalTo(key as never, asked as never);
    }
    return this;
  }

  select(...fields: (Named<T> | Sealed<T>)[]): this {
    this.sdk.select(...(fields as never[]));
    return this;
  }

  include(...paths: Include<T>[]): this {
    this.sdk.include(...(paths as never[]));
    return this;
  }

  ascending(...keys: (keyof Searched<T> & string)[]): this {
    this.sdk.addAscending(...keys);
    return this;
  }

  descending(...keys: (keyof Searched<T> & string)[]): this {
    this.sdk.addDescending(...keys);
    return this;
  }

  limit(count: number): this {
    this.sdk.limit(count);
    return this;
  }

  skip(count: number): this {
    this.sdk.skip(count);
    return this;
  }

  find(options?: Parse.Query.FindOptions): Promise<T[]> {
    return this.sdk.find(options);
  }

  first(options?: Parse.Query.FirstOptions): Promise<T | undefined> {
    return this.sdk.first(options);
  }

  count(options?: Parse.Query.CountOptions): Promise<number> {
    return this.sdk.count(options);
  }

  get(objectId: string, options?: Parse.Query.GetOptions): Promise<T> {
    return this.sdk.get(objectId, options);
  }

  /** Calls the handlers with what happens to the rows found, until the function that it resolves to is called. */
  async follow(handlers: Handlers<T>, sessionToken?: string): Promise<() => Promise<void>> {
    const subscription = await this.sdk.subscribe(sessionToken ?? null);
    for (const [event, handler] of Object.entries(handlers)) subscription.on(event, handler);
    return () => subscription.unsubscribe();
  }

  private ask(key: string, operator: string, value: unknown): void {
    if (value === undefined) return;
    const asked = value instanceof Query ? { ...value.sdk.toJSON(), className: value.sdk.className } : value;
    this.sdk._addCondition(key as never, operator, asked);
  }

  private join(operator: '$or' | '$and' | '$nor', parts: Where<T>[]): void {
    const wheres = parts.map((part) => {
      const query = new Parse.Query<T>(this.sdk.className);
      const typed: Query<T> = Object.assign(Object.create(Query.prototype) as Query<T>, { sdk: query });
      return typed.where(part).sdk.toJSON().where;
    });
    const all = this.sdk._where as Record<string, unknown>;
    if (all[operator] === undefined) all[operator] = wheres;
    else all['$and'] = [...((all['$and'] as unknown[] | undefined) ?? []), { [operator]: wheres }];
  }
}

/** {"$gt": …}, and neither a value nor an object of the SDK. */
function isOperators(asked: unknown): asked is Record<string, unknown> {
  if (typeof asked !== 'object' || asked === null || Object.getPrototypeOf(asked) !== Object.prototype) return false;
  const keys = Object.keys(asked);
  return keys.length > 0 && keys.every((key) => key.startsWith('$'));
}

export interface Signature {
  id: string;
  version: number;
  signer: Pointer;
  signerName: string;
  at: { __type: 'Date'; iso: string };
  meaning: string;
  contentHash?: string;
  recordHash?: string;
  valid: boolean;
}

const NOT_FOUND = 101; // Parse's OBJECT_NOT_FOUND

/** Makes a change that needs an electronic signature, and shows it on the object, unless its signer may not see that. */
export async function sign<T extends Model>(object: T, given: { password: string; meaning: string; changes?: Partial<Fields<T>>; version?: number }): Promise<Signature> {
  const named = { className: object.className, ...(object.id ? { objectId: object.id } : {}) };
  const signed = (await Parse.Cloud.run('sign', { ...named, ...given } as never)) as { object: { objectId?: string }; signature: Signature };
  if (signed.object.objectId) object.id = signed.object.objectId;
  await object.fetch().catch((error: { code?: number }) => {
    if (error.code !== NOT_FOUND) throw error;
  });
  return signed.signature;
}

/** A version of an object: it as it was, who made it so, when, and how. */
export type Version<T extends Model> = Parse.Object.ToJSON<Fields<T>> & { objectId: string; _version: number; _by: Pointer | null; _at: { __type: 'Date'; iso: string }; _means: string };

export async function versionsOf<T extends Model>(object: T, options: { order?: '_version' | '-_version'; limit?: number } = {}): Promise<Version<T>[]> {
  return ((await request(`classes/${object.className}/${object.id}/versions`, options)) as { results: Version<T>[] }).results;
}

export async function signaturesOf(object: Model): Promise<Signature[]> {
  return ((await request(`classes/${object.className}/${object.id}/signatures`)) as { results: Signature[] }).results;
}

/** All that leads to whoever is signed in, as one record; for the roles that the rules name. */
export function exportRecord(parameters: Record<string, string> = {}): Promise<unknown> {
  return request('export', parameters);
}

/** What somebody else has done with rows of whoever is signed in; `who` is null where nobody was signed in. */
export interface AccessEntry {
  at: Date;
  action: string;
  path?: string;
  className: string;
  objectIds: string[];
  who: { userId: string; name?: string; roles: string[] } | null;
  by?: string;
  grounds?: string[];
  emergencies?: { reason?: string }[];
  consents?: { purpose?: string }[];
  notice?: string;
}

/** Who has looked at the record of whoever is signed in, the latest first; `next` leads to the page behind. */
export function accessReport(asked: { from?: Date; to?: Date; limit?: number; after?: string } = {}): Promise<{ results: AccessEntry[]; next?: string }> {
  return Parse.Cloud.run('accessReport', asked as never) as Promise<{ results: AccessEntry[]; next?: string }>;
}

function request(path: string, parameters: object = {}): Promise<unknown> {
  return Parse.CoreManager.getRESTController().request('GET', path, parameters);
}
