//! Smaller sizes of an image, for screens that need no more, and its size as it is seen.
//!
//! Entry point: [`look`]. JPEG and PNG. What comes out depends on the bytes alone. Must not: decode an image before its size was bounded, carry over what
//! cameras and programs write beside a picture (EXIF, XMP, comments; only a small colour profile goes with it), touch the original.

use crate::diagnostic::Words;
use crate::words;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::imageops::FilterType as Scaling;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageResult, Limits};
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

/// Widths that are made, in pixels: the text of a telephone 390 px wide takes 360 px at one dot for each, the column of a large screen 714 px.
const WIDTHS: [u32; 2] = [480, 960];

/// Images up to this width have no smaller sizes.
const NARROW: u32 = 640;

/// Most pixels of an image that is decoded: 50 million, of which each takes at most 8 bytes.
const MOST: u64 = 50_000_000;

/// Bytes that decoding may take, with some room for rows and tables.
const MEMORY: u64 = MOST * 8 + 64 * 1024 * 1024;

/// Images with more pixels than this (a telephone's 12 million are below it) are decoded one at a time: the memory that all together take is bounded.
const LARGE: u64 = 16_000_000;

/// Held while a large image is decoded.
static ONE_LARGE: Mutex<()> = Mutex::new(());

/// Of 100. Below 75 letters in photographs of notices get ragged.
const QUALITY: u8 = 80;

/// Bytes of the largest colour profile that is carried over: those of cameras and telephones have some 500 to 3,200.
const PROFILE: usize = 4096;

/// What was found out about an image.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Width and height as browsers show it, which turn it as its EXIF says.
    pub(super) upright: Option<(u32, u32)>,
    /// Smaller sizes, the narrowest first: width and bytes.
    pub(super) smaller: Vec<(u32, Vec<u8>)>,
    /// Why there are none though it is wide.
    pub(super) why: Option<Words>,
}

