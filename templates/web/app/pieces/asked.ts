// The classes that the shared pieces speak of, with the fields that they ask of them. They know no template: a part hands
// in its own emitted classes, and the compiler says which of these fields one lacks.
import type Parse from 'parse';
import type { Types } from '../client/base.ts';
import type { Fields, ModelClass } from '../client/query.ts';
import type { Row } from '../row_types.ts';
import { classOf } from '../server.ts';

interface AskedFields {
  PatientProfile: { user: Parse.User; displayName: string; medicalRecordNumber?: string; dateOfBirth?: Date; primaryClinic?: string; contact?: Record<string, unknown>; isActive?: boolean };
  ProviderProfile: { user: Parse.User; specialty?: string; clinic?: string; contact?: Record<string, unknown> };
  CareAssignment: { patient: Parse.Object<AskedFields['PatientProfile']>; provider: Parse.User; startsAt?: Date; endsAt?: Date };
  Message: { from: Parse.User; to: Parse.User; patient?: Parse.Object<AskedFields['PatientProfile']>; conversationId?: string; body?: string; attachments?: Parse.File[]; isRead: boolean; status?: 'sent' | 'delivered' | 'read'; sentAt?: Date };
  Appointment: { patient: Parse.Object<AskedFields['PatientProfile']>; provider: Parse.User; startAt: Date; endAt?: Date; location?: string; status?: string; reason?: string };
  EmergencyAccess: { patient: Parse.Object<AskedFields['PatientProfile']>; reason: string; expiresAt?: Date; endedAt?: Date };
  Notification: { recipient: Parse.User; kind: string; entityType: string; entityId: string; isRead?: boolean };
  RoleRequest: { user: Parse.User; role: string; status?: 'pending' | 'approved' | 'rejected' | 'revoked' };
}

type Asked<F extends object> = Parse.Object<F> & { readonly __types?: Types<F, never> };

const asked = <Name extends keyof AskedFields>(name: Name) => classOf(name) as ModelClass<Asked<AskedFields[Name]>>;

export const PatientProfile = asked('PatientProfile');
export const ProviderProfile = asked('ProviderProfile');
export const CareAssignment = asked('CareAssignment');
export const Message = asked('Message');
export const Appointment = asked('Appointment');
export const EmergencyAccess = asked('EmergencyAccess');
export const Notification = asked('Notification');
export const RoleRequest = asked('RoleRequest');

export type RowOf<C> = C extends ModelClass<infer T> ? Row<T> : never;
export type PatientRow = RowOf<typeof PatientProfile>;
export type ProviderRow = RowOf<typeof ProviderProfile>;

/** The class, where it has the fields that are asked of it, and else what it lacks or has otherwise. */
type Fitting<C, F> = C extends ModelClass<infer T>
  ? [Exclude<keyof F, keyof Fields<T>>] extends [never] ? (Pick<Fields<T>, keyof F & keyof Fields<T>> extends F ? C : { otherwise: F }) : { lacks: Exclude<keyof F, keyof Fields<T>> }
  : never;

/** A part's classes as the pieces ask for them. */
export type Fit<Classes> = { [Name in keyof Classes]: Name extends keyof AskedFields ? Fitting<Classes[Name], AskedFields[Name]> : never };

/** Says of a part's classes that they fit. */
export const fit = <Classes>(_classes: Classes & Fit<Classes>): void => {};
