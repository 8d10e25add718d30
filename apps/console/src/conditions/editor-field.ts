import { createContext, useContext } from 'react';
import { isRecord } from '../api/is-record.ts';
import type { DocumentRule } from './builder-query.ts';
import type { FieldView } from './condition-text.ts';

/** One of the values that a field takes, by what it is called. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A field as an editor offers it. */
export interface EditorField {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly unit: string;
  readonly group: string;
  readonly operatorNames: readonly string[];
  /** Least window that may be asked, days. */
  readonly windowDaysMin: number;
  /** Its values, where they are known; else any text is taken. */
  readonly choices?: readonly Choice[];
  /** Why it cannot be used now. */
  readonly refusal?: string;
  /** Why its windows are of days only; absent where they may follow a rhythm. */
  readonly rhythmRefusal?: string;
}

/** The fields that a condition may be of. */
export interface FieldSet {
  readonly fields: readonly EditorField[];
  /** Also those of families (tags, attributes, consents), which no list can name. */
  readonly find: (name: string) => EditorField | undefined;
  /** The fields of families that a typed text can name. */
  readonly named: (text: string) => readonly EditorField[];
}

export const fieldGroups = [
  'recency',
  'purchase',
  'stage',
  'profile',
  'activity',
  'metric',
  'wallets',
  'tiers',
  'event',
  'property',
  'tag',
  'attribute',
  'consent',
] as const;
export function viewOf({ name, kind, unit, label, choices }: EditorField): FieldView {
  return { field: name, type: kind, unit, label, ...(choices === undefined ? {} : { choices }) };
}

const noFields: FieldSet = { fields: [], find: () => undefined, named: () => [] };

/** What the controls inside an editor of conditions may offer. */
export const FieldSetContext = createContext<FieldSet>(noFields);

export function useFieldSet(): FieldSet {
  return useContext(FieldSetContext);
}

/** Why a clause cannot be asked now; undefined where it can, or where nobody knows its field. */
export function refusalOf({ field, value }: DocumentRule, fields: Pick<FieldSet, 'find'>): string | undefined {
  const known = fields.find(field);
  const followsRhythm = isRecord(value) && value['window'] !== 'days';
  return known?.refusal ?? (followsRhythm ? known?.rhythmRefusal : undefined);
}
