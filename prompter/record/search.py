"""Stage 5, record: what the user typed into the search box, made safe for the search index.

In:      any text at all; snippets with marks.
Out:     an FTS5 query that means "all these words"; snippets cut into pieces.
Thread:  any; no I/O.
Errors:  none; text without a word gives no query.
Source:  https://www.sqlite.org/fts5.html, section 3, for the query language.
"""

from __future__ import annotations

import re
import unicodedata

# Control characters, which no recogniser writes.
MARK_START, MARK_END = "\x02", "\x03"

SNIPPET_WORDS = 16
"""How many words of the text a result shows; FTS5 allows 64."""

MOST_WORDS = 32
"""Words of a search after this many are left out: a book pasted by mistake took half a minute."""


def query_of(text: str) -> str | None:
    """The query that finds segments with all words of `text`, in any order.

    A word with a mark inside ("we've") is looked for as the words beside each other. The last
    word may be unfinished: "mana" finds "manager". None when `text` holds no word.
    """
    words = [word for word in text.replace("\0", " ").split() if re.search(r"\w", word)]
    if not words:
        return None
    # In quotes nothing is an operator; a quote inside is doubled.
    quoted = ['"' + word.replace('"', '""') + '"' for word in words[:MOST_WORDS]]
    return " ".join(quoted) + " *"


def pieces_of(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Cut a snippet at its marks into (text, whether it matches)."""
    pieces = []
    matches = False
    for part in re.split(f"({MARK_START}|{MARK_END})", snippet):
        if part in (MARK_START, MARK_END):
            matches = part == MARK_START
        elif part:
            pieces.append((part, matches))
    return tuple(pieces)


def marked(text: str, searched: str) -> tuple[tuple[str, bool], ...]:
    """`text` cut up, the words that `searched` finds marked; as the index compares words."""
    wanted = [_folded(word) for word in re.findall(r"\w+", searched)]
    pieces: list[tuple[str, bool]] = []
    done = 0
    for word in re.finditer(r"\w+", text) if wanted else ():
        folded = _folded(word[0])
        if folded in wanted or folded.startswith(wanted[-1]):
            pieces += [(text[done : word.start()], False), (word[0], True)]
            done = word.end()
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])


def _folded(word: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.casefold())
        if not unicodedata.combining(letter)
    )
