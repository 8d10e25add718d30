import type { CounterExample, ExchangeStep } from '../../../models/arbitrage/counter-example.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import type { Deed } from './exchanges.ts';

/** Whoever does it, and whom she gives units to. */
const member = 'phone:+8613907150001';
const other = 'phone:+8613907150002';
/** More orders of one amount are told as one order of all of it. */
const ordersMax = 50;
const firstDay = '2026-01-05';
const minutesOfDay = 24 * 60;

/** The example as a scenario: what is exchanged, in its order, under the program. What she begins with she buys or has already. */
export function storyOf(
  example: CounterExample,
  {
    name,
    documents,
    deeds,
  }: { readonly name: string; readonly documents: ProgramDocuments; readonly deeds: ReadonlyMap<string, Deed> },
): FactValue {
  const teller = createTeller();
  for (const step of example.steps) {
    const deed = deeds.get(step.exchange);
    if (deed !== undefined) teller.tell(deed, step);
  }
  return { name, program: { ...documents }, steps: teller.steps };
}

function createTeller() {
  const steps: FactValue[] = [];
  /** Orders of a purchase that were not given back yet, by its id. */
  const open = new Map<string, { readonly orderId: string; readonly minor: number }[]>();
  let orders = 0;
  const add = (said: { readonly [key: string]: FactValue }) => {
    const minute = steps.length % minutesOfDay;
    const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
    steps.push({ at: `${firstDay}T${time}`, ...said });
  };
  const fact = (type: string, payload: FactPayload) =>
    add({ fact: { type, identities: { phone: member.slice('phone:'.length) }, payload } });
  const buy = (purchase: string, minor: number) => {
    orders += 1;
    const orderId = `A${orders}`;
    fact('order.placed', { orderId, amountMinor: minor });
    fact('order.paid', { orderId, amountMinor: minor });
    open.set(purchase, [...(open.get(purchase) ?? []), { orderId, minor }]);
  };
  const tell = (deed: Deed, { uses }: ExchangeStep) => {
    const times = Number(uses);
    switch (deed.kind) {
      case 'buy': {
        const { id, minor } = deed.purchase;
        if (times > ordersMax) buy(id, minor * times);
        else for (let n = 0; n < times; n += 1) buy(id, minor);
        return;
      }
      case 'return': {
        const placed = open.get(deed.purchase.id) ?? [];
        const returned = placed.splice(0, times > ordersMax ? 1 : times);
        for (const { orderId, minor } of returned)
          fact('order.refunded', { orderId, refundId: `R-${orderId}`, amountMinor: minor });
        return;
      }
      case 'redeem':
        add({ command: { name: 'redeemUnits', member, input: { wallet: deed.wallet, units: deed.units * times } } });
        return;
      case 'transfer':
        add({ command: { name: 'transferUnits', member, other, input: { wallet: deed.wallet, units: times } } });
    }
  };
  return { steps, tell };
}
