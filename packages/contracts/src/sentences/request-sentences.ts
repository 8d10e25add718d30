import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** What the server says of one refused request besides its code. */
export const requestSentences = {
  'request.no_lifecycle': text(
    'The program has no such lifecycle. It has: {values}.',
    '方案中没有该生命周期。现有：{values}。',
  ),
  'request.no_stage': text('There is no stage "{stage}". There are: {values}.', '没有阶段“{stage}”。现有：{values}。'),
  'request.no_event': text('There is no event "{event}". There are: {values}.', '没有事件“{event}”。现有：{values}。'),
  'request.period_backwards': text('The period ends before it begins.', '时间段的结束早于开始。'),
  'request.period_empty': text('The period {from} to {to} is empty', '{from} 至 {to} 的时间段为空'),
  'request.buckets': text('The period has more than {max} buckets', '时间段的分组超过 {max} 个'),
  'request.no_day': text('There is no such calendar day.', '没有这一天。'),
  'request.file_bytes': text('A file may have {max} bytes.', '文件最多 {max} 字节。'),
  'request.import_elsewhere': text('It was started by {who}.', '由 {who} 启动。'),
  'request.rejects_gone': text('The file of the rejects is not there any more.', '被拒绝行的文件已不存在。'),
  'request.import_twice': text(
    '{file} is being imported right now, in the same way (import {id}).',
    '{file} 正以同样方式导入中（导入 {id}）。',
  ),
  'request.stopping': text('The process is stopping and starts no import.', '服务正在停止，不再开始导入。'),
  'request.no_packed': text('this route takes no packed bodies', '此接口不接受压缩的请求体'),
  'request.gzip_once': text('only gzip is understood, and only once', '只支持 gzip，且只能压缩一次'),
  'request.levels': text('more than {max} levels', '超过 {max} 层'),
  'request.url_null': text('The address holds a null byte.', '地址含有空字符。'),
  'request.octets': text('Send the file as application/octet-stream.', '请以 application/octet-stream 发送文件。'),
  'request.no_host': text('There is no Host.', '缺少 Host。'),
  'request.body_empty': text('the body is empty', '请求体为空'),
  'request.unpacked_bytes': text('unpacked, a request may have {max} bytes', '解压后请求最多 {max} 字节'),
  'request.text_null': text('a text holds a null byte', '文本含有空字符'),
  'request.write_key_for_facts': text(
    'This is a write key, which only sends facts. Use an API key (sk_api_…).',
    '这是写入密钥，只能发送事件。请使用 API 密钥（sk_api_…）。',
  ),
  'request.api_key_for_reads': text(
    'This is an API key. Facts are sent with a write key (pk_write_…).',
    '这是 API 密钥。发送事件请使用写入密钥（pk_write_…）。',
  ),
  'request.send_write_key': text('send a write key', '请提供写入密钥'),
  'request.key_rate': text('a write key may send {rate} {kind} a second', '写入密钥每秒最多发送 {rate} 个{kind}'),
  'request.rate_facts': text('facts', '事件'),
  'request.rate_requests': text('requests', '请求'),
  'request.metrics_local': text(
    'The metrics are open to this machine alone: set a token.',
    '监控指标只对本机开放：请设置令牌。',
  ),
  'request.metrics_token': text(
    'Send the token of the metrics as a bearer token.',
    '请以 Bearer 令牌发送监控指标的令牌。',
  ),
  'request.confirm_id': text('It must be the id of the member.', '应为该会员的编号。'),
  'request.masked': text(
    'It holds masked values: reveal the fact first, so that nothing of it is lost.',
    '内容含有已隐藏的值：请先查看明文，以免丢失内容。',
  ),
  'request.own_currency': text(
    'rates say what other currencies are worth in {currency}',
    '汇率表示其他币种折合 {currency} 的数额',
  ),
  'request.rate_unknown': text('no rate of {key}', '没有 {key} 的汇率'),
  'request.neither_true': text('neither true nor false', '既不是“是”也不是“否”'),
  'request.messages': text('more than {max} messages', '超过 {max} 条消息'),
  'request.attributes_count': text('1 to 200 attributes', '应有 1 至 200 个属性'),
} as const satisfies SentenceTable;

/** Why somebody may not do something. */
export const rightSentences = {
  'right.scope': text('The key lacks the scope {scope}.', '密钥缺少权限范围 {scope}。'),
  'right.device': text('A device may only do what store staff may.', '门店设备只能执行门店员工可以执行的操作。'),
  'right.no_members': text('Members cannot do this.', '会员不能执行此操作。'),
  'right.members_only': text('Only members can do this.', '只有会员可以执行此操作。'),
  'right.no_keys': text('API keys cannot do this.', 'API 密钥不能执行此操作。'),
  'right.no_devices': text('Devices cannot do this.', '门店设备不能执行此操作。'),
  'right.roles': text(
    'This needs one of these roles: {values}. Yours is {role}.',
    '需要以下角色之一：{values}。您的角色是{role}。',
  ),
  'right.administrator': text('Administrator', '管理员'),
  'right.operator': text('Operator', '运营'),
  'right.analyst': text('Analyst', '分析师'),
  'right.store_staff': text('Store staff', '门店员工'),
  'right.viewer': text('Viewer', '访客'),
} as const satisfies SentenceTable;
