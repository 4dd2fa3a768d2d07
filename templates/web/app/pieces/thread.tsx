// Messages between two people: whom one writes with, and what was said, the newest last. Who opens a conversation has
// read it, and the sender sees that.
import type { TargetedEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Fault, Waiting } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { linkTo } from '../route.js';
import { pointer, useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { clockText, dayText, fileTitle, listText, moment, t } from '../values.js';
import { Message, PatientProfile, type RowOf } from './asked.ts';
import { FileButton, FileLink } from './form.jsx';
import type { Person } from './people.ts';

type MessageRow = RowOf<typeof Message>;

const NEWEST = 200;

/** All that somebody wrote or was written, the newest first. */
export function useMessages() {
  const { userId } = useSession();
  const me = userPointer(userId);
  return useRows(Message, { where: { $or: [{ from: me }, { to: me }] }, order: '-createdAt', limit: NEWEST });
}

const otherOf = (row: MessageRow, userId: string) => (row.from.objectId === userId ? row.to.objectId : row.from.objectId);
const isNewTo = (userId: string) => (row: MessageRow) => row.to.objectId === userId && !row.isRead;

/** How many messages somebody has not read. */
export function useUnreadMessages() {
  const { userId } = useSession();
  return (useMessages().rows ?? []).filter(isNewTo(userId)).length;
}

function Composer({ person, newest }: { person: Person; newest?: MessageRow }) {
  const { userId, profileId, model } = useSession();
  const [body, setBody] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const patient = person.profile?.className === 'PatientProfile' ? person.profile.objectId : profileId;
  async function send(event: Event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const attachments = await Promise.all(files.map(server.upload));
      await server.create(Message, {
        from: userPointer(userId), to: userPointer(person.userId), body, isRead: false, status: 'sent', attachments,
        conversationId: newest?.conversationId ?? `conversation-${crypto.randomUUID()}`,
        ...(patient && model.has('Message', ['patient']) ? { patient: pointer(PatientProfile, patient) } : {}),
      });
      setBody('');
      setFiles([]);
      if (chooser.current) chooser.current.value = '';
    } catch (fault) {
      setError(plainFault(fault));
    }
    setBusy(false);
    input.current?.focus();
  }
  return (
    <form class="composer stack tight" onSubmit={send}>
      <label for="message-body" class="only-heard">{t('message.to', { name: person.name })}</label>
      <textarea id="message-body" ref={input} rows={3} required value={body} placeholder={t('message.to', { name: person.name })} onInput={(event) => setBody(event.currentTarget.value)} />
      <Fault error={error} />
      <div class="row spread">
        <span class="row"><FileButton label={t('message.attach')} chooser={chooser} multiple onChange={(event: TargetedEvent<HTMLInputElement>) => setFiles([...(event.currentTarget.files ?? [])])} /> {files.length > 0 && <span class="soft" role="status">{listText(files.map(({ name }) => name))}</span>}</span>
        <button type="submit" class="main" disabled={isBusy || !body.trim()}>{t('message.send')}</button>
      </div>
    </form>
  );
}

function Bubble({ row, isOwn, name }: { row: MessageRow; isOwn: boolean; name: string }) {
  const files = (row.attachments ?? []).filter((one) => one?.__type === 'File');
  return (
    <li class={isOwn ? 'bubble own' : 'bubble'}>
      <span class="only-heard">{isOwn ? t('you') : name}: </span>
      <p>{row.body}</p>
      {files.map((file) => <p key={file.name}><FileLink file={file} /></p>)}
      <small>{clockText(row.sentAt ?? moment(row.createdAt))}{isOwn && ` · ${t(`message.${row.isRead ? 'read' : row.status ?? 'sent'}`)}`}</small>
    </li>
  );
}

function Thread({ person, rows, hasOthers }: { person: Person; rows: MessageRow[]; hasOthers: boolean }) {
  const { userId } = useSession();
  const end = useRef<HTMLLIElement>(null);
  const list = [...rows].reverse();
  const unread = list.filter(isNewTo(userId));
  const newest = list.at(-1)?.objectId;
  useEffect(() => {
    for (const { objectId } of unread) server.save(Message, objectId, { isRead: true }).catch(() => {}); // it stays new
  }, [unread.map(({ objectId }) => objectId).join()]);
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [newest]);
  let day = '';
  return (
    <section class="thread" aria-label={t('conversation.with', { name: person.name })}>
      {hasOthers && <p class="narrow-only"><a href={linkTo('messages')}>‹ {t('conversations')}</a></p>}
      <h2>{person.name}</h2>
      <ol class="plain bubbles" aria-live="polite">
        {list.length === 0 && <li class="empty">{t('message.first')}</li>}
        {list.flatMap((row) => {
          const sent = row.sentAt ?? moment(row.createdAt);
          const before = day;
          day = dayText({ iso: new Date(sent.iso).toISOString().replace(/T00:00:00.000Z/, 'T00:00:00.001Z') });
          return [...(day === before ? [] : [<li key={`day-${row.objectId}`} class="day">{day}</li>]),
            <Bubble key={row.objectId} row={row} isOwn={row.from.objectId === userId} name={person.name} />];
        })}
        <li ref={end} aria-hidden="true" />
      </ol>
      <Composer person={person} newest={list.at(-1)} />
    </section>
  );
}

/** people: [{ userId, name, profile }] whom the reader may write to. */
export function Messages({ people, isLoading, chosen }: { people: Person[]; isLoading: boolean; chosen?: string }) {
  const { userId } = useSession();
  const { rows, error, reload } = useMessages();
  if (error) return <Fault error={plainFault(error)} onRetry={reload} />;
  if (!rows || isLoading) return <Waiting />;
  const others = [...new Set(rows.map((row) => otherOf(row, userId)))].filter((id) => id !== userId && !people.some((one) => one.userId === id));
  const everybody: Person[] = [...people, ...others.map((id) => ({ userId: id, name: t('former-contact') }))];
  const of = (person: Person) => rows.filter((row) => otherOf(row, userId) === person.userId);
  const person = everybody.find((one) => one.userId === chosen) ?? (everybody.length === 1 ? everybody[0] : undefined);
  if (everybody.length === 0) return <p class="empty">{t('message.nobody')}</p>;
  return (
    <div class={person ? 'messages-view open' : 'messages-view'}>
      <nav class="stack tight" aria-label={t('conversations')}>
        {everybody.map((one) => {
          const theirs = of(one);
          const unread = theirs.filter(isNewTo(userId)).length;
          return (
            <a key={one.userId} class="conversation" href={linkTo('messages', one.userId)} aria-current={one === person ? 'true' : undefined}>
              <span class="row spread"><strong>{one.name}</strong>{unread > 0 && <span class="count">{unread}<span class="only-heard"> {t('new')}</span></span>}</span>
              <span class="soft cut">{theirs[0]?.body ?? (theirs[0]?.attachments?.[0] ? fileTitle(theirs[0].attachments[0].name) : t('message.none'))}</span>
            </a>
          );
        })}
      </nav>
      {person ? <Thread key={person.userId} person={person} rows={of(person)} hasOthers={everybody.length > 1} /> : <p class="empty wide-only">{t('message.choose')}</p>}
    </div>
  );
}
