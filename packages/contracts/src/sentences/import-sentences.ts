import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** What was guessed of the columns of a file, and what the guess could not settle. */
export const mappingSentences = {
  'mapping.document': text('The columns are those of a {name}.', '这些列属于：{name}。'),
  'mapping.source_own': text('The source "{source}" is the product’s own.', '来源“{source}”由系统保留。'),
  'mapping.no_country': text('"{country}" is no country such as GB.', '“{country}”不是国家或地区代码，例如 GB。'),
  'mapping.no_numbers': text('Column "{column}" holds no numbers: it is left out.', '列“{column}”不含数字，已略去。'),
  'mapping.flags': text(
    'Column "{column}" holds statuses or yes and no: it names no customers.',
    '列“{column}”为状态或是否，不能指明顾客。',
  ),
  'mapping.one_customer': text(
    'Column "{column}" would make one customer of everything: it is left out.',
    '按列“{column}”所有行会成为同一顾客，已略去。',
  ),
  'mapping.repeats': text(
    'In the first {rows} rows there are only {distinct} different values of "{column}": of a member\'s attributes the last row stays.',
    '前 {rows} 行中“{column}”只有 {distinct} 个不同的值：会员的属性以最后一行为准。',
  ),
  'mapping.day_month': text(
    'In the first rows day and month could be exchanged; the rest of the file, or you, must settle it.',
    '前几行的日与月可以互换，需由文件其余部分或您来判定。',
  ),
  'mapping.no_format': text(
    'No known way of writing an instant fits the values of "{column}"; state it.',
    '没有已知的时间格式符合“{column}”的值，请指定。',
  ),
  'mapping.missing': text(
    'No column was found for "{field}", which {kind} need.',
    '没有找到{field}对应的列，{kind}需要它。',
  ),
  'mapping.no_buyer': text(
    'No column says who bought: every order would be an anonymous sale.',
    '没有列说明是谁购买：所有订单都会成为匿名销售。',
  ),
  'mapping.no_amount': text(
    'No column holds a price or an amount: every line would count as nothing.',
    '没有价格或金额列：每行都会按零计算。',
  ),
  'mapping.total_differs': text(
    'Column "{column}" differs between the lines of an order, so it is taken as the amount of each line.',
    '列“{column}”在同一订单的各行不同，因此作为每行的金额。',
  ),
  'mapping.total_same': text(
    'Column "{column}" is the same on all lines of each order seen. It is added up; if it is the total of the order, map it as that.',
    '列“{column}”在所见每笔订单的各行都相同，将逐行相加；若为订单总额，请对应到订单总额。',
  ),
  'mapping.total_repeats': text(
    'Column "{column}" repeats the total of the order on each of its lines: it is counted once an order.',
    '列“{column}”在每行重复订单总额：每笔订单只计一次。',
  ),
  'mapping.status_unknown': text(
    'Column "{column}" holds hardly any status of an order that is known: it is left out.',
    '列“{column}”几乎没有可识别的订单状态，已略去。',
  ),
  'mapping.not_mapped': text(
    'No column is mapped to "{field}", which {kind} need.',
    '没有列对应{field}，{kind}需要它。',
  ),
  'mapping.no_member': text(
    'No column is mapped to "member", "phone" or "email": nobody could be told apart.',
    '没有列对应会员、手机号或邮箱：无法区分任何人。',
  ),
  'mapping.no_column': text(
    'The file has no column "{column}". It has: {list}.',
    '文件没有列“{column}”，现有：{list}。',
  ),
  'mapping.bad_format': text('"{format}" is no known way of writing an instant.', '“{format}”不是已知的时间格式。'),
  'mapping.bad_source': text(
    '"{source}" is no source: lower-case letters, digits, "_", "." and "-".',
    '“{source}”不是来源：只能用小写字母、数字、“_”、“.”和“-”。',
  ),
  'mapping.bad_wish': text(
    '"{wish}" is no mapping: write field=column, or field= to leave the field out.',
    '“{wish}”不是对应关系：请写成 字段=列，或 字段= 以略去该字段。',
  ),
  'mapping.no_field': text('{kind} have no field "{field}".', '{kind}没有字段{field}。'),
  'mapping.order_lines': text('order_lines', '订单行'),
  'mapping.orders': text('orders', '订单'),
  'mapping.members': text('members', '会员'),
  'mapping.products': text('products', '商品'),
  'mapping.stores': text('stores', '门店'),
  'mapping.staff': text('staff', '员工'),
  'mapping.rates': text('rates', '汇率'),
} as const satisfies SentenceTable;

