/**
 * Checks a statement off-line: that the signature is right, that no entry was changed, left out or put in between, and that the movements sum to
 * the balance. It takes nothing from Perennial but the document and the public keys:
 *
 *   curl https://perennial.example/v1/statement-keys > keys.json
 *   node examples/verify-statement/verify-statement.ts statement.json keys.json
 *
 * Exit code 0 when all is right, 1 with what is not, 2 where it cannot be checked: a file that is not there, no JSON, a name that stands
 * twice in one object, a part that is missing or of another kind.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface End {
  readonly sequence: number;
  readonly balance: number;
  readonly digest: string;
}

interface Entry {
  readonly sequence: number;
  readonly kind: string;
  readonly debit: string;
  readonly credit: string;
  readonly units: number;
  readonly balanceAfter: number;
  readonly at: number;
  readonly lots: string;
  readonly reverses: number | null;
  readonly source: string;
  readonly rule: string;
  readonly programVersion: number;
  readonly reason: string;
  readonly causeKind: string;
  readonly causePosition: number;
  readonly causeAt: number;
  readonly digest: string;
}

interface Statement {
  readonly format: string;
  readonly memberId: string;
  readonly wallet: string;
  readonly decimals: number;
  /** ISO 8601. */
  readonly asOf: string;
  readonly issuedAt: string;
  readonly opening: End;
  readonly closing: End;
  readonly isLast: boolean;
  readonly entries: readonly Entry[];
  readonly keyId: string;
  readonly signature: string;
}

interface PublicKeys {
  readonly items: readonly { readonly id: string; readonly publicKey: string }[];
}

const format = 'perennial-statement/1';

/** What is wrong with a statement; nothing where it is right. */
function problemsOf(statement: Statement, keys: PublicKeys): readonly string[] {
  if (statement.format !== format) return [`it is written as ${statement.format}, and this reads ${format}`];
  return [...signatureProblems(statement, keys), ...entryProblems(statement)];
}

/** The signature is over both ends, of which the later one holds the digest of everything between. */
function signatureProblems(statement: Statement, { items }: PublicKeys): readonly string[] {
  const key = items.find(({ id }) => id === statement.keyId);
  if (key === undefined) return [`there is no public key ${statement.keyId}`];
  const { memberId, wallet, decimals, asOf, issuedAt, opening, closing, isLast, keyId } = statement;
  const ends = [opening, closing].map(({ sequence, balance, digest }) => [sequence, balance, digest]);
  const instants = [asOf, issuedAt].map((text) => Date.parse(text));
  const signed = JSON.stringify([format, memberId, wallet, decimals, ...instants, ...ends, isLast, keyId]);
  const signature = Buffer.from(statement.signature, 'base64url');
  const isRight = verify(null, Buffer.from(signed, 'utf8'), createPublicKey(key.publicKey), signature);
  return isRight ? [] : ['the signature is not right'];
}

function entryProblems({ wallet, opening, closing, entries }: Statement): readonly string[] {
  const problems: string[] = [];
  let last = opening;
  for (const entry of entries) {
    const { sequence, debit, credit, units, balanceAfter, digest } = entry;
    const tell = (what: string) => problems.push(`entry ${sequence}: ${what}`);
    if (sequence !== last.sequence + 1) tell(`it follows ${last.sequence}`);
    if ((debit === 'member') === (credit === 'member')) tell('one side of it must be the member');
    if (!Number.isSafeInteger(units) || units <= 0) tell('it moves no whole number of units');
    const balance = last.balance + (credit === 'member' ? units : -units);
    if (balanceAfter !== balance) tell(`the balance is ${balance} then, and not ${balanceAfter}`);
    if (digest !== digestOf(last.digest, wallet, entry)) tell('its digest is not that of what it says');
    last = { sequence, balance: balanceAfter, digest };
  }
  if (JSON.stringify(endOf(last)) !== JSON.stringify(endOf(closing)))
    problems.push(`it ends with entry ${last.sequence} and ${last.balance}, and is said to end otherwise`);
  return problems;
}

function endOf({ sequence, balance, digest }: End): readonly unknown[] {
  return [sequence, balance, digest];
}

