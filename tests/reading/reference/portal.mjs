// What the patient portal's prompt promises about who sees and changes what.
import { PAST } from '../../templates/reference/world.mjs';
import { clinic } from './clinic.mjs';

export function portal(world) {
  const { random, patient, provider, caresFor, patientProfile, providerProfile, careAssignment, message, published } = clinic(world);
  const pointers = { patient: 'PatientProfile', provider: 'ProviderProfile' };
  return {
    roles: ['provider', 'admin'],
    classes: {
      PatientProfile: patientProfile((count) => ({ medicalRecordNumber: `MRN-${count}` })),
      ProviderProfile: providerProfile,
      CareAssignment: careAssignment,
      LabResult: published(() => ({ provider: provider(), reportedAt: PAST, reportType: random.pick(['r', 's']) }), { pointers, dates: ['reportedAt'] }),
      TreatmentPlan: published(() => ({ provider: provider(), summary: random.pick(['s', 't']) }), { pointers }),
      // The prompt says nothing of appointments, but that providers see their assigned patients.
      Appointment: {
        pointers, dates: ['scheduledAt'], make: () => ({ patient: patient(), provider: provider(), scheduledAt: PAST }), read: caresFor,
      },
      Message: message(() => ({ threadId: 't' })),
    },
  };
}
