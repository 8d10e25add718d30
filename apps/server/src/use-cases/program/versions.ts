import { catalogueOf, lifecyclePresets, toDocument } from '@perennial/domain';
import type { Facets, FieldDefinition, ProgramDocuments } from '@perennial/domain';
import type { ProgramStore, PublishedVersion } from '@perennial/engine';
import type { CallContext } from '../kernel/call-context.ts';
import { businessSightOf } from '../reading/sight.ts';
import { namesIn } from './stage-names.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';

/** Documents of a published version, or of the one in force; null when there is no such version. */
export type FindVersion = (
  version: number | undefined,
) => Promise<(PublishedVersion & { readonly documents: ProgramDocuments }) | null>;

export function createFindVersion(store: ProgramStore): FindVersion {
  return async (version) => {
    const versions = await store.versions();
    const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (found === undefined) return null;
    const documents = await store.documentsOf(found.version);
    return documents === null ? null : { ...found, documents };
  };
}

export type Versions = ReturnType<typeof createVersions>;

/** What was published, and what can be said in conditions under the version in force. */
export function createVersions({
  facets,
  store,
  findVersion,
}: {
  readonly facets: Facets;
  readonly store: ProgramStore;
  readonly findVersion: FindVersion;
}) {
  /** The version in force unless one is given. Throws `program.version_not_found`. */
  const get = async (version?: number) => {
    const found = await findVersion(version);
    if (found === null) throw new ProblemError('program.version_not_found');
    return { ...toSummary(found), documents: { ...found.documents } };
  };
  return {
    get,
    /** The version in force as its reader may see it. Throws `program.version_not_found`. */
    async current({ caller }: Pick<CallContext, 'caller'>) {
      const current = await get();
      if (businessSightOf(caller).rules) return current;
      return { ...current, note: '', documents: namesIn(current.documents) };
    },
    async list({ cursor, limit }: PageRequest) {
      const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
      const older = (await store.versions()).filter((one) => one.version < before).toReversed();
      return toPage(older, limit, { item: toSummary, cursor: (one) => [one.version] });
    },
    /** Of the program in force, with its own metrics; those that every program has while there is none. */
    fields: async () => catalogueOf((await findVersion(undefined))?.documents ?? {}, facets).fields.map(toField),
  };
}

/** Lifecycles to begin with. */
export function listPresets() {
  return lifecyclePresets.map((preset) => ({
    id: preset.id,
    name: preset.name,
    lifecycle: toDocument(preset.lifecycle),
  }));
}

function toSummary(version: PublishedVersion) {
  const { effectiveAt, publishedAt, publishedBy, note, restores } = version;
  return { version: version.version, effectiveAt, publishedAt, publishedBy, note, restores };
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
    isListed: field.lens !== null,
    isListedInPast: field.lens?.isKnownInPast === true,
    windowDaysMin: field.windowDaysMin,
    numberMax: field.numberMax,
  };
}
