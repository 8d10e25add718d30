export type { DeliveryGate, DeliveryPause } from './delivery-gate.ts';
