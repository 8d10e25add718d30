import type { NewDelivery, OutboxEvent, Receiver } from './delivery-store.ts';

/** Whether a receiver is told of an event; or the code of why that cannot be known. */
export type Verdict = boolean | { readonly heldBack: string };

/** By a receiver's condition, of the members that these events concern, as they are now; in the order of the events. */
export type JudgeEvents = (receiver: Receiver, events: readonly OutboxEvent[]) => Promise<readonly Verdict[]>;

/** Told whatever the condition says: nothing is known any more of whom it would be asked, and everybody who knew her has to hear it. */
const unconditional: ReadonlySet<string> = new Set(['member.erased']);

/**
 * Whom each event is to be told to: by its type, then by the receiver's condition. What cannot be judged is neither told nor passed over:
 * it is kept among what was given up, for somebody to decide.
 */
export async function matchEvents(
  receivers: readonly Receiver[],
  events: readonly OutboxEvent[],
  judge: JudgeEvents,
): Promise<readonly NewDelivery[]> {
  const deliveries: NewDelivery[] = [];
  for (const receiver of receivers) {
    const types = new Set(receiver.types);
    const ofType = events.filter(({ type }) => types.has(type));
    const asked = receiver.condition === null ? [] : ofType.filter(({ type }) => !unconditional.has(type));
    const verdicts = asked.length === 0 ? [] : await judge(receiver, asked);
    const verdictOf = new Map(asked.map((event, n) => [event, verdicts[n] ?? false]));
    for (const event of ofType) {
      const verdict = verdictOf.get(event) ?? true;
      if (verdict === false) continue;
      deliveries.push({ receiverId: receiver.id, event, heldBack: verdict === true ? null : verdict.heldBack });
    }
  }
  return deliveries;
}
