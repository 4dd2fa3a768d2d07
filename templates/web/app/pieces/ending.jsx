// What ends at a time: a consent, a share. The page stops showing it then, and does not wait to be told.
import { useEffect, useState } from 'preact/hooks';
import { t, timeText } from '../values.js';

const LONGEST = 2 ** 31 - 1; // ms that a timer of the browser waits
const SOON = 10 * 60 * 1000; // ms within which the seconds are counted

/** Whether the time, a Date of the protocol, is over; renders anew when it comes. */
export function useEnd(until) {
  const [, render] = useState(0);
  const left = until ? Date.parse(until.iso) - Date.now() : Infinity;
  useEffect(() => {
    if (left <= 0 || left > LONGEST) return undefined;
    const timer = setTimeout(() => render((n) => n + 1), left + 50);
    return () => clearTimeout(timer);
  }, [until?.iso]);
  return left <= 0;
}

/** Says how long there is, shortly before the end. */
export function Countdown({ until }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = until ? Date.parse(until.iso) - now : Infinity;
  return left > 0 && left < SOON ? <p class="note warn countdown">{t('ends-in', { time: timeText(left) })}</p> : null;
}
