/** Last words of names whose values are ids and codes of things. */
const idWords = new Set(
  'id ids uuid guid sku skus spu code codes barcode ean upc gtin isbn asin serial ref reference key token hash batch'.split(
    ' ',
  ),
);
/** Words for a number: of a thing where a thing stands before it, else perhaps of a telephone. */
const numberWords = new Set('no nr num number numbers numero nummer'.split(' '));
const thingWords = new Set(
  (
    'order invoice receipt transaction trade payment refund return shipment tracking parcel delivery waybill express package product ' +
    'item article sku line lot batch serial document ticket case coupon voucher store shop branch terminal pos register contract ' +
    'policy booking reservation session event campaign account purchase bill model part'
  ).split(' '),
);
const chinese =
  /(?:编号|单号|订单号|货号|条码|条形码|款号|批号|序列号|流水号|商品号|商品编码|编码|快递号|发票号|交易号|票号|券码|券号)$/;

/** Whether a name says that its value is the id, number or code of a thing: `order_no`, `trackingNumber`, `ean13`, `订单编号`. */
export function namesThing(name: string): boolean {
  if (chinese.test(name)) return true;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (idWords.has(last)) return true;
  if (numberWords.has(last)) return words.slice(0, -1).some((word) => thingWords.has(word));
  return [...thingWords].some((thing) =>
    [...numberWords].some((number) => last === thing + number || last === `${thing}id`),
  );
}
