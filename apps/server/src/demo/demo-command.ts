import { defineCommand, UsageError } from '../cli/command/command.ts';
import { count, duration } from '../cli/command/amounts.ts';
import type { Output } from '../cli/command/output.ts';
import { createLogger } from '../logging.ts';
import { waitUntilFolded, waitUntilShipped } from '../platform/platform.ts';
import type { Platform, Work } from '../platform/platform.ts';
import { runServer } from '../serving/run-server.ts';
import { makeDataFolder, refuseHalfRestored } from '../stores/index.ts';
import { createBrand, demoLocales } from './brand.ts';
import type { DemoLocale } from './brand.ts';
import { demoFolderDefault, refuseOwnFacts, refuseOwnFolder } from './demo-folder.ts';
import { readMarker, writeMarker } from './demo-marker.ts';
import { publishDemoProgram } from './demo-program.ts';
import { fillDemo } from './fill-demo.ts';
import type { DemoRecipe } from './fill-demo.ts';
import { redeemPoints } from './redeem-points.ts';

const membersDefault = 20_000;
const membersMax = 200_000;
const shipMsMax = 60_000;

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Make a brand with members and open the console',
  details: [
    'Two years of a brand that does not exist, sent through the real ingestion. A second run starts what the first one made.',
    'It has a folder of its own, and is never put into one that holds a membership.',
  ],
  args: [],
  dataFolderDefault: demoFolderDefault,
  options: {
    members: { type: 'integer', value: 'N', help: 'members; default 20000' },
    seed: { type: 'integer', value: 'S', help: 'the same seed tells the same stories; default 1' },
    locale: { type: 'string', value: 'LANG', help: 'language of names; default zh', choices: demoLocales },
    port: { type: 'integer', value: 'N', help: 'port to listen on; 0 takes a free one; default 4600' },
    'no-open': { type: 'boolean', help: 'do not open the browser' },
  },
  async run({ options, config, out, signal }) {
    const { port, members = membersDefault, seed = 1 } = options;
    if (members < 1 || members > membersMax) throw new UsageError(`--members takes a number from 1 to ${membersMax}.`);
    if (port !== undefined && port > 65_535) throw new UsageError('--port takes a number up to 65535.');
    const startedAt = performance.now();
    refuseHalfRestored(config.dataFolder);
    refuseOwnFolder(config.dataFolder, config.databaseUrl);
    const marker = readMarker(config.dataFolder);
    const locale: DemoLocale = options.locale === 'en' ? 'en' : 'zh';
    const recipe = marker ?? { seed, members, locale, endsAt: Date.now() };
    const { zone, currency } = createBrand(recipe.locale);
    // Before its database is made, so that one that is cut off there is still known as a demo.
    if (marker === undefined && config.databaseUrl === undefined) {
      makeDataFolder(config.dataFolder);
      writeMarker(config.dataFolder, { ...recipe, isComplete: false });
    }
    await runServer({
      config: { ...config, zone, currency, port: port ?? config.port },
      name: 'demo',
      logger: createLogger({
        level: config.logLevel === 'info' ? 'warn' : config.logLevel,
        destination: { write: (line) => out.note(line.trimEnd()) },
      }),
      out,
      signal,
      opensBrowser: !options['no-open'],
      alwaysSignIn: true,
      adopt: { zone, currency },
      async prepare(platform, work) {
        await fillOnce({ platform, work, recipe, isComplete: marker?.isComplete === true, out, signal });
        out.note(`Ready after ${duration((performance.now() - startedAt) / 1000)}.`);
      },
    });
    return 0;
  },
});

interface Filling {
  readonly platform: Platform;
  readonly work: Work | undefined;
  readonly recipe: DemoRecipe;
  readonly isComplete: boolean;
  readonly out: Output;
  readonly signal: AbortSignal;
}

/** A folder that holds a complete demo is started as it is. */
async function fillOnce(filling: Filling): Promise<void> {
  const { platform, recipe, out, signal } = filling;
  const { dataFolder } = platform.config;
  await refuseOwnFacts(platform.database, dataFolder);
  if (filling.isComplete) return;
  writeMarker(dataFolder, { ...recipe, isComplete: false });
  await publishDemoProgram(platform, recipe.locale);
  const { facts, redemptions } = await fillDemo({
    recipe,
    database: platform.database,
    ingest: platform.ingestion.ingest,
    signal,
    onProgress: ({ membersTold, facts: sent }) =>
      out.progress({
        what: 'telling',
        share: membersTold / recipe.members,
        more: [`${count(membersTold)} members`, `${count(sent)} facts`],
      }),
  });
  const onProgress = (stepsLeft: number) =>
    out.progress({ what: 'folding', share: 1 - stepsLeft / facts, more: [`${count(stepsLeft)} facts left`] });
  await waitUntilFolded(platform.database, { onProgress, signal });
  await redeemPoints(platform, redemptions, signal);
  out.progress('sending to the lens');
  await waitUntilShipped(filling.work?.shipping, { timeoutMs: shipMsMax, signal });
  signal.throwIfAborted();
  out.progress(null);
  writeMarker(dataFolder, { ...recipe, isComplete: true });
  out.note(`${count(recipe.members)} members, ${count(facts)} facts, in ${dataFolder}, apart from anything of yours.`);
}
