import type { QueryClient } from '@tanstack/react-query';
import { ensure } from '../../../api/ensure.ts';
import type { ProgramView } from '../../../facet/program-places.ts';
import { programQuery } from '../../../stages/program-query.ts';
import { changesQuery } from '../changes/change-queries.ts';
import { programQueries } from '../page/program-queries.ts';

/** What the panel of a version is drawn with. */
export function versionQueries(version: number, against: number | undefined) {
  const changes = changesQuery(against === undefined ? { to: version } : { from: against, to: version });
  return [programQueries.version(version), changes] as const;
}

/** Asks for the list of versions, and for what the panel beside it shows. */
export async function loadVersions(client: QueryClient, view: ProgramView): Promise<void> {
  await Promise.all([ensure(client, programQueries.versions()), loadShown(client, view)]);
}

/** A version that there is not is told by the panel, which leaves the list to choose another one from. */
async function loadShown(client: QueryClient, { version, against }: ProgramView): Promise<void> {
  const shown = version ?? (await ensure(client, programQuery())).version;
  const [summary, changes] = versionQueries(shown, against);
  await Promise.allSettled([ensure(client, summary), ensure(client, changes)]);
}
