/** What Gamma-Gamma needs of customers, as columns of equal length. */
export interface SpendHistories {
  /** Purchases over which the average is taken: for the published fits, repeat purchases. */
  readonly purchases: Float64Array;
  /** Average amount of those purchases, in one currency; ignored where there are none. */
  readonly averageSpend: Float64Array;
  /** How many customers a row stands for; one each where absent. */
  readonly weight?: Float64Array;
}

/** With the sum of squared amounts, which tells how much one customer's purchases differ among themselves. */
export interface SpendEvidence extends SpendHistories {
  readonly squares: Float64Array;
}

export interface SpendHistory {
  readonly purchases: number;
  readonly averageSpend: number;
}
