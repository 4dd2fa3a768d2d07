// The first page: whether the server is well, and how far the pages are that are built beside it. Shown in
// place of a page that is not there yet, it goes there as soon as it is.
const health = document.getElementById('health');
const bundled = ['app', 'console', 'playground'].map((name) => document.getElementById(name)).filter(Boolean);
const PAUSE = 1000; // ms

function say(element, text, kind) {
  if (element.textContent === text) return;
  element.textContent = text;
  element.className = kind;
}

async function askHealth() {
  try {
    const answer = await fetch(health.parentElement.querySelector('a').href, { cache: 'no-store' });
    const { status, reasons } = await answer.json();
    say(health, answer.ok ? 'The server is well.' : `${status}: ${reasons.join('; ')}`, answer.ok ? 'good' : 'bad');
  } catch {
    say(health, 'The server does not answer.', 'bad');
  }
}

async function askPages() {
  let state = {};
  try {
    state = await (await fetch('pages/state.json', { cache: 'no-store' })).json();
  } catch {
    // Health says so already.
  }
  const detail = (state.detail ?? '').replace(/^(building|failed) /, '');
  for (const element of bundled) {
    const how = state[element.id];
    if (how === 'ready') say(element, '', '');
    else say(element, how === 'building' ? `is being built: ${detail}` : `is not there: ${detail}`, how === 'building' ? '' : 'bad');
    if (how === 'ready' && location.pathname.endsWith(`/${element.id}`)) location.reload();
  }
  if (bundled.some(({ id }) => state[id] !== 'ready')) setTimeout(askPages, PAUSE);
}

askHealth();
if (bundled.length) askPages();
