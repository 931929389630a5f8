"""What is done beside the pages: one after another, and whatever goes wrong, whoever waits hears of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from masudi.errors import CaseError
from masudi.web.jobs import Job, Jobs, Tell


class Counted(Job, frozen=True, kw_only=True):
    done: int = 0


def over(jobs: Jobs[Counted], id_: str) -> Counted:
    for _ in range(500):
        job = jobs.job(id_)
        assert job is not None
        if job.over:
            return job
        time.sleep(0.01)
    raise AssertionError("the job is never over")


def test_a_job_tells_how_far_it_is() -> None:
    jobs: Jobs[Counted] = Jobs()

    def do(tell: Tell) -> None:
        tell(done=1)
        tell(done=2)

    assert jobs.take(Counted(id="a"), do) == Counted(id="a")
    assert over(jobs, "a") == Counted(id="a", done=2, over=True)
    assert jobs.job("b") is None


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CaseError("case.masudi", "the disk is full"), "the disk is full"),
        (RuntimeError("no such thing"), "something went wrong"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_job_is_done(fault: Exception, said: str) -> None:
    jobs: Jobs[Counted] = Jobs()

    def fail(tell: Tell) -> None:
        tell(done=1)
        raise fault

    jobs.take(Counted(id="a"), fail)
    jobs.take(Counted(id="b"), lambda tell: tell(done=7))
    failed = over(jobs, "a")
    assert failed.done == 1
    assert said in (failed.problem or "")
    assert over(jobs, "b") == Counted(id="b", done=7, over=True)


def test_old_jobs_are_forgotten_and_done_all_the_same() -> None:
    jobs: Jobs[Counted] = Jobs()
    done: list[int] = []

    def counting(number: int) -> Callable[[Tell], None]:
        return lambda tell: done.append(number)

    for number in range(250):
        jobs.take(Counted(id=str(number)), counting(number))
    over(jobs, "249")
    assert jobs.job("0") is None
    assert done == list(range(250))
