import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { isRecord } from '../../../api/is-record.ts';
import type { ShownProblem } from '../../../api/problem-of.ts';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { readCondition, writeCondition } from '../../../conditions/address-condition.ts';
import type { Webhook } from '../said/webhook-queries.ts';

export type WebhookSaid = RouteInput<Routes['webhooks']['create']>['body'];

/** What the form holds. */
export interface WebhookValues {
  readonly name: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly whom: WhomValue;
  readonly identities: readonly string[];
  readonly perSecondMax: number;
  readonly timeoutSeconds: number;
}

/** Of whom events are told; what was written of a condition stays while the other choice is looked at. */
export interface WhomValue {
  readonly isNarrowed: boolean;
  readonly condition: DocumentCondition | undefined;
}

const secondMs = 1_000;

/** What stands in the form at first; what is not said is as the server would have it. */
export function valuesOf(webhook: Webhook): WebhookValues {
  const { name, url, types, condition, identities, perSecondMax, timeoutMs } = webhook;
  return {
    name,
    url,
    types,
    whom: { isNarrowed: condition !== null, condition: conditionOf(condition) },
    identities,
    perSecondMax,
    timeoutSeconds: timeoutMs / secondMs,
  };
}

/** The condition of a webhook as the console's parts take it. */
export function conditionOf(value: Webhook['condition']): DocumentCondition | undefined {
  return isRecord(value) ? readCondition(JSON.stringify(value)) : undefined;
}

export function saidOf({ whom, timeoutSeconds, types, identities, ...rest }: WebhookValues): WebhookSaid {
  return {
    ...rest,
    types: [...types],
    identities: [...identities],
    timeoutMs: Math.round(timeoutSeconds * secondMs),
    condition: whom.isNarrowed && whom.condition !== undefined ? asJson(whom.condition) : null,
  };
}

function asJson(condition: DocumentCondition): NonNullable<WebhookSaid['condition']> {
  const value: NonNullable<WebhookSaid['condition']> = JSON.parse(writeCondition(condition));
  return value;
}

type Field = keyof WebhookValues;

/** Where what the wire calls so is mended. */
const fieldOfPart: Readonly<Partial<Record<string, Field>>> = {
  name: 'name',
  url: 'url',
  types: 'types',
  condition: 'whom',
  identities: 'identities',
  perSecondMax: 'perSecondMax',
  timeoutMs: 'timeoutSeconds',
};

/** Who may not see personal data in clear may not have it sent either. */
const identitiesForbidden = 'webhook.identities_forbidden';

export interface FieldProblem {
  readonly name: Field;
  readonly errors: string[];
}

/** What the server found wrong, at the fields that it is about. */
export function fieldProblems({ title, code, errors }: ShownProblem): readonly FieldProblem[] {
  const byField = new Map<Field, string[]>();
  for (const { path, message } of errors) {
    const part = path.split(/[/#]/).find((one) => fieldOfPart[one] !== undefined);
    const field = part === undefined ? undefined : fieldOfPart[part];
    if (field !== undefined) byField.set(field, [...(byField.get(field) ?? []), message]);
  }
  if (code === identitiesForbidden) byField.set('identities', [title]);
  return [...byField].map(([name, messages]) => ({ name, errors: messages }));
}
