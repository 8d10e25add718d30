/** A node of the parsed source, as far as it is looked at. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly kind: string;
}

type Finder = (node: Node, text: string) => readonly Edit[];

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

const operators: Readonly<Record<string, readonly [kind: string, instead: string]>> = {
  '<': ['comparison', '<='],
  '<=': ['comparison', '<'],
  '>': ['comparison', '>='],
  '>=': ['comparison', '>'],
  '===': ['equality', '!=='],
  '!==': ['equality', '==='],
  '+': ['arithmetic', '-'],
  '-': ['arithmetic', '+'],
  '*': ['arithmetic', '/'],
  '/': ['arithmetic', '*'],
  '%': ['arithmetic', '*'],
  '+=': ['arithmetic', '-='],
  '-=': ['arithmetic', '+='],
  '&&': ['logic', '||'],
  '||': ['logic', '&&'],
  '??': ['logic', '&&'],
};

const methods: Readonly<Record<string, string>> = {
  'Math.floor': 'Math.ceil',
  'Math.ceil': 'Math.floor',
  'Math.round': 'Math.floor',
  'Math.trunc': 'Math.ceil',
  'Math.min': 'Math.max',
  'Math.max': 'Math.min',
};

const swapped: Readonly<Record<string, string>> = { some: 'every', every: 'some' };
/** Calls that may be left out: what they are called on stands alone. */
const droppable = new Set(['filter', 'toSorted', 'sort', 'toReversed', 'reverse', 'slice']);

const finders: Readonly<Record<string, Finder>> = {
  BinaryExpression: operatorEdits,
  LogicalExpression: operatorEdits,
  AssignmentExpression: operatorEdits,
  IfStatement: (node) => [...constant(node['test'], 'true'), ...constant(node['test'], 'false')],
  ConditionalExpression: (node) => [...constant(node['test'], 'true'), ...constant(node['test'], 'false')],
  // A loop without an end shows in its time alone.
  WhileStatement: (node) => constant(node['test'], 'false'),
  ForStatement: (node) => constant(node['test'], 'false'),
  ForOfStatement: (node) => edit(node['right'], '[]', 'empty list'),
  UnaryExpression: negationEdits,
  UpdateExpression: (node, text) => {
    const own = text.slice(node.start, node.end);
    const instead = own.includes('++') ? own.replace('++', '--') : own.replace('--', '++');
    return edit(node, instead, 'arithmetic');
  },
  Literal: literalEdits,
  ArrayExpression: (node) => (listOf(node['elements']).length > 0 ? edit(node, '[]', 'empty list') : []),
  CallExpression: callEdits,
  MemberExpression: (node, text) => {
    const instead = methods[text.slice(node.start, node.end)];
    return instead === undefined ? [] : edit(node, instead, 'rounding and bounds');
  },
  ExpressionStatement: (node) => (node['directive'] ? [] : edit(node, ';', 'statement left out')),
  ContinueStatement: (node) => edit(node, ';', 'statement left out'),
  BreakStatement: (node) => edit(node, ';', 'statement left out'),
};

/** The mistakes that can be made in this very node. */
export function editsOf(node: Node, text: string): readonly Edit[] {
  return finders[node.type]?.(node, text) ?? [];
}

function edit(node: unknown, replacement: string, kind: string): readonly Edit[] {
  return isNode(node) ? [{ start: node.start, end: node.end, replacement, kind }] : [];
}

function constant(test: unknown, value: string): readonly Edit[] {
  return edit(test, value, 'condition');
}

function operatorEdits(node: Node, text: string): readonly Edit[] {
  const { left, right, operator } = node;
  if (!isNode(left) || !isNode(right) || typeof operator !== 'string') return [];
  const [kind, instead] = operators[operator] ?? [];
  if (kind === undefined || instead === undefined) return [];
  if (operator === '+' && [left, right].some(isText)) return [];
  // Between its sides stands nothing but the operator, brackets and, at times, a comment.
  const at = text.indexOf(operator, left.end);
  if (at === -1 || at >= right.start) return [];
  return [{ start: at, end: at + operator.length, replacement: instead, kind }];
}

/** `+` then puts texts together, and `-` would be no mistake that somebody makes. */
function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node['value'] === 'string');
}

function negationEdits(node: Node, text: string): readonly Edit[] {
  const { argument, operator } = node;
  if (!isNode(argument)) return [];
  if (operator !== '!' && operator !== '-') return [];
  return edit(node, text.slice(argument.start, argument.end), operator === '!' ? 'condition' : 'arithmetic');
}

function literalEdits(node: Node): readonly Edit[] {
  const { value } = node;
  if (typeof value === 'boolean') return edit(node, String(!value), 'truth value');
  if (typeof value === 'bigint') return edit(node, `${value + 1n}n`, 'constant');
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return [];
  const more = edit(node, String(value + 1), 'constant');
  return value === 0 ? more : [...more, ...edit(node, String(value - 1), 'constant')];
}

function callEdits(node: Node, text: string): readonly Edit[] {
  const { callee } = node;
  if (!isNode(callee) || callee.type !== 'MemberExpression') return [];
  const { object, property } = callee;
  if (!isNode(object) || !isNode(property) || property.type !== 'Identifier') return [];
  const name = text.slice(property.start, property.end);
  const other = swapped[name];
  if (other !== undefined) return edit(property, other, 'some and every');
  if (!droppable.has(name)) return [];
  return edit(node, text.slice(object.start, object.end), 'call left out');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
