import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** Why a fact was not taken. */
export const factSentences = {
  'fact.not_json_object': text('not a JSON object', '不是 JSON 对象'),
  'fact.line_not_json': text('this line is not valid JSON', '此行不是有效的 JSON'),
  'fact.unknown_field': text(
    'not a field of a fact; put what else you know into "payload". The fields are: {values}',
    '不是事件的字段，其他内容请放入 “payload”。可用字段：{values}',
  ),
  'fact.source_shape': text(
    'not a source: lower-case letters, digits, "_", "." and "-"',
    '不是来源：只能用小写字母、数字、“_”、“.”和“-”',
  ),
  'fact.message_id_required': text(
    '{field} is required: it makes repeats harmless',
    '缺少{field}：有了它，重复发送才不会重复计入',
  ),
  'fact.message_id_older': text('missing: it makes repeats harmless', '缺失：有了它，重复发送才不会重复计入'),
  'fact.amount_required': text(
    '{field} is required, or lines each with amountMinor or priceMinor',
    '缺少{field}，或为每个订单行填写 amountMinor 或 priceMinor',
  ),
  'fact.amount_older': text(
    'missing: state amountMinor, or lines each with amountMinor or priceMinor',
    '缺失：请填写金额，或为每个订单行填写 amountMinor 或 priceMinor',
  ),
  'fact.type_shape': text(
    'not a type: dotted words in the past tense, such as order.placed',
    '不是事件类型：应为用点分隔的过去时词语，例如 order.placed',
  ),
  'fact.instant_shape': text(
    'not an instant: ISO 8601 with an offset, or epoch milliseconds',
    '不是时间：应为带时区的 ISO 8601，或毫秒时间戳',
  ),
  'fact.not_an_object': text('not an object', '不是对象'),
  'fact.not_a_text': text('not a text', '不是文本'),
  'fact.not_a_number': text('not a number', '不是数字'),
  'fact.place_shape': text('not a text of at most {max} characters', '不是 {max} 个字符以内的文本'),
  'fact.source_own': text('the source is the product’s own', '此来源由系统保留'),
  'fact.source_bound': text('this sender speaks for the source {source} alone', '此发送方只能代表来源 {source}'),
  'fact.type_own': text('{type} is told by the product alone', '{type} 只能由系统写入'),
  'fact.ahead': text("more than {max} ms ahead of the server's clock", '比服务器时钟超前 {max} 毫秒以上'),
  'fact.before_1990': text('before 1990-01-01', '早于 1990-01-01'),
  'fact.no_schema': text('does not fit its schema', '不符合其结构定义'),
  'fact.depth': text('nested deeper than {max} levels', '嵌套超过 {max} 层'),
  'fact.items': text('more than {max} items', '超过 {max} 项'),
  'fact.keys': text('more than {max} keys', '超过 {max} 个键'),
  'fact.key_forbidden': text('the key {key} is not allowed', '不允许使用键 {key}'),
  'fact.key_long': text('a key is longer than {max} characters', '有的键超过 {max} 个字符'),
  'fact.text_long': text('longer than {max} characters', '超过 {max} 个字符'),
  'fact.bytes': text('larger than {max} bytes', '超过 {max} 字节'),
  'fact.null': text('contains U+0000', '含有空字符 U+0000'),
  'fact.surrogate': text('contains a lone surrogate', '含有不成对的代理字符'),
  'fact.not_finite': text('a number larger than any that can be kept', '数字超出可保存的范围'),
  'fact.identities_many': text('more than {max} identities', '超过 {max} 个身份标识'),
  'fact.identities_shape': text('neither an object nor a list', '既不是对象也不是列表'),
  'fact.identity_shape': text('not an object with type and value', '不是包含 type 和 value 的对象'),
  'fact.identity_left_out': text('left out: {reason}', '未采用：{reason}'),
  'fact.identity_type': text(
    'not a type of identity: phone, email, external_id:shop …',
    '不是身份类型：phone、email、external_id:shop 等',
  ),
  'fact.identity_no_type': text('not a type of identity', '不是身份类型'),
  'fact.digits_lost': text('a number that has lost digits', '数字已丢失位数'),
  'fact.no_phone': text('not a telephone number', '不是电话号码'),
  'fact.phone_no_country': text('a telephone number without a country', '电话号码缺少国家代码'),
  'fact.phone_dummy': text('a dummy telephone number', '占位电话号码，不代表任何人'),
  'fact.no_email': text('not an e-mail address', '不是电子邮箱地址'),
  'fact.currency_shape': text('a currency is three capital letters of ISO 4217', '币种应为 ISO 4217 的三个大写字母'),
  'fact.rate_from': text(
    'the first published rate for "{currency}" holds from {day}',
    '“{currency}”已发布的第一个汇率自 {day} 起生效',
  ),
  'fact.no_rate': text('no rate is published for "{currency}"', '没有发布“{currency}”的汇率'),
  'fact.amount_above': text("in the program's currency the amount is above {max}", '折合方案币种后金额超过 {max}'),
  'fact.return_unpriced': text(
    'products are given back without an amount, and {reason}: state amounts',
    '退货没有金额，且{reason}：请填写金额',
  ),
  'fact.return_order_unknown': text('what the order holds is not known yet', '尚不知道订单包含什么'),
  'fact.return_not_held': text('the order does not hold them', '订单不包含这些商品'),
  'fact.other_body': text(
    'the log holds another body under this source and message id',
    '日志中同一来源和消息编号下已有不同的内容',
  ),
} as const satisfies SentenceTable;

/** What the Segment routes say of a message. */
export const messageSentences = {
  'message.not_an_object': text('a message is not an object', '消息不是对象'),
  'message.no_type': text(
    'a message has no type: identify, track, page, screen, group or alias',
    '消息没有类型：identify、track、page、screen、group 或 alias',
  ),
  'message.bytes': text('a message is larger than {max} bytes', '消息超过 {max} 字节'),
  'message.user_digits': text(
    'userId is a number that has lost digits: send it as a text',
    'userId 是已丢失位数的数字，请以文本发送',
  ),
  'message.nobody': text('a message has neither userId nor anonymousId', '消息既没有 userId 也没有 anonymousId'),
  'message.no_event': text('a track message has no event', 'track 消息没有 event'),
  'message.no_group': text('a group message has no groupId', 'group 消息没有 groupId'),
  'message.no_alias': text('an alias message lacks userId or previousId', 'alias 消息缺少 userId 或 previousId'),
  'message.other_currency': text('the amount names another currency than the message', '金额的币种与消息的币种不同'),
  'message.batch_shape': text('"batch" is not a list', '“batch”不是列表'),
} as const satisfies SentenceTable;
