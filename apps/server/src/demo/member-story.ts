import type { FactPayload } from '@perennial/domain';
import type { DemoProduct } from './brand.ts';
import { dayMs } from './demo-world.ts';
import type { DemoWorld } from './demo-world.ts';
import { createPerson } from './names.ts';
import type { DemoPerson } from './names.ts';
import { between, chance, exponential, integerBetween, logNormal, pick, pickByWeight } from './random.ts';
import type { Random } from './random.ts';
import { openness } from './seasons.ts';

/** A fact of the demo in our own shape. */
export interface DemoFact {
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly identities: Readonly<Record<string, string>>;
  readonly channel: string;
  readonly storeId: string;
  readonly payload: FactPayload;
}

type Channel = 'shop' | 'web' | 'mini_program';

/** How somebody buys: how often, how faithfully, how much. */
interface Habit {
  readonly medianGapDays: number;
  /** Chance of stopping after each purchase. */
  readonly leaves: number;
  /** Chance that somebody who stopped comes back once. */
  readonly returns: number;
  readonly basket: number;
}

const habits: readonly { readonly weight: number; readonly habit: Habit }[] = [
  { weight: 12, habit: { medianGapDays: 0, leaves: 1, returns: 0, basket: 0 } },
  { weight: 26, habit: { medianGapDays: 80, leaves: 0.55, returns: 0.14, basket: 1.4 } },
  { weight: 34, habit: { medianGapDays: 55, leaves: 0.16, returns: 0.3, basket: 1.8 } },
  { weight: 18, habit: { medianGapDays: 34, leaves: 0.08, returns: 0.35, basket: 2.2 } },
  { weight: 10, habit: { medianGapDays: 21, leaves: 0.035, returns: 0.5, basket: 2.6 } },
];

interface Teller {
  readonly world: DemoWorld;
  readonly random: Random;
  readonly number: number;
  readonly person: DemoPerson;
  readonly channel: Channel;
  readonly homeStore: string;
  readonly habit: Habit;
  readonly shelf: readonly DemoProduct[];
  readonly facts: DemoFact[];
}

/** Everything that one member does in two years, in order of time. Equal seeds tell equal stories. */
export function tellMember(world: DemoWorld, random: Random, number: number): readonly DemoFact[] {
  const teller = createTeller(world, random, number);
  const joinedAt = joinInstant(world, random);
  register(teller, joinedAt);
  browseBetween(teller, { from: joinedAt, to: joinedAt + 3 * dayMs }, 0.5);
  if (teller.habit.basket > 0) buyOnAndOn(teller, joinedAt);
  return teller.facts
    .filter((fact) => fact.occurredAt <= world.endsAt)
    .sort((one, other) => one.occurredAt - other.occurredAt);
}

function createTeller(world: DemoWorld, random: Random, number: number): Teller {
  const channels = ['shop', 'web', 'mini_program'] as const;
  const person = createPerson(random, world.brand.locale, number);
  const channel = channels[pickByWeight(random, world.brand.locale === 'zh' ? [38, 17, 45] : [42, 50, 8])] ?? 'shop';
  const { habit } = habits[
    pickByWeight(
      random,
      habits.map(({ weight }) => weight),
    )
  ] ?? { habit: undefined };
  if (habit === undefined) throw new RangeError('there is no habit');
  const stores = world.brand.stores;
  const homeStore =
    stores[
      pickByWeight(
        random,
        stores.map((_, at) => 1 / (at + 2)),
      )
    ]?.storeId ?? '';
  return { world, random, number, person, channel, homeStore, habit, shelf: pick(random, world.shelves), facts: [] };
}

/** Below 1 more join later than earlier. */
const joinSkew = 0.75;

/** The membership grows over the two years, fastest around campaigns. */
function joinInstant(world: DemoWorld, random: Random): number {
  const span = world.endsAt - world.startsAt;
  const at = world.startsAt + span * between(random, 0.0005, 1) ** joinSkew;
  const day = Math.floor(at / dayMs);
  const campaign = world.campaigns.find((one) => Math.abs(one.day - day) <= one.reachDays);
  const isDrawn = campaign !== undefined && campaign.day * dayMs < world.endsAt && chance(random, campaign.pull);
  return withHour(world, random, isDrawn ? campaign.day : day);
}

