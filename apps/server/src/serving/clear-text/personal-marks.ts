/** Personal values of one woman who is nobody: wherever one of them is read, it came in through one of the doors. */
export const marks = {
  name: '欧阳海棠',
  phone: '13666123987',
  email: 'haitang.ouyang@example.net',
  address: '胶州路七弄九号',
  idCard: '31010619880412762X',
} as const;

/** How somebody writes her down in a sentence; a name has no look, so that it stands only where a field says what it is. */
export const sentence = `call +86 136 6612 3987 or ${marks.phone}, write to ${marks.email}, id ${marks.idCard}`;

const spellings = [...Object.values(marks), '136 6612 3987', marks.idCard.toLowerCase(), 'haitang'];

/** Which of them an answer tells, also where an address or JSON spells them in its own way. */
export function marksIn(text: string): readonly string[] {
  return spellings.filter((one) => [one, encodeURIComponent(one), escaped(one)].some((spelt) => text.includes(spelt)));
}

function escaped(text: string): string {
  return text.replaceAll(/[^\0-\x7F]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
