// The personal health record: a vault of documents, what somebody is allergic to, was vaccinated with and takes, results
// over time, and who may see which of it until when. Whoever it is shared with sees it until that ends.
import { Fault, message } from '../../kit/parts.jsx';
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { plainFault } from '../faults.js';
import { may, maySeeReport } from '../model.js';
import { Allergy, AuditLog, Consent, EmergencyAccess, EmergencyContact, HealthDocument, Immunization, LabResult, MedicalDocument, Medication, Notification, Profile, RoleRequest, Vaccination } from '../client/phr.ts';
import type { AnyRow, FileValue } from '../row_types.ts';
import { date, pointer, useFirst, useOptional, useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { listText, t, wordLabel } from '../values.js';
import { RoleRequests } from '../pieces/entry.tsx';
import { FileButton } from '../pieces/form.jsx';
import { Collection, NewRow, RecordCard } from '../pieces/record.tsx';
import { fit } from '../pieces/asked.ts';
import { Timeline } from '../pieces/timeline.tsx';
import { AllergyList, DocumentCard, KINDS, LabResults, MedicalDocumentCard, MedicationCard, ShotList } from './phr_cards.tsx';
import { Shares, SharedWithMe } from './phr_sharing.tsx';
import texts from './phr_texts.js';

const now = () => date(Date.now());

interface Reader {
  userId: string;
  username: string;
}

fit({ Notification, RoleRequest });

const mine = (who: Reader) => ({ owner: userPointer(who.userId) });

/** Another file in the place of the one that is there, which stays among the versions. */
function NewVersion({ title, replace }: { title: string; replace(file: FileValue): Promise<unknown> }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  async function choose(event: TargetedEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    setBusy(true);
    setError(undefined);
    try {
      const file = input.files?.[0];
      if (file) await replace(await server.upload(file));
      message(t('vault.replaced'));
    } catch (fault) {
      setError(plainFault(fault));
    }
    input.value = '';
    setBusy(false);
  }
  return (
    <>
      <FileButton label={t(isBusy ? 'file.uploading' : 'vault.replace')} disabled={isBusy} onChange={choose} aria-label={t('pair', { name: t('vault.replace'), value: title })} />
      <Fault error={error} />
    </>
  );
}

function Vault() {
  const who = useSession();
  const { row: profile } = useFirst(useOptional(MedicalDocument) && useOptional(Profile), { where: { user: userPointer(who.userId) } });
  return (
    <div class="stack wide-gap">
      <Collection of={HealthDocument} title={t('vault')} where={mine(who)} empty={t('vault.none')} card={(row) => <DocumentCard row={row} actions={<NewVersion title={row.title} replace={(file) => server.save(HealthDocument, row.objectId, { file, ...(row.version === undefined ? {} : { version: row.version }) })} />} />}
        button={<NewRow of={HealthDocument} label={t('vault.new')} fields={['title', 'file', 'tags']} given={mine(who)} />} />
      {profile && (
        <Collection of={MedicalDocument} title={t('class.MedicalDocument')} where={{ profile: pointer(Profile, profile.objectId) }} order="-uploadedAt" empty={t('vault.none')} card={(row) => <MedicalDocumentCard row={row} actions={<NewVersion title={row.title} replace={(file) => server.save(MedicalDocument, row.objectId, { file })} />} />}
          button={<NewRow of={MedicalDocument} label={t('vault.new')} fields={['title', 'documentType', 'file', 'description', 'tags']} words={KINDS} given={{ profile: pointer(Profile, profile.objectId), uploadedAt: now(), isShared: false }} />} />
      )}
    </div>
  );
}

const nothing = () => null;

function Allergies() {
  const who = useSession();
  return (
    <Collection of={Allergy} title={t('allergies')} where={mine(who)} card={nothing} empty="" before={(rows) => <AllergyList rows={rows} isOwn />}
      button={<NewRow of={Allergy} label={t('allergies.new')} fields={['substance', 'severity', 'reaction', 'onsetDate', 'notes']} initial={{ severity: 'mild' }} given={{ ...mine(who), recordedAt: now(), isActive: true }} />} />
  );
}

function Immunizations() {
  const who = useSession();
  const { row: profile } = useFirst(useOptional(Vaccination) && useOptional(Profile), { where: { user: userPointer(who.userId) } });
  const more = useRows(profile ? Vaccination : null, { where: { profile: pointer(Profile, profile?.objectId ?? '') } });
  return (
    <Collection of={Immunization} title={t('immunizations')} where={mine(who)} include={['provider']} card={nothing} empty="" before={(rows) => <ShotList rows={[...rows, ...(more.rows ?? [])]} isOwn />}
      button={<NewRow of={Immunization} label={t('immunizations.new')} fields={['vaccineName', 'administeredAt', 'lotNumber', 'provider']} initial={{ administeredAt: now() }} given={mine(who)} />} />
  );
}

function Medications() {
  const who = useSession();
  return (
    <Collection of={Medication} title={t('medications')} where={mine(who)} order={['-active', 'name']} empty={t('medications.none')} card={(row) => <MedicationCard row={row} />}
      button={<NewRow of={Medication} label={t('medications.new')} fields={['name', 'dose', 'frequency', 'instructions']} given={{ ...mine(who), active: true }} />} />
  );
}

function Labs() {
  const who = useSession();
  return (
    <Collection of={LabResult} title={t('labs')} where={mine(who)} order="-date" include={['attachment']} empty={t('labs.none')} card={nothing} before={(rows) => rows.length > 0 && <LabResults rows={rows} />}
      button={<NewRow of={LabResult} label={t('labs.new')} fields={['testName', 'value', 'units', 'referenceRange', 'date', 'attachment']} initial={{ date: now() }} given={mine(who)} />} />
  );
}

function Overview() {
  const who = useSession();
  const profile = useFirst(useOptional(Profile), { where: { user: userPointer(who.userId) } });
  const allergies = useRows(Allergy, { where: mine(who) });
  const medications = useRows(Medication, { where: { ...mine(who), active: true }, order: 'name' });
  const severe = (allergies.rows ?? []).filter(({ severity }) => severity === 'severe');
  return (
    <div class="stack wide-gap">
      <h2>{t('overview.hello', { name: profile.row?.fullName ?? who.username })}</h2>
      {severe.length > 0 && <p class="note bad"><strong>{t('allergies.severe')}</strong> {listText(severe.map(({ substance }) => substance))}</p>}
      <section class="stack" aria-label={t('medications.now')}><h3>{t('medications.now')}</h3>
        {medications.rows?.length === 0 && <p class="empty">{t('medications.none-now')}</p>}
        <ul class="plain tiles">{medications.rows?.map((row) => <li key={row.objectId} class="card tile"><strong>{row.name}</strong><span class="soft">{listText([row.dose, row.frequency])}</span></li>)}</ul>
      </section>
      {profile.row === null && who.model.has('Profile') && <NewRow of={Profile} label={t('profile.new')} given={{ user: userPointer(who.userId) }} />}
      {profile.row && <RecordCard row={profile.row} title={t('my-details')} facts={['fullName', 'birthDate', 'gender', 'bloodType', 'primaryCareProvider', 'notes']} />}
      {profile.row && who.model.has('EmergencyContact') && (
        <Collection of={EmergencyContact} title={t('class.EmergencyContact')} where={{ profile: pointer(Profile, profile.row.objectId) }} card={(row) => <RecordCard row={row} title={row.name} facts={['relationship', 'phone', 'notes']} />}
          button={<NewRow of={EmergencyContact} label={t('emergency-contact.new')} given={{ profile: pointer(Profile, profile.row.objectId) }} />} />
      )}
      {who.model.has('RoleRequest') && !who.roleNames.includes('provider') && <details><summary>{t('welcome.provider')}</summary><RoleRequests role="provider" /></details>}
    </div>
  );
}

/** What happened to the record, as far as its owner is told: who opened it in an emergency, what was shared, the news. */
function History() {
  const who = useSession();
  const emergencies = useRows(useOptional(EmergencyAccess), { where: { patient: userPointer(who.userId) } });
  const consents = useRows(Consent, { where: mine(who), include: ['provider'] });
  const news = useRows(useOptional(Notification), { where: { recipient: userPointer(who.userId) } });
  const own = useRows(may(who.model, who, 'AuditLog', 'find') ? AuditLog : null, { order: '-createdAt' });
  const documents = useRows(HealthDocument, { where: mine(who) });
  const entries: (AnyRow & { told: string })[] = [
    ...(emergencies.rows ?? []).map((row) => ({ ...row, told: t('history.emergency', { reason: row.reason }) })),
    ...(consents.rows ?? []).map((row) => ({ ...row, told: t('history.consent', { name: row.provider?.name ?? '', scope: listText((row.scope ?? []).map(wordLabel)) }) })),
    ...(documents.rows ?? []).map((row) => ({ ...row, told: t('history.document', { title: row.title }) })),
    ...(news.rows ?? []).map((row) => ({ ...row, told: t('history.news', { name: t(`class.${row.entityType}`) }) })),
    ...(own.rows ?? []).map((row) => ({ ...row, told: t('pair', { name: wordLabel(row.action), value: t(`class.${row.entityType}`) }) })),
  ];
  return (
    <section class="stack" aria-label={t('history')}>
      <h2>{t('history')}</h2><p class="soft">{t(maySeeReport(who.model, who) ? 'history.explained' : 'history.audited')}</p>
      <Timeline rows={entries} at={() => undefined} title={(row) => row.told} empty={t('history.none')} />
    </section>
  );
}

export default {
  texts,
  useViews() {
    const who = useSession();
    const isProvider = who.roleNames.includes('provider');
    const shared = { key: 'shared', title: t('shared'), render: (route: string[]) => <SharedWithMe route={route} /> };
    return [
      ...(isProvider ? [shared] : []),
      { key: 'overview', title: t('overview'), render: () => <Overview /> },
      { key: 'vault', title: t('vault'), render: () => <Vault /> },
      { key: 'allergies', title: t('allergies'), render: () => <Allergies /> },
      { key: 'immunizations', title: t('immunizations'), render: () => <Immunizations /> },
      { key: 'medications', title: t('medications'), render: () => <Medications /> },
      { key: 'labs', title: t('labs'), render: () => <Labs /> },
      { key: 'sharing', title: t('sharing'), render: () => <Shares /> },
      ...(isProvider ? [] : [shared]),
      { key: 'history', title: t('history'), render: () => <History /> },
    ];
  },
};
