import { z } from 'zod';
import { amountMinor, identifier, instant, name } from '../../schemas/common.ts';

/** Rows that one bulk write may carry. */
export const referenceRowsMax = 1000;

export const product = z.object({
  productId: identifier,
  name,
  categoryPath: z.array(z.string().min(1).max(100)).max(8).default([]),
  brand: z.string().max(200).default(''),
  priceMinor: amountMinor.nullable().default(null),
  /** Price less cost. */
  marginMinor: amountMinor.nullable().default(null),
});
export const store = z.object({
  storeId: identifier,
  name,
  region: z.string().max(200).default(''),
  channel: z.string().max(100).default(''),
});
export const staff = z.object({
  staffId: identifier,
  name,
  storeId: z.string().max(200).default(''),
  role: z.string().max(100).default(''),
});
/** What every version says of itself beside its content. */
export const versioned = {
  version: z.number().int(),
  updatedAt: instant,
  /** A person or a key, by name; empty where it was not kept yet. */
  updatedBy: z.string(),
};
export const written = z.object({ created: z.number().int(), updated: z.number().int(), unchanged: z.number().int() });
