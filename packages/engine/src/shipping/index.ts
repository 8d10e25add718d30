export { createShipper } from './shipper.ts';
export type { Shipper, ShipperOptions } from './shipper.ts';
export type {
  Lens,
  LensErasure,
  LensBlockQuery,
  LensLog,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedRow,
  ShippedRows,
} from './lens.ts';
export type {
  BlockContent,
  BlockRange,
  ErasureToShip,
  LensBlock,
  LensLag,
  LensLease,
  ShippingStore,
  TouchedContent,
} from './shipping-store.ts';
