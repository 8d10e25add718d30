import { documentMessage } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { createFieldCatalogue, lifecyclePresets, parseProgram, toDocument } from '@perennial/domain';
import type { FieldDefinition, ProgramDocuments } from '@perennial/domain';
import type { ProgramStore, PublishedVersion } from '@perennial/engine';
import type { Sql } from '@perennial/postgres';
import { readIdentityHoldings } from '@perennial/postgres/reading';
import type { Jobs } from '../kernel/jobs.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import { createDraftHandlers } from './drafts.ts';
import { createPreviewHandlers } from './previews.ts';
import type { PreviewMembers, PreviewResult } from './previews.ts';
import { createPublishHandlers } from './publishing.ts';

export interface ProgramDependencies {
  readonly sql: Sql;
  readonly store: ProgramStore;
  readonly previews: Jobs<PreviewResult>;
  readonly previewMembers: PreviewMembers;
  /** Members not yet folded under `version`, and all members. */
  readonly countBehind: (version: number) => Promise<{ readonly behind: number; readonly members: number }>;
  /** Called after a version was published, so that this process folds under it at once. */
  readonly onPublished: (version: number) => void;
  readonly now: () => number;
}

/** The program: its versions, drafts, previews, publishing. */
export function createProgramHandlers(dependencies: ProgramDependencies): GroupHandlers<'program'> {
  const { store } = dependencies;
  const find = async (version: number | undefined) => {
    const versions = await store.versions();
    const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (found === undefined) return null;
    const documents = await store.documentsOf(found.version);
    return documents === null ? null : { ...found, documents };
  };
  const show = async (version: number | undefined) => {
    const found = await find(version);
    if (found === null) throw new ProblemError('program.version_not_found');
    return { ...toSummary(found), documents: { ...found.documents } };
  };
  return {
    ...createDraftHandlers({ sql: dependencies.sql, documentsOf: find, now: dependencies.now }),
    ...createPreviewHandlers(dependencies),
    ...createPublishHandlers(dependencies),
    current: () => show(undefined),
    version: ({ params }) => show(params.version),
    versions: async ({ query }) => {
      const [before] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER]);
      const older = (await store.versions()).filter((one) => one.version < before).toReversed();
      return toPage(older, query.limit, { item: toSummary, cursor: (one) => [one.version] });
    },
    fields: async () => ({ items: fieldsOf((await find(undefined))?.documents ?? {}).map(toField) }),
    presets: async () => ({
      items: lifecyclePresets.map((preset) => ({
        id: preset.id,
        name: preset.name,
        lifecycle: toDocument(preset.lifecycle),
      })),
    }),
    identityHoldings: async ({ query }) => {
      const family = query.type.endsWith(':*') ? query.type.slice(0, -1) : null;
      const except = query.except ?? [];
      return { items: await readIdentityHoldings(dependencies.sql, { type: query.type, prefix: family, except }) };
    },
    validate: async ({ body }) => checkDocuments(body.documents),
  };
}

/** Every problem of the documents, said in both languages. */
export function checkDocuments(documents: ProgramDocuments): RouteAnswer<Routes['program']['validate']> {
  const parsed = parseProgram(documents);
  if (parsed.isValid) return { isValid: true, issues: [] };
  const issues = parsed.problems.map((problem) => ({
    document: problem.document,
    path: problem.path,
    code: problem.code,
    message: { ...documentMessage(problem) },
  }));
  return { isValid: false, issues };
}

function toSummary(version: PublishedVersion) {
  const { effectiveAt, publishedAt, publishedBy, note, restores } = version;
  return { version: version.version, effectiveAt, publishedAt, publishedBy, note, restores };
}

/** The fields of the program in force, with its own metrics; those that every program has while there is none. */
function fieldsOf(documents: ProgramDocuments): readonly FieldDefinition[] {
  const parsed = parseProgram(documents);
  return (parsed.isValid ? parsed.program.catalogue : createFieldCatalogue({ metrics: [], lifecycles: [] })).fields;
}

function toField(field: FieldDefinition) {
  return {
    field: field.field,
    class: field.class,
    type: field.type,
    unit: field.unit,
    group: field.group,
    label: { ...field.label },
    operators: [...field.operators],
    isTimeline: field.isTimeline,
    windowDaysMin: field.windowDaysMin,
    numberMax: field.numberMax,
  };
}
