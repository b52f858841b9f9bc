"""Workers: a page that goes beyond its limits, or takes its process down, is one unreadable page and nothing else."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from archive.errors import UnreadablePageError, WorkersError
from crawler.workers.pool import PageCrashError
from pipelines.content import Kind, PageContent
from pipelines.rules.site_rules import FieldName, FieldRule, SiteRules
from spiders.reading import read_content
from tests.crawler.workers.pages import (
    GOOD_CONTENT,
    LIMITS,
    MANY_ATTRIBUTES,
    MANY_BREAKS,
    SITE,
    Workers,
    task,
    workers,
)
from tests.crawler.workers.processes import is_alive, wait_until_gone, workers_of

US = os.getpid()


async def the_worker(pool: Workers) -> int:
    """The one process of ``pool``, ready for pages."""
    assert await pool.read(task()) == GOOD_CONTENT
    (worker,) = workers_of(US)
    return worker


@pytest.mark.parametrize("kind", Kind)
def test_a_worker_reads_what_is_read_in_place(kind: Kind) -> None:
    async def read() -> PageContent:
        async with workers() as pool:
            return await pool.read(task(kind=kind))

    assert asyncio.run(read()) == read_content(task(kind=kind), SITE)


def test_a_worker_is_told_of_the_sites_own_blocks_and_of_each_change_of_them() -> None:
    bells = frozenset(GOOD_CONTENT.block_keys[:2])
    tasks = [replace(task(), repeated=keys) for keys in (frozenset[int](), bells, bells, frozenset({1}), bells)]

    async def read() -> list[PageContent]:
        async with workers() as pool:
            return [await pool.read(each) for each in tasks]

    assert asyncio.run(read()) == [read_content(each, SITE) for each in tasks]


async def too_much_time(pool: Workers, worker: int) -> None:
    with pytest.raises(UnreadablePageError, match="more than 1 s of processor time"):
        await pool.read(task(MANY_ATTRIBUTES))
    assert not is_alive(worker)


async def too_much_memory(pool: Workers, _worker: int) -> None:
    with pytest.raises(UnreadablePageError, match="more than 100 MiB of memory"):
        await pool.read(task(MANY_BREAKS, Kind.LISTING))


async def standing_still(pool: Workers, worker: int) -> None:
    os.kill(worker, signal.SIGSTOP)
    with pytest.raises(UnreadablePageError, match="more than 5 s"):
        await pool.read(task())


async def killed_amid_a_page(pool: Workers, worker: int) -> None:
    reading = asyncio.create_task(pool.read(task(MANY_ATTRIBUTES)))
    await asyncio.sleep(0)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(UnreadablePageError, match="was ended by SIGKILL"):
        await reading


async def killed_at_leisure(pool: Workers, worker: int) -> None:
    os.kill(worker, signal.SIGKILL)
    wait_until_gone(worker)
    assert await pool.read(task()) == GOOD_CONTENT


@pytest.mark.parametrize(
    "happening", [too_much_time, too_much_memory, standing_still, killed_amid_a_page, killed_at_leisure]
)
def test_after_the_end_of_a_worker_another_reads_on(happening: Callable[[Workers, int], Awaitable[None]]) -> None:
    async def live_through() -> None:
        limits = replace(LIMITS, cpu_seconds=1.0, seconds=5.0, memory_bytes=100 * 1024**2)
        if happening is not standing_still:
            limits = replace(limits, seconds=60.0)
        async with workers(limits=limits) as pool:
            worker = await the_worker(pool)
            await happening(pool, worker)
            assert await the_worker(pool) != worker

    asyncio.run(live_through())


def test_a_page_that_waits_for_the_worker_another_took_down_is_read() -> None:
    async def live_through() -> list[PageContent | BaseException]:
        async with workers(limits=replace(LIMITS, cpu_seconds=1.0)) as pool:
            pages = [task(MANY_ATTRIBUTES), *[task()] * 5]
            return await asyncio.gather(*map(pool.read, pages), return_exceptions=True)

    first, *others = asyncio.run(live_through())
    assert isinstance(first, UnreadablePageError)
    assert others == [GOOD_CONTENT] * 5


def test_there_are_never_more_workers_than_allowed_and_none_without_need() -> None:
    async def count() -> tuple[int, int]:
        async with workers(2) as pool:
            for _ in range(3):
                await pool.read(task())
            few = len(workers_of(US))
            assert await asyncio.gather(*(pool.read(task()) for _ in range(20))) == [GOOD_CONTENT] * 20
            return few, len(workers_of(US))

    assert asyncio.run(count()) == (1, 2)


def test_a_worker_whose_memory_has_grown_makes_room_for_another() -> None:
    async def grow() -> tuple[int, PageContent, int]:
        async with workers(limits=replace(LIMITS, memory_bytes=280 * 1024**2)) as pool:
            before = await the_worker(pool)
            large = await pool.read(task(b"<br>" * (5 * 1024 * 1024 // 4), Kind.LISTING))
            return before, large, await the_worker(pool)

    before, large, after = asyncio.run(grow())
    assert large.entries == ()
    assert before != after


def test_one_worker_reads_the_pages_of_several_sites_each_by_its_own_rules() -> None:
    other = replace(SITE, rules=SiteRules(fields={FieldName.TITLE: (FieldRule(css="a"),)}))

    async def read() -> list[PageContent]:
        async with workers() as pool:
            contents = [await pool.read(task(), site) for site in (SITE, other, other, SITE)]
            assert len(workers_of(US)) == 1
            return contents

    theirs = read_content(task(), other)
    assert theirs != GOOD_CONTENT
    assert asyncio.run(read()) == [GOOD_CONTENT, theirs, theirs, GOOD_CONTENT]


def test_ctrl_c_and_sigterm_are_left_to_the_crawl() -> None:
    async def tell() -> None:
        async with workers() as pool:
            worker = await the_worker(pool)
            os.kill(worker, signal.SIGINT)
            os.kill(worker, signal.SIGTERM)
            assert await the_worker(pool) == worker

    asyncio.run(tell())
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()


def test_closing_ends_every_worker_even_one_that_is_just_being_started() -> None:
    async def close() -> set[int]:
        async with workers(2) as pool:
            worker = await the_worker(pool)
        assert not is_alive(worker)
        async with workers(2) as pool:
            pool.prepare()
            await asyncio.sleep(0)
        return workers_of(US)

    assert asyncio.run(close()) == set()


def test_a_fault_of_our_own_readers_is_told_with_its_traceback_and_costs_no_worker() -> None:
    broken = replace(SITE, rules=SiteRules(fields={FieldName.TITLE: (FieldRule(css="h1["),)}))

    async def read() -> str:
        async with workers(site=broken) as pool:
            for _ in range(2):
                with pytest.raises(PageCrashError) as fault:
                    await pool.read(task())
            assert len(workers_of(US)) == 1
        return str(fault.value)

    told = asyncio.run(read())
    assert "SelectorSyntaxError" in told.splitlines()[0]
    assert "Traceback" in told


def test_where_the_system_refuses_another_process_those_that_live_do_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    async def read() -> list[PageContent]:
        async with workers(2) as pool:
            first = await pool.read(task())
            monkeypatch.setattr(sys, "executable", "/no/such/file")
            return [first, *await asyncio.gather(*(pool.read(task()) for _ in range(6)))]

    assert asyncio.run(read()) == [GOOD_CONTENT] * 7


def test_a_worker_that_is_killed_while_it_begins_is_started_again() -> None:
    async def read() -> PageContent:
        async with workers() as pool:
            pool.prepare()
            await asyncio.sleep(0)
            (beginning,) = workers_of(US)
            os.kill(beginning, signal.SIGKILL)
            return await pool.read(task())

    assert asyncio.run(read()) == GOOD_CONTENT


@pytest.mark.parametrize(("program", "words"), [("false", "ended with status 1"), ("gone", "No such file")])
def test_where_no_worker_can_be_started_every_page_that_waits_is_told(
    monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which(program) or "/no/such/file")

    async def read() -> list[PageContent | BaseException]:
        async with workers(2) as pool:
            return await asyncio.gather(*(pool.read(task()) for _ in range(4)), return_exceptions=True)

    for problem in asyncio.run(read()):
        assert isinstance(problem, WorkersError)
        assert words in str(problem)
        assert "NEWSREEL_WORKERS=0" in str(problem)


def test_the_next_crawl_starts_workers_again_where_none_could_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = sys.executable

    async def read() -> PageContent:
        async with workers(2) as pool:
            monkeypatch.setattr(sys, "executable", "/no/such/file")
            with pytest.raises(WorkersError):
                await pool.read(task())
            monkeypatch.setattr(sys, "executable", ours)
            pool.prepare()
            return await pool.read(task())

    assert asyncio.run(read()) == GOOD_CONTENT
