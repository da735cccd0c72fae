"""Several engines side by side, each at one thing at a time: two that keep to a core do more than one that uses both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

from xinlu.assessment.engines.engine import Engine

Opening = Callable[[], AbstractContextManager[Engine]]
Task = TypeVar("Task")
Made = TypeVar("Made")


class Crew:
    """Engines that wait for work."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._idle: SimpleQueue[Engine] = SimpleQueue()
        self._hands = len(engines)
        for engine in engines:
            self._idle.put(engine)

    def each(self, tasks: Iterable[Task], work: Callable[[Engine, Task], Made], done: Callable[[Made], None]) -> None:
        """Works on each task, and hands on what came of it as it gets done, in this thread.

        The first fault ends it: what was begun is still brought to its end, so that engines are free again.
        """
        with ThreadPoolExecutor(self._hands) as pool:
            begun: list[Future[Made]] = [pool.submit(self._on_idle, work, task) for task in tasks]
            try:
                for each in as_completed(begun):
                    done(each.result())
            finally:
                pool.shutdown(cancel_futures=True)

    def _on_idle(self, work: Callable[[Engine, Task], Made], task: Task) -> Made:
        engine = self._idle.get()
        try:
            return work(engine, task)
        finally:
            self._idle.put(engine)


@contextmanager
def crew(opening: Opening, hands: int, prepare: Callable[[Engine], None]) -> Iterator[Crew]:
    """So many engines, each prepared."""
    with ExitStack() as stack:
        engines = [stack.enter_context(opening()) for _ in range(hands)]
        for engine in engines:
            prepare(engine)
        yield Crew(engines)
