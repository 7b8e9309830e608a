"""Listening to a kept call again, at the pace one likes.

In:      the sound that the archive keeps of a call.
Out:     the default loudspeaker.
Thread:  the player's own; it is told what to do from any.
Errors:  AudioTrouble and ArchiveTrouble, told as words with the player's state.
Source:  -

    archive ──▶ call_sound ──▶ stretch ──▶ player ──▶ loudspeaker
"""
