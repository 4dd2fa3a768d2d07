// Consents: which parts of a record a provider may see, and until when; and shares with a single person. For whoever is
// on the other side, what is shared, until it ends in front of them.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm, Dialog, Fault, message } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { fieldOf } from '../model.js';
import { linkTo } from '../route.js';
import { Allergy, Consent, HealthDocument, Immunization, LabResult, MedicalDocument, Medication, Profile, Provider, SharedAccess, Vaccination } from '../client/phr.ts';
import { Query, type Include, type Model, type ModelClass, type Pointer, type Where } from '../client/query.ts';
import type { DateValue, FieldOf, Row } from '../row_types.ts';
import { date, pointer, pointerTo, useFirst, useOptional, useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { dateText, localText, t, wordLabel } from '../values.js';
import { Countdown, useEnd } from '../pieces/ending.jsx';
import { Chip, Collection, RecordCard } from '../pieces/record.tsx';
import { ScopeChoice } from '../pieces/scope.jsx';
import { AllergyList, DocumentCard, LabResults, MedicalDocumentCard, MedicationCard, ShotList } from './phr_cards.tsx';

const MONTH = 30 * 24 * 3600 * 1000; // ms
type Sharing = Row<Consent> | Row<SharedAccess>;

const SHARE_SCOPES = ['documents', 'immunizations', 'allergies', 'profile'];

const isOver = ({ expiresAt }: { expiresAt?: DateValue }) => expiresAt !== undefined && Date.parse(expiresAt.iso) <= Date.now();

/** A form for a new consent or share; `whom` is the field by which the other is chosen, make(values) saves it. */
interface Values {
  scope: string[];
  expiresAt: string;
  isLimited: boolean;
  provider?: string;
  grantee?: string;
}
type Whom = (values: Values, set: (name: keyof Values, value: unknown) => void) => ComponentChildren;
type Make = (values: Omit<Values, 'expiresAt'> & { expiresAt?: DateValue }) => Promise<unknown>;

function SharingForm({ whom, words, make, onDone, onCancel }: { whom: Whom; words: string[]; make: Make; onDone(): void; onCancel(): void }) {
  const [values, setValues] = useState<Values>({ scope: [], expiresAt: localText({ iso: new Date(Date.now() + MONTH).toISOString() }), isLimited: true });
  const [error, setError] = useState<string>();
  const set = (name: keyof Values, value: unknown) => setValues((all) => ({ ...all, [name]: value }));
  async function submit(event: Event) {
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
        <ScopeChoice id="sharing-scope" label={t('sharing.what')} words={words} value={values.scope} onChange={(scope: string[]) => set('scope', scope)} />
      </div>
      <Fault error={error} />
      <div class="dialog-end"><button type="button" onClick={onCancel}>{t('cancel')}</button><button type="submit" class="main" disabled={values.scope.length === 0}>{t('sharing.give')}</button></div>
    </form>
  );
}

function ConsentForm({ onClose }: { onClose(): void }) {
  const { userId, model } = useSession();
  const { rows: providers } = useRows(Provider, { order: 'name', limit: 500 });
  const whom: Whom = (values, set) => (
    <div class="field"><label for="sharing-provider">{t('sharing.with')}</label>
      <select id="sharing-provider" required value={values.provider ?? ''} onChange={(event) => set('provider', event.currentTarget.value)}>
        <option value="">{t('choose')}</option>{(providers ?? []).map((one) => <option key={one.objectId} value={one.objectId}>{one.name}</option>)}
      </select></div>
  );
  const make: Make = ({ provider = '', scope, expiresAt }) => server.create(Consent, { owner: userPointer(userId), provider: pointer(Provider, provider), scope: scope as Row<Consent>['scope'], grantedBy: userPointer(userId), ...(expiresAt ? { expiresAt } : {}) });
  return <Dialog title={t('sharing.new')} onClose={onClose} isWide><SharingForm whom={whom} words={fieldOf(model, 'Consent', 'scope').oneOf} make={make} onDone={onClose} onCancel={onClose} /></Dialog>;
}

function ShareForm({ profile, onClose }: { profile: Row<Profile>; onClose(): void }) {
  const { userId } = useSession();
  const whom: Whom = (values, set) => (
    <div class="field"><label for="sharing-person">{t('shares.person')}</label>
      <input id="sharing-person" required pattern="[A-Za-z0-9]{10}" spellcheck={false} value={values.grantee ?? ''} onInput={(event) => set('grantee', event.currentTarget.value.trim())} aria-describedby="sharing-person-hint" />
      <small id="sharing-person-hint">{t('shares.person.hint', { id: userId })}</small></div>
  );
  const make: Make = ({ grantee = '', scope, expiresAt }) => server.create(SharedAccess, { profile: pointer(Profile, profile.objectId), grantee: userPointer(grantee), accessLevel: 'read', scope, createdBy: userPointer(userId), ...(expiresAt ? { expiresAt } : {}) });
  return <Dialog title={t('shares.new')} onClose={onClose} isWide><SharingForm whom={whom} words={SHARE_SCOPES} make={make} onDone={onClose} onCancel={onClose} /></Dialog>;
}

/** One consent or share as its giver sees it. */
function Given<R extends Sharing>({ row, title, facts, remove }: { row: R; title: string; facts: FieldOf<R>[]; remove(): Promise<void> }) {
  const [isAsked, setAsked] = useState(false);
  useEnd(row.expiresAt);
  return (
    <RecordCard row={row} title={title} facts={facts} isQuiet
      actions={<button type="button" onClick={() => setAsked(true)}>{t(isOver(row) ? 'remove' : 'sharing.stop')}</button>}>
      <p><Chip word={isOver(row) ? 'expired' : 'active'} /></p>
      {isAsked && <Confirm title={t('sharing.sure', { name: title })} action={t('sharing.stop')} onConfirm={remove} onClose={() => setAsked(false)} />}
    </RecordCard>
  );
}

export function Shares() {
  const { userId } = useSession();
  const [open, setOpen] = useState<'consent' | 'share'>();
  const { row: profile } = useFirst(useOptional(SharedAccess) && Profile, { where: { user: userPointer(userId) } });
  const close = () => setOpen(undefined);
  return (
    <div class="stack wide-gap">
      <Collection of={Consent} title={t('sharing')} where={{ owner: userPointer(userId) }} include={['provider']} empty={t('sharing.none')} card={(row) => <Given row={row} title={row.provider.name ?? t('somebody-else')} facts={['scope', 'expiresAt']} remove={() => server.remove(Consent, row.objectId)} />}
        button={<button type="button" class="main" onClick={() => setOpen('consent')}>{t('sharing.new')}</button>} />
      {profile && (
        <Collection of={SharedAccess} title={t('shares')} where={{ profile: pointer(Profile, profile.objectId) }} empty={t('shares.none')} card={(row) => <Given row={row} title={t('shares.with', { id: row.grantee.objectId })} facts={['scope', 'expiresAt', 'accessLevel']} remove={() => server.remove(SharedAccess, row.objectId)} />}
          button={<button type="button" onClick={() => setOpen('share')}>{t('shares.new')}</button>} />
      )}
      {open === 'consent' && <ConsentForm onClose={close} />}
      {open === 'share' && profile && <ShareForm profile={profile} onClose={close} />}
    </div>
  );
}

const nothing = () => null;

/** One part of a record that is shared: rows of a class, as they look. */
function Part<T extends Model>({ word, of, where, include, render }: { word: string; of: ModelClass<T>; where: Where<T>; include?: Include<T>[]; render(rows: Row<T>[]): ComponentChildren }) {
  const type = useOptional(of);
  return type && <Collection of={type} title={wordLabel(word)} where={where} card={nothing} empty={t('shared.nothing')} include={include} before={(rows) => (rows.length > 0 ? render(rows) : null)} />;
}

/** The parts of a record that a scope covers, by the owner in a consent and by the profile in a share. */
const byOwner = (owner: Pointer): Record<string, () => ComponentChildren> => ({
  documents: () => <Part word="documents" of={HealthDocument} where={{ owner }} render={(rows) => rows.map((row) => <DocumentCard key={row.objectId} row={row} isQuiet />)} />,
  allergies: () => <Part word="allergies" of={Allergy} where={{ owner }} render={(rows) => <AllergyList rows={rows} />} />,
  immunizations: () => <Part word="immunizations" of={Immunization} where={{ owner }} include={['provider']} render={(rows) => <ShotList rows={rows} />} />,
  medications: () => <Part word="medications" of={Medication} where={{ owner }} render={(rows) => rows.map((row) => <MedicationCard key={row.objectId} row={row} isQuiet />)} />,
  labs: () => <Part word="labs" of={LabResult} where={{ owner }} include={['attachment']} render={(rows) => <LabResults rows={rows} isQuiet />} />,
});
const byProfile = (profile: Pointer): Record<string, () => ComponentChildren> => ({
  profile: () => <Part word="profile" of={Profile} where={{ objectId: profile.objectId }} render={(rows) => rows.map((row) => <RecordCard key={row.objectId} row={row} title={row.fullName} facts={['birthDate', 'gender', 'bloodType', 'primaryCareProvider', 'notes']} isQuiet />)} />,
  documents: () => <Part word="documents" of={MedicalDocument} where={{ profile }} render={(rows) => rows.map((row) => <MedicalDocumentCard key={row.objectId} row={row} isQuiet />)} />,
  allergies: () => <Part word="allergies" of={Allergy} where={{ profile }} render={(rows) => <AllergyList rows={rows} />} />,
  immunizations: () => <Part word="immunizations" of={Vaccination} where={{ profile }} render={(rows) => <ShotList rows={rows} />} />,
});

function Parts({ grant }: { grant: Sharing }) {
  const parts = 'owner' in grant ? byOwner(pointerTo(grant.owner)) : byProfile(pointerTo(grant.profile));
  const scope: unknown[] = grant.scope ?? [];
  return Object.entries(parts).filter(([word]) => scope.length === 0 || scope.includes(word)).map(([word, Shown]) => <Shown key={word} />);
}

/** What is shared, as long as it is: it goes from the page when it ends, even if nobody touches it. */
function Shared({ grant }: { grant: Sharing }) {
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

function SharedCard({ row, kind, whose }: { row: Sharing; kind: string; whose: string }) {
  const isEnded = useEnd(row.expiresAt);
  return (
    <RecordCard row={row} title={t('shared.by', { n: whose })} facts={['scope', 'expiresAt']} isQuiet
      actions={!isEnded && <a class="button main" href={linkTo('shared', kind, row.objectId)}>{t('shared.open')}</a>}>
      <p><Chip word={isEnded ? 'expired' : 'active'} /></p>
    </RecordCard>
  );
}

function OneShared({ kind, id }: { kind: string; id: string }) {
  const { row: consent, error: noConsent } = useFirst(kind === 'consent' ? Consent : null, { where: { objectId: id } });
  const { row: share, error: noShare } = useFirst(kind === 'consent' ? null : SharedAccess, { where: { objectId: id } });
  const row: Sharing | null | undefined = kind === 'consent' ? consent : share;
  const error = noConsent ?? noShare;
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
export function SharedWithMe({ route: [kind, id] }: { route: string[] }) {
  const { userId } = useSession();
  const Share = useOptional(SharedAccess);
  if (kind && id) return <OneShared kind={kind} id={id} />;
  // The provider of a consent is an entry of the list of providers that stands for the reader.
  const behind = { provider: { $inQuery: new Query(Provider).where({ user: userPointer(userId) }) } };
  return (
    <div class="stack wide-gap">
      <Collection of={Consent} title={t('shared.consents')} where={behind} empty={t('shared.none')} card={(row) => <SharedCard row={row} kind="consent" whose={row.owner.objectId} />} />
      {Share && <Collection of={Share} title={t('shared.shares')} where={{ grantee: userPointer(userId) }} empty={t('shared.none')} card={(row) => <SharedCard row={row} kind="share" whose={row.profile.objectId} />} />}
    </div>
  );
}
