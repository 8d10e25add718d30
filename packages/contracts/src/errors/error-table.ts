import { addressErrors } from './address-errors.ts';
import { apiErrors } from './api-errors.ts';
import { commandErrors } from './command-errors.ts';
import { entry, text, type ErrorEntry } from './entry.ts';
import { requestErrors } from './request-errors.ts';
import { segmentErrors } from './segment-errors.ts';
import { signInErrors } from './sign-in-errors.ts';
import { tierErrors } from './tier-errors.ts';
import { walletErrors } from './wallet-errors.ts';
import { webhookErrors } from './webhook-errors.ts';

const accessErrors = {
  'auth.required': entry(
    401,
    text('Sign in first', '请先登录'),
    text('Sign in, or send an API key.', '请登录或提供 API 密钥。'),
  ),
  'auth.key_invalid': entry(
    401,
    text('The key is not valid', '密钥无效'),
    text('Check the key, or create a new one under Data › Sources.', '请检查密钥,或在“数据 › 来源”中新建。'),
  ),
  'auth.forbidden': entry(
    403,
    text('You may not do this', '没有权限执行此操作'),
    text('Ask an administrator for the role or scope named here.', '请向管理员申请所需的角色或权限范围。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const factErrors = {
  'fact.invalid': entry(
    422,
    text('The fact does not fit its schema', '事件不符合其结构定义'),
    text(
      'It is kept in quarantine: repair it under Data › Quarantine, or send it corrected under a new message id.',
      '已存入异常数据:请在“数据 › 异常数据”修复,或更正后用新的消息编号发送。',
    ),
  ),
  'fact.not_an_object': entry(
    422,
    text('A fact is a JSON object', '事件必须是 JSON 对象'),
    text(
      'Send an object with messageId, type, occurredAt and payload.',
      '请发送包含 messageId、type、occurredAt 和 payload 的对象。',
    ),
  ),
  'fact.malformed_json': entry(
    422,
    text('This line is not valid JSON', '此行不是有效的 JSON'),
    text('Correct the line and send it again; the other lines were taken.', '请更正此行后重新发送;其他行已接收。'),
  ),
  'fact.far_future': entry(
    422,
    text('The fact lies too far in the future', '事件发生时间过于靠后'),
    text(
      'Check the clock of the sender, then repair the fact in quarantine.',
      '请检查发送方时钟,然后在“异常数据”中修复。',
    ),
  ),
  'fact.too_old': entry(
    422,
    text('The fact lies before the earliest instant that can be kept', '事件发生时间早于可保存的最早时间'),
    text(
      'Check the unit of occurredAt: epoch milliseconds or ISO 8601.',
      '请检查 occurredAt 的单位:毫秒时间戳或 ISO 8601。',
    ),
  ),
  'fact.too_large': entry(
    413,
    text('The fact is too large', '事件过大'),
    text('Send large content elsewhere and reference it.', '请将大内容存放在别处并引用。'),
  ),
  'fact.too_deep': entry(
    422,
    text('The fact is nested too deeply', '事件嵌套层级过深'),
    text('Flatten the payload.', '请减少嵌套层级。'),
  ),
  'fact.too_many_keys': entry(
    422,
    text('An object or list in the fact has too many members', '事件中的对象或列表成员过多'),
    text('Send fewer keys, or split the fact.', '请减少键的数量或拆分事件。'),
  ),
  'fact.text_too_long': entry(
    422,
    text('A text in the fact is too long', '事件中的文本过长'),
    text('Shorten the text.', '请缩短文本。'),
  ),
  'fact.null_byte': entry(
    422,
    text('A text in the fact contains a null character', '事件中的文本包含空字符'),
    text('Remove U+0000 from the text.', '请从文本中移除 U+0000。'),
  ),
  'fact.invalid_text': entry(
    422,
    text('A text in the fact is not valid Unicode', '事件中的文本不是有效的 Unicode'),
    text('Remove lone surrogates from the text.', '请移除文本中不成对的代理字符。'),
  ),
  'fact.forbidden_key': entry(
    422,
    text('A key in the fact is not allowed', '事件中包含不允许的键'),
    text('Rename __proto__, constructor or prototype.', '请重命名 __proto__、constructor 或 prototype。'),
  ),
  'fact.message_conflict': entry(
    409,
    text('Another body was already taken under this message id', '该消息编号已对应不同的内容'),
    text(
      'It is kept in quarantine. If it is a new fact, repair it there with a new message id; if it is the old one, dismiss it.',
      '已存入异常数据:若为新的事件,请在“异常数据”中改用新的消息编号;若为原有事件,请将其忽略。',
    ),
  ),
  'fact.source_refused': entry(
    422,
    text('The write key does not speak for this source', '该写入密钥不能代表此来源'),
    text(
      'Leave "source" out, or send the fact with a key of that source. It is kept in quarantine.',
      '请省略 "source",或使用该来源的密钥发送。已存入异常数据。',
    ),
  ),
  'fact.type_reserved': entry(
    422,
    text('Facts of this type are written by Perennial alone', '此类型的事件仅由系统写入'),
    text('Send it under a type of your own. It is kept in quarantine.', '请使用您自己的类型名称发送。已存入异常数据。'),
  ),
  'fact.currency_unknown': entry(
    422,
    text('The amount is in a currency without a published rate', '金额币种没有已发布的汇率'),
    text(
      'Publish a rate for the currency, then replay the quarantined fact.',
      '请发布该币种的汇率,然后重放该异常数据。',
    ),
  ),
  'fact.identity_invalid': entry(
    422,
    text('An identity is not valid', '身份标识无效'),
    text('Correct the value, or send the fact without it.', '请更正该值,或不带该标识发送。'),
  ),
  'ingest.batch_too_large': entry(
    413,
    text('There are too many facts in one request', '单次请求中的事件过多'),
    text('Send at most as many as "limit" says.', '每次请求不要超过 "limit" 指定的数量。'),
  ),
  'ingest.lagging': entry(
    429,
    text('Folding lags behind; nothing was taken', '处理滞后,本次未接收'),
    text('Send it again after Retry-After.', '请在 Retry-After 之后重新发送。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const memberErrors = {
  'member.not_found': entry(
    404,
    text('There is no such member', '没有该会员'),
    text('Check the identity; an erased member cannot be found again.', '请检查身份标识;已抹除的会员无法再被找到。'),
  ),
  'member.ambiguous': entry(
    409,
    text('This identity names several members', '该身份标识对应多位会员'),
    text('Name one of them by the member id.', '请使用会员编号指定其中一位。'),
  ),
  'member.erased': entry(
    410,
    text('This member was erased', '该会员已被抹除'),
    text('Nothing can be done for an erased member.', '已抹除的会员无法进行任何操作。'),
  ),
  'identity.invalid': entry(
    422,
    text('The identity is not valid', '身份标识无效'),
    text('Write it as type:value, for example phone:+8613800138000.', '请按 类型:值 书写,例如 phone:+8613800138000。'),
  ),
  'member.parked': entry(
    503,
    text('What is known of this member cannot be computed at the moment', '该会员的数据暂时无法计算'),
    text(
      'Send it again with the same key once "perennial doctor" names her no longer.',
      '待 perennial doctor 不再列出该会员后,用同一个幂等键重试。',
    ),
  ),
  'command.same_member': entry(
    409,
    text('Nothing can be done between a member and herself', '不能对同一位会员与其自身执行该操作'),
    text(
      'Name two different members; two who were merged since are one.',
      '请指定两位不同的会员；已合并的两位视为同一位。',
    ),
  ),
  'merge.same_member': entry(
    409,
    text('Both are one member already', '两者已是同一位会员'),
    text('Name two different members.', '请指定两位不同的会员。'),
  ),
  'merge.limit': entry(
    409,
    text('Together they would hold more identities than one member may', '合并后的身份标识将超过单个会员的上限'),
    text(
      'Raise the limit in the program, or take an identity off one of them.',
      '请在方案中提高上限,或先移除其中一位的某个身份标识。',
    ),
  ),
  'merge.kept_apart': entry(
    409,
    text('An earlier merge of the two was undone, so they are kept apart', '两者曾被撤销合并,因此保持分开'),
    text('They are two people, as somebody decided; nothing is to be done.', '此前已认定两者不是同一人,无需处理。'),
  ),
  'merge.not_found': entry(
    404,
    text('There is no such merge', '没有该合并记录'),
    text('Check the merge log.', '请检查合并日志。'),
  ),
  'merge.already_undone': entry(
    409,
    text('This merge was already undone', '该合并已被撤销'),
    text('Read the merge log again.', '请重新查看合并日志。'),
  ),
  'merge.not_undoable': entry(
    409,
    text('This merge cannot be undone now', '该合并目前无法撤销'),
    text('Undo the later merges of this member first.', '请先撤销该会员之后的合并。'),
  ),
  'identity.not_found': entry(
    404,
    text('There is no such identity', '没有该身份标识'),
    text(
      'Check its type and spelling, or take its id from a profile.',
      '请检查类型和写法,或使用会员档案中的标识编号。',
    ),
  ),
  'identity.not_held': entry(
    409,
    text('The member does not hold this identity', '该会员没有这个身份标识'),
    text('Read the profile again: it may have been taken off already.', '请重新查看会员档案:该标识可能已被移除。'),
  ),
  'identity.blocked_already': entry(
    409,
    text('This identity identifies nobody already', '该身份标识已被屏蔽'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'identity.not_blocked': entry(
    409,
    text('This identity is not blocked', '该身份标识未被屏蔽'),
    text(
      'Look at the list of blocked ones; placeholders are always blocked, and values of the program are changed there.',
      '请查看屏蔽列表;占位值始终屏蔽,方案中的屏蔽值请在方案中修改。',
    ),
  ),
  'quarantine.not_found': entry(
    404,
    text('There is no such quarantined fact', '没有该异常数据'),
    text('It may have been replayed already; refresh the list.', '可能已被重放;请刷新列表。'),
  ),
  'quarantine.still_invalid': entry(
    422,
    text('The repaired fact is still not valid', '修复后的事件仍不符合要求'),
    text('See "errors" for what is left to correct.', '请查看 "errors" 中仍需更正的内容。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const programErrors = {
  'program.invalid': entry(
    422,
    text('The program is not valid', '方案无效'),
    text('Correct what "errors" lists and publish again.', '请更正 "errors" 中列出的内容后重新发布。'),
  ),
  'program.version_not_found': entry(
    404,
    text('There is no such version', '没有该版本'),
    text('Check the list of versions.', '请查看版本列表。'),
  ),
  'program.conflict': entry(
    409,
    text('Somebody published in the meantime', '期间已有人发布'),
    text('Look at the newer version, then publish again.', '请查看新版本后再发布。'),
  ),
  'condition.invalid': entry(
    422,
    text('The condition is not valid', '条件无效'),
    text('Correct the clause that "errors" names.', '请更正 "errors" 指出的条件。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const importErrors = {
  'import.not_found': entry(
    404,
    text('There is no such import', '没有该导入'),
    text('Check the list of imports.', '请查看导入列表。'),
  ),
  'import.unreadable': entry(
    422,
    text('The file cannot be read', '文件无法读取'),
    text('Send CSV, TSV or NDJSON in UTF-8, each also gzipped.', '请使用 UTF-8 的 CSV、TSV 或 NDJSON,均可 gzip 压缩。'),
  ),
  'import.mapping_invalid': entry(
    422,
    text('The mapping does not fit the file', '字段映射与文件不符'),
    text('Map the columns that "errors" names.', '请映射 "errors" 指出的列。'),
  ),
  'import.running': entry(
    409,
    text('The same file is being imported right now', '同一文件正在导入'),
    text('Wait until that import has ended, or cancel it.', '请等待该导入结束，或将其取消。'),
  ),
  'import.elsewhere': entry(
    409,
    text('Another process runs this import', '该导入由另一个进程运行'),
    text('Stop it where it was started.', '请在启动它的地方停止它。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

/**
 * The one table of what can go wrong, as callers see it: a stable dotted code, its HTTP status, what it says in English and
 * Chinese, and what to do next. Codes never change their meaning; a new cause gets a new code.
 */
export const errorTable = {
  ...requestErrors,
  ...addressErrors,
  ...accessErrors,
  ...factErrors,
  ...memberErrors,
  ...programErrors,
  ...importErrors,
  ...commandErrors,
  ...apiErrors,
  ...segmentErrors,
  ...signInErrors,
  ...tierErrors,
  ...walletErrors,
  ...webhookErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorTable, value);
}
