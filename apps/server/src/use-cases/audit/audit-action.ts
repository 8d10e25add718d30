import type { Routes } from '@perennial/contracts';
import type { unroutedActs } from '@perennial/contracts/staff';

type ActionsOf<Group> = { [Name in keyof Group]: Group[Name] extends { readonly audit: infer A } ? A : never };
type OfGroup<Group> = ActionsOf<Group>[keyof Group];

type OfRoutes = { [Name in keyof Routes]: OfGroup<Routes[Name]> }[keyof Routes];

/**
 * Names under which acts are written down. The contract has the list, because people filter the log by them; beside it stands what nobody
 * may ask for over the network.
 */
export type AuditAction = OfRoutes | (typeof unroutedActs)[number];
