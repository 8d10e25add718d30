import type { LocalizedText } from './documents/localized-text.ts';

/** How many units of a figure are worth how much money. */
export interface Worth {
  readonly units: number;
  readonly minor: number;
}

/** A figure by which programs are compared, declared by a facet: of one of its documents, in whole units. */
export interface OutcomeLine {
  /** Path of the document: `wallets/points.json`. */
  readonly document: string;
  /** What the document is called. */
  readonly title: LocalizedText;
  /** Of the document's figures, this one: `issued`. */
  readonly figure: string;
  readonly label: LocalizedText;
  /** `flow`: what happened within a month. `level`: what there was at its end, counted by what it changed by. */
  readonly kind: 'flow' | 'level';
  /** Null: nothing that is counted in money. */
  readonly worth: Worth | null;
  /** It is what members get: who has more of it under one program has won by it, and its worth is what the program costs. */
  readonly isGain: boolean;
}

/** Where a facet counts what a program has brought a member. */
export interface OutcomeSink {
  /** The number of a figure, asked for once a member; that of a figure that nobody declared counts nothing. */
  lineOf(document: string, figure: string): number;
  /** So many units of a figure, at an instant; less than none takes them back. */
  add(line: number, at: number, units: number): void;
  /** She went from one standing of a document to another; '' is none. */
  move(moved: { readonly document: string; readonly from: string; readonly to: string; readonly at: number }): void;
}

/** One thing that a program did to a member, with why. */
export interface OutcomeEntry {
  readonly document: string;
  /** Equal for entries that stand for one another under two programs, as far as that can be said. */
  readonly matches: string;
  readonly at: number;
  /** Position of the step in her log; 0 for what time alone did. */
  readonly position: number;
  /** `earn`, `expire`; of a tier the standing that she came to. */
  readonly kind: string;
  /** Signed: what it changed the figure of the document by. */
  readonly units: number;
  /** What there was then; null where nothing is kept. */
  readonly after: number | null;
  /** Id of the rule that said so; '' where none did. */
  readonly rule: string;
  /** What it came of, as the facet names it: of an order its number. */
  readonly source: string;
  readonly sourceId: string;
}

/**
 * What rehearsals compare of a member who was folded from nothing, so that all that was ever recorded of her is in memory. An absorbed member
 * is asked too, as she was at her tombstone: what she still had then is the survivor's and must not count twice.
 */
export interface Outcomes<Seen, Rules> {
  lines(rules: Rules): readonly OutcomeLine[];
  count(view: Seen, sink: OutcomeSink): void;
  /** Her history by which every figure is explained, in its order. */
  entries(view: Seen): readonly OutcomeEntry[];
  /** Where she stands at the end, by the path of a document; who stands nowhere is not named. */
  standings?(view: Seen): readonly (readonly [document: string, standing: string])[];
}
