//! Which templates are singles: the house's own, and what a theme may do to them.

use super::*;
use crate::pages::FixedPage;
use crate::views::singles::number;

fn singles(files: &ThemeFiles) -> Singles {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    let sources = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, text(bytes))));
    Singles::of(&sources.collect::<Vec<_>>())
}

#[test]
fn all_templates_of_the_house_are_single_but_what_pages_share() {
    let files = files();
    let singles = singles(&files);
    let others = files.keys().filter(|path| !singles.has(path));
    let others = others.filter_map(|path| path.strip_prefix("templates/"));
    let shared = ["base.html", "components.html"].into_iter();
    let once = ["foot", "links", "nav", "top"].map(|name| format!("once/{name}.html"));
    let shared: Vec<_> = shared.chain(once.iter().map(|name| &**name)).collect();
    assert_eq!(others.collect::<Vec<_>>(), shared);
}

#[test]
fn every_page_of_fixed_words_has_a_number() {
    for page in FixedPage::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let template = format!("pages/{}.{}.html", page.id(), lang.tag());
            assert!(number(&template).is_some(), "{template}");
        }
    }
}

#[test]
fn a_template_that_others_may_reach_is_no_single_one() {
    let notice = "templates/notice.html";
    let about = "templates/pages/about.en.html";
    let reaching = [
        (notice, "{% include \"notice.html\" %}"),
        (notice, "{%- extends 'notice.html' -%}"),
        (notice, "{# like notice.html #}"),
        (about, "{% include `pages/about.en.html` %}"),
        (about, "{% include \"pages\\/about.en.html\" %}"),
    ];
    for (path, source) in reaching {
        for other in ["templates/base.html", "templates/added.html"] {
            let mut files = files();
            files.insert(other.into(), source.into());
            assert!(!singles(&files).has(path), "{source}");
            files.remove(other);
            assert!(singles(&files).has(path));
        }
    }
}

#[test]
fn a_template_with_a_component_is_no_single_one() {
    let mut files = files();
    let notice = files.get_mut("templates/notice.html").unwrap();
    notice.extend(b"{%component ui.mark()%}x{%endcomponent%}");
    assert!(!singles(&files).has("templates/notice.html"));
}

#[test]
fn of_two_layers_the_upper_one_is_a_single_template() {
    let files = layered(&files(), theme("example")).unwrap();
    let singles = singles(&files);
    assert!(singles.has("templates/notice.html"));
    assert!(!singles.has("templates/base/notice.html"));
    assert!(!singles.has("assets/site.css") && !singles.has("notice.html"));
}

#[test]
fn a_single_template_is_worth_its_bytes() {
    let mut files = files();
    let at = number("notice.html").unwrap();
    let before = singles(&files).print(at);
    let other = singles(&files).print(number("meeting.html").unwrap());
    let notice = files.get_mut("templates/notice.html").unwrap();
    notice.push(b'\n');
    let after = singles(&files);
    assert!(before != after.print(at) && before != other);
    assert_eq!(after.print(number("meeting.html").unwrap()), other);
    assert_eq!(after.print(number("base.html").unwrap()), Print::default());
}
