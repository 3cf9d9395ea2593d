// Three ways as the desk tells them: one goes at once, one waits in the middle, one takes longer.
export const HOUR = 3600;
export const START = Math.floor(Date.now() / 1000 / HOUR) * HOUR;
const VADUZ = [9.5209, 47.141];
const SCHAAN = [9.51, 47.166];
const way = (rank, name, point, line, minutes) => ({ rank, name, point, line, times: minutes.map((each) => START + each * 60) });
export const WAYS = {
  start: START, horizon_s: 6 * HOUR, origin: VADUZ,
  ways: [
    way(1, "Мост", SCHAAN, [VADUZ, [9.523, 47.15], [9.518, 47.16], SCHAAN], [60, 80, 100, 120]),
    way(2, "Мост", SCHAAN, [VADUZ, [9.512, 47.145], [9.512, 47.145], [9.508, 47.158], SCHAAN], [60, 75, 150, 170, 195]),
    way(3, "برج", [9.53, 47.17], [VADUZ, [9.528, 47.155], [9.53, 47.17]], [120, 160, 200]),
  ],
};
