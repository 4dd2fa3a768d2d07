// The starter app: signs people in, finds the part for the app's model, and shows them what they may see.
import { render } from 'preact';
import { beginAnewWhenShownAgain } from '../kit/identity.js';
import { Fault, Messages, Waiting } from '../kit/parts.jsx';
import { addTexts, useLanguage } from '../kit/texts.js';
import { applyTheme } from '../kit/theme.js';
import { useLoad } from '../kit/load.js';
import texts from './app_texts.js';
import { plainFault } from './faults.js';
import { modelOf } from './model.js';
import { partOf } from './parts.ts';
import { Entry } from './pieces/entry.tsx';
import * as server from './server.ts';
import { SessionProvider, useIdentity } from './session.jsx';
import { Shell } from './shell.jsx';

async function load(path) {
  const answer = await fetch(new URL(`app/${path}`, server.base), { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function Inside({ part }) {
  return <Shell views={part.useViews()} />;
}

function App({ settings, model }) {
  useLanguage();
  const identity = useIdentity(model);
  const { data: part, error: unloaded, reload } = useLoad(async () => {
    const { default: found } = await partOf(model).load();
    addTexts(found.texts);
    return found;
  }, []);
  const error = identity.error ?? unloaded;
  if (error) return <main class="entry"><Fault error={plainFault(error)} onRetry={unloaded ? reload : () => location.reload()} /></main>;
  if (identity.isStarting || !part) return <Waiting />;
  if (!identity.who) return <><Entry settings={settings} ended={identity.ended} onEnter={identity.enter} /><Messages /></>;
  const who = { ...identity.who, signOut: identity.signOut, reload: identity.reload };
  return <SessionProvider value={who} key={who.userId}><Inside part={part} /></SessionProvider>;
}

async function start() {
  const root = document.getElementById('app');
  addTexts(texts);
  applyTheme();
  try {
    const [settings, json] = await Promise.all([load('settings.json'), load('model.json')]);
    document.title = settings.title;
    server.connect(settings);
    root.replaceChildren();
    render(<App settings={settings} model={modelOf(json)} />, root);
  } catch (error) {
    root.textContent = `The app could not start: ${error.message}`;
  }
}

beginAnewWhenShownAgain();
start();
