// Appointments, those to come first; and booking one. That a time is taken is found by the server when it is asked for:
// nobody is shown anybody else's appointments.
import type { ComponentProps, TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../row_types.ts';
import { Dialog, Fault, message } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { may } from '../model.js';
import { date, pointer, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { clockText, dayText, localText, t, zoneText } from '../values.js';
import { Appointment, PatientProfile, type PatientRow, type RowOf } from './asked.ts';
import { type Person, useCareTeam } from './people.ts';
import { Collection, NewRow, RecordCard } from './record.tsx';

type AppointmentRow = RowOf<typeof Appointment>;
type AppointmentWords = Words<AppointmentRow>;

const LENGTHS = [15, 30, 45, 60]; // minutes
const MINUTE = 60000;

/** The next whole half hour that is at least a day away. */
function proposed() {
  const at = new Date(Date.now() + 24 * 60 * MINUTE);
  at.setMinutes(at.getMinutes() < 30 ? 30 : 60, 0, 0);
  return localText({ iso: at.toISOString() });
}

function BookingForm({ people, onDone, onCancel }: { people: Person[]; onDone(): void; onCancel(): void }) {
  const { profileId, model } = useSession();
  const [values, setValues] = useState({ provider: people[0]?.userId ?? '', startAt: proposed(), length: 30, reason: '' });
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const set = (name: string) => (event: TargetedEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) => setValues({ ...values, [name]: event.currentTarget.value });
  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const start = new Date(values.startAt);
    try {
      await server.create(Appointment, {
        patient: pointer(PatientProfile, profileId), provider: userPointer(values.provider), status: 'scheduled',
        startAt: date(start), endAt: date(start.getTime() + Number(values.length) * MINUTE),
        ...(values.reason && model.has('Appointment', ['reason']) ? { reason: values.reason } : {}),
      });
      message(t('booking.done'));
      onDone();
    } catch (fault) {
      setError(plainFault(fault));
      setBusy(false);
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <div class="fields">
        <div class="field"><label for="booking-provider">{t('booking.with')}</label>
          <select id="booking-provider" required value={values.provider} onChange={set('provider')}>{people.map(({ userId, name }) => <option key={userId} value={userId}>{name}</option>)}</select></div>
        <div class="field"><label for="booking-start">{t('booking.start')}</label>
          <input id="booking-start" type="datetime-local" required min={localText({ iso: new Date().toISOString() })} value={values.startAt} onChange={set('startAt')} aria-describedby="booking-zone" /><small id="booking-zone">{zoneText()}</small></div>
        <div class="field"><label for="booking-length">{t('booking.length')}</label>
          <select id="booking-length" value={values.length} onChange={set('length')}>{LENGTHS.map((one) => <option key={one} value={one}>{t('minutes', { n: one })}</option>)}</select></div>
        <div class="field wide"><label for="booking-reason">{t('booking.reason')} <small>{t('optional')}</small></label><textarea id="booking-reason" value={values.reason} onInput={set('reason')} /></div>
      </div>
      <Fault error={error} />
      <div class="dialog-end"><button type="button" onClick={onCancel}>{t('cancel')}</button><button type="submit" class="main" disabled={isBusy}>{t('booking.book')}</button></div>
    </form>
  );
}

function BookingButton() {
  const { people } = useCareTeam();
  const [isOpen, setOpen] = useState(false);
  if (people.length === 0) return null;
  return (
    <>
      <button type="button" class="main" onClick={() => setOpen(true)}>{t('booking.new')}</button>
      {isOpen && <Dialog title={t('booking.new')} onClose={() => setOpen(false)} isWide><BookingForm people={people} onDone={() => setOpen(false)} onCancel={() => setOpen(false)} /></Dialog>}
    </>
  );
}

const whenText = ({ startAt, endAt }: AppointmentRow) => `${dayText(startAt)}, ${clockText(startAt)}${endAt ? `–${clockText(endAt)}` : ''}`;

function AppointmentCard({ row, withName, words }: { row: AppointmentRow; withName?: string; words?: AppointmentWords }) {
  return (
    <RecordCard row={row} title={whenText(row)} facts={['location', 'reason']} words={words}>
      {withName && <p>{withName}</p>}
    </RecordCard>
  );
}

const isToCome = (row: AppointmentRow) => Date.parse((row.endAt ?? row.startAt).iso) >= Date.now() && row.status !== 'cancelled';

/** nameOf(row) says with whom; the words of a state that the spec leaves open; the others as for a Collection. */
type AppointmentsAsked = Pick<ComponentProps<typeof Collection<InstanceType<typeof Appointment>>>, 'where' | 'include' | 'button'>;

function Appointments({ where, nameOf, button, include, words }: AppointmentsAsked & { nameOf?(row: AppointmentRow): string | undefined; words?: AppointmentWords }) {
  const [isAll, setAll] = useState(false);
  return (
    <Collection of={Appointment} where={where} order="startAt" include={include} limit={500} title={t('appointments')} button={button} empty={t('appointments.none')}
      before={(rows) => rows.some((row) => !isToCome(row)) && (
        <>
          <label class="check"><input type="checkbox" checked={isAll} onChange={(event) => setAll(event.currentTarget.checked)} /> {t('appointments.past')}</label>
          {!isAll && !rows.some(isToCome) && <p class="empty">{t('appointments.none-ahead')}</p>}
        </>
      )}
      card={(row) => (isAll || isToCome(row) ? <AppointmentCard row={row} withName={nameOf?.(row)} words={words} /> : null)} />
  );
}

/** A patient's own, with a way to book where the spec lets patients. */
export function MyAppointments() {
  const who = useSession();
  const { people } = useCareTeam();
  const nameOf = (row: AppointmentRow) => people.find(({ userId }) => userId === row.provider.objectId)?.name ?? t('care-team');
  return <Appointments where={{ patient: pointer(PatientProfile, who.profileId) }} nameOf={nameOf} button={who.roles.some((has: boolean, i: number) => has && who.model.roles[i].members === 'profile') && mayBook(who) ? <BookingButton /> : null} />;
}

/** Whether patients themselves make appointments: a rule for those who have the profile. */
const mayBook = (who: any) => may(who.model, { ...who, roles: who.roles.map((has: boolean, i: number) => has && who.model.roles[i].members === 'profile') }, 'Appointment', 'create');

/** A patient's, as the provider sees them. */
export function PatientAppointments({ profile, words }: { profile: PatientRow; words?: AppointmentWords }) {
  const { userId } = useSession();
  return (
    <Appointments where={{ patient: pointer(PatientProfile, profile.objectId) }} words={words}
      button={<NewRow of={Appointment} label={t('booking.new')} given={{ patient: pointer(PatientProfile, profile.objectId), provider: userPointer(userId), status: 'scheduled' }} />} />
  );
}

/** A provider's own agenda. */
export function Agenda({ words }: { words?: AppointmentWords }) {
  const { userId } = useSession();
  return <Appointments where={{ provider: userPointer(userId) }} include={['patient']} words={words} nameOf={({ patient }) => patient?.displayName} />;
}
