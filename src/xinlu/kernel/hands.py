"""Work on many items shared out: one after the other in this process, or by several processes, with the same outcome."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol, TypeVar

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

Item = TypeVar("Item")
Made = TypeVar("Made")

_WAITING = 1
"""Items that wait beside those in hand, so that nobody stands idle while an outcome is taken up; more would fill memory."""


class Hands(Protocol):
    """Does the same to every item and yields what comes of it, in their order; items are asked for as work goes on."""

    def __call__(self, do: Callable[[Item], Made], items: Iterable[Item], /) -> Iterator[Made]: ...


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items `size` at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def many_hands(count: int, *, begin: Callable[[], None]) -> Iterator[Hands]:
    """So many processes, each of which calls `begin` first; with one alone, this process does all itself.

    What is done, and its items and outcomes, must be picklable; what is done must not raise a Refusal. The processes end
    with the block, and with this process however it ends. Refusal where one of them dies.
    """
    if count < 2:
        yield map
        return
    # Neither threads nor open databases of this process may reach them, so they are not forked off it.
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, fresh, _ready, (begin,))
    try:
        yield lambda do, items: _in_order(pool, do, items, most=count + _WAITING)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Looks for cycles among objects a hundred times as rarely: of long lists, where there are none, every look at them all
    takes a fifth of the whole time."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


_RARELY = 200_000


def _in_order(
    pool: ProcessPoolExecutor, do: Callable[[Item], Made], items: Iterable[Item], *, most: int
) -> Iterator[Made]:
    under_way: deque[Future[Made]] = deque()
    rest = iter(items)
    try:
        while True:
            while len(under_way) < most and (item := next(rest, _NO_MORE)) is not _NO_MORE:
                under_way.append(pool.submit(do, item))
            if not under_way:
                return
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise Refusal("work.ended", _ENDED) from None


_NO_MORE: Any = object()


def _ready(begin: Callable[[], None]) -> None:
    """Of a new process: it leaves Ctrl-C to the one that started it, and ends when that one has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_RARELY)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


_ENDED = Words(
    "一起干活的进程中途停了，多半是内存不够。已经收进来的都完整，没有一户只收一半；关掉别的程序再来一次，会接着收",
    "A process that shared the work ended before its time, most likely for want of memory. What is in is whole, no household "
    "is half in; close other programs and start again: it goes on from there",
)
