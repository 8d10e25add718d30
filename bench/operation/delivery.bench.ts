import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from '../support/benchmark.ts';
import { buildProbed, createStageProbe, type Probed } from '../support/calls/stage-probe.ts';
import { eventsPerMember } from '../support/delivery/backlog.ts';
import { runBacklog } from '../support/delivery/backlog-round.ts';
import { purchasesPerRequest } from '../support/delivery/purchases.ts';
import { sendAlone } from '../support/delivery/sender-alone.ts';
import { openStand, tellAt, untilDelivered, type Stand, type Told } from '../support/delivery/stand.ts';
import { untilFolded } from '../support/folded.ts';
import { createInstallation } from '../support/installation.ts';
import { cpuMsOf } from '../support/processes.ts';
import { median } from '../support/report.ts';

/** Webhooks: how soon and how many, what they cost the fold, and what a day's backlog does to it. */
export const benchmark = {
  name: 'delivery',
  description:
    'first purchases of new members, each told to a webhook on the same machine; a backlog; a receiver that hangs',
  run,
} satisfies Benchmark;

interface Sizes {
  readonly seconds: number;
  readonly probes: number;
  /** Purchases a second beside the probes, the neighbours and the backlog. */
  readonly beside: number;
  readonly paces: readonly number[];
  readonly backlog: number;
  /** The backlog is left after so long. */
  readonly backlogSecondsMax: number;
  readonly alone: number;
}

const wantedPerSecond = 1_000;
const quick: Sizes = {
  seconds: 3,
  probes: 5,
  beside: 100,
  paces: [200],
  backlog: 20_000,
  backlogSecondsMax: 30,
  alone: 2_000,
};
const full: Sizes = {
  seconds: 20,
  probes: 50,
  beside: 500,
  paces: [100, 250, 500, 750, wantedPerSecond, 1_250, 1_500, 2_000],
  backlog: 1_000_000,
  backlogSecondsMax: 1_200,
  alone: 20_000,
};
const promptMs = 1_000;
const hangingTimeoutMs = 1_000;

interface Measuring {
  readonly stand: Stand;
  readonly sizes: Sizes;
  readonly options: BenchmarkOptions;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const sizes = options.isQuick ? quick : full;
  const repetitions = options.isQuick ? 1 : options.repetitions;
  const installation = await createInstallation();
  try {
    const database = await installation.open();
    const probes = 2 * repetitions * sizes.probes;
    const probed = await buildProbed(installation, database, { members: 1_000, probes });
    await database.close();
    const stand = await openStand(installation);
    try {
      return await measure({ stand, sizes, options: { ...options, repetitions } }, probed);
    } finally {
      await stand.close();
    }
  } finally {
    await installation.remove();
  }
}

async function measure(measuring: Measuring, probed: readonly Probed[]): Promise<BenchmarkResult> {
  const { sizes } = measuring;
  const loadBefore = loadavg()[0] ?? 0;
  const figures = [
    ...(await measureIdle(measuring)),
    ...(await measureRates(measuring)),
    ...(await measureStages(measuring, probed)),
    ...(await measureNeighbours(measuring)),
    ...(await measureBacklog(measuring)),
  ];
  return {
    figures,
    conditions: {
      'purchases a request': purchasesPerRequest,
      'seconds a round': sizes.seconds,
      backlog: `${sizes.backlog} changes of stage, ${eventsPerMember} of a member, by SQL`,
      'purchases/s beside stages, neighbours and backlog': sizes.beside,
      'load of the machine, before and after': `${loadBefore.toFixed(0)}, ${(loadavg()[0] ?? 0).toFixed(0)}`,
    },
  };
}

