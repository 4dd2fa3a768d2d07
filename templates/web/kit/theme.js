// Light or dark, as the reader chose or else as the system is.
import { keepChoice, keptChoice } from './identity.js';

export const THEMES = ['auto', 'light', 'dark'];
export const theme = () => keptChoice('theme') || 'auto';

export function setTheme(name) {
  keepChoice('theme', name === 'auto' ? '' : name);
  applyTheme();
}

/** To be called once before a page is rendered. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}
