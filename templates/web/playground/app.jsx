// The playground: one request, answered for several people side by side; and the app's schema. What is known of people
// (their sessions) lives in this page alone and goes with it.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { beginAnewWhenShownAgain } from '../kit/identity.js';
import { Graphql, useHasGraphql } from './graphql.jsx';
import { groupsOf } from './operations.js';
import { People, usePeople } from './people.jsx';
import { Requests } from './requests.jsx';
import { Schema } from './schema.jsx';
import { apiOf, load } from './server.js';

const VIEWS = [['requests', 'Requests'], ['graphql', 'GraphQL'], ['schema', 'Schema']];
const viewOf = () => VIEWS.map(([name]) => name).find((name) => location.hash === `#${name}`) ?? 'requests';

function useView() {
  const [view, setView] = useState(viewOf());
  useEffect(() => {
    const change = () => setView(viewOf());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return view;
}

function Playground({ settings, openapi }) {
  const asked = useView();
  const api = apiOf(settings);
  const people = usePeople(settings, api);
  const kept = useRef({}); // of the GraphQL view, which is there while it is looked at
  const hasGraphql = useHasGraphql(api, people.identity({}));
  const view = asked === 'graphql' && !hasGraphql ? 'requests' : asked;
  return (
    <>
      <header>
        <h1>{settings.title}</h1>
        <nav aria-label="Views">
          {VIEWS.filter(([name]) => name !== 'graphql' || hasGraphql).map(([name, title]) => <a href={`#${name}`} aria-current={view === name ? 'page' : undefined}>{title}</a>)}
          <a href="./">First page</a>
        </nav>
      </header>
      <main>
        <div hidden={view === 'schema'}><People people={people} /></div>
        <div hidden={view !== 'requests'}><Requests groups={groupsOf(openapi)} openapi={openapi} api={api} people={people} /></div>
        {view === 'graphql' && <div><Graphql api={api} people={people} kept={kept.current} /></div>}
        {view === 'schema' && <Schema />}
      </main>
      <footer><a href="playground/licences.txt">Licences of the libraries in this page</a></footer>
    </>
  );
}

async function start() {
  const root = document.getElementById('app');
  try {
    const [settings, openapi] = await Promise.all([load('settings.json'), load('openapi.json')]);
    document.title = `Playground: ${settings.title}`;
    root.replaceChildren();
    render(<Playground settings={settings} openapi={openapi} />, root);
  } catch (error) {
    root.textContent = `The playground could not start: ${error.message}`;
  }
}

beginAnewWhenShownAgain();
start();
