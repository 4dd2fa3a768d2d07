// The clinical trial: a participant's orders, doses and questions, and those of a provider's participants. Orders are
// published with a signature; what was recorded is corrected with one.
import { linkTo } from '../route.js';
import { AdherenceLog, Appointment, CareAssignment, EmergencyAccess, MedicationDistribution, MedicationOrder, Message, Notification, PatientProfile, ProtocolAdherence, RoleRequest } from '../client/trial.ts';
import type { Row } from '../row_types.ts';
import { date, pointer, useFirst, useProfile, useRows } from '../rows.ts';
import { useSession } from '../session.jsx';
import { dateText, fieldLabel, listText, t, wordLabel } from '../values.js';
import { Agenda, MyAppointments, PatientAppointments } from '../pieces/appointments.tsx';
import { careViews } from '../pieces/care.tsx';
import { Chip, Collection, NewRow, RecordCard } from '../pieces/record.tsx';
import { Timeline } from '../pieces/timeline.tsx';
import texts from './trial_texts.js';

// What the spec leaves open, a study says; these are the words that the sample data use.
const DOSES = { adherenceStatus: ['taken', 'missed', 'late', 'partial'] };
const PROTOCOL = { adherenceStatus: ['compliant', 'deviation', 'withdrawn'] };
const KITS = { status: ['scheduled', 'dispensed', 'returned'] };
const VISITS = { status: ['scheduled', 'completed', 'cancelled'] };

interface Of {
  profileId: string;
  isProvider?: boolean;
}
const of = (profileId: string) => ({ patient: pointer(PatientProfile, profileId) });

function Orders({ profileId, isProvider }: Of) {
  return (
    <Collection of={MedicationOrder} where={of(profileId)} empty={t('orders.none')}
      button={isProvider && <NewRow of={MedicationOrder} given={of(profileId)} label={t('orders.new')} />}
      card={(row) => <RecordCard row={row} facts={['dosage', 'frequency', 'instructions', 'publishedAt']} />} />
  );
}

function Kits({ profileId, isProvider }: Of) {
  return (
    <Collection of={MedicationDistribution} where={of(profileId)} order="-distributionDate" empty={t('kits.none')}
      button={isProvider && <NewRow of={MedicationDistribution} given={of(profileId)} words={KITS} label={t('kits.new')} />}
      card={(row) => <RecordCard row={row} facts={['dose', 'distributionDate']} words={KITS} />} />
  );
}

const feedback = (row: { feedback?: string }) => row.feedback && <p class="note"><strong>{t('pair', { name: t('feedback'), value: '' })}</strong>{row.feedback}</p>;

function Doses({ profileId, isProvider }: Of) {
  const { model } = useSession();
  const { row: kit } = useFirst(MedicationDistribution, { where: of(profileId), order: '-distributionDate' });
  const initial = { timestamp: date(Date.now()), ...(kit ? { medication: pointer(MedicationDistribution, kit.objectId) } : {}) };
  return (
    <Collection of={AdherenceLog} where={of(profileId)} order="-timestamp" include={['medication']} limit={100} empty={t('doses.none')} title={t('doses')}
      button={!isProvider && kit !== undefined && <NewRow of={AdherenceLog} given={of(profileId)} initial={initial} words={DOSES} fields={['medication', 'adherenceStatus', 'timestamp']} label={t('doses.new')} />}
      before={(rows) => <DoseSummary rows={rows} />}
      card={(row) => (
        <RecordCard row={row} title={dateText(row.timestamp)} facts={[]} words={DOSES}>
          <p class="soft">{listText([row.medication?.medicationName, row.medication?.dose]) || fieldLabel(model, 'AdherenceLog', 'medication')}</p>
          {feedback(row)}
        </RecordCard>
      )} />
  );
}

/** How many of the doses that were recorded were taken. */
function DoseSummary({ rows }: { rows: Row<AdherenceLog>[] }) {
  if (rows.length === 0) return null;
  const taken = rows.filter(({ adherenceStatus }) => ['taken', 'late'].includes(adherenceStatus)).length;
  return (
    <div class="card meter">
      <span id="doses-meter">{t('doses.summary', { taken, n: rows.length })}</span>
      <meter min={0} max={rows.length} value={taken} low={rows.length * 0.8} optimum={rows.length} aria-labelledby="doses-meter" />
    </div>
  );
}

