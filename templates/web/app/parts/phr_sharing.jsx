// Consents: which parts of a record a provider may see, and until when; and shares with a single person. For whoever is
// on the other side, what is shared, until it ends in front of them.
import { useState } from 'preact/hooks';
import { Confirm, Dialog, Fault, message } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { fieldOf } from '../model.js';
import { linkTo } from '../route.js';
import { date, pointer, useFirst, useRows, userPointer } from '../rows.js';
import * as server from '../server.js';
import { useSession } from '../session.jsx';
import { dateText, localText, t, wordLabel } from '../values.js';
import { Countdown, useEnd } from '../pieces/ending.jsx';
import { Chip, Collection, RecordCard } from '../pieces/record.jsx';
import { Results } from '../pieces/results.jsx';
import { ScopeChoice } from '../pieces/scope.jsx';
import { AllergyList, DocumentCard, MedicationCard, ShotList } from './phr_cards.jsx';

const MONTH = 30 * 24 * 3600 * 1000; // ms
const SHARE_SCOPES = ['documents', 'immunizations', 'allergies', 'profile'];

const isOver = ({ expiresAt }) => Boolean(expiresAt) && Date.parse(expiresAt.iso) <= Date.now();

/** A form for a new consent or share; `whom` is the field by which the other is chosen, make(values) saves it. */
function SharingForm({ whom, words, make, onDone, onCancel }) {
  const [values, setValues] = useState({ scope: [], expiresAt: localText({ iso: new Date(Date.now() + MONTH).toISOString() }), isLimited: true });
  const [error, setError] = useState();
  const set = (name, value) => setValues((all) => ({ ...all, [name]: value }));
  async function submit(event) {
    event.preventDefault();
    setError(undefined);
    try {
      await make({ ...values, ...(values.isLimited ? { expiresAt: date(values.expiresAt) } : { expiresAt: undefined }) });
      message(t('saved'));
      onDone();
    } catch (fault) {
      setError(plainFault(fault));
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <p>{t('sharing.explained')}</p>
      <div class="fields">
        {whom(values, set)}
        <div class="field"><label for="sharing-end">{t('sharing.until')}</label>
          <input id="sharing-end" type="datetime-local" required={values.isLimited} disabled={!values.isLimited} value={values.expiresAt} onChange={(event) => set('expiresAt', event.currentTarget.value)} />
          <label class="check"><input type="checkbox" checked={!values.isLimited} onChange={(event) => set('isLimited', !event.currentTarget.checked)} /> {t('sharing.unlimited')}</label></div>
        <ScopeChoice id="sharing-scope" label={t('sharing.what')} words={words} value={values.scope} onChange={(scope) => set('scope', scope)} />
      </div>
      <Fault error={error} />
      <div class="dialog-end"><button type="button" onClick={onCancel}>{t('cancel')}</button><button type="submit" class="main" disabled={values.scope.length === 0}>{t('sharing.give')}</button></div>
    </form>
  );
}

function ConsentForm({ onClose }) {
  const { userId, model } = useSession();
  const { rows: providers } = useRows('Provider', { order: 'name', limit: 500 });
  const whom = (values, set) => (
    <div class="field"><label for="sharing-provider">{t('sharing.with')}</label>
      <select id="sharing-provider" required value={values.provider ?? ''} onChange={(event) => set('provider', event.currentTarget.value)}>
        <option value="">{t('choose')}</option>{(providers ?? []).map((one) => <option key={one.objectId} value={one.objectId}>{one.name}</option>)}
      </select></div>
  );
  const make = ({ provider, scope, expiresAt }) => server.save('Consent', undefined, { owner: userPointer(userId), provider: pointer('Provider', provider), scope, grantedBy: userPointer(userId), ...(expiresAt ? { expiresAt } : {}) });
  return <Dialog title={t('sharing.new')} onClose={onClose} isWide><SharingForm whom={whom} words={fieldOf(model, 'Consent', 'scope').oneOf} make={make} onDone={onClose} onCancel={onClose} /></Dialog>;
}

function ShareForm({ profile, onClose }) {
  const { userId } = useSession();
  const whom = (values, set) => (
    <div class="field"><label for="sharing-person">{t('shares.person')}</label>
      <input id="sharing-person" required pattern="[A-Za-z0-9]{10}" spellcheck={false} value={values.grantee ?? ''} onInput={(event) => set('grantee', event.currentTarget.value.trim())} aria-describedby="sharing-person-hint" />
      <small id="sharing-person-hint">{t('shares.person.hint', { id: userId })}</small></div>
  );
  const make = ({ grantee, scope, expiresAt }) => server.save('SharedAccess', undefined, { profile: pointer('Profile', profile.objectId), grantee: userPointer(grantee), accessLevel: 'read', scope, createdBy: userPointer(userId), ...(expiresAt ? { expiresAt } : {}) });
  return <Dialog title={t('shares.new')} onClose={onClose} isWide><SharingForm whom={whom} words={SHARE_SCOPES} make={make} onDone={onClose} onCancel={onClose} /></Dialog>;
}

/** One consent or share as its giver sees it. */
function Given({ row, title }) {
  const [isAsked, setAsked] = useState(false);
  useEnd(row.expiresAt);
  return (
    <RecordCard row={row} title={title} facts={['scope', 'expiresAt', 'accessLevel']} isQuiet
      actions={<button type="button" onClick={() => setAsked(true)}>{t(isOver(row) ? 'remove' : 'sharing.stop')}</button>}>
      <p><Chip word={isOver(row) ? 'expired' : 'active'} /></p>
      {isAsked && <Confirm title={t('sharing.sure', { name: title })} action={t('sharing.stop')} onConfirm={() => server.remove(row.className, row.objectId)} onClose={() => setAsked(false)} />}
    </RecordCard>
  );
}

export function Shares() {
  const { userId, model } = useSession();
  const [open, setOpen] = useState();
  const { row: profile } = useFirst(model.has('SharedAccess') ? 'Profile' : null, { where: { user: userPointer(userId) } });
  const close = () => setOpen(undefined);
  return (
    <div class="stack wide-gap">
      <Collection className="Consent" title={t('sharing')} where={{ owner: userPointer(userId) }} include={['provider']} empty={t('sharing.none')} card={(row) => <Given row={row} title={row.provider?.name ?? t('somebody-else')} />}
        button={<button type="button" class="main" onClick={() => setOpen('consent')}>{t('sharing.new')}</button>} />
      {profile && (
        <Collection className="SharedAccess" title={t('shares')} where={{ profile: pointer('Profile', profile.objectId) }} empty={t('shares.none')} card={(row) => <Given row={row} title={t('shares.with', { id: row.grantee.objectId })} />}
          button={<button type="button" onClick={() => setOpen('share')}>{t('shares.new')}</button>} />
      )}
      {open === 'consent' && <ConsentForm onClose={close} />}
      {open === 'share' && <ShareForm profile={profile} onClose={close} />}
    </div>
  );
}

const nothing = () => null;

/** The parts of a record that a scope covers: [word, class, render(rows)], by the owner or by the profile. */
const BY_OWNER = [
  ['documents', 'HealthDocument', (rows) => rows.map((row) => <DocumentCard key={row.objectId} row={row} isQuiet />)],
  ['allergies', 'Allergy', (rows) => <AllergyList rows={rows} />],
  ['immunizations', 'Immunization', (rows) => <ShotList rows={rows} />],
  ['medications', 'Medication', (rows) => rows.map((row) => <MedicationCard key={row.objectId} row={row} isQuiet />)],
  ['labs', 'LabResult', (rows) => <Results rows={rows} isQuiet />],
];
const BY_PROFILE = [
  ['profile', 'Profile', (rows) => rows.map((row) => <RecordCard key={row.objectId} row={row} title={row.fullName} facts={['birthDate', 'gender', 'bloodType', 'primaryCareProvider', 'notes']} isQuiet />)],
  ['documents', 'MedicalDocument', (rows) => rows.map((row) => <DocumentCard key={row.objectId} row={row} isQuiet />)],
  ['allergies', 'Allergy', (rows) => <AllergyList rows={rows} />],
  ['immunizations', 'Vaccination', (rows) => <ShotList rows={rows} />],
];

function Parts({ grant }) {
  const { model } = useSession();
  const isConsent = grant.className === 'Consent';
  const covered = (isConsent ? BY_OWNER : BY_PROFILE).filter(([word, className]) => (!grant.scope?.length || grant.scope.includes(word)) && model.has(className));
  const whereOf = (className) => (isConsent ? { owner: grant.owner } : className === 'Profile' ? { objectId: grant.profile.objectId } : { profile: grant.profile });
  const plain = ({ className, objectId }) => pointer(className, objectId);
  return covered.map(([word, className, render]) => (
    <Collection key={className} className={className} title={wordLabel(word)} where={Object.fromEntries(Object.entries(whereOf(className)).map(([name, value]) => [name, typeof value === 'string' ? value : plain(value)]))} card={nothing} empty={t('shared.nothing')}
      include={className === 'Immunization' ? ['provider'] : className === 'LabResult' ? ['attachment'] : undefined} before={(rows) => (rows.length > 0 ? render(rows) : null)} />
  ));
}

/** What is shared, as long as it is: it goes from the page when it ends, even if nobody touches it. */
function Shared({ grant }) {
  const isEnded = useEnd(grant.expiresAt);
  if (isEnded) return <p class="note warn" role="status">{t('shared.ended')}</p>;
  return (
    <div class="stack wide-gap">
      {grant.expiresAt && <p class="soft">{t('shared.until', { time: dateText(grant.expiresAt) })}</p>}
      <Countdown until={grant.expiresAt} />
      <Parts grant={grant} />
    </div>
  );
}

function SharedCard({ row, kind }) {
  const isEnded = useEnd(row.expiresAt);
  return (
    <RecordCard row={row} title={t('shared.by', { n: (row.owner ?? row.profile).objectId })} facts={['scope', 'expiresAt']} isQuiet
      actions={!isEnded && <a class="button main" href={linkTo('shared', kind, row.objectId)}>{t('shared.open')}</a>}>
      <p><Chip word={isEnded ? 'expired' : 'active'} /></p>
    </RecordCard>
  );
}

function OneShared({ kind, id }) {
  const { row, error } = useFirst(kind === 'consent' ? 'Consent' : 'SharedAccess', { where: { objectId: id } });
  if (error) return <Fault error={plainFault(error)} />;
  return (
    <section class="stack" aria-label={t('shared')}>
      <p><a href={linkTo('shared')}>‹ {t('shared')}</a></p>
      {row === null && <p class="note warn" role="status">{t('shared.ended')}</p>}
      {row && <Shared grant={row} />}
    </section>
  );
}

/** What others share with the reader: as the person behind a provider, and as oneself. */
export function SharedWithMe({ route: [kind, id] }) {
  const { userId, model } = useSession();
  if (kind && id) return <OneShared kind={kind} id={id} />;
  // The provider of a consent is an entry of the list of providers that stands for the reader.
  const behind = { provider: { $inQuery: { className: 'Provider', where: { user: userPointer(userId) } } } };
  return (
    <div class="stack wide-gap">
      <Collection className="Consent" title={t('shared.consents')} where={behind} empty={t('shared.none')} card={(row) => <SharedCard row={row} kind="consent" />} />
      {model.has('SharedAccess') && <Collection className="SharedAccess" title={t('shared.shares')} where={{ grantee: userPointer(userId) }} empty={t('shared.none')} card={(row) => <SharedCard row={row} kind="share" />} />}
    </div>
  );
}
