/** How a long work stands, the most telling first: what does not fit into the terminal is left out from the end. */
export interface ProgressLine {
  readonly what: string;
  /** 0 to 1, where it is known. */
  readonly share?: number;
  readonly more?: readonly string[];
}

const barWidthUsual = 24;
const barWidthMin = 6;
/** Brackets, and the spaces before. */
const barFrame = 4;

/** One line of at most `columns` columns; a share is said before anything else is drawn. */
export function renderProgress({ what, share, more = [] }: ProgressLine, columns: number): string {
  const percent = share === undefined ? '' : `${String(Math.floor(clamp(share) * 100)).padStart(3)} %`;
  const room = columns - widthOf(what) - percent.length - 1;
  if (room < 0) return percent === '' ? cut(what, columns) : cut(`${percent.trim()} ${what}`, columns);
  const barWidth = Math.min(barWidthUsual, room - barFrame);
  const hasBar = share !== undefined && barWidth >= barWidthMin;
  let line = what;
  if (hasBar) line += `  ${bar(share, barWidth)} ${percent}`;
  else if (share !== undefined) line += ` ${percent}`;
  for (const part of more) {
    if (widthOf(line) + 2 + widthOf(part) > columns) break;
    line += `  ${part}`;
  }
  return line;
}

function bar(share: number, width: number): string {
  const done = Math.round(clamp(share) * width);
  return `[${'#'.repeat(done)}${' '.repeat(width - done)}]`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Letters that terminals give two columns: Chinese, Japanese, Korean, their punctuation and full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\ud840-\ud8bf][\udc00-\udfff]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += wide.test(letter) ? 2 : 1;
  return width;
}

function cut(text: string, columns: number): string {
  let kept = '';
  for (const letter of text) {
    if (widthOf(kept + letter) > columns) break;
    kept += letter;
  }
  return kept;
}
