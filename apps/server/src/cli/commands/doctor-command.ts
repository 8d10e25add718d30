import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readFoldLag } from '@perennial/postgres';
import { listParked } from '@perennial/postgres/reading';
import { createReadiness } from '../../platform/readiness.ts';
import { readServerAddress } from '../../stores/index.ts';
import { describeFold } from '../../use-cases/operation/fold-finding.ts';
import { readVersion } from '../../version.ts';
import { defineCommand } from '../command/command.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { hasInstallation, withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

type Verdict = 'ok' | 'warning' | 'wrong';

interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check this installation and say what is wrong',
  details: ['Exit code 1 when something is wrong. It holds no personal data, so it may be sent along with a report.'],
  args: [],
  options: {},
  async run(call) {
    const findings = [
      checkNode(),
      checkFolder(call.config.dataFolder),
      await checkSpace(call.config.dataFolder),
      checkConsole(),
    ];
    findings.push(...(await checkPlatform(call)));
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

function checkNode(): Finding {
  const isRecent = Number(process.versions.node.split('.')[0]) >= 26;
  return { check: 'Node', verdict: isRecent ? 'ok' : 'wrong', detail: process.versions.node };
}

function checkFolder(folder: string): Finding {
  const check = 'data folder';
  if (!existsSync(folder)) return { check, verdict: 'ok', detail: `${folder}, made on the first start` };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return { check, verdict: 'wrong', detail: `${folder} cannot be written by this user` };
  }
  const keys = join(folder, 'keys.json');
  if (existsSync(keys) && process.platform !== 'win32' && (statSync(keys).mode & 0o077) !== 0) {
    return { check, verdict: 'wrong', detail: `others can read ${keys}: chmod 600` };
  }
  return { check, verdict: 'ok', detail: folder };
}

const freeBytesMin = 1024 ** 3;

async function checkSpace(folder: string): Promise<Finding> {
  const check = 'disk';
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : '.');
  const detail = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`;
  return { check, verdict: bavail * bsize < freeBytesMin ? 'warning' : 'ok', detail };
}

function checkConsole(): Finding {
  const isBuilt = existsSync(new URL('../../../../console/dist/index.html', import.meta.url));
  return {
    check: 'console',
    verdict: isBuilt ? 'ok' : 'warning',
    detail: isBuilt ? 'built' : 'not built: npm run build',
  };
}

async function checkPlatform(call: Call<OptionSpecs>): Promise<readonly Finding[]> {
  if (!hasInstallation(call.config))
    return [
      {
        check: 'stores',
        verdict: 'warning',
        detail: 'none here yet: `npx perennial start` makes them, or --data names their folder',
      },
    ];
  try {
    return await withPlatform(call, { name: 'doctor', needsWork: false }, async (platform) => [
      {
        check: 'stores',
        verdict: 'ok' as const,
        detail: `${platform.stores.mode}; ${call.config.databaseUrl === undefined ? 'embedded' : 'external'} PostgreSQL`,
      },
      checkServer(call),
      ...(await checkStores(platform)),
      await checkFold(platform),
      await checkParked(platform),
    ]);
  } catch (error) {
    return [{ check: 'stores', verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) }];
  }
}

function checkServer({ config }: Call<OptionSpecs>): Finding {
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

async function checkStores(platform: CommandPlatform): Promise<readonly Finding[]> {
  const checks = createReadiness(platform, undefined).filter((check) => check.name !== 'fold');
  return Promise.all(
    checks.map(async (one): Promise<Finding> => {
      const { name } = one;
      try {
        await within(checkMsMax, one.check(AbortSignal.timeout(checkMsMax)));
        return { check: name, verdict: 'ok', detail: 'answers' };
      } catch (error) {
        return { check: name, verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

const checkMsMax = 5_000;

/** A store that takes connections and does not answer is a finding, not a reason to wait. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const isDone = await Promise.race([work.then(() => true), delay(ms, false, { ref: false })]);
  if (!isDone) throw new Error(`no answer within ${ms / 1000} s`);
}

async function checkFold({ database, installation, stores }: CommandPlatform): Promise<Finding> {
  const { steps, oldest_at: oldestAt } = await readFoldLag(database);
  const found = describeFold({ steps, oldestAt, isGuest: stores.mode === 'guest', now: Date.now() });
  const { zone, currency, shard_count: shards } = installation;
  const detail = `${found.detail}; zone ${zone}, currency ${currency}, ${shards} shards`;
  return { check: 'fold', verdict: found.verdict, detail };
}

const parkedShownMax = 5;
const parkedMax = 10_000;

/** Whose step could not be applied. Everybody else goes on; she stays as she was until somebody mends it and retries. */
async function checkParked({ database }: CommandPlatform): Promise<Finding> {
  const parked = await listParked(database, parkedMax);
  const check = 'parked members';
  if (parked.length === 0) return { check, verdict: 'ok', detail: 'none' };
  const shown = parked.slice(0, parkedShownMax).map((row) => {
    const since = new Date(row.parked_at).toISOString();
    return `\n           ${row.member_id} since ${since}, step ${row.shard}/${row.position}: ${row.error.split('\n', 1)[0]}`;
  });
  const detail = `${parked.length}; when it is mended: perennial members retry${shown.join('')}`;
  return { check, verdict: 'wrong', detail };
}
