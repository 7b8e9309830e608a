"""`make bench`: run every benchmark and print the tables of BENCHMARKS.md (about 50 minutes)."""

from __future__ import annotations

from tests.bench import line, live, recognizers, soak, speakers

SOAK_MIN = 10.0

if __name__ == "__main__":
    line.main()
    live.main()
    recognizers.main()
    speakers.main()
    soak.full(SOAK_MIN, "moonshine")
    soak.capture_only(SOAK_MIN)
