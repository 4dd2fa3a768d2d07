// Where the reader is, in the address behind '#': parts between slashes. A reload and the browser's back stay there.
import { useEffect, useState } from 'preact/hooks';

const read = () => location.hash.slice(1).split('/').map(decodeURIComponent).filter(Boolean);

export function useRoute() {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const change = () => setRoute(read());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}

export const linkTo = (...parts) => `#${parts.map(encodeURIComponent).join('/')}`;
export const go = (...parts) => { location.hash = linkTo(...parts); };
