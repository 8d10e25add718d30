import { createRandom } from './random.ts';

/** What a stream of facts is made of, as benchmarks state it beside their figures. */
export const mixText =
  '12 % placed, 6 % paid, 1 % fulfilled, 1 % refunded; 1 % registrations of new people; 79 % views, visits, sign-ins and messages';

export interface StreamOptions {
  /** Known members that the facts are spread over evenly: the worst case for every cache. */
  readonly members: number;
  readonly facts: number;
  readonly factsPerBody: number;
  readonly seed: number;
  /** Instant of the first fact, epoch milliseconds; the next ones follow at `everyMs`. */
  readonly startAt: number;
  readonly everyMs: number;
}

interface PlacedOrder {
  readonly orderId: string;
  readonly member: number;
  readonly amountMinor: number;
}

/** Orders that are paid, fulfilled or refunded are among the last so many. */
const openOrdersMax = 2_000;

const others = [
  ['page.viewed', '{"url":"/p/1024?from=home","title":"Summer essentials"}'],
  ['page.viewed', '{"url":"/c/skin/serum"}'],
  ['product.viewed', '{"productId":"p-20417","category":"Skin/Serum"}'],
  ['product.viewed', '{"productId":"p-1181","category":"Make-up/Lips"}'],
  ['cart.updated', '{"lines":[{"productId":"p-1181","category":"Make-up/Lips","quantity":1,"priceMinor":12900}]}'],
  ['member.signed_in', '{}'],
  ['message.opened', '{"messageRef":"weekly-31","channel":"email"}'],
  ['store.visited', '{}'],
] as const;
const channels = ['web', 'mini_program', 'shop'] as const;

export function externalIdOf(member: number): string {
  return `m${member}`;
}

export function phoneOf(member: number): string {
  return `+861381${String(member).padStart(7, '0')}`;
}

/** NDJSON bodies of `POST /v1/facts`, seeded. Message ids hold the seed: streams of different seeds do not repeat each other. */
export function createBodies(options: StreamOptions): Buffer[] {
  const random = createRandom(options.seed);
  const open: PlacedOrder[] = [];
  const bodies: Buffer[] = [];
  let lines: string[] = [];
  for (let n = 0; n < options.facts; n += 1) {
    lines.push(createLine({ options, random, open, n }));
    if (lines.length === options.factsPerBody || n === options.facts - 1) {
      bodies.push(Buffer.from(lines.join('\n')));
      lines = [];
    }
  }
  return bodies;
}

interface LineParts {
  readonly options: StreamOptions;
  readonly random: () => number;
  readonly open: PlacedOrder[];
  readonly n: number;
}

function createLine(parts: LineParts): string {
  const { options, random, open, n } = parts;
  const dice = random();
  if (dice < 0.12 || (dice < 0.2 && open.length === 0)) return placeOrder(parts);
  const order = open[Math.floor(random() * open.length)];
  if (dice < 0.2 && order !== undefined) return followOrder(parts, order, dice);
  if (dice < 0.21) return register(parts);
  const member = Math.floor(random() * options.members);
  const [type, payload] = others[Math.floor(random() * others.length)] ?? others[0];
  return fact(parts, { type, payload, identities: externalId(member), place: channels[n % channels.length] ?? 'web' });
}

function placeOrder(parts: LineParts): string {
  const { options, random, open, n } = parts;
  const member = Math.floor(random() * options.members);
  const first = 5_000 + Math.floor(random() * 50_000);
  const order = { orderId: `o${options.seed}-${n}`, member, amountMinor: first + 9_900 };
  open[open.length < openOrdersMax ? open.length : n % openOrdersMax] = order;
  const lines = `[{"productId":"p-${n % 4000}","category":"Skin/Serum","quantity":1,"amountMinor":${first}},{"productId":"p-77","category":"Bath/Soap","quantity":2,"amountMinor":9900}]`;
  const payload = `{"orderId":"${order.orderId}","amountMinor":${order.amountMinor},"currency":"CNY","lines":${lines}}`;
  const identities = `${externalId(member)},"phone":"${phoneOf(member)}"`;
  return fact(parts, { type: 'order.placed', payload, identities, place: channels[member % channels.length] ?? 'web' });
}

function followOrder(parts: LineParts, order: PlacedOrder, dice: number): string {
  const { orderId, amountMinor, member } = order;
  const identities = externalId(member);
  const place = channels[member % channels.length] ?? 'web';
  if (dice < 0.18) {
    const payload = `{"orderId":"${orderId}","amountMinor":${amountMinor},"currency":"CNY"}`;
    return fact(parts, { type: 'order.paid', payload, identities, place });
  }
  if (dice < 0.19)
    return fact(parts, { type: 'order.fulfilled', payload: `{"orderId":"${orderId}"}`, identities, place });
  const payload = `{"orderId":"${orderId}","amountMinor":9900,"currency":"CNY"}`;
  return fact(parts, { type: 'order.refunded', payload, identities, place });
}

/** People that nobody knew: a member, two identities, a key and encrypted personal data come into being. */
function register(parts: LineParts): string {
  const person = 50_000_000 + parts.options.seed * 1_000_000 + parts.n;
  const payload = `{"attributes":{"name":"Visitor ${parts.n}","city":"Shanghai","level":3}}`;
  const identities = `${externalId(person)},"phone":"${phoneOf(person)}"`;
  return fact(parts, { type: 'member.registered', payload, identities, place: 'mini_program' });
}

const externalId = (member: number): string => `"external_id:bench":"${externalIdOf(member)}"`;

interface FactParts {
  readonly type: string;
  readonly payload: string;
  readonly identities: string;
  readonly place: string;
}

function fact({ options, n }: LineParts, { type, payload, identities, place }: FactParts): string {
  const occurredAt = Math.floor(options.startAt + n * options.everyMs);
  return `{"messageId":"s${options.seed}-${n}","type":"${type}","occurredAt":${occurredAt},"channel":"${place}","identities":{${identities}},"payload":${payload}}`;
}
