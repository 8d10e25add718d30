/**
 * What client libraries, shops and tills write where they know nobody: an identity that says this identifies nobody, whatever its type
 * and however it is spelled. Left out are words that may well be somebody's name for somebody (`admin`, `1`). Sources: the ids that
 * Segment, Mixpanel, Amplitude and PostHog refuse, texts of JavaScript, Objective-C, Python and Java for an absent value, the ids that
 * iOS and Android give where there is none.
 *
 * It is asked of every identity that comes in, so it walks a value once and looks what is left up in one set.
 */
const absent = wordsOf('null undefined none nil nan void empty blank na nul nullptr');

const unknown = wordsOf(`
  unknown anonymous anon guest nobody noone default dummy fake test tester testing unidentified
  unregistered walkin cash
`);

const unknownInChinese = wordsOf(
  '未知 匿名 游客 访客 散客 路人 测试 默认 无 空 没有 暂无 不详 未填写 未登录 未注册 未提供 未授权 匿名者 过路客 零售 现金 无名氏',
);

const others = wordsOf(`
  true false object objectobject objectnull objectundefined id distinctid userid uid customerid deviceid
  anonymousid email phone user customer visitor string value notauthenticated unauthenticated notloggedin
  loggedout notset notavailable notapplicable notprovided notgiven unspecified unassigned invalid
  invaliddate error redacted removed noid nouser noname noemail nomail nophone noreply donotreply
  guestcheckout cashsale tbd asdf foobar 0x0 ゲスト テスト 不明 なし 未設定 匿名希望 없음 비회원 unbekannt keine inconnu invité
  aucun desconocido ninguno invitado anonimo anónimo
`);

/** Android 2.2 gave all devices of a maker one id; the address that Android and iOS give for hiding theirs; emulators; a build id. */
const devices = wordsOf(`
  9774d56d682e549c 020000000000 dead00beef 0123456789abcdef 004999010640000 lmy47d
`);

/** MD5, SHA-1 and SHA-256 of nothing: what a sender that hashes its values makes of an empty one. */
const hashesOfNothing = wordsOf(`
  d41d8cd98f00b204e9800998ecf8427e da39a3ee5e6b4b0d3255bfef95601890afd80709
  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
`);

const roles = wordsOf('user customer member client visitor account id email phone person');
const rolesInChinese = wordsOf('用户 客户 会员 顾客 客人 手机 手机号 邮箱 账号 姓名');

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

function withRoles(words: readonly string[], of: readonly string[]): readonly string[] {
  return words.flatMap((word) => of.flatMap((role) => [word + role, role + word]));
}

const wordLengthMin = 3;

const words: ReadonlySet<string> = new Set([
  ...absent,
  ...unknown,
  ...unknownInChinese,
  ...others,
  ...devices,
  ...hashesOfNothing,
  ...withRoles(
    [...absent, ...unknown].filter((word) => word.length >= wordLengthMin),
    roles,
  ),
  ...withRoles(unknownInChinese, rolesInChinese),
]);

/** The words themselves, in small letters and without what joins them: for whoever looks them up elsewhere than in memory. */
export const placeholderWords: readonly string[] = [...words];

/** Longer than any of them, with what may stand around it. */
export const placeholderLengthMax = 80;

/** Whether a value, in Unicode's compatibility form and without white space around it, says that nobody is known. */
export function isPlaceholder(value: string): boolean {
  if (value.length > placeholderLengthMax) return value.trim() === '';
  const letters = lettersOf(value);
  if (letters === '' || words.has(letters)) return true;
  return isOneSign(letters) || isNegative(value, letters) || isTwice(letters) || isTemplate(value);
}

/** Letters and digits alone, in small letters: quotes, brackets, spaces and what joins words are gone. */
export function lettersOf(value: string): string {
  let letters = '';
  for (let n = 0; n < value.length; n += 1) {
    const code = value.charCodeAt(n);
    if (code > asciiMax) return lettersOfAnyScript(value);
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) letters += value[n];
    else if (code >= 65 && code <= 90) letters += String.fromCharCode(code + 32);
  }
  return letters;
}

const asciiMax = 127;

