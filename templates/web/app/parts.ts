// Which part an app has: the first whose classes and fields are all there, so that a template that somebody changed
// keeps its part as long as it has what the part needs, and any app has the plain one. Each is loaded by itself.
import type * as behavioral from './client/behavioral.ts';
import type * as phr from './client/phr.ts';
import type * as portal from './client/portal.ts';
import type { Fields, ModelClass } from './client/query.ts';
import type * as trial from './client/trial.ts';

/** Classes of a template with the fields that its part cannot do without. */
type Needs<Client> = { [Name in keyof Client]?: Client[Name] extends ModelClass<infer T> ? (keyof Fields<T> & string)[] : never };

interface Part {
  name: string;
  needs: Record<string, string[]>;
  load(): Promise<{ default: unknown }>;
}

export const PARTS: Part[] = [
  { name: 'trial', needs: { PatientProfile: ['user', 'displayName'], MedicationOrder: ['patient', 'drug', 'dosage', 'frequency', 'publicationStatus', 'isAcknowledged'], AdherenceLog: ['patient', 'medication', 'adherenceStatus', 'timestamp', 'feedback'], ProtocolAdherence: ['patient', 'protocolId', 'adherenceStatus'], MedicationDistribution: ['patient', 'medicationName'], Appointment: ['patient', 'provider', 'startAt'], Message: ['from', 'to', 'body', 'isRead'], CareAssignment: ['patient', 'provider'] } satisfies Needs<typeof trial>, load: () => import('./parts/trial.tsx') },
  { name: 'portal', needs: { PatientProfile: ['user', 'displayName'], LabResult: ['patient', 'testName', 'resultValue', 'units', 'referenceRange', 'publicationStatus', 'visibility'], TreatmentPlan: ['patient', 'summary', 'status', 'isAcknowledged'], Appointment: ['patient', 'provider', 'startAt', 'endAt', 'status'], Message: ['from', 'to', 'body', 'isRead'], ProviderProfile: ['user'], CareAssignment: ['patient', 'provider'] } satisfies Needs<typeof portal>, load: () => import('./parts/portal.tsx') },
  { name: 'behavioral', needs: { PatientProfile: ['user', 'displayName'], Assessment: ['patient', 'provider', 'data', 'status', 'publicationStatus'], CrisisLog: ['patient', 'incident', 'timestamp', 'publicationStatus'], DisclosureConsent: ['patient', 'recipient', 'purpose', 'scope', 'expiresAt', 'revokedAt'], Message: ['from', 'to', 'body', 'isRead'], ProviderProfile: ['user'], CareAssignment: ['patient', 'provider'] } satisfies Needs<typeof behavioral>, load: () => import('./parts/behavioral.tsx') },
  { name: 'phr', needs: { HealthDocument: ['owner', 'title', 'file', 'version'], Allergy: ['owner', 'substance', 'severity'], Immunization: ['owner', 'vaccineName', 'administeredAt'], Medication: ['owner', 'name', 'active'], LabResult: ['owner', 'testName', 'value', 'units', 'referenceRange', 'date'], Provider: ['name', 'user'], Consent: ['owner', 'provider', 'scope', 'expiresAt'] } satisfies Needs<typeof phr>, load: () => import('./parts/phr.tsx') },
  { name: 'plain', needs: {}, load: () => import('./parts/plain.jsx') },
];

export const partOf = (model: { has(name: string, fields: string[]): boolean }, parts = PARTS) => parts.find(({ needs }) => Object.entries(needs).every(([name, fields]) => model.has(name, fields)));
