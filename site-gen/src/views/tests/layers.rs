//! Themes that are not whole, and themes that override another: what they change, and what they are told.

use super::*;

#[test]
fn a_theme_that_is_not_whole_is_told_with_place_and_remedy() {
    let fault = |change: &dyn Fn(&mut ThemeFiles)| {
        let mut fixture = fixture();
        change(&mut fixture.files);
        let theme = match Theme::new(&fixture.files, &fixture.site) {
            Ok(theme) => theme,
            Err(fault) => return fault.to_string(),
        };
        let reader = Reader::new(&fixture.library, &NoShelves, &fixture.site);
        render(PageKey::Home, &reader, &theme, &mut Vec::new())
            .unwrap_err()
            .to_string()
    };
    let replace = |name: &'static str, text: &'static str| {
        move |files: &mut ThemeFiles| drop(files.insert(name.into(), text.into()))
    };
    let missing = fault(&|files| drop(files.remove("templates/vendor.html")));
    assert!(
        missing.contains("templates/vendor.html is missing"),
        "{missing}"
    );
    let word = fault(&replace(
        "templates/home.html",
        "\n{{ t.home.nothing_such }}",
    ));
    assert!(
        word.contains("templates/home.html:2") && word.contains("words/zh-CN.toml"),
        "{word}"
    );
    let field = fault(&replace(
        "templates/home.html",
        "\n{% if view.nothing_such %}{% endif %}",
    ));
    assert!(
        field.contains("templates/home.html:2") && field.contains("view.nothing_such"),
        "{field}"
    );
    let syntax = fault(&replace("templates/home.html", "{% if %}"));
    assert!(syntax.contains("home.html"), "{syntax}");
}

/// The house's own theme under a layer.
fn under(layer: ThemeFiles) -> Result<ThemeFiles, ThemeFault> {
    layered(&files(), layer)
}

#[test]
fn the_example_theme_changes_what_it_names_and_nothing_else() {
    let mut fixture = fixture();
    for lang in [Lang::Zh, Lang::En] {
        fixture.files = files();
        let before: BTreeMap<_, _> = fixture.pages(lang).into_iter().collect();
        fixture.files = under(theme("example")).unwrap();
        let after: BTreeMap<_, _> = fixture.pages(lang).into_iter().collect();
        assert!(before.keys().eq(after.keys()));
        let word = match lang {
            Lang::Zh => "<h1 class=\"hero\">咱们社区的事，都在这儿</h1>",
            Lang::En => "<h1 class=\"hero\">What our community does, in one place</h1>",
        };
        assert!(after["/"].contains(word) && !before["/"].contains(word));
        for (url, page) in &after {
            let notice = page.contains("class=\"over-head\"");
            assert!(!before[url].contains("over-head"), "{url}");
            assert!(
                notice || url == "/" || *page == before[url],
                "{url} changed"
            );
        }
        assert!(after.values().any(|page| page.contains("over-head")));
    }
    let (own, over) = (files(), under(theme("example")).unwrap());
    assert!(over["assets/site.css"].starts_with(&own["assets/site.css"]));
    assert!(over["assets/site.css"].len() > own["assets/site.css"].len());
    assert!(!over.contains_key("assets/over.css"));
}

#[test]
fn a_layer_is_told_with_place_and_remedy() {
    let told = |name: &str, text: &str| {
        let layer = ThemeFiles::from([(name.into(), text.into())]);
        let fixture = fixture();
        let theme = match under(layer).and_then(|files| Theme::new(&files, &fixture.site)) {
            Ok(theme) => theme,
            Err(fault) => return fault.to_string(),
        };
        let reader = Reader::new(&fixture.library, &NoShelves, &fixture.site);
        let fault = render(PageKey::Home, &reader, &theme, &mut Vec::new()).unwrap_err();
        fault.to_string()
    };
    let cases = [
        (
            "templates/hom.html",
            "",
            &[
                "templates/hom.html",
                "no template of this name",
                "themes/mingtang/templates",
            ][..],
        ),
        (
            "templates/home.html",
            "\n{{ t.home.nothing_such }}",
            &[
                "templates/home.html:2",
                "t.home.nothing_such",
                "add it there",
            ],
        ),
        (
            "templates/home.html",
            "\n\n{{ view.nothing_such }}",
            &["templates/home.html:3", "view.nothing_such", "README"],
        ),
        ("words/zh-CN.toml", "[home\n", &["words/zh-CN.toml"]),
        ("notes.txt", "", &["templates/, assets/ and words/"]),
    ];
    for (name, text, wanted) in cases {
        let fault = told(name, text);
        for part in wanted {
            assert!(fault.contains(part), "{name}: {fault}");
        }
    }
}
