import type { FactValue } from '../base/payload.ts';
import type { LocalizedText } from './localized-text.ts';

/**
 * What the parts of a kind of document are called, as people read of a difference. It stands beside the parser of the kind, so that
 * a key that is added there is named there. English names begin with a small letter, as within a sentence.
 */
export type PartWords =
  | ScalarWords
  | LocalizedWords
  | ChoiceWords
  | ConditionWords
  | ListWords
  | (Named & { readonly kind: 'object'; readonly keys: KeyedWords });

interface Named {
  readonly name: LocalizedText;
  /** What holds where nothing is said; "none" unless given. */
  readonly absent?: LocalizedText;
}
interface ScalarWords extends Named {
  readonly kind: 'text' | 'number' | 'days';
}
/** A text in both languages. */
interface LocalizedWords extends Named {
  readonly kind: 'localized';
}
interface ChoiceWords extends Named {
  readonly kind: 'choice';
  /** By the value as JSON writes it, texts without their quotes. */
  readonly choices: { readonly [value: string]: LocalizedText };
}
interface ConditionWords extends Named {
  readonly kind: 'condition';
}
export interface ListWords extends Named {
  readonly kind: 'list';
  readonly item: ItemWords;
  /** The order says which comes first where several would do; elsewhere it is only how they are written. */
  readonly order?: 'precedence';
}

/** What one item is: a text, or an object that some of its keys tell from all others. */
export type ItemWords =
  | { readonly kind: 'text'; readonly noun: LocalizedText }
  | {
      readonly kind: 'object';
      readonly noun: LocalizedText;
      readonly identifiedBy: readonly string[];
      readonly keys: KeyedWords;
    };

export type KeyedWords = { readonly [key: string]: PartWords };

/** Words for each key of a type: a key without words is an error of types. */
export type WordsOf<Item> = { readonly [Key in keyof Item & string]-?: PartWords };

/** What a field means in the conditions of one document alone. */
export interface DocumentField {
  readonly label: LocalizedText;
  readonly type: 'instant';
}

export interface DocumentWords {
  /** What one document of the kind is called; of a folder with its own name after it. */
  readonly title: LocalizedText;
  readonly keys: KeyedWords;
  /** Fields that the catalogue does not know, by the document, which need not be sound. */
  readonly fieldsOf?: (document: FactValue) => { readonly [field: string]: DocumentField };
}

/** The key by which an item or a document is named to people: its name, else what tells it from others. */
export const nameKey = 'name';