/** Processor time while nothing happens, with no webhook and with one, milliseconds a second. */
async function measureIdle({ stand, sizes, options }: Measuring): Promise<Figure[]> {
  options.progress('idle');
  const { pid, postgresPid } = stand.server;
  const spent = async () => {
    const before = cpuMsOf(pid) + cpuMsOf(postgresPid);
    await delay(sizes.seconds * 1_000);
    return (cpuMsOf(pid) + cpuMsOf(postgresPid) - before) / sizes.seconds;
  };
  await delay(sizes.seconds * 1_000);
  const without = await spent();
  const id = await stand.webhooks.create(stand.receiver.url);
  const withOne = await spent();
  await stand.webhooks.remove(id);
  const bound = { name: 'no webhook', samples: [without] };
  return [{ name: 'idle with a webhook, processor time a second', samples: [withOne], unit: 'ms', bound }];
}

/** How soon at the wanted pace, and the greatest pace at which it is still soon. */
async function measureRates({ stand, sizes, options }: Measuring): Promise<Figure[]> {
  const alone: number[] = [];
  const id = await stand.webhooks.create(stand.receiver.url);
  // Everything is compiled and connected in the first seconds of the process's life.
  await tellAt(stand, { perSecond: sizes.beside, seconds: sizes.seconds });
  let greatest = 0;
  for (const perSecond of sizes.paces) {
    const told = await tellAt(stand, { perSecond, seconds: sizes.seconds });
    options.progress(`${perSecond}/s: ${describe(told)}`);
    if (told.ms.p99 > promptMs) break;
    greatest = Math.max(greatest, told.sentPerSecond);
  }
  const rounds: Told[] = [];
  const perSecond = Math.min(wantedPerSecond, Math.max(...sizes.paces));
  const { pid, postgresPid } = stand.server;
  let cpuMs = 0;
  for (let n = 0; n < options.repetitions; n += 1) {
    alone.push(await sendAlone(stand.receiver.url, { calls: sizes.alone }));
    const before = cpuMsOf(pid) + cpuMsOf(postgresPid);
    const told = await tellAt(stand, { perSecond, seconds: sizes.seconds });
    cpuMs += cpuMsOf(pid) + cpuMsOf(postgresPid) - before;
    options.progress(`${perSecond}/s: ${describe(told)}`);
    rounds.push(told);
  }
  await stand.webhooks.remove(id);
  const events = rounds.reduce((sum, { calls }) => sum + calls, 0);
  const bound = { name: 'the sender alone', samples: alone };
  const name = `at ${perSecond} purchases/s`;
  return [
    { name: `webhooks ${name}`, samples: rounds.map((one) => one.perSecond), unit: 'webhooks/s', bound },
    { name: `fact to receiver ${name}, p50`, samples: rounds.map(({ ms }) => ms.p50), unit: 'ms' },
    {
      name: `fact to receiver ${name}, p99`,
      samples: rounds.map(({ ms }) => ms.p99),
      unit: 'ms',
      target: { atMost: promptMs },
    },
    { name: `fact to receiver ${name}, most`, samples: rounds.map(({ ms }) => ms.most), unit: 'ms' },
    { name: 'processor time of a purchase and its webhook', samples: [(cpuMs * 1_000) / events], unit: 'µs' },
    { name: 'greatest pace tried with p99 below a second', samples: [greatest], unit: 'purchases/s' },
  ];
}

function describe({ calls, perSecond, ms, repeated, refusals }: Told): string {
  return `${calls} told, ${repeated} again, ${perSecond.toFixed(0)}/s, p50 ${ms.p50} ms, p99 ${ms.p99}, most ${ms.most}, ${refusals} refused; load ${(loadavg()[0] ?? 0).toFixed(0)}`;
}

