/** A small brand whose every figure can be told by heart: members by how long ago they last bought. */
const dayMs = 86_400_000;

export interface BrandFact {
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly channel: string;
  readonly identities: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Days since the last purchase of each buyer; the six stages change at 90, 180 and 365 days. */
const lastPurchaseDaysAgo = [3, 20, 45, 60, 80, 100, 150, 200, 300, 400];
export const buyersPerAge = 4;
export const visitors = 5;
export const membersTotal = lastPurchaseDaysAgo.length * buyersPerAge + visitors;

/** Buyers with two purchases each, so that nobody is new; visitors have registered and never bought. */
export function createBrand(nowMs: number): readonly BrandFact[] {
  const buyers = lastPurchaseDaysAgo.flatMap((daysAgo, age) =>
    Array.from({ length: buyersPerAge }, (_, index) => buyerFacts(age * buyersPerAge + index, daysAgo, nowMs)).flat(),
  );
  const registrations = Array.from({ length: visitors }, (_, index) => ({
    ...base(1000 + index),
    messageId: `visitor-${index}`,
    type: 'member.registered',
    occurredAt: nowMs - (index + 2) * dayMs,
    payload: {},
  }));
  return [...buyers, ...registrations];
}

export function phoneOf(member: number): string {
  return `1380013${String(8000 + member)}`;
}

/** How many stand in each stage of the six, by the ages above. */
export const expectedStages = { potential: visitors, active: 20, silent: 8, dormant: 8, churned: 4 } as const;

function buyerFacts(member: number, daysAgo: number, nowMs: number): readonly BrandFact[] {
  return [daysAgo + 35, daysAgo].map((age, index) => ({
    ...base(member),
    messageId: `order-${member}-${index}`,
    type: 'order.paid',
    occurredAt: nowMs - age * dayMs,
    payload: { orderId: `O-${member}-${index}`, amountMinor: 10_000 + member * 100, currency: 'CNY' },
  }));
}

function base(member: number) {
  return { channel: 'web', identities: { phone: phoneOf(member) } };
}