/** A moment of this day, most likely in the evening. */
function withHour(world: DemoWorld, random: Random, day: number): number {
  const hour = pickByWeight(random, hourWeights) + between(random, 0, 1);
  return Math.round(day * dayMs + world.midnightMs + hour * 3_600_000);
}

const hourWeights = [1, 0.4, 0.2, 0.1, 0.1, 0.3, 1, 2, 3, 4, 5, 5, 6, 5, 5, 5, 5, 5, 6, 8, 10, 11, 8, 4];

interface Telling {
  readonly type: string;
  readonly at: number;
  readonly channel?: Channel;
  readonly payload?: FactPayload;
  readonly identities?: Readonly<Record<string, string>>;
}

const sources = { shop: 'pos', web: 'webshop', mini_program: 'miniprogram' } as const;

function tell(teller: Teller, { type, at, channel = teller.channel, payload = {}, identities }: Telling): void {
  teller.facts.push({
    source: sources[channel],
    messageId: `m${teller.number}-${teller.facts.length}`,
    type,
    occurredAt: at,
    identities: identities ?? { phone: teller.person.phone },
    channel,
    storeId: channel === 'shop' ? teller.homeStore : '',
    payload,
  });
}

/** Of those who register on the web, every so many-th was in a shop before. */
const knownInShopEvery = 4;

function register(teller: Teller, at: number): void {
  const { person, random, channel, number } = teller;
  const anonymous = { anonymous_id: `browser-${number}` };
  if (channel === 'web') {
    // Some are known to a shop by their number: registering then joins two members, in every demo, whatever its seed and its day.
    const isKnownInShop = number % knownInShopEvery === 0;
    if (isKnownInShop) tell(teller, { type: 'store.visited', at: at - 6 * dayMs, channel: 'shop' });
    // Who comes by the web was there before he had a name.
    for (let views = integerBetween(random, isKnownInShop ? 1 : 0, 3); views > 0; views -= 1)
      view(teller, at - between(random, 0.01, 4) * dayMs, anonymous);
  }
  const attributes = { name: person.name, birthday: person.birthday, gender: person.gender };
  const known = {
    shop: { phone: person.phone, card_no: `88${String(number).padStart(10, '0')}` },
    web: { phone: person.phone, email: person.email, ...anonymous },
    mini_program: { phone: person.phone, 'wechat_openid:demo': `o${String(number).padStart(12, '0')}` },
  }[channel];
  tell(teller, { type: 'member.registered', at, payload: { attributes }, identities: known });
  tell(teller, {
    type: 'consent.changed',
    at: at + 1_000,
    payload: { topic: 'marketing', isGranted: chance(random, 0.8) },
  });
}

function view(teller: Teller, at: number, identities?: Readonly<Record<string, string>>): void {
  const product = pick(teller.random, teller.shelf);
  const channel = teller.channel === 'shop' ? 'mini_program' : teller.channel;
  const shown = { productId: product.productId, category: product.category };
  tell(teller, {
    type: 'product.viewed',
    at,
    channel,
    payload: shown,
    ...(identities === undefined ? {} : { identities }),
  });
}

/** Looking around, checking in and coming by between two purchases. */
function browseBetween(teller: Teller, stretch: { from: number; to: number }, share: number): void {
  const { random, world } = teller;
  const { from, to } = stretch;
  const until = Math.min(to, world.endsAt);
  const meanDays = (teller.habit.basket > 0 ? 24 : 90) / share;
  for (let at = from + exponential(random, meanDays) * dayMs; at < until; at += exponential(random, meanDays) * dayMs) {
    const moment = withHour(world, random, Math.floor(at / dayMs));
    if (moment <= from || moment >= until) continue;
    const kind = pickByWeight(random, teller.channel === 'shop' ? [3, 2, 4, 1] : [6, 3, 0.6, 2]);
    if (kind === 0) view(teller, moment);
    else if (kind === 1) tell(teller, { type: 'member.checked_in', at: moment, channel: 'mini_program' });
    else if (kind === 2) tell(teller, { type: 'store.visited', at: moment, channel: 'shop' });
    else tell(teller, { type: 'member.signed_in', at: moment });
  }
}

