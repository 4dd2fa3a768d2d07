// The plain part, for any app: a list and forms for each class that its reader may find, made from the model.
import { may } from '../model.js';
import { linkTo } from '../route.js';
import { pointer, userPointer } from '../rows.ts';
import { classOf } from '../server.ts';
import { useSession } from '../session.jsx';
import { classLabel, humanised, t } from '../values.js';
import { Collection, madeAt, NewRow, RecordCard } from '../pieces/record.tsx';
import { titleOf } from '../pieces/titles.js';
import texts from './plain_texts.js';

const TOLD_ELSEWHERE = ['Notification'];
const MOST_TABS = 5;

/** The classes that somebody may find, those that nothing else shows. */
const classesOf = (who) => [...who.model.classes.values()].filter(({ name }) => !TOLD_ELSEWHERE.includes(name) && may(who.model, who, name, 'find'));

/** What a new row of somebody's own says by itself: whose it is. */
export function ownGiven(who, className) {
  const one = who.model.classes.get(className);
  const path = one.ruled ? one.rules.find(({ may: operations, rows, role }) => operations.includes('create') && rows === 'own' && (role === undefined || who.roles[role]))?.path : one.owner;
  if (path?.length === 1) return { [path[0]]: userPointer(who.userId) };
  const field = path?.length === 2 && one.fields.find(({ name }) => name === path[0]);
  const profile = field && who.profiles[field.target];
  return profile ? { [path[0]]: pointer(classOf(field.target), profile.objectId) } : {};
}

function ClassView({ name }) {
  const who = useSession();
  const { model } = who;
  const pointers = model.classes.get(name).fields.filter(({ type, target }) => type === 'Pointer' && target !== '_User' && may(model, who, target, 'get')).map((field) => field.name);
  return (
    <Collection of={classOf(name)} title={classLabel(model, name)} include={pointers.length ? pointers : undefined}
      button={<NewRow of={classOf(name)} given={ownGiven(who, name)} />}
      card={(row) => (
        <RecordCard row={row}>
          {pointers.filter((field) => row[field]?.__type === 'Object').map((field) => <p key={field} class="soft">{humanised(field)}: {titleOf(model, row[field])}</p>)}
          <p class="soft">{madeAt(row)}</p>
        </RecordCard>
      )} />
  );
}

function Home() {
  const who = useSession();
  const list = classesOf(who);
  return (
    <section class="stack" aria-label={t('home')}>
      <h2>{t('home.hello', { name: who.username })}</h2>
      {list.length === 0 && <p class="empty">{t('home.nothing')}</p>}
      <ul class="plain tiles">{list.map(({ name }) => <li key={name}><a class="card tile" href={linkTo('class', name)}><strong>{classLabel(who.model, name)}</strong></a></li>)}</ul>
    </section>
  );
}

export default {
  texts,
  useViews() {
    const who = useSession();
    const list = classesOf(who);
    const tabs = list.length <= MOST_TABS ? list : [];
    return [
      { key: 'home', title: t('home'), render: () => <Home /> },
      ...tabs.map(({ name }) => ({ key: name, title: classLabel(who.model, name), render: () => <ClassView name={name} /> })),
      { key: 'class', isHidden: true, render: ([name]) => (list.some((one) => one.name === name) ? <><p><a href={linkTo('home')}>‹ {t('home')}</a></p><ClassView key={name} name={name} /></> : <Home />) },
    ];
  },
};
