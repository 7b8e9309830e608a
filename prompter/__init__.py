"""Prompter hears a job call on this machine and shows the one short thing to ask next.

Data goes one way, through five folders:

     audio block        hypothesis          cue hit            card shown           call record
    capture ──────▶ recognize ──────▶ spot ──────▶ prompt ──────▶ record ──▶ archive
       1               2                3             4              5
            one call session joins 1 to 5, on one thread, and tells listeners
                              │
                  overlay (Qt) · terminal · review window (reads the archive)

- `messages` holds the frozen dataclasses that pass along the line.
- Stages know `messages` and never a neighbour; `session` joins them, `assemble` chooses
  which adapters serve, `cli` and `ui` sit on top and don't know each other.
"""

__version__ = "0.1.0"
