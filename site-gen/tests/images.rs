//! Images of bodies come in several sizes: what a page offers is there, has the width it says, and carries nothing but the picture.
//!
//! To add a case, add a row to [`CASES`]. The sites are made here and thrown away.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

#[path = "house/files.rs"]
mod house;

use governance::dates::Moment;
use house::{files, theme};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, RgbaImage};
use site_gen::build::{BuildInput, Report, run};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// What stands in the EXIF of [`Kind::Turned`].
const SECRET: &[u8] = b"taken by somebody";

/// How an image is made.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Jpeg,
    Png,
    /// PNG with transparent places.
    Clear,
    /// JPEG that is to be turned by a quarter, as its EXIF says.
    Turned,
    /// Black and white dots without order: a smaller size has greys, and more bytes.
    Dots,
    /// A PNG that says it has 60,000 × 60,000 pixels.
    Bomb,
    /// A PNG of which half is missing.
    Half,
}

/// A case: how it is made, its stored size, the size the page says, the smaller widths, and whether a warning says why there are none.
type Case = (Kind, (u32, u32), (u32, u32), &'static [u32], bool);

const CASES: &[Case] = &[
    (Kind::Jpeg, (1400, 900), (1400, 900), &[480, 960], false),
    (Kind::Png, (1400, 700), (1400, 700), &[480, 960], false),
    (Kind::Clear, (1000, 400), (1000, 400), &[480], false),
    (Kind::Turned, (600, 800), (800, 600), &[480], false),
    (Kind::Turned, (800, 600), (600, 800), &[], false),
    (Kind::Jpeg, (640, 480), (640, 480), &[], false),
    (Kind::Jpeg, (641, 480), (641, 480), &[480], false),
    (Kind::Jpeg, (960, 400), (960, 400), &[480], false),
    (Kind::Dots, (700, 450), (700, 450), &[], false),
    (Kind::Bomb, (60_000, 60_000), (60_000, 60_000), &[], true),
    (Kind::Half, (1000, 500), (1000, 500), &[], true),
];

/// Waves of colour: neither flat nor noise.
fn waves((width, height): (u32, u32)) -> RgbImage {
    let wave = |n: u32| u8::try_from((n * n / 50) % 256).unwrap_or_default();
    RgbImage::from_fn(width, height, |x, y| Rgb([wave(x), wave(y), wave(x + y)]))
}

fn dots((width, height): (u32, u32)) -> GrayImage {
    let mut random = 1_u32;
    GrayImage::from_fn(width, height, |_, _| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Luma([if random >> 31 == 0 { 0 } else { 255 }])
    })
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).expect("an image");
    out.into_inner()
}

fn made(kind: Kind, size: (u32, u32)) -> Vec<u8> {
    let png = |image| written(&image, ImageFormat::Png);
    match kind {
        Kind::Jpeg => written(&waves(size).into(), ImageFormat::Jpeg),
        Kind::Png => png(waves(size).into()),
        Kind::Clear => {
            let mut image: RgbaImage = DynamicImage::from(waves(size)).into_rgba8();
            image
                .pixels_mut()
                .step_by(3)
                .for_each(|pixel| pixel.0[3] = 90);
            png(image.into())
        }
        Kind::Turned => turned(&made(Kind::Jpeg, size)),
        Kind::Dots => png(dots(size).into()),
        Kind::Bomb => bomb(size),
        Kind::Half => {
            let whole = made(Kind::Png, size);
            whole[..whole.len() / 2].to_vec()
        }
    }
}

/// Puts an EXIF segment into a JPEG: orientation 6 (turn to the right) and a maker (Exif 3.0, 4.6.5).
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend_from_slice(b"\x01\x0f\0\x02\0\0\0\x11\0\0\0\x26");
    tiff.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(SECRET);
    let segment = [b"Exif\0\0", &tiff[..]].concat();
    let len = u16::try_from(segment.len() + 2).expect("short");
    [
        &jpeg[..2],
        b"\xff\xe1",
        &len.to_be_bytes(),
        &segment,
        &jpeg[2..],
    ]
    .concat()
}

