import { entry, text, type ErrorEntry, type LocalText } from './entry.ts';

export const webhookErrors = {
  'webhook.not_found': entry(
    404,
    text('There is no such webhook', '没有该 Webhook'),
    text('It may have been removed; look at the list.', '可能已被删除;请查看列表。'),
  ),
  'webhook.delivery_not_found': entry(
    404,
    text('There is no such delivery', '没有该投递记录'),
    text(
      'Look at the log of the webhook; what concerned a member who was erased is gone from it.',
      '请查看该 Webhook 的投递记录;已删除会员的记录不再保留。',
    ),
  ),
  'webhook.conflict': entry(
    409,
    text('The webhook was changed by somebody else in the meantime', '该 Webhook 已被他人修改'),
    text('Read it again and repeat the change; nothing was overwritten.', '请重新读取后再修改;未覆盖任何内容。'),
  ),
  'webhook.too_many': entry(
    409,
    text('There are as many webhooks as there may be', 'Webhook 数量已达上限'),
    text(
      'Remove one that nobody needs, or let one system hand events on to others.',
      '请删除不再需要的 Webhook,或由一个系统转发给其他系统。',
    ),
  ),
  'webhook.url_refused': entry(
    422,
    text('Nothing may be sent to this address', '不能向该地址发送'),
    text('See "errors" for the reason, and give another address.', '请查看 "errors" 中的原因,并改用其他地址。'),
  ),
  'webhook.invalid': entry(
    422,
    text('The webhook is not valid', 'Webhook 设置无效'),
    text('Correct what "errors" lists.', '请更正 "errors" 中列出的内容。'),
  ),
  'webhook.identities_forbidden': entry(
    403,
    text('This webhook is sent identities in clear', '该 Webhook 会发送明文身份标识'),
    text(
      'Only who may reveal personal data may make or change it: ask for members.reveal, or leave identities out.',
      '只有可查看个人信息明文者才能创建或修改;请申请 members.reveal 权限,或不发送身份标识。',
    ),
  ),
} as const satisfies Record<string, ErrorEntry>;

/** Why nothing is sent to an address, as far as its text tells. */
const urlReasons: Readonly<Record<string, LocalText>> = {
  'webhook.url_invalid': text(
    'This is no whole address such as https://example.com/hook.',
    '这不是完整的地址,例如 https://example.com/hook。',
  ),
  'webhook.url_too_long': text('The address is longer than 2,000 characters.', '地址超过 2000 个字符。'),
  'webhook.scheme': text('The address begins with neither https nor http.', '地址必须以 https 或 http 开头。'),
  'webhook.credentials': text(
    'A name and password stand in the address; receivers tell by the signature who sends.',
    '地址中不能包含用户名和密码;接收方通过签名确认发送方。',
  ),
  'webhook.fragment': text('A part behind # is never sent; leave it out.', '“#”之后的部分不会发送,请去掉。'),
  'webhook.address_private': text(
    'The address is within a private network, or of this machine.',
    '该地址属于内部网络或本机。',
  ),
};

/** The sentence for an address that is refused; a code without one is named. */
export function webhookUrlReason(code: string): LocalText {
  const known = Object.hasOwn(urlReasons, code) ? urlReasons[code] : undefined;
  return known ?? text(`The address is refused (${code}).`, `地址被拒绝（${code}）。`);
}
