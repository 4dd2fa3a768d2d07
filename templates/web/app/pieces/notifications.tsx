// What the server tells somebody of: a Notification says that something happened to a row, not what is in it.
import { Fault, Waiting } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { useOptional, useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { classLabel, dateText, moment, t } from '../values.js';
import { Notification, type RowOf } from './asked.ts';

type NotificationRow = RowOf<typeof Notification>;

const NEWEST = 50;

const useNotifications = () => {
  const { userId } = useSession();
  return useRows(useOptional(Notification), { where: { recipient: userPointer(userId) }, order: '-createdAt', limit: NEWEST });
};

/** How many there are that nobody has looked at yet. */
export function useUnread() {
  return (useNotifications().rows ?? []).filter(({ isRead }) => !isRead).length;
}

function textOf(model: any, { kind, entityType }: NotificationRow) {
  const key = `notification.${kind}`;
  const name = classLabel(model, entityType);
  return t(key) === key ? t('notification.other', { name, kind }) : t(key, { name });
}

export function Notifications() {
  const { model } = useSession();
  const { rows, error, reload } = useNotifications();
  const unread = (rows ?? []).filter(({ isRead }) => !isRead);
  const read = (list: NotificationRow[]) => Promise.all(list.map(({ objectId }) => server.save(Notification, objectId, { isRead: true }))).then(reload);
  return (
    <section class="stack" aria-label={t('notifications')}>
      <div class="row spread"><h2>{t('notifications')}</h2>{unread.length > 0 && <button type="button" onClick={() => read(unread)}>{t('notifications.read-all')}</button>}</div>
      {error && <Fault error={plainFault(error)} onRetry={reload} />}
      {!rows && !error && <Waiting />}
      {rows?.length === 0 && <p class="empty">{t('notifications.none')}</p>}
      <ul class="plain stack tight">
        {rows?.map((row) => (
          <li key={row.objectId} class={row.isRead ? 'card row spread' : 'card row spread news'}>
            <span>{!row.isRead && <strong class="only-heard">{t('new')}: </strong>}{textOf(model, row)} <small>{dateText(moment(row.createdAt))}</small></span>
            {!row.isRead && <button type="button" class="small" onClick={() => read([row])}>{t('notifications.read')}</button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
