import type { Routes } from '@perennial/contracts';
import type { commandLineActs } from '@perennial/contracts/staff';

type ActionsOf<Group> = { [Name in keyof Group]: Group[Name] extends { readonly audit: infer A } ? A : never };
type OfGroup<Group> = ActionsOf<Group>[keyof Group];

/** Names under which acts are written down. The contract has the list, because people filter the log by them. */
export type AuditAction =
  | { [Name in keyof Routes]: OfGroup<Routes[Name]> }[keyof Routes]
  | (typeof commandLineActs)[number];