/** SHA-256 over the digest of the entry before and the parts of this one, as a JSON list. */
function digestOf(before: string, wallet: string, entry: Entry): string {
  const parts = [
    before,
    wallet,
    entry.sequence,
    entry.kind,
    entry.debit,
    entry.credit,
    entry.units,
    entry.balanceAfter,
    entry.at,
    entry.lots,
    entry.reverses,
    entry.source,
    entry.rule,
    entry.programVersion,
    entry.reason,
    entry.causeKind,
    entry.causePosition,
    entry.causeAt,
  ];
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
}

/** Of two values of one name each reader takes another: what one of them finds right, another may show otherwise. */
function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  const value: unknown = JSON.parse(text);
  const name = nameTwice(text);
  if (name !== undefined) throw new Error(`${path}: ${JSON.stringify(name)} stands there twice`);
  return value;
}

/** A name that an object of a JSON text has twice, however it is escaped. */
function nameTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
    }
  }
  return undefined;
}

type Kind = 'text' | 'whole' | 'whole or null' | 'boolean' | Shape | readonly [Shape];
interface Shape {
  readonly [name: string]: Kind;
}

const end: Shape = { sequence: 'whole', balance: 'whole', digest: 'text' };
const entryShape: Shape = {
  sequence: 'whole',
  kind: 'text',
  debit: 'text',
  credit: 'text',
  units: 'whole',
  balanceAfter: 'whole',
  at: 'whole',
  lots: 'text',
  reverses: 'whole or null',
  source: 'text',
  rule: 'text',
  programVersion: 'whole',
  reason: 'text',
  causeKind: 'text',
  causePosition: 'whole',
  causeAt: 'whole',
  digest: 'text',
};
const statementShape: Shape = {
  format: 'text',
  memberId: 'text',
  wallet: 'text',
  decimals: 'whole',
  asOf: 'text',
  issuedAt: 'text',
  opening: end,
  closing: end,
  isLast: 'boolean',
  entries: [entryShape],
  keyId: 'text',
  signature: 'text',
};
const keysShape: Shape = { items: [{ id: 'text', publicKey: 'text' }] };

/** Throws where a part is missing or of another kind. */
function requireKind(value: unknown, kind: Kind, spot: string): void {
  const isRight =
    typeof kind === 'string' ? isOfKind(value, kind) : isList(kind) === Array.isArray(value) && isObject(value);
  if (!isRight) throw new Error(`${spot} is ${value === undefined ? 'missing' : 'not what it must be'}`);
  if (typeof kind === 'string') return;
  const parts: readonly (readonly [string, Kind])[] = isList(kind)
    ? Object.keys(value as object).map((n) => [n, kind[0]])
    : Object.entries(kind);
  for (const [name, part] of parts)
    requireKind((value as Readonly<Record<string, unknown>>)[name], part, isRoot(spot) ? name : `${spot}.${name}`);
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'boolean') return typeof value === 'boolean';
  return Number.isSafeInteger(value) || (kind === 'whole or null' && value === null);
}

function isList(kind: Kind): kind is readonly [Shape] {
  return Array.isArray(kind);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isRoot(spot: string): boolean {
  return spot === 'the statement' || spot === 'the list of keys';
}

function main([statementPath, keysPath]: readonly string[]): number {
  if (statementPath === undefined || keysPath === undefined) {
    process.stderr.write('node verify-statement.ts STATEMENT.json KEYS.json\n');
    return 2;
  }
  const [statement, keys] = [readJson(statementPath), readJson(keysPath)];
  // A later format has other parts: of it this can only say that it is another one.
  const { format: found } = (isObject(statement) ? statement : {}) as { readonly format?: unknown };
  if (typeof found !== 'string' || found === format) requireKind(statement, statementShape, 'the statement');
  requireKind(keys, keysShape, 'the list of keys');
  return tell(statement as Statement, problemsOf(statement as Statement, keys as PublicKeys));
}

function tell({ wallet, closing, entries, asOf }: Statement, problems: readonly string[]): number {
  process.stdout.write(
    problems.length === 0
      ? `right: ${entries.length} entries of ${wallet}, ${closing.balance} units as of ${asOf}\n`
      : `WRONG\n${problems.map((one) => `  ${one}\n`).join('')}`,
  );
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
