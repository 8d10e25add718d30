import { useFormat } from '../../../reader/use-format.ts';

/** Units as a wallet shows them: its decimals say where the point stands. */
export function useUnits(decimals: number): (units: number) => string {
  const format = useFormat();
  return decimals === 0 ? format.integer : (units) => format.decimal(units / 10 ** decimals, decimals);
}
