// What is round every view: the app's name, where one can go, what is new, and the reader's own choices.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog, Fault, LanguageChoice, Messages, message, ThemeChoice } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { timeText } from './values.js';
import { Notifications, useUnread } from './pieces/notifications.tsx';
import { AccessReport } from './pieces/access_report.jsx';
import { mayExport, maySeeReport } from './model.js';
import { linkTo, useRoute } from './route.js';
import * as server from './server.ts';
import { useSession } from './session.jsx';

function OfflineChoice() {
  const [isOn, setOn] = useState(server.isKept());
  const change = async (event) => {
    setOn(event.currentTarget.checked);
    await server.keepForOffline(event.currentTarget.checked);
  };
  return (
    <div class="field">
      <label class="check"><input type="checkbox" checked={isOn} onChange={change} aria-describedby="offline-hint" /> {t('offline.keep')}</label>
      <small id="offline-hint">{t('offline.hint')}</small>
    </div>
  );
}

function ExportButton() {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState();
  async function take() {
    setBusy(true);
    setError(undefined);
    try {
      const record = await server.exportRecord();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }));
      link.download = `record-${new Date().toISOString().slice(0, 10)}.json`;
      link.click();
      URL.revokeObjectURL(link.href);
      message(t('export.done'));
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  }
  return (
    <div class="field">
      <button type="button" disabled={isBusy} onClick={take}>{t('export')}</button>
      <small>{t('export.hint')}</small>
      <Fault error={error} />
    </div>
  );
}

function Account({ onClose }) {
  const who = useSession();
  const [showsReport, setShowsReport] = useState(false);
  if (showsReport) return <AccessReport onClose={onClose} />;
  return (
    <Dialog title={t('account')} onClose={onClose}>
      <p class="soft">{t('signed-in-as', { name: who.username })}</p>
      <div class="fields">
        <div class="field"><span class="label">{t('language')}</span><LanguageChoice /></div>
        <div class="field"><span class="label">{t('theme')}</span><ThemeChoice /></div>
      </div>
      {mayExport(who.model, who) && <ExportButton />}
      {maySeeReport(who.model, who) && <div class="field"><button type="button" onClick={() => setShowsReport(true)}>{t('access')}</button></div>}
      <OfflineChoice />
      <div class="dialog-end">
        <button type="button" onClick={onClose}>{t('close')}</button>
        <button type="button" class="main" onClick={who.signOut}>{t('sign-out')}</button>
      </div>
    </Dialog>
  );
}

/** What the law asks to be shown with a disclosure, as the server sent it with the rows. */
function DisclosureNotice() {
  const [notice, setNotice] = useState('');
  useEffect(() => server.listen('notice', setNotice), []);
  if (!notice) return null;
  return <aside class="note warn notice" aria-label={t('disclosure.notice')}><strong>{t('disclosure.notice')}</strong> <span lang="en">{notice}</span></aside>;
}

function OfflineNotice() {
  const [isOffline, setOffline] = useState(false);
  useEffect(() => server.listen('offline', setOffline), []);
  if (!isOffline) return null;
  return <div class="note warn" role="status">{t(server.isKept() ? 'offline.now-kept' : 'offline.now')}</div>;
}

/** Before a session that nobody uses ends, it is told; any use of the server keeps it. */
function IdleNotice({ seconds }) {
  const [left, setLeft] = useState();
  const last = useRef(Date.now());
  useEffect(() => {
    const touch = () => { last.current = Date.now(); };
    const timer = setInterval(() => setLeft(seconds * 1000 - (Date.now() - last.current)), 1000);
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, touch, { passive: true });
    return () => {
      clearInterval(timer);
      for (const event of ['pointerdown', 'keydown']) removeEventListener(event, touch);
    };
  }, [seconds]);
  if (!left || left > Math.min(120000, seconds * 500) || left < 0) return null;
  return <div class="note warn" role="status">{t('idle.soon', { time: timeText(left) })}</div>;
}

/** views: [{ key, title, count, isHidden, render(route) }], the first of which is where one starts. */
export function Shell({ views }) {
  const who = useSession();
  const route = useRoute();
  const [isOpen, setOpen] = useState(false);
  const main = useRef();
  const unread = useUnread();
  const view = views.find(({ key }) => key === route[0]) ?? (route[0] === 'notifications' ? { key: 'notifications', render: () => <Notifications /> } : views[0]);
  const isFirst = useRef(true);
  const nav = useRef();
  // On a phone the views do not fit beside each other: the one that is shown is brought into sight.
  useEffect(() => nav.current.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [view.key, views.length]);
  useEffect(() => {
    // Whoever comes by keyboard, or hears the page, is where the new view begins.
    if (!isFirst.current) main.current.focus();
    isFirst.current = false;
  }, [view.key]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        main.current.focus();
      }}>{t('skip')}</a>
      <header class="top">
        <h1><a href={linkTo(views[0].key)}>{who.model.title}</a></h1>
        <div class="row">
          {who.model.has('Notification') && (
            <a class="button" href={linkTo('notifications')}>{t('notifications')}{unread > 0 && <span class="count">{unread}<span class="only-heard"> {t('new')}</span></span>}</a>
          )}
          <button type="button" onClick={() => setOpen(true)}>{t('account')}</button>
        </div>
        <nav ref={nav} aria-label={t('views')}>
          {views.filter(({ isHidden }) => !isHidden).map(({ key, title, count }) => <a key={key} href={linkTo(key)} aria-current={view.key === key ? 'page' : undefined}>{title}{count > 0 && <span class="count">{count}</span>}</a>)}
        </nav>
      </header>
      <main id="main" ref={main} tabindex="-1">
        <OfflineNotice />
        {who.model.idleSeconds && <IdleNotice seconds={who.model.idleSeconds} />}
        <DisclosureNotice />
        {view.render(route.slice(1))}
      </main>
      <footer><a href="app/licences.txt">{t('licences')}</a></footer>
      {isOpen && <Account onClose={() => setOpen(false)} />}
      <Messages />
    </>
  );
}
