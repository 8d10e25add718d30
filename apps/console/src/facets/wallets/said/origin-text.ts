import type { TFunction } from 'i18next';
import { factName } from '../../../i18n/names.ts';
import { commandText } from './decision-text.ts';
import type { Entry, Lot } from '../asked/queries.ts';

/** A decision is told by what was decided. */
const originKinds = ['yearly', 'monthly', 'opening', 'transfer', 'merge'] as const;
const causeKinds = ['fact', 'decision', 'wake', 'merge', 'split', 'program', 'refold', 'erase'] as const;

/** What units came of, in words; '' where nothing is named, and of an order, which is led to. */
export function originText({ kind, id }: Lot['origin'], t: TFunction): string {
  const known = originKinds.find((one) => one === kind);
  return known === undefined ? '' : t(`wallets.originKind.${known}`, { id });
}

/** With what an entry was recorded: the event, the command, or what time did. */
export function causeText({ kind, type }: Entry['cause'], t: TFunction): string {
  if (kind === 'fact' && type !== '') return factName(type, t);
  if (kind === 'decision' && type !== '') return commandText(type, t);
  const known = causeKinds.find((one) => one === kind);
  return known === undefined ? kind : t(`wallets.causeKind.${known}`);
}
