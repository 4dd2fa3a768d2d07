// The patient portal: results with what they mean, plans to confirm, appointments that patients book, and messages.
import { linkTo } from '../route.js';
import { pointer, useRows, userPointer } from '../rows.js';
import { useSession } from '../session.jsx';
import { t } from '../values.js';
import { Agenda, MyAppointments, PatientAppointments } from '../pieces/appointments.jsx';
import { careViews } from '../pieces/care.jsx';
import { Collection, NewRow, RecordCard } from '../pieces/record.jsx';
import { Results } from '../pieces/results.jsx';
import texts from './portal_texts.js';

const RESULTS = { status: ['preliminary', 'final', 'corrected'], reportType: ['blood', 'urine', 'imaging', 'other'] };
const RESULT_FIELDS = ['testName', 'testCode', 'resultValue', 'units', 'referenceRange', 'reportedAt', 'status', 'reportType', 'visibility', 'attachments'];
const PLAN_FIELDS = ['summary', 'details', 'startDate', 'endDate'];
const PLAN_FACTS = ['details', 'startDate', 'endDate'];

const of = (profileId) => ({ patient: pointer('PatientProfile', profileId) });
const now = () => ({ __type: 'Date', iso: new Date().toISOString() });

/** Who makes something for a patient is in it, as the account and as the provider's profile. */
function useAuthor() {
  const { userId, profiles } = useSession();
  return { user: userPointer(userId), ...(profiles.ProviderProfile ? { provider: pointer('ProviderProfile', profiles.ProviderProfile.objectId) } : {}) };
}

function MyResults({ profileId, limit }) {
  return <Collection className="LabResult" title={limit ? t('results.latest') : t('results')} where={of(profileId)} order="-reportedAt" limit={limit} empty={t('results.none')} card={() => null} before={(rows) => rows.length > 0 && <Results rows={rows} />} />;
}

function PatientResults({ profile }) {
  const { user, ...provider } = useAuthor();
  return (
    <Collection className="LabResult" title={t('results')} where={of(profile.objectId)} order="-reportedAt" empty={t('results.none')} card={() => null}
      before={(rows) => rows.length > 0 && <Results rows={rows} isSingle words={RESULTS} />}
      button={<NewRow className="LabResult" label={t('results.new')} fields={RESULT_FIELDS} words={RESULTS} initial={{ status: 'final', visibility: 'shared', reportedAt: now() }} given={{ ...of(profile.objectId), orderedBy: user, ...provider }} />} />
  );
}

const Plan = ({ row }) => <RecordCard row={row} title={row.summary} facts={PLAN_FACTS} />;

function PatientPlans({ profile }) {
  const { user, ...provider } = useAuthor();
  return (
    <Collection className="TreatmentPlan" title={t('plans')} where={of(profile.objectId)} empty={t('plans.none')} card={(row) => <Plan row={row} />}
      button={<NewRow className="TreatmentPlan" label={t('plans.new')} fields={PLAN_FIELDS} given={{ ...of(profile.objectId), createdBy: user, status: 'draft', ...provider }} />} />
  );
}

/** What a patient comes for: what is new, and what waits for an answer. */
function Overview() {
  const { profileId, profiles } = useSession();
  const plans = useRows('TreatmentPlan', { where: of(profileId), order: '-createdAt' });
  const open = (plans.rows ?? []).filter(({ isAcknowledged }) => !isAcknowledged);
  return (
    <div class="stack wide-gap">
      <h2>{t('overview.hello', { name: profiles.PatientProfile.displayName })}</h2>
      {open.length > 0 && <section class="stack" aria-label={t('plans.open')}><h3>{t('plans.open')}</h3>{open.map((row) => <RecordCard key={row.objectId} row={row} title={row.summary} facts={PLAN_FACTS} isQuiet />)}</section>}
      <div class="stack"><MyResults profileId={profileId} limit={4} /><p><a href={linkTo('results')}>{t('results.all')}</a></p></div>
    </div>
  );
}

export default {
  texts,
  useViews: () => careViews({
    patient: [
      ['overview', t('overview'), () => <Overview />],
      ['results', t('results'), (who) => <MyResults profileId={who.profileId} />],
      ['plans', t('plans'), (who) => <Collection className="TreatmentPlan" title={t('plans')} where={of(who.profileId)} empty={t('plans.none')} card={(row) => <Plan row={row} />} />],
      ['appointments', t('appointments'), () => <MyAppointments />],
    ],
    provider: [['agenda', t('appointments'), () => <Agenda />]],
    sections: [
      ['results', t('results'), (profile) => <PatientResults profile={profile} />],
      ['plans', t('plans'), (profile) => <PatientPlans profile={profile} />],
      ['appointments', t('appointments'), (profile) => <PatientAppointments profile={profile} />],
    ],
  }),
};
