import type { LensParam } from '../client/lens-query.ts';

/** Parameters of a query in the making: no value of a condition ever stands in the SQL itself. */
export interface Binder {
  readonly params: Readonly<Record<string, LensParam>>;
  /** A place for the value, `{c0:Int64}`; `type` is a ClickHouse type. */
  bind(type: string, value: LensParam): string;
}

export function createBinder(): Binder {
  const params: Record<string, LensParam> = {};
  let count = 0;
  return {
    params,
    bind(type, value) {
      const name = `c${count}`;
      count += 1;
      params[name] = value;
      return `{${name}:${type}}`;
    },
  };
}

/** A number as the domain compares it: whole ones exactly, others as the double that they are. */
export function bindNumber(binder: Binder, value: number): string {
  return Number.isSafeInteger(value) ? binder.bind('Int64', value) : bindDouble(binder, value);
}

/** As text, because the embedded engine takes whole numbers that are not safe for a mistake. */
export function bindDouble(binder: Binder, value: number): string {
  return binder.bind('Float64', String(value));
}
