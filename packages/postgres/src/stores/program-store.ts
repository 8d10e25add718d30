import { createHash } from 'node:crypto';
import { ProgramOvertakenError } from '@perennial/engine';
import { budgetsOf, type Facets, type ProgramDocuments } from '@perennial/domain';
import type { Overrun, ProgramStore, PublishedVersion, PublishRequest, StoredProgramVersion } from '@perennial/engine';
import type { Database, Sql } from '../database/database.ts';
import { loadProgramVersions } from '../fold-store/fold-store.ts';
import { readInstallation } from '../sql/installation/installation.ts';
import {
  insertProgramDocuments,
  insertProgramVersion,
  liftAllHeads,
  lockAllHeads,
  lockProgramVersions,
  readLatestVersion,
  readProgramVersions,
  type ProgramVersionRow,
} from '../sql/program/program-versions.ts';
import { settleBudgets } from './settle-budgets.ts';

/** JSON with keys in code-point order, so that the same content has the same hash wherever it was written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function storedDocuments(documents: PublishRequest['documents']): { path: string; hash: string; body: string }[] {
  return Object.entries(documents).map(([path, document]) => {
    const body = canonicalJson(document);
    return { path, hash: createHash('sha256').update(body).digest('hex'), body };
  });
}

function publishedOf(row: ProgramVersionRow): PublishedVersion {
  return {
    version: row.version,
    effectiveAt: row.effective_at,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    note: row.note,
    restores: row.restores,
    manifest: JSON.parse(row.manifest) as Record<string, string>,
  };
}

/** Nobody publishes beside: publishers come one after the other from here on, before any of them holds a slice or a head. */
async function beginPublishing(sql: Sql, { follows }: Pick<PublishRequest, 'follows'>): Promise<void> {
  await lockProgramVersions(sql);
  const latest = await readLatestVersion(sql);
  if (follows !== undefined && follows !== latest)
    throw new ProgramOvertakenError(`version ${latest} was published after version ${follows}`);
}

/** Fills in what the documents say there is. */
async function settle(sql: Sql, documents: ProgramDocuments, facets: Facets): Promise<readonly Overrun[]> {
  const installation = await readInstallation(sql);
  if (installation === null) throw new Error('the installation has not been set up');
  const budgets = budgetsOf(documents, { facets, zone: installation.zone });
  return settleBudgets(sql, budgets, installation.shard_count);
}

async function insertVersion(
  sql: Sql,
  request: PublishRequest,
  use: { readonly effectiveAt: number; readonly revisions: Revisions },
): Promise<PublishedVersion> {
  const latest = await readLatestVersion(sql);
  const documents = storedDocuments(request.documents);
  await insertProgramDocuments(sql, documents);
  const row: ProgramVersionRow = {
    version: latest + 1,
    manifest: JSON.stringify(Object.fromEntries(documents.map(({ path, hash }) => [path, hash]))),
    effective_at: use.effectiveAt,
    published_at: request.publishedAt,
    published_by: request.publishedBy,
    note: request.note,
    restores: request.restores,
    revisions: JSON.stringify(use.revisions),
  };
  await insertProgramVersion(sql, row);
  return publishedOf(row);
}

type Revisions = { readonly [facet: string]: number };

function revisionsOf({ list }: Facets): Revisions {
  return Object.fromEntries(list.map(({ name, revision }) => [name, revision]));
}

/** Whether this release computes something otherwise than the one that published those revisions. */
function isBehind(revisions: Revisions, { list }: Facets): boolean {
  return list.some(({ name, revision }) => revision > (revisions[name] ?? 1));
}

async function readLatest(sql: Sql): Promise<StoredProgramVersion | undefined> {
  return (await loadProgramVersions(sql, (await readLatestVersion(sql)) - 1)).at(-1);
}

/** Program versions on PostgreSQL. Documents are stored once by the SHA-256 of their canonical JSON. */
export function createProgramStore(database: Database, facets: Facets): ProgramStore {
  const revisions = revisionsOf(facets);
  return {
    async ensureFirst(request) {
      await database.transaction({ name: 'first-program' }, async (sql) => {
        // Two processes that start at once: the second finds the first one's version under the table lock.
        await beginPublishing(sql, {});
        if ((await readLatestVersion(sql)) !== 0) return;
        await settle(sql, request.documents, facets);
        await insertVersion(sql, request, { effectiveAt: 0, revisions });
      });
    },
    publish: (request) =>
      database.transaction({ name: 'publish' }, async (sql) => {
        await beginPublishing(sql, request);
        const overruns = await settle(sql, request.documents, facets);
        await lockAllHeads(sql);
        return {
          ...(await insertVersion(sql, request, { effectiveAt: await liftAllHeads(sql), revisions })),
          overruns,
        };
      }),
    async ensureRevisions(request) {
      return database.transaction({ name: 'revisions' }, async (sql) => {
        // Before the latest version is looked at: two processes that start at once publish one.
        await beginPublishing(sql, {});
        const latest = await readLatest(sql);
        if (latest === undefined || !isBehind(latest.revisions, facets)) return null;
        const { documents } = latest;
        await lockAllHeads(sql);
        const effectiveAt = await liftAllHeads(sql);
        return insertVersion(sql, { ...request, documents, restores: null }, { effectiveAt, revisions });
      });
    },
    async ensureBudgets() {
      return database.transaction({ name: 'budgets' }, async (sql) => {
        await beginPublishing(sql, {});
        const latest = await readLatest(sql);
        return latest === undefined ? [] : settle(sql, latest.documents, facets);
      });
    },
    async versions() {
      return (await readProgramVersions(database, 0)).map(publishedOf);
    },
    async documentsOf(version) {
      const [found] = await loadProgramVersions(database, version - 1);
      return found !== undefined && found.version === version ? found.documents : null;
    },
  };
}