/** Why a row was not taken. */
export const rowSentences = {
  'row.rounded': text(
    '{field} was rounded by a spreadsheet: format its column as text, and export the file anew',
    '{field}被表格软件四舍五入：请将该列设为文本后重新导出',
  ),
  'row.instant_empty': text('the instant is empty', '时间为空'),
  'row.instant_invalid': text('the value is no instant in the format of the mapping', '该值不符合所选的时间格式'),
  'row.no_number': text('{field} is no number', '{field}不是数字'),
  'row.unpaid': text('the order is not paid ({status}): no sale yet', '订单未支付（{status}），尚不算销售'),
  'row.cancelled': text('the order was cancelled', '订单已取消'),
  'row.no_identity': text('nothing says who this is', '没有任何信息说明是谁'),
  'row.not_json': text('the row is no JSON object', '该行不是 JSON 对象'),
  'row.id_empty': text('{field} is empty or longer than {max} characters', '{field}为空或超过 {max} 个字符'),
  'row.no_currency': text('"{currency}" is no currency of ISO 4217', '“{currency}”不是 ISO 4217 的币种'),
  'row.no_rate': text(
    '"{text}" is no rate: a decimal above 0, such as 7.1234',
    '“{text}”不是汇率：应为大于 0 的小数，例如 7.1234',
  ),
  'row.no_day': text('"{text}" is no day between {from} and {to}', '“{text}”不是 {from} 至 {to} 之间的日期'),
  'row.amount_empty': text('the amount is empty', '金额为空'),
  'row.too_long': text('{field} has more than {max} characters', '{field}超过 {max} 个字符'),
  'row.empty': text('{field} is empty', '{field}为空'),
  'row.other_customer': text(
    'order {order} belongs to another customer since line {line}',
    '订单 {order} 自第 {line} 行起属于另一位顾客',
  ),
  'row.other_total': text(
    'order {order} states another total than before: is the column the amount of a line?',
    '订单 {order} 的总额与前面不同：该列是否为每行金额？',
  ),
  'row.stock': text(
    'a quantity below zero without an amount: a correction of stock, no return',
    '数量为负且没有金额：属于库存调整，不是退货',
  ),
  'row.accounts': text(
    'an amount below zero for a quantity above zero: a correction of accounts, no sale',
    '数量为正而金额为负：属于账务调整，不是销售',
  ),
  'row.zero': text('a quantity of zero', '数量为零'),
  'row.total_below': text(
    'an order total below zero: a correction of accounts, no sale',
    '订单总额为负：属于账务调整，不是销售',
  ),
  'row.own_currency': text('the program counts in {currency} already', '方案本身以 {currency} 计'),
  'row.imported_before': text(
    'it was imported before under the same number with other content',
    '此前已以相同编号导入过不同的内容',
  ),
  'row.quarantined': text('quarantined: {reason}', '已存入异常数据：{reason}'),
  'row.line_long': text('the line has more than {max} characters', '该行超过 {max} 个字符'),
  'row.null': text('the row holds a null byte', '该行含有空字符'),
  'row.width': text(
    '{values} value(s) where the file has {columns} columns',
    '有 {values} 个值，而文件有 {columns} 列',
  ),
  'row.line_not_json': text('the line is no JSON object', '该行不是 JSON 对象'),
  'row.quotes': text('its quotes cannot be read', '引号无法读取'),
  'row.quote_open': text('a quote is opened on this line and not closed', '此行的引号没有闭合'),
} as const satisfies SentenceTable;
