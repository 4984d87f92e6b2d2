//! Workbooks written here by hand, sound and hostile.

use super::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELS: &str = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/one.xml"/><Relationship Id="s" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="t" Type="x/styles" Target="styles.xml"/></Relationships>"#;
const BOOK: &str = r#"<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="一" r:id="a"/><x:sheet name="藏" state="hidden" r:id="a"/></x:sheets></x:workbook>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="180"/><xf numFmtId="10"/></cellXfs></styleSheet>"#;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    packed(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/strings.xml", strings.as_bytes()),
        ("xl/worksheets/one.xml", sheet.as_bytes()),
    ])
}

fn read_all(bytes: &[u8]) -> (Vec<Vec<String>>, Vec<u16>) {
    let mut faults = Vec::new();
    let book = read(bytes, &mut faults);
    let rows = book.sheets.iter().flat_map(|(_, rows)| rows);
    let rows = rows.map(|row| row.cells.iter().map(|c| c.text.to_string()).collect());
    (
        rows.collect(),
        faults.iter().map(|f| f.rule.code.0).collect(),
    )
}

const STRINGS: &str = "<sst><si><t>编号</t></si><si><r><t>名&amp;</t></r><r><t xml:space=\"preserve\">称 </t></r><rPh><t>míng</t></rPh></si></sst>";

#[test]
fn cells_of_every_kind() {
    let sheet = r#"<worksheet><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
        <row r="4"><c t="inlineStr"><is><t>甲</t></is></c><c s="1"><v>46331</v></c><c s="2"><v>0.4512</v></c><c t="b"><v>1</v></c><c s="1"/></row>
        <row><c><f>1+2</f><v>3</v></c><c t="str"><f>A1</f><v>乙</v></c><c t="d"><v>2026-11-05T00:00:00</v></c></row></sheetData></worksheet>"#;
    let (rows, faults) = read_all(&workbook(sheet, STRINGS));
    let expected: Vec<Vec<&str>> = vec![
        vec!["编号", "", "名&称 "],
        vec!["甲", "2026-11-05", "45.12%", "是"],
        vec!["3", "乙", "2026-11-05"],
    ];
    assert_eq!(rows, expected);
    assert_eq!(faults, [0_u16; 0]);
}

#[test]
fn a_place_is_shown_by_its_row_of_cells() {
    let sheet = "<sheetData><row><c t=\"inlineStr\"><is><t>编\n号</t></is></c><c><v>12</v></c></row></sheetData>";
    let mut faults = Vec::new();
    let book = read(&workbook(sheet, STRINGS), &mut faults);
    assert_eq!(book.view, "编 号 | 12\n");
    let spot = book.sheets[0].1[0].cells[1].spot;
    assert_eq!(&book.view[spot.start as usize..spot.end as usize], "12");
}

#[test]
fn merged_cells_and_errors_are_told() {
    let cells = "<row><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\" t=\"e\"><v>#N/A</v></c><c r=\"B2\"><f>X</f></c><c r=\"C2\"><f>X</f><v/></c></row>";
    let sheet = |merged: &str| {
        format!("<s><sheetData>{cells}</sheetData><mergeCells>{merged}</mergeCells></s>")
    };
    let told = |merged: &str| read_all(&workbook(&sheet(merged), STRINGS)).1;
    assert_eq!(told(""), [1006, 1006, 1006]);
    assert_eq!(told("<mergeCell ref=\"A2:A9\"/>"), [1006, 1006, 1006, 1007]);
    assert_eq!(told("<mergeCell ref=\"B1:A1\"/>"), [1006, 1006, 1006, 1001]);
}

#[test]
fn hostile_files_are_told() {
    let mut bomb = "<s><sheetData>".to_string();
    bomb.push_str(&" ".repeat(70_000_000));
    let packed_bomb = workbook(&bomb, STRINGS);
    assert!(packed_bomb.len() < 500_000);
    let counts = "<sst uniqueCount=\"99999999999999\"><si><t>甲</t></si></sst>";
    let one = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>";
    let cases: [(&str, Vec<u8>, &[u16]); 10] = [
        ("a bomb", packed_bomb, &[1005]),
        ("no zip", b"PK\x03\x04".to_vec(), &[1005]),
        (
            "compound",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec(),
            &[1005],
        ),
        ("nothing in it", packed(&[("a", b"b")]), &[1005]),
        ("claims", workbook(one, counts), &[]),
        ("no such text", workbook(one, "<sst/>"), &[1005]),
        ("row 0", workbook("<row r=\"0\"/>", STRINGS), &[1005]),
        (
            "far cell",
            workbook("<row><c r=\"ZZZZ9\"><v>1</v></c></row>", STRINGS),
            &[1005],
        ),
        (
            "broad",
            workbook("<row><c r=\"XFD1\"><v>1</v></c></row>", STRINGS),
            &[1004],
        ),
        (
            "entities",
            workbook(
                "<!DOCTYPE a [<!ENTITY a \"&a;&a;\">]><row><c t=\"str\"><v>&a;</v></c></row>",
                STRINGS,
            ),
            &[],
        ),
    ];
    for (name, bytes, codes) in cases {
        assert_eq!(read_all(&bytes).1, codes, "{name}");
    }
}
