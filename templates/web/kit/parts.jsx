// Small parts that every page is made of.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LANGUAGES, language, setLanguage, t } from './texts.js';
import { setTheme, theme, THEMES } from './theme.js';

/** A choice with its label; options are [value, title]. */
export function Choice({ id, label, value, options, onChoose, isHidden }) {
  return (
    <span class="choice">
      <label for={id} class={isHidden ? 'only-heard' : undefined}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([key, title]) => <option key={key} value={key}>{title}</option>)}
      </select>
    </span>
  );
}

export const LanguageChoice = () => <Choice id="language" label={t('language')} isHidden value={language()} onChoose={setLanguage} options={LANGUAGES} />;

export function ThemeChoice() {
  const [name, setName] = useState(theme());
  const choose = (next) => {
    setTheme(next);
    setName(next);
  };
  return <Choice id="theme" label={t('theme')} isHidden value={name} onChoose={choose} options={THEMES.map((one) => [one, t(`theme.${one}`)])} />;
}

/** What went wrong, read out at once; with onRetry a way to try again. */
export function Fault({ error, onRetry }) {
  if (!error) return null;
  const text = typeof error === 'string' ? error : error.status === 0 ? `${t('no-answer')} ${error.message}` : error.message;
  return <div class="note bad row" role="alert"><span>{text}</span>{onRetry && <button type="button" class="small" onClick={onRetry}>{t('retry')}</button>}</div>;
}

export const Waiting = () => <p class="wait" role="status">{t('loading')}</p>;

/**
 * A dialog over the page, which stays as it is below it, and is not to be seen when the dialog isOpaque. Escape and onClose
 * end it; without onClose nothing does.
 */
export function Dialog({ title, onClose, isWide, isOpaque, children }) {
  const element = useRef();
  const id = useId();
  // At once, and not after the page is drawn: whoever types on is where the focus belongs.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog.showModal();
    return () => {
      dialog.close(); // as long as it is open, nothing else takes the focus
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={element} class={['stack', isWide && 'wide', isOpaque && 'opaque'].filter(Boolean).join(' ')} aria-labelledby={id} onCancel={(event) => {
      event.preventDefault();
      onClose?.();
    }}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, action, onConfirm, onClose }) {
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  async function go() {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {text && <p>{text}</p>}
      <Fault error={error} />
      <div class="dialog-end"><button type="button" onClick={onClose}>{t('cancel')}</button><button type="button" class="danger" disabled={isBusy} onClick={go}>{action}</button></div>
    </Dialog>
  );
}

/** Tabs over panels, with the arrow keys; tabs are [key, title]. */
export function Tabs({ label, tabs, value, onChoose }) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex(([key]) => key === value);
    const next = (at + step + tabs.length) % tabs.length;
    onChoose(tabs[next][0]);
    event.currentTarget.children[next].focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(([key, title]) => <button key={key} type="button" role="tab" id={`tab-${key}`} aria-selected={key === value} aria-controls="panel" tabIndex={key === value ? 0 : -1} onClick={() => onChoose(key)}>{title}</button>)}
    </div>
  );
}

export const TabPanel = ({ tab, children }) => <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab}`} class="stack">{children}</div>;

const MESSAGE_TIME = 6000; // ms
let say = () => {};

/** Tells in a corner what was done; it goes by itself. */
export const message = (text, kind = 'good') => say({ text, kind, key: Math.random() });

export function Messages() {
  const [list, setList] = useState([]);
  say = (one) => {
    setList((all) => [...all, one]);
    setTimeout(() => setList((all) => all.filter(({ key }) => key !== one.key)), MESSAGE_TIME);
  };
  return <div class="messages" role="status">{list.map(({ key, text, kind }) => <div key={key} class={`note ${kind}`}>{text}</div>)}</div>;
}

export function CopyButton({ text, label = t('copy') }) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    message(t('copied'));
  };
  return <button type="button" class="small" onClick={copy}>{label}</button>;
}