/** From an order to its stage while others buy, in turn without a webhook and with one. */
async function measureStages({ stand, sizes, options }: Measuring, probed: readonly Probed[]): Promise<Figure[]> {
  const stages = createStageProbe(stand.server, stand.installation);
  const times: { readonly without: number[]; readonly with: number[] } = { without: [], with: [] };
  let next = 0;
  for (let n = 0; n < 2 * options.repetitions; n += 1) {
    const which = n % 2 === 0 ? 'without' : 'with';
    const id = which === 'with' ? await stand.webhooks.create(stand.receiver.url) : null;
    const sending = stand.purchases.send({ perSecond: sizes.beside, seconds: sizes.seconds });
    const own: number[] = [];
    for (const one of probed.slice(next, next + sizes.probes)) {
      const { total } = await stages.probe(one);
      own.push(total);
      await delay(Math.max(0, (sizes.seconds * 1_000) / (sizes.probes + 1) - total));
    }
    next += sizes.probes;
    await sending;
    await untilFolded(stand.database);
    await untilDelivered(stand.database);
    options.progress(
      `stages ${which} a webhook: p50 ${median(own).toFixed(0)} ms; load ${(loadavg()[0] ?? 0).toFixed(0)}`,
    );
    times[which].push(median(own));
    if (id !== null) await stand.webhooks.remove(id);
  }
  stages.close();
  const bound = { name: 'without a webhook', samples: times.without };
  return [{ name: 'fact to stage with a webhook, p50', samples: times.with, unit: 'ms', bound }];
}

/** A healthy receiver beside one that hangs until its time is over, in turn with nobody beside it. */
async function measureNeighbours({ stand, sizes, options }: Measuring): Promise<Figure[]> {
  const pace = { perSecond: sizes.beside, seconds: sizes.seconds };
  const alone: Told[] = [];
  const beside: Told[] = [];
  const id = await stand.webhooks.create(stand.receiver.url);
  for (let n = 0; n < options.repetitions; n += 1) {
    alone.push(await tellAt(stand, pace));
    const hanging = await stand.webhooks.create(stand.receiver.urlOf('/hang'), { timeoutMs: hangingTimeoutMs });
    const told = await tellAt(stand, pace);
    options.progress(`beside one that hangs: ${describe(told)}`);
    beside.push(told);
    await stand.webhooks.remove(hanging);
  }
  await stand.webhooks.remove(id);
  const of = (pick: (told: Told) => number) => (name: string) => {
    return { samples: beside.map(pick), bound: { name, samples: alone.map(pick) } };
  };
  return [
    {
      name: 'webhooks to a healthy receiver beside one that hangs',
      unit: 'webhooks/s',
      ...of((told) => told.perSecond)('nobody beside it'),
    },
    { name: 'fact to the healthy receiver, p99', unit: 'ms', ...of((told) => told.ms.p99)('nobody beside it') },
  ];
}

/** What waits of a day is passed to a webhook that is paused, and delivered once it is not, while others buy. */
async function measureBacklog({ stand, sizes, options }: Measuring): Promise<Figure[]> {
  const backlog = await runBacklog(stand, { ...sizes, purchasesPerSecond: sizes.beside, progress: options.progress });
  const { lagMs, lagBeforeMs } = backlog;
  const figure = (name: string, unit: string, sample: number): Figure => ({ name, unit, samples: [sample] });
  const without = (sample: number) => ({ name: 'the same purchases with no backlog', samples: [sample] });
  const meanwhile = "the fold's lag while the backlog is delivered";
  return [
    figure('backlog passed to a webhook that is paused', 'events/s', backlog.passedPerSecond),
    figure('backlog delivered beside the purchases', 'webhooks/s', backlog.deliveredPerSecond),
    figure('part of the backlog that was delivered in the time that there was', '', backlog.part),
    figure('delivered more than once', 'webhooks', backlog.repeated),
    {
      ...figure(`${meanwhile}, most`, 'ms', lagMs.most),
      target: { atMost: promptMs },
      bound: without(lagBeforeMs.most),
    },
    { ...figure(`${meanwhile}, p99`, 'ms', lagMs.p99), bound: without(lagBeforeMs.p99) },
    figure('greatest memory of the server', 'MiB', backlog.serverMib),
    figure('processor time of the server', 'µs/webhook', backlog.serverMicroseconds),
    figure('processor time of PostgreSQL', 'µs/webhook', backlog.postgresMicroseconds),
  ];
}
