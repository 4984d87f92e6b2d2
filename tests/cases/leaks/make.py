#!/usr/bin/env python3
"""Makes the attachments of `tests/cases/leaks/files`: small files with invented numbers where a reader would not look.

Entry point: `make.py FOLDER`. Tables of a record folder are records and no attachments, so they come in
an archive here. Each file's name begins with the code that must be told of it, or with `none`. The files are kept beside this program so that
tests need no Python; run it again to add one.
"""
import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

MOBILE, CARD, ID = "13800138000", "6212261802012343", "110101199003070011"
STAMP = (2026, 11, 23, 9, 0, 0)


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body="公告", **parts):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    base = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "word/document.xml": f"<w:document {w}><w:body>{body if body.startswith('<') else f'<w:p><w:r><w:t>{body}</w:t></w:r></w:p>'}</w:body></w:document>",
    }
    base.update({name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()})
    return archive(base)


def xlsx(strings="", cells="", sheet="xl/worksheets/sheet1.xml"):
    return archive({
        "[Content_Types].xml": "<Types/>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        sheet: f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
    })


def pdf(objects, info=None):
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, data in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    extra = b" /Info %d 0 R" % info if info else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)
    return bytes(out)


def stream(data, entries=b"", compressed=True):
    if compressed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d%s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def one_page(content, font=b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", more=(), catalog=b"", info=None, compressed=True):
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R%s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content, compressed=compressed),
        font,
        *more,
    ]
    return pdf(objects, info)


def han_page(text):
    """Text in a font whose codes mean nothing without its table, as word processors write it."""
    letters = sorted(set(text))
    codes = {c: n + 1 for n, c in enumerate(letters)}
    table = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    table += "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    table += f"{len(letters)} beginbfchar\n" + "".join(f"<{codes[c]:04X}> <{ord(c):04X}>\n" for c in letters)
    table += "endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    shown = "".join(f"{codes[c]:04X}" for c in text)
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    return one_page(f"BT /F1 12 Tf 20 50 Td <{shown}> Tj ET".encode(), font, (descendant, stream(table.encode())))


def tiff(entries, gps=False):
    """A TIFF structure with text entries, and a position if asked for."""
    pointers = len(entries) + (1 if gps else 0)
    data_at = 8 + 2 + 12 * pointers + 4
    head, data = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<H", pointers), b""
    for tag, kind, value in sorted(entries):
        count = len(value)
        if count <= 4:
            head += struct.pack("<HHI4s", tag, kind, count, value.ljust(4, b"\0"))
        else:
            head += struct.pack("<HHII", tag, kind, count, data_at + len(data))
            data += value + b"\0" * (len(value) % 2)
    if gps:
        place = data_at + len(data)
        head += struct.pack("<HHII", 0x8825, 4, 1, place)
        degrees = place + 2 + 12 * 4 + 4
        data += struct.pack("<H", 4)
        data += struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack("<HHII", 2, 5, 3, degrees)
        data += struct.pack("<HHI4s", 3, 2, 2, b"E\0\0\0") + struct.pack("<HHII", 4, 5, 3, degrees + 24)
        data += struct.pack("<I", 0) + struct.pack("<12I", 30, 1, 41, 1, 30, 1, 111, 1, 17, 1, 0, 1)
    return head + struct.pack("<I", 0) + data


def jpeg(*segments):
    body = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in segments)
    return b"\xff\xd8" + body + b"\xff\xda\x00\x02\x00\xff\xd9"


