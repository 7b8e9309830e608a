"""How far recognition is behind the sound, what was lost, and when to tell the user.

In:      seconds behind, at each block.
Out:     True (say that words come late), False (say that they are in time again) or None;
         seconds of lost sound to tell.
Thread:  the session's.
Errors:  none.
Source:  a slow moment of a busy computer is over before it is read; only what lasts is said.
"""

from __future__ import annotations

from dataclasses import dataclass

BEHIND_S = 1.0
"""From here on partials are shed."""
LASTS_S = 3.0
"""A change that lasts so long is told."""
LOSS_TOLD_S = 10.0
"""A busy computer loses many pieces in a row (a hundred a minute, measured): one line for all."""


@dataclass(slots=True)
class LagWatch:
    """One channel's lag. late: whether it is behind now; told: what the user was told last."""

    late: bool = False
    told: bool = False
    _since_s: float = 0.0

    def take(self, behind_s: float, at_s: float) -> bool | None:
        """Take a measurement; what to tell now, if anything."""
        late = behind_s > BEHIND_S
        if late != self.late:
            self.late, self._since_s = late, at_s
        if self.late == self.told or at_s - self._since_s < LASTS_S:
            return None
        self.told = self.late
        return self.told


@dataclass(slots=True)
class LossWatch:
    """Sound that was lost: told at once, then only every LOSS_TOLD_S, all of it in one sum."""

    _untold_s: float = 0.0
    _told_at_s: float = -LOSS_TOLD_S

    def take(self, lost_s: float, at_s: float) -> float:
        """Take what was lost just now; the seconds to tell now, 0 for nothing."""
        self._untold_s += lost_s
        if not self._untold_s or at_s - self._told_at_s < LOSS_TOLD_S:
            return 0.0
        told_s, self._untold_s, self._told_at_s = self._untold_s, 0.0, at_s
        return told_s
