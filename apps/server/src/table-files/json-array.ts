/** Whether a text is a JSON array of objects rather than a line for each. */
export function startsAsArray(text: string): boolean {
  return /^\uFEFF?\s*\[\s*(?:\{|\]|$)/.test(text);
}

const quote = 34;
const backslash = 92;
const comma = 44;
const opening = new Set([123, 91]);
const closing = new Set([125, 93]);
const feed = 10;
const returns = 13;

/**
 * Turns a JSON array that comes in pieces into one object a line, so that it is read as such lines are: the brackets around it and the
 * commas between its objects go, line breaks within an object become spaces, and a comma between objects becomes a line break.
 */
export function createArrayUnwrapper(): (piece: string) => string {
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  return (piece) => {
    let lines = '';
    let from = 0;
    const cut = (at: number, instead: string) => {
      lines += piece.slice(from, at) + instead;
      from = at + 1;
    };
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (code === backslash) isEscaped = true;
        else if (code === quote) inText = false;
      } else if (code === quote) inText = true;
      else if (opening.has(code)) {
        depth += 1;
        if (depth === 1) cut(at, '');
      } else if (closing.has(code)) {
        depth -= 1;
        if (depth === 0) cut(at, '');
      } else if (code === comma && depth === 1) cut(at, '\n');
      else if (code === feed || code === returns) cut(at, ' ');
    }
    return lines + piece.slice(from);
  };
}
