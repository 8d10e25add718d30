/** Why nothing is handed to anybody outside for now. */
export interface DeliveryPause {
  /** `restored`: the database was put back from a backup, so what it holds to be sent may have been sent already. */
  readonly reason: 'restored';
  /** Epoch milliseconds. */
  readonly pausedAt: number;
}

/**
 * Asked by whoever is about to hand something to somebody outside: a message to its provider, a call to another program. What waits
 * stays where it is, and goes on when somebody has said so. Ask before each hand-over, or each batch of them: the answer may change at
 * any time, for every process at once.
 */
export interface DeliveryGate {
  /** Null when it may go. */
  readPause(): Promise<DeliveryPause | null>;
}
