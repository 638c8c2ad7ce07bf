/** What stands before a name and goes with it, each as it is written in lower case without a dot. */
export const TITLES = (
  'mr mrs ms miss mx dr doctor prof professor rev revd reverend canon sir dame lord lady baroness judge rt hon ' +
  'cllr clr councillor alderman ald det detective supt superintendent ch chief acc pc wpc dc ds di dci dcs ps sgt ' +
  'sergeant insp inspector constable commander cmdr pcc'
).split(' ')
