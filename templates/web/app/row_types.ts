// Rows as the app has them: plain, in the protocol's form, with types that follow from the template's emitted classes.
import type Parse from 'parse';
import type { Fields, Include, Model, Pointer, Query, Where } from './client/query.ts';

export interface DateValue {
  __type: 'Date';
  iso: string;
}
export interface FileValue {
  __type: 'File';
  name: string;
  url?: string;
}

/** What a pointer leads to: where it is, and what it has where it was included. */
export type Pointed<T> = { __type: 'Pointer' | 'Object'; className: string; objectId: string } & (T extends Model ? { [K in keyof Fields<T>]?: Plain<Fields<T>[K]> } : unknown);

type Plain<V> =
  V extends Date ? DateValue
  : V extends Parse.File ? FileValue
  : V extends Parse.Object<any> ? Pointed<V>
  : V extends readonly (infer E)[] ? Plain<E>[]
  : V;

/** What every row has. */
export interface AnyRow {
  className: string;
  objectId: string;
  createdAt: string;
  updatedAt: string;
}
export type Row<T extends Model> = AnyRow & { [K in keyof Fields<T>]: Plain<Fields<T>[K]> };

/** The names of a row's own fields. */
export type FieldOf<R> = Exclude<keyof R & string, keyof AnyRow>;

type Written<V> =
  V extends Date ? DateValue
  : V extends Parse.File ? FileValue
  : V extends Parse.Object<any> ? Pointer
  : V extends readonly (infer E)[] ? Written<E>[]
  : V;

/** What may be changed of a row; null takes a value away. */
export type Changes<T extends Model> = { [K in keyof Fields<T>]?: Written<Fields<T>[K]> | null };

/** What makes a row: all that it needs, and nothing that the server sets. */
export type Made<T extends Model> = T extends { readonly __types?: { new: infer N } } ? { [K in keyof N]: Written<N[K]> } : Record<string, unknown>;

type Key<T extends Model> = Parameters<Query<T>['ascending']>[number];
export type Order<T extends Model> = Key<T> | `-${Key<T>}`;

/** What is asked for: `order` by one field or more, a '-' for the last first. */
export interface Asked<T extends Model> {
  where?: Where<T>;
  order?: Order<T> | Order<T>[];
  include?: Include<T>[];
  limit?: number;
  skip?: number;
}

/** The words that a form offers for a field that takes any. */
export type Words<R> = { [K in FieldOf<R>]?: string[] };
