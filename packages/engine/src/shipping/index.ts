export { createNextStageOf } from './next-stage.ts';
export type { NextStageOf, StandingMember } from './next-stage.ts';
export { createShipper } from './shipper.ts';
export type { Shipper, ShipperOptions } from './shipper.ts';
export type {
  Lens,
  LensBlockQuery,
  LensPart,
  MemberMetrics,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedPlace,
  ShippedStage,
  ShippedTimeline,
} from './lens.ts';
export type {
  BlockContent,
  BlockRange,
  LensBlock,
  LensLag,
  LensLease,
  ShippingStore,
  TouchedContent,
} from './shipping-store.ts';
