// The frame: who is signed in, where one can go, and the place one is at.
import { useEffect, useRef, useState } from 'preact/hooks';
import { RequestError, SESSION_ENDED } from '../kit/client.js';
import { Fault, LanguageChoice, ThemeChoice } from '../kit/parts.jsx';
import { IdleNotice } from '../kit/sign_in.jsx';
import { t } from '../kit/texts.js';
import { timeText } from '../kit/values.js';
import { Audit } from './audit.jsx';
import { Browse } from './browse.jsx';
import { linkTo, useConsole, usePlace } from './context.js';
import { EmergencyAccess } from './emergency.jsx';
import { Files } from './files.jsx';
import { Health } from './health.jsx';
import { classFor, may } from './model.js';
import { NewObject, ObjectPage } from './object.jsx';
import { Overview } from './overview.jsx';
import { RoleRequests } from './requests.jsx';
import { Sessions } from './sessions.jsx';

const READS = ['get', 'find', 'create'];

/** The places of the console for this person: [group, [[place, title]]]. */
function placesOf({ model }) {
  const classes = Object.values(model.classes).filter((info) => READS.some((operation) => may(info, operation)));
  const entry = (info) => [['class', info.className], info.className];
  const grants = classes.filter(({ purpose }) => purpose === 'grant' || purpose === 'consent');
  const requests = classFor(model, 'roleRequest');
  const emergency = classFor(model, 'emergencyAccess');
  const trail = classFor(model, 'auditTrail');
  const records = classes.filter(({ className, purpose }) => !className.startsWith('_') && !purpose);
  return [
    ['', [[[], t('overview')]]],
    [t('people'), [
      ...(requests ? [[['requests'], t('role-requests')]] : []), ...(model.classes._User ? [[['class', '_User'], t('users')]] : []),
      ...(model.classes._Role ? [[['class', '_Role'], t('roles')]] : []), [['sessions'], t('sessions')],
    ]],
    [t('access'), [...(emergency ? [[['emergency'], t('emergency')]] : []), ...grants.map(entry)]],
    [t('records'), [...records.map(entry), [['files'], t('files')]]],
    [t('server'), [...(may(trail, 'find') ? [[['audit'], t('audit')]] : []), [['health'], t('health')]]],
  ].filter(([, places]) => places.length);
}

function Menu({ place, isOpen, onGo }) {
  const here = linkTo(...place);
  const at = (link) => here === link || (link !== '#/' && here.startsWith(`${link}/`));
  return (
    <nav id="menu" class={isOpen ? 'menu open' : 'menu'} aria-label={t('console')}>
      {placesOf(useConsole()).map(([group, places]) => (
        <div key={group}>
          {group && <h2>{group}</h2>}
          <ul>{places.map(([to, title]) => <li key={title}><a href={linkTo(...to)} aria-current={at(linkTo(...to)) ? 'page' : undefined} onClick={onGo}>{title}</a></li>)}</ul>
        </div>
      ))}
    </nav>
  );
}

function SignOut() {
  const { client, who, leave } = useConsole();
  const out = async () => {
    if (!who.isMaster) await client.post('/logout', {}, { isFinal: true }).catch(() => {});
    leave();
  };
  return <button type="button" class="small" onClick={out}>{t('sign-out')}</button>;
}

/** Places with a page of their own, and what the class behind it is for. */
const PAGES = {
  requests: [RoleRequests, 'roleRequest'], emergency: [EmergencyAccess, 'emergencyAccess'], audit: [Audit, 'auditTrail'],
  sessions: [Sessions], files: [Files], health: [Health],
};

/** The page of a place; what is not there leads nowhere. */
function Page({ place: [kind, className, objectId] }) {
  const { model } = useConsole();
  if (kind === undefined) return <Overview />;
  if (kind === 'class' && model.classes[className]) {
    if (objectId === 'new') return <NewObject key={className} className={className} />;
    if (objectId) return <ObjectPage key={`${className}/${objectId}`} className={className} objectId={objectId} />;
    return <Browse key={className} className={className} />;
  }
  const [Other, purpose] = PAGES[kind] ?? [];
  const info = purpose && classFor(model, purpose);
  return Other && (info || !purpose) ? <Other info={info} /> : <Fault error={t('no-such-place')} />;
}

export function Shell() {
  const { settings, client, who, model } = useConsole();
  const place = usePlace();
  const [isOpen, setOpen] = useState(false);
  const main = useRef();
  const isFirst = useRef(true);
  const key = place.join('/');
  useEffect(() => {
    // Who reads by ear or keyboard begins where the new page does.
    if (!isFirst.current) main.current.focus();
    isFirst.current = false;
    setOpen(false);
    scrollTo(0, 0);
  }, [key]);
  return (
    <div class="shell">
      <header class="top">
        <button type="button" class="menu-button small" aria-expanded={isOpen} aria-controls="menu" onClick={() => setOpen(!isOpen)}>{t('menu')}</button>
        <a class="title" href="#/">{settings.title}</a>
        <span class={who.isMaster ? 'chip warn' : 'chip'}>{who.username}</span>
        {!who.isMaster && model.idleSeconds > 0 && <small class="idle">{t('idle.after', { time: timeText(model.idleSeconds * 1000) })}</small>}
        <span class="row end"><LanguageChoice /><ThemeChoice /><SignOut /></span>
      </header>
      <Menu place={place} isOpen={isOpen} onGo={() => setOpen(false)} />
      <main ref={main} tabindex={-1} class="stack">
        {!who.isMaster && model.idleSeconds > 0 && <IdleNotice client={client} idleSeconds={model.idleSeconds} onStay={() => client.get('/sessions/me').catch(() => {})} onEnd={() => client.onEnded(new RequestError(t('session-ended'), { code: SESSION_ENDED })).catch(() => {})} />}
        <Page place={place} />
      </main>
      <footer><a href="console/licences.txt">{t('licences')}</a></footer>
    </div>
  );
}
