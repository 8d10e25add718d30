/** Words that say what a file is, not where it comes from. */
const genericWords = new Set(
  (
    'transactions transaction orders order lines line items item customers customer members member users user households products ' +
    'product stores store staff shops facts events sales master sample full data dataset export exports import file list demographics ' +
    'all new old copy final part sheet csv tsv json ndjson txt gz utf8 gbk tmp temp upload uploads downloads desktop documents home shared ' +
    'main example examples'
  ).split(' '),
);

/** Whoever clones the product and imports there has a folder of this name, and facts under it would be the product's own. */
const ownName = 'perennial';

const nameLengthMax = 60;

/**
 * The source of a file: what its name says beside dates and generic words, else what its folder says. Files of one shop get one
 * source that way, so that a period exported twice is taken once and a customer number means the same person in all of them.
 */
export function guessSource(fileName: string, folderName: string): string {
  return tellingWords(fileName) || tellingWords(folderName) || plainWords(fileName) || 'import';
}

function words(name: string): readonly string[] {
  const base = name.replace(/(\.[A-Za-z]\w{0,6})+$/, '');
  return base
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== ownName);
}

function tellingWords(name: string): string {
  return join(words(name).filter((word) => !/^\d+$/.test(word) && !genericWords.has(word)));
}

function plainWords(name: string): string {
  return join(words(name).filter((word) => !/^\d+$/.test(word)));
}

function join(parts: readonly string[]): string {
  return parts.join('_').slice(0, nameLengthMax);
}
