export { createShipper } from './shipper.ts';
export type { Shipper, ShipperOptions } from './shipper.ts';
export type {
  Lens,
  LensBlockQuery,
  LensLog,
  LogRange,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedRow,
  ShippedRows,
} from './lens.ts';
export type {
  BlockContent,
  BlockRange,
  LensBlock,
  LensLag,
  LensLease,
  LensRepair,
  ShippingStore,
  TouchedContent,
} from './shipping-store.ts';
