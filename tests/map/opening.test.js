// A point is open, opens later or is closed at a moment; what nobody told is never open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openingAt } from "../../web/map/opening.js";

const TOLD = { start: 1000, until: 9000 };
const HOURS = { spans: [[1000, 2000], [4000, 5000]], after: false };
const at = (from, point = HOURS, to = from + 100) => openingAt(TOLD, point, [from, to]);

test("it is open from the first second of its hours to the last", () => {
  assert.deepEqual([1899, 1900, 1901, 2999, 3000].map((from) => at(from)), ["later", "later", "open", "open", "later"]);
});

test("after its last hours it is closed, unless it opens beyond what was told", () => {
  assert.equal(at(6000), "closed");
  assert.equal(at(6000, { ...HOURS, after: true }), "later");
});

test("without hours somebody is always there", () => {
  assert.equal(at(1000, { spans: null, after: true }), "open");
});

test("a moment for which nothing was told is closed", () => {
  assert.deepEqual([at(900), at(8950), at(900, { spans: null, after: true })], ["closed", "closed", "closed"]);
});
