// A provider's patients, and one patient's record in sections.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Fault, Waiting } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { go, linkTo } from '../route.js';
import { useSession } from '../session.jsx';
import { dateText, t } from '../values.js';
import type { PatientRow } from './asked.ts';
import { usePatients } from './people.ts';

const MANY = 8; // patients from which on there is a search

function PatientList({ people }: { people: ReturnType<typeof usePatients>['people'] }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = people.filter(({ profile }) => !wanted || [profile.displayName, profile.medicalRecordNumber].some((one) => one?.toLowerCase().includes(wanted)));
  return (
    <section class="stack" aria-label={t('patients')}>
      <h2>{t('patients')}</h2>
      {people.length > MANY && <div class="field"><label for="patient-search">{t('patients.search')}</label><input id="patient-search" type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} /></div>}
      {people.length === 0 && <p class="empty">{t('patients.none')}</p>}
      <ul class="plain tiles">
        {shown.map(({ profile, userId }) => (
          <li key={userId}><a class="card tile" href={linkTo('patients', profile.objectId)}>
            <strong>{profile.displayName}</strong>
            <span class="soft">{[profile.medicalRecordNumber, profile.dateOfBirth && t('born', { date: dateText(profile.dateOfBirth) })].filter(Boolean).join(' · ')}</span>
          </a></li>
        ))}
      </ul>
    </section>
  );
}

/** sections: [{ key, title, render(profile) }]; route: [profile's id, key of the section]. */
export function Patients({ sections, route }: { sections: { key: string; title: string; render(profile: PatientRow): ComponentChildren }[]; route: string[] }) {
  const { people, isLoading, error, reload } = usePatients();
  const { model } = useSession();
  const [id, key] = route;
  if (error) return <Fault error={plainFault(error)} onRetry={reload} />;
  if (isLoading) return <Waiting />;
  if (!id) return <PatientList people={people} />;
  const person = people.find(({ profile }) => profile.objectId === id);
  // An assignment that ends while the page is open takes the patient from the list.
  if (!person) return <section class="stack"><p class="note warn" role="status">{t('patient.gone')}</p><p><a href={linkTo('patients')}>{t('patients')}</a></p></section>;
  const section = sections.find((one) => one.key === key) ?? sections[0]!;
  const { profile } = person;
  return (
    <section class="stack" aria-label={profile.displayName}>
      <p><a href={linkTo('patients')}>‹ {t('patients')}</a></p>
      <header class="banner">
        <h2>{profile.displayName}</h2>
        <p class="soft">{[profile.medicalRecordNumber, profile.dateOfBirth && t('born', { date: dateText(profile.dateOfBirth) }), profile.primaryClinic].filter(Boolean).join(' · ')}</p>
        {model.has('Message') && <button type="button" onClick={() => go('messages', person.userId)}>{t('message.write')}</button>}
      </header>
      <nav class="sections" aria-label={t('record.of', { name: profile.displayName })}>
        {sections.map((one) => <a key={one.key} href={linkTo('patients', id, one.key)} aria-current={one === section ? 'page' : undefined}>{one.title}</a>)}
      </nav>
      <div key={`${id}/${section.key}`}>{section.render(profile)}</div>
    </section>
  );
}
