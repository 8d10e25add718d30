/** An identity that is to identify nobody from now on. */
export interface Block {
  /** By its blind index. */
  readonly identity: string;
  readonly type: string;
  /** Enough to recognise it by, never the value. */
  readonly label: string;
  readonly reason: string;
  readonly by: string;
}
