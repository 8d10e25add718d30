import type { RouteAnswer, Routes } from '@perennial/contracts';
import { explainStage, fieldValueOf, isSharedCard, parseAttributeKey, toNullableInstant } from '@perennial/domain';
import type {
  ExplainedClause,
  ExplainedLifecycle,
  FactValue,
  FieldCatalogue,
  FieldDefinition,
  FoldContext,
  MemberAsOf,
  MemberWork,
} from '@perennial/domain';
import type { MemberFigures } from '@perennial/engine';
import { maskedLabel, maskIdentity, maskName } from '../personal-data/masking.ts';
import type { PersonalData } from '../personal-data/personal-reader.ts';
import type { CausingFact } from '@perennial/postgres/reading';
import { readJson } from '../members/list-timeline.ts';
import { labelOf } from '../program/previews.ts';

type Profile = RouteAnswer<Routes['members']['get']>;
type Explained = RouteAnswer<Routes['members']['explain']>['lifecycles'][number];
type Clause = NonNullable<Explained['stages'][number]['clause']>;
type Sight = 'masked' | 'clear';
/** By `attributeKey`. */
type Registers = MemberWork['rows']['attributes'] | MemberFigures['registers'];

/** What to call a member: her strongest identity, masked, else the end of her id. */
export function labelFrom(id: string, secrets: PersonalData): string {
  const strongest = secrets.identities.find((identity) => identity.value !== '');
  return (strongest && maskedLabel(strongest.type, strongest.value)) ?? labelOf(id);
}

export function identitiesOf(secrets: PersonalData, sight: Sight): Profile['identities'] {
  return secrets.identities.map((identity) => ({
    type: identity.type,
    value: sight === 'clear' ? identity.value : maskIdentity(identity.type, identity.value),
    isMasked: sight === 'masked',
    linkedAt: identity.linkedAt,
  }));
}

/** Attributes as facts set them; personal ones are references, opened only for who may see them. */
export function attributesOf(rows: Registers, secrets: PersonalData, sight: Sight): Profile['attributes'] {
  return [...rows].flatMap(([key, row]): Profile['attributes'] => {
    const { kind, name } = parseAttributeKey(key);
    const value = readJson(row.value);
    if (kind !== 'attribute' || value === null) return [];
    const secret = secretNameOf(value);
    const updatedAt = row.occurredAt;
    if (secret === undefined) return [{ name, value, isPersonal: false, updatedAt }];
    return [{ name, value: openValue(secrets, secret, sight), isPersonal: true, updatedAt }];
  });
}

function secretNameOf(value: FactValue): string | undefined {
  if (typeof value !== 'object' || value === null || !('$secret' in value)) return undefined;
  return typeof value.$secret === 'string' ? value.$secret : undefined;
}

function openValue(secrets: PersonalData, name: string, sight: Sight): FactValue {
  const opened = secrets.values.get(name);
  if (opened === undefined) return null;
  const value = readJson(opened.json);
  return sight === 'clear' ? value : maskName(typeof value === 'string' ? value : '');
}

export function registersOf(rows: Registers): Pick<Profile, 'tags' | 'consents'> {
  const registers = [...rows].map(([key, row]) => ({ ...parseAttributeKey(key), row }));
  return {
    tags: registers.filter(({ kind, row }) => kind === 'tag' && row.value === 'true').map(({ name }) => name),
    consents: registers
      .filter(({ kind }) => kind === 'consent')
      .map(({ name, row }) => ({ topic: name, isGranted: row.value === 'true', updatedAt: row.occurredAt })),
  };
}

/** Every metric that has a history, at the instant asked for. */
export function metricsOf(
  work: MemberWork,
  then: MemberAsOf,
  createdAt: number,
): Pick<Profile, 'metrics' | 'isSharedCard' | 'joinedAt'> {
  const { activity, asOfAt, program } = then;
  const subject = { activity, attributes: work.rows.attributes, standings: then.lifecycle.standings };
  const fields = program.catalogue.fields.filter((field) => field.isTimeline);
  return {
    isSharedCard: isSharedCard(work.activity),
    joinedAt: toNullableInstant(activity.registeredAt) ?? toNullableInstant(activity.firstAt) ?? createdAt,
    metrics: fields.map((field) => ({
      field: field.field,
      value: toWire(field, fieldValueOf(field, { subject, at: asOfAt })),
    })),
  };
}

export function stagesOf(work: MemberWork, then: MemberAsOf, context: FoldContext): Profile['stages'] {
  return explainStage(work, then.asOfAt, context).map((one) => ({
    lifecycle: one.lifecycle,
    stage: one.stage,
    since: one.since,
    isReactivated: then.lifecycle.standings.some(
      (standing) => standing.lifecycle === one.lifecycle && standing.reactivations > 0,
    ),
    next: one.next,
  }));
}

/** An explanation as it goes out. Instants that clauses saw are ISO 8601 text there, because a JSON number would not say so. */
export function toLifecycle(
  { cause, ...lifecycle }: ExplainedLifecycle,
  catalogue: FieldCatalogue,
  /** The facts with which her stages were recorded, by position. */
  facts: ReadonlyMap<number, CausingFact>,
): Explained {
  return {
    ...lifecycle,
    name: { ...lifecycle.name },
    cause: cause === null ? null : toCause(cause, facts),
    stages: lifecycle.stages.map((stage) => ({
      ...stage,
      name: { ...stage.name },
      clause: stage.clause === null ? null : toClause(stage.clause, catalogue),
    })),
  };
}

function toCause(
  { causeKind, causeAt, causePosition }: NonNullable<ExplainedLifecycle['cause']>,
  facts: ReadonlyMap<number, CausingFact>,
): Explained['cause'] {
  const fact = causeKind === 'fact' ? facts.get(causePosition) : undefined;
  return { kind: causeKind, at: causeAt, type: fact?.type ?? null, occurredAt: fact?.occurredAt ?? null };
}

function toClause(clause: ExplainedClause, catalogue: FieldCatalogue): Clause {
  if (clause.kind === 'group') return { ...clause, clauses: clause.clauses.map((one) => toClause(one, catalogue)) };
  return { ...clause, actual: toWire(catalogue.find(clause.resolvedField), clause.actual) };
}

function toWire(field: FieldDefinition | undefined, value: FactValue): FactValue {
  return field?.type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value;
}