function buyOnAndOn(teller: Teller, joinedAt: number): void {
  const { random, world, habit } = teller;
  let at = joinedAt + (chance(random, 0.6) ? between(random, 0, 0.1) : exponential(random, 12)) * dayMs;
  let comebacks = chance(random, habit.returns) ? 1 : 0;
  let lastAt = joinedAt;
  for (let orders = 0; at < world.endsAt && orders < 120; orders += 1) {
    buy(teller, at, orders);
    browseBetween(teller, { from: lastAt, to: at }, 1);
    lastAt = at;
    if (chance(random, habit.leaves)) {
      browseBetween(teller, { from: at, to: at + 25 * dayMs }, 0.4);
      if (comebacks === 0) return;
      comebacks -= 1;
      lastAt = at + logNormal(random, 210, 0.35) * dayMs;
      at = lastAt;
    } else at = nextPurchase(teller, at);
  }
  browseBetween(teller, { from: lastAt, to: world.endsAt }, 0.8);
}

/** A gap of the member's own length, stretched over quiet weeks and drawn to the next campaign. */
function nextPurchase({ random, world, habit }: Teller, at: number): number {
  let day = Math.floor((at + Math.max(2, logNormal(random, habit.medianGapDays, 0.45)) * dayMs) / dayMs);
  while (!chance(random, Math.min(1, openness(world.brand.locale, day)))) day += 1;
  const campaign = world.campaigns.find((one) => one.day > day && one.day - day <= one.reachDays);
  if (campaign !== undefined && chance(random, campaign.pull)) day = campaign.day;
  return Math.max(withHour(world, random, day), at + dayMs / 2);
}

function buy(teller: Teller, at: number, orders: number): void {
  const { random, world, number } = teller;
  const channel = channelOfPurchase(teller);
  const orderId = `D${number}-${orders}`;
  const lines = basket(teller);
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  if (channel !== 'shop')
    for (let views = integerBetween(random, 0, 2); views > 0; views -= 1)
      view(teller, at - between(random, 0.002, 0.03) * dayMs);
  tell(teller, {
    type: 'order.placed',
    at,
    channel,
    payload: { orderId, amountMinor, currency: world.brand.currency, lines },
  });
  if (chance(random, 0.14)) review(teller, at, { orderId, productId: lines[0]?.productId ?? '' });
  if (chance(random, channel === 'shop' ? 0.02 : 0.055)) refund(teller, at, { orderId, lines, channel });
}

function channelOfPurchase({ random, channel }: Teller): Channel {
  if (chance(random, 0.8)) return channel;
  return channel === 'shop' ? 'mini_program' : 'shop';
}

type BasketLine = {
  readonly productId: string;
  readonly category: string;
  readonly quantity: number;
  readonly amountMinor: number;
};

function basket({ random, habit, shelf, world }: Teller): readonly BasketLine[] {
  const count = 1 + Math.min(5, Math.floor(exponential(random, habit.basket - 0.9)));
  const chosen = new Map<string, BasketLine>();
  for (let line = 0; line < count; line += 1) {
    const product = pick(random, chance(random, 0.75) ? shelf : world.brand.products);
    const quantity = chance(random, 0.15) ? 2 : 1;
    const amountMinor = product.priceMinor * quantity;
    chosen.set(product.productId, { productId: product.productId, category: product.category, quantity, amountMinor });
  }
  return [...chosen.values()];
}

function review(teller: Teller, boughtAt: number, of: { readonly orderId: string; readonly productId: string }): void {
  const rating = [1, 2, 3, 4, 5][pickByWeight(teller.random, [3, 3, 8, 26, 60])] ?? 5;
  tell(teller, {
    type: 'review.posted',
    at: boughtAt + Math.round(between(teller.random, 2, 14) * dayMs),
    payload: { rating, ...of },
  });
}

function refund(
  teller: Teller,
  boughtAt: number,
  of: { readonly orderId: string; readonly lines: readonly BasketLine[]; readonly channel: Channel },
): void {
  const lines = chance(teller.random, 0.5) ? of.lines : of.lines.slice(0, 1);
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const at = boughtAt + Math.round(between(teller.random, 1, 7) * dayMs);
  const payload = {
    orderId: of.orderId,
    refundId: `${of.orderId}R`,
    amountMinor,
    currency: teller.world.brand.currency,
    lines,
  };
  tell(teller, { type: 'order.refunded', at, channel: of.channel, payload });
}
