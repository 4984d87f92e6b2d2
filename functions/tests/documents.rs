//! Documents that are made from the code agree with it. `BLESS=1 cargo test -p functions --test documents` writes them anew.
#![expect(clippy::disallowed_methods, reason = "the document is a file")]

use std::path::Path;

#[test]
fn the_table_of_problems_is_the_one_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/problems.md");
    let table = functions::transport::problem::table();
    if std::env::var("BLESS").is_ok_and(|value| value == "1") {
        std::fs::write(&file, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), table);
}

#[test]
fn the_deployment_knows_every_route() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("template.yaml");
    let template = std::fs::read_to_string(file).unwrap();
    for route in functions::transport::routes::ROUTES {
        let method = if route.is_posted() { "POST" } else { "GET" };
        let key = format!("RouteKey: {method} {},", route.path);
        assert!(template.contains(&key), "the template has no {key}");
    }
}
