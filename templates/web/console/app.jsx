// The admin console: what the server's public API lets whoever is signed in do, as forms and tables. It has no rights of
// its own; a master key that is entered here lives in this page's memory alone.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { baseOf, createClient, SESSION_ENDED } from '../kit/client.js';
import { beginAnewWhenShownAgain, forgetSession, keepSession, keptApplicationId, keptSession } from '../kit/identity.js';
import '../kit/acl_input.jsx';
import { Messages, Waiting } from '../kit/parts.jsx';
import { addTexts, t, useLanguage } from '../kit/texts.js';
import { applyTheme } from '../kit/theme.js';
import { Context } from './context.js';
import { loadModel } from './model.js';
import { EndedDialog, SignInPage, useEnding } from './session.jsx';
import { Shell } from './shell.jsx';
import texts from './texts.js';

addTexts(texts);
applyTheme();

/** What is remembered while the page is open: queries and drafts of each place in it. */
const memory = new Map();

function Console({ settings, client }) {
  useLanguage();
  const [who, setWho] = useState();
  const [model, setModel] = useState();
  const [isStarting, setStarting] = useState(Boolean(client.who.token));
  const ending = useEnding(client);

  async function enter(person) {
    setModel(await loadModel(client));
    setWho(person);
  }
  function leave() {
    forgetSession();
    client.who = { applicationId: client.who.applicationId };
    memory.clear();
    setWho(undefined);
    setModel(undefined);
    location.hash = '';
  }

  useEffect(() => {
    if (!isStarting) return;
    enter({ ...keptSession(), isMaster: false }).catch((error) => {
      if (error.code === SESSION_ENDED) leave();
    }).finally(() => setStarting(false));
  }, []);
  useEffect(() => {
    document.title = `${t('console')}: ${settings.title}`;
  });

  if (isStarting) return <Waiting />;
  if (!who) return <SignInPage settings={settings} client={client} onEnter={enter} />;
  return (
    <Context.Provider value={{ settings, client, who, model, memory, leave, keep: keepSession }}>
      <Shell />
      {ending.error && <EndedDialog client={client} who={who} ending={ending} onLeave={leave} />}
      <Messages />
    </Context.Provider>
  );
}

async function start() {
  const root = document.getElementById('app');
  const base = baseOf(location.href);
  try {
    const answer = await fetch(new URL('console/settings.json', base), { cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    const settings = await answer.json();
    const client = createClient({
      api: new URL(`.${settings.apiPath || '/'}`, base).href.replace(/\/$/, ''), clientKey: settings.clientKey,
      who: { applicationId: settings.applicationId ?? keptApplicationId(), token: keptSession()?.token, ...(keptSession()?.clientKey ? { clientKey: keptSession().clientKey } : {}) },
    });
    root.replaceChildren();
    render(<Console settings={settings} client={client} />, root);
  } catch (error) {
    root.textContent = `The console could not start: ${error.message}`;
  }
}

beginAnewWhenShownAgain();
start();
