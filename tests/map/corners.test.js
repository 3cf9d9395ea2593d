// A corner of a hazard is moved or removed in its own line, and nothing else that is typed changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, cornersOf, moved, removed } from "../../web/map/corners.js";

const TYPED = "47.1, 9.5\nhttps://www.openstreetmap.org/?mlat=47.2&mlon=9.6\n\n47.3 9.7\n";

test("points are found with the lines in which they stand", () => {
  assert.deepEqual(cornersOf(TYPED), [{ line: 0, place: [9.5, 47.1] }, { line: 3, place: [9.7, 47.3] }]);
  assert.deepEqual(cornersOf(""), []);
});

test("a moved point changes its own line alone", () => {
  assert.equal(moved(TYPED, 3, { lat: 47.35, lng: -9.75 }), TYPED.replace("47.3 9.7", "47.350000, -9.750000"));
});

test("a removed point takes its line with it", () => {
  assert.equal(removed(TYPED, 0), TYPED.replace("47.1, 9.5\n", ""));
  assert.deepEqual(cornersOf(removed("47.1, 9.5", 0)), []);
});

test("a new point comes after the last line, however that ends", () => {
  assert.equal(added("", { lat: 1, lng: 2 }), "1.000000, 2.000000\n");
  assert.equal(added("47.1, 9.5\n\n", { lat: 1, lng: 2 }), "47.1, 9.5\n1.000000, 2.000000\n");
});
