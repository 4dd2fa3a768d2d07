// What every part of the console may use, and what it remembers.
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

export const Context = createContext();

/** { settings, client, who, model, memory, leave() }. */
export const useConsole = () => useContext(Context);

/** A state that is still there when one comes back to the place, as long as the page is open. */
export function useRemembered(key, initial) {
  const { memory } = useConsole();
  const [, redraw] = useState(0);
  const set = (value) => {
    memory.set(key, value);
    redraw((n) => n + 1);
  };
  return [memory.has(key) ? memory.get(key) : initial, set];
}

/** The place in the console, from the URL's fragment: "#/class/Message/abc" is ['class', 'Message', 'abc']. */
const placeOf = () => location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);

export function usePlace() {
  const [place, setPlace] = useState(placeOf());
  useEffect(() => {
    const change = () => setPlace(placeOf());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return place;
}

export const linkTo = (...place) => `#/${place.map(encodeURIComponent).join('/')}`;
export const go = (...place) => {
  location.hash = linkTo(...place);
};
