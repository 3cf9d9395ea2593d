"""Errors of ten thousand draws; ten years of releases: time to publish and verify, proofs.

Times are those of the commands' own functions, with pages, from and to disk, with ssh-keygen: what
an administrator and a reader wait for, but for the start of Python.
"""

import io
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from aman.cli import figures_published
from aman.cli.figures_checked import Asked, check
from aman.cli.figures_published import Dry, Place, published
from aman.desk.publication.opendp_noise import OpenDPNoise
from aman.figures.factorisation import decoded, scale_for, standard_errors
from aman.figures.log.merkle import consistency_proof, inclusion_proof, leaf_hash
from aman.figures.log.reading import Log
from aman.figures.plan import planned
from aman.figures.publishing import publish_due
from figures.published import PublishingHotline, make_key, noon, salt

DRAWS, WEEK, WEEKS = 10_000, 52, 260
RHO = Fraction(1, 10)
START = date(2026, 10, 1)
YEARS = 10
TIMED = 20
"""Weeks at the end that the command publishes, and as many at the beginning."""


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
    """Two weekly and two quarterly series, each following the other, published every week.

    Between the weeks that are timed no pages are made: nobody waits for them.
    """
    with TemporaryDirectory() as place:
        home = Path(place)
        hotline = PublishingHotline(home, make_key(home), OpenDPNoise())
        took, log = [], Log()
        weeks = 366 * (YEARS + 1) // 7
        for week in range(weeks):
            day = START + timedelta(weeks=week)
            _open_what_has_ended(hotline, log, day)
            if TIMED < week < weeks - TIMED:
                log = hotline.publish(day)
                continue
            begin = time.perf_counter()
            _by_the_command(hotline, day)
            took.append(time.perf_counter() - begin)
            log = hotline.publisher().log()
        files = hotline.public.files()
        begin = time.perf_counter()
        said = list(check(str(hotline.public.path), Asked(), "en"))
        verify_s = time.perf_counter() - begin
        assert any("byte by byte" in each for each in said)
    return {
        "releases": sum(len(each.releases) for each in log.history.series.values()),
        "entries": log.history.size,
        "checkpoints": len(log.sizes),
        "folder_bytes": sum(map(len, files.values())),
        "pages_bytes": sum(len(files[name]) for name in files if name.endswith(".html")),
        "publish_s": round(median(took[-TIMED:]), 3),
        "publish_begin_s": round(median(took[:TIMED]), 3),
        "verify_s": round(verify_s, 3),
        **_proofs(log),
    }


def _by_the_command(hotline: PublishingHotline, day: date) -> None:
    place = Place(hotline.public.path, hotline.book, hotline.key, "surrender")
    quiet = io.StringIO()
    with (
        patch.object(figures_published, "_now", return_value=noon(day)),
        redirect_stdout(quiet),
        redirect_stderr(quiet),
    ):
        published(
            place,
            lambda draft: publish_due(draft, hotline.counted, salt, hotline.roles),
            dry=Dry(run=False, into=None, yes=True),
        )


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
