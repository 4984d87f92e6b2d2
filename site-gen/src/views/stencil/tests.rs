//! Small templates, each made both ways. To add a case is to add a line; the pages of the house's own theme are compared in the tests of the views.

use super::*;
use serde_json::json;
use tera::{Context, Tera};

/// Templates that have a stencil.
const KNOWN: &[&str] = &[
    "a\n  {{- view.text -}}  \n b {{ view.html | safe }}",
    "x {#- note -#} y {# \"{{ #} z {%- if view.yes -%} \u{3000}1 {%- endif %}",
    "{% if view.no %}a{% elif view.none or view.text %}b{% else %}c{% endif %}",
    "{% if not view.no and view.number > 2 %}a{% endif %}{{ view.none or \"–\" }}",
    "{% if view.missing is defined and view.missing %}a{% else %}b{% endif %}",
    "{% if view.missing %}a{% endif %}{{ view.none }}|{{ view.yes }}|{{ view.broken }}",
    "{% for r in view.rows %}{{ loop.index }}{{ r[0] }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for r in view.rows %}{% for c in r %}{{ loop.index0 }}{{ c }}{% endfor %}{{ loop.length }}{% endfor %}",
    "{% for n in view.empty %}a{% else %}{{ view.text }}{% endfor %}",
    "{{ 55 + view.rows | length * 17 }} {{ 250 + view.number * 5.5 }} {{ 2 * view.number + 1 }}",
    "{{ t.word.many | fill(n=view.number, m=view.text) }}{{ t.word.plain }}{{ once.top }}{{ site.name }}",
    "{% if view.text == \"a<b\" %}{{ assets[\"a.css\"] }}{{ assets[view.name] }}{% endif %}{{ page.title }}",
    "{% for n in site.nav %}{% if n.url != view.name %}{{ n.url }}{% endif %}{% endfor %}{{ layout }}",
    "{{ <ui.one d={view.map} /> }}{% for r in view.rows %}{{ <ui.all rows={r} n={loop.index} /> }}{% endfor %}",
    "{% extends \"base.html\" %}{% block main %}{% block inner %}a{% endblock %}{{ view.text }}{% endblock %}",
    "{% extends \"middle.html\" %} {% block inner %}{{ page.title }}{% endblock %}",
];

/// Templates that have none, or whose pages are not as they expect: the engine has the word.
const LEFT: &[&str] = &[
    "{% set a = 1 %}{{ a }}",
    "{{ view.text | upper }}",
    "{{ view.missing }}",
    "{{ view.missing.more }}",
    "{{ view.rows }}",
    "{% for a in view.none %}{% endfor %}",
    "{% raw %}{{ view.text }}{% endraw %}",
    "{{ <ui.all rows={view.text} n={1} /> }}",
    "{{ <ui.one d={view.map} x={1} /> }}",
    "{{ view.broken == 1 }}",
    "{{ view.text ~ 1 }}",
];

const PARTS: [(&str, &str); 3] = [
    (
        "parts.html",
        "{% component ui.one(d, @t) -%} <i>{{ d.a }}{{ t.word.plain }}</i> {%- endcomponent ui.one %}
         {% component ui.all(rows: array, n) %}{% for r in rows %}{{ n }}{{ r }}{{ loop.index }}{% endfor %}{% endcomponent ui.all %}",
    ),
    ("base.html", "<b>{% block main %}none{% endblock %}</b>{% block end %} e {%- endblock %}"),
    (
        "middle.html",
        "{% extends \"base.html\" %}{% block main %}[{% block inner %}x{% endblock inner %}]{% endblock %}",
    ),
];

/// A template both ways: the stencil's bytes if it had anything to say, and the engine's.
fn both(source: &str) -> (Option<String>, Result<String, tera::Error>) {
    let sources: Vec<_> = PARTS.into_iter().chain([("case.html", source)]).collect();
    let view = json!({
        "text": "a<b", "html": "<p>", "yes": true, "no": false, "none": null, "number": 3, "broken": 2.5, "name": "a.css",
        "rows": [["a", "b"], ["c&d"]], "empty": [], "map": { "a": "1" },
    });
    let page = json!({ "title": "T\"" });
    let everywhere = json!({
        "t": { "word": { "plain": "p&q", "many": "{n} of {m} {x} {" } },
        "site": { "name": "S", "nav": [{ "url": "/a/" }, { "url": "a.css" }] },
        "assets": { "a.css": "/a-1.css" },
        "once": { "top": "<top>" },
    });
    let mut tera = Tera::default();
    tera.autoescape_on(vec![".html"]);
    tera.set_escape_fn(crate::markdown::html::escape_to);
    tera.register_filter("fill", crate::views::words::fill_filter);
    let mut context = Context::new();
    let mut flat = Flat::default();
    let root = flat.add(&everywhere).unwrap();
    for name in EVERYWHERE {
        let value = flat.value(root).field(name).unwrap();
        tera.global_context().insert_value(name, value.for_engine());
    }
    tera.add_raw_templates(sources.clone()).unwrap();
    let mut own = Flat::for_page();
    let (page, view) = (own.add(&page).unwrap(), own.add(&view).unwrap());
    let given = [own.value(page), own.value(view), Val::Text("case")];
    for (name, value) in draft::GIVEN.into_iter().zip(given) {
        context.insert_value(name, value.for_engine());
    }
    let stencils = Stencils::new(&sources, flat, root);
    let mut out = b"before".to_vec();
    let done = stencils.write("case.html", given, &mut out);
    let out = String::from_utf8(out).unwrap();
    let out = out.strip_prefix("before").unwrap();
    assert!(done || out.is_empty(), "{source}: left {out}");
    (
        done.then(|| out.to_owned()),
        tera.render("case.html", &context),
    )
}

#[test]
fn a_stencil_makes_what_the_engine_makes() {
    for source in KNOWN {
        let (quick, engine) = both(source);
        assert_eq!(quick.as_deref(), Some(&*engine.unwrap()), "{source}");
    }
}

#[test]
fn what_is_not_known_is_left_to_the_engine() {
    for source in LEFT {
        assert_eq!(both(source).0, None, "{source}");
    }
}
