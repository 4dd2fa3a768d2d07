// What a component waits for: asked for when what it depends on changes, and shown as far as it is there.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/**
 * { data, error, isLoading, reload() } of an asynchronous function, called anew when one of the dependencies changes.
 * What was there before stays until the next is there; of two answers the later question's counts.
 */
export function useLoad(load, dependencies) {
  const [state, setState] = useState({ isLoading: true });
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const number = ++newest.current;
    setState((before) => ({ ...before, isLoading: true }));
    let next;
    try {
      next = { data: await load() };
    } catch (error) {
      next = { error };
    }
    if (number === newest.current) setState({ ...next, isLoading: false });
  }, dependencies);
  useEffect(() => {
    reload();
    return () => newest.current++;
  }, [reload]);
  return { ...state, reload };
}

/** What is done when a value has not changed for some milliseconds. */
export function useSettled(value, milliseconds = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
