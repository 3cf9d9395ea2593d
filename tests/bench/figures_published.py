"""Errors of ten thousand draws; ten years of releases: time to publish and verify, proofs."""

import time
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from aman.desk.publication.opendp_noise import OpenDPNoise
from aman.figures.factorisation import decoded, scale_for, standard_errors
from aman.figures.log.merkle import consistency_proof, inclusion_proof, leaf_hash
from aman.figures.log.reading import Log
from aman.figures.plan import planned
from aman.figures.verifying import verify
from figures.published import PublishingHotline, make_key

DRAWS, WEEK, WEEKS = 10_000, 52, 260
RHO = Fraction(1, 10)
START = date(2026, 10, 1)
YEARS = 10


def measured() -> dict[str, object]:
    """Errors, then the log."""
    return {**_errors(), **_ten_years()}


def _errors() -> dict[str, object]:
    """Of the running total in the 52nd week, as OpenDP draws; all at rho 0.1 for everything."""
    scale = scale_for(WEEKS, RHO)
    basis = [float(each) for each in decoded(WEEKS, [1] + [0] * (WEEK - 1))]
    ours = _drawn(scale) @ np.array(basis[::-1])
    weekly = _drawn(float(1 / (2 * RHO)) ** 0.5).sum(axis=1)
    chance = np.random.default_rng(1)
    laplace = chance.laplace(scale=float(1 / (2 * RHO)) ** 0.5, size=(DRAWS, WEEK)).sum(axis=1)
    return {
        "draws": DRAWS,
        "cumulative_sd_52": round(float(ours.std()), 2),
        "cumulative_sd_52_theory": float(standard_errors(WEEKS, WEEK - 1, scale)[0]),
        "weekly_noise_sd_52": round(float(weekly.std()), 2),
        "weekly_laplace_sd_52": round(float(laplace.std()), 2),
    }


def _drawn(scale: float) -> "np.ndarray[Any, np.dtype[np.float64]]":
    many = DRAWS * WEEK
    drawn = OpenDPNoise()._gaussian(many, scale)([0] * many)
    return np.array(drawn, np.float64).reshape(DRAWS, WEEK)


def _ten_years() -> dict[str, object]:
    """Two weekly and two quarterly series, each following the other, published every week."""
    with TemporaryDirectory() as place:
        home = Path(place)
        hotline = PublishingHotline(home, make_key(home), OpenDPNoise())
        took, log = [], Log()
        day, end = START, START + timedelta(days=366 * (YEARS + 1))
        while day < end:
            _open_what_has_ended(hotline, log, day)
            begin = time.perf_counter()
            log = hotline.publish(day)
            took.append(time.perf_counter() - begin)
            day += timedelta(weeks=1)
        files = hotline.public.files()
        begin = time.perf_counter()
        verify(files)
        verify_s = time.perf_counter() - begin
    return {
        "releases": sum(len(each.releases) for each in log.history.series.values()),
        "entries": log.history.size,
        "checkpoints": len(log.sizes),
        "folder_bytes": sum(map(len, files.values())),
        "publish_s": round(median(took[-20:]), 3),
        "publish_first_year_s": round(median(took[:52]), 3),
        "verify_s": round(verify_s, 3),
        **_proofs(log),
    }


def _open_what_has_ended(hotline: PublishingHotline, log: Log, day: date) -> None:
    """A second series of each measure on the day after the first."""
    for measure in ("people", "arrived"):
        mine = [each for each in log.history.series.values() if each.plan.measure == measure]
        if len(mine) > 1 or (mine and not mine[-1].closed):
            continue
        start = mine[-1].plan.first(mine[-1].plan.periods) if mine else START
        name = f"{measure}-{len(mine) + 1}"
        hotline.open(planned(name, start.isoformat()), day)


def _proofs(log: Log) -> dict[str, object]:
    leaves = [leaf_hash(each) for each in log.entries]
    size = len(leaves)
    inclusion = [len(inclusion_proof(index, leaves)) for index in range(0, size, 50)]
    consistency = [len(consistency_proof(each, leaves)) for each in range(1, size, 50)]
    return {
        "inclusion_proof_bytes": 32 * max(inclusion),
        "consistency_proof_bytes": 32 * max(consistency),
    }
