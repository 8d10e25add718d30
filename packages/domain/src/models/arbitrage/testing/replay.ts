import type { AssetAmount, Exchange } from '../exchange.ts';
import type { CounterExample } from '../counter-example.ts';

/** Runs a counter-example by the exchanges themselves; what is wrong with it, nothing if it is right. */
export function replay({ start, steps, gains }: CounterExample, exchanges: readonly Exchange[]): readonly string[] {
  const problems: string[] = [];
  const held = new Map<string, bigint>();
  const change = (amounts: readonly AssetAmount[], times: bigint) => {
    for (const { asset, units } of amounts) {
      const left = (held.get(asset) ?? 0n) + units * times;
      if (left < 0n) problems.push(`${asset} falls to ${left}`);
      held.set(asset, left);
    }
  };
  change(start, 1n);
  for (const { exchange: id, uses } of steps) {
    const exchange = exchanges.find((one) => one.id === id);
    if (exchange === undefined) return [`no exchange ${id}`];
    if (uses < (exchange.usesMin ?? 1n)) problems.push(`${id} is used ${uses} times, too few`);
    if (uses > (exchange.usesMax ?? uses)) problems.push(`${id} is used ${uses} times, too many`);
    change(exchange.takes, -uses);
    change(exchange.gives, uses);
  }
  change(start, -1n);
  change(gains, -1n);
  for (const [asset, units] of held) if (units !== 0n) problems.push(`${units} of ${asset} are not told of`);
  if (gains.length === 0) problems.push('nothing is gained');
  return problems;
}
