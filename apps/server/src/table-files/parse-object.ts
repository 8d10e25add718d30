import { parseExactly } from '@perennial/domain/reading';

/** Shorter texts cannot be deep enough to exhaust the stack of whoever writes them down again. */
const shallowLength = 2048;
const depthMax = 64;

/** Levels by the brackets outside of texts, counted before the text is parsed. */
function isTooDeep(text: string): boolean {
  if (text.length <= shallowLength) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inText && sign === '\\') at += 1;
    else if (sign === '"') inText = !inText;
    else if (!inText && (sign === '[' || sign === '{')) depth += 1;
    else if (!inText && (sign === ']' || sign === '}')) depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}

/** An object of one line, or undefined, also for one that is nested too deeply. Whole numbers keep all their digits. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = parseExactly(text.startsWith('\uFEFF') ? text.slice(1) : text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** A value of an object as a cell would hold it. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
