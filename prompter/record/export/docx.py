"""DOCX: a document for word processors, written by hand because so little of the format is needed.

Source: ECMA-376, 5th edition, parts 1 (WordprocessingML) and 2 (packages).
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import Entry, What, clock, facts, one_line, timeline

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>"""
_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
</Relationships>"""
_DOCUMENT_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""


def _style(name: str, shown: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_WORD}">'
    + _style("Normal", "Normal", '<w:spacing w:after="80"/>', '<w:sz w:val="22"/>')
    + _style("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>')
    + _style("Note", "Note", '<w:ind w:left="720"/>', '<w:color w:val="595959"/><w:sz w:val="20"/>')
    + "</w:styles>"
)

# XML 1.0 can't hold these at all.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def render(call: StoredCall, *, times: bool = True) -> bytes:
    """The whole call."""
    body = _paragraph("Heading1", [(one_line(call.summary.name), False)])
    body += "".join(_paragraph("Normal", [(fact, False)]) for fact in facts(call.summary))
    body += "".join(_line(entry, times) for entry in timeline(call))
    document = f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
            ("word/styles.xml", _STYLES),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS),
        ):
            # A fixed date: the same call gives the same bytes.
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(part, content)
    return out.getvalue()


def _line(entry: Entry, times: bool) -> str:
    at = [(clock(entry.at_s) + "  ", False)] if times else []
    style = "Normal" if entry.what is What.SAID else "Note"
    return _paragraph(style, [*at, (f"{entry.who}: ", True), (entry.text, False)])


def _paragraph(style: str, runs: list[tuple[str, bool]]) -> str:
    made = "".join(
        f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}"
        f'<w:t xml:space="preserve">{escape(_NO_XML.sub("", text))}</w:t></w:r>'
        for text, bold in runs
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{made}</w:p>'
