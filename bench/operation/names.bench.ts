import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { createInstallation } from '../support/installation.ts';
import type { BenchInstallation, BenchServer } from '../support/installation.ts';

const surnames = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗');
const given = Array.from('伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂芝雅婷欣怡子涵梓萱浩宇诗琪');
const latin = ['Ann', 'Maria', 'José', 'Liam', 'Olga', 'Chloë', 'Noah', 'Zoé', 'Ivan', 'Sara'];
const families = ['Brown', 'Núñez', 'Meyer', 'Rossi', 'Novák', 'Silva', 'Smith', 'Dubois'];
/** One in so many has a Latin name. */
const latinEach = 10;

/** How long somebody waits who looks for a member by her name; the bound is the search for a telephone number, in turn with it. */
export const benchmark = {
  name: 'names',
  description: 'searching members by name, and marking names of before an upgrade',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 2_000 : 200_000;
  const rounds = options.isQuick ? 10 : 100;
  const installation = await createInstallation();
  try {
    const server = await installation.start();
    options.progress(`sending ${members} members with names`);
    await fill(server, installation, members);
    const asked = queries(members, rounds);
    const samples: Record<string, number[]> = {};
    for (const query of [...asked.slice(0, 5), ...asked])
      for (const [kind, q] of Object.entries(query)) (samples[kind] ??= []).push(await ask(server, installation, q));
    options.progress('marking all names anew');
    const marked = await markAnew(server, installation, members);
    const bound = { name: 'telephone number', samples: warm(samples['phone']) };
    const figures = Object.entries(samples)
      .filter(([kind]) => kind !== 'phone')
      .map(([kind, taken]) => ({
        name: `search: ${kind}`,
        samples: warm(taken),
        unit: 'ms',
        bound,
        target: { atMost: 100 },
      }));
    return {
      figures: [...figures, { name: 'marking names of before, beside a server', samples: [marked], unit: 'names/s' }],
      conditions: { members, 'one in so many with a Latin name': latinEach, 'searches of each kind': rounds },
    };
  } finally {
    await installation.remove();
  }
}

const warmUp = 5;

function warm(samples: readonly number[] = []): readonly number[] {
  return samples.slice(warmUp);
}

function nameOf(member: number): string {
  const at = <Thing>(things: readonly Thing[], n: number) => things[n % things.length];
  if (member % latinEach === 0) return `${at(latin, member / latinEach)} ${at(families, Math.floor(member / 97))}`;
  const hash = Math.imul(member + 1, 2_654_435_761) >>> 0;
  return [at(surnames, hash), at(given, hash >>> 8), at(given, hash >>> 16)].join('');
}

const phoneOf = (member: number) => `+861391${String(member).padStart(7, '0')}`;

function queries(members: number, rounds: number) {
  return Array.from({ length: rounds + warmUp }, (_, round) => {
    const member = ((round * 7919) % (members / latinEach)) * latinEach + 1;
    const chinese = nameOf(member);
    return {
      'two characters': Array.from(chinese).slice(1).join(''),
      'surname and one character': Array.from(chinese).slice(0, 2).join(''),
      'whole name': chinese,
      'beginning of a Latin name': nameOf(member - 1)
        .slice(0, 3)
        .toLowerCase(),
      phone: phoneOf(member),
    };
  });
}

const batch = 500;
const senders = 4;

async function fill(server: BenchServer, { writeKey }: BenchInstallation, members: number): Promise<void> {
  const send = async (first: number) => {
    for (let from = first * batch; from < members; from += batch * senders) {
      const facts = Array.from({ length: Math.min(batch, members - from) }, (_, n) => ({
        messageId: `named-${from + n}`,
        type: 'member.registered',
        identities: { phone: phoneOf(from + n) },
        payload: { attributes: { name: nameOf(from + n) } },
      }));
      const answer = await fetch(`${server.address}/v1/facts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
        body: JSON.stringify(facts),
      });
      if (!answer.ok) throw new Error(`facts were not taken: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, n) => send(n)));
}

async function ask(server: BenchServer, { apiKey }: BenchInstallation, q: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.address}/v1/members/search?limit=10&q=${encodeURIComponent(q)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { items } = (await answer.json()) as { readonly items: readonly unknown[] };
  if (items.length === 0) throw new Error('somebody was not found');
  return performance.now() - startedAt;
}

/** Names a second from a server's start until none waits. */
async function markAnew(server: BenchServer, installation: BenchInstallation, members: number): Promise<number> {
  await server.stop();
  const database = await installation.open();
  await database.run(`update member_secret set name_marks = null where left(name, 9) <> 'identity:'`);
  await database.run('vacuum (analyze) member_secret');
  await installation.start();
  const startedAt = performance.now();
  for (;;) {
    const [row] = await database.rows<{ waiting: boolean }>(
      {
        name: 'bench_unmarked',
        text: `select exists (select 1 from member_secret where name_marks is null and left(name, 9) <> 'identity:') as waiting`,
      },
      [],
    );
    if (row?.waiting !== true) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await database.close();
  return members / seconds;
}
