export { createShipper } from './shipper.ts';
export type { Shipper, ShipperOptions } from './shipper.ts';
export type {
  Lens,
  LensErasure,
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
  ErasureToShip,
  LensBlock,
  LensLag,
  LensLease,
  LensRepair,
  ShippingStore,
  TouchedContent,
} from './shipping-store.ts';
