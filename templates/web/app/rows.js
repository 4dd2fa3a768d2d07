// Rows in a component: asked for, kept fresh by live queries, and whether what is shown is from before.
import { useEffect } from 'preact/hooks';
import { useLoad } from '../kit/load.js';
import { useSession } from './session.jsx';
import * as server from './server.js';

/**
 * { rows, since, error, isLoading, reload() } of a query. It is asked again when a live query tells of a change;
 * `since` is there when the server is out of reach, and says when what is shown was read. className null: nothing.
 */
export function useRows(className, options = {}) {
  const { model } = useSession();
  const key = JSON.stringify([className, options]);
  const { data: found, error, isLoading, reload } = useLoad(async () => ({ key, ...(className ? await server.find(className, options) : { rows: [] }) }), [key]);
  const data = found?.key === key ? found : undefined; // what was asked before may be somebody else's
  const isLive = !model.classes.get(className)?.silent;
  useEffect(() => (className ? server.follow(className, options, reload, isLive) : undefined), [key]);
  return { rows: data?.rows, since: data?.since, error, isLoading, reload };
}

/** The first row of a query, or null; undefined while it is asked for. */
export function useFirst(className, options = {}) {
  const { rows, ...rest } = useRows(className, { ...options, limit: 1 });
  return { row: rows && (rows[0] ?? null), ...rest };
}

export const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
export const pointerTo = ({ className, objectId }) => pointer(className, objectId);
export const userPointer = (userId) => pointer('_User', userId);
export const date = (value) => ({ __type: 'Date', iso: new Date(value).toISOString() });
