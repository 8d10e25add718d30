// oxlint-disable max-lines-per-function -- one list of what is told; cutting it gains nothing.
/** What one person is said to be, told through every door; each text holds her word, so that it can be looked for. */
export interface Planted {
  readonly word: string;
  readonly phone: string;
  readonly tag: string;
  readonly manyTag: string;
  /** Everything that must be found nowhere once she is erased. */
  readonly texts: readonly string[];
  readonly facts: readonly unknown[];
  readonly segment: readonly { readonly path: string; readonly message: Readonly<Record<string, unknown>> }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Facts in a file. */
  readonly file: string;
  /** Members in a file, with a row that is refused. */
  readonly people: string;
  /** A fact that cannot be taken as it is. */
  readonly odd: unknown;
  /** Why somebody looked at her. */
  readonly reason: string;
  /** Orders in a file that is sent and not imported, and its name. */
  readonly table: string;
  readonly fileName: string;
}

const orderNames =
  'buyer buyerName giftMessage engraving deliveryNote customerNote invoiceTitle courierNote doorCode pickupPerson recipient'.split(
    ' ',
  );
const traitNames =
  'displayName username nickname avatar picture notes remark occupation company school birthplace motto petName spouse anniversary'.split(
    ' ',
  );
const ticketNames = 'subject question answer transcript agentNote mood allergy diagnosis hobby favouriteColour'.split(
  ' ',
);

export function plantedIn(word: string): Planted {
  const texts: string[] = [];
  const plant = (name: string): string => {
    const text = `${word}-${name}`;
    texts.push(text);
    return text;
  };
  const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, plant(name)]));
  const digits = word === 'zoeq' ? '13912340' : '13856780';
  const number = (n: number): string => {
    texts.push(`${digits}${n}`);
    return `${digits}${n}`;
  };
  const phone = number(100);
  const email = `${plant('mail')}@mail.example`;
  const identities = { phone, email };
  const birthday = word === 'zoeq' ? '1987-06-05' : '1991-02-03';
  texts.push(birthday);
  const facts = [
    {
      messageId: plant('message-1'),
      type: 'member.registered',
      identities,
      payload: { attributes: { name: plant('name'), birthday, vip: true, level: plant('level'), age: 38 } },
    },
    {
      messageId: `m-${number(101)}-${word}`,
      type: 'order.paid',
      identities,
      payload: {
        orderId: `order-${digits.slice(3, 5)}`,
        amountMinor: 1999,
        currency: 'CNY',
        ...named(orderNames),
        shippingAddress: { street: plant('street'), lines: [plant('house')] },
        lines: [
          { productId: 'p1', name: plant('line-name'), quantity: 1, amountMinor: 1999, embroidery: plant('line') },
        ],
      },
    },
    { messageId: plant('message-tag'), type: 'tag.added', identities, payload: { tag: plant('fact-tag') } },
    {
      messageId: plant('message-consent'),
      type: 'consent.changed',
      identities,
      payload: { topic: plant('topic'), isGranted: true },
    },
    {
      messageId: plant('message-review'),
      type: 'review.posted',
      identities,
      payload: { rating: 4, text: plant('review'), photos: [plant('photo')] },
    },
    {
      messageId: plant('message-complaint'),
      type: 'complaint.raised',
      identities,
      payload: { text: `${plant('complaint')}, call ${number(102)}` },
    },
    {
      messageId: plant('message-survey'),
      type: 'survey.answered',
      identities,
      payload: { surveyId: 's1', score: 9, answers: [{ question: 'why', answer: plant('survey') }] },
    },
    { messageId: plant('message-referral'), type: 'referral.made', identities, payload: { code: plant('code') } },
    {
      messageId: plant('message-ticket'),
      type: 'ticket.opened',
      identities,
      payload: {
        ...named(ticketNames),
        // Field names stay where they are a sender's; a key that is a sentence or an address is hers.
        [`to ${plant('key')}`]: 1,
        [`${plant('key-mail')}@mail.example`]: 1,
        callback: Number(number(103)),
        deep: { deeper: [{ deepest: plant('deep') }] },
      },
    },
  ];
  const context = {
    ip: '203.0.113.9',
    userAgent: plant('agent'),
    locale: plant('locale'),
    page: {
      url: `https://shop.example/?mail=${plant('context-url')}`,
      referrer: `https://mail.example/${plant('referrer')}`,
      title: plant('context-title'),
    },
    campaign: { name: plant('campaign') },
  };
  const userId = plant('user');
  const segment = [
    {
      path: '/v1/identify',
      message: {
        userId,
        messageId: plant('segment-identify'),
        context,
        traits: {
          phone,
          ...named(traitNames),
          kids: [{ name: plant('kid'), nick: plant('kid-nick') }],
          emergency_contact: { name: plant('contact'), phone: `+86${number(104)}`, relation: plant('relation') },
          free: `call ${number(105)} or ${plant('alt')}@g.example`,
        },
      },
    },
    {
      path: '/v1/page',
      message: {
        userId,
        messageId: plant('segment-page'),
        context,
        name: plant('page-name'),
        category: plant('page-category'),
        properties: {
          url: `https://x.example/${plant('url')}`,
          title: plant('title'),
          referrer: plant('page-referrer'),
        },
      },
    },
    {
      path: '/v1/track',
      message: {
        userId,
        messageId: plant('segment-track'),
        context,
        event: 'Gift Wrapped',
        properties: { wish: plant('wish'), to: [plant('gift-for')], count: 2 },
      },
    },
    {
      path: '/v1/group',
      message: {
        userId,
        messageId: plant('segment-group'),
        groupId: plant('group'),
        traits: { team: plant('team') },
      },
    },
  ];
  const imported = {
    messageId: plant('row-1'),
    type: 'gift.chosen',
    occurredAt: '2026-01-05T10:00:00Z',
    identities,
    payload: { dedication: plant('dedication'), colour: plant('colour') },
  };
  return {
    word,
    phone,
    tag: plant('staff-tag'),
    manyTag: plant('many-tag'),
    attributes: { staffNote: plant('staff-note'), nested: { child: plant('staff-child') }, size: 38 },
    facts,
    segment,
    file: JSON.stringify(imported),
    people: [
      'phone,name,hobby,remark,birthday',
      `${phone},${plant('people-name')},${plant('people-hobby')},"${plant('people-remark')}, a friend",${birthday}`,
      `,${plant('people-nobody')},,,`,
    ].join('\n'),
    odd: {
      messageId: plant('message-odd'),
      type: 'order.paid',
      identities,
      payload: { orderId: {}, buyer: plant('odd-buyer'), amountMinor: 'much' },
    },
    reason: `${plant('reveal-reason')} asks`,
    table: [
      'order_id,email,name,ordered_at,amount,status,note',
      `t-${digits.slice(3, 5)},${email},${plant('table-name')},2026-01-13,9,paid,${plant('table-note')}`,
      `t-${digits.slice(3, 6)},${email},${plant('table-name-2')},2026-01-13,9,not paid by ${email},${plant('table-note-2')}`,
    ].join('\n'),
    fileName: `orders of ${email}.csv`,
    texts,
  };
}
