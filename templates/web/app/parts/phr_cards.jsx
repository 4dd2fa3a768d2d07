// How the things of a personal health record look, to their owner and to those whom they are shared with.
import { useState } from 'preact/hooks';
import { Fault } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import * as server from '../server.js';
import { t } from '../values.js';
import { FileLink } from '../pieces/form.jsx';
import { Chip, RecordCard } from '../pieces/record.jsx';
import { Timeline } from '../pieces/timeline.jsx';

export const KINDS = { documentType: ['lab report', 'letter', 'prescription', 'image', 'other'] };

export const DocumentCard = ({ row, isQuiet, actions }) => (
  <RecordCard row={row} title={row.title} facts={['documentType', 'description', 'tags', 'uploadedAt']} words={KINDS} isQuiet={isQuiet} actions={actions}>
    {row.file && <p><FileLink file={row.file} /></p>}
  </RecordCard>
);

const allergyTime = ({ onsetDate, recordedAt }) => onsetDate ?? recordedAt;

export function AllergyList({ rows, isOwn }) {
  return (
    <Timeline rows={rows} at={allergyTime} empty={t('allergies.none')} detail={(row) => (
      <RecordCard row={row} title={row.substance} facts={['reaction', 'notes']} isQuiet={!isOwn} />
    )} />
  );
}

const shotTime = (row) => row.administeredAt ?? row.dateAdministered;

export function ShotList({ rows, isOwn }) {
  return (
    <Timeline rows={rows} at={shotTime} empty={t('immunizations.none')} detail={(row) => (
      <RecordCard row={row} title={row.vaccineName} facts={['dose', 'lotNumber', 'nextDoseDate']} isQuiet={!isOwn}>
        {typeof row.provider === 'string' ? <p class="soft">{row.provider}</p> : row.provider?.name && <p class="soft">{row.provider.name}</p>}
      </RecordCard>
    )} />
  );
}

function Activity({ row }) {
  const [error, setError] = useState();
  const flip = () => server.save('Medication', row.objectId, { active: !row.active }).catch((fault) => setError(plainFault(fault)));
  return <><button type="button" onClick={flip}>{t(row.active ? 'medications.stop' : 'medications.again')}</button><Fault error={error} /></>;
}

export const MedicationCard = ({ row, isQuiet }) => (
  <RecordCard row={row} title={row.name} facts={['dose', 'frequency', 'instructions']} isQuiet={isQuiet} actions={!isQuiet && <Activity row={row} />}>
    <p><Chip word={row.active ? 'active' : 'stopped'} /></p>
  </RecordCard>
);