function Protocol({ profileId, isProvider }: Of) {
  return (
    <Collection of={ProtocolAdherence} where={of(profileId)} empty={t('protocol.none')}
      button={!isProvider && <NewRow of={ProtocolAdherence} given={of(profileId)} words={PROTOCOL} fields={['protocolId', 'adherenceStatus']} label={t('protocol.new')} />}
      card={(row) => <RecordCard row={row} title={row.protocolId} facts={[]} words={PROTOCOL}>{feedback(row)}</RecordCard>} />
  );
}

/** What a participant comes for: what to read and confirm, and the last doses. */
function Today() {
  const { profileId } = useSession();
  const profile = useProfile(PatientProfile);
  const orders = useRows(MedicationOrder, { where: of(profileId), order: '-createdAt' });
  const open = (orders.rows ?? []).filter(({ isAcknowledged }) => !isAcknowledged);
  return (
    <div class="stack wide-gap">
      <h2>{t('today.hello', { name: profile?.displayName })}</h2>
      {open.length > 0 && (
        <section class="stack" aria-label={t('today.new-orders')}>
          <h3>{t('today.new-orders')}</h3>
          {open.map((row) => <RecordCard key={row.objectId} row={row} facts={['dosage', 'frequency', 'instructions']} isQuiet />)}
        </section>
      )}
      <LastDoses profileId={profileId} />
    </div>
  );
}

function LastDoses({ profileId }: Of) {
  const { rows } = useRows(AdherenceLog, { where: of(profileId), order: '-timestamp', include: ['medication'], limit: 5 });
  const { row: kit } = useFirst(MedicationDistribution, { where: of(profileId), order: '-distributionDate' });
  if (!rows || kit === undefined) return null;
  return (
    <section class="card stack" aria-label={t('today.doses')}>
      <div class="row spread"><h3>{t('today.doses')}</h3>
        {kit && <NewRow of={AdherenceLog} given={of(profileId)} words={DOSES} fields={['medication', 'adherenceStatus', 'timestamp']} label={t('doses.new')}
          initial={{ adherenceStatus: 'taken', timestamp: date(Date.now()), medication: pointer(MedicationDistribution, kit.objectId) }} />}
      </div>
      <Timeline rows={rows} at={({ timestamp }) => timestamp} empty={t('doses.none')} title={(row) => row.medication?.medicationName ?? ''} detail={(row) => <span class="row"><Chip word={row.adherenceStatus} />{row.feedback && <span class="soft">{row.feedback}</span>}</span>} />
      <p><a href={linkTo('doses')}>{t('doses.all')}</a></p>
    </section>
  );
}

export default {
  texts,
  useViews: () => careViews({ PatientProfile, CareAssignment, Message, Appointment, EmergencyAccess, Notification, RoleRequest }, {
    patient: [
      ['today', t('today'), () => <Today />],
      ['orders', t('orders'), (who) => <div class="stack wide-gap"><Orders profileId={who.profileId} /><Kits profileId={who.profileId} /></div>],
      ['doses', t('doses'), (who) => <div class="stack wide-gap"><Doses profileId={who.profileId} /><Protocol profileId={who.profileId} /></div>],
      ['appointments', t('appointments'), () => <MyAppointments />],
    ],
    provider: [['agenda', t('appointments'), () => <Agenda words={VISITS} />]],
    sections: [
      ['orders', t('orders'), (profile) => <div class="stack wide-gap"><Orders profileId={profile.objectId} isProvider /><Kits profileId={profile.objectId} isProvider /></div>],
      ['doses', t('doses'), (profile) => <div class="stack wide-gap"><Doses profileId={profile.objectId} isProvider /><Protocol profileId={profile.objectId} isProvider /></div>],
      ['appointments', t('appointments'), (profile) => <PatientAppointments profile={profile} words={VISITS} />],
    ],
  }),
};
