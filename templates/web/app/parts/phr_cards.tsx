// How the things of a personal health record look, to their owner and to those whom they are shared with.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Fault } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { Medication, type Allergy, type HealthDocument, type Immunization, type LabResult, type MedicalDocument, type Vaccination } from '../client/phr.ts';
import type { Row } from '../row_types.ts';
import * as server from '../server.ts';
import { t } from '../values.js';
import { FileLink } from '../pieces/form.jsx';
import { Chip, RecordCard } from '../pieces/record.tsx';
import { Results, type ResultShape } from '../pieces/results.tsx';
import { Timeline } from '../pieces/timeline.tsx';

const LAB_SHAPE: ResultShape<Row<LabResult>> = { valueOf: ({ value }) => value, dateOf: ({ date }) => date, filesOf: ({ attachment }) => [attachment?.file] };

export const LabResults = ({ rows, isQuiet }: { rows: Row<LabResult>[]; isQuiet?: boolean }) => <Results rows={rows} shape={LAB_SHAPE} isQuiet={isQuiet} />;

export const KINDS = { documentType: ['lab report', 'letter', 'prescription', 'image', 'other'] };

interface CardProperties<R> {
  row: R;
  isQuiet?: boolean;
  actions?: ComponentChildren;
}

export const DocumentCard = ({ row, ...more }: CardProperties<Row<HealthDocument>>) => (
  <RecordCard row={row} title={row.title} facts={['tags']} {...more}>{row.file && <p><FileLink file={row.file} /></p>}</RecordCard>
);

export const MedicalDocumentCard = ({ row, ...more }: CardProperties<Row<MedicalDocument>>) => (
  <RecordCard row={row} title={row.title} facts={['documentType', 'description', 'tags', 'uploadedAt']} words={KINDS} {...more}>{row.file && <p><FileLink file={row.file} /></p>}</RecordCard>
);

const allergyTime = ({ onsetDate, recordedAt }: Row<Allergy>) => onsetDate ?? recordedAt;

export function AllergyList({ rows, isOwn }: { rows: Row<Allergy>[]; isOwn?: boolean }) {
  return (
    <Timeline rows={rows} at={allergyTime} empty={t('allergies.none')} detail={(row) => (
      <RecordCard row={row} title={row.substance} facts={['reaction', 'notes']} isQuiet={!isOwn} />
    )} />
  );
}

type ShotRow = Row<Immunization> | Row<Vaccination>;

const shotTime = (row: ShotRow) => ('administeredAt' in row ? row.administeredAt : row.dateAdministered);

export function ShotList({ rows, isOwn }: { rows: ShotRow[]; isOwn?: boolean }) {
  return (
    <Timeline rows={rows} at={shotTime} empty={t('immunizations.none')} detail={(row) => ('administeredAt' in row ? (
      <RecordCard row={row} title={row.vaccineName} facts={['lotNumber']} isQuiet={!isOwn}>{row.provider?.name && <p class="soft">{row.provider.name}</p>}</RecordCard>
    ) : (
      <RecordCard row={row} title={row.vaccineName} facts={['dose', 'lotNumber', 'nextDoseDate']} isQuiet={!isOwn}>{row.provider && <p class="soft">{row.provider}</p>}</RecordCard>
    ))} />
  );
}

function Activity({ row }: { row: Row<Medication> }) {
  const [error, setError] = useState<string>();
  const flip = () => server.save(Medication, row.objectId, { active: !row.active }).catch((fault) => setError(plainFault(fault)));
  return <><button type="button" onClick={flip}>{t(row.active ? 'medications.stop' : 'medications.again')}</button><Fault error={error} /></>;
}

export const MedicationCard = ({ row, isQuiet }: { row: Row<Medication>; isQuiet?: boolean }) => (
  <RecordCard row={row} title={row.name} facts={['dose', 'frequency', 'instructions']} isQuiet={isQuiet} actions={!isQuiet && <Activity row={row} />}>
    <p><Chip word={row.active ? 'active' : 'stopped'} /></p>
  </RecordCard>
);