/// The head of a PNG, with a right check sum, and no picture.
fn bomb((width, height): (u32, u32)) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend_from_slice(&width.to_be_bytes());
    head.extend_from_slice(&height.to_be_bytes());
    head.extend_from_slice(&[8, 6, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&head);
    let parts: [&[u8]; 5] = [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0d",
        &head,
        &crc.sum().to_be_bytes(),
        b"\0\0\0\x04IDAT\x78\x9c\x03\0",
        b"\0\0\0\0",
    ];
    parts.concat()
}

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join("content").join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, bytes).expect("written");
}

/// A site of one notice with one image.
fn site(folder: &Path, name: &str, image: &[u8]) {
    put(
        folder,
        "site.toml",
        "name = \"示例\"\nbase_url = \"https://example.org\"\ndemonstration = true\n".as_bytes(),
    );
    let division = "---\nid: \"420502\"\ntitle: 甲区\ncode: \"420502\"\nname: 甲区\n---\n";
    put(folder, "divisions/420502.md", division.as_bytes());
    let notice = format!(
        "---\ntitle: 通知\ndivision: \"420502\"\npublish_at: 2026-09-01 09:00\ncategory: work\n---\n\n![示例图]({name})\n"
    );
    put(folder, "notices/n.md", notice.as_bytes());
    put(folder, &format!("notices/{name}"), image);
}

fn build(folder: &Path, out: &str, clean: bool) -> Report {
    let input = BuildInput {
        content: folder.join("content"),
        theme: theme(),
        out: folder.join(out),
        now: Moment::parse("2026-10-01 08:00").expect("a moment"),
        base_url: None,
        clean,
        listed: true,
    };
    let report = run(&input).expect("a build");
    assert!(report.published, "{:#?}", report.diagnostics);
    report
}

/// The value of an attribute of the page's image.
fn attribute(page: &str, name: &str) -> Option<String> {
    let at = page.find("<img src=\"/files/")?;
    let tag = page[at..].split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

/// Address and width of each size that the page offers.
fn offered(page: &str) -> Vec<(String, u32)> {
    let srcset = attribute(page, "srcset").unwrap_or_default();
    let parts = srcset.split(", ").filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (address, width) = part.split_once(' ').expect("an address and a width");
        let width = width.strip_suffix('w').and_then(|w| w.parse().ok());
        (address.to_owned(), width.expect("a width"))
    };
    parts.map(pair).collect()
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg | Kind::Turned => "plan.jpg",
        Kind::Png | Kind::Clear | Kind::Dots | Kind::Bomb | Kind::Half => "plan.png",
    }
}

fn check((kind, stored, seen, widths, warned): Case) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (name, original) = (name(kind), made(kind, stored));
    site(folder, name, &original);
    let report = build(folder, "public", true);
    let told = report.diagnostics.iter().any(|d| d.code.0 == 14);
    assert_eq!(
        told, warned,
        "{kind:?} {stored:?}: {:#?}",
        report.diagnostics
    );
    let out = folder.join("public");
    let page = fs::read_to_string(out.join("notices/n/index.html")).expect("a page");
    let says = [attribute(&page, "width"), attribute(&page, "height")];
    assert_eq!(
        says,
        [Some(seen.0.to_string()), Some(seen.1.to_string())],
        "{kind:?}"
    );
    let lies = fs::read(out.join("files/notices").join(name)).expect("the original");
    assert!(
        lies == original,
        "{kind:?}: the original is not what it was"
    );
    let mut offered = offered(&page);
    if !widths.is_empty() {
        let whole = offered.pop();
        assert_eq!(whole, Some((format!("/files/notices/{name}"), seen.0)));
        assert!(attribute(&page, "sizes").is_some(), "{kind:?}: no sizes");
    }
    let found: Vec<u32> = offered.iter().map(|(_, width)| *width).collect();
    assert_eq!(found, widths, "{kind:?} {stored:?}");
    for (address, width) in offered {
        let bytes = fs::read(out.join(&address[1..])).expect("a smaller size");
        let image = image::load_from_memory(&bytes).expect("an image");
        let height = (f64::from(seen.1) * f64::from(width) / f64::from(seen.0)).round();
        assert_eq!(image.width(), width, "{kind:?}");
        assert!((f64::from(image.height()) - height).abs() < 0.5, "{kind:?}");
        assert!(
            bytes.len() < original.len(),
            "{kind:?}: {address} saves nothing"
        );
        let has = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
        assert!(!has(SECRET) && !has(b"Exif"), "{kind:?}: metadata");
        let clear = image.color().has_alpha();
        assert_eq!(clear, matches!(kind, Kind::Clear), "{kind:?}");
    }
}

