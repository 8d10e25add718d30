export { attemptsMax } from './backoff.ts';
export { Courier, type CourierDependencies, type Hand, type HandOutcome } from './courier.ts';
export type { DeliveryGate, DeliveryPause } from './delivery-gate.ts';
export type {
  DeliveryStore,
  DueDelivery,
  DuePlace,
  DueQuery,
  FannedOut,
  MatchEvents,
  NewDelivery,
  OutboxEvent,
  Receiver,
  ReceiverNote,
  Settled,
} from './delivery-store.ts';
export {
  deadKeptMs,
  deliveredKeptMs,
  startDispatcher,
  type Dispatcher,
  type DispatcherDependencies,
} from './dispatcher.ts';
export { createJudgeEvents } from './judge-events.ts';
export { matchEvents, type JudgeEvents, type Verdict } from './match-events.ts';