function lettersOfAnyScript(value: string): string {
  return value.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

const sameDigitsOfUuid = 32;
const crossesMin = 3;

/** Nothing but zeros, a UUID of one digit, crosses. */
function isOneSign(letters: string): boolean {
  const [first] = letters;
  if (first !== '0' && first !== 'x' && letters.length !== sameDigitsOfUuid) return false;
  for (const letter of letters) if (letter !== first) return false;
  return first !== 'x' || letters.length >= crossesMin;
}

/** What programs answer where nothing was found. */
export const negativePlaceholders: ReadonlySet<string> = new Set(['1', '9', '99', '999', '9999']);

function isNegative(value: string, letters: string): boolean {
  if (!negativePlaceholders.has(letters)) return false;
  const sign = value.charAt(value.indexOf(letters) - 1);
  return sign === '-' || sign === '\u2212';
}

const twiceLengthMin = 4;

/** `undefined undefined`, from a first and a last name. */
function isTwice(letters: string): boolean {
  const half = letters.length / 2;
  if (half < twiceLengthMin || !Number.isInteger(half)) return false;
  return letters.endsWith(letters.slice(0, half)) && words.has(letters.slice(0, half));
}

const templates: readonly (readonly [string, string])[] = [
  ['{', '}'],
  ['${', '}'],
  ['#{', '}'],
  ['<%', '%>'],
  ['%%', '%%'],
  ['*|', '|*'],
  ['[[', ']]'],
];

/** A place holder in the word's own sense, which the sender's template has not filled. */
function isTemplate(value: string): boolean {
  return templates.some(([opens, closes]) => value.startsWith(opens) && value.endsWith(closes));
}

/** Who has these before the @ reads no mail, whatever the domain. */
const mailboxes: ReadonlySet<string> = new Set([
  ...wordsOf(`
    noreply donotreply noemail nomail noemailaddress null undefined none nan unknown anonymous anon guest
    test tester testing nobody noone dummy fake invalid nil notprovided notgiven notavailable notset noname
    unbekannt inconnu desconocido
  `),
  ...withRoles(wordsOf('test guest anonymous unknown dummy null'), wordsOf('user customer email account')),
]);
/** Domains that are a placeholder by themselves. */
const noDomains: ReadonlySet<string> = new Set(wordsOf('noemail nomail noreply donotreply null undefined'));
/** Domains under which words such as `user` or `email` are one: RFC 2606, and those that are written as an example. */
const exampleDomains: ReadonlySet<string> = new Set(wordsOf('example test email none unknown domain na'));
const keyboardLengthMax = 3;

/** Whether an e-mail address in small letters is nobody's: `noreply@…`, `test@…`, `noemail@noemail.com`, `a@a.com`. */
export function isPlaceholderEmail(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 0) return false;
  const [own = ''] = address.slice(0, at).split('+');
  const box = lettersOf(own);
  const [label = ''] = address.slice(at + 1).split('.');
  const domain = lettersOf(label);
  if (mailboxes.has(box) || noDomains.has(domain) || isZeros(box)) return true;
  if (box === domain && box.length <= keyboardLengthMax) return true;
  return exampleDomains.has(domain) && (words.has(box) || box === domain);
}

function isZeros(letters: string): boolean {
  return letters.startsWith('0') && isOneSign(letters);
}

const dummyDigitsMin = 3;
const zerosAtTheEndMin = 8;

/**
 * Whether digits are what is typed into a field for a telephone number to get past it: one digit again and again, digits in a row
 * up or down, or nothing but zeros behind an area code or the first digits of a mobile number: nobody's own number begins with a zero
 * and has eight. Of the mobile numbers of China these are 70 in 7,000,000,000. What is only easy to remember is somebody's, and dear.
 */
export function isDummyNumber(digits: string): boolean {
  if (digits.endsWith('0'.repeat(zerosAtTheEndMin))) return true;
  if (digits.length < dummyDigitsMin) return false;
  const step = (digits.charCodeAt(1) - digits.charCodeAt(0) + 10) % 10;
  if (step !== 0 && step !== 1 && step !== 9) return false;
  for (let n = 2; n < digits.length; n += 1)
    if ((digits.charCodeAt(n) - digits.charCodeAt(n - 1) + 10) % 10 !== step) return false;
  return true;
}
