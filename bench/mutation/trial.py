"""Collects the tests in `mutants/` once, then tries each mutant in a fork of its own."""

import gc
import os
import resource
import sys
import time
from collections import Counter, defaultdict

import pytest
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd, walk_mutatable_files
from mutmut.utils.format_utils import mangled_name_from_mutant_name

KILLED, SURVIVED, NO_TEST, TOO_LONG = 1, 0, 33, 36
SECONDS = 120
SAVE_EVERY = 20


class Trial:
    """A plugin of pytest: in place of running the tests once, runs them against every mutant."""

    def __init__(self) -> None:
        self.failed = False
        self.seconds: dict[pytest.Item, float] = {}
        self.tests: dict[str, list[pytest.Item]] = defaultdict(list)
        self.noticed: dict[str, Counter[pytest.Item]] = defaultdict(Counter)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._learn(session.items)
        # A fork shares this memory for as long as nobody writes to it.
        gc.collect()
        gc.freeze()
        with change_cwd(".."):
            files = [SourceFileMutationData(path=path) for path in walk_mutatable_files()]
        for known in files:
            self._try_all(known)
        return True

    def _learn(self, items: list[pytest.Item]) -> None:
        """Which tests reach which function, and how long each takes, on the code as it is."""
        os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"
        set_mutant_under_test("stats")
        for item in items:
            state()._stats.clear()
            began = time.monotonic()
            if not self._passes(item):
                pytest.exit(f"{item.nodeid} fails without any mutant; mend it first", 3)
            self.seconds[item] = time.monotonic() - began
            for function in set(state()._stats):
                self.tests[function].append(item)

    def _passes(self, item: pytest.Item) -> bool:
        self.failed = False
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def _try_all(self, known: SourceFileMutationData) -> None:
        with change_cwd(".."):
            known.load()
        names = [n for n, code in known.exit_code_by_key.items() if code != KILLED]
        for count, name in enumerate(names, start=1):
            # mutmut names what a package holds itself by the package alone.
            known.exit_code_by_key[name] = self._try(name.replace("__init__.", ""))
            if count % SAVE_EVERY == 0 or count == len(names):
                with change_cwd(".."):
                    known.save()

    def _try(self, mutant: str) -> int:
        """The exit code by which mutmut knows what became of this mutant."""
        function = mangled_name_from_mutant_name(mutant)
        noticed = self.noticed[function]
        tests = sorted(self.tests[function], key=lambda t: (-noticed[t], self.seconds[t]))
        if not tests:
            return NO_TEST
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            self._run(mutant, tests, writer)
        os.close(writer)
        with os.fdopen(reader) as said:
            number = said.read()
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if number:
            noticed[tests[int(number)]] += 1
            return KILLED
        return SURVIVED if code == 0 else TOO_LONG if code < 0 else KILLED

    def _run(self, mutant: str, tests: list[pytest.Item], writer: int) -> None:
        """In the fork, which ends here: the number of the first test that fails."""
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        set_mutant_under_test(mutant)
        code = 1
        try:
            for number, item in enumerate(tests):
                if not self._passes(item):
                    os.write(writer, str(number).encode())
                    break
            else:
                code = 0
        finally:
            os._exit(code)


def main() -> int:
    chosen = config()
    os.chdir("mutants")
    words = ["--rootdir=.", "--tb=native", "-q", *chosen.pytest_add_cli_args]
    return int(pytest.main([*words, *chosen.pytest_add_cli_args_test_selection], [Trial()]))


if __name__ == "__main__":
    sys.exit(main())
