import type { DueDelivery } from './delivery-store.ts';

/** What waits of one member, ascending by position; the first is on its way while `isBusy`. */
interface Chain {
  readonly waiting: DueDelivery[];
  isBusy: boolean;
}

/** A member of whom something was tried in vain, lately or before: what follows it waits. */
interface Hold {
  readonly position: number;
  /** Reads from this one on know what became of it; null while it is not written down. */
  knownFrom: number | null;
}

/** What has been taken of the list of those that are ready is cut off when it is this long. */
const takenMax = 1_000;

/** So many holds, and those that say nothing any more are looked for. */
const holdsMax = 1_000;

const keyOf = ({ event }: DueDelivery) => `${event.shard}/${event.position}`;

/**
 * Deliveries of one receiver that were read and are not settled: of each member one at a time, in order.
 *
 * Q1 Of a member at most one delivery is on its way, and it is the earliest that waits.
 * Q2 What was read is not taken up again while it is not written down what became of it.
 * Q3 After a failure nothing later of the member goes before the failure is written down and read again; nor does anything that a read
 *    brings which began before something was dropped, because it may lie behind what was.
 * Q4 After one that had failed before is through, nothing later of the member goes before that is written down and read again: while it
 *    waited, the read hid what was told until its new instant, and showed what was told after.
 */
export class MemberQueue {
  private readonly known = new Set<string>();
  private readonly chains = new Map<string, Chain>();
  private readonly holds = new Map<string, Hold>();
  private ready: Chain[] = [];
  private taken = 0;
  private busy = 0;
  /** Reads before this one may have passed over what was dropped since. */
  private takenFrom = 0;

  /** Everything that is not written down yet. */
  get size(): number {
    return this.known.size;
  }

  /** What is on its way. */
  get busyCount(): number {
    return this.busy;
  }

  /** Takes up what the read of this number brought. */
  add(due: readonly DueDelivery[], readNumber: number): void {
    if (readNumber < this.takenFrom) return;
    if (this.holds.size > holdsMax) this.forgetHolds(readNumber);
    for (const delivery of due) {
      if (this.known.has(keyOf(delivery)) || this.isHeld(delivery.event.memberId, readNumber)) continue;
      this.known.add(keyOf(delivery));
      this.join(delivery);
    }
  }

  /** The next one to be sent, which is on its way from now on. */
  next(): DueDelivery | undefined {
    for (let chain = this.takeReady(); chain !== undefined; chain = this.takeReady()) {
      const [first] = chain.waiting;
      if (first === undefined || chain.isBusy) continue;
      chain.isBusy = true;
      this.busy += 1;
      return first;
    }
    return undefined;
  }

  /** It was delivered or given up: the member's next one may go. */
  passed(delivery: DueDelivery): void {
    const chain = this.end(delivery);
    if (delivery.wasTried) {
      this.hold(delivery, chain);
      return;
    }
    chain.waiting.shift();
    if (chain.waiting.length === 0) this.chains.delete(delivery.event.memberId);
    else this.ready.push(chain);
  }

  /** It failed and will be tried again: what follows it is dropped, to be read again after it. */
  failed(delivery: DueDelivery): void {
    this.hold(delivery, this.end(delivery));
  }

  /** It never went: it is dropped with what follows it, to be read again from the first of them on, by reads from this number on. */
  dropped(delivery: DueDelivery, nextReadNumber: number): void {
    this.takenFrom = nextReadNumber;
    this.drop(delivery.event.memberId, [...this.end(delivery).waiting]);
  }

  /** What became of these is written down; reads from this number on know it. */
  written(deliveries: readonly DueDelivery[], nextReadNumber: number): void {
    for (const delivery of deliveries) {
      this.known.delete(keyOf(delivery));
      const hold = this.holds.get(delivery.event.memberId);
      if (hold?.position === delivery.event.position) hold.knownFrom = nextReadNumber;
    }
  }

  /** Drops what is not on its way, to be read again from the first of them on, by reads from this number on. */
  clear(nextReadNumber: number): void {
    this.takenFrom = nextReadNumber;
    for (const [memberId, { isBusy, waiting }] of this.chains) {
      if (isBusy) this.forget(waiting.splice(1));
      else this.drop(memberId, [...waiting]);
    }
    this.ready = [];
    this.taken = 0;
  }

  private join(delivery: DueDelivery): void {
    const { memberId, position } = delivery.event;
    const chain = this.chains.get(memberId);
    if (chain === undefined) {
      const made: Chain = { waiting: [delivery], isBusy: false };
      this.chains.set(memberId, made);
      this.ready.push(made);
      return;
    }
    const { waiting, isBusy } = chain;
    let place = waiting.length;
    while (place > (isBusy ? 1 : 0) && (waiting[place - 1]?.event.position ?? 0) > position) place -= 1;
    waiting.splice(place, 0, delivery);
  }

  private takeReady(): Chain | undefined {
    const chain = this.ready[this.taken];
    if (chain === undefined) return undefined;
    this.taken += 1;
    if (this.taken >= takenMax) {
      this.ready = this.ready.slice(this.taken);
      this.taken = 0;
    }
    return chain;
  }

  private end(delivery: DueDelivery): Chain {
    const chain = this.chains.get(delivery.event.memberId);
    if (chain === undefined || chain.waiting[0] !== delivery || !chain.isBusy)
      throw new Error('a delivery ended that was not on its way');
    this.busy -= 1;
    chain.isBusy = false;
    return chain;
  }

  private hold({ event: { memberId, position } }: DueDelivery, { waiting }: Chain): void {
    this.holds.set(memberId, { position, knownFrom: null });
    this.drop(memberId, waiting.slice(1));
  }

  private drop(memberId: string, deliveries: readonly DueDelivery[]): void {
    this.forget(deliveries);
    const chain = this.chains.get(memberId);
    if (chain !== undefined) chain.waiting.length = 0;
    this.chains.delete(memberId);
  }

  private forget(deliveries: readonly DueDelivery[]): void {
    for (const delivery of deliveries) this.known.delete(keyOf(delivery));
  }

  /** Reads to come know of these failures by themselves. */
  private forgetHolds(readNumber: number): void {
    for (const [memberId, { knownFrom }] of this.holds)
      if (knownFrom !== null && knownFrom <= readNumber) this.holds.delete(memberId);
  }

  private isHeld(memberId: string, readNumber: number): boolean {
    const hold = this.holds.get(memberId);
    if (hold === undefined) return false;
    if (hold.knownFrom === null || readNumber < hold.knownFrom) return true;
    this.holds.delete(memberId);
    return false;
  }
}
