from __future__ import annotations

import io

import pytest

from antigone.formats.problems import FormatError
from antigone.formats.xml_reading import (
    XmlDocument,
    XmlLimits,
    read_xml,
    refuse_unsafe_xml,
)


def refusal_of(data: bytes, limits: XmlLimits | None = None) -> str:
    with pytest.raises(FormatError) as caught:
        read_xml(data, "x.xml", limits or XmlLimits())
    with pytest.raises(FormatError):
        refuse_unsafe_xml(io.BytesIO(data), "x.xml", limits or XmlLimits(elements=1))
    return str(caught.value)


def test_it_reads_names_texts_attributes_and_lines() -> None:
    root = read_xml(
        b'<a xmlns="urn:x" xmlns:y="urn:y">\n<b k="1" y:l="2">one<c/>two</b>\n<y:d>&lt;&#246;</y:d></a>',
        "x.xml",
    )
    assert (root.name, root.namespace, root.line) == ("a", "urn:x", 1)
    b, d = root.children
    assert (b.name, b.text, b.line, dict(b.attributes)) == ("b", "onetwo", 2, {"k": "1"})
    assert (d.namespace, d.text, d.place) == ("urn:y", "<ö", "line 3")
    assert b.child("c") is not None
    assert [c.name for c in root.all("b")] == ["b"]


def test_every_encoding_that_is_named_is_read() -> None:
    for encoding in ("windows-1251", "koi8-u", "iso-8859-5", "UTF-16", "utf8", "cp1251"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><a><b>Пошук</b></a>'
        data = text.encode(encoding)
        assert read_xml(data, "x.xml").children[0].text == "Пошук", encoding
    assert read_xml("\ufeff<a><b>Пошук</b></a>".encode(), "x.xml").children[0].text == "Пошук"


DECLARED = b'<?xml version="1.0" encoding="%s"?><a/>'
BAD = [
    (b"", "the file is empty"),
    (b"  \n", "the file is empty"),
    (b"text", "line 1, column 1: broken XML"),
    (b"<a>\n<b></a>", "line 2, column 6: broken XML: mismatched tag"),
    (b"<a/><a/>", "junk after document element"),
    (b"<a>\n&b;</a>", "line 2, column 1: broken XML: undefined entity"),
    (b"<a>\xff</a>", "not well-formed"),
    (b"<p:a/>", "unbound prefix"),
    (b"<!DOCTYPE a>\n<a/>", "line 1: a document type or entity"),
    (b'<a/>\n<!DOCTYPE a SYSTEM "b">', "broken XML"),
    (DECLARED % b"utf-7", "the encoding 'utf-7' is not read; allowed are utf-8"),
    (b"\xef\xbb\xbf" + DECLARED % b"windows-1251", "is not that of the file, utf-8"),
    ("\ufeff".encode("utf-16-le") + (DECLARED % b"utf-8").decode().encode("utf-16-le"), "utf-16"),
    (DECLARED % b"utf-16", "declared as UTF-16, but is not"),
    ("<a/>".encode("utf-16-le"), "UTF-16 text without byte order mark"),
    ("<a/>".encode("utf-32"), "the encoding 'utf-32' is not read"),
    (b"<a>" * 40, "allowed are 32 levels"),
    (b"<a " + b" ".join(b'k%d=""' % i for i in range(65)) + b"/>", "allowed are 64 to an element"),
    (b"<" + b"a" * 600 + b"/>", "a name is too long; allowed are 500"),
    (b"<a><b>" + b"x" * 1_000_001 + b"</b></a>", "a text is too long"),
    (b"<a><!--" + b"x" * 1_300_000 + b"--></a>", "a tag or comment of more than 1 MiB"),
    (b"<a b='" + b"x" * 1_300_000 + b"'/>", "a tag or comment of more than 1 MiB"),
]


@pytest.mark.parametrize(("data", "words"), BAD)
def test_what_no_file_may_hold_is_refused(data: bytes, words: str) -> None:
    assert words in refusal_of(data)


def test_bombs_and_entities_are_refused_before_they_grow() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(12))
    quadratic = f'<!ENTITY q "{"x" * 50_000}">'
    outside = '<!ENTITY o SYSTEM "file:///etc/passwd">'
    parameter = '<!ENTITY % p SYSTEM "http://127.0.0.1/p.dtd"> %p;'
    for subset in (laughs, quadratic, outside, parameter):
        data = f"<!DOCTYPE a [{subset}]>\n<a>&l11;&q;&o;</a>".encode()
        assert "it is never followed: remove it" in refusal_of(data)


def test_sizes_are_limited() -> None:
    many = b"<a>" + b"<b/>" * 20 + b"</a>"
    assert "allowed are 10 in a file" in refusal_of(many, XmlLimits(parts=10))
    deep = b"<a><b>" + b"<c/>" * 20 + b"</b></a>"
    with pytest.raises(FormatError, match="too many elements in one entry; allowed are 10"):
        read_xml(deep, "x.xml", XmlLimits(elements=10))
    large = b"<a>" + b" " * (1024 * 1024) + b"</a>"
    with pytest.raises(FormatError, match="more than 1 MiB"):
        read_xml(large, "x.xml", XmlLimits(size=1024 * 1024, characters=10_000_000))


def test_parts_come_before_the_file_is_read() -> None:
    stream = io.BytesIO(b"<a>" + b"<b>text</b>" * 100_000 + b"</a>")
    document = XmlDocument(stream, "x.xml")
    assert document.root.name == "a"
    assert stream.tell() < 200_000
    assert sum(1 for _ in document) == 100_000


def test_a_file_that_ends_too_early_is_refused_at_the_end() -> None:
    document = XmlDocument(io.BytesIO(b"<a>\n<b/>\n"), "x.xml")
    with pytest.raises(FormatError, match="line 3, column 1: broken XML: no element found"):
        list(document)
