// What the behavioral health record's prompt promises about who sees and changes what.
import { clinic } from './clinic.mjs';

export function behavioral(world) {
  const { random, provider, patientProfile, providerProfile, careAssignment, message, published } = clinic(world);
  return {
    roles: ['provider', 'admin'],
    classes: {
      PatientProfile: patientProfile(() => ({})),
      ProviderProfile: providerProfile,
      CareAssignment: careAssignment,
      Assessment: published(() => ({ Provider: provider(), recommendations: random.pick(['r', 's']) }), {
        pointers: { patient: 'PatientProfile', Provider: 'ProviderProfile' },
      }),
      CrisisLog: published(() => ({ incident: 'i', notes: random.pick(['n', 'm']) })),
      Message: message(() => ({ threadId: 't' })),
    },
  };
}
