// What the clinical trial's prompts, the English and the Chinese one, promise about who sees and changes what.
import { CONTENT } from '../../templates/reference/world.mjs';
import { clinic } from './clinic.mjs';

export function trial(world) {
  const { random, patient, own, caresFor, patientProfile, careAssignment, message, published } = clinic(world);
  return {
    roles: ['provider', 'admin'],
    classes: {
      PatientProfile: patientProfile((count) => ({ medicalRecordNumber: `MRN-${count}` })),
      CareAssignment: careAssignment,
      MedicationOrder: published(() => ({ drug: 'D', dosage: random.pick(['1', '2']), frequency: 'daily' })),
      ProtocolAdherence: {
        pointers: { patient: 'PatientProfile' }, guarding: ['patient'], reserved: ['feedback'],
        make: () => ({ patient: patient(), protocolId: 'P-1', adherenceStatus: 'ok', ...(random.below(8) ? {} : { feedback: 'f' }) }),
        changes: () => random.pick([{ feedback: 'good' }, { adherenceStatus: 'missed' }, { feedback: 'good', adherenceStatus: 'missed' }, { patient: patient() }]),
        read: (who, row) => own(who, row) || caresFor(who, row),
        // Patients update it, providers give feedback; that anybody makes one is not said.
        update: (who, row) => {
          const lists = [own(who, row) && CONTENT, caresFor(who, row) && 'feedback'].filter(Boolean);
          return lists.length ? lists : undefined;
        },
      },
      Message: message(),
    },
  };
}
