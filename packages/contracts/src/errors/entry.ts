export interface ErrorEntry {
  readonly status: number;
  readonly title: LocalText;
  /** The next step, for whoever reads the answer. */
  readonly next: LocalText;
}

export interface LocalText {
  readonly en: string;
  readonly zh: string;
}

export function entry(status: number, title: LocalText, next: LocalText): ErrorEntry {
  return { status, title, next };
}

export function text(en: string, zh: string): LocalText {
  return { en, zh };
}
