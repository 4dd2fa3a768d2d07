// The texts of the pages by language. A page adds its own table to the kit's; whoever reads chooses the language, and
// what the browser asks for counts until then.
import { useEffect, useState } from 'preact/hooks';
import { keepChoice, keptChoice } from './identity.js';
import kitTexts from './kit_texts.js';

export const LANGUAGES = [['en', 'English'], ['zh-Hant', '繁體中文']];

const tables = Object.fromEntries(LANGUAGES.map(([name]) => [name, { ...kitTexts[name] }]));
const listeners = new Set();

/** Adds a table: { en: { key: 'text' }, 'zh-Hant': { ... } }. A text may be a pair: for one, for several. */
export function addTexts(more) {
  for (const [name, table] of Object.entries(more)) Object.assign(tables[name], table);
}

const isKnown = (name) => LANGUAGES.some(([known]) => known === name);
const asked = () => (navigator.languages ?? []).map((name) => (/^zh/i.test(name) ? 'zh-Hant' : name.split('-')[0])).find(isKnown);
let current = isKnown(keptChoice('language')) ? keptChoice('language') : asked() ?? 'en';

/** The language of the page, as a tag of BCP 47. */
export const language = () => current;

export function setLanguage(name) {
  current = name;
  keepChoice('language', name);
  document.documentElement.lang = name;
  listeners.forEach((listener) => listener(name));
}

/** The text of a key, with {name} replaced by values.name, and of a pair the one for values.n. */
export function t(key, values = {}) {
  const found = tables[current][key] ?? tables.en[key] ?? key;
  const text = Array.isArray(found) ? found[values.n === 1 ? 0 : 1] : found;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** To be called by a page's root: renders it anew in another language. */
export function useLanguage() {
  const [name, setName] = useState(current);
  useEffect(() => {
    document.documentElement.lang = current;
    listeners.add(setName);
    return () => listeners.delete(setName);
  }, []);
  return name;
}
