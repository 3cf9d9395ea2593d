/**
 * What can be wrong with bytes from outside. Each error says no more than its name: why something
 * did not open is nobody's business.
 */

/** This is no envelope or reply of ours, or not for this key. */
export class MalformedEnvelope extends Error {}

/** Not a bucket that the desk signed. */
export class MalformedBucket extends Error {}

/** Not a manifest of this hotline. */
export class MalformedManifest extends Error {}

/** This browser has no WebCrypto at all, or shows it only to safer addresses. */
export class NoWebCrypto extends Error {}

/** A team's word whose signature is not that team's for this message. */
export class UnprovenWord extends Error {}

/** A typed one-time code is none. */
export class WrongCode extends Error {}

/** A typed phrase is not one. */
export class WrongPhrase extends Error {
  /**
   * @param {'length' | 'word' | 'check'} fault
   * @param {number[]} [unknown] which words are in no list, counted from 0
   */
  constructor(fault, unknown = []) {
    super(fault);
    this.fault = fault;
    this.unknown = unknown;
  }
}
