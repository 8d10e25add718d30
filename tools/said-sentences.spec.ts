import { readSentence } from '@perennial/contracts';
import { describe, expect, it } from 'vitest';
import { isTest, lineOf, readSourceFiles, withoutComments } from './source-files.ts';

/**
 * What the layers below the wire say to people they say in English, and the console words it in the language of its reader by the table of
 * sentences: so each must stand there. A new one that does not is found here.
 */

/** Where sentences for people are made: the call or field, and the text that follows it. */
const makers = [
  /\bnew (?:FileError|MappingError|ImportRunningError|ImportsClosedError)\(\s*/g,
  /\bnotes\.push\(\s*/g,
  /\b(?:notes|cut|above)\b[^;]*?\[\s*(?=['`])/g,
  /\browProblem\('\w+', /g,
  /\breject\([\w.]+, '\w+', /g,
  /\bdetail: /g,
  /\breason: /g,
  /\ben: /g,
  /\bmessage: /g,
  /\bproblemOf\('[\w.]+', /g,
  /\btell\(errors, [^,]+, /g,
  /\bproblem\('fact\.\w+', path, /g,
  /\binvalid\(/g,
  /\bconst (?:reason|detail|message) = /g,
] as const;

/** Folders whose sentences a console, or what it downloads, shows. */
const shown =
  /^(?:packages\/engine\/src\/(?:import|ingest|identity|facts|reference)|packages\/contracts\/src\/ingest|apps\/server\/src\/(?:table-files|analyze\/input|use-cases\/(?:audit|imports|rates|reading|member-list|members|quarantine|commands)|http\/(?:routing|ingest|auth)))\//;

const files = readSourceFiles().filter(({ path }) => shown.test(path) && path.endsWith('.ts') && !isTest(path));

/** The text literals, as they stand in the code, that begin where a maker ends; several are joined by `+`. */
function saidAt(text: string, at: number): string | undefined {
  const literal = /^(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)")(?:\s*\+\s*)?/;
  let rest = text.slice(at);
  let said = '';
  for (let found = literal.exec(rest); found !== null; found = literal.exec(rest)) {
    said += (found[1] ?? found[2] ?? found[3] ?? '').replaceAll(/\\(['"`])/g, '$1').replaceAll('\\n', '\n');
    rest = rest.slice(found[0].length);
    if (!found[0].trimEnd().endsWith('+')) break;
  }
  // A code or a name is no sentence.
  return /[A-Za-z]+ [\w$"{]/.test(said) ? said : undefined;
}

function isKnown(said: string): boolean {
  const filled = said.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'x');
  return filled
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'x')
    .every((line) => isSaid(line) || isSaid(filled));
}

/** The one template without a word of its own, a field and what is said of it, takes any text with a colon: what is said must be known. */
function isSaid(text: string): boolean {
  const said = readSentence(text);
  if (said === undefined) return false;
  return said.code !== 'issue.custom' || isSaid(String(said.params['reason']));
}

describe('the table of sentences', () => {
  it('has every sentence that is made below the wire and shown in the console', () => {
    const problems = files.flatMap(({ path, text: whole }) => {
      const text = withoutComments(whole);
      return makers.flatMap((maker) =>
        [...text.matchAll(maker)].flatMap((match) => {
          const said = saidAt(text, match.index + match[0].length);
          return said === undefined || isKnown(said) ? [] : [`${path}:${lineOf(text, match.index)} ${said}`];
        }),
      );
    });
    expect(problems, `put them into packages/contracts/src/sentences:\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });

  it('is asked of what is really there', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(isKnown('The moon is ${phase}.')).toBe(false);
    expect(isKnown('The moon: ${phase} and full.')).toBe(false);
    expect(isKnown('It says: nothing that is known.')).toBe(false);
    expect(isKnown('Column "${column}" holds no numbers: it is left out.')).toBe(true);
  });
});
