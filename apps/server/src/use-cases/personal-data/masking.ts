/**
 * An identity as people see it who may not see it whole: enough to recognise by, too little to use. What is shorter than it
 * shows is hidden whole.
 */
export function maskIdentity(type: string, value: string): string {
  if (value === '') return '•••';
  if (type === 'phone') return maskMiddle(value.replace(/^\+86(?=1\d{10}$)/, ''), 3, 4);
  if (type === 'email') return maskEmail(value);
  return maskMiddle(value, 0, 4);
}

/**
 * What a member is called where her name may not be: her strongest identity, masked. Undefined when nothing of it may be
 * seen, as of a short customer number: then the end of her own id has to tell her from others.
 */
export function maskedLabel(type: string, value: string): string | undefined {
  const label = maskIdentity(type, value);
  return /[^•]/u.test(label) ? label : undefined;
}

/** A name keeps its first character: 张•, M•••. */
export function maskName(value: string): string {
  const [first = ''] = value;
  return `${first}•••`;
}

function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  const [first = ''] = value;
  return at < 1 ? '•••' : `${first}•••${value.slice(at)}`;
}

function maskMiddle(value: string, shownFirst: number, shownLast: number): string {
  if (value.length < (shownFirst + shownLast) * 1.5) return '••••';
  return `${value.slice(0, shownFirst)}••••${value.slice(-shownLast)}`;
}
