export type FactValue = string | number | boolean | null | readonly FactValue[] | { readonly [key: string]: FactValue };
export interface FactPayload {
  readonly [key: string]: FactValue;
}
