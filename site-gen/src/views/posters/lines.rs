//! Breaks texts into lines, since SVG breaks none.
//!
//! Entry points: [`Room::lines`], [`Room::cut`]. Numbers and words in Latin letters stay whole where a line holds them, no line begins with a mark that closes or ends with one that
//! opens.
//! Widths are counted, not measured: a Chinese character is as wide as high, any other half of that.

/// Marks that may not begin a line; they hang out at its end (GB/T 15834-2011, 5.1).
const CLOSING: [char; 12] = [
    '，', '。', '、', '；', '：', '？', '！', '）', '》', '”', '’', '…',
];

/// Marks that may not end a line.
const OPENING: [char; 4] = ['（', '《', '“', '‘'];

/// Marks of an address that a line may end with.
const BETWEEN: [char; 4] = ['/', '?', '&', '='];

/// Lines of a width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// In half Chinese characters.
    halves: usize,
    /// How many there is room for.
    pub(super) lines: usize,
}

impl Room {
    /// Lines of so many Chinese characters, so many of them.
    pub(super) const fn new(width: usize, lines: usize) -> Self {
        Self {
            halves: width * 2,
            lines,
        }
    }

    /// A text in lines, however many it takes.
    pub(super) fn lines(self, text: &str) -> Vec<&str> {
        let mut lines = Vec::with_capacity(self.lines);
        let (mut rest, mut taken, mut left) = (text, 0, self.halves);
        let mut next = |taken: &mut usize, left: &mut usize| {
            let (line, after) = rest.split_at(std::mem::take(taken));
            lines.push(line.trim_end());
            (rest, *left) = (after, self.halves);
        };
        for piece in pieces(text) {
            let wide = halves(piece.trim_end());
            if wide > left && wide <= self.halves && !piece.starts_with(CLOSING) {
                next(&mut taken, &mut left);
            }
            for c in piece.chars() {
                let wide = width(c);
                if wide > left && c != ' ' && !CLOSING.contains(&c) {
                    next(&mut taken, &mut left);
                }
                left = left.saturating_sub(wide);
                taken += c.len_utf8();
            }
        }
        next(&mut taken, &mut left);
        lines
    }

    /// A text in as few lines as it takes, of like width: broken after its marks where that needs no more lines.
    pub(super) fn even(self, text: &str) -> Vec<&str> {
        let wanted = self.lines(text).len();
        let clauses: Vec<_> = text.split_inclusive(CLOSING).collect();
        if clauses.len() == wanted && clauses.iter().all(|c| self.lines(c).len() == 1) {
            return clauses;
        }
        let widest = pieces(text).map(|p| halves(p.trim_end())).max();
        let narrowest = widest.unwrap_or_default().min(self.halves);
        (narrowest..=self.halves)
            .map(|halves| Self { halves, ..self }.lines(text))
            .find(|lines| lines.len() <= wanted)
            .unwrap_or_default()
    }

    /// A text in as many lines as there is room for; what is cut off shows as “…”.
    pub(super) fn cut(self, text: &str) -> Vec<String> {
        let all = self.lines(text);
        let shown = all.iter().take(self.lines);
        let mut lines: Vec<String> = shown.map(|line| (*line).to_owned()).collect();
        if let Some(last) = lines.last_mut().filter(|_| all.len() > self.lines) {
            last.pop();
            last.push('…');
        }
        lines
    }
}

fn width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

fn halves(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// What is kept on one line: a word or number in Latin letters with its blank, a part of an address with its slash, or any other character alone, an opening mark before it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let parts = |a: char, b: char| a == ' ' || (BETWEEN.contains(&a) && !BETWEEN.contains(&b));
    let joined = move |a: char, b: char| {
        let latin = a.is_ascii() && b.is_ascii() && !parts(a, b);
        latin || OPENING.contains(&a)
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices().peekable();
        let (_, mut before) = chars.next()?;
        let mut end = rest.len();
        for (at, c) in chars {
            if !joined(before, c) {
                end = at;
                break;
            }
            before = c;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        Room::new(width, 2).lines(text)
    }

    #[test]
    fn lines_hold_what_fits() {
        let name = "长阳土家族自治县龙舟坪镇";
        assert_eq!(lines(name, 9), ["长阳土家族自治县龙", "舟坪镇"]);
        assert_eq!(lines("abcd", 1), ["ab", "cd"]);
        assert_eq!(lines("", 9), [""]);
    }

    #[test]
    fn a_number_stays_whole_and_a_closing_mark_begins_no_line() {
        assert_eq!(lines("电话：0717-0000101", 6), ["电话：", "0717-0000101"]);
        assert_eq!(lines("一二三四，五六", 4), ["一二三四，", "五六"]);
        assert_eq!(lines("网点（乙）", 3), ["网点", "（乙）"]);
        assert_eq!(lines("Ask for a voucher", 5), ["Ask for a", "voucher"]);
    }

    #[test]
    fn an_address_is_broken_between_its_parts() {
        assert_eq!(
            lines("http://a.cn/complaints/new/?place=4205", 10),
            ["http://a.cn/", "complaints/new/?", "place=4205"]
        );
    }

    #[test]
    fn a_title_has_lines_of_like_width() {
        let even = |text| Room::new(9, 2).even(text);
        assert_eq!(even("有事要反映，扫码就行"), ["有事要反映，", "扫码就行"]);
        assert_eq!(
            even("长阳土家族自治县龙舟坪镇"),
            ["长阳土家族自", "治县龙舟坪镇"]
        );
        assert_eq!(even("石板溪社区"), ["石板溪社区"]);
        assert_eq!(
            even("Supermarket of the east"),
            ["Supermarket", "of the east"]
        );
        assert_eq!(even(""), [""]);
    }

    #[test]
    fn what_is_cut_says_so() {
        let room = Room::new(3, 2);
        assert_eq!(room.cut("一二三四五六七"), ["一二三", "四五…"]);
        assert_eq!(room.cut("一二三四五六"), ["一二三", "四五六"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_wider_than_its_hanging_marks(text in "[一-十a-c0-9，。]{0,60}", width in 2_usize..12) {
            let lines = lines(&text, width);
            proptest::prop_assert_eq!(lines.concat(), &*text);
            for line in &lines {
                let body = line.trim_end_matches(CLOSING);
                proptest::prop_assert!(halves(body) <= width * 2, "{}", line);
            }
        }
    }
}
