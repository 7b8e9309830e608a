"""`make bench`: run every benchmark and print the tables of BENCHMARKS.md."""

from __future__ import annotations

from tests.bench import line, recognizers

if __name__ == "__main__":
    line.main()
    recognizers.main()
