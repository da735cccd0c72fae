"""Several engines side by side, each at one thing at a time.

On two cores two engines that keep to one each take 7 % less time than one engine that uses both, and 350 MB more.
"""

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

    @contextmanager
    def one(self) -> Iterator[Engine]:
        """An engine that nobody works with, as soon as there is one."""
        engine = self._idle.get()
        try:
            yield engine
        finally:
            self._idle.put(engine)

    def _on_idle(self, work: Callable[[Engine, Task], Made], task: Task) -> Made:
        with self.one() as engine:
            return work(engine, task)


@contextmanager
def crew(opening: Opening, hands: int, prepare: Callable[[Engine], None]) -> Iterator[Crew]:
    """So many engines, each prepared."""
    with ExitStack() as stack:
        engines = [stack.enter_context(opening()) for _ in range(hands)]
        for engine in engines:
            prepare(engine)
        yield Crew(engines)