def png(*chunks):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*c) for c in chunks) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def files():
    w = "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>0013</w:t></w:r><w:r><w:t>8000</w:t></w:r></w:p>"
    yield "MT1502-docx-runs.docx", docx(w)
    yield "MT1502-docx-comment.docx", docx(word__comments_dot_xml=f"<w:comments><w:comment><w:p><w:r><w:t>打{MOBILE}核实</w:t></w:r></w:p></w:comment></w:comments>")
    yield "MT1501-docx-properties.docx", docx(docProps__core_dot_xml=f"<cp:coreProperties><dc:description>{ID}</dc:description></cp:coreProperties>")
    core = f"<cp:coreProperties><dc:creator>张三 {MOBILE}</dc:creator><cp:keywords/><dc:description>generated</dc:description><cp:revision>1</cp:revision></cp:coreProperties>"
    yield "MT1502-docx-author-then-words.docx", docx(docProps__core_dot_xml=core)
    core = f"<cp:coreProperties><cp:lastModifiedBy>{MOBILE}</cp:lastModifiedBy><cp:revision>1</cp:revision></cp:coreProperties>"
    yield "MT1502-docx-author-then-number.docx", docx(docProps__core_dot_xml=core)
    yield "MT1501-docx-custom-property.docx", docx(docProps__custom_dot_xml=f"<Properties><property name='a'><vt:lpwstr>{ID}</vt:lpwstr></property><property name='b'><vt:i4>7</vt:i4></property></Properties>")
    meta = f"<office:document-meta><office:meta><dc:creator>{MOBILE}</dc:creator><meta:editing-cycles>3</meta:editing-cycles></office:meta></office:document-meta>"
    yield "MT1502-odt-author.odt", archive({"mimetype": "application/vnd.oasis.opendocument.text", "meta.xml": meta})
    yield "MT1502-ofd-author.ofd", archive({"OFD.xml": f"<ofd:OFD><ofd:DocBody><ofd:DocInfo><ofd:Author>{MOBILE}</ofd:Author><ofd:CreationDate>2026-11-05</ofd:CreationDate></ofd:DocInfo></ofd:DocBody></ofd:OFD>"})
    yield "MT1502-docx-link.docx", docx(word___rels__document_dot_xml_dot_rels=f'<Relationships><Relationship Target="tel:{MOBILE}" TargetMode="External"/></Relationships>')
    yield "MT1504-docx-photo.docx", docx(word__media__image1_dot_jpeg=jpeg((0xE1, b"Exif\0\0" + tiff([], gps=True))))
    yield "MT1503-xlsx-text.zip", archive({"表.xlsx": xlsx(strings=f"<si><t>卡号{CARD}</t></si>")})
    yield "MT1502-xlsx-number.zip", archive({"表.xlsx": xlsx(cells=f'<c r="A1"><v>{MOBILE}</v></c><c r="B1"><v>3</v></c>')})
    yield "MT1502-xlsx-hidden.zip", archive({"表.xlsx": xlsx(cells=f"<c><is><t>{MOBILE}</t></is></c>", sheet="xl/worksheets/sheet9.xml")})
    text = f"BT /F1 12 Tf 20 50 Td (Tel {MOBILE}) Tj ET".encode()
    yield "MT1502-pdf-plain.pdf", one_page(text, compressed=False)
    yield "MT1502-pdf-compressed.pdf", one_page(text)
    yield "MT1502-pdf-spaced.pdf", one_page(b"BT /F1 12 Tf 20 50 Td [(138) -20 (0013) -20 (8000)] TJ ET")
    yield "MT1502-pdf-subset-font.pdf", han_page(f"联系电话{MOBILE}")
    yield "MT1501-pdf-properties.pdf", one_page(b"BT /F1 12 Tf (A) Tj ET", more=(f"<< /Title ({ID}) >>".encode(),), info=6)
    yield "MT1502-pdf-properties-utf16.pdf", one_page(b"BT /F1 12 Tf (A) Tj ET", more=(b"<< /Subject <" + f"\ufeff电话{MOBILE}".encode("utf-16-be").hex().encode() + b"> >>",), info=6)
    xmp = f'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:description>{MOBILE}</dc:description></x:xmpmeta>'.encode()
    yield "MT1502-pdf-xmp.pdf", one_page(b"BT /F1 12 Tf (A) Tj ET", more=(stream(xmp, b" /Type /Metadata /Subtype /XML"),), catalog=b" /Metadata 6 0 R")
    xmp = f"<x:xmpmeta><dc:creator>{MOBILE}</dc:creator><pdf:Version>17</pdf:Version></x:xmpmeta>".encode()
    yield "MT1502-pdf-xmp-author-then-number.pdf", one_page(b"BT /F1 12 Tf (A) Tj ET", more=(stream(xmp, b" /Type /Metadata /Subtype /XML"),), catalog=b" /Metadata 6 0 R")
    yield "MT1502-pdf-note.pdf", one_page(b"BT /F1 12 Tf (A) Tj ET", more=(f"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents ({MOBILE}) >>".encode(),))
    yield "MT1511-pdf-scan.pdf", one_page(b"0 0 300 100 re f")
    yield "MT1510-pdf-damaged.pdf", b"%PDF-1.7\nnothing"
    yield "MT1504-jpeg-position.jpg", jpeg((0xE1, b"Exif\0\0" + tiff([], gps=True)))
    yield "MT1502-jpeg-artist.jpg", jpeg((0xE1, b"Exif\0\0" + tiff([(0x013B, 2, MOBILE.encode() + b"\0")])))
    yield "MT1502-jpeg-title-utf16.jpg", jpeg((0xE1, b"Exif\0\0" + tiff([(0x9C9B, 1, f"电话{MOBILE}".encode("utf-16-le"))])))
    yield "MT1502-jpeg-xmp.jpg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + f"<x:xmpmeta><dc:title>{MOBILE}</dc:title></x:xmpmeta>".encode()))
    yield "MT1502-jpeg-iptc.jpg", jpeg((0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + 18) + b"\x1c\x02\x78" + struct.pack(">H", 18) + f"tel  {MOBILE}  ".encode()))
    yield "MT1502-jpeg-comment.jpg", jpeg((0xFE, f"tel {MOBILE}".encode()))
    yield "MT1502-png-text.png", png((b"tEXt", b"Comment\0" + MOBILE.encode()))
    yield "MT1502-png-compressed.png", png((b"zTXt", b"Comment\0\0" + zlib.compress(MOBILE.encode())))
    yield "MT1502-png-international.png", png((b"iTXt", b"Comment\0\1\0zh\0\0" + zlib.compress(f"电话{MOBILE}".encode())))
    yield "MT1504-png-position.png", png((b"eXIf", tiff([], gps=True)))
    yield "MT1502-text-gb18030.txt", f"联系电话{MOBILE}".encode("gb18030")
    yield "MT1502-drawing.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>138</tspan><tspan>00138000</tspan></text></svg>'.encode()
    yield "MT1502-drawing-two-texts.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><text>{MOBILE}</text><text>1</text></svg>'.encode()
    yield "MT1511-old-word.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    yield "MT1502-old-word.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"电话{MOBILE}".encode("utf-16-le")
    yield "MT1502-document-in-archive.zip", archive({"名单.docx": docx(w)})
    yield "MT1510-bomb.docx", docx(word__huge_dot_xml=b" " * (160 * 1024 * 1024))
    yield "none-announcement.docx", docx("电话 0717-6221234，区划代码 420502001003", docProps__core_dot_xml="<cp:coreProperties><dc:creator>示例</dc:creator></cp:coreProperties>")
    yield "none-announcement.pdf", han_page("窗口电话0717-6221234")
    yield "none-picture.jpg", jpeg((0xE1, b"Exif\0\0" + tiff([(0x010F, 2, b"Example\0")])))
    yield "none-table.zip", archive({"表.xlsx": xlsx(strings="<si><t>宜民政发〔2021〕12号</t></si>", cells="<c><v>0.4523</v></c><c><v>1650</v></c>")})


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files():
        (folder / name).write_bytes(data)
    print(f"{len(list(files()))} files")


if __name__ == "__main__":
    main()
