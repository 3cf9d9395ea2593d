/** Takes X25519 and Ed25519 away from WebCrypto, as on an older telephone: `node --import` this. */

const { subtle } = crypto;
const gone = new Set(['X25519', 'Ed25519']);
const name = (how) => (typeof how === 'string' ? how : how?.name);

for (const [method, at] of Object.entries({
  importKey: 2,
  generateKey: 0,
  deriveBits: 0,
  sign: 0,
  verify: 0,
})) {
  const real = subtle[method].bind(subtle);
  Object.defineProperty(subtle, method, {
    value: async (...given) => {
      if (gone.has(name(given[at]))) throw new DOMException('unknown', 'NotSupportedError');
      return real(...given);
    },
  });
}
// The runner's children inherit this; the tests there see whether this file came along as well.
process.env.CURVES = 'taken';
