// Rows in a component: asked for, kept fresh by live queries, and whether what is shown is from before.
import { useEffect } from 'preact/hooks';
import { useLoad } from '../kit/load.js';
import type { Model, ModelClass, Pointer } from './client/query.ts';
import type { AnyRow, Asked, DateValue, Row } from './row_types.ts';
import { useSession } from './session.jsx';
import * as server from './server.ts';

interface Found {
  since?: Date;
  error?: Error;
  isLoading: boolean;
  reload(): void;
}

/**
 * The rows of a query. It is asked again when a live query tells of a change; `since` is there when the server is out of
 * reach, and says when what is shown was read. type null: nothing.
 */
export function useRows<T extends Model>(type: ModelClass<T> | null, options: Asked<T> = {}): Found & { rows?: Row<T>[] } {
  const { model } = useSession();
  const className = type && server.nameOf(type);
  const key = JSON.stringify([className, options]);
  const { data: found, error, isLoading, reload } = useLoad(async () => ({ key, ...(type ? await server.find(type, options) : { rows: [] }) }), [key]);
  const data = found?.key === key ? found : undefined; // what was asked before may be somebody else's
  const isLive = !model.classes.get(className)?.silent;
  useEffect(() => (type ? server.follow(type, options, reload, isLive) : undefined), [key]);
  return { rows: data?.rows, since: data?.since, error, isLoading, reload };
}

/** The first row of a query, or null; undefined while it is asked for. */
export function useFirst<T extends Model>(type: ModelClass<T> | null, options: Asked<T> = {}): Found & { row?: Row<T> | null } {
  const { rows, ...rest } = useRows(type, { ...options, limit: 1 });
  return { row: rows && (rows[0] ?? null), ...rest };
}

/** Whether the app has a class, and the class if so: a team may have taken it out of the template's schema. */
export function useOptional<T extends Model>(type: ModelClass<T>): ModelClass<T> | null {
  return useSession().model.has(server.nameOf(type)) ? type : null;
}

/** The row of a class that stands for whoever is signed in. */
export const useProfile = <T extends Model>(type: ModelClass<T>): Row<T> | undefined => useSession().profiles[server.nameOf(type)];

export const pointer = (type: ModelClass<any>, objectId: string): Pointer => ({ __type: 'Pointer', className: server.nameOf(type), objectId });
export const pointerTo = ({ className, objectId }: Pick<AnyRow, 'className' | 'objectId'>): Pointer => ({ __type: 'Pointer', className, objectId });
export const userPointer = (userId: string): Pointer => ({ __type: 'Pointer', className: '_User', objectId: userId });
export const date = (value: string | number | Date): DateValue => ({ __type: 'Date', iso: new Date(value).toISOString() });