#[test]
fn every_size_that_a_page_offers_is_there() {
    for case in CASES {
        check(*case);
    }
}

/// A page's image is turned before it is made smaller: the corner that is seen first stays first.
#[test]
fn what_exif_turns_is_turned() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    // Black above white; turned to the right: white on the left, black on the right.
    let halves = RgbImage::from_fn(400, 800, |_, y| Rgb([if y < 400 { 0 } else { 255 }; 3]));
    let halves = image::imageops::rotate90(&halves);
    let halves = image::imageops::rotate270(&halves);
    let noise = waves((400, 800));
    let mixed = RgbImage::from_fn(400, 800, |x, y| {
        let (one, other) = (halves.get_pixel(x, y).0[0], noise.get_pixel(x, y).0[0]);
        Rgb([if one == 0 { other / 4 } else { 255 - other / 4 }; 3])
    });
    site(
        folder,
        "plan.jpg",
        &turned(&written(&mixed.into(), ImageFormat::Jpeg)),
    );
    build(folder, "public", true);
    let page = fs::read_to_string(folder.join("public/notices/n/index.html")).expect("a page");
    let (address, _) = offered(&page).remove(0);
    let small = image::open(folder.join("public").join(&address[1..])).expect("an image");
    let small = small.into_luma8();
    assert_eq!(small.dimensions(), (480, 240));
    assert!(small.get_pixel(40, 120).0[0] > 150, "left is light");
    assert!(small.get_pixel(440, 120).0[0] < 100, "right is dark");
}

#[test]
fn smaller_sizes_come_and_go_with_their_image() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let smaller = |out: &str| {
        let all = files(&folder.join(out)).into_iter();
        all.filter(|(path, _)| path.starts_with("files/smaller/"))
            .collect::<Vec<_>>()
    };
    site(folder, "plan.png", &made(Kind::Png, (1400, 700)));
    build(folder, "public", false);
    let first = smaller("public");
    assert_eq!(first.len(), 2);
    // Another image under the same name has other names for its sizes.
    put(folder, "notices/plan.png", &made(Kind::Png, (1000, 700)));
    build(folder, "public", false);
    let second = smaller("public");
    assert_eq!(second.len(), 2);
    assert!(
        second
            .iter()
            .all(|(path, _)| first.iter().all(|(old, _)| old != path))
    );
    // Nothing else that changes makes them anew.
    put(
        folder,
        "divisions/420503.md",
        "---\nid: \"420503\"\ntitle: 乙区\ncode: \"420503\"\nname: 乙区\n---\n".as_bytes(),
    );
    let report = build(folder, "public", false);
    let touched = report.new.iter().chain(&report.changed);
    assert!(touched.clone().all(|file| !file.path.starts_with("files/")));
    assert!(touched.count() > 0 && smaller("public") == second);
    build(folder, "fresh", true);
    assert!(files(&folder.join("fresh")) == files(&folder.join("public")));
    // With the image they go.
    let notice = fs::read_to_string(folder.join("content/notices/n.md")).expect("a notice");
    put(
        folder,
        "notices/n.md",
        notice.replace("![示例图](plan.png)", "没有图").as_bytes(),
    );
    fs::remove_file(folder.join("content/notices/plan.png")).expect("removed");
    let report = build(folder, "public", false);
    assert_eq!(
        report
            .removed
            .iter()
            .filter(|p| p.starts_with("files/smaller/"))
            .count(),
        2
    );
    assert!(smaller("public").is_empty());
}

#[test]
fn one_thread_and_two_make_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    site(folder, "plan.jpg", &made(Kind::Jpeg, (1400, 900)));
    put(folder, "notices/other.png", &made(Kind::Clear, (1000, 400)));
    for (threads, out) in [(1, "one"), (2, "two")] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| build(folder, out, true));
    }
    let (one, two) = (files(&folder.join("one")), files(&folder.join("two")));
    assert!(one.keys().any(|path| path.starts_with("files/smaller/")));
    assert!(one == two);
}
