/** Distances on the ground, near enough for what lies a few kilometres apart. */

export const METRES_A_DEGREE = 111_320;
const LEAST = 0.01;

/** How many metres a degree of longitude has there. */
export const metresAcross = (lat) => METRES_A_DEGREE * Math.max(LEAST, Math.cos((lat * Math.PI) / 180));

/** From one point, longitude first, to another. */
export const metres = ([lon, lat], [otherLon, otherLat]) =>
  Math.hypot((otherLat - lat) * METRES_A_DEGREE, (otherLon - lon) * metresAcross(lat));
