"""One small library, built once through the real store and copied for each test."""

import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from readlist.paper import Draft
from readlist.store import Library

MOMENT = time.gmtime(1795168800)
"""20 November 2026, 10:00 UTC."""

ABSTRACT = (
    "A language model keeps what it knows in its weights, where facts are hard to find and harder to mend. "
    "This work gives it a library to look things up in: a retriever hands over passages, a generator writes "
    "with them in view, and both learn together from questions of an open domain."
)

WIDE = "深度学习在自然语言处理中的应用研究综述与未来展望以及若干开放问题的讨论"

DRAFTS = (
    Draft(
        title="Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks",
        authors=("Patrick Lewis", "Ethan Perez", "Aleksandra Piktus"), more_authors=9, year=2020, month=5,
        venue="NeurIPS", abstract=ABSTRACT, doi="10.5555/3495724.3496517", arxiv="2005.11401", type="paper-conference",
        tags=("qa", "rag"), status="unread", line=127, label="RAG", personal=True,
    ),
    Draft(
        title="In-Context Retrieval-Augmented Language Models", authors=("Ori Ram", "Yoav Levine"), year=2023,
        url="https://example.org/ralm", tags=("rag",), status="reading", starred=True, line=131, personal=True,
    ),
    Draft(
        title="REPLUG: Retrieval-Augmented Black-Box Language Models", authors=("Weijia Shi",), more_authors=None,
        year=2023, priority=1, status="unread", line=135, personal=True,
    ),
    Draft(
        title="ASQA: Factoid Questions Meet Long-Form Answers", authors=("Ivan Stelmakh", "Yi Luan"), year=2022,
        status="read", finished="2026-11-02T09:00:00Z", note="Compare with ELI5.", line=139, personal=True,
    ),
    Draft(
        abstract="We study how a paper without any title can still be found again by the first words of its abstract.",
        status="unread", line=143, personal=True,
    ),
    Draft(title=WIDE, authors=("王 伟", "李 娜"), year=2021, line=147, personal=True),
    Draft(title="Emoji 👩🏽‍🔬 and é́ combining marks", authors=("Zoë Müller",), year=2019, line=151, personal=True),
    Draft(title="On [/b] and [@click=app.quit]quit[/] in titles", authors=("Robert'); drop table papers;--",),
          year=2018, line=155, personal=True),
    Draft(title="A short one", line=159, personal=True),
    *(
        Draft(title=f"Paper number {number} on evaluation of language models", authors=(f"Author {letter}.",),
              year=1990 + number, venue="Journal of Tests", line=160 + number, personal=True,
              abstract=f"The abstract of paper {number} says a little about measuring.")
        for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def kept_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "papers.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "readlist.paper.time",
            SimpleNamespace(gmtime=lambda _: MOMENT, strftime=time.strftime, time_ns=time.time_ns),
        )
        with Library.open(path) as library, library.ledger.importing("page.txt") as importing:
            importing.add(DRAFTS, file="page.txt", format="huggingface")
    return path


@pytest.fixture
def path(kept_library: Path, tmp_path: Path) -> Path:
    """A library of its own for each test."""
    return Path(shutil.copy(kept_library, tmp_path / "papers.db"))


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clock on the screen, no looking for other programs, nothing of the machine the test runs on."""
    monkeypatch.setattr("readlist.ui.work.perf_counter", lambda: 0.0)
    monkeypatch.setattr("readlist.ui.screens.main.LOOK_EVERY", 3600.0)
    # Textual's pilot looks every 20 ms whether the process rests, two times a key; what a test waits for is in `rest`.
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 0.0006)
    # One application after the other would stay in memory.
    monkeypatch.setattr("readlist.ui.app.gc", SimpleNamespace(freeze=lambda: None, set_threshold=lambda *_: None))
    monkeypatch.setattr("readlist.ui.counting.library_name", lambda path: "~/papers.db")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "SSH_CONNECTION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
