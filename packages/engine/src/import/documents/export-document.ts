/** An export that a shop system or marketplace writes, known by its header. */
export interface ExportDocument {
  readonly id: string;
  /** As it is called: said to whoever imports it. */
  readonly name: string;
  /** Folded names of columns that no other table has together. */
  readonly signature: readonly string[];
  /** Field to folded names of columns that feed it, the best first. A column feeds one field. */
  readonly columns: Readonly<Record<string, string>>;
}
