import { isRecord } from '../api/is-record.ts';
import type { StageRole } from './stage-style.ts';

/** A lifecycle as the program's documents hold it. Read tolerantly: a draft may be half written. */
export interface LifecycleDocument {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly recencyOf: RecencyOf;
  readonly stages: readonly StageDocument[];
  /** Whatever else the document holds, kept when it is saved. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface StageDocument {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly role: StageRole;
  /** `#rrggbb`; anything else is left to the palette of the role. */
  readonly color?: string | undefined;
  /** Place in charts when it is not the place of precedence. */
  readonly order?: number | undefined;
  /** Null on the last stage, which takes whoever is left. */
  readonly condition: unknown;
  readonly rest: Readonly<Record<string, unknown>>;
}

export const recencyKinds = ['purchase', 'interaction', 'sign_in'] as const;
export type RecencyOf = (typeof recencyKinds)[number];
export const stageRoles = ['potential', 'alive', 'cooling', 'lost'] as const;

const pathPattern = /^lifecycles\/(.+)\.json$/;

export function pathOfLifecycle(id: string): string {
  return `lifecycles/${id}.json`;
}

/** All lifecycles of a set of program documents, by path. */
export function readLifecycles(documents: Readonly<Record<string, unknown>>): readonly LifecycleDocument[] {
  return Object.keys(documents)
    .filter((path) => pathPattern.test(path))
    .toSorted()
    .flatMap((path) => readLifecycle(documents[path]) ?? []);
}

export function readLifecycle(value: unknown): LifecycleDocument | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, recencyOf, stages, ...rest } = value;
  if (typeof id !== 'string' || !Array.isArray(stages)) return undefined;
  return {
    id,
    name: readName(name, id),
    recencyOf: recencyKinds.find((kind) => kind === recencyOf) ?? 'purchase',
    stages: stages.flatMap((stage: unknown) => readStage(stage) ?? []),
    rest,
  };
}

/** The document to save; what the console does not know is kept as it was. */
export function writeLifecycle(lifecycle: LifecycleDocument): Record<string, unknown> {
  const { id, name, recencyOf, stages, rest } = lifecycle;
  return { ...rest, id, name, recencyOf, stages: stages.map(writeStage) };
}

function readStage(value: unknown): StageDocument | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, role, color, order, condition, ...rest } = value;
  if (typeof id !== 'string') return undefined;
  return {
    id,
    name: readName(name, id),
    role: stageRoles.find((known) => known === role) ?? 'alive',
    ...(typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
    ...(typeof order === 'number' ? { order } : {}),
    condition: condition ?? null,
    rest,
  };
}

function writeStage({ id, name, role, color, order, condition, rest }: StageDocument): Record<string, unknown> {
  return {
    ...rest,
    id,
    name,
    role,
    ...(color === undefined ? {} : { color }),
    ...(order === undefined ? {} : { order }),
    condition,
  };
}

/** The stages in the order of charts and chips: by `order`, else by precedence. */
export function stagesInOrder(lifecycle: LifecycleDocument): readonly StageDocument[] {
  return lifecycle.stages
    .map((stage, index) => ({ stage, place: stage.order ?? index }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ stage }) => stage);
}

function readName(value: unknown, fallback: string): { en: string; zh: string } {
  if (!isRecord(value)) return { en: fallback, zh: fallback };
  return { en: textOr(value['en'], fallback), zh: textOr(value['zh'], fallback) };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
