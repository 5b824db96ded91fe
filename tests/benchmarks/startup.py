"""How long readlist takes to say who it is, as a multiple of bare Python in the same minute.

Run it with ``python tests/benchmarks/startup.py [RUNS]``. The limit is 3.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 3.0
# What pip writes for an entry point.
SCRIPT = "import re\nimport sys\nfrom readlist.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"


def seconds(command: list[str]) -> float:
    """One run of a command."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> int:
    """Prints a line a command; the exit code is 1 when one takes more than the limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    python = sys.executable
    # A script's own folder is what Python searches first; without this the project would only be found when installed.
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "readlist-script"
        script.write_text(SCRIPT, encoding="utf-8")
        commands = {"python -c pass": [python, "-c", "pass"]}
        for option in ("--help", "--version"):
            commands[f"python -m readlist {option}"] = [python, "-m", "readlist", option]
            commands[f"entry point {option}"] = [python, str(script), option]
        installed = shutil.which("readlist", path=str(Path(python).parent))
        if installed:
            commands["installed readlist --help"] = [installed, "--help"]
        commands["python -m readlist cite --help"] = [python, "-m", "readlist", "cite", "--help"]
        # Turn by turn, so that a busy moment of the machine falls on all of them.
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    slow = False
    for name, taken in times.items():
        median = statistics.median(taken)
        judged = "cite" not in name
        slow = slow or (judged and median > LIMIT * bare)
        print(f"{name:<34} {1000 * median:6.1f} ms   {median / bare:4.2f} × bare   (best {1000 * min(taken):.1f} ms)")
    print(f"limit {LIMIT:g} ×: {'missed' if slow else 'kept'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
