# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make fuzz``: ``python -m tests.fuzz [COUNT [NUMBER]]``."""

import logging
import sys
import time
from pathlib import Path

from tests.fuzz.run import fuzz

_COUNT = 100_000


def main() -> int:
    """Run, and say what was found; 1 when anything was."""
    logging.getLogger().addHandler(logging.NullHandler())
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT
    number = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"== {count} bodies for each of both servers, number {number} (some ms each)", flush=True)
    result = fuzz(count, number=number)
    for (path, status), times in sorted(result.answers.items()):
        print(f"{path:<10} {status} {times:>8}")
    print(f"let through {result.admitted}\n{result.memory}")
    for index, (what, body) in enumerate(result.wrong[:20]):
        file = Path(f"fuzz-{number}-{index}.json")
        file.write_bytes(body)
        print(f"WRONG: {what}: {file}")
    grown = result.memory.problem
    if grown:
        print(f"WRONG: {grown}")
    print(f"{len(result.wrong)} wrong; again: python -m tests.fuzz {count} {number}")
    return 1 if result.wrong or grown or not result.admitted else 0


if __name__ == "__main__":
    sys.exit(main())
