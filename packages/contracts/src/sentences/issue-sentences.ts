import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** What a schema finds wrong with a fact, a command or a query, in one wording for all of them. */
export const issueSentences = {
  'issue.required': text('{field} is required', '缺少{field}'),
  'issue.wrong_type': text('{field} must be {kind}', '{field}应为{kind}'),
  'issue.empty': text('{field} must not be empty', '{field}不能为空'),
  'issue.too_short': text('{field} needs at least {min} characters', '{field}至少 {min} 个字符'),
  'issue.too_long': text('{field} may have at most {max} characters', '{field}最多 {max} 个字符'),
  'issue.too_few': text('{field} needs at least {min} items', '{field}至少 {min} 项'),
  'issue.too_many': text('{field} may have at most {max} items', '{field}最多 {max} 项'),
  'issue.below': text('{field} must be at least {min}', '{field}不能小于 {min}'),
  'issue.above': text('{field} must be at most {max}', '{field}不能大于 {max}'),
  'issue.not_above': text('{field} must be more than {min}', '{field}应大于 {min}'),
  'issue.not_below': text('{field} must be less than {max}', '{field}应小于 {max}'),
  'issue.not_one_of': text('{field} must be one of: {values}', '{field}应为以下之一：{values}'),
  'issue.step': text('{field} must be a multiple of {step}', '{field}应为 {step} 的倍数'),
  'issue.unknown_field': text('{field} is no field here', '此处没有字段{field}'),
  'issue.unknown_parameter': text('{field} is no parameter here', '此处没有参数{field}'),
  'issue.unknown_parameter_of': text(
    '{field} is no parameter here. There are: {values}',
    '此处没有参数{field}，可用的有：{values}',
  ),
  'issue.null_byte': text('{field} holds a null byte', '{field}含有空字符'),
  'issue.shape': text('{field} is not written as it must be', '{field}的写法不正确'),
  'issue.invalid': text('{field} is not valid', '{field}无效'),
  'issue.custom': text('{field}: {reason}', '{field}：{reason}'),
  // Kept with what was refused before sentences had codes.
  'issue.older_type': text('Invalid input: expected {kind}, received {found}', '应为{kind}，实际为{found}'),
  'issue.older_input': text('Invalid input', '内容无效'),
} as const satisfies SentenceTable;

/** What a value must be. */
export const kindSentences = {
  'kind.text': text('a text', '文本'),
  'kind.number': text('a number', '数字'),
  'kind.whole_number': text('a whole number', '整数'),
  'kind.boolean': text('true or false', '“是”或“否”'),
  'kind.object': text('an object', '对象'),
  'kind.list': text('a list', '列表'),
  'kind.empty': text('empty', '空'),
  'kind.uuid': text('a UUID', 'UUID'),
  'kind.email': text('an e-mail address', '电子邮箱地址'),
  'kind.day': text('a day such as 2026-01-31', '日期，例如 2026-01-31'),
  'kind.instant': text('an instant of ISO 8601 with its offset', '带时区的 ISO 8601 时间'),
  'kind.text_or_whole_number': text('a text or a whole number', '文本或整数'),
  'kind.text_or_number': text('a text or a number', '文本或数字'),
  'kind.text_or_object': text('a text or an object', '文本或对象'),
  'kind.other': text('another kind of value', '其他类型的值'),
  'kind.older_text': text('string', '文本'),
  'kind.older_number': text('number', '数字'),
  'kind.older_whole_number': text('int', '整数'),
  'kind.older_boolean': text('boolean', '“是”或“否”'),
  'kind.older_object': text('object', '对象'),
  'kind.older_list': text('array', '列表'),
  'kind.older_missing': text('undefined', '缺失'),
  'kind.older_empty': text('null', '空'),
} as const satisfies SentenceTable;

/** Rules that a schema states in words of its own. */
export const ruleSentences = {
  'rule.day_or_instant': text(
    'Expected a day such as 2026-01-31, or an instant with its offset',
    '应为日期（例如 2026-01-31），或带时区的时间',
  ),
  'rule.out_of_calendar': text('Expected a time between {from} and {to}', '应为 {from} 至 {to} 之间的时间'),
  'rule.json': text('Expected JSON', '应为 JSON'),
  'rule.key_letters': text('letters, digits and signs without spaces', '应为字母、数字和符号，不含空格'),
  'rule.member_reference': text(
    'Expected a member id, or an identity as type:value, such as phone:+8613800138000',
    '应为会员编号，或“类型:值”形式的身份标识，例如 phone:+8613800138000',
  ),
  'rule.identity_reference': text(
    'Expected the id of an identity, or type:value, such as phone:+8613800138000',
    '应为身份标识的编号，或“类型:值”，例如 phone:+8613800138000',
  ),
  'rule.rate': text('a decimal above 0, such as 7.1234', '应为大于 0 的小数，例如 7.1234'),
  'rule.currency': text('a currency is three capital letters of ISO 4217', '币种应为 ISO 4217 的三个大写字母'),
  'rule.currency_unknown': text('no currency of ISO 4217', '不是 ISO 4217 的币种'),
  'rule.between': text('between {min} and {max}', '应在 {min} 与 {max} 之间'),
  'rule.source_reserved': text('This source is the product’s own', '此来源由系统保留'),
} as const satisfies SentenceTable;
