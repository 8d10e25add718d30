import { existsSync } from 'node:fs';
import { readDeliveryPause } from '@perennial/postgres/backup';
import { erasureJournalOf } from '../../composition/erasure-journal.ts';
import { createReadiness } from '../../platform/readiness.ts';
import { lensOwnerOf } from '../../lens/lens-owner.ts';
import { originalOf, readServerAddress } from '../../stores/index.ts';
import { checkBackup } from '../../use-cases/operation/check-backup.ts';
import { checkFolderIdentity } from '../../use-cases/operation/check-folder.ts';
import { checkInstallation } from '../../use-cases/operation/check-installation.ts';
import { checkMachine } from '../../use-cases/operation/check-machine.ts';
import { checkLensContent } from '../../use-cases/operation/lens/check-lens-content.ts';
import { repairLens } from '../../use-cases/operation/lens/repair-lens.ts';
import { checkSignIn } from '../../use-cases/operation/check-sign-in.ts';
import type { Finding } from '../../use-cases/operation/finding.ts';
import { readVersion } from '../../version.ts';
import { defineCommand } from '../command/command.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { count } from '../command/amounts.ts';
import { hasInstallation, withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check this installation and say what is wrong',
  details: [
    'Exit code 1 when something is wrong. It holds no personal data, so it may be sent along with a report.',
    'What the lens lost is shipped again from PostgreSQL, by the running server where there is one; repairing twice changes nothing.',
  ],
  args: [],
  options: { repair: { type: 'boolean', help: 'ship again what the lens lost' } },
  async run(call) {
    const findings: readonly Finding[] = [
      ...(await checkMachine(call.config.dataFolder)),
      checkConsole(),
      ...(await checkPlatform(call)),
    ];
    const value = {
      version: readVersion(),
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      findings,
    };
    const marks = { ok: 'ok     ', warning: 'warning', wrong: 'WRONG  ' } as const;
    await call.out.result(
      value,
      findings.map((one) => `${marks[one.verdict]}  ${one.check}: ${one.detail}`).join('\n'),
    );
    return findings.some((one) => one.verdict === 'wrong') ? 1 : 0;
  },
});

interface DoctorCall extends Omit<Call<OptionSpecs>, 'options'> {
  readonly options: { readonly repair: boolean };
}

function checkConsole(): Finding {
  const isBuilt = existsSync(new URL('../../../../console/dist/index.html', import.meta.url));
  return {
    check: 'console',
    verdict: isBuilt ? 'ok' : 'warning',
    detail: isBuilt ? 'built' : 'not built: npm run build',
  };
}

async function checkPlatform(call: DoctorCall): Promise<readonly Finding[]> {
  if (!hasInstallation(call.config))
    return [
      {
        check: 'stores',
        verdict: 'warning',
        detail: 'none here yet: `npx perennial start` makes them, or --data names their folder',
      },
    ];
  try {
    return await withPlatform(call, { name: 'doctor', needsWork: call.options.repair }, async (platform) => [
      ...(call.options.repair ? await repair(platform, call) : []),
      {
        check: 'stores',
        verdict: 'ok' as const,
        detail: `${platform.stores.mode}; ${call.config.databaseUrl === undefined ? 'embedded' : 'external'} PostgreSQL`,
      },
      ...(await checkFolderIdentity({
        dataFolder: call.config.dataFolder,
        original: originalOf(call.config.dataFolder),
        installationId: platform.installation.id,
        owner: lensOwnerOf(platform.database, platform.installation),
        openLens: () => platform.stores.openLens(),
      })),
      checkServer(call),
      ...(await checkBackup({
        database: platform.database,
        erasureJournal: erasureJournalOf(platform),
        delivery: { readPause: () => readDeliveryPause(platform.database) },
        daysMax: call.config.backupDaysMax,
        now: platform.clock.now(),
      })),
      ...(await checkSignIn({ ...call.config, database: platform.database, now: platform.clock.now })),
      ...(await checkInstallation({
        ...platform,
        isGuest: platform.stores.mode === 'guest',
        stores: createReadiness(platform, undefined).filter((check) => check.name !== 'fold'),
      })),
      await checkLensContent({
        database: platform.database,
        facets: platform.programs.facets,
        openLens: () => platform.stores.openLens(),
      }),
    ]);
  } catch (error) {
    return [{ check: 'stores', verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** What stands in the way of it is a finding; what was lost and is back is none. */
async function repair(platform: CommandPlatform, { out, signal }: DoctorCall): Promise<readonly Finding[]> {
  const { database, programs, stores } = platform;
  try {
    const onProgress = ({ ranges, members }: { readonly ranges: number; readonly members: number }) =>
      out.progress(`shipping again  ${count(ranges)} ranges  ${count(members)} members`);
    await repairLens({ database, facets: programs.facets, lens: await stores.openLens() }, { signal, onProgress });
    return [];
  } catch (error) {
    return [{ check: 'repair', verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) }];
  } finally {
    out.progress(null);
  }
}

function checkServer({ config }: DoctorCall): Finding {
  const address = readServerAddress(config.dataFolder);
  return {
    check: 'server',
    verdict: 'ok',
    detail:
      address === undefined
        ? 'none runs on this data folder'
        : `announced on port ${address.port} by process ${address.pid}`,
  };
}