/// Looks at the bytes of a file; nothing of a file that is neither JPEG nor PNG.
pub(super) fn look(bytes: &[u8]) -> Look {
    let format = match bytes {
        [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        _ => return Look::default(),
    };
    let mut look = Look::default();
    if let Err(fault) = look.read(bytes, format) {
        look.smaller.clear();
        let wide = look.upright.or_else(|| super::pixels::size(bytes));
        if wide.is_some_and(|(width, _)| width > NARROW) {
            look.why = Some(words!(
                "图片损坏了，解不开",
                "the image can't be decoded: {fault}"
            ));
        }
    }
    look
}

impl Look {
    fn read(&mut self, bytes: &[u8], format: ImageFormat) -> ImageResult<()> {
        let Some(mut decoder) = decoder(bytes, format)? else {
            return Ok(());
        };
        let stored = decoder.dimensions();
        let orientation = decoder.orientation()?;
        let (width, height) = upright(stored, orientation);
        self.upright = Some((width, height));
        if width <= NARROW {
            return Ok(());
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MOST {
            let (ten_thousands, millions) = (MOST / 10_000, MOST / 1_000_000);
            self.why = Some(words!(
                "图片有 {width}×{height} 像素，超过 {ten_thousands} 万，没有解码",
                "the image has {width}×{height} pixels, more than {millions} million; it was not decoded"
            ));
            return Ok(());
        }
        let alone =
            (pixels > LARGE).then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
        let profile = profile(&mut *decoder);
        let mut image = eight_bits(DynamicImage::from_decoder(decoder)?);
        image.apply_orientation(orientation);
        for width in WIDTHS.into_iter().filter(|to| *to < width) {
            let made = encode(&narrowed(&image, width), format, profile.as_deref())?;
            // A drawing of few colours may be smaller as it is.
            if made.len() < bytes.len() {
                self.smaller.push((width, made));
            }
        }
        drop(alone);
        Ok(())
    }
}

/// What reads the image; none of one that moves, as its smaller sizes would stand still.
fn decoder(bytes: &[u8], format: ImageFormat) -> ImageResult<Option<Box<dyn ImageDecoder + '_>>> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let bytes = Cursor::new(bytes);
    if format == ImageFormat::Png {
        let decoder = PngDecoder::with_limits(bytes, limits)?;
        let moves = decoder.is_apng()?;
        return Ok((!moves).then(|| Box::new(decoder) as _));
    }
    let mut decoder = JpegDecoder::new(bytes)?;
    decoder.set_limits(limits)?;
    Ok(Some(Box::new(decoder)))
}

fn upright((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
    }
}

/// The colour profile, if it is small and of the colours that come out: without it a telephone's photograph pales.
fn profile(decoder: &mut dyn ImageDecoder) -> Option<Vec<u8>> {
    let profile = decoder.icc_profile().ok()??;
    let space: &[u8] = if decoder.color_type().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    // ICC.1:2022, 7.2.6: the colour space stands at byte 16 of the header.
    (profile.len() <= PROFILE && profile.get(16..20) == Some(space)).then_some(profile)
}

/// Eight bits a colour, and transparency only where there is some.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    let color = image.color();
    if color.has_alpha() {
        let image = image.into_rgba8();
        if image.pixels().any(|pixel| pixel.0[3] != 255) {
            return DynamicImage::ImageRgba8(image);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8());
    }
    if color.has_color() {
        DynamicImage::ImageRgb8(image.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(image.into_luma8())
    }
}

/// The image at this width. The colours of transparent places weigh as little as they are seen.
fn narrowed(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = u64::from(image.height()) * u64::from(width);
    let height = (height + u64::from(image.width()) / 2) / u64::from(image.width().max(1));
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    let DynamicImage::ImageRgba8(seen) = image else {
        return image.resize_exact(width, height, Scaling::CatmullRom);
    };
    let mut seen = seen.clone();
    for pixel in seen.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let weighed = |colour| share(colour, alpha, 255);
        pixel.0 = [weighed(red), weighed(green), weighed(blue), alpha];
    }
    let seen = DynamicImage::ImageRgba8(seen);
    let mut seen = seen
        .resize_exact(width, height, Scaling::CatmullRom)
        .into_rgba8();
    for pixel in seen.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let whole = |colour| share(colour, 255, alpha.max(1));
        pixel.0 = [whole(red), whole(green), whole(blue), alpha];
    }
    DynamicImage::ImageRgba8(seen)
}

/// `value × times / of`, rounded, at most 255.
fn share(value: u8, times: u8, of: u8) -> u8 {
    let (value, times, of) = (u32::from(value), u32::from(times), u32::from(of));
    u8::try_from((value * times + of / 2) / of).unwrap_or(u8::MAX)
}

/// The bytes of an image; of a PNG the shorter of two ways: drawings are shorter without filters, photographs with them.
fn encode(
    image: &DynamicImage,
    format: ImageFormat,
    profile: Option<&[u8]>,
) -> ImageResult<Vec<u8>> {
    if format != ImageFormat::Png {
        let mut out = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        written(image, profile, encoder)?;
        return Ok(out);
    }
    let png = |filter| -> ImageResult<Vec<u8>> {
        let mut out = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, filter);
        written(image, profile, encoder)?;
        Ok(out)
    };
    let (plain, filtered) = (png(FilterType::NoFilter)?, png(FilterType::Adaptive)?);
    Ok(if filtered.len() < plain.len() {
        filtered
    } else {
        plain
    })
}

fn written(
    image: &DynamicImage,
    profile: Option<&[u8]>,
    mut encoder: impl ImageEncoder,
) -> ImageResult<()> {
    if let Some(profile) = profile {
        // Both formats take one.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    let (pixels, color) = (image.as_bytes(), image.color().into());
    encoder.write_image(pixels, image.width(), image.height(), color)
}
