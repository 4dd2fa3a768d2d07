// The first page: whether the server is well, and how far the pages are that are built beside it. Shown in
// place of a page that is not there yet, it goes there as soon as it is.
const health = document.getElementById('health');
const playground = document.getElementById('playground');
const PAUSE = 1000; // ms

function say(element, text, kind) {
  if (!element || element.textContent === text) return;
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
  if (state.playground === 'ready') {
    say(playground, '', '');
    if (location.pathname.endsWith('/playground')) location.reload();
    return;
  }
  const detail = (state.detail ?? '').replace(/^(building|failed) /, '');
  say(playground, state.playground === 'building' ? `is being built: ${detail}` : `is not there: ${detail}`, state.playground === 'building' ? '' : 'bad');
  setTimeout(askPages, PAUSE);
}

askHealth();
if (playground) askPages();
