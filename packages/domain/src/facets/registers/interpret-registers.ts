import { messageNameOf } from '../../kernel/steps/message-name.ts';
import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import type { AttributeRow } from './rows.ts';

export const registerFactTypes = [
  'attributes.changed',
  'tag.added',
  'tag.removed',
  'consent.changed',
  'member.registered',
] as const;
export type RegisterFactType = (typeof registerFactTypes)[number];

export function isRegisterFactType(type: string): type is RegisterFactType {
  return registerFactTypes.some((known) => known === type);
}

/** Registers that one fact may write; a fact with more keeps the first ones, in the order of its payload. */
export const registersPerFactMax = 200;

/** What a fact writes into the member's registers. */
export function registerEvidence(step: FactStep): readonly AttributeRow[] {
  const { type } = step;
  if (!isRegisterFactType(type)) return [];
  const payload = step.payload();
  switch (type) {
    case 'member.registered':
    case 'attributes.changed':
      return attributesOf(step, payload['attributes']);
    case 'tag.added':
      return one(step, 'tag', { name: payload['tag'], value: true });
    case 'tag.removed':
      return one(step, 'tag', { name: payload['tag'], value: null });
    case 'consent.changed':
      return one(step, 'consent', { name: payload['topic'], value: payload['isGranted'] === true });
  }
}

interface Entry {
  readonly name: FactValue | undefined;
  readonly value: FactValue;
}

function one(step: FactStep, kind: AttributeRow['kind'], entry: Entry): readonly AttributeRow[] {
  if (typeof entry.name !== 'string' || entry.name === '') return [];
  return [row(step, kind, { name: entry.name, value: entry.value })];
}

function attributesOf(step: FactStep, attributes: FactValue | undefined): readonly AttributeRow[] {
  if (!isRecord(attributes)) return [];
  return Object.entries(attributes)
    .slice(0, registersPerFactMax)
    .map(([name, value]) => row(step, 'attribute', { name, value }));
}

function row(step: FactStep, kind: AttributeRow['kind'], entry: { name: string; value: FactValue }): AttributeRow {
  const value = JSON.stringify(entry.value);
  return { kind, name: entry.name, value, occurredAt: step.occurredAt, message: messageNameOf(step) };
}

function isRecord(value: FactValue | undefined): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
